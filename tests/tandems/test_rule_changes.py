"""A rule of funding changes, and the cases that have planned with it learn of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from mentorhub.accounts.actions import memberships
from mentorhub.accounts.models import Person
from mentorhub.kit import clock
from mentorhub.kit.jobs import Desk, Job, JobEnding, enqueue
from mentorhub.kit.mail import OutboxMail
from mentorhub.kit.services import Services
from mentorhub.recommend.actions.funding import RULE_JOB
from mentorhub.recommend.models import FundingVersion
from mentorhub.tandems import jobs
from mentorhub.tandems.actions import cases, erasure, funding, rule_changes
from mentorhub.tandems.actions.cases import StepPlan
from mentorhub.tandems.actions.holding import CaseOver
from mentorhub.tandems.models import Case, Deed, NextStep, Outcome, RuleChange, StepOrigin
from mentorhub.tandems.queries import cases as case_reads
from mentorhub.tandems.queries import mentors
from mentorhub.tandems.queries import rule_changes as reads
from mentorhub.web.mailer import Mailer
from tests import people
from tests.tandems import builders
from tests.tandems.site import words_of

CIPHER = builders.CIPHER
RULE = "sgb3-82"
LATER = timedelta(hours=1)
CHANGE = {"part": "share", "entry": "", "field": "grant_percent", "before": "50", "after": "40"}
LETTER = "tandems/mail/rule_changed"


def plan_with(session, case, by, now, instrument=RULE):
    steps = {f"foerderung/{instrument}/antrag//": StepPlan("Antrag stellen", None, instrument)}
    return funding.take_over(session, CIPHER, case, steps, by=by, now=now)


def change(session, now, number=2, instrument=RULE, text="id = 1"):
    version = FundingVersion(
        instrument_id=instrument, number=number, at=now, text=text, changes=[CHANGE], alters=True
    )
    session.add(version)
    session.flush()


def tell(session, now, number=2, instrument=RULE):
    return rule_changes.tell(session, CIPHER, instrument, number, now=now)


def letters(session):
    rows = session.scalars(select(OutboxMail).where(OutboxMail.template == LETTER))
    return [(row.to, row.context) for row in rows]


@pytest.fixture
def planned(session, case, mira, noon):
    """A case with a step by a rule that changes an hour later."""
    plan_with(session, case, mira, noon)
    change(session, noon + LATER)
    return case


def test_the_case_its_log_and_its_mentor_are_told_once(session, planned, mira, noon):
    assert tell(session, noon + LATER) == 1
    assert tell(session, noon + LATER) == 0
    [one] = reads.unchecked(session, CIPHER, [planned])
    assert (one.instrument, one.is_gone) == (RULE, False)
    assert [each.field for each in one.changes] == ["grant_percent"]
    assert builders.deeds(session, planned).count(Deed.rule_changed) == 1
    assert letters(session) == [(mira.email, {"name": "Mira Meer"})]


def test_the_instrument_is_sealed_and_bound(session, planned, noon):
    tell(session, noon + LATER)
    for row in (*session.scalars(select(StepOrigin)), *session.scalars(select(RuleChange))):
        assert RULE.encode() not in row.sealed
        assert RULE in CIPHER.open(row.sealed, row.about).decode()


def test_a_mentor_of_several_cases_gets_one_letter(session, planned, mira, noon):
    other = builders.taken(session, mira, noon)
    plan_with(session, other, mira, noon)
    assert tell(session, noon + LATER) == 2
    assert len(letters(session)) == 1


@pytest.mark.parametrize("number", [3, 99])
def test_each_change_counts_for_itself_and_one_that_never_was_says_nothing(
    session, planned, noon, number
):
    tell(session, noon + LATER)
    change(session, noon + 2 * LATER, number=3)
    assert tell(session, noon + 2 * LATER, number) == (number == 3)


def test_who_planned_after_the_change_is_not_told(session, case, mira, noon):
    change(session, noon)
    plan_with(session, case, mira, noon + LATER)
    assert tell(session, noon + 2 * LATER) == 0
    assert letters(session) == []


def test_another_rule_and_a_step_of_ones_own_say_nothing(session, case, mira, noon):
    plan_with(session, case, mira, noon, "sgb3-81-bildungsgutschein")
    plan = StepPlan("Antrag stellen")
    cases.add_step(session, CIPHER, case, plan, entry="own", by=mira, now=noon)
    change(session, noon + LATER)
    assert tell(session, noon + LATER) == 0


def test_what_is_done_need_not_be_checked(session, planned, mira, noon):
    [step] = session.scalars(select(NextStep).where(NextStep.case_id == planned.id))
    cases.finish_step(session, step, by=mira, now=noon)
    assert tell(session, noon + LATER) == 0


def test_an_ended_case_is_told_when_it_is_opened_again_and_nobody_gets_a_letter(
    session, planned, mira, noon
):
    cases.end(session, planned, Outcome.informed, by=mira, now=noon)
    assert tell(session, noon + LATER) == 1
    assert letters(session) == []
    cases.reopen(session, planned, by=mira, now=noon + LATER)
    assert len(case_reads.view_of(session, CIPHER, planned).changed) == 1


def test_whoever_may_not_hold_the_case_any_more_gets_no_letter(session, planned, mira, noon):
    memberships.leave(session, mira.memberships[0], by=None, now=noon)
    tell(session, noon + LATER)
    assert letters(session) == []


def test_a_mentor_checks_once(session, planned, mira, noon):
    tell(session, noon + LATER)
    [row] = session.scalars(select(RuleChange))
    for _ in range(2):
        rule_changes.check(session, row, by=mira, now=noon + LATER)
    assert reads.unchecked(session, CIPHER, [planned]) == []
    assert builders.deeds(session, planned).count(Deed.rule_checked) == 1
    assert tell(session, noon + 2 * LATER) == 0
    assert mentors.export_for(session, mira.id)["rules_checked"] == 1


def test_nothing_is_checked_in_a_case_that_has_ended(session, planned, mira, noon):
    tell(session, noon + LATER)
    [row] = session.scalars(select(RuleChange))
    cases.end(session, planned, Outcome.informed, by=mira, now=noon + LATER)
    with pytest.raises(CaseOver):
        rule_changes.check(session, row, by=mira, now=noon + LATER)


def test_it_goes_with_the_case(session, planned, mira, noon):
    tell(session, noon + LATER)
    erasure.erase_case(session, planned, by=mira, now=noon + LATER)
    assert session.scalars(select(RuleChange)).all() == []
    assert session.scalars(select(StepOrigin)).all() == []
    assert tell(session, noon + 2 * LATER) == 0


def test_what_was_tampered_with_closes_no_page(session, planned, noon):
    tell(session, noon + LATER)
    [row] = session.scalars(select(RuleChange))
    row.sealed = b"tampered with"
    session.flush()
    [one] = reads.unchecked(session, CIPHER, [planned])
    assert one.instrument is None


def test_the_worker_tells_and_may_tell_twice(database, noon):
    with database.writing() as session:
        builders.places(session)
        mira = builders.outside_mentor(session, "Mira Meer", people.association(session))
        case = builders.taken(session, mira, noon)
        plan_with(session, case, mira, noon)
        change(session, noon + LATER)
        for _ in range(2):
            enqueue(session, RULE_JOB, {"instrument": RULE, "version": 2}, at=noon)
        for other in session.scalars(select(Job).where(Job.name != RULE_JOB)):
            session.delete(other)
    services = Services()
    services.put(database)
    services.put(CIPHER)
    desk = Desk(services, clock.now)
    jobs.register(desk)
    assert desk.run_due(2) == 2
    with database.reading() as session:
        assert [one.error for one in session.scalars(select(JobEnding))] == [None, None]
        assert len(session.scalars(select(RuleChange)).all()) == 1
        assert len(letters(session)) == 1


# Pages


@pytest.fixture
def told(site):
    """A case of Mira's that has been told, by its number."""
    id_ = site.case()
    with site.database.writing() as session:
        case = session.get_one(Case, id_)
        mira = session.get_one(Person, site.mira)
        plan_with(session, case, mira, clock.now() - LATER)
        change(session, clock.now())
        tell(session, clock.now())
    return id_


