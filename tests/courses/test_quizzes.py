"""Attempts: begun once, saved, handed in once; by pages without scripts."""

import re
from datetime import timedelta

import pytest

from mentorhub.courses.actions import attempts as deeds
from mentorhub.courses.actions import content
from mentorhub.courses.actions.attempts import HandedIn, NoMoreAttempts, WaitFirst
from mentorhub.courses.material.files import read_course
from mentorhub.courses.queries import attempts as reads
from mentorhub.courses.queries import progress, versions
from tests.courses.material import FINAL, files
from tests.tandems.site import words_of

QUIZ = "/lernen/zuhoeren/tests/abschluss"
RIGHT = {"frage": 0, "stunden": "120 Stunden"}


def begun(session, enrolment, noon):
    return deeds.begin(session, enrolment, "abschluss", "seed", noon)


def test_beginning_twice_is_one_attempt(session, enrolment, noon):
    assert begun(session, enrolment, noon).id == begun(session, enrolment, noon).id


def test_handing_in_twice_changes_nothing(session, enrolment, noon):
    attempt = begun(session, enrolment, noon)
    deeds.save(session, attempt, RIGHT, noon)
    first = deeds.hand_in(session, attempt, noon)
    again = deeds.hand_in(session, attempt, noon + timedelta(hours=1))
    assert (first.at, first.points, first.passed) == (again.at, 200, True)
    with pytest.raises(HandedIn):
        deeds.save(session, attempt, {"frage": 1}, noon)


def test_open_questions_count_nothing_and_strange_ones_are_left_out(session, enrolment, noon):
    attempt = begun(session, enrolment, noon)
    deeds.save(session, attempt, {"frage": 1, "erfunden": 0}, noon)
    handing = deeds.hand_in(session, attempt, noon)
    assert (handing.points, handing.out_of, handing.passed) == (0, 200, False)
    assert {each.question for each in attempt.answers} == {"frage", "stunden"}


def test_attempts_are_counted_and_wait(session, lena, noon, enrolment):
    for _ in range(3):
        deeds.hand_in(session, begun(session, enrolment, noon), noon)
    with pytest.raises(NoMoreAttempts):
        begun(session, enrolment, noon)
    quiz = reads.quiz_of(reads.attempts_of(session, enrolment.id, "abschluss")[0])
    slow = quiz.model_copy(update={"attempts": None, "wait_minutes": 60})
    earlier = reads.attempts_of(session, enrolment.id, "abschluss")
    with pytest.raises(WaitFirst):
        deeds.refuse_another(slow, earlier, noon + timedelta(minutes=59))
    deeds.refuse_another(slow, earlier, noon + timedelta(minutes=60))


def test_an_attempt_stays_with_the_version_in_which_it_began(session, enrolment, lena, noon):
    from mentorhub.courses.actions import learning

    attempt = begun(session, enrolment, noon)
    other = files(**{"quizzes/abschluss.toml": FINAL.replace('"frage"', '"andere"')})
    version = content.keep(session, read_course("zuhoeren", other), noon)
    learning.choose_version(session, enrolment, version, by=lena.id, now=noon)
    deeds.save(session, attempt, RIGHT, noon)
    assert deeds.hand_in(session, attempt, noon).passed
    assert versions.course_of(attempt.version).quizzes["abschluss"].question("frage")
    assert progress.done_of(session, enrolment).quizzes == {"abschluss"}


def fields(page) -> dict[str, str]:
    """What the form holds when nothing was touched."""
    return dict(re.findall(r'name="([^"]+\.(?:was|unit))" value="([^"]+)"', page.text))


def start(browser):
    where = browser.post(f"{QUIZ}/versuche").location
    return where, browser.get(where)


def test_a_quiz_is_answered_handed_in_and_reviewed(lena_there):
    where, page = start(lena_there)
    data = fields(page) | {"frage.answer": "1", "stunden.answer": "120", "stunden.unit": "h"}
    done = lena_there.post(f"{where}/abgabe", data=data, follow_redirects=True)
    words = words_of(done)
    assert "Bestanden: 1 von 2 Punkten" in words
    assert "Darauf passt nur Ja oder Nein." in words
    assert "Offene Fragen lassen erzählen." in words
    assert "bestanden" in words_of(lena_there.get(QUIZ))


def test_a_bare_number_counts_in_the_unit_that_the_page_names(lena_there):
    where, page = start(lena_there)
    data = fields(page) | {"frage.answer": "0", "stunden.answer": "120"}
    done = lena_there.post(f"{where}/abgabe", data=data, follow_redirects=True)
    assert "Bestanden: 2 von 2 Punkten" in words_of(done)


def test_a_bare_number_is_no_answer_in_another_unit(lena_there):
    where, page = start(lena_there)
    data = fields(page) | {"frage.answer": "0", "stunden.answer": "120 Tage"}
    done = lena_there.post(f"{where}/abgabe", data=data, follow_redirects=True)
    assert "1 von 2 Punkten" in words_of(done)


