"""The editors' pages about search quality: measure, judge, try words; who may, what is said."""

import html
import io
import json
import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from mentorhub.accounts.models import Role
from mentorhub.kit.jobs import Job
from mentorhub.recommend import judged_lines
from mentorhub.recommend.actions.index import Workshop
from mentorhub.recommend.engine.cache import VectorCache
from mentorhub.recommend.engine.live import Live
from mentorhub.recommend.engine.search import SearchEngine
from mentorhub.recommend.finder import Finder
from mentorhub.recommend.models import JudgedQuery, WordTrial
from mentorhub.recommend.queries import words as word_rows
from tests.recommend.site import WordEncoder, words_of
from tests.recommend.test_editors import Desktop

ROOM = "/redaktion/suchqualitaet"
LINE = {"id": "g-1", "query": "Stapler in Dortmund", "type": "plain", "relevant": {"x": 1}}
STAPLER = "stapler-dortmund-tag"
WORD = {"kind": "word", "language": "de", "say": "Ameise", "mean": "Gabelstapler"}


@pytest.fixture(scope="module")
def vectors(tmp_path_factory):
    """Vectors of the thirty offers: every test encodes only what the others have not."""
    return VectorCache(tmp_path_factory.mktemp("vectors") / "vectors.db")


@pytest.fixture
def desktop(own_site, tmp_path) -> Desktop:
    """A site without an index."""
    return Desktop(own_site(index=False), tmp_path)


@pytest.fixture
def built(desktop, vectors) -> Desktop:
    """The same site with an index that pages and worker share."""
    services = desktop.site.services
    services.put(replace(services.get(Workshop), cache=vectors))
    desktop.desk.run_due()
    engine = SearchEngine(Live(desktop.shelf), lambda: WordEncoder(), desktop.site.gazetteer)
    services.put(Finder(engine, desktop.site.book))
    return desktop


@pytest.fixture
def rosa(desktop):
    """The browser of an editor."""
    return desktop.site.browser(Role.editor)


def send(browser, *lines):
    text = "\n".join(json.dumps(line) for line in lines).encode()
    data = {"file": (io.BytesIO(text), "fragen.jsonl")}
    return browser.post(f"{ROOM}/fragen/datei", data=data, content_type="multipart/form-data")


def known(desktop, *names):
    """Judge some questions by a file."""
    lines = [LINE | {"id": name, "relevant": {STAPLER: 3}} for name in names]
    assert send(desktop.site.browser(Role.editor), *lines).status_code == 303


def fields_of(page) -> dict[str, list[str]]:
    """Return what a browser would send for the hits of the form, nothing graded yet."""
    keys = [html.unescape(key) for key in re.findall(r'name="key" value="([^"]*)"', page.text)]
    return {"key": keys}


def graded(page, grades: dict[str, int]) -> dict:
    sent = fields_of(page)
    return sent | {f"grade-{sent['key'].index(key)}": str(grade) for key, grade in grades.items()}


def test_what_is_not_there_is_missing(rosa):
    for door in ("/messungen/1", "/fragen/1", "/fragen/1/loeschung", "/woerter/1"):
        assert rosa.get(ROOM + door).status_code == 404
    for door in ("/fragen/1", "/woerter/1/entfernung", "/woerter/fassungen/1"):
        assert rosa.post(ROOM + door, data=WORD).status_code == 404
    for door in ("", "/uebernahme", "/wiederholung", "/verwerfung"):
        how = rosa.post if door else rosa.get
        assert how(f"{ROOM}/woerter/proben/1{door}").status_code == 404


# Measuring


def test_the_first_visit_says_what_to_do(rosa):
    told = words_of(rosa.get(ROOM))
    assert "Noch keine bewerteten Fragen" in told
    assert "Jetzt messen" not in told
    rosa.post(f"{ROOM}/messungen")
    assert "Es gibt noch nichts zu messen" in words_of(rosa.get(ROOM))


