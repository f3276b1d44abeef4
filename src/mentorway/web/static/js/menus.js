/* Menus close when one clicks or goes elsewhere, or presses Escape. Without this script they still open and close.
   On a phone the activities stand behind a button; where there is no script they are all shown. */
(() => {
  const open = () => document.querySelectorAll("details.menu[open]");
  for (const what of ["click", "focusin"]) {
    document.addEventListener(what, (event) => {
      open().forEach((menu) => menu.contains(event.target) || menu.removeAttribute("open"));
    });
  }
  const button = document.querySelector(".nav-button");
  const unfold = (is) => button.setAttribute("aria-expanded", is);
  button?.addEventListener("click", () => unfold(button.getAttribute("aria-expanded") === "false"));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (button?.nextElementSibling.contains(document.activeElement) && button.offsetParent) button.focus();
    if (button) unfold(false);
    open().forEach((menu) => {
      menu.removeAttribute("open");
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    });
  });
})();
