"""What a mentor does in a case, and how its content goes."""

from datetime import date, timedelta

import pytest
from sqlalchemy import LargeBinary, func, select

from mentorhub.accounts.actions import memberships
from mentorhub.accounts.models import Person, Role
from mentorhub.kit.db import Base
from mentorhub.kit.errors import Missing, Refused
from mentorhub.kit.mail import OutboxMail
from mentorhub.tandems.actions import cases, erasure, funding, holding, requests
from mentorhub.tandems.actions.cases import StepPlan
from mentorhub.tandems.funding_note import FundingNote
from mentorhub.tandems.models import (
    Case,
    CaseDraft,
    Channel,
    Conversation,
    NextStep,
    Outcome,
    WhyErased,
)
from mentorhub.tandems.queries import cases as reads
from mentorhub.tandems.queries import desks, mentors
from mentorhub.tandems.queries.opening import content_of, text_of
from tests import people
from tests.tandems import builders

CIPHER = builders.CIPHER


def test_a_conversation_is_kept_with_its_steps_and_logged(session, case, mira, noon):
    builders.talked(session, case, mira, noon)
    view = reads.view_of(session, CIPHER, case)
    assert [talk.notes for talk in view.talks] == ["Traut sich die Prüfung noch nicht zu"]
    assert view.talks[0].by == "Mira Meer"
    assert [step.text for step in view.open_steps] == ["Probestunde anschauen"]
    assert builders.deeds(session, case) == ["taken", "conversation_logged", "step_added"]


def test_notes_are_sealed(session, case, mira, noon):
    conversation = builders.talked(session, case, mira, noon)
    assert b"Traut" not in conversation.sealed


def test_notes_moved_to_another_row_cannot_be_read(session, case, mira, noon):
    other = builders.taken(session, mira, noon)
    mine = builders.talked(session, case, mira, noon)
    its = builders.talked(session, other, mira, noon, notes="Etwas anderes")
    its.sealed = mine.sealed
    assert text_of(CIPHER, its) is None
    assert [talk.notes for talk in reads.view_of(session, CIPHER, other).talks] == [None]


def test_a_conversation_moved_to_another_case_cannot_be_read(session, case, mira, noon):
    other = builders.taken(session, mira, noon)
    conversation = builders.talked(session, case, mira, noon)
    conversation.case_id = other.id
    session.flush()
    assert text_of(CIPHER, conversation) is None


def test_a_step_moved_to_another_case_cannot_be_read(session, case, mira, noon):
    other = builders.taken(session, mira, noon)
    step = cases.add_step(session, CIPHER, case, StepPlan("Anrufen"), entry="a", by=mira, now=noon)
    step.case_id = other.id
    session.flush()
    assert text_of(CIPHER, step) is None


def test_a_form_sent_twice_is_one_conversation_with_its_steps_once(session, case, mira, noon):
    first = builders.talked(session, case, mira, noon, entry="form")
    again = builders.talked(session, case, mira, noon, entry="form")
    assert again is first
    assert session.scalar(select(func.count(Conversation.id))) == 1
    assert session.scalar(select(func.count(NextStep.id))) == 1


def test_the_same_entry_in_another_case_is_another_conversation(session, case, mira, noon):
    other = builders.taken(session, mira, noon)
    builders.talked(session, case, mira, noon, entry="form")
    builders.talked(session, other, mira, noon, entry="form")
    assert session.scalar(select(func.count(Conversation.id))) == 2


def test_a_conversation_can_be_corrected(session, case, mira, noon):
    conversation = builders.talked(session, case, mira, noon)
    corrected = builders.record(notes="Hat sich angemeldet", minutes=50, channel=Channel.video)
    cases.change_conversation(
        session, CIPHER, conversation, corrected, version=conversation.version, by=mira, now=noon
    )
    talk = reads.view_of(session, CIPHER, case).talks[0]
    assert (talk.notes, talk.minutes, talk.channel) == ("Hat sich angemeldet", 50, Channel.video)
    assert talk.changed_at == noon


def test_a_correction_of_what_has_changed_is_refused(session, case, mira, noon):
    conversation = builders.talked(session, case, mira, noon)
    read = conversation.version
    first = builders.record(notes="Erste Korrektur")
    cases.change_conversation(session, CIPHER, conversation, first, version=read, by=mira, now=noon)
    late = builders.record(notes="Zweite Korrektur")
    with pytest.raises(cases.ChangedMeanwhile):
        cases.change_conversation(
            session, CIPHER, conversation, late, version=read, by=mira, now=noon
        )
    assert text_of(CIPHER, conversation) == "Erste Korrektur"


