// Keeps lessons that a reader asked to keep, and shows them when there is no connection.
// Everything is forgotten as soon as a page says that the browser belongs to somebody else.

const KEPT = "lessons";
const NAMES = "/lernen/offline-names";

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

async function page(request) {
  const path = new URL(request.url).pathname;
  try {
    const answer = await fetch(request);
    const reader = answer.headers.get("X-Reader");
    if (reader || answer.redirected || answer.type === "opaqueredirect") await look(reader);
    return answer;
  } catch (problem) {
    const known = await names();
    for (const { pages } of Object.values(known.courses)) {
      if (!(path in pages)) continue;
      const found = await (await caches.open(KEPT)).match(pages[path]);
      if (found) return found;
    }
    throw problem;
  }
}

// Another reader, or none: nothing of the one before may stay.
async function look(reader) {
  if (!reader) return;
  if (!(await caches.has(KEPT))) return;
  const known = await names();
  if (known.reader !== reader) await caches.delete(KEPT);
}

async function file(request) {
  try {
    return await fetch(request);
  } catch (problem) {
    if (!(await caches.has(KEPT))) throw problem;
    const found = await (await caches.open(KEPT)).match(request, { ignoreVary: true });
    if (found) return found;
    throw problem;
  }
}

async function keep(slug, reader, list) {
  const cache = await caches.open(KEPT);
  const known = await names();
  if (known.reader && known.reader !== reader) throw new Error("somebody else");
  await cache.addAll([...Object.values(list.pages), ...list.files]);
  known.reader = reader;
  known.courses[slug] = { title: list.title, pages: list.pages };
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
