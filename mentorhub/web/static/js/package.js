// The page around a package's window: tells how far one is, renews its token, shows it whole.
// What comes from the window is only believed as far as it can do no harm.

const frame = document.querySelector("[data-package]");
const form = document.querySelector("[data-renew]");
const line = document.querySelector("[data-state]");
const full = document.querySelector("[data-full]");
const { origin, back } = frame.dataset;

function show({ done, all }) {
  const { total, one, many } = line.dataset;
  const words = many.replace("{done}", Math.min(Number(done) || 0, Number(total)));
  const now = total === "1" ? (all === true ? one : line.textContent) : words.replace("{total}", total);
  if (line.textContent !== now) line.textContent = now;
}

async function renew() {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
  if (answer?.ok) frame.contentWindow.postMessage({ mentorhub: "renewed" }, origin);
}

window.addEventListener("message", ({ origin: from, source, data }) => {
  if (from !== origin || source !== frame.contentWindow) return;
  if (data?.mentorhub === "state") show(data);
  if (data?.mentorhub === "expired") renew();
  if (data?.mentorhub === "reopen") location.reload();
  if (data?.mentorhub === "exit") location.assign(back);
});

if (document.fullscreenEnabled) {
  full.hidden = false;
  full.addEventListener("click", () => frame.requestFullscreen().then(() => frame.focus()));
}
