// Puts the marker of a figure into the text that was written in last; without this, it is copied by hand.
(() => {
  "use strict";
  const form = document.querySelector(".entry-text");
  const texts = form ? [...form.querySelectorAll("textarea")] : [];
  if (!texts.length) return;
  let here = texts[texts.length - 1];
  for (const text of texts) text.addEventListener("focus", () => { here = text; });
  for (const button of form.querySelectorAll("button[data-marker]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      here.setRangeText(button.dataset.marker, here.selectionStart, here.selectionEnd, "end");
      here.focus();
    });
  }
})();
