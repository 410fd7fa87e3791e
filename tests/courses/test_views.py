"""Pages of courses and lessons, as browsers without scripts see them."""

import re
from datetime import timedelta

import pytest

from mentorhub.courses.models import CourseRow
from mentorhub.courses.queries import progress
from tests.tandems.site import words_of

LESSON = "/lernen/zuhoeren/lektionen/anfang"
OTHER = "/lernen/zuhoeren/lektionen/mitte"


def token_of(page) -> str:
    return re.search(r'data-token="([^"]+)"', page.text)[1]


def readings(site):
    mine = site.read(lambda s: progress.enrolment_in(s, site.lena, "zuhoeren"))
    return site.read(lambda s: progress.readings_of(s, mine.id))


def test_visitors_see_what_there_is_to_learn_and_are_led_to_the_sign_in(visitor):
    assert "Zuhören (Beispiel)" in words_of(visitor.get("/lernen"))
    page = visitor.get("/lernen/zuhoeren")
    assert "Zum Beginnen anmelden" in words_of(page)
    assert LESSON not in page.text


def test_before_one_begins_one_sees_what_completes_the_course(site, visitor):
    for browser in (visitor, site.client(site.otto)):
        page = browser.get("/lernen/zuhoeren")
        assert "Test „ Abschluss “ bestehen" in words_of(page)
        assert "Notiz schreiben: Denken Sie nach" in words_of(page)
        assert "/tests/abschluss" not in page.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/lernen/gibtsnicht", 404),
        ("get", "/lernen/wege/gibtsnicht", 404),
        ("get", LESSON, 401),
        ("post", f"{LESSON}/ende", 401),
        ("post", "/lernen/zuhoeren/teilnahme", 401),
        ("get", "/lernen/zuhoeren/dateien/bild.svg", 401),
        ("get", "/lernen/zuhoeren/tests/abschluss", 401),
    ],
)
def test_visitors_get_no_further(visitor, method, path, status):
    assert getattr(visitor, method)(path).status_code == status


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", LESSON),
        ("post", f"{LESSON}/ende"),
        ("post", f"{LESSON}/stand"),
        ("post", "/lernen/zuhoeren/listen/vorher"),
        ("get", "/lernen/zuhoeren/tests/abschluss"),
        ("get", "/lernen/zuhoeren/tests/abschluss/versuche/1"),
        ("post", "/lernen/zuhoeren/tests/abschluss/versuche/1/abgabe"),
        ("get", "/lernen/zuhoeren/dateien/bild.svg"),
    ],
)
def test_who_is_not_enrolled_finds_nothing(site, lena_there, method, path):
    data = {"token": "x", "seconds": "1"}
    answer = getattr(site.client(site.otto), method)(path, data=data)
    assert answer.status_code == 404


def test_the_course_page_says_which_version_one_takes(visitor, lena_there):
    told = re.compile(r"(?s)Fassung\s*</dt>\s*<dd[^>]*>1</dd>")
    assert told.search(lena_there.get("/lernen/zuhoeren").text)
    assert not told.search(visitor.get("/lernen/zuhoeren").text)


def test_a_lesson_shows_all_its_blocks(lena_there):
    words = words_of(lena_there.get(LESSON))
    for part in ("Wer zuhört, fragt nach", "Zwei Ohren, ein Mund.", "Raum suchen", "Zur Übung"):
        assert part in words
    assert "Für innerbetriebliche Mentor:innen" in words
    assert "Ein Gesetz, § 1" in words


def test_a_page_reports_time_and_place(site, lena_there, hands):
    page = lena_there.get(LESSON)
    hands.now += timedelta(minutes=2)
    told = {"token": token_of(page), "seconds": "100", "place": "2", "furthest": "2"}
    assert lena_there.post(f"{LESSON}/stand", data=told).status_code == 204
    assert lena_there.post(f"{LESSON}/stand", data=told).status_code == 204
    [reading] = readings(site).values()
    assert (reading.seconds, reading.place) == (100, 2)
    assert "#b2" in lena_there.get(LESSON).text


