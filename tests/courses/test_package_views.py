"""Packages by HTTP: the editors' desk, and two host names that know nothing of each other."""

import io
import json
import re
from datetime import timedelta
from functools import partial

import pytest
from click.testing import CliRunner

from mentorhub.courses.actions.unpacking import PackageFolder
from mentorhub.courses.commands.courses import courses_group
from mentorhub.courses.queries import packages, progress
from mentorhub.kit.services import Services
from mentorhub.web.context import EXTENSION
from tests.courses.scorm import ONE_12, PAGE, packed, scorm12, scorm2004, with_entry
from tests.tandems.site import words_of

DESK = "/redaktion/pakete"
THERE = "http://127.0.0.1"
COURSE = "/lernen/paket-ladung-sichern"
LESSON = f"{COURSE}/lektionen/paket"
WINDOW = f"{LESSON}/pakete/0"


def send(browser, file, name="paket.zip"):
    return browser.post(DESK, data={"file": (io.BytesIO(file.getvalue()), name)})


@pytest.fixture
def rosa_there(site):
    return site.client(site.rosa)


@pytest.fixture
def offered(rosa_there):
    """The package is taken, and a course is made of it."""
    report = send(rosa_there, scorm12(**{"bild.svg": "<svg/>", "unbekannt": "x", "a.js": "1"}))
    made = rosa_there.post(f"{report.location}/kurs", data={"title": "Ladung sichern"})
    assert made.location == COURSE


@pytest.fixture
def lena_there(site, offered):
    browser = site.client(site.lena)
    browser.post(f"{COURSE}/teilnahme")
    return browser


@pytest.fixture
def window(lena_there):
    """The address of a window with the package, on the other host."""
    page = lena_there.get(WINDOW)
    return re.search(r'src="http://127\.0\.0\.1(/p/[\w-]+/)"', page.text)[1]


@pytest.fixture
def there(site):
    """A browser at the other host name, without a cookie."""
    browser = site.app.test_client()
    given = {"base_url": THERE, "buffered": True}
    get, post = (partial(getattr(browser, name), **given) for name in ("get", "post"))
    browser.get, browser.post = get, post
    return browser


def test_an_editor_sees_what_is_in_a_package_before_it_becomes_a_course(rosa_there):
    assert "Noch keine Lernpakete" in words_of(rosa_there.get(DESK))
    answer = send(rosa_there, scorm2004())
    page = words_of(rosa_there.get(answer.location))
    assert "Zwei (Teil, der den Fortschritt meldet)" in page
    assert "Ein Blatt (Seite zum Ansehen)" in page
    assert "Zwei Teile" not in words_of(rosa_there.get("/lernen"))


def test_a_hostile_package_is_refused_with_the_reason_and_nothing_is_kept(site, rosa_there):
    answer = send(rosa_there, with_entry("../../etc/passwd"), "böse.zip")
    assert answer.status_code == 422
    assert "Der Name einer Datei führt aus dem Paket hinaus: ../../etc/passwd" in words_of(answer)
    assert send(rosa_there, io.BytesIO(b"x" * 300_001)).status_code == 422
    much = {"data": b"x" * 1_400_000, "content_type": "multipart/form-data; boundary=x"}
    assert rosa_there.post(DESK, **much).status_code == 413
    assert site.read(packages.all_packages) == []


def test_a_package_that_is_used_cannot_be_deleted_and_another_can(site, rosa_there, offered):
    assert rosa_there.post(f"{DESK}/1/loeschung").status_code == 409
    other = send(rosa_there, scorm2004()).location
    assert rosa_there.post(f"{other}/loeschung").location == DESK
    assert len(site.read(packages.all_packages)) == 1


def test_a_course_goes_on_with_another_package_and_out_of_the_offer(rosa_there, visitor, offered):
    other = send(rosa_there, scorm12(ONE_12.replace("Der Gurt", "Das Netz"))).location
    assert rosa_there.post(f"{other}/ersatz", data={"course": COURSE[8:]}).location == COURSE
    assert "Das Netz" in visitor.get(COURSE).text
    rosa_there.post(f"/redaktion/paketkurse/{COURSE[8:]}/angebot", data={"angebot": "nein"})
    assert visitor.get(COURSE).status_code == 404
    rosa_there.post(f"/redaktion/paketkurse/{COURSE[8:]}/angebot", data={"angebot": "ja"})
    assert visitor.get(COURSE).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", DESK),
        ("get", f"{DESK}/neu"),
        ("post", DESK),
        ("get", f"{DESK}/1"),
        ("post", f"{DESK}/1/kurs"),
        ("post", f"{DESK}/1/ersatz"),
        ("post", f"{DESK}/1/loeschung"),
        ("post", f"/redaktion/paketkurse/{COURSE[8:]}/angebot"),
    ],
)
def test_only_editors_come_to_the_desk(site, offered, method, path):
    assert getattr(site.client(site.lena), method)(path).status_code == 403
    assert getattr(site.client(), method)(path).status_code == 401


