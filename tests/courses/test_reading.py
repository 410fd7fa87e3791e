"""Editors see how hard a lesson is to read."""

import pytest

from mentorhub.accounts.models import Role
from mentorhub.courses.actions import content
from mentorhub.courses.material.course import Course
from mentorhub.courses.material.files import read_course
from mentorhub.courses.passages import passages_of, whole_lesson
from mentorhub.courses.readability import read
from tests import people
from tests.courses.material import COURSE_TOML, MITTE, files
from tests.tandems.site import words_of

HARD = (
    "Die Inanspruchnahme betrieblicher Weiterbildungsberatung setzt die Einverständniserklärung der"
    " Beschäftigtenvertretung voraus, sofern tarifvertragliche Vereinbarungen dies vorsehen und"
    " keine anderen Regelungen gelten."
)
PLACE = "/redaktion/kurse/zuhoeren/1/lektionen/mitte/lesbarkeit"


def said(sentence):
    return "".join(text for text, _hard in sentence.parts)


def test_a_hard_text_has_a_higher_level_than_an_easy_one():
    easy = read("Sie rufen an. Sie fragen nach. Dann gehen Sie los.")
    assert easy.is_easy
    assert not read(HARD).is_easy
    assert not any(each.is_hard for each in easy.sentences)


def test_long_sentences_and_long_words_are_named_and_no_word_is_lost():
    reading = read(f"{HARD} Das ist gut.")
    first, second = reading.sentences
    assert (said(first), said(second)) == (HARD, "Das ist gut.")
    assert first.is_long
    assert "Weiterbildungsberatung" in [text for text, hard in first.parts if hard]
    assert not second.is_hard


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Das gilt z. B. Montags. Dann ist Schluss.", 2),
        ("Am 3. Mai geht es los. Kommen Sie!", 2),
        ("Vgl. § 5 Abs. 2 SGB III. Das gilt.", 2),
        ("Punkt eins\nPunkt zwei", 2),
    ],
)
def test_short_forms_end_no_sentence_and_lines_do(text, count):
    assert len(read(text).sentences) == count


@pytest.mark.parametrize("text", ["", "   \n ", "2026", "…", "12 % – 3 €"])
def test_what_has_no_words_has_no_level(text):
    assert read(text).level == 0


def test_everything_that_is_read_is_looked_at_also_what_no_tutor_quotes():
    lesson = read_course("zuhoeren", files()).lesson("mitte")
    found = [each.text for each in whole_lesson(lesson)]
    assert "Noch mehr Text." in found
    assert "Wann hat Ihnen jemand zugehört?" in found
    quoted = [each.text for each in passages_of(read_course("zuhoeren", files()))]
    assert "Wann hat Ihnen jemand zugehört?" not in quoted


def test_editors_see_what_is_hard(site, hands):
    changed = files(**{"lessons/mitte.md": MITTE.replace("Noch mehr Text.", HARD)})
    with site.database.writing() as session:
        content.keep(session, read_course("zuhoeren", changed), hands.now)
    rosa = site.client(site.rosa)
    assert PLACE.replace("/1/", "/2/") in rosa.get("/redaktion/kurse/zuhoeren/2").text
    page = rosa.get(PLACE.replace("/1/", "/2/"))
    assert "<mark>Weiterbildungsberatung</mark>" in page.text
    assert "(lang: 20 Wörter)" in words_of(page)
    assert "<mark>" not in rosa.get(PLACE).text


def test_marks_of_a_lesson_are_shown_as_text(site, hands):
    """Files with HTML are refused, but versions that were loaded before may hold some."""
    said = read_course("zuhoeren", files()).stored()
    evil = Course.model_validate_json(said.replace("Noch mehr", "Noch <script>x</script> mehr"))
    with site.database.writing() as session:
        content.keep(session, evil, hands.now)
    assert "<script>x" not in site.client(site.rosa).get(PLACE.replace("/1/", "/2/")).text


def test_only_editors_look_and_only_at_lessons_that_are_there(site, visitor):
    assert visitor.get(PLACE).status_code == 401
    assert site.client(site.lena).get(PLACE).status_code == 403
    rosa = site.client(site.rosa)
    for wrong in (PLACE.replace("mitte", "nirgends"), PLACE.replace("/1/", "/9/")):
        assert rosa.get(wrong).status_code == 404


def test_the_formula_is_for_german_alone(site, hands):
    english = files(**{"course.toml": 'language = "en"\n' + COURSE_TOML})
    with site.database.writing() as session:
        content.keep(session, read_course("zuhoeren", english), hands.now)
    rosa = site.client(site.rosa)
    assert "lesbarkeit" not in rosa.get("/redaktion/kurse/zuhoeren/2").text
    assert rosa.get(PLACE.replace("/1/", "/2/")).status_code == 404


def test_a_programme_admin_is_an_editor_too(site):
    with site.database.writing() as session:
        paula = people.person(session, "Paula Programm")
        people.member(session, paula, people.association(session), Role.programme_admin)
        id_ = paula.id
    assert site.client(id_).get(PLACE).status_code == 200