@pytest.mark.parametrize("bad", [{"seconds": "viel"}, {"seconds": "-1"}, {"token": "x" * 99}, {}])
def test_a_report_that_is_none_is_refused(lena_there, bad):
    lena_there.get(LESSON)
    good = {"token": "x", "seconds": "1"}
    data = (good | bad) if bad else {}
    assert lena_there.post(f"{LESSON}/stand", data=data).status_code == 422


def test_no_lesson_ends_by_an_address_or_before_it_was_opened(site, lena_there):
    assert lena_there.get(f"{LESSON}/ende").status_code == 405
    assert lena_there.post(f"{OTHER}/ende").status_code == 409
    assert readings(site) == {}


def test_closing_a_lesson_leads_to_the_next_and_at_last_to_the_course(lena_there, hands):
    for lesson, goal in ((LESSON, OTHER), (OTHER, "/lernen/zuhoeren#weiter")):
        lena_there.get(lesson)
        hands.now += timedelta(minutes=10)
        assert lena_there.post(f"{lesson}/ende").location.endswith(goal)
    course = lena_there.get("/lernen/zuhoeren").text
    assert 'Test „<span lang="de">Abschluss</span>“ bestehen' in course


def test_who_is_too_quick_is_told_so_and_loses_nothing(lena_there):
    lena_there.get(LESSON)
    answer = lena_there.post(f"{LESSON}/ende", follow_redirects=True)
    assert "gerade erst geöffnet" in words_of(answer)
    end = answer.text[answer.text.index('id="ende"') :]
    assert "gerade erst geöffnet" in end


@pytest.mark.parametrize("odd", ["-5", "99999", "viel", "0"])
def test_an_odd_time_to_wait_is_not_told(lena_there, odd):
    page = lena_there.get(f"{LESSON}?warten={odd}")
    assert page.status_code == 200
    assert "gerade erst geöffnet" not in page.text


def test_a_script_that_keeps_ticks_and_notes_gets_no_page(lena_there):
    keeps = {"X-Autosave": "1"}
    ticked = lena_there.post("/lernen/zuhoeren/listen/vorher", data={"item": "1"}, headers=keeps)
    note = {"rueckblick-text": "Mein Opa."}
    noted = lena_there.post("/lernen/zuhoeren/gedanken/rueckblick", data=note, headers=keeps)
    assert (ticked.status_code, noted.status_code) == (204, 204)
    page = lena_there.get(OTHER)
    assert "Mein Opa." in page.text
    assert "Ihre Notiz ist gespeichert" not in words_of(page)


def test_after_the_lessons_the_way_on_leads_to_what_is_left(lena_there, hands):
    for lesson in (LESSON, OTHER):
        lena_there.get(lesson)
        hands.now += timedelta(minutes=10)
        lena_there.post(f"{lesson}/ende")
    assert lena_there.post("/lernen/zuhoeren/teilnahme").location.endswith(f"{OTHER}#b2")
    lena_there.post("/lernen/zuhoeren/gedanken/rueckblick", data={"rueckblick-text": "Ja."})
    assert lena_there.post("/lernen/zuhoeren/teilnahme").location.endswith("/tests/abschluss")


def test_a_course_that_is_gone_can_be_finished_but_not_taken_up_again(site, lena_there, noon):
    with site.database.writing() as session:
        session.get(CourseRow, "zuhoeren").gone_at = noon
    assert lena_there.get(LESSON).status_code == 200
    lena_there.post("/lernen/zuhoeren/ende")
    page = lena_there.get("/lernen/zuhoeren")
    assert "/teilnahme" not in page.text
    assert "Diesen Kurs gibt es nicht mehr." in words_of(page)


def test_ticks_and_notes_are_there_again(lena_there):
    lena_there.post("/lernen/zuhoeren/listen/vorher", data={"item": ["1", "99", "x"]})
    page = lena_there.get(LESSON)
    assert re.findall(r'id="vorher-(\d)" ?checked', page.text) == ["1"]
    note = {"rueckblick-text": "Mein Opa <b>hört</b> zu."}
    answer = lena_there.post("/lernen/zuhoeren/gedanken/rueckblick", data=note)
    assert answer.location.endswith("#b2")
    assert "Mein Opa &lt;b&gt;hört&lt;/b&gt; zu." in lena_there.get(OTHER).text