def test_steps_are_done_and_opened_again(session, case, mira, noon):
    step = cases.add_step(
        session, CIPHER, case, StepPlan("Anrufen", date(2026, 12, 1)), entry="a", by=mira, now=noon
    )
    cases.finish_step(session, step, by=mira, now=noon)
    cases.finish_step(session, step, by=mira, now=noon)
    assert reads.view_of(session, CIPHER, case).done_steps[0].done_by == "Mira Meer"
    cases.reopen_step(session, step, by=mira, now=noon)
    cases.reopen_step(session, step, by=mira, now=noon)
    assert reads.view_of(session, CIPHER, case).done_steps == ()
    assert builders.deeds(session, case) == ["taken", "step_added", "step_done", "step_reopened"]


def test_open_steps_come_by_their_day(session, case, mira, noon):
    for number, day in enumerate([None, date(2026, 12, 9), date(2026, 12, 1)]):
        cases.add_step(
            session, CIPHER, case, StepPlan(f"S{number}", day), entry=str(number), by=mira, now=noon
        )
    steps = reads.view_of(session, CIPHER, case).open_steps
    assert [step.text for step in steps] == ["S2", "S1", "S0"]


def test_nothing_is_added_to_a_case_that_has_ended(session, case, mira, noon):
    step = cases.add_step(session, CIPHER, case, StepPlan("Anrufen"), entry="a", by=mira, now=noon)
    conversation = builders.talked(session, case, mira, noon)
    cases.end(session, case, Outcome.course_found, by=mira, now=noon)
    deeds = [
        lambda: builders.talked(session, case, mira, noon, entry="late"),
        lambda: cases.change_conversation(
            session, CIPHER, conversation, builders.record(), version=1, by=mira, now=noon
        ),
        lambda: cases.add_step(session, CIPHER, case, StepPlan("x"), entry="b", by=mira, now=noon),
        lambda: cases.finish_step(session, step, by=mira, now=noon),
        lambda: cases.keep_draft(session, CIPHER, case, {}, by=mira, now=noon),
        lambda: cases.end(session, case, Outcome.informed, by=mira, now=noon),
        lambda: cases.give_back(session, case, by=mira, now=noon),
    ]
    for deed in deeds:
        with pytest.raises(holding.CaseOver):
            deed()


def test_an_end_can_be_taken_back(session, case, mira, noon):
    cases.end(session, case, Outcome.informed, by=mira, now=noon)
    cases.reopen(session, case, by=mira, now=noon)
    assert case.ending is None
    builders.talked(session, case, mira, noon)


def test_a_draft_is_kept_until_the_conversation_is(session, case, mira, milan, noon):
    fields = {"entry": "form", "notes": "Angefangen"}
    cases.keep_draft(session, CIPHER, case, {"entry": "form", "notes": "Ang"}, by=mira, now=noon)
    cases.keep_draft(session, CIPHER, case, fields, by=mira, now=noon)
    assert reads.draft_of(session, CIPHER, case, mira) == (fields, noon)
    assert reads.draft_of(session, CIPHER, case, milan) is None
    builders.talked(session, case, mira, noon, entry="form")
    assert reads.draft_of(session, CIPHER, case, mira) is None


def test_a_draft_that_comes_late_does_not_come_back(session, case, mira, noon):
    builders.talked(session, case, mira, noon, entry="form")
    cases.keep_draft(session, CIPHER, case, {"entry": "form", "notes": "x"}, by=mira, now=noon)
    assert session.scalar(select(func.count()).select_from(CaseDraft)) == 0


def test_a_case_given_back_goes_on_with_another_mentor(session, case, mira, milan, noon):
    builders.talked(session, case, mira, noon)
    cases.give_back(session, case, by=mira, now=noon)
    assert not reads.holds(session, mira, case)
    waiting = desks.waiting(session, CIPHER, milan)
    assert [(each.content.first_name, each.was_given_back) for each in waiting] == [("Aylin", True)]
    again = requests.take(session, CIPHER, case.request, by=milan, now=noon)
    assert again is case
    assert reads.holds(session, milan, case)
    assert len(reads.view_of(session, CIPHER, case).talks) == 1
    assert builders.deeds(session, case)[-2:] == ["given_back", "taken"]


def test_the_rest_of_the_desk_hears_of_a_case_given_back(session, case, mira, milan, noon):
    last = session.scalar(select(func.max(OutboxMail.id)))
    cases.give_back(session, case, by=mira, now=noon)
    told = session.scalars(select(OutboxMail.to).where(OutboxMail.id > last)).all()
    assert told == [milan.email]


def test_a_case_whose_mentor_left_goes_back_to_the_desk(session, case, mira, milan, noon):
    assert cases.give_back_stranded(session, now=noon) == 0
    memberships.leave(session, mira.memberships[0], by=None, now=noon)
    session.refresh(case)
    assert cases.give_back_stranded(session, now=noon) == 1
    assert cases.give_back_stranded(session, now=noon) == 0
    assert [each.id for each in desks.waiting(session, CIPHER, milan)] == [case.request_id]


