"""Enrolling, reading, thinking: true progress, and nothing that completes by itself."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from mentorhub.courses.actions import attempts, completing, content, learning
from mentorhub.courses.actions import personal as forgetting
from mentorhub.courses.actions.learning import (
    FirstOther,
    NotEnrolled,
    NothingNewer,
    Report,
    TooQuick,
)
from mentorhub.courses.completion import (
    Done,
    earliest_end,
    is_complete,
    percent,
    steps,
    still_to_read,
)
from mentorhub.courses.material.files import read_course
from mentorhub.courses.models import Attempt, Completion, Enrolment, Handing, ReflectionNote
from mentorhub.courses.queries import personal, progress, shelves, versions
from mentorhub.courses.queries.versions import course_of
from tests.courses.material import ANFANG, COURSE_TOML, MITTE, files

LONG = timedelta(minutes=20)
SECOND = timedelta(seconds=1)


def test_enrolling_twice_is_one_enrolment(session, version, lena, noon):
    first = learning.enrol(session, lena.id, version, by=lena.id, now=noon)
    again = learning.enrol(session, lena.id, version, by=lena.id, now=noon + LONG)
    assert first.id == again.id


def test_who_left_comes_back_to_where_they_were(session, enrolment, version, lena, noon):
    learning.open_lesson(session, enrolment, "anfang", "a", noon)
    learning.leave(session, enrolment, by=lena.id, now=noon)
    assert not enrolment.is_open
    back = learning.enrol(session, lena.id, version, by=lena.id, now=noon + LONG)
    assert back.id == enrolment.id
    assert back.is_open
    assert "anfang" in progress.readings_of(session, back.id)


def test_a_course_that_needs_another_refuses_until_that_is_complete(session, version, lena, noon):
    other = COURSE_TOML.replace("checked", 'requires = ["zuhoeren"]\nchecked')
    content.keep(session, read_course("danach", files(**{"course.toml": other})), noon)
    after = versions.offered_version(session, "danach")
    with pytest.raises(FirstOther) as refused:
        learning.enrol(session, lena.id, after, by=lena.id, now=noon)
    assert refused.value.missing == ("zuhoeren",)
    first = learning.enrol(session, lena.id, version, by=lena.id, now=noon)
    session.add(Completion(enrolment_id=first.id, at=noon, minutes=1))
    session.flush()
    assert learning.enrol(session, lena.id, after, by=lena.id, now=noon).is_open


def test_what_was_read_last_comes_first_then_what_is_due_then_the_order_of_entry(
    session, enrolment, lena, noon
):
    due_on = (noon + timedelta(days=9)).date()
    for slug, day in (("eins", None), ("zwei", None), ("drei", due_on)):
        content.keep(session, read_course(slug, files()), noon)
        version = versions.offered_version(session, slug)
        learning.enrol(session, lena.id, version, by=lena.id, now=noon, due_on=day)
    assert list(shelves.standings(session, lena.id)) == ["drei", "zuhoeren", "eins", "zwei"]
    zwei = progress.enrolment_in(session, lena.id, "zwei")
    learning.open_lesson(session, zwei, "anfang", "a", noon)
    assert list(shelves.standings(session, lena.id)) == ["zwei", "drei", "zuhoeren", "eins"]


def test_seconds_only_grow_and_never_beyond_the_clock(session, enrolment, noon):
    learning.open_lesson(session, enrolment, "anfang", "a", noon)
    later = noon + timedelta(seconds=100)
    for seconds in (60, 60, 20, 90):
        learning.report(session, enrolment, "anfang", Report("a", seconds, 1, 1), later)
    [reading] = progress.readings_of(session, enrolment.id).values()
    assert reading.seconds == 90
    learning.report(session, enrolment, "anfang", Report("a", 99_999, 1, 1), later)
    assert reading.seconds <= 100 + learning.SLACK.total_seconds()


def test_many_windows_count_no_more_than_the_clock(session, enrolment, noon):
    tokens = "abcdefgh"
    for token in tokens:
        learning.open_lesson(session, enrolment, "anfang", token, noon)
    later = noon + timedelta(seconds=100)
    for token in tokens:
        learning.report(session, enrolment, "anfang", Report(token, 100, 1, 1), later)
    [reading] = progress.readings_of(session, enrolment.id).values()
    assert reading.seconds <= 100 + learning.SLACK.total_seconds()


def test_a_report_of_a_page_that_was_never_opened_counts_nothing(session, enrolment, noon):
    learning.open_lesson(session, enrolment, "anfang", "a", noon)
    learning.report(session, enrolment, "anfang", Report("b", 50, 99, 99), noon + LONG)
    [reading] = progress.readings_of(session, enrolment.id).values()
    assert (reading.seconds, reading.furthest) == (0, 0)


def test_the_place_is_kept_and_the_furthest_never_goes_back(session, enrolment, noon):
    learning.open_lesson(session, enrolment, "anfang", "a", noon)
    learning.report(session, enrolment, "anfang", Report("a", 5, 4, 4), noon)
    learning.report(session, enrolment, "anfang", Report("a", 6, 1, 1), noon)
    [reading] = progress.readings_of(session, enrolment.id).values()
    assert (reading.place, reading.furthest) == (1, 4)


def test_a_lesson_does_not_end_faster_than_anybody_reads(session, version, lena, noon):
    long = MITTE.replace("Noch mehr Text.", "Wort " * 1600)
    content.keep(session, read_course("lang", files(**{"lessons/mitte.md": long})), noon)
    enrolment = learning.enrol(
        session, lena.id, versions.offered_version(session, "lang"), by=lena.id, now=noon
    )
    learning.open_lesson(session, enrolment, "mitte", "a", noon)
    with pytest.raises(TooQuick) as refused:
        learning.finish_lesson(session, enrolment, "mitte", noon + timedelta(seconds=30))
    assert 60 < refused.value.wait < 600
    learning.finish_lesson(session, enrolment, "mitte", noon + LONG)
    assert progress.done_of(session, enrolment).lessons == {"mitte"}


def test_lessons_that_are_open_side_by_side_are_not_read_at_the_same_time(
    session, version, lena, noon
):
    long = {
        "lessons/anfang.md": ANFANG.replace("Wer zuhört,", "Wort " * 1600),
        "lessons/mitte.md": MITTE.replace("Noch mehr Text.", "Wort " * 1600),
    }
    content.keep(session, read_course("lang", files(**long)), noon)
    enrolment = learning.enrol(
        session, lena.id, versions.offered_version(session, "lang"), by=lena.id, now=noon
    )
    learning.open_lesson(session, enrolment, "anfang", "a", noon)
    learning.open_lesson(session, enrolment, "mitte", "b", noon + SECOND)
    first = noon + timedelta(minutes=4)
    learning.finish_lesson(session, enrolment, "anfang", first)
    with pytest.raises(TooQuick) as refused:
        learning.finish_lesson(session, enrolment, "mitte", first + SECOND)
    assert refused.value.wait < 240
    later = first + timedelta(seconds=1 + refused.value.wait)
    learning.finish_lesson(session, enrolment, "mitte", later)
    assert progress.done_of(session, enrolment).lessons == {"anfang", "mitte"}


def test_who_opens_one_lesson_after_the_other_waits_for_the_new_one_alone(noon):
    long = MITTE.replace("Noch mehr Text.", "Wort " * 1600)
    course = read_course("lang", files(**{"lessons/mitte.md": long}))
    opened = {"anfang": noon, "mitte": noon + LONG}
    alone = earliest_end(course, "mitte")
    assert alone > 60
    assert still_to_read(course, "mitte", opened, {"anfang"}, noon + LONG) == alone
    later = noon + LONG + timedelta(seconds=alone)
    assert still_to_read(course, "mitte", opened, {"anfang"}, later) == 0


def test_the_course_is_complete_when_its_last_step_is_done(session, cipher, enrolment, noon):
    for lesson in ("anfang", "mitte"):
        learning.open_lesson(session, enrolment, lesson, lesson, noon)
        learning.report(session, enrolment, lesson, Report(lesson, 90, 0, 0), noon + LONG)
        learning.finish_lesson(session, enrolment, lesson, noon + LONG)
    assert enrolment.completion is None
    learning.reflect(session, cipher, enrolment, "rueckblick", "Gestern.", noon + LONG)
    assert enrolment.completion is None
    attempt = Attempt(
        enrolment_id=enrolment.id,
        version_id=enrolment.version_id,
        quiz="abschluss",
        number=1,
        seed="s",
        begun_at=noon,
    )
    session.add(attempt)
    session.flush()
    session.add(Handing(attempt_id=attempt.id, at=noon, points=200, out_of=200, passed=True))
    session.flush()
    done = completing.look(session, enrolment, noon + LONG)
    assert done.minutes == 3
    assert percent(course_of(enrolment.version), progress.done_of(session, enrolment)) == 100


def test_who_did_the_rest_after_leaving_is_done_when_they_come_back(
    session, cipher, enrolment, version, lena, noon
):
    for lesson in ("anfang", "mitte"):
        learning.open_lesson(session, enrolment, lesson, lesson, noon)
        learning.finish_lesson(session, enrolment, lesson, noon + LONG)
    attempt = attempts.begin(session, enrolment, "abschluss", "s", noon)
    attempts.save(session, attempt, {"frage": 0, "stunden": "120 h"}, noon)
    attempts.hand_in(session, attempt, noon)
    learning.leave(session, enrolment, by=lena.id, now=noon + LONG)
    learning.reflect(session, cipher, enrolment, "rueckblick", "Gestern.", noon + LONG)
    assert enrolment.completion is None
    assert learning.enrol(session, lena.id, version, by=lena.id, now=noon + LONG).completion


def test_what_somebody_wrote_to_themselves_is_sealed(session, cipher, enrolment, noon):
    learning.reflect(session, cipher, enrolment, "rueckblick", "Mein Chef hört nie zu", noon)
    [note] = session.scalars(select(ReflectionNote))
    assert b"Chef" not in note.sealed
    assert cipher.open(note.sealed, note.about).decode() == "Mein Chef hört nie zu"
    learning.reflect(session, cipher, enrolment, "rueckblick", "", noon)
    assert progress.notes_of(session, enrolment.id) == {}


def test_ticks_are_kept_as_they_were_sent(session, enrolment, noon):
    learning.tick(session, enrolment, "vorher", {0, 1}, noon)
    learning.tick(session, enrolment, "vorher", {1}, noon)
    assert progress.ticks_of(session, enrolment.id)["vorher"] == {1}


def test_a_way_through_a_story_ends_where_its_choices_end(session, enrolment, noon):
    walk = learning.walk(session, enrolment, "pause", (0, 3, 7), noon)
    assert walk.path == [0]
    assert walk.finished_at == noon
    assert learning.walk(session, enrolment, "pause", (9,), noon).path == []


def test_learners_finish_the_version_they_began_unless_they_choose(session, enrolment, lena, noon):
    newer = files(**{"lessons/mitte.md": MITTE.replace("mehr", "weniger")})
    version = content.keep(session, read_course("zuhoeren", newer), noon)
    assert enrolment.version.number == 1
    learning.choose_version(session, enrolment, version, by=lena.id, now=noon)
    assert enrolment.version.number == 2
    with pytest.raises(NothingNewer):
        learning.choose_version(session, enrolment, version, by=lena.id, now=noon)
    learning.leave(session, enrolment, by=lena.id, now=noon)
    with pytest.raises(NotEnrolled):
        learning.choose_version(session, enrolment, version, by=lena.id, now=noon)
    assert session.scalar(select(Enrolment.version_id)) == version.id


def test_per_cent_reach_a_hundred_only_when_everything_is_done():
    course = read_course("zuhoeren", files())
    lessons = frozenset({"anfang", "mitte"})
    nearly = Done(lessons, frozenset({"abschluss"}))
    assert 0 < percent(course, Done(frozenset({"anfang"}))) < percent(course, nearly) < 100
    whole = Done(lessons, frozenset({"abschluss"}), frozenset({"rueckblick"}))
    assert is_complete(course, whole)
    assert percent(course, whole) == 100
    assert [step.kind for step in steps(course, whole)] == [
        "lesson",
        "lesson",
        "reflection",
        "quiz",
    ]


def test_everything_is_handed_over_and_nothing_is_left(session, cipher, enrolment, lena, noon):
    learning.open_lesson(session, enrolment, "anfang", "a", noon)
    learning.tick(session, enrolment, "vorher", {1}, noon)
    learning.walk(session, enrolment, "pause", (0,), noon)
    learning.reflect(session, cipher, enrolment, "rueckblick", "Gestern.", noon)
    attempt = attempts.begin(session, enrolment, "abschluss", "s", noon)
    attempts.save(session, attempt, {"frage": 0}, noon)
    attempts.hand_in(session, attempt, noon)
    [told] = personal.export_for(cipher, session, lena.id)
    assert told["reflections"] == {"rueckblick": "Gestern."}
    assert told["attempts"][0]["answers"] == {"frage": 0, "stunden": None}
    assert told["checklists"] == {"vorher": [1]}
    forgetting.forget(session, lena.id, noon)
    assert personal.export_for(cipher, session, lena.id) == []
    assert session.scalars(select(Attempt)).all() == []
