/* The key "/" goes to the search field, unless one is writing or has switched it off on the search page.
   Without this script the field and the link are where they are. */
(() => {
  const KEY = "mentorway-no-search-key";
  const remembered = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
  const remember = (off) => { try { off ? localStorage.setItem(KEY, "1") : localStorage.removeItem(KEY); } catch { /* not kept here */ } };
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (event.target.closest?.("input, select, textarea, dialog, [contenteditable]") || remembered()) return;
    const place = [...document.querySelectorAll("[data-finds]")].find((one) => one.getClientRects().length);
    if (!place) return;
    event.preventDefault();
    if (place.matches("a")) place.click();
    else { place.focus(); place.select(); }
  });
  const choice = document.querySelector("[data-key-choice]");
  if (!choice) return;
  const box = choice.querySelector("input");
  box.checked = !remembered();
  box.addEventListener("change", () => remember(!box.checked));
  choice.hidden = false;
})();