def test_a_case_whose_mentor_became_the_employer_goes_back(session, mira, milan, noon):
    company = people.company(session)
    case = builders.taken(session, mira, noon, organisation=company)
    people.member(session, mira, company, Role.company_representative)
    assert not reads.holds(session, mira, case)
    assert cases.give_back_stranded(session, now=noon) == 1
    assert desks.waiting(session, CIPHER, mira) == []
    assert len(desks.waiting(session, CIPHER, milan)) == 1


def test_a_case_of_an_unknown_company_goes_back_whatever_employer_its_mentor_joins(
    session, case, mira, milan, noon
):
    assert case.organisation_id is None
    people.member(session, mira, people.company(session), responsible=True)
    assert not reads.holds(session, mira, case)
    assert cases.give_back_stranded(session, now=noon) == 1
    assert desks.waiting(session, CIPHER, mira) == []
    assert len(desks.waiting(session, CIPHER, milan)) == 1


def test_a_mentor_who_is_forgotten_leaves_the_cases_to_the_desk(session, case, mira, milan, noon):
    cases.keep_draft(session, CIPHER, case, {"notes": "x"}, by=mira, now=noon)
    cases.forget_mentor(session, mira.id, noon)
    assert [each.id for each in desks.waiting(session, CIPHER, milan)] == [case.request_id]
    assert session.scalar(select(func.count()).select_from(CaseDraft)) == 0
    assert mentors.export_for(session, mira.id) == {
        "requests_taken": 0,
        "cases_held": 0,
        "conversations_logged": 0,
        "steps_written": 0,
        "drafts": 0,
        "funding_details_kept": 0,
        "rules_checked": 0,
    }


def _every_sealed_value(session):
    found = []
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, LargeBinary) and column.name == "sealed":
                found += [v for v in session.scalars(select(column)) if v is not None]
    return found


@pytest.mark.parametrize("by_mentor", [True, False])
def test_withdrawing_removes_every_sealed_value(session, case, mira, noon, by_mentor):
    builders.talked(session, case, mira, noon)
    cases.keep_draft(session, CIPHER, case, {"notes": "x"}, by=mira, now=noon)
    told = FundingNote({"alter": 40})
    funding.keep(session, CIPHER, case, told, revision="", by=mira, now=noon)
    assert len(_every_sealed_value(session)) == 5
    if by_mentor:
        erasure.erase_case(session, case, by=mira, now=noon)
    else:
        erasure.withdraw(session, case.request, now=noon)
    session.flush()
    assert _every_sealed_value(session) == []
    assert case.ending.outcome is Outcome.withdrawn
    assert case.request.erasure.why is WhyErased.withdrawn
    assert (case.request.postcode, case.request.organisation_id) == ("", None)
    assert builders.deeds(session, case)[-1] == "erased"


def test_the_mentor_is_told_to_destroy_what_is_on_paper(session, case, mira, noon):
    erasure.withdraw(session, case.request, now=noon)
    mail = session.scalars(select(OutboxMail).order_by(OutboxMail.id.desc()).limit(1)).one()
    assert (mail.to, mail.template) == (mira.email, "tandems/mail/withdrawn")
    assert mail.context == {"name": "Mira Meer", "case_id": case.id}


def test_withdrawing_twice_changes_nothing(session, case, noon):
    erasure.withdraw(session, case.request, now=noon)
    erasure.withdraw(session, case.request, now=noon + timedelta(days=1))
    assert case.request.erasure.at == noon


def test_an_erased_case_stays_closed(session, case, mira, noon):
    erasure.withdraw(session, case.request, now=noon)
    with pytest.raises(Missing):
        builders.talked(session, case, mira, noon)
    with pytest.raises(Refused):
        cases.reopen(session, case, by=mira, now=noon)
    with pytest.raises(Missing):
        cases.give_back(session, case, by=mira, now=noon)


def test_a_case_is_erased_a_year_after_its_end(session, case, mira, noon):
    cases.end(session, case, Outcome.informed, by=mira, now=noon)
    assert erasure.expire_cases(session, now=noon + timedelta(days=364)) == 0
    assert erasure.expire_cases(session, now=noon + timedelta(days=365)) == 1
    assert erasure.expire_cases(session, now=noon + timedelta(days=366)) == 0
    assert case.sealed is None
    assert case.ending.outcome is Outcome.informed
    assert case.request.erasure.why is WhyErased.case_over


