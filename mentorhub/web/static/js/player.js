// Runs a SCORM package: gives its parts the interface that they look for and keeps what they tell.
// Every message holds all that a part knows, so the newest one is enough; it is sent until it has
// arrived. What cannot be sent any more when a window closes goes out as a beacon.

const BEACON = 60_000; // characters: browsers take 64 KiB with them when a page goes
const SOON = 1200; // milliseconds after a value was set
const RETRY = [2000, 5000, 10_000, 30_000];

const setup = JSON.parse(document.getElementById("setup").textContent);
const frame = document.getElementById("part");
const line = document.getElementById("state");
const stop = document.getElementById("stop");
const next = document.getElementById("next");
const known = new Set(setup.parts.map((each) => each.id));
const Api = (await import(`../vendor/scorm/${setup.kind}.min.js`))[
  setup.kind === "scorm12" ? "Scorm12API" : "Scorm2004API"
];
const NAMES =
  setup.kind === "scorm12"
    ? { place: "API", set: "LMSSetValue", commit: "LMSCommit", end: "LMSFinish" }
    : { place: "API_1484_11", set: "SetValue", commit: "Commit", end: "Terminate" };

const outbox = new Map(); // part -> the newest message that has not arrived
const arrived = new Map(); // part -> what has arrived of this start
const channel = new BroadcastChannel(`mentorhub-package-${setup.attempt}`);
let running = null; // { part, launch, api, changed, ended, wish }
let sequence = 0;
let isStopped = false;
let isPumping = false;
let failures = 0;
let waiting = 0;
let lastSign = Date.now();