def test_a_measurement_is_asked_for_carried_out_and_read(built, rosa):
    known(built, "g-1", "g-2")
    rosa.post(f"{ROOM}/messungen")
    rosa.post(f"{ROOM}/messungen")
    page = rosa.get(ROOM)
    assert f'hx-get="{ROOM}/stand"' in page.text
    assert "Jetzt messen" not in words_of(page)
    assert "HX-Refresh" not in rosa.get(f"{ROOM}/stand").headers
    assert built.desk.run_due() == 1
    assert rosa.get(f"{ROOM}/stand").headers["HX-Refresh"] == "true"
    told = words_of(rosa.get(ROOM))
    assert "alle Fragen 2" in told
    assert "nur Wörter:" in told
    run = words_of(rosa.get(f"{ROOM}/messungen/1"))
    assert "Das kam:" in run
    assert "3 · passt genau" in run
    assert "keine, mit der sie zu vergleichen wäre" in run


def test_the_second_measurement_tells_the_change(built, rosa):
    known(built, "g-1")
    for _ in range(2):
        rosa.post(f"{ROOM}/messungen")
        built.desk.run_due()
    told = words_of(rosa.get(f"{ROOM}/messungen/2?art=plain"))
    assert "Verglichen mit der Messung vom" in told
    assert "im Vergleich zu vorher: ±0" in told
    assert "keine Frage gemessen" in words_of(rosa.get(f"{ROOM}/messungen/2?art=unsinn"))


def test_a_measurement_that_failed_says_so_and_another_can_begin(built, rosa):
    known(built, "g-1")
    rosa.post(f"{ROOM}/messungen")
    broken = built.shelf.path(built.shelf.current()) / "keys.json"
    whole = broken.read_bytes()
    broken.write_bytes(b"{}")
    built.desk.run_due()
    _forgive_the_pause(built)
    built.desk.run_due()
    assert "Grund: NoIndex" in words_of(rosa.get(f"{ROOM}/messungen/1"))
    broken.write_bytes(whole)
    assert "abgebrochen" in words_of(rosa.get(ROOM))
    rosa.post(f"{ROOM}/messungen")
    built.desk.run_due()
    assert "vollständig" in words_of(rosa.get(ROOM))


def _forgive_the_pause(desktop):
    with desktop.database.writing() as session:
        for job in session.scalars(select(Job)):
            job.due_at = job.asked_at


# Judging


def test_a_question_is_judged_by_hand_and_comes_back_as_a_file(built, rosa):
    page = rosa.get(f"{ROOM}/fragen/neu?q=Gabelstapler+Dortmund")
    sent = graded(page, {STAPLER: 3}) | {"query": "Gabelstapler Dortmund", "type": "plain"}
    answer = rosa.post(f"{ROOM}/fragen", data=sent)
    assert answer.status_code == 303
    again = rosa.get(answer.location)
    assert re.search(r'value="3" checked', again.text)
    assert "Gabelstapler Dortmund" in words_of(rosa.get(f"{ROOM}/fragen?q=dortmund&art=plain"))
    assert "Nichts gefunden" in words_of(rosa.get(f"{ROOM}/fragen?q=100%25"))
    [(_name, judged)] = judged_lines.read(rosa.get(f"{ROOM}/fragen.jsonl").data).items()
    assert (judged.query, judged.type, judged.grades) == (sent["query"], "plain", {STAPLER: 3})


def test_looking_for_more_keeps_what_was_judged_and_saves_nothing(built, rosa):
    page = rosa.get(f"{ROOM}/fragen/neu?q=Excel")
    first = fields_of(page)["key"][0]
    sent = graded(page, {first: 2}) | {
        "query": "Excel",
        "more": built.offer(STAPLER).title,
        "mehr": "1",
    }
    more = rosa.post(f"{ROOM}/fragen", data=sent)
    assert more.status_code == 200
    assert STAPLER in fields_of(more)["key"]
    place = fields_of(more)["key"].index(first)
    assert re.search(rf'name="grade-{place}" value="2" checked', more.text)
    assert built.count(JudgedQuery) == 0


