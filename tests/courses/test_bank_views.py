"""Editors bring questions in, look after banks, take questions along and make courses."""

import io
import tomllib

import pytest

from mentorhub.accounts.models import Role
from mentorhub.courses.material.exercise import QUIZ
from mentorhub.courses.material.quizzes import Quiz
from mentorhub.courses.queries import versions
from mentorhub.courses.queries.versions import course_of
from mentorhub.courses.question_files import SENTENCES, read
from mentorhub.courses.views import note_words
from tests import people
from tests.courses.test_banks import GIFT
from tests.tandems.site import words_of

CLOZE = b"""<?xml version="1.0" encoding="UTF-8"?><quiz><question type="cloze">
<name><text>luecke</text></name>
<questiontext format="plain_text"><text>Ein {1:SHORTANSWER:=Ohr} genuegt.</text></questiontext>
</question></quiz>"""


@pytest.fixture
def editor(site):
    with site.database.writing() as session:
        office = people.association(session, "Büro")
        rosa = people.person(session, "Rosa Rot")
        people.member(session, rosa, office, Role.editor)
    return site.client(rosa.id)


def send(editor, data=GIFT, bank="Zuhören", name="fragen.txt"):
    sent = {"file": (io.BytesIO(data), name), "bank": bank}
    return editor.post("/redaktion/fragen/dateien", data=sent)


@pytest.fixture
def bank(editor):
    editor.post(f"{send(editor).location}/uebernahme")
    return "/redaktion/fragen/1"


def test_every_note_has_words():
    assert {code: str(words) for code, words in note_words.NOTES.items()}.keys() == SENTENCES.keys()


PAGES = ("/redaktion/fragen", "/redaktion/fragen/neu", "/redaktion/fragen/1")
PAGES += tuple(f"/redaktion/fragen/1/{name}" for name in ("loeschung", "export", "kurs"))


@pytest.mark.parametrize("path", PAGES)
def test_editors_alone_see_these_pages(site, editor, bank, visitor, path):
    assert editor.get(path).status_code == 200
    assert visitor.get(path).status_code == 401
    assert site.client(site.lena).get(path).status_code == 403


def test_a_report_shows_each_question_and_names_what_is_left_out(editor):
    report = editor.get(send(editor).location)
    words = words_of(report)
    assert "3 Fragen übernehmen" in words
    assert "Zuhören heißt schweigen." in words
    assert "7 kaputt Eine geschweifte Klammer fehlt." in words
    assert words_of(editor.get("/redaktion/fragen")).count("Zuhören") == 0


def test_what_is_taken_is_there_and_a_second_time_nothing_is_left_to_take(editor, bank):
    assert "3 Fragen" in words_of(editor.get(bank))
    words = words_of(editor.get(send(editor).location))
    assert "Keine Frage lässt sich übernehmen" in words
    assert "Dieselbe Frage ist schon in der Sammlung." in words
    assert editor.post("/redaktion/fragen/dateien/2/uebernahme").status_code == 422


def test_a_file_that_is_thrown_away_is_gone(editor):
    where = send(editor).location
    assert editor.post(f"{where}/verwerfung").status_code == 303
    assert editor.get(where).status_code == 404


@pytest.mark.parametrize(
    "sent", [{"data": b"nothing of the kind"}, {"data": b""}, {"bank": " "}, {"data": b"\x00\xff"}]
)
def test_what_is_no_file_of_questions_comes_back_with_the_reason(editor, sent):
    answer = send(editor, **sent)
    assert answer.status_code == 422
    assert 'class="kern-error"' in answer.text


def test_hostile_markup_is_shown_as_text(editor):
    evil = b"::<script>alert(1)</script>::Was? <img src=x onerror=alert(1)>{=a ~b}"
    page = editor.get(send(editor, evil).location).text
    assert "<script>alert(1)" not in page
    assert "onerror" not in page.replace("&lt;img src=x onerror", "")


def test_a_question_is_taken_away_and_put_back(editor, bank):
    answer = editor.post(f"{bank}/fragen/1/loeschung", data={"art": "number"})
    assert "art=number" in answer.location
    page = editor.get(f"{bank}?weg=1")
    assert "Die Frage ist herausgenommen." in words_of(page)
    assert "Wie viele Ohren" not in words_of(page)
    assert "Wie viele Ohren" in words_of(editor.get(f"{bank}?zeige=geloescht"))
    editor.post(f"{bank}/fragen/1/rueckkehr")
    assert "Wie viele Ohren" in words_of(editor.get(bank))
    assert editor.post("/redaktion/fragen/2/fragen/1/loeschung").status_code == 404


