// Frag nach: the words of a language model come in while the courses are read already.

for (const form of document.querySelectorAll("form[data-dialogue]")) {
  const wait = form.querySelector("[data-wait]");
  form.addEventListener("formdata", (event) => event.formData.set("later", "ja"));
  form.addEventListener("submit", () => {
    if (wait) wait.textContent = wait.dataset.wait;
  });
  window.addEventListener("pageshow", () => {
    if (wait) wait.textContent = "";
  });
}

function add(box, words, muted) {
  const line = document.createElement("p");
  line.textContent = words;
  if (muted) line.className = "muted";
  box.append(line);
  box.hidden = false;
}

// Each sentence, and at the end why there is none, nothing where there are some.
async function* eventsOf(answer) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const events = (rest + value).split("\n\n");
    rest = events.pop();
    for (const event of events) {
      const at = event.indexOf("data: ");
      yield { words: JSON.parse(event.slice(at + 6)), isEnd: at > 0 };
    }
  }
}

async function fill(box) {
  let came = 0;
  let note = box.dataset.failed;
  try {
    const answer = await fetch(box.action, { method: "POST", body: new FormData(box) });
    if (answer.status === 204) return;
    if (!answer.ok) throw new Error(answer.statusText);
    for await (const { words, isEnd } of eventsOf(answer)) {
      if (isEnd) {
        note = words;
      } else {
        came += 1;
        add(box, words, false);
      }
    }
  } catch {
    // What came before still counts; the line below says that no more comes.
  }
  add(box, came ? box.dataset.origin : note, true);
  box.removeAttribute("aria-busy");
}

for (const box of document.querySelectorAll("form[data-words]")) fill(box);
