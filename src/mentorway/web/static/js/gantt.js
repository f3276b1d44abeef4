/* Moves bars of the chart by keyboard or mouse and asks the server what else would move. Without it, the form does the same. */
(() => {
  const form = document.querySelector("form[data-what-if]");
  const chart = document.querySelector(".gantt-plot");
  if (!form || !chart) return;
  const shown = document.getElementById("moved");
  const pixels = Number(chart.dataset.pixels) || 1;
  const steps = ["shift", "drag", "stretch"];
  const field = (name) => form.elements[name];
  let line = ""; // that is being moved
  let timer, asked;
  form.parentElement.querySelector("[data-keys]").hidden = false;

  const optionOf = (link) => {
    const key = /\/(\d+)\/$/.exec(link.getAttribute("href"))?.[1];
    return [...field("line").options].find((one) => key && one.value.startsWith(`${key}.`));
  };
  const linkOf = (value) =>
    [...chart.querySelectorAll("a.gantt-link")].find((one) => optionOf(one)?.value === value);
  const clear = () => {
    clearTimeout(timer);
    asked?.abort();
    for (const name of [...steps, "day", "days"]) field(name).value = "";
    for (const one of chart.querySelectorAll("[transform]")) one.removeAttribute("transform");
    shown.replaceChildren();
    shown.classList.remove("gantt-panel");
    line = "";
  };
  const choose = (link) => {
    const option = optionOf(link);
    if (!option) return false;
    if (line !== option.value) clear();
    line = field("line").value = option.value;
    return true;
  };
  const add = (name, step) => {
    field(name).value = Number(field(name).value || 0) + step;
    clearTimeout(timer);
    timer = setTimeout(ask, 250);
  };

  async function ask() {
    asked?.abort();
    asked = new AbortController();
    const body = new FormData(form);
    body.append("piece", "1");
    try {
      const answer = await fetch(form.dataset.whatIf, { method: "POST", body, signal: asked.signal });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      shown.replaceChildren(...page.body.childNodes);
      shown.classList.add("gantt-panel"); // where the chart is, as the form is far below it
      linkOf(line)?.scrollIntoView({ block: "nearest", inline: "nearest" });
    } catch (error) {
      if (error.name === "AbortError") return;
      shown.textContent = form.dataset.failed;
      shown.classList.add("gantt-panel");
    }
  }

  chart.addEventListener("keydown", (event) => {
    const link = event.target.closest("a.gantt-link");
    if (!link || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step && choose(link)) {
      event.preventDefault();
      add(event.shiftKey ? "stretch" : "shift", step);
    } else if (event.key === "Enter" && line && optionOf(link)?.value === line) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-save]"));
    } else if (event.key === "Escape" && line) clear();
  });

  let held; // the bar under the mouse
  chart.addEventListener("pointerdown", (event) => {
    const link = event.target.closest("a.gantt-link");
    if (link && event.button === 0 && event.pointerType === "mouse" && optionOf(link))
      held = { link, from: event.clientX, days: 0 };
  });
  chart.addEventListener("dragstart", (event) => held && event.preventDefault());
  addEventListener("pointermove", (event) => {
    if (!held) return;
    held.days = Math.round((event.clientX - held.from) / pixels);
    if (Math.abs(event.clientX - held.from) > 4) held.pulled = true;
    if (held.pulled) held.link.setAttribute("transform", `translate(${held.days * pixels} 0)`);
  });
  addEventListener("pointerup", () => {
    const was = held;
    held = undefined;
    if (!was?.pulled) return;
    was.link.addEventListener("click", (event) => event.preventDefault(), { once: true, capture: true });
    const place = was.link.getAttribute("transform");
    clear();
    if (!was.days || !choose(was.link)) return;
    was.link.setAttribute("transform", place);
    was.link.focus();
    add("drag", was.days);
  });
  shown.addEventListener("click", (event) => {
    if (!event.target.closest("[data-leave]")) return;
    const link = linkOf(line);
    clear();
    field("line").value = "";
    link?.focus({ preventScroll: true });
  });
  field("line").addEventListener("change", () => {
    const value = field("line").value;
    clear();
    field("line").value = value;
  });
})();
