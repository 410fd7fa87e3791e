"""The start page and the answer page: from a sentence to courses, reasons and funding."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from mentorhub.kit import clock
from mentorhub.recommend import career, funding_book, wording
from mentorhub.recommend.eligibility import Fact, Verdict, for_courses
from mentorhub.recommend.engine.document import Feedback, Given, Understood
from mentorhub.recommend.engine.feedback import MOST
from mentorhub.recommend.engine.intent import understand
from mentorhub.recommend.engine.places import Place
from mentorhub.recommend.engine.wishes import find_place
from mentorhub.recommend.finder import Answer, Finder, Found
from mentorhub.recommend.forms.filled import (
    BEFORE,
    OPEN,
    TICKED,
    Values,
    filled,
    kinds_of,
    marks,
    sent_back,
)
from mentorhub.recommend.forms.public import (
    FilterForm,
    SearchForm,
    dropped_of,
    page_of,
    question_of,
)
from mentorhub.recommend.forms.steering import feedback_of
from mentorhub.recommend.funding.seldom import is_for_few
from mentorhub.recommend.funding_book import FundingBook
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.occupations import Occupations
from mentorhub.recommend.question import Question
from mentorhub.recommend.views import neutrality, visit
from mentorhub.recommend.views.blueprint import bp
from mentorhub.recommend.views.cards import Card, card_of, teaser
from mentorhub.recommend.views.heard import Heard, heard_in, knowing
from mentorhub.recommend.views.judged import Judged, Questions
from mentorhub.recommend.views.saved import saved_keys
from mentorhub.recommend.views.steering import Pointed, pointed_at
from mentorhub.recommend.views.visit import Told
from mentorhub.web.context import db, service
from mentorhub.web.distress import help_for
from mentorhub.web.links import here

PAGE = 10
INSTRUMENTS_ASKED = 5

# The names that each filter has in the address.
_NAMES: dict[str, tuple[str, ...]] = {
    "place": ("ort", "umkreis"), "radius": ("umkreis",), "schedules": ("zeit",),
    "not_schedules": ("zeit_nicht",), "form": ("form",), "price": ("preis",), "free": ("frei",),
    "cheap": ("guenstig",), "azav": ("foerderbar",), "language": ("sprache",),
    "level": ("niveau",), "start": ("ab", "bis"), "length": ("dauer",),
    "kind": ("art",),
}  # fmt: skip
# Where in the filter form each kind of chip can be changed.
_FIELD_OF = {
    "topic": "q", "not_topic": "q", "audience": "q", "place": "wo", "not_place": "wo",
    "nearby": "wo", "radius": "umkreis", "time": "zeit", "not_time": "zeit_nicht", "form": "form",
    "price": "preis", "cheap": "guenstig",
    "free": "frei", "azav": "foerderbar", "language": "sprache", "level": "niveau",
    "start": "ab", "not_start": "ab", "length": "dauer", "kind": "art",
}  # fmt: skip
_ID_OF = {"ort": "wo"}  # of fields that have another id than their name


@dataclass(frozen=True)
class Wish:
    """One thing that was understood or set: how to take it away, and where to change it."""

    words: str
    remove: str
    change: str


@dataclass(frozen=True)
class Text:
    """A text about funding that was imported: nobody has turned it into rules."""

    title: str
    words: str
    key: str


@dataclass(frozen=True)
class Money:
    """The funding part of the page: instruments, imported texts, the question to ask first."""

    instruments: tuple[Judged, ...]
    texts: tuple[Text, ...]
    first: Fact | None
    wanted: bool


@dataclass(frozen=True)
class Shown:
    """What is on the page."""

    cards: tuple[Card, ...]
    money: Money
    pages: int
    has_index: bool
    steered: tuple[Pointed, ...]
    loosened: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """One search as it was asked."""

    question: Question
    given: Given
    dropped: frozenset[str]
    page: int
    today: date
    feedback: Feedback


@bp.get("/")
def start() -> ResponseReturnValue:
    """Ask what somebody would like to learn, and nothing else."""
    return render_template("recommend/start.html", form=SearchForm(request.args))


@bp.get("/suche")
def search() -> ResponseReturnValue:
    """Answer a sentence: what was understood, courses, funding, and a person to talk to."""
    if BEFORE in request.args:
        return redirect(_sent_back(), 303)
    form = SearchForm(request.args)
    question = question_of(request.args)
    form.q.data = question.text
    asked = Asked(
        question,
        form.given(),
        dropped_of(request.args),
        page_of(request.args),
        clock.today(),
        feedback_of(request.args),
    )
    with db.reading() as session:
        told = visit.told(session)
        heard = heard_in(question.text, told, asked.dropped)
        known = knowing(told, heard)
        asked, answer = _answer(session, asked, known)
        understood = answer.results.understood
        places = _places(asked, understood)
        shown = Shown(
            cards=_cards(session, answer, known, places, asked.today),
            money=_money(session, asked, answer, known),
            pages=-(-answer.results.total // PAGE),
            has_index=bool(answer.results.facets),
            steered=pointed_at(session, answer.results.feedback, asked.today),
            loosened=tuple(dict.fromkeys(map(wording.loosened, answer.results.loosened))),
        )
    neutrality.count(answer, asked.page, asked.today)
    filters, added = _filters(understood)
    filters.label_choices(answer.results.facets)
    return render_template(
        "recommend/search.html",
        asked=asked,
        help=help_for(question.text),
        form=form,
        filters=filters,
        marks=marks(added),
        is_open=OPEN in request.args,
        results=answer.results,
        most_pointed=MOST,
        wishes=_wishes(asked, understood, heard),
        heard=heard,
        shown=shown,
        told=told,
        occupation=career.own(service(Occupations), question.text),
        near=places[0] if places else None,
        place_unknown=bool(asked.given.place) and _place_of(asked.given.place) is None,
        place_missing=not places and _needs_a_place(asked, understood),
    )


def _sent_back() -> str:
    """Return the address of this search without what the filter form was filled with."""
    text, dropped = question_of(request.args).text, dropped_of(request.args)
    understood = understand(text, service(Gazetteer), clock.today(), dropped)
    sent = sent_back(request.args, understood, lambda name: _place_of(name) is not None)
    query = urlencode(list(sent.items(multi=True)))
    return f"{request.path}?{query}" if query else request.path


def _filters(understood: Understood) -> tuple[FilterForm, Values]:
    """Return the filter form filled in, and what of it comes from the sentence."""
    shown, added = filled(request.args, understood)
    filters = FilterForm(shown)
    filters.validate()
    return filters, added


def _answer(session: Session, asked: Asked, told: Told) -> tuple[Asked, Answer]:
    """Return the hits, and the question with the page and the place that they are for.

    A distance without a place counts from the place in the sentence; a page behind the last one
    is the last one.
    """
    answer = _find(session, asked, told)
    named = answer.results.understood.place
    if asked.given.radius_km and not asked.given.place and named:
        where = named.postcode or named.name
        if _place_of(where):
            asked = replace(asked, given=replace(asked.given, place=where))
            answer = _find(session, asked, told)
    last = max(1, -(-answer.results.total // PAGE))
    if asked.page > last:
        asked = replace(asked, page=last)
        answer = _find(session, asked, told)
    return asked, answer


def _find(session: Session, asked: Asked, told: Told, *, limit: int = PAGE) -> Answer:
    """Return courses, or texts about funding where only these are wanted."""
    return service(Finder).find(
        session,
        asked.question.text,
        today=asked.today,
        given=replace(asked.given, kind=asked.given.kind or "course"),
        without=asked.dropped,
        facts=told.facts,
        feedback=asked.feedback,
        limit=limit,
        offset=(asked.page - 1) * PAGE,
    )


def _places(asked: Asked, understood: Understood) -> tuple[Place, ...]:
    """Return where somebody could learn: what was set, otherwise what the sentence names."""
    given = _place_of(asked.given.place)
    return (given,) if given else understood.places


def _needs_a_place(asked: Asked, understood: Understood) -> bool:
    """Return whether something near is wanted, and nobody said near what."""
    wanted = understood.nearby or understood.radius_km or asked.given.radius_km
    return bool(wanted) and not asked.given.place


def _place_of(name: str | None) -> Place | None:
    return find_place(name, service(Gazetteer)) if name else None


def _cards(
    session: Session, answer: Answer, told: Told, places: Sequence[Place], today: date
) -> tuple[Card, ...]:
    keys = saved_keys(session)
    return tuple(
        card_of(found, told, today, places, keys)
        for found in answer.found
        if found.offer and found.hit.kind == "course"
    )


def _money(session: Session, asked: Asked, answer: Answer, told: Told) -> Money:
    """Return what pays: what was asked for, otherwise what fits these courses best."""
    wanted = _asks_for_money(asked, answer.results.understood)
    found = _about_money(session, asked, answer, told) if wanted else []
    verdicts = [one.verdict for one in found if one.verdict]
    texts = tuple(_text(one) for one in found if one.offer)
    if not found:
        verdicts = _beside(answer, told, asked.today)
    questions = Questions(told)
    case = told.case([one.instrument for one in verdicts], asked.today)
    first = questions.first(case, everything=True)
    return Money(tuple(questions.judged(one) for one in verdicts), texts, first, wanted)


def _asks_for_money(asked: Asked, understood: Understood) -> bool:
    kind = asked.given.kind or understood.kind
    return kind == "funding"


def _about_money(session: Session, asked: Asked, answer: Answer, told: Told) -> list[Found]:
    """Return instruments and texts about funding, best first; none while there is no index."""
    if asked.given.kind != "funding":
        funding_only = replace(asked.given, kind="funding")
        only = replace(asked, given=funding_only, page=1, feedback=Feedback())
        answer = _find(session, only, told, limit=INSTRUMENTS_ASKED)
    return [one for one in answer.found if one.hit.kind == "funding"]


def _text(found: Found) -> Text:
    assert found.offer
    return Text(found.offer.title, teaser(found.offer.description), found.offer.key)


def _beside(answer: Answer, told: Told, today: date) -> list[Verdict]:
    """Return the instruments that the person's facts allow and that may pay for these courses."""
    hopes = {
        verdict.instrument.id
        for found in answer.found
        for verdict in found.chances
        if verdict.status != "no"
    }
    verdicts = [
        funding_book.standing(instrument, told.facts, today)
        for instrument in for_courses(service(FundingBook).instruments, today)
    ]
    possible = [one for one in verdicts if one.status != "no" and not is_for_few(one)]
    return [one for one in possible if one.instrument.id in hopes] or possible


