"""Ways to pay, conditions and tasks in the words of a mentor's page."""

from dataclasses import dataclass
from datetime import date
from itertools import filterfalse
from textwrap import shorten

from flask_babel import gettext as _

from mentorhub.recommend import wording
from mentorhub.recommend.eligibility import (
    BY_NAME,
    Condition,
    Instrument,
    Verdict,
    is_ordinary,
)
from mentorhub.recommend.funding.checklist import Task
from mentorhub.recommend.funding.combine import Way
from mentorhub.recommend.models import Offer
from mentorhub.recommend.queries.plans import Plan
from mentorhub.recommend.wording import ways as way_words
from mentorhub.recommend.wording.ways import Mark, ShownWays, State, condition_in
from mentorhub.tandems.actions.cases import StepPlan
from mentorhub.tandems.forms.counselling import LONGEST_STEP
from mentorhub.tandems.funding_note import NOT_NOTED, FundingNote
from mentorhub.tandems.queries.funding import Advice, entry_of, way_id

START, CONSENT = "beginn", "health"


@dataclass(frozen=True)
class Place:
    """A field of the form: the id that a link leads to, and what it is called."""

    id: str
    label: str


@dataclass(frozen=True)
class Line:
    """One condition in words, with its law; ``ask`` are the fields that would settle it."""

    state: State
    words: str
    law: str
    ask: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Judged:
    """One instrument with all its conditions; ``ordinary`` are those that most people meet."""

    instrument: Instrument
    mark: Mark
    status: str
    lines: tuple[Line, ...]
    ordinary: tuple[Line, ...]


@dataclass(frozen=True)
class Pick:
    """One task that can become a step of the case; ``taken`` if it is one already."""

    value: str
    entry: str
    step: StepPlan
    task: Task
    taken: bool
    ticked: bool


@dataclass(frozen=True)
class Todo:
    """What to do for one instrument; ``picks`` leaves out what is too late."""

    plan: Plan
    picks: tuple[Pick, ...]


@dataclass(frozen=True)
class Shown:
    """The result of a calculation as the page shows it."""

    ways: ShownWays
    chosen: Way | None
    todos: tuple[Todo, ...]
    possible: tuple[Judged, ...]
    few: tuple[Judged, ...]
    impossible: tuple[Judged, ...]
    deciding: Place | None
    instead: tuple[str, ...]


@dataclass(frozen=True)
class OnSheet:
    """The way to pay as the person takes it home: nothing of income or health."""

    course: str
    names: str
    person: str
    is_open: bool
    instruments: tuple[Instrument, ...]


def shown(advice: Advice, note: FundingNote, todos: tuple[Todo, ...]) -> Shown:
    """Return a calculation in words."""
    return Shown(
        ways=way_words.shown(advice.ways, note.facts, BY_NAME),
        chosen=advice.chosen,
        todos=todos,
        possible=tuple(map(_judged, advice.possible)),
        few=tuple(map(_judged, advice.few)),
        impossible=tuple(map(_judged, advice.impossible)),
        deciding=_place(advice.deciding) if advice.deciding else None,
        instead=tuple(wording.told(BY_NAME[one], note.facts[one]) for one in advice.instead),
    )


def todos(
    advice: Advice, today: date, taken: frozenset[str], picked: frozenset[str] | None
) -> tuple[Todo, ...]:
    """Return the tasks of the chosen way; without ``picked`` all that is new has its tick."""
    return tuple(
        Todo(
            plan,
            tuple(
                _pick(plan, task, today, taken, picked)
                for task in plan.tasks
                if task.state != "late"
            ),
        )
        for plan in advice.plans
    )


def entries(advice: Advice) -> list[str]:
    """Return the entries of all tasks of the chosen way."""
    return [entry_of(plan, task) for plan in advice.plans for task in plan.tasks]


def way_choices(advice: Advice) -> list[tuple[str, str]]:
    """Return the ways to choose from; the best needs no name, as it may be another tomorrow."""
    return [
        (way_id(way) if at else "", wording.in_short(way))
        for at, way in enumerate(advice.ways.ways)
    ]


def chosen_choice(advice: Advice) -> str:
    """Return which of the choices is the chosen way."""
    if advice.chosen is None or advice.chosen == advice.ways.ways[0]:
        return ""
    return way_id(advice.chosen)


def offer_choice(offer: Offer, today: date) -> tuple[str, str]:
    """Return key and words of an offer to choose: what, when, where, for how much."""
    told = (
        offer.title,
        wording.begin_day(offer, today),
        wording.place(offer),
        wording.price(offer),
    )
    return offer.key, " · ".join(one for one in told if one)


def on_sheet(advice: Advice, note: FundingNote) -> OnSheet | None:
    """Return the chosen way for the sheet to take home, None if there is none."""
    way = advice.chosen
    if way is None:
        return None
    return OnSheet(
        course=note.offer.title if note.offer else "",
        names=wording.name_of(way),
        person=wording.for_person(way),
        is_open=way.certainty != "fits",
        instruments=way.instruments,
    )


def facts_of(note: FundingNote) -> list[str]:
    """Return everything that is noted in words, to compare two versions."""
    words = [wording.told(BY_NAME[name], value) for name, value in note.facts.items()]
    return [note.offer.title, *words] if note.offer else words


def _pick(
    plan: Plan, task: Task, today: date, taken: frozenset[str], picked: frozenset[str] | None
) -> Pick:
    value, entry = f"{plan.instrument.id}/{task.step.id}", entry_of(plan, task)
    is_taken = entry in taken
    return Pick(
        value=value,
        entry=entry,
        step=_step(plan, task, today),
        task=task,
        taken=is_taken,
        ticked=not is_taken if picked is None else value in picked,
    )


def _step(plan: Plan, task: Task, today: date) -> StepPlan:
    """Return a task as a step of the case, short enough for the sheet to take home.

    What has no day says in words when it is time.
    """
    name, where = wording.say(plan.instrument.short), wording.say(task.where).rstrip(".")
    words = f"{name}: {wording.say(task.step.text)}"
    due = task.better or task.due
    if due is None:
        words += " " + _("When: %(when)s.", when=wording.due(task))
    if where:
        words += " " + _("Where: %(where)s.", where=where)
    return StepPlan(
        shorten(words, LONGEST_STEP, placeholder=" …"),
        max(due, today) if due else None,
        plan.instrument.id,
    )


def _judged(verdict: Verdict) -> Judged:
    mark, status = way_words.badge_of(verdict)
    deciding = filterfalse(is_ordinary, verdict.unknown)
    lines = (
        *(_line("not_met", one, verdict) for one in verdict.not_met),
        *(_line("unknown", one, verdict) for one in deciding),
        *(_line("met", one, verdict) for one in verdict.met),
    )
    ordinary = tuple(_line("unknown", one, verdict) for one in filter(is_ordinary, verdict.unknown))
    return Judged(verdict.instrument, mark, status, lines, ordinary)


def _line(state: State, condition: Condition, verdict: Verdict) -> Line:
    names = verdict.missing_for(condition) if state == "unknown" else []
    return Line(state, condition_in(state, condition), condition.law, tuple(map(_place, names)))


def _place(name: str) -> Place:
    """Return where a fact is filled in; those about health lie behind the consent."""
    fact = BY_NAME[name]
    at = START if name in NOT_NOTED else CONSENT if fact.health else name
    return Place(at, wording.say(fact.label))
