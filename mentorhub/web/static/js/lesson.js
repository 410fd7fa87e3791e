// A lesson tells how long it was read and how far; answers of a quiz are kept as one goes.
// What could not be told for want of a connection is told later: the sums only grow.

const TELL_EVERY = 20; // seconds
const STORE = "lesson-reports";

const lesson = document.querySelector("[data-report]");
if (lesson && lesson.dataset.token) watch(lesson);
for (const form of document.querySelectorAll("form[data-autosave]")) autosave(form);
for (const form of document.querySelectorAll("form[data-ticks]")) ticks(form);

function token() {
  return document.querySelector("input[name=csrf_token]")?.value ?? "";
}

function body(fields) {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  data.set("csrf_token", token());
  return data;
}

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(STORE)) ?? {};
  } catch {
    return {};
  }
}

function keep(reports) {
  try {
    sessionStorage.setItem(STORE, JSON.stringify(reports));
  } catch {
    // Without a store a report that fails is told by the next one of this page.
  }
}

async function tell(href, fields) {
  const key = fields.token;
  keep({ ...kept(), [key]: { href, fields } });
  try {
    const answer = await fetch(href, { method: "POST", body: body(fields), keepalive: true });
    if (answer.ok || answer.status === 404) {
      const rest = kept();
      delete rest[key];
      keep(rest);
    }
  } catch {
    // It stays kept and is told again.
  }
}

function watch(article) {
  const state = { token: article.dataset.token, seconds: 0, place: 0, furthest: 0 };
  let told = "";
  const send = () => {
    const now = JSON.stringify(state);
    if (now === told) return;
    told = now;
    tell(article.dataset.report, { ...state, seconds: Math.round(state.seconds) });
  };
  for (const { href, fields } of Object.values(kept())) {
    if (fields.token !== state.token) tell(href, fields);
  }
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      state.place = Number(entry.target.dataset.block);
      state.furthest = Math.max(state.furthest, state.place);
    }
  });
  const look = () => {
    seen.disconnect();
    for (const part of article.querySelectorAll("[data-block]")) seen.observe(part);
  };
  look();
  document.addEventListener("htmx:after:swap", look);
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    // A computer that slept has not been read from.
    if (!document.hidden) state.seconds += Math.min((now - last) / 1000, 2);
    last = now;
  }, 1000);
  setInterval(send, TELL_EVERY * 1000);
  document.addEventListener("visibilitychange", () => document.hidden && send());
  window.addEventListener("pagehide", send);
}

function autosave(form) {
  const line = document.querySelector("[data-saved]");
  let waiting = 0;
  let sending = false;
  const save = async () => {
    if (sending) return later(1000);
    sending = true;
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Autosave": "1" },
      });
      if (!answer.ok) throw new Error(answer.statusText);
      line.textContent = line.dataset.saved;
    } catch {
      line.textContent = line.dataset.lost;
      later(5000);
    }
    sending = false;
  };
  const later = (milliseconds) => {
    clearTimeout(waiting);
    waiting = setTimeout(save, milliseconds);
  };
  form.addEventListener("change", () => later(300));
  form.addEventListener("input", () => later(2000));
  form.addEventListener("submit", () => clearTimeout(waiting));
}

function ticks(form) {
  const button = form.querySelector("button");
  button.hidden = true;
  form.addEventListener("change", async () => {
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
      button.hidden = answer.ok;
    } catch {
      button.hidden = false;
    }
  });
}
