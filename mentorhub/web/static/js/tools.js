// Copy a link, print the page, count what may still be typed. Binding twice does no harm.

function bindOnce(root, selector, bind) {
  for (const element of root.querySelectorAll(`${selector}:not([data-bound])`)) {
    element.dataset.bound = "";
    bind(element);
  }
}

function bindCopy(button) {
  if (!navigator.clipboard) return;
  const label = button.querySelector(".kern-label");
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(new URL(button.dataset.copy, location.href).href);
    label.textContent = button.dataset.done;
  });
}

function bindPrint(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

function bindCounter(field) {
  const area = field.querySelector("textarea");
  const line = field.querySelector(".counter");
  const limit = Number(field.dataset.limit);
  const tell = () => {
    line.textContent = line.dataset.words.replace("{}", String(limit - area.value.length));
  };
  line.hidden = false;
  area.addEventListener("input", tell);
  tell();
}

export function bindTools(root) {
  bindOnce(root, "[data-copy]", bindCopy);
  bindOnce(root, "[data-print]", bindPrint);
  bindOnce(root, "[data-limit]", bindCounter);
}
