// The button by which a reader keeps the lessons of a course for reading without a connection.

const box = document.querySelector("[data-offline-course]");
if (box && "serviceWorker" in navigator && "caches" in window) show(box);

async function isKept(slug) {
  if (!(await caches.has("lessons"))) return false;
  const found = await (await caches.open("lessons")).match("/lernen/offline-names");
  return Boolean(found && (await found.json()).courses[slug]);
}

function ask(worker, message) {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = (event) => resolve(event.data);
    worker.postMessage(message, [channel.port2]);
  });
}

async function worker() {
  await navigator.serviceWorker.register("/lernen/offline-worker.js", { scope: "/" });
  return (await navigator.serviceWorker.ready).active;
}

async function show(box) {
  const { slug, reader } = box.dataset;
  const button = box.querySelector("button");
  const line = box.querySelector("[role=status]");
  const tell = async () => {
    const kept = await isKept(slug);
    button.querySelector(".kern-label").textContent = kept ? box.dataset.drop : box.dataset.keep;
    button.dataset.deed = kept ? "forget" : "keep";
    line.textContent = kept ? box.dataset.kept : "";
  };
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const deed = button.dataset.deed;
      const list = deed === "keep" ? await (await fetch(box.dataset.offlineCourse)).json() : null;
      const told = await ask(await worker(), { deed, slug, reader, list });
      await tell();
      if (told !== "done") line.textContent = box.dataset.failed;
    } catch {
      line.textContent = box.dataset.failed;
    }
    button.disabled = false;
  });
  await tell();
  box.hidden = false;
}