def test_the_mentor_reads_it_today_and_in_the_case_until_it_is_checked(site, told):
    mira = site.client(site.mira)
    line = "Aylin: Eine Regel hat sich geändert, Förderung für Beschäftigte"
    assert line in words_of(mira.get("/heute"))
    page = mira.get(f"/faelle/{told}")
    words = words_of(page)
    assert "Eine Regel hat sich geändert: Förderung für Beschäftigte" in words
    assert "Neu ist: wie viel es gibt. Stimmen die nächsten Schritte noch?" in words
    action = page.text.split(f'action="/faelle/{told}/regeln/')[1].split('"')[0]
    for _ in range(2):
        assert mira.post(f"/faelle/{told}/regeln/{action}").status_code == 303
    assert line not in words_of(mira.get("/heute"))
    words = words_of(mira.get(f"/faelle/{told}"))
    assert "Eine Regel hat sich geändert: " not in words
    assert "Nächste Schritte nach der neuen Regel geprüft (Mira Meer)" in words


def test_nobody_else_checks_it(site, told):
    [id_] = site.read(lambda session: session.scalars(select(RuleChange.id)).all())
    other = site.case(site.milan)
    assert site.client().post(f"/faelle/{told}/regeln/{id_}/geprueft").status_code == 401
    milan = site.client(site.milan)
    for case_id in (told, other):
        assert milan.post(f"/faelle/{case_id}/regeln/{id_}/geprueft").status_code == 404
    assert "Eine Regel" not in words_of(milan.get("/heute"))
    unchecked = site.read(lambda session: session.get_one(RuleChange, id_).checked)
    assert unchecked is None


def test_the_letter_names_neither_person_nor_rule(site, told):
    [mail] = site.read(lambda session: session.scalars(select(OutboxMail)).all()[-1:])
    letter = Mailer(site.app, "http://localhost")(mail)
    assert letter.subject == "Eine Regel zur Förderung hat sich geändert"
    assert "http://localhost/heute" in letter.text
    for secret in ("Aylin", builders.CONTACT, "Beschäftigte", RULE, f"/faelle/{told}"):
        assert secret not in letter.text + letter.subject