def test_a_bank_is_searched_renamed_and_deleted(editor, bank):
    assert "Wie viele Ohren" not in words_of(editor.get(f"{bank}?q=schweigen"))
    editor.post(f"{bank}/name", data={"name": "Ganz Ohr"})
    send(editor, bank="Zweite")
    assert "Ganz Ohr" in words_of(editor.get("/redaktion/fragen?q=ohr"))
    assert editor.post(f"{bank}/name", data={"name": ""}).status_code == 422
    assert "3 Fragen" in words_of(editor.get(f"{bank}/loeschung"))
    editor.post(f"{bank}/loeschung")
    assert editor.get(bank).status_code == 404


@pytest.mark.parametrize("form", ["gift", "xml"])
def test_a_bank_leaves_in_formats_of_others_and_reads_back_equal(editor, bank, form):
    answer = editor.get(f"{bank}/export/{form}")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="zuhoeren.{form}"'
    kept = tomllib.loads(editor.get(f"{bank}/export/toml").text)
    assert read(answer.data).questions == Quiz.model_validate(kept).questions


def test_what_a_format_cannot_hold_is_named_before_it_is_downloaded(editor, bank):
    editor.post(f"{send(editor, CLOZE).location}/uebernahme")
    words = words_of(editor.get(f"{bank}/export"))
    assert "1 Frage steht nicht in dieser Datei: luecke" in words
    assert editor.get(f"{bank}/export/docx").status_code == 404


WISH = {
    "title": "Gut zuhören", "summary": "Sie üben.", "introduction": "Lesen Sie.",
    "language": "de", "draw": "", "pass_mark": "",
}  # fmt: skip


def test_a_bank_becomes_a_course_that_is_taken_back_and_comes_back(site, editor, bank):
    made = editor.post(f"{bank}/kurs", data=WISH)
    assert made.location == "/redaktion/kurse/gut-zuhoeren"
    visitor = site.client()
    assert "Gut zuhören" in words_of(visitor.get("/lernen"))
    editor.post("/redaktion/kurse/gut-zuhoeren/ruecknahme")
    assert visitor.get("/lernen/gut-zuhoeren").status_code == 404
    editor.post("/redaktion/kurse/gut-zuhoeren/rueckkehr")
    assert visitor.get("/lernen/gut-zuhoeren").status_code == 200
    assert editor.post("/redaktion/kurse/zuhoeren/ruecknahme").status_code == 409


IN_TWO = """$CATEGORY: $course$/top/Recht

::r1::Gilt das Gesetz?{T}

::r2::Gilt es hier?{F}

$CATEGORY: Geld

::g1::Kostet es etwas?{T}
"""


def test_one_category_of_a_bank_becomes_a_course_and_its_newer_version(site, editor):
    where = editor.post(f"{send(editor, IN_TWO.encode(), 'Zwei').location}/uebernahme").location
    page = words_of(editor.get(f"{where}?rubrik=$course$/top/Recht"))
    assert "Recht (2)" in page
    assert ("Gilt das Gesetz?" in page, "Kostet es etwas?" in page) == (True, False)
    law = WISH | {"category": "$course$/top/Recht", "pass_mark": "50"}
    assert editor.post(f"{where}/kurs", data=law | {"draw": "3"}).status_code == 422
    assert editor.post(f"{where}/kurs", data=law | {"category": "Tod"}).status_code == 422
    editor.post(f"{where}/kurs", data=law | {"draw": "2"})
    course = site.read(lambda s: course_of(versions.offered_version(s, "gut-zuhoeren")))
    assert {each.id for each in course.quizzes[QUIZ].questions} == {"r1", "r2"}
    again = editor.get(f"{where}/kurs?kurs=gut-zuhoeren").text
    assert '<option selected value="$course$/top/Recht">' in again


def test_a_course_of_a_bank_gets_a_newer_version(editor, bank):
    editor.post(f"{bank}/kurs", data=WISH)
    page = editor.get(f"{bank}/kurs?kurs=gut-zuhoeren")
    assert 'value="Gut zuhören"' in page.text
    newer = WISH | {"kurs": "gut-zuhoeren", "pass_mark": "50"}
    editor.post(f"{bank}/kurs", data=newer)
    assert "Fassung 2" in words_of(editor.get("/redaktion/kurse/gut-zuhoeren"))
    assert editor.post(f"{bank}/kurs", data=newer).status_code == 409
    assert editor.get(f"{bank}/kurs?kurs=zuhoeren").status_code == 404


@pytest.mark.parametrize("wrong", [{"draw": "4"}, {"title": ""}, {"introduction": "a\n::: b"}])
def test_a_wish_that_makes_no_course_comes_back(editor, bank, wrong):
    assert editor.post(f"{bank}/kurs", data=WISH | wrong).status_code == 422