// What packages leave behind in this browser would be open to all others of this origin.
function forgetTraces() {
  try {
    localStorage.clear();
    sessionStorage.clear();
    indexedDB.databases?.().then((all) => all.forEach((each) => indexedDB.deleteDatabase(each.name)));
    globalThis.caches?.keys().then((all) => all.forEach((each) => caches.delete(each)));
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

function flat(value, name = "", found = {}) {
  if (value === null || value === undefined || value === "") return found;
  if (typeof value !== "object") found[name] = String(value);
  else for (const [key, each] of Object.entries(value)) flat(each, name ? `${name}.${key}` : key, found);
  return found;
}

async function post(what, body, more = {}) {
  const answer = await fetch(what, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    ...more,
  });
  lastSign = Date.now();
  const told = await answer.json().catch(() => ({}));
  if (answer.ok) show(told);
  return { ok: answer.ok, status: answer.status, told };
}

function tellApp(kind, more = {}) {
  if (parent !== window) parent.postMessage({ mentorhub: kind, ...more }, setup.app);
}

function show(told) {
  for (const button of document.querySelectorAll("[data-part]")) {
    button.toggleAttribute("data-done", told.done.includes(button.dataset.part));
  }
  tellApp("state", { done: told.done.length, all: told.is_done });
}

function say(which) {
  if (line.dataset.now === which) return;
  line.dataset.now = which;
  line.textContent = which ? line.dataset[which] : "";
}

function halt(why) {
  isStopped = why !== "away";
  stop.querySelector("p").textContent = stop.dataset[why];
  stop.hidden = false;
  frame.hidden = isStopped; // nobody shall work on in vain
  stop.querySelector("button").focus();
  say("");
}

// ---- what a part tells -------------------------------------------------------------------------

function snapshot(end = false) {
  if (!running || isStopped) return;
  running.changed = false;
  outbox.set(running.part, {
    part: running.part,
    launch: running.launch,
    sequence: ++sequence,
    told: flat(running.api.renderCMIToJSONObject()),
    whole: true,
    end: end || running.ended,
  });
}

function keep(end = false) {
  snapshot(end);
  if (!outbox.size || isStopped) return;
  say("saving");
  pump();
  if (document.hidden) beam(); // the window may be on its way out
}

async function pump() {
  if (isPumping || isStopped) return;
  isPumping = true;
  clearTimeout(waiting);
  while (outbox.size && !isStopped) {
    const [part, message] = outbox.entries().next().value;
    if (!(await deliver(part, message))) break;
  }
  isPumping = false;
  if (!outbox.size) say("saved");
  else if (!isStopped) {
    say("lost");
    waiting = setTimeout(pump, RETRY[Math.min(failures++, RETRY.length - 1)]);
  }
}

// Returns whether the next one can be sent.
async function deliver(part, message) {
  let answer;
  try {
    answer = await post("save", message);
  } catch {
    return false;
  }
  if (answer.status === 409) halt("elsewhere");
  else if (answer.status === 403 && answer.told.error === "expired") tellApp("expired");
  else if (answer.status === 404) halt("gone");
  else if (answer.status === 413 || answer.status === 422) {
    line.dataset.now = "";
    say("large");
    drop(part, message);
    return true;
  } else if (answer.ok) {
    failures = 0;
    arrived.set(part, message.told);
    drop(part, message);
    return true;
  }
  return false;
}

function drop(part, message) {
  if (outbox.get(part) === message) outbox.delete(part);
}

// The window goes, or may go: send what has not arrived, without waiting for an answer.
function flush() {
  if (running?.changed) snapshot();
  beam();
}

function beam() {
  if (isStopped) return;
  for (const [part, message] of outbox) {
    const before = arrived.get(part) ?? {};
    const changes = Object.entries(message.told).filter(([name, text]) => before[name] !== text);
    const body = JSON.stringify({ ...message, told: Object.fromEntries(changes), whole: false });
    const type = { type: "application/json" };
    if (body.length < BEACON && navigator.sendBeacon("save", new Blob([body], type))) continue;
    fetch("save", { method: "POST", body, headers: { "Content-Type": type.type } }).catch(() => 0);
  }
}

// ---- starting parts ----------------------------------------------------------------------------

// The library takes 64,000 characters; real packages send more.
function widen(holder) {
  let place = holder;
  while (place && !Object.getOwnPropertyDescriptor(place, "suspend_data")) {
    place = Object.getPrototypeOf(place);
  }
  const own = Object.getOwnPropertyDescriptor(place, "suspend_data");
  let held;
  Object.defineProperty(holder, "suspend_data", {
    configurable: true,
    enumerable: true,
    get: () => held ?? own.get.call(holder),
    set: (text) => {
      if (String(text).length > setup.most) own.set.call(holder, text);
      else held = String(text);
    },
  });
}

function order(name) {
  const [, list, place, field] = /^cmi\.(interactions|objectives)\.(\d+)\.(.*)$/.exec(name) ?? [];
  if (!list) return [2, 0, 0, name];
  const rank = { id: 0, type: 1 }[field] ?? 2;
  return [list === "objectives" ? 0 : 1, Number(place), rank, field];
}

function inOrder([one], [other]) {
  const [a, b] = [order(one), order(other)];
  const at = a.findIndex((each, place) => each !== b[place]);
  return at < 0 ? 0 : a[at] < b[at] ? -1 : 1;
}

function newApi(told) {
  const api = new Api({ autocommit: false, logLevel: 5, mastery_override: true });
  widen(setup.kind === "scorm12" ? api.cmi.core : api.cmi);
  for (const [name, value] of Object.entries(told).sort(inOrder)) {
    try {
      api.loadFromFlattenedJSON({ [name]: value });
    } catch {
      // One value that the standard does not know is no reason to lose the others.
    }
  }
  return api;
}

async function go(part) {
  if (isStopped || !known.has(part)) return;
  next.hidden = true;
  await leave();
  const chosen = setup.parts.find((each) => each.id === part);
  const launch = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
  let answer;
  try {
    answer = await post("start", { part, launch });
  } catch {
    return away(() => go(part));
  }
  if (answer.status === 409) return halt("elsewhere");
  if (answer.status === 403 && answer.told.error === "expired") {
    tellApp("expired");
    return away(() => go(part));
  }
  if (!answer.ok) return halt("gone");
  stop.hidden = true;
  arrived.set(part, answer.told.told);
  if (chosen.sco) listen({ part, launch, api: newApi(answer.told.told), changed: false });
  mark(part);
  frame.src = chosen.launch;
}

function listen(fresh) {
  running = { ...fresh, ended: false, wish: "" };
  const mine = running;
  window[NAMES.place] = mine.api;
  let soon = 0;
  mine.api.on(NAMES.set, (name, value) => {
    mine.changed = true;
    if (name === "adl.nav.request") mine.wish = String(value);
    clearTimeout(soon);
    soon = setTimeout(() => mine === running && mine.changed && keep(), SOON);
  });
  mine.api.on(NAMES.commit, () => mine === running && keep());
  mine.api.on(NAMES.end, () => {
    mine.ended = true;
    if (mine !== running) return;
    keep(true);
    if (!mine.isLeaving) setTimeout(() => follow(mine), 0);
  });
}

// A part has ended by itself: do what it wished, otherwise offer what comes next.
function follow(mine) {
  if (mine !== running) return;
  const ids = setup.parts.map((each) => each.id);
  const place = ids.indexOf(mine.part);
  const target = /^\{target=(.*)\}(?:choice|jump)$/.exec(mine.wish)?.[1];
  if (target && known.has(target)) return go(target);
  if (mine.wish === "previous" && place > 0) return go(ids[place - 1]);
  if (mine.wish === "continue" && place + 1 < ids.length) return go(ids[place + 1]);
  if (place + 1 < ids.length) {
    next.onclick = () => go(ids[place + 1]);
    next.hidden = false;
  } else if (/^(exit|exitAll|suspendAll|abandonAll)$/.test(mine.wish)) tellApp("exit");
}

async function leave() {
  if (!frame.getAttribute("src")) return;
  if (running) running.isLeaving = true;
  const gone = new Promise((done) => frame.addEventListener("load", done, { once: true }));
  frame.src = "about:blank";
  await Promise.race([gone, new Promise((done) => setTimeout(done, 3000))]);
  if (running?.changed) keep();
  for (let turn = 0; outbox.size && turn < 20 && !isStopped; turn++) {
    await new Promise((done) => setTimeout(done, 100));
  }
  running = null;
  delete window[NAMES.place];
}

function mark(part) {
  for (const button of document.querySelectorAll("[data-part]")) {
    if (button.dataset.part === part) {
      button.setAttribute("aria-current", "true");
      frame.title = button.firstChild.textContent;
    } else button.removeAttribute("aria-current");
  }
}

function away(again) {
  halt("away");
  stop.querySelector("button").onclick = () => {
    stop.hidden = true;
    again();
  };
}

// ---- windows -----------------------------------------------------------------------------------

// Another window of this browser wants to write: give it all that we have, then let it.
channel.addEventListener("message", async ({ data }) => {
  if (data === "taken") halt("elsewhere");
  if (data !== "hand over" || isStopped) return;
  if (running?.changed) keep();
  for (let turn = 0; outbox.size && turn < 10; turn++) {
    await new Promise((done) => setTimeout(done, 50));
  }
  channel.postMessage("handed over");
});

async function takeOver() {
  const answered = new Promise((done) => {
    channel.addEventListener("message", ({ data }) => data === "handed over" && done());
  });
  channel.postMessage("hand over");
  await Promise.race([answered, new Promise((done) => setTimeout(done, 400))]);
}

async function open() {
  await takeOver();
  let answer;
  try {
    answer = await post("begin", {});
  } catch {
    return away(open);
  }
  if (answer.ok) {
    channel.postMessage("taken");
    return go(setup.first);
  }
  halt(answer.status === 409 ? "elsewhere" : "gone");
}

async function sign() {
  if (isStopped || Date.now() - lastSign < (setup.alive - 5) * 1000) return;
  try {
    const answer = await post("alive", {});
    if (answer.status === 409) halt("elsewhere");
    if (answer.status === 403) tellApp("expired");
  } catch {
    // The next one may get through.
  }
}

window.addEventListener("message", ({ origin, source, data }) => {
  if (origin !== setup.app || source !== parent || data?.mentorhub !== "renewed") return;
  failures = 0;
  pump();
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) flush();
  else sign();
});
window.addEventListener("pagehide", flush);
window.addEventListener("online", pump);
window.addEventListener("beforeunload", (event) => {
  if (outbox.size && failures) event.preventDefault();
});
stop.querySelector("button").onclick = () => tellApp("reopen");
for (const button of document.querySelectorAll("[data-part]")) {
  button.addEventListener("click", () => {
    document.querySelector(".contents").open = false;
    go(button.dataset.part);
    frame.focus();
  });
}
setInterval(sign, 60_000);
forgetTraces();
open();
