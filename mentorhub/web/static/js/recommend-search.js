// The search field: Enter searches, Shift+Enter makes a new line; empty filters stay out of the address.
// A chip opens the filters at its own field; without scripts the page comes with the filters open.

for (const form of document.querySelectorAll("form[data-search]")) {
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData.entries()]) {
      if (value === "") event.formData.delete(name);
    }
  });
  form.querySelector("textarea")?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

for (const link of document.querySelectorAll("a.chip__words")) {
  link.addEventListener("click", (event) => {
    const place = document.getElementById(link.hash.slice(1));
    if (!place || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    reveal(place);
  });
}

function reveal(place) {
  for (let box = place.closest("details"); box; box = box.parentElement.closest("details")) {
    box.open = true;
  }
  const controls = "input:not([type=hidden]), select, textarea, button, summary";
  const inside = place.querySelector("input:checked") ?? place.querySelector(controls);
  (place.matches(controls) ? place : (inside ?? place)).focus();
  place.scrollIntoView({ block: "center" });
}