def test_before_one_has_passed_right_answers_are_not_told(lena_there):
    where, page = start(lena_there)
    data = fields(page) | {"frage.answer": "1", "anyway": "ja"}
    words = words_of(lena_there.post(f"{where}/abgabe", data=data, follow_redirects=True))
    assert "Bestanden" not in words
    assert "Was wünschen Sie sich?" not in words
    assert "Noch einmal lesen: Der Anfang" in words


def test_open_questions_are_asked_about_once_and_nothing_is_lost(lena_there):
    where, page = start(lena_there)
    asked = lena_there.post(f"{where}/abgabe", data=fields(page) | {"frage.answer": "0"})
    assert asked.status_code == 422
    assert "1 Frage ist offen." in words_of(asked)
    assert re.search(r'value="0" id="frage-0" ?checked', asked.text)
    again = lena_there.get(where)
    assert re.search(r'value="0" id="frage-0" ?checked', again.text)


ORDER = """
[[question]]
id = "tag"
kind = "ordering"
text = "In welcher Reihenfolge?"
items = ["Morgen", "Mittag", "Abend"]
"""


def test_a_question_of_which_something_is_open_is_asked_about_too(site, noon):
    course = read_course("tag", files(**{"quizzes/abschluss.toml": FINAL + ORDER}))
    with site.database.writing() as session:
        content.keep(session, course, noon)
    lena = site.client(site.lena)
    lena.post("/lernen/tag/teilnahme")
    where = lena.post("/lernen/tag/tests/abschluss/versuche").location
    told = {"frage.answer": "0", "stunden.answer": "120 Stunden"}
    twice = {"tag.place-0": "1", "tag.place-1": "1", "tag.place-2": "3"}
    page = lena.post(f"{where}/abgabe", data=told | twice)
    assert page.status_code == 422
    assert "1 Frage ist offen" in words_of(page)
    assert "(ein Teil ist offen)" in words_of(page)
    whole = twice | {"tag.place-1": "2"}
    assert lena.post(f"{where}/abgabe", data=told | whole).status_code == 303


def test_another_tab_in_which_nothing_was_touched_overwrites_nothing(lena_there):
    where, first = start(lena_there)
    _, second = start(lena_there)
    lena_there.post(f"{where}/stand", data=fields(first) | {"frage.answer": "0"})
    lena_there.post(f"{where}/stand", data=fields(second) | {"stunden.answer": "120 h"})
    page = lena_there.get(where)
    assert re.search(r'value="0" id="frage-0" ?checked', page.text)
    assert 'value="120 h"' in page.text


def kept(browser, where, data):
    """Send the form as a script does while it is filled in; return its marks as they are then."""
    told = browser.post(f"{where}/stand", data=data, headers={"X-Autosave": "1"}).json
    return told["answered"], {f"{id_}.was": mark for id_, mark in told["was"].items()}


def test_a_script_is_told_what_was_kept(lena_there):
    where, page = start(lena_there)
    answered, marks = kept(lena_there, where, fields(page) | {"frage.answer": "0"})
    assert answered == 1
    assert marks.items() <= fields(lena_there.get(where)).items()


def test_an_answer_can_be_changed_back_to_what_it_was(lena_there):
    where, _ = start(lena_there)
    lena_there.post(f"{where}/stand", data={"frage.answer": "0"})
    page = lena_there.get(where)
    _, marks = kept(lena_there, where, fields(page) | {"frage.answer": "1"})
    kept(lena_there, where, marks | {"frage.answer": "0"})
    assert re.search(r'value="0" id="frage-0" ?checked', lena_there.get(where).text)


def test_the_text_of_a_question_names_the_group_of_its_answers(lena_there):
    _, page = start(lena_there)
    named = re.search(r'<fieldset[^>]*id="q-frage"[^>]*aria-labelledby="([^"]+)"', page.text)[1]
    texts = [
        re.search(rf'id="{id_}"[^>]*>(.*?)</', page.text, re.DOTALL)[1] for id_ in named.split()
    ]
    assert "Frage" in texts[0]
    assert "Was ist eine" in texts[1]


def test_hostile_fields_break_nothing(lena_there):
    where, _ = start(lena_there)
    data = {"frage.answer": ["7", "-1", "x" * 10_000], "stunden.answer": "\x00", "..was": "x"}
    assert lena_there.post(f"{where}/stand", data=data).status_code == 303
    assert lena_there.get(where).status_code == 200


def test_the_last_attempt_gets_no_answers_from_the_one_before(lena_there):
    for _ in range(2):
        where, page = start(lena_there)
        data = fields(page) | {"frage.answer": "1", "anyway": "ja"}
        lena_there.post(f"{where}/abgabe", data=data)
    last, _ = start(lena_there)
    assert "Was wünschen Sie sich?" not in words_of(lena_there.get(where))
    lena_there.post(f"{last}/abgabe", data={"anyway": "ja"})
    assert "Was wünschen Sie sich?" in words_of(lena_there.get(where))


def test_who_has_left_the_course_begins_no_attempt(lena_there):
    lena_there.post("/lernen/zuhoeren/ende")
    assert lena_there.post(f"{QUIZ}/versuche").status_code == 409
    page = lena_there.get(QUIZ)
    assert "Nehmen Sie ihn wieder auf" in words_of(page)
    assert '/versuche"' not in page.text
