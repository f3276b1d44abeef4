/* A part that renews itself keeps the focus where it was, and keeps open what was opened in it.
   Without this script nothing renews itself. */
(() => {
  const STOPS = "a[href], button, input, select, textarea, summary, [tabindex]";
  const said = (one) => one.getAttribute("aria-labelledby") ?? one.getAttribute("aria-label") ?? one.textContent.trim();
  const name = (one) => [one.localName, one.id, one.name, one.getAttribute("href"), one.form?.getAttribute("action"), said(one)].join("|");
  const called = (what, names) => [...document.querySelectorAll(what)].filter((one) => names.includes(name(one)));
  let was, place, open;
  document.addEventListener("htmx:beforeSwap", ({ target }) => {
    const here = document.activeElement;
    was = target.contains(here) ? name(here) : undefined;
    place = target.id;
    open = [...target.querySelectorAll("details[open] > summary")].map(name);
  });
  document.addEventListener("htmx:afterSwap", () => {
    for (const one of called("details:not([open]) > summary", open)) one.parentElement.open = true;
    if (!was || document.activeElement !== document.body) return;
    const next = called(STOPS, [was])[0] ?? document.getElementById(place); // what was pressed may be done with
    if (next && next.tabIndex < 0) next.tabIndex = -1;
    next?.focus({ preventScroll: true });
  });
})();