def test_the_window_is_framed_in_the_page_and_may_not_lead_it_away(lena_there):
    page = lena_there.get(WINDOW)
    assert "frame-src http://127.0.0.1" in page.headers["Content-Security-Policy"]
    assert "allow-top-navigation" not in page.text
    assert 'referrerpolicy="no-referrer"' in page.text


def test_at_the_other_host_there_is_no_page_of_the_house(there, window):
    for path in ("/lernen", "/redaktion/pakete", "/anmelden", "/suche", COURSE, WINDOW):
        led = there.get(f"{path}?q=a%26b")
        assert (led.status_code, led.location) == (307, f"http://localhost{path}?q=a%26b")
        assert there.post(path).status_code in (404, 405)
    assert there.get("/").location == "http://localhost/"


def test_at_the_house_there_is_no_package(lena_there, window):
    assert lena_there.get(window).status_code == 404
    assert lena_there.get(f"{window}f/index.html").status_code == 404


def test_no_cookie_is_ever_set_beside(there, window):
    for path in (window, f"{window}f/index.html", "/", "/gibtsnicht"):
        assert "Set-Cookie" not in there.get(path).headers
    assert "Set-Cookie" not in there.post(f"{window}begin", json={}).headers


def test_files_come_with_their_type_their_fences_and_in_pieces(there, window):
    page = there.get(f"{window}f/INDEX.html")
    assert page.text == PAGE
    assert page.headers["Content-Type"] == "text/html"
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'self' data: blob:" in policy
    assert "frame-ancestors 'self' http://localhost" in policy
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert there.get(f"{window}f/a.js").headers["Content-Type"] == "text/javascript"
    assert there.get(f"{window}f/bild.svg").headers["X-Content-Type-Options"] == "nosniff"
    assert "X-Content-Type-Options" not in there.get(f"{window}f/unbekannt").headers
    part = there.get(f"{window}f/index.html", headers={"Range": "bytes=0-8"})
    assert (part.status_code, part.text) == (206, PAGE[:9])


@pytest.mark.parametrize(
    "name", ["../../../secret.key", "%2e%2e/%2e%2e/site.db", "0", "index.json", "/etc/passwd"]
)
def test_nothing_but_files_of_the_package_is_sent(there, window, name):
    assert there.get(f"{window}f/{name}").status_code in (404, 308)


def test_a_wrong_token_opens_nothing(there, window):
    wrong = f"{window[:-3]}xx/"
    assert there.get(wrong).status_code == 404
    assert there.get(f"{wrong}f/index.html").status_code == 404
    sent = {"part": "teil", "launch": "a", "sequence": 1, "told": {}}
    for what in ("begin", "start", "save", "alive"):
        assert there.post(f"{wrong}{what}", json=sent).status_code == 404


def test_a_service_worker_gets_no_foot_in_the_door(there, window):
    answer = there.get(f"{window}f/a.js", headers={"Service-Worker": "script"})
    assert answer.status_code == 403


def run(there, window, told, *, sequence=1):
    """Begin, start the part and let it tell something; return the last answer."""
    assert there.post(f"{window}begin", json={}).status_code == 200
    started = there.post(f"{window}start", json={"part": "teil", "launch": "a"})
    assert started.status_code == 200
    sent = {"part": "teil", "launch": "a", "sequence": sequence, "told": told}
    return there.post(f"{window}save", data=json.dumps(sent), content_type="text/plain")


def test_what_the_package_tells_completes_lesson_and_course(site, there, lena_there, window):
    page = words_of(lena_there.get(LESSON))
    assert "noch nicht geschafft" in page
    assert "Lektion gelesen, weiter" not in page
    sent = run(there, window, {"cmi.core.lesson_status": "passed", "cmi.core.score.raw": "85"})
    assert sent.json == {"done": ["teil"], "is_done": True, "saved": 1}
    page = words_of(lena_there.get(LESSON))
    assert "Ergebnis: 85 %" in page
    mine = site.read(lambda s: progress.enrolment_in(s, site.lena, COURSE[8:]))
    assert mine.completion


def test_nobody_ends_the_lesson_by_its_address(there, lena_there, window):
    answer = lena_there.post(f"{LESSON}/ende", follow_redirects=True)
    assert "Ein Lernpaket dieser Lektion ist noch nicht geschafft" in words_of(answer)


