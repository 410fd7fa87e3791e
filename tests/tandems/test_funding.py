"""What is kept in a case for funding, on both databases, and which advice follows from it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from mentorhub.accounts.models import Person
from mentorhub.kit.errors import Missing
from mentorhub.recommend.eligibility import BY_NAME, FACTS
from mentorhub.tandems.actions import cases, erasure, funding
from mentorhub.tandems.actions.cases import ChangedMeanwhile, StepPlan
from mentorhub.tandems.actions.holding import CaseOver
from mentorhub.tandems.content import SavedTitle
from mentorhub.tandems.forms.funding import FIRST
from mentorhub.tandems.funding_note import FundingNote
from mentorhub.tandems.models import Case, CaseFunding, NextStep, Outcome
from mentorhub.tandems.queries import cases as case_reads
from mentorhub.tandems.queries import funding as reads
from mentorhub.tandems.queries import mentors
from mentorhub.tandems.queries import requests as request_reads
from tests import people
from tests.tandems import builders
from tests.tandems.site import BOOK

CIPHER = builders.CIPHER
TODAY = date(2026, 11, 21)
START = date(2027, 3, 1)
NOTE = FundingNote(
    facts={
        "beschaeftigt": True,
        "berufsabschluss": False,
        "betriebsgroesse": 34,
        "ziel": "abschluss_ausbildungsberuf_min_2_jahre",
        "dauer_stunden": 480,
        "kursgebuehr": 4800,
        "massnahme_azav": True,
        "traeger_azav": True,
        "jahre_seit_letzter_82_foerderung": None,
    },
    starts_on=START,
)
ILL = FundingNote({**NOTE.facts, "schwerbehindert": True}, health_since=TODAY)


def _keep(session, case, by, now, note=NOTE, revision=""):
    return funding.keep(session, CIPHER, case, note, revision=revision, by=by, now=now)


# What is kept


def test_what_was_told_is_kept_sealed_and_logged_without_content(session, case, mira, noon):
    row = _keep(session, case, mira, noon)
    session.expire_all()
    kept = reads.kept(session, CIPHER, case)
    assert (kept.note, kept.by, kept.at) == (NOTE, "Mira Meer", noon)
    assert b"4800" not in row.sealed
    assert b"kursgebuehr" not in row.sealed
    assert builders.deeds(session, case) == ["taken", "funding_kept"]
    assert case_reads.view_of(session, CIPHER, case).keeps_funding


def test_another_version_replaces_the_one_that_was_read(session, case, mira, milan, noon):
    first = _keep(session, case, mira, noon).revision
    second = _keep(session, case, milan, noon, ILL, first)
    assert second.revision != first
    assert reads.kept(session, CIPHER, case).note == ILL
    assert session.scalars(select(CaseFunding.case_id)).all() == [case.id]


def test_a_version_that_nobody_read_is_not_overwritten(session, case, mira, milan, noon):
    first = _keep(session, case, mira, noon).revision
    _keep(session, case, milan, noon, ILL, first)
    with pytest.raises(ChangedMeanwhile):
        _keep(session, case, mira, noon, FundingNote({"alter": 30}), first)
    assert reads.kept(session, CIPHER, case).note == ILL


def test_what_was_deleted_does_not_come_back_by_an_old_form(session, case, mira, noon):
    first = _keep(session, case, mira, noon).revision
    funding.delete(session, case, by=mira, now=noon)
    with pytest.raises(ChangedMeanwhile):
        _keep(session, case, mira, noon, ILL, first)
    assert reads.kept(session, CIPHER, case) is None


def test_a_new_note_after_a_deletion_has_no_revision_that_was_there_before(
    session, case, mira, noon
):
    first = _keep(session, case, mira, noon).revision
    funding.delete(session, case, by=mira, now=noon)
    assert _keep(session, case, mira, noon).revision != first


def test_the_same_twice_changes_nothing(session, case, mira, noon):
    first = _keep(session, case, mira, noon).revision
    assert _keep(session, case, mira, noon).revision == first
    assert builders.deeds(session, case) == ["taken", "funding_kept"]


def test_health_is_not_kept_without_a_consent(session, case, mira, noon):
    unasked = FundingNote({"alter": 40, "schwerbehindert": True})
    _keep(session, case, mira, noon, unasked)
    assert reads.kept(session, CIPHER, case).note.facts == {"alter": 40}


def test_deleting_is_at_once_and_also_after_the_end(session, case, mira, noon):
    _keep(session, case, mira, noon)
    cases.end(session, case, Outcome.informed, by=mira, now=noon)
    funding.delete(session, case, by=mira, now=noon)
    funding.delete(session, case, by=mira, now=noon)
    assert session.scalars(select(CaseFunding)).all() == []
    assert builders.deeds(session, case)[-2:] == ["ended", "funding_deleted"]


def test_nothing_is_kept_in_a_case_that_has_ended_or_was_erased(session, case, mira, noon):
    cases.end(session, case, Outcome.informed, by=mira, now=noon)
    with pytest.raises(CaseOver):
        _keep(session, case, mira, noon)
    with pytest.raises(CaseOver):
        funding.take_over(session, CIPHER, case, {"e": StepPlan("x")}, by=mira, now=noon)
    erasure.erase_case(session, case, by=mira, now=noon)
    with pytest.raises(Missing):
        _keep(session, case, mira, noon)


@pytest.mark.parametrize("way", ["withdraw", "erase", "expire"])
def test_it_is_erased_with_the_case(session, case, mira, noon, way):
    _keep(session, case, mira, noon)
    if way == "withdraw":
        erasure.withdraw(session, case.request, now=noon)
    elif way == "erase":
        erasure.erase_case(session, case, by=mira, now=noon)
    else:
        cases.end(session, case, Outcome.informed, by=mira, now=noon)
        assert erasure.expire_cases(session, now=noon + timedelta(days=365)) == 1
    assert session.scalars(select(CaseFunding)).all() == []


def test_it_goes_on_with_the_next_mentor_of_the_desk(session, case, mira, milan, noon):
    _keep(session, case, mira, noon)
    cases.give_back(session, case, by=mira, now=noon)
    assert reads.kept(session, CIPHER, case).note == NOTE


def test_what_was_moved_or_changed_cannot_be_read(session, case, mira, noon):
    other = builders.taken(session, mira, noon)
    mine, its = _keep(session, case, mira, noon), _keep(session, other, mira, noon, ILL)
    its.sealed = mine.sealed
    assert reads.note_of(CIPHER, its) is None
    mine.sealed = mine.sealed[:-1] + bytes([mine.sealed[-1] ^ 1])
    assert reads.note_of(CIPHER, mine) is None


def test_what_cannot_be_read_can_be_replaced(session, case, mira, noon):
    row = _keep(session, case, mira, noon)
    row.sealed = b"nonsense that was never sealed"
    _keep(session, case, mira, noon, ILL, row.revision)
    assert reads.kept(session, CIPHER, case).note == ILL


def test_the_exports_say_that_there_is_something_and_not_what(session, case, mira, noon):
    assert request_reads.export(session, CIPHER, case.request)["funding_details_kept_since"] is None
    _keep(session, case, mira, noon)
    session.expire_all()
    told = request_reads.export(session, CIPHER, case.request)
    assert told["funding_details_kept_since"] == noon.isoformat()
    assert "4800" not in str(told)
    assert mentors.export_for(session, mira.id)["funding_details_kept"] == 1


def test_two_mentors_keeping_at_once_cannot_overwrite_each_other(database, noon):
    with database.writing() as session:
        builders.places(session)
        mira_id = builders.outside_mentor(session, "Mira Meer", people.association(session)).id
        mira = session.get_one(Person, mira_id)
        case = builders.taken(session, mira, noon)
        case_id, read = case.id, _keep(session, case, mira, noon).revision

    def change(number):
        with database.writing() as session:
            note = FundingNote({"alter": 30 + number})
            case, by = session.get_one(Case, case_id), session.get_one(Person, mira_id)
            _keep(session, case, by, noon, note, read)

    answers = builders.at_once(3, change)
    assert sum(each is None for each in answers) == 1, answers
    assert sum(isinstance(each, ChangedMeanwhile) for each in answers) == 2


# Tasks that become steps


def test_tasks_become_steps_once(session, case, mira, noon):
    steps = {"a": StepPlan("Anrufen", TODAY), "b": StepPlan("Antrag stellen")}
    assert funding.take_over(session, CIPHER, case, steps, by=mira, now=noon) == 2
    more = {**steps, "c": StepPlan("Rechnung schicken")}
    assert funding.take_over(session, CIPHER, case, more, by=mira, now=noon) == 1
    shown = case_reads.view_of(session, CIPHER, case).open_steps
    assert [step.text for step in shown] == ["Anrufen", "Antrag stellen", "Rechnung schicken"]
    assert reads.taken_over(session, case, ["a", "z"]) == {"a"}
    other = builders.taken(session, mira, noon)
    assert reads.taken_over(session, other, ["a"]) == frozenset()


def test_every_task_has_an_entry_of_its_own_for_each_start():
    first = reads.advise(BOOK, NOTE, None, TODAY)
    later = reads.advise(BOOK, FundingNote(NOTE.facts, starts_on=START + timedelta(7)), None, TODAY)
    entries = [
        reads.entry_of(plan, task)
        for advice in (first, later)
        for plan in advice.plans
        for task in plan.tasks
    ]
    assert len(entries) == len(set(entries)) > 4


# Advice


def test_the_main_target_group_pays_nothing():
    advice = reads.advise(BOOK, NOTE, None, TODAY)
    assert [one.id for one in advice.chosen.instruments] == ["sgb3-81-bildungsgutschein", "sgb3-82"]
    assert advice.chosen.person.high == 0
    assert [plan.instrument.id for plan in advice.plans] == ["sgb3-81-bildungsgutschein", "sgb3-82"]
    assert "afbg" in [one.instrument.id for one in advice.impossible]


def test_a_chosen_way_leads_to_its_own_tasks():
    scheck = FundingNote(NOTE.facts, starts_on=START, way="bildungsscheck-nrw-2")
    advice = reads.advise(BOOK, scheck, None, TODAY)
    assert [plan.instrument.id for plan in advice.plans] == ["bildungsscheck-nrw-2"]


def test_a_chosen_way_that_is_none_any_more_gives_way_to_the_best():
    gone = FundingNote(NOTE.facts, starts_on=START, way="bildungspraemie")
    best = reads.advise(BOOK, NOTE, None, TODAY).chosen
    assert reads.advise(BOOK, gone, None, TODAY).chosen == best


def test_the_day_of_the_start_counts_anew_every_day():
    day_before = reads.advise(BOOK, NOTE, None, START - timedelta(days=1))
    too_late = reads.advise(BOOK, NOTE, None, START)
    assert {one.instrument.id for one in day_before.possible} > {
        one.instrument.id for one in too_late.possible
    }


def test_what_would_settle_most_is_named_and_health_only_with_the_consent():
    few = FundingNote({"beschaeftigt": True})
    first = reads.advise(BOOK, few, None, TODAY).deciding
    assert first not in (None, "beschaeftigt", "schwerbehindert")
    told = {
        **NOTE.facts,
        "berufsabschluss": True,
        "jahre_seit_berufsabschluss": 9,
        "alter": 30,
        "anlass": "anderer",
        "betriebsgroesse": 300,
        "ziel": "anderes",
        "bruttolohn_monat": 3000,
        "wochenstunden": 40,
        "kursstunden_in_arbeitszeit": 480,
    }
    silent = FundingNote(told, starts_on=START)
    assert reads.advise(BOOK, silent, None, TODAY).deciding is None
    agreed = replace(silent, health_since=TODAY)
    assert reads.advise(BOOK, agreed, None, TODAY).deciding == "schwerbehindert"


# The note


_VALUES = {
    "yes_no": st.booleans(),
    "number": st.integers(1, 1) | st.just(1.0),
    "choice": st.nothing(),
}


def _values(fact):
    if fact.kind == "choice":
        return st.sampled_from([one.value for one in fact.choices])
    return _VALUES[fact.kind] | (st.none() if fact.never else st.nothing())


_NOTED = [one for one in FACTS if one.name not in ("kurs_begonnen", "tage_bis_kursbeginn")]


@given(
    st.fixed_dictionaries({}, optional={one.name: _values(one) for one in _NOTED}),
    st.none() | st.dates(),
    st.none() | st.builds(SavedTitle, st.text(), st.text()),
)
def test_a_note_comes_back_from_its_bytes(facts, starts_on, offer):
    note = FundingNote(facts, offer, starts_on, health_since=TODAY, way="a+b", on_sheet=True)
    assert FundingNote.unpacked(note.packed()) == note


def test_facts_that_the_rules_know_no_more_are_left_out():
    old = FundingNote({"alter": 40, "anlass": "anderer"}).packed()
    changed = old.replace(b'"alter"', b'"gibt_es_nicht"').replace(b"anderer", b"unsinn")
    assert FundingNote.unpacked(changed).facts == {}


def test_what_decides_most_are_facts():
    assert set(BY_NAME) >= FIRST
    assert not [name for name in FIRST if BY_NAME[name].health]


def test_taking_over_is_logged_as_steps(session, case, mira, noon):
    funding.take_over(session, CIPHER, case, {"a": StepPlan("Anrufen")}, by=mira, now=noon)
    assert builders.deeds(session, case) == ["taken", "step_added"]
    assert session.scalars(select(NextStep.due_on)).all() == [None]