def _wishes(asked: Asked, understood: Understood, facts: Sequence[Heard]) -> list[Wish]:
    """Return the topic, what was set and what was understood; what was set silences that.

    Of what was understood twice, the fact is told.
    """
    same = {chip for one in facts for chip in one.chips}
    wishes: list[Wish] = []
    silenced: set[str] = set()
    for name, value, words in wording.filter_chips(asked.given):
        names = _NAMES[name]
        kinds = kinds_of(names[0])
        silenced.update(kinds)
        also = [chip.id for chip in understood.chips if chip.kind in kinds]
        remove = _without(asked, names, value, also)
        wishes.append(Wish(words, remove, _change(_ID_OF.get(names[0], names[0]))))
    told = [one for one in understood.chips if one.kind not in silenced and one.id not in same]
    heard = [
        Wish(
            wording.chip(chip), _without(asked, (), None, [chip.id]), _change(_FIELD_OF[chip.kind])
        )
        for chip in told
    ]
    topics = sum(chip.kind == "topic" for chip in told)
    person = [_fact(asked, one) for one in facts]
    return [*heard[:topics], *wishes, *heard[topics:], *person]


def _fact(asked: Asked, heard: Heard) -> Wish:
    words = wording.heard(heard.fact, heard.value)
    remove = _without(asked, (), None, heard.chips)
    return Wish(words, remove, _change(f"frage-{heard.fact.name}"))


def _change(field: str) -> str:
    """Return where a wish is changed: without scripts a page on which the filters are open."""
    return f"#{field}" if field == "q" else f"{here(**{OPEN: TICKED})}#{field}"


def _without(asked: Asked, names: tuple[str, ...], value: str | None, chips: Sequence[str]) -> str:
    """Return this page's address without these filters and chips, on its first page."""
    changes: dict[str, list[str] | None] = dict.fromkeys((*names, "seite", OPEN))
    if value is not None:
        kept = [one for one in request.args.getlist(names[0]) if one != value]
        changes[names[0]] = kept
    return here(**changes, ohne=sorted({*asked.dropped, *chips}))
