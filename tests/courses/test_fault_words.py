"""Mistakes in the files of a course are told in the words of who reads them."""

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from mentorhub.courses.material.files import Fault, WrongFiles, read_course
from mentorhub.courses.views import fault_words
from mentorhub.web import languages
from tests.courses.material import ANFANG, COURSE_TOML, EXERCISE, FINAL, STORY, files

COURSE, LESSON, QUIZ = "course.toml", "lessons/anfang.md", "quizzes/abschluss.toml"
SHORT, CASE = "quizzes/zwischendurch.toml", "stories/pause.toml"
TEXTS = {COURSE: COURSE_TOML, LESSON: ANFANG, QUIZ: FINAL, SHORT: EXERCISE, CASE: STORY}
BROKEN = [
    (COURSE, 'title = "Zuhören (Beispiel)"\n', ""),
    (COURSE, "summary =", "sumary ="),
    (COURSE, '["Zuhören", "Nachfragen"]', '"Zuhören"'),
    (COURSE, "2026-11-20", '"gestern"'),
    (COURSE, "2026-11-20", "2026-13-40"),
    (COURSE, '"mitte"]', '"mitte", "mitte"]'),
    (COURSE, '["anfang", "mitte"]', '["anfang"]'),
    (COURSE, '["abschluss"]', '["zwischendurch"]'),
    (COURSE, "[complete]", "[complete]\npractice = true"),
    (COURSE, "[complete]", "[complete"),
    (COURSE, 'title = "', "title = "),
    (COURSE, "valid_months = 36", "valid_months = 999"),
    (COURSE, "valid_months = 36", 'renewal = "abschluss"'),
    (COURSE, "valid_months = 36", 'valid_months = 36\nrenewal = "zwischendurch"'),
    (COURSE, "valid_months = 36", 'valid_months = 36\nrenewal = "nichts"'),
    (COURSE, "title", 'language = "fr"\ntitle'),
    (LESSON, "+++\n", ""),
    (LESSON, "::: callout", "::: kasten"),
    (LESSON, "callout important", "callout wichtig"),
    (LESSON, "Mund.\n:::", "Mund."),
    (LESSON, "## Zuhören", ":::\n"),
    (LESSON, "- Raum suchen", "Raum suchen"),
    (LESSON, "checklist vorher", "checklist Vorher"),
    (LESSON, "## Zuhören", "::: image nichts.png\nalt: x\n:::\n"),
    (LESSON, "## Zuhören", "::: video a.mp4\nText\n:::\n"),
    (LESSON, "## Zuhören", "# Zuhören"),
    (LESSON, "Wer zuhört", "<b>Wer</b> zuhört"),
    (LESSON, "Wer zuhört", "![](x.png) zuhört"),
    (LESSON, "https://www.ges", "javascript:ges"),
    (LESSON, "Der Anfang", r"Der\u0000Anfang"),
    (LESSON, "## Zuhören", "::: image lied.mp3\nalt: x\n:::\n"),
    (LESSON, "## Zuhören", "::: video lied.mp3\ntitle: x\ntranscript: a.vtt\n:::\n"),
    (LESSON, "## Zuhören", "::: audio a.vtt\ntitle: x\ntranscript: leer.md\n:::\n"),
    (LESSON, "## Zuhören", "::: audio a.mp3\ntitle: x\ntranscript: x.md\ncaptions: x.md\n:::\n"),
    (CASE, 'to = "gut"', 'to = "nirgends"'),
    (CASE, 'end = "good"\n', ""),
    (CASE, 'end = "good"', 'end = "poor"'),
    (CASE, 'to = "gut"', 'to = "schlecht"'),
    (QUIZ, "right = true\n", ""),
    (QUIZ, 'kind = "single"', 'kind = "einzel"'),
    (QUIZ, 'kind = "single"\n', ""),
    (QUIZ, "pass = 50", "pass = 50\ndraw = 9"),
    (QUIZ, "value = 120", 'value = "viele"'),
    (QUIZ, "attempts = 3", "attempts = true"),
    (SHORT, "right = false", 'right = "nein"'),
]


@pytest.fixture
def german(_german):
    app = Flask("mentorhub")
    Babel(
        app,
        default_locale="de",
        default_translation_directories=str(languages.TRANSLATIONS),
    )
    with app.test_request_context(), force_locale("de"):
        yield


@pytest.mark.parametrize(("path", "before", "after"), BROKEN)
@pytest.mark.usefixtures("german")
def test_every_mistake_is_told_in_german(path, before, after):
    assert before in TEXTS[path]
    with pytest.raises(WrongFiles) as wrong:
        read_course("zuhoeren", files(**{path: TEXTS[path].replace(before, after, 1)}))
    told = [fault_words.told(each) for each in wrong.value.faults]
    assert not [each for each in told if each["en"]]
    english = {each.text for each in wrong.value.faults}
    assert not english & {each["says"] for each in told}


@pytest.mark.usefixtures("german")
def test_a_field_is_named_with_what_it_must_be():
    fault = Fault("course.toml", 12, "valid_months: Input should be less than or equal to 240")
    assert fault_words.told(fault) == {
        "where": "course.toml:12",
        "says": "valid_months: darf höchstens 240 sein",
        "en": False,
    }


@pytest.mark.usefixtures("german")
def test_what_has_no_words_of_ours_stays_english_and_says_so():
    assert fault_words.told(Fault("a.md", 1, "something new"))["en"]


def test_a_mistake_in_a_question_is_not_told_as_too_few_questions():
    broken = EXERCISE.replace("right = false", 'right = "nein"')
    with pytest.raises(WrongFiles) as wrong:
        read_course("zuhoeren", files(**{SHORT: broken}))
    assert [each.line for each in wrong.value.faults] == [7]
