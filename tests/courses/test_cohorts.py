"""Cohorts: joining, days, enrolling everybody, dates that count, words that arrive."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from mentorhub.courses.actions import (
    cohorts,
    content,
    essays,
    learning,
    live,
    practice,
    sharing,
    telling,
)
from mentorhub.courses.actions import personal as forgetting
from mentorhub.courses.actions.cohorts import NoSuchSubject, OtherSubject, Plan
from mentorhub.courses.actions.live import CalledOff, Meeting, NotYet, Over
from mentorhub.courses.actions.telling import NobodyThere
from mentorhub.courses.material.course import Programme
from mentorhub.courses.material.files import read_course
from mentorhub.courses.models import CohortMessage, Enrolment, PracticeHanding, Shared
from mentorhub.courses.queries import cohort_personal, personal, progress
from mentorhub.courses.queries import cohorts as reads
from mentorhub.kit.mail import OutboxMail
from tests.courses import cohort_house
from tests.courses.cohort_house import CIPHER, TEXT, House
from tests.courses.material import COURSE_TOML, files

DAY = date(2026, 12, 24)
HOUR = timedelta(hours=1)


@pytest.fixture
def house(session, noon):
    return House(session, noon)


def letters(house, template):
    rows = select(OutboxMail).where(OutboxMail.template == f"courses/mail/{template}")
    return list(house.session.scalars(rows.order_by(OutboxMail.id)))


def due(house, person):
    return progress.enrolment_in(house.session, person.id, "werkstatt").due_on


def place(house, person):
    return reads.member(house.session, house.cohort.id, person.id)


def test_a_cohort_takes_what_is_offered_and_keeps_it_once_somebody_is_inside(house):
    unknown = Plan("X", "gibt-es-nicht", None, DAY, None)
    with pytest.raises(NoSuchSubject):
        cohorts.found(house.session, house.association, unknown, by=house.koni, now=house.now)
    content.keep(house.session, read_course("anderes", files()), house.now)
    other = Plan("Herbst", None, "anderes", DAY, None)
    with pytest.raises(OtherSubject):
        cohorts.change(house.session, house.cohort, other, by=house.koni, now=house.now)
    same = Plan("Winter", None, "werkstatt", DAY, None)
    cohorts.change(house.session, house.cohort, same, by=house.koni, now=house.now)
    assert house.cohort.name == "Winter"


def test_joining_twice_is_one_place_and_who_left_comes_back(house):
    first = place(house, house.lena)
    cohorts.leave(house.session, first, by=house.lena.id, now=house.now)
    assert reads.memberships_of(house.session, house.lena.id) == []
    for _ in range(2):
        again = cohorts.join(house.session, house.cohort, house.lena.id, by=house.lena.id, now=house.now)  # fmt: skip
    assert again.id == first.id
    assert [each.id for each in reads.memberships_of(house.session, house.lena.id)] == [first.id]


def test_a_link_opens_until_it_is_replaced_or_closed(house):
    first = cohorts.make_link(house.session, CIPHER, house.cohort, by=house.koni, now=house.now)
    assert cohorts.link_token(CIPHER, house.cohort) == first
    second = cohorts.make_link(house.session, CIPHER, house.cohort, by=house.koni, now=house.now)
    assert reads.by_link(house.session, first) is None
    assert reads.by_link(house.session, second) is house.cohort
    cohorts.close_link(house.session, house.cohort, by=house.koni, now=house.now)
    assert reads.by_link(house.session, second) is None


def test_everybody_is_enrolled_in_all_courses_but_who_left_one_stays_out(house):
    course = COURSE_TOML.replace("checked", 'requires = ["werkstatt"]\nchecked')
    after = read_course("danach", files(**{"course.toml": course}))
    programme = Programme(id="weg", title="Weg", summary="x", courses=("werkstatt", "danach"))
    content.load(
        house.session, content.Material((house.course, after), (programme,), {}), house.now
    )
    plan = Plan("Weg", "weg", None, DAY, None)
    made = cohorts.found(house.session, house.association, plan, by=house.koni, now=house.now)
    for each in (house.lena, house.ben):
        cohorts.join(house.session, made, each.id, by=each.id, now=house.now)
    learning.leave(house.session, house.lenas, by=house.lena.id, now=house.now)
    kept = reads.Keeping(made, house.kept.keeper)
    cohorts.set_dues(house.session, kept, {"danach": DAY}, by=house.koni, now=house.now)
    assert cohorts.enrol_all(house.session, kept, by=house.koni, now=house.now) == 3
    assert cohorts.enrol_all(house.session, kept, by=house.koni, now=house.now) == 0
    assert not house.lenas.is_open
    found = [(e.course_slug, e.due_on) for e in progress.enrolments_of(house.session, house.ben.id)]
    assert sorted(found) == [("danach", DAY), ("werkstatt", None)]
    assert {e.by_id for e in progress.enrolments_of(house.session, house.ben.id)} == {house.koni.id}


def test_a_day_reaches_those_inside_and_goes_with_them_when_they_leave(house):
    cohorts.enrol_all(house.session, house.kept, by=house.koni, now=house.now)
    cohorts.set_dues(house.session, house.kept, {"werkstatt": DAY}, by=house.koni, now=house.now)
    assert due(house, house.lena) == due(house, house.ben) == DAY
    cohorts.leave(house.session, place(house, house.ben), by=house.ben.id, now=house.now)
    house.session.expire_all()
    assert (due(house, house.lena), due(house, house.ben)) == (DAY, None)
    cohorts.join(house.session, house.cohort, house.ben.id, by=house.ben.id, now=house.now)
    house.session.expire_all()
    assert due(house, house.ben) == DAY
    cohorts.set_dues(house.session, house.kept, {"werkstatt": None}, by=house.koni, now=house.now)
    assert due(house, house.lena) is None


def test_attendance_counts_for_the_course_of_the_date_and_only_there(house):
    def live_dates():
        return progress.done_of(house.session, house.lenas).live

    def note(who):
        live.note_attendance(house.session, house.kept, house.date, who, by=house.koni, now=house.now)  # fmt: skip

    note([house.lena.id])
    assert live_dates() == 1
    note([house.lena.id])
    assert live_dates() == 1
    note([])
    assert live_dates() == 0
    other = live.plan(
        house.session, house.kept, Meeting("Ohne", house.now - HOUR, house.now), by=house.koni, now=house.now
    )  # fmt: skip
    live.note_attendance(house.session, house.kept, other, [house.lena.id], by=house.koni, now=house.now)  # fmt: skip
    assert live_dates() == 0


def test_who_takes_a_course_again_needs_a_date_of_the_new_round(house):
    live.note_attendance(house.session, house.kept, house.date, [house.lena.id], by=house.koni, now=house.now)  # fmt: skip
    again = Enrolment(
        person_id=house.lena.id, course_slug="werkstatt", round=2, version_id=house.version.id,
        by_id=house.lena.id, at=house.now + HOUR,
    )  # fmt: skip
    house.session.add(again)
    house.session.flush()
    assert progress.done_of(house.session, again).live == 0


def test_nobody_says_of_themselves_that_they_were_there(house):
    inside = cohort_house.coordinator_inside(house)
    own = reads.Keeping(house.cohort, reads.Keeper(inside.id, None))
    live.note_attendance(house.session, own, house.date, [inside.id, house.lena.id], by=inside, now=house.now)  # fmt: skip
    assert reads.attended(house.session, house.date.id) == {house.lena.id}


def test_nobody_was_at_a_date_that_is_off_or_has_not_begun(house):
    later = live.plan(
        house.session, house.kept, Meeting("Später", house.now + HOUR, house.now + 2 * HOUR),
        by=house.koni, now=house.now,
    )  # fmt: skip
    with pytest.raises(NotYet):
        live.note_attendance(house.session, house.kept, later, [house.lena.id], by=house.koni, now=house.now)  # fmt: skip
    live.call_off(house.session, later, by=house.koni, now=house.now)
    with pytest.raises(CalledOff):
        live.note_attendance(house.session, house.kept, later, [], by=house.koni, now=house.now + 3 * HOUR)  # fmt: skip
    with pytest.raises(Over):
        live.call_off(house.session, house.date, by=house.koni, now=house.now + 3 * HOUR)


def test_letters_of_what_is_announced_go_to_those_who_want_them(house):
    cohorts.choose_letters(house.session, place(house, house.ben), wants=True)
    telling.announce(house.session, house.kept, "Neu", "Text", by=house.koni, now=house.now)
    [letter] = letters(house, "announcement")
    assert letter.to == house.ben.email
    live.plan(house.session, house.kept, Meeting("T", house.now, house.now + HOUR), by=house.koni, now=house.now)  # fmt: skip
    assert [each.to for each in letters(house, "date_planned")] == [house.ben.email]
    cohorts.leave(house.session, place(house, house.ben), by=house.ben.id, now=house.now)
    telling.announce(house.session, house.kept, "Neu", "Text", by=house.koni, now=house.now)
    assert len(letters(house, "announcement")) == 1


def test_a_message_is_a_letter_to_each_and_names_nobody_else(house):
    stranger = cohort_house.employee(house)
    chosen = [house.lena.id, house.ben.id, stranger.id]
    telling.write(house.session, house.kept, chosen, "Frage", "Wie geht es?", by=house.koni, now=house.now)  # fmt: skip
    sent = letters(house, "message")
    assert sorted(each.to for each in sent) == sorted([house.lena.email, house.ben.email])
    for letter in sent:
        others = {house.lena, house.ben} - {
            p for p in (house.lena, house.ben) if p.email == letter.to
        }
        assert not any(
            p.email in str(letter.context) or p.name in str(letter.context) for p in others
        )
    [copy] = house.session.scalars(select(CohortMessage))
    assert {each.person_id for each in copy.receivers} == {house.lena.id, house.ben.id}
    assert reads.messages_to(house.session, house.ines.id) == []
    with pytest.raises(NobodyThere):
        telling.write(house.session, house.kept, [stranger.id], "x", "y", by=house.koni, now=house.now)  # fmt: skip


@pytest.mark.parametrize("last", ["date", "task", "text"])
def test_the_course_is_complete_by_whatever_others_do_last(house, last):
    deeds = {
        "date": lambda: live.note_attendance(
            house.session, house.kept, house.date, [house.lena.id], by=house.koni, now=house.now
        ),
        "task": lambda: practice.answer(
            house.session, CIPHER, house.handing, accepted=True, words="", by=house.koni, now=house.now
        ),
        "text": lambda: essays.grade(
            house.session, house.attempt, "brief", [200, 100], "", by=house.koni, now=house.now
        ),
    }  # fmt: skip
    house.finish_alone(house.lenas)
    for name in sorted(deeds, key=lambda name: name == last):
        assert house.lenas.completion is None
        deeds[name]()
    assert house.lenas.completion.at == house.now


def test_everything_is_handed_over_and_nothing_is_left(house):
    cohorts.set_dues(house.session, house.kept, {"werkstatt": DAY}, by=house.koni, now=house.now)
    live.note_attendance(
        house.session, house.kept, house.date, [house.lena.id], by=house.koni, now=house.now
    )
    telling.write(
        house.session, house.kept, [house.lena.id], "Frage", "Wie?", by=house.koni, now=house.now
    )
    practice.answer(
        house.session, CIPHER, house.handing, accepted=False, words="Mehr.", by=house.koni, now=house.now
    )  # fmt: skip
    essays.grade(
        house.session, house.attempt, "brief", [0, 0], "Knapp.", by=house.koni, now=house.now
    )
    sharing.share(house.session, house.lena.id, house.company.id, [Shared.progress], house.now)
    live.make_calendar_link(house.session, CIPHER, house.lena.id, house.now)
    told = cohort_personal.export_for(house.session, house.lena.id)
    assert [each["group"] for each in told["groups"]] == ["Herbst"]
    assert [each["title"] for each in told["dates"]] == ["Treffen"]
    assert [each["text"] for each in told["messages"]] == ["Wie?"]
    assert [each["what"] for each in told["shared"]] == ["progress"]
    [course] = personal.export_for(CIPHER, house.session, house.lena.id)
    assert course["tasks"][0]["text"] == TEXT
    assert course["tasks"][0]["answer"] == "Mehr."
    assert course["attempts"][0]["words"] == {"brief": "Knapp."}
    forgetting.forget(house.session, house.lena.id, house.now)
    assert personal.export_for(CIPHER, house.session, house.lena.id) == []
    nothing = cohort_personal.export_for(house.session, house.lena.id)
    assert nothing == {"groups": [], "dates": [], "messages": [], "reminders": [], "shared": []}
    assert house.session.scalars(select(CohortMessage)).all() == []
    assert house.session.scalars(select(PracticeHanding)).all() == []
    assert [each.name for each in reads.members(house.session, house.kept)] == [
        "Ben Bauer",
        "Ines Ilg",
    ]
