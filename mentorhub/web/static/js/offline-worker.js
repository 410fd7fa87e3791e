// Keeps lessons that a reader asked to keep, and shows them when there is no connection.
// Everything is forgotten as soon as a page says that the browser belongs to somebody else.

const KEPT = "lessons";
const NAMES = "/lernen/offline-names";
const PATIENCE = 8000; // milliseconds without an answer, from which on there is no connection

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (request.method === "GET" && new URL(request.url).origin === self.location.origin)
    event.respondWith(file(request));
});

self.addEventListener("message", (event) => {
  const { deed, slug, reader, list } = event.data;
  const done = deed === "keep" ? keep(slug, reader, list) : forget(slug);
  event.waitUntil(
    done.then(
      () => event.ports[0].postMessage("done"),
      () => event.ports[0].postMessage("failed"),
    ),
  );
});

async function names() {
  const cache = await caches.open(KEPT);
  const found = await cache.match(NAMES);
  return found ? found.json() : { reader: "", courses: {} };
}

async function keepNames(known) {
  const cache = await caches.open(KEPT);
  await cache.put(NAMES, new Response(JSON.stringify(known)));
}

// A page that is kept is shown as it was kept where there is no answer, or none for too long.
async function page(request) {
  const answer = fetched(request);
  if (request.method !== "GET" || !(await caches.has(KEPT))) return answer;
  const copy = await copyOf(new URL(request.url).pathname);
  try {
    return await (copy ? Promise.race([answer, late(PATIENCE)]) : answer);
  } catch (problem) {
    answer.catch(() => {}); // it may fail still, when the copy is read already
    const shown = copy ?? (await overview());
    if (shown) return shown;
    throw problem;
  }
}

async function fetched(request) {
  const answer = await fetch(request);
  const reader = answer.headers.get("X-Reader");
  if (reader || answer.redirected || answer.type === "opaqueredirect") await look(reader);
  return answer;
}

function late(milliseconds) {
  return new Promise((_, fail) => setTimeout(() => fail(new Error("no answer")), milliseconds));
}

async function copyOf(path) {
  const known = await names();
  const course = Object.values(known.courses).find(({ pages }) => path in pages);
  return course && (await caches.open(KEPT)).match(course.pages[path]);
}

// In place of any other page: the courses that can be read.
async function overview() {
  const { start, courses } = await names();
  const found = start && (await (await caches.open(KEPT)).match(start));
  if (!found) return undefined;
  const lines = Object.values(courses).map(
    ({ title, language, place }) =>
      `<li><a href="${plain(place)}" lang="${plain(language)}">${plain(title)}</a></li>`,
  );
  const text = (await found.text()).replace("<li data-kept></li>", () => lines.join(""));
  const policy = found.headers.get("Content-Security-Policy") ?? "default-src 'self'";
  const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy };
  return new Response(text, { status: 503, headers });
}

function plain(text = "") {
  const signs = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (sign) => signs[sign]);
}

// Another reader, or none: nothing of the one before may stay.
async function look(reader) {
  if (!reader) return;
  if (!(await caches.has(KEPT))) return;
  const known = await names();
  if (known.reader !== reader) await caches.delete(KEPT);
}

async function file(request) {
  const answer = fetch(request);
  if (!(await caches.has(KEPT))) return answer;
  const copy = await (await caches.open(KEPT)).match(request, { ignoreVary: true });
  if (!copy) return answer;
  try {
    return await Promise.race([answer, late(PATIENCE / 4)]);
  } catch {
    answer.catch(() => {});
    return copy;
  }
}

async function keep(slug, reader, list) {
  const cache = await caches.open(KEPT);
  const known = await names();
  if (known.reader && known.reader !== reader) throw new Error("somebody else");
  await cache.addAll([list.start, ...Object.values(list.pages), ...list.files]);
  known.reader = reader;
  known.start = list.start;
  const { title, language, place, pages } = list;
  known.courses[slug] = { title, language, place, pages };
  await keepNames(known);
}

async function forget(slug) {
  const known = await names();
  const cache = await caches.open(KEPT);
  for (const href of Object.values(known.courses[slug]?.pages ?? {})) await cache.delete(href);
  delete known.courses[slug];
  if (Object.keys(known.courses).length) await keepNames(known);
  else await caches.delete(KEPT);
}
