/* Saves answers as they are given; tries until it is done. Without it, the buttons save. */
(() => {
  const form = document.querySelector("form[data-save]");
  if (!form) return;
  const line = document.getElementById("saving");
  const said = form.dataset;
  const slot = `filling ${said.save}`;
  let queue = {}; // input → values the server lacks
  let key = 0; // taken once, sent twice
  let wait = 1000;
  let timer, busy, leaving;
  const waiting = () => Object.keys(queue).length > 0;
  const say = (text) => {
    if (line.textContent !== text) line.textContent = text;
  };
  const keep = () => {
    try {
      if (waiting()) localStorage.setItem(slot, JSON.stringify(queue));
      else localStorage.removeItem(slot);
    } catch {}
  };
  const later = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(send, delay);
  };

  async function send() {
    if (busy || !waiting()) return;
    busy = true;
    key ||= `${Date.now()}${Math.random()}`;
    const sent = { ...queue };
    const body = new URLSearchParams({ key, shown: Object.keys(sent).join(" ") });
    for (const name in sent) for (const value of sent[name]) body.append(name, value);
    const slow = setTimeout(say, 2000, said.unsaved);
    let status = 0;
    try {
      const keepalive = `${body}`.length < 6e4; // more is refused
      status = (await fetch(said.save, { method: "POST", body, keepalive })).status;
    } catch {}
    clearTimeout(slow);
    busy = false;
    if (status === 204) {
      for (const name in sent) if (queue[name] === sent[name]) delete queue[name];
      key = 0;
      wait = 1000;
      if (waiting()) later(0);
      else say(said.saved);
    } else if (/^4(?!29)/.test(status)) {
      if (status === 404) queue = {};
      say(said.refused);
    } else {
      say(said.unsaved);
      later(wait * (1 + Math.random() / 4));
      wait = Math.min(wait * 2, 6e4);
    }
    keep();
  }

  const changed = (part) => {
    for (const { name } of part.closest("fieldset")?.querySelectorAll("[name]") || [part])
      queue[name] = new FormData(form).getAll(name);
    key = 0;
    keep();
    later(700);
  };
  form.addEventListener("input", ({ target }) => changed(target));
  form.addEventListener("submit", (event) => {
    leaving = navigator.onLine;
    if (leaving) return;
    event.preventDefault();
    say(said.unsaved);
  });
  addEventListener("online", () => later(0));
  addEventListener("pageshow", () => (leaving = false));
  addEventListener("beforeunload", (event) => {
    if (waiting() && !leaving) event.preventDefault();
  });

  try {
    queue = JSON.parse(localStorage.getItem(slot)) || {};
  } catch {}
  for (const part of form.elements) {
    const known = queue[part.name];
    if (!known) continue;
    if (/radio|checkbox/.test(part.type)) part.checked = known.includes(part.value);
    else part.value = known[0] ?? "";
  }
  for (const part of form.elements) // touched earlier
    if (part.checked !== part.defaultChecked || part.value !== (part.defaultValue ?? part.value)) changed(part);
  send();
})();
