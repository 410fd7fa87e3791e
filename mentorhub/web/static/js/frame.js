// What every page gets where scripts run. Nothing here is needed: all pages work without it.

import { bindTools } from "./tools.js";

function tellFailure() {
  const messages = document.getElementById("messages");
  if (!messages) return;
  const line = document.createElement("p");
  line.className = "offline";
  line.textContent = messages.dataset.offline;
  messages.replaceChildren(line);
}

function focusMarked(root) {
  root.querySelector("[data-focus]")?.focus();
}

// What a lesson could not tell for want of a connection ends with the sign-in.
function forgetReports() {
  try {
    localStorage.removeItem("lesson-reports");
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

bindTools(document);
focusMarked(document);
if (!document.querySelector("form[action$='/abmelden']")) forgetReports();
document.addEventListener("htmx:error", tellFailure);
document.addEventListener("htmx:after:swap", (event) => {
  document.querySelector("#messages .offline")?.remove();
  bindTools(document);
  const target = event.detail?.ctx?.target;
  if (!(target instanceof Element)) return;
  const there = target.isConnected ? target : document.getElementById(target.id); // it was replaced
  if (there) focusMarked(there);
});