def test_what_is_no_judgement_comes_back(desktop, rosa):
    good = {"query": "x", "key": [STAPLER], "grade-0": "3"}
    for wrong, said in (
        ({"grade-0": ""}, "Mindestens ein Angebot braucht eine Note über 0"),
        ({"key": ["gibtsnicht"]}, "Mindestens ein Angebot"),
        ({"grade-0": "9"}, "Mindestens ein Angebot"),
        ({"query": " "}, "Fehler:"),
        ({"query": "x" * 501}, "500"),
    ):
        answer = rosa.post(f"{ROOM}/fragen", data=good | wrong)
        assert answer.status_code == 422
        assert said in words_of(answer)
    assert desktop.count(JudgedQuery) == 0


def test_a_correction_over_somebody_elses_is_shown_first(desktop, rosa):
    known(desktop, "g-1")
    page = rosa.get(f"{ROOM}/fragen/1")
    mine = graded(page, {STAPLER: 1}) | {"query": LINE["query"], "type": "", "seen": "1"}
    theirs = graded(page, {STAPLER: 2}) | {"query": LINE["query"], "type": "", "seen": "1"}
    assert rosa.post(f"{ROOM}/fragen/1", data=theirs).status_code == 303
    refused = rosa.post(f"{ROOM}/fragen/1", data=mine)
    assert refused.status_code == 409
    assert 'name="seen" type="hidden" value="2"' in refused.text
    assert rosa.post(f"{ROOM}/fragen/1", data=mine | {"seen": "2"}).status_code == 303
    with desktop.database.reading() as session:
        assert session.get(JudgedQuery, 1).grades == {STAPLER: 1}


def test_a_question_is_deleted_after_a_question(desktop, rosa):
    known(desktop, "g-1")
    assert "Diese Frage löschen?" in words_of(rosa.get(f"{ROOM}/fragen/1/loeschung"))
    assert desktop.count(JudgedQuery) == 1
    rosa.post(f"{ROOM}/fragen/1/loeschung")
    assert desktop.count(JudgedQuery) == 0
    assert "judged.deleted" in desktop.deeds()


def test_a_file_with_a_wrong_line_is_refused_whole(desktop, rosa):
    answer = send(rosa, LINE, LINE | {"id": "g-2", "relevant": {"x": 7}})
    assert answer.status_code == 422
    assert "Zeile 2: grades are 0, 1, 2 or 3" in words_of(answer)
    assert rosa.post(f"{ROOM}/fragen/datei", data={}).status_code == 422
    assert desktop.count(JudgedQuery) == 0


def test_a_grade_of_an_offer_that_is_gone_stays_and_is_named(desktop, rosa):
    send(rosa, LINE)
    page = rosa.get(f"{ROOM}/fragen/1")
    assert "x nicht im Katalog" in words_of(page)
    sent = graded(page, {"x": 2}) | {"query": "Stapler", "seen": "1"}
    assert rosa.post(f"{ROOM}/fragen/1", data=sent).status_code == 303
    with desktop.database.reading() as session:
        assert session.get(JudgedQuery, 1).grades == {"x": 2}


def test_what_editors_type_is_never_markup(built, rosa):
    evil = "<script>alert(1)</script>"
    send(rosa, LINE | {"query": evil, "type": evil[:40], "relevant": {STAPLER: 1}})
    rosa.post(f"{ROOM}/woerter", data=WORD | {"say": evil})
    rosa.post(f"{ROOM}/messungen")
    built.desk.run_due()
    for door in ("", "/fragen", "/fragen/1", "/messungen/1", "/woerter", "/woerter/proben/1"):
        assert "<script>alert" not in rosa.get(ROOM + door).text


# Words