def test_the_older_of_two_windows_is_told(there, lena_there, window):
    run(there, window, {"cmi.suspend_data": "eins"})
    newer = re.search(r'src="http://127\.0\.0\.1(/p/[\w-]+/)"', lena_there.get(WINDOW).text)[1]
    run(there, newer, {"cmi.suspend_data": "zwei"})
    sent = {"part": "teil", "launch": "a", "sequence": 2, "told": {"cmi.suspend_data": "drei"}}
    late = there.post(f"{window}save", json=sent)
    assert (late.status_code, late.json) == (409, {"error": "elsewhere"})
    started = there.post(f"{newer}start", json={"part": "teil", "launch": "b"})
    assert started.json["told"]["cmi.suspend_data"] == "zwei"


def test_a_token_dies_without_signs_of_life_and_its_own_person_revives_it(
    site, there, lena_there, window, hands
):
    run(there, window, {"cmi.suspend_data": "abends"})
    opening = window.split("/")[2]
    hands.now += timedelta(minutes=29)
    assert there.post(f"{window}alive", json={}).status_code == 200
    hands.now += timedelta(hours=9)
    sent = {"part": "teil", "launch": "a", "sequence": 2, "told": {"cmi.suspend_data": "morgens"}}
    dead = there.post(f"{window}save", json=sent)
    assert (dead.status_code, dead.json) == (403, {"error": "expired"})
    assert there.get(f"{window}f/index.html").status_code == 403
    otto = site.client(site.otto)
    otto.post(f"{COURSE}/teilnahme")
    renewal = f"{WINDOW}/verlaengerung"
    assert otto.post(renewal, data={"opening": opening}).status_code == 404
    assert lena_there.post(renewal, data={"opening": opening}).status_code == 204
    assert there.post(f"{window}save", json=sent).status_code == 200


def test_who_left_the_course_cannot_go_on_in_an_open_window(there, lena_there, window):
    lena_there.post(f"{COURSE}/ende")
    assert there.post(f"{window}begin", json={}).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        "", "[", "[]", "{}", "[" * 100_000, '{"part": "teil", "launch": "a", "sequence": -1}',
        '{"part": "teil", "launch": "a", "sequence": 1, "told": []}',
        '{"part": 7, "launch": "a", "sequence": 1, "told": {}}',
    ],
)  # fmt: skip
def test_rubbish_is_refused(there, window, sent):
    there.post(f"{window}begin", json={})
    assert there.post(f"{window}save", data=sent).status_code == 422


def test_the_page_names_its_parts_and_holds_no_name_of_a_person(there, window):
    page = there.get(window)
    assert "Ladung sichern" in page.text
    assert "Lena" not in page.text
    assert "frame-ancestors http://localhost" in page.headers["Content-Security-Policy"]


@pytest.fixture
def command(site):
    """Run `mentorhub courses …` on this site."""
    services = Services()
    services.put(site.database)
    services.put(site.app.extensions[EXTENSION].get(PackageFolder))
    return lambda *words: CliRunner().invoke(courses_group, words, obj=services)


def test_the_command_takes_a_package_in_and_a_dry_run_changes_nothing(site, command, tmp_path):
    file = tmp_path / "irgendwas.bin"
    file.write_bytes(scorm2004(**{"setup.exe": "MZ"}).getvalue())
    looked = command("import", str(file), "--dry-run", "--json")
    told = json.loads(looked.stdout)
    assert (told["kind"], told["title"], told["made"]) == ("scorm2004", "Zwei Teile", "")
    assert told["taken"] == ["Eins", "Zwei", "Ein Blatt"]
    assert told["left"] == [{"reason": "not_served", "what": "setup.exe"}]
    assert site.read(packages.all_packages) == []
    done = command("import", str(file), "--json")
    assert json.loads(done.stdout)["made"] == "paket-zwei-teile"
    assert len(site.read(packages.all_packages)) == 1


@pytest.mark.parametrize(
    ("file", "kind", "reason"),
    [
        (with_entry("../x"), "scorm", "parent_name"),
        (packed({"imsmanifest.xml": "<html/>"}), "scorm", "no_scorm"),
        (io.BytesIO(b"irgendwas"), "unknown", "unknown_kind"),
    ],
)
def test_the_command_says_why_it_takes_nothing(command, tmp_path, file, kind, reason):
    path = tmp_path / "x.zip"
    path.write_bytes(file.getvalue())
    done = command("import", str(path), "--json")
    told = json.loads(done.stdout)
    assert (done.exit_code, told["kind"]) == (1, kind)
    assert reason in {each["reason"] for each in told["refused"]}
    assert f"refused: {reason}" in command("import", str(path)).stdout
