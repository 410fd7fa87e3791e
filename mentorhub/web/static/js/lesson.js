// A lesson tells how long it was read and how far; answers of a quiz are kept as one goes.
// What could not be told for want of a connection is told later, by another window too: the sums
// only grow. It is forgotten with the sign-in (frame.js).

const TELL_EVERY = 20; // seconds
const REST = 5 * 60 * 1000; // milliseconds without a sign of life, from which on nobody reads
const SIGNS = ["pointermove", "pointerdown", "keydown", "scroll", "touchmove", "focus"];
const STORE = "lesson-reports";

const lesson = document.querySelector("[data-report]");
if (lesson && lesson.dataset.token) watch(lesson);
for (const form of document.querySelectorAll("form[data-autosave]")) autosave(form);

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
    return JSON.parse(localStorage.getItem(STORE)) ?? {};
  } catch {
    return {};
  }
}

function keep(reports) {
  try {
    if (Object.keys(reports).length) localStorage.setItem(STORE, JSON.stringify(reports));
    else localStorage.removeItem(STORE);
  } catch {
    // Without a store a report that fails is told by the next one of this page.
  }
}

async function tell(href, fields) {
  const key = fields.token;
  keep({ ...kept(), [key]: { href, fields } });
  try {
    const answer = await fetch(href, { method: "POST", body: body(fields), keepalive: true });
    if ((answer.ok && !answer.redirected) || answer.status === 404) {
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
  let seenAt = last;
  const isThere = () => (seenAt = performance.now());
  for (const sign of SIGNS) window.addEventListener(sign, isThere, { passive: true, capture: true });
  setInterval(() => {
    const now = performance.now();
    if (plays(article)) isThere();
    // A computer that slept has not been read from.
    if (!document.hidden && now - seenAt < REST) state.seconds += Math.min((now - last) / 1000, 2);
    last = now;
  }, 1000);
  setInterval(send, TELL_EVERY * 1000);
  document.addEventListener("visibilitychange", () => document.hidden && send());
  window.addEventListener("pagehide", send);
}

function plays(article) {
  return [...article.querySelectorAll("video, audio")].some((each) => !each.paused);
}

// Keeps a form as it is filled in. What gets no answer is sent again, what is refused is not.
function autosave(form) {
  const line = form.querySelector("[data-saved]");
  const button = form.querySelector("[data-unscripted]");
  const touched = new Set();
  let waiting = 0;
  let sending = false;
  if (button) button.hidden = true;
  const later = (milliseconds) => {
    clearTimeout(waiting);
    waiting = setTimeout(save, milliseconds);
  };
  const stop = () => {
    clearTimeout(waiting);
    waiting = 0;
  };
  const send = (leaving) =>
    fetch(form.dataset.autosave, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Autosave": "1" },
      keepalive: leaving, // the page may be gone before the answer is there
    });
  const save = async (leaving = false) => {
    if (sending && !leaving) return later(1000);
    sending = true;
    stop();
    touched.clear();
    let told = "saved";
    try {
      const answer = await send(leaving);
      if (answer.status === 429 || answer.status >= 500) throw new Error(answer.statusText);
      if (!answer.ok || answer.redirected) told = "refused"; // a redirect leads to the sign-in
      else if (answer.status === 200) note(form, touched, await answer.json());
    } catch {
      told = "lost";
      later(5000);
    }
    line.textContent = line.dataset[told];
    if (button) button.hidden = told !== "refused";
    sending = false;
  };
  const change = (milliseconds) => (event) => {
    const [question] = event.target.name.split(".");
    const was = form.elements[`${question}.was`];
    if (was) was.value = ""; // this window has touched it: what is in it now counts
    touched.add(question);
    later(milliseconds);
  };
  form.addEventListener("input", change(2000));
  form.addEventListener("change", change(300));
  form.addEventListener("submit", stop);
  window.addEventListener("online", () => waiting && later(0));
  document.addEventListener("visibilitychange", () => document.hidden && waiting && save(true));
  window.addEventListener("pagehide", () => waiting && save(true));
}

// Notes what the server has of each answer, unless it was touched again meanwhile.
function note(form, touched, { answered, was }) {
  for (const [question, mark] of Object.entries(was))
    if (!touched.has(question)) form.elements[`${question}.was`].value = mark;
  const count = form.querySelector("[data-answered]");
  count.textContent = count.dataset.answered.replace("{}", answered);
}