def test_a_note_that_is_too_long_comes_back_as_it_was_typed(lena_there):
    text = "Wort " * 3000
    answer = lena_there.post("/lernen/zuhoeren/gedanken/rueckblick", data={"rueckblick-text": text})
    assert answer.status_code == 422
    assert text.strip() in answer.text


def test_a_story_goes_on_ends_and_can_be_taken_back(lena_there):
    story = "/lernen/zuhoeren/geschichten/pause"
    lena_there.post(story, data={"path": "", "choice": "0"})
    words = words_of(lena_there.get(OTHER))
    assert "Sie setzt sich." in words
    assert "Ein gutes Ende" in words
    lena_there.post(story, data={"path": ""})
    assert "Ein gutes Ende" not in words_of(lena_there.get(OTHER))
    lena_there.post(story, data={"path": "0,0,0,9999,x", "choice": "-1"})
    assert "Ein gutes Ende" in words_of(lena_there.get(OTHER))


def test_files_run_no_scripts_and_are_sent_in_parts(lena_there):
    whole = lena_there.get("/lernen/zuhoeren/dateien/bild.svg")
    assert whole.mimetype == "image/svg+xml"
    assert "sandbox" in whole.headers["Content-Security-Policy"]
    part = lena_there.get("/lernen/zuhoeren/dateien/bild.svg", headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.data) == (206, b"<svg")
    assert lena_there.get("/lernen/zuhoeren/dateien/../course.toml").status_code == 404


def test_leaving_and_coming_back(lena_there):
    lena_there.get(LESSON)
    lena_there.post("/lernen/zuhoeren/ende")
    assert "Sie haben diesen Kurs verlassen." in words_of(lena_there.get("/lernen/zuhoeren"))
    assert lena_there.post(f"{LESSON}/ende").status_code == 409
    back = lena_there.post("/lernen/zuhoeren/teilnahme")
    assert back.location.endswith(LESSON)


def test_heute_leads_to_where_one_stopped(lena_there):
    lena_there.get(LESSON)
    page = lena_there.get("/heute")
    assert "zu 0 % geschafft" in words_of(page)
    assert LESSON in page.text


@pytest.mark.parametrize(
    ("days", "told"), [(-1, "war fällig am"), (1, "bald fällig: bis"), (60, "bis Mi, 20. Januar")]
)
def test_everywhere_a_day_that_is_past_is_told_as_past(site, lena_there, noon, days, told):
    with site.database.writing() as session:
        mine = progress.enrolment_in(session, site.lena, "zuhoeren")
        mine.due_on = (noon + timedelta(days=days)).date()
    for page in ("/heute", "/lernen", "/lernen/zuhoeren"):
        assert told in words_of(lena_there.get(page))


def test_what_may_be_kept_holds_nothing_of_ones_own(lena_there):
    lena_there.post(
        "/lernen/zuhoeren/gedanken/rueckblick", data={"rueckblick-text": "Mein Geheimnis"}
    )
    told = lena_there.get("/lernen/zuhoeren/offline.json").json
    assert OTHER in told["pages"]
    assert "/lernen/zuhoeren/dateien/bild.svg" in told["files"]
    page = lena_there.get(told["pages"][OTHER])
    assert "Noch mehr Text." in words_of(page)
    for own in ("Mein Geheimnis", "csrf", "<form", "Lena"):
        assert own not in page.text


def test_every_page_says_whom_the_browser_belongs_to(site, visitor, lena_there):
    assert visitor.get("/lernen").headers["X-Reader"] == "nobody"
    mine = lena_there.get("/lernen").headers["X-Reader"]
    assert mine == lena_there.get("/heute").headers["X-Reader"]
    assert mine not in (site.client(site.otto).get("/lernen").headers["X-Reader"], "nobody")


def test_the_worker_may_look_after_the_whole_site(visitor):
    worker = visitor.get("/lernen/offline-worker.js")
    assert worker.headers["Service-Worker-Allowed"] == "/"
    assert worker.mimetype == "text/javascript"