def test_an_open_case_is_never_erased_by_time(session, case, noon):
    assert erasure.expire_cases(session, now=noon + timedelta(days=5000)) == 0
    assert erasure.expire_waiting(session, now=noon + timedelta(days=5000)) == 0
    assert content_of(CIPHER, case) is not None


def test_a_case_in_which_nothing_happens_for_a_year_ends_by_itself(session, case, mira, noon):
    builders.talked(session, case, mira, noon + timedelta(days=300))
    assert cases.end_silent(session, now=noon + timedelta(days=664)) == 0
    assert cases.end_silent(session, now=noon + timedelta(days=665)) == 1
    assert cases.end_silent(session, now=noon + timedelta(days=666)) == 0
    assert case.ending.outcome is Outcome.fell_silent
    assert case.ending.by_id is None


def test_a_case_that_waits_at_the_desk_does_not_end_by_itself(session, case, mira, noon):
    cases.give_back(session, case, by=mira, now=noon)
    assert cases.end_silent(session, now=noon + timedelta(days=5000)) == 0


def test_cases_are_found_by_first_name_without_accents(session, mira, noon):
    for name in ("Özlem", "Olga", "Bo"):
        content = builders.asking().content.__class__(name, "x@beispiel.test")
        builders.taken(session, mira, noon, content=content)
    found = reads.page_of(session, CIPHER, mira, name="ozl")
    assert [row.first_name for row in found.rows] == ["Özlem"]
    assert reads.page_of(session, CIPHER, mira).total == 3


def test_cases_come_in_pages(session, mira, noon):
    for number in range(reads.PAGE_ROWS + 1):
        builders.taken(session, mira, noon + timedelta(minutes=number))
    first = reads.page_of(session, CIPHER, mira)
    last = reads.page_of(session, CIPHER, mira, page=99)
    assert (len(first.rows), first.page, first.pages) == (reads.PAGE_ROWS, 1, 2)
    assert (len(last.rows), last.page) == (1, 2)
    assert not {row.id for row in first.rows} & {row.id for row in last.rows}


def test_open_and_ended_cases_are_told_apart(session, case, mira, noon):
    other = builders.taken(session, mira, noon)
    cases.end(session, other, Outcome.informed, by=mira, now=noon)
    assert [row.id for row in reads.page_of(session, CIPHER, mira).rows] == [case.id]
    ended = reads.page_of(session, CIPHER, mira, ended=True).rows
    assert [(row.id, row.outcome) for row in ended] == [(other.id, Outcome.informed)]


def test_today_tells_what_waits(session, case, mira, noon):
    builders.asked(session, noon)
    plan = StepPlan("Anrufen", date(2026, 11, 20))
    cases.add_step(session, CIPHER, case, plan, entry="a", by=mira, now=noon)
    today = mentors.today_for(session, CIPHER, mira.id, noon)
    assert (today.waiting, today.open_cases) == (1, 1)
    step = today.steps[0]
    assert (step.case_id, step.first_name, step.text, step.is_late) == (
        case.id,
        "Aylin",
        "Anrufen",
        True,
    )


def test_today_tells_nothing_to_a_mentor_who_left(session, case, mira, noon):
    builders.asked(session, noon)
    memberships.leave(session, mira.memberships[0], by=None, now=noon)
    today = mentors.today_for(session, CIPHER, mira.id, noon)
    assert (today.waiting, today.open_cases, today.steps) == (0, 0, ())


def test_a_mentors_export_holds_numbers_only(session, case, mira, noon):
    builders.talked(session, case, mira, noon)
    assert mentors.export_for(session, mira.id) == {
        "requests_taken": 1,
        "cases_held": 1,
        "conversations_logged": 1,
        "steps_written": 1,
        "drafts": 0,
        "funding_details_kept": 0,
        "rules_checked": 0,
    }


def test_two_tabs_saving_at_once_cannot_overwrite_each_other(database, noon):
    with database.writing() as session:
        builders.places(session)
        mira_id = builders.outside_mentor(session, "Mira Meer", people.association(session)).id
        mira = session.get_one(Person, mira_id)
        case = builders.taken(session, mira, noon)
        talk = builders.talked(session, case, mira, noon)
        id_, read = talk.id, talk.version

    def change(number):
        with database.writing() as session:
            cases.change_conversation(
                session,
                CIPHER,
                session.get_one(Conversation, id_),
                builders.record(notes=f"Fassung {number}"),
                version=read,
                by=session.get_one(Person, mira_id),
                now=noon,
            )

    answers = builders.at_once(3, change)
    assert sum(each is None for each in answers) == 1, answers
    assert sum(isinstance(each, cases.ChangedMeanwhile) for each in answers) == 2


def test_a_case_keeps_nothing_of_the_row_it_came_from(session, case):
    assert case.request.sealed is None
    assert session.scalar(select(func.count(Case.id))) == 1