def test_a_word_is_tried_seen_saved_and_marked(built, rosa):
    known(built, "g-1")
    tried = rosa.post(f"{ROOM}/woerter", data=WORD)
    assert tried.status_code == 303
    assert "Der Vergleich beginnt gleich" in words_of(rosa.get(tried.location))
    early = rosa.post(f"{tried.location}/uebernahme", follow_redirects=True)
    assert "Bitte warten Sie zuerst den Vergleich ab" in words_of(early)
    built.desk.run_due()
    assert rosa.get(f"{tried.location}/stand").headers["HX-Refresh"] == "true"
    told = words_of(rosa.get(tried.location))
    assert "von 1 bewerteten Fragen" in told
    assert "Beispiel, nicht bewertet" in told
    assert "Erprobt, aber noch nicht gespeichert" in words_of(rosa.get(f"{ROOM}/woerter"))
    saved = rosa.post(f"{tried.location}/uebernahme")
    assert "gilt jetzt" in words_of(rosa.get(saved.location))
    listed = words_of(rosa.get(f"{ROOM}/woerter"))
    assert "Ameise Gabelstapler Wort, Deutsch Redaktion Rosa Lindner" in listed
    assert rosa.get(tried.location).status_code == 404


def test_a_word_is_changed_removed_and_brought_back(built, rosa):
    word = _saved(built, rosa, f"{ROOM}/woerter", WORD)
    _saved(built, rosa, word, WORD | {"mean": "Kran"})
    _saved(built, rosa, f"{word}/entfernung", {})
    assert "Dieser Eintrag wurde entfernt" in words_of(rosa.get(word))
    assert "Ameise" in words_of(rosa.get(f"{ROOM}/woerter?herkunft=removed"))
    _saved(built, rosa, f"{ROOM}/woerter/fassungen/1", {})
    with built.database.reading() as session:
        assert [one.mean for one in word_rows.entries(session).values()] == [("Gabelstapler",)]
    history = words_of(rosa.get(word))
    for part in ("1. angelegt", "2. geändert", "3. entfernt", "4. geändert"):
        assert part in history


def _saved(desktop, browser, door, data) -> str:
    tried = browser.post(door, data=data).location
    desktop.desk.run_due()
    return browser.post(f"{tried}/uebernahme").location


def test_a_trial_can_be_thrown_away(built, rosa):
    tried = rosa.post(f"{ROOM}/woerter", data=WORD).location
    rosa.post(f"{tried}/verwerfung")
    assert built.count(WordTrial) == 0
    assert built.desk.run_due() == 1  # finds nothing to compare, and does not mind


def test_a_trial_that_was_overtaken_cannot_be_saved(built, rosa):
    word = _saved(built, rosa, f"{ROOM}/woerter", WORD)
    mine = rosa.post(word, data=WORD | {"mean": "Kran"}).location
    built.desk.run_due()
    _saved(built, rosa, word, WORD | {"mean": "Lager"})
    assert "Jemand anderes hat diesen Eintrag" in words_of(rosa.get(mine))
    refused = rosa.post(f"{mine}/uebernahme", follow_redirects=True)
    assert "Es wurde nichts gespeichert" in words_of(refused)


def test_what_is_no_word_comes_back(desktop, rosa):
    for wrong in (
        {"say": " … "},
        {"say": "x" * 81},
        {"mean": "\n".join(f"w{n}" for n in range(21))},
        {"kind": "unsinn"},
        {"language": "xx"},
    ):
        assert rosa.post(f"{ROOM}/woerter", data=WORD | wrong).status_code == 422
    assert desktop.count(WordTrial) == 0


def test_a_bad_question_leads_to_a_saying_of_its_own(rosa):
    page = rosa.get(f"{ROOM}/woerter/neu?sagt=Paletten+fahren")
    assert "Paletten fahren</textarea>" in page.text
    assert re.search(r'checked[^>]*value="saying"|value="saying"[^>]*checked', page.text)
