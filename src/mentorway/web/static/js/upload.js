/* Says before sending that files are too large, and that sending takes a moment. The server says the same without it. */
(() => {
  const form = document.querySelector("form[data-most]");
  if (!form) return;
  const status = form.querySelector("[data-status]");
  const button = form.querySelector("button[type=submit]");
  form.addEventListener("submit", (event) => {
    const files = [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
    const size = files.reduce((sum, file) => sum + file.size, 0);
    if (size > Number(form.dataset.most)) {
      event.preventDefault();
      status.textContent = form.dataset.tooLarge;
      return;
    }
    status.textContent = form.dataset.wait;
    button.disabled = true;
  });
  window.addEventListener("pageshow", () => {
    button.disabled = false;
    status.textContent = "";
  });
})();
