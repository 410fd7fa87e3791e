"""What resembles a document or a text: the same course elsewhere, then real alternatives."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mentorhub.recommend.engine.columns import UNKNOWN
from mentorhub.recommend.engine.document import KINDS, Document, Facts, Hit, Reason, Step
from mentorhub.recommend.engine.explain import matched_words
from mentorhub.recommend.engine.fuse import ranked
from mentorhub.recommend.engine.generation import Generation
from mentorhub.recommend.engine.page import Visible
from mentorhub.recommend.engine.places import Place
from mentorhub.recommend.engine.ranking import Question, Scored, score, share_of_words
from mentorhub.recommend.engine.spread import Candidate, diversify
from mentorhub.recommend.engine.text import topic_words
from mentorhub.recommend.engine.twins import collapsed
from mentorhub.recommend.engine.vectors import Mask, Rows, Vectors
from mentorhub.recommend.engine.weights import Weights
from mentorhub.recommend.engine.wishes import Wishes, costs

MOST_OF_A_KIND: Final = 3  # alternatives of one relation, as long as there are others
STANDS_OUT: Final = 3.6  # standard deviations above what the document has in common with any
SUBJECT_STANDS_OUT: Final = 2.5  # the same where both are nearest to one known subject
SAME_SUBJECT: Final = 4.8  # from here on two documents are about one thing
SUBJECT_IS_CERTAIN: Final = 3.0  # deviations of a document's nearest subject above all of them
TEXT_STANDS_OUT: Final = 2.8  # for what has the words of a text
TEXT_IS_CERTAIN: Final = 6.0  # for what has not
WORDS_STAND_OUT: Final = 0.35  # share of its own BM25, on the step "words"
WORDS_SAME_SUBJECT: Final = 0.5
LONG_WORD: Final = 5  # letters of a word that can name a language
_ONE_BELOW: Final = 0.159  # share of a normal distribution more than one deviation below
_SAMPLE: Final = 2000

RELATIONS: Final = ("like_course", "next_level", "earlier_level", "near_subject")
LIKE, NEXT, EARLIER, NEAR = RELATIONS
# What a course leads to; school and language certificates stand on no such stair.
_STAIRS: Final = {"none": 0, "certificate": 0, "partial": 1, "vocational": 2, "upgrading": 3}


@dataclass(frozen=True, slots=True)
class Thing:
    """What others shall resemble: a document of the generation, or a text.

    ``query`` (d,) is None where meaning cannot be compared; ``pieces`` are those of
    ``lexical.question``. ``row`` is the document's, None for a text. Commas in ``text`` stand
    between names for the same.
    """

    query: Vectors | None
    pieces: Mapping[str, float]
    text: str = ""
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many are wanted, for which day, what may be shown now, and what decides ties."""

    today: date
    limit: int = 6
    seed: str = ""
    visible: Visible | None = None


@dataclass(frozen=True, slots=True)
class Similar:
    """One answer: the same course elsewhere or on other days, and alternatives, best first.

    The first reason of an alternative is one of "like_course", "next_level", "earlier_level" and
    "near_subject"; after it stands what differs: "other_form", "other_times", "other_place",
    "other_language". What resembles a text carries no reasons.
    """

    step: Step
    elsewhere: tuple[Hit, ...] = ()
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class _Close:
    """Which of the candidates resemble the thing enough, and which are about the same."""

    enough: Mask
    same: Mask


def similar(
    thing: Thing, facts: Facts, generation: Generation, weights: Weights, wanted: Wanted
) -> Similar:
    """Return what resembles the thing: current courses only, each once.

    What ``facts`` hold counts like the wishes of a search. The provider is in no score; one of
    them is held to a share of the list afterwards.
    """
    columns = generation.columns
    allowed = generation.current(wanted.today) & (columns.kind == KINDS.index("course"))
    same = np.zeros(len(generation), np.bool_)
    if thing.row is not None:
        same = generation.twins.first == generation.twins.first[thing.row]
    unmet = costs(_wishes(facts, weights), columns, wanted.today)
    question = Question(thing.query, thing.pieces, allowed & ~same, unmet)
    scored = score(question, generation, weights)
    elsewhere = _elsewhere(thing, np.flatnonzero(same & allowed), generation, wanted)
    alternatives = _alternatives(thing, scored, generation, weights, wanted)
    hits = tuple(_mixed(alternatives, wanted.limit))
    return Similar(scored.step, elsewhere, hits)


def _wishes(facts: Facts, weights: Weights) -> Wishes:
    places: tuple[Place, ...] = ()
    if facts.latitude is not None and facts.longitude is not None:
        places = (Place(facts.town or "", facts.latitude, facts.longitude, facts.postcode),)
    return Wishes(
        places=places,
        radius_km=weights.radius_km,
        times=facts.schedules,
        form=facts.form,
        language=facts.language,
        level=facts.level,
    )


def _elsewhere(thing: Thing, rows: Rows, generation: Generation, wanted: Wanted) -> tuple[Hit, ...]:
    """Return the document's twins, by the seed: one is as much the same course as the other."""
    others = rows[rows != thing.row]
    keys = [generation.keys[row] for row in others]
    shown = wanted.visible(keys) if wanted.visible and keys else set(keys)
    order = ranked(np.ones(len(keys), np.float32), keys, wanted.seed)
    return tuple(Hit(keys[at], 1.0, (), "course") for at in order if keys[at] in shown)


def _alternatives(
    thing: Thing, scored: Scored, generation: Generation, weights: Weights, wanted: Wanted
) -> Iterator[Hit]:
    """Yield every course that is close enough, best first, spread over providers."""
    if scored.step == "newest":
        return
    if thing.row is None:
        close = _close_to_text(thing, scored.rows, generation, weights)
    else:
        close = _close(thing, scored.rows, generation, weights)
    keys = [generation.keys[row] for row in scored.rows]
    order = [int(at) for at in ranked(scored.scores, keys, wanted.seed) if close.enough[at]]
    if wanted.visible and order:
        shown = wanted.visible([keys[at] for at in order])
        order = [at for at in order if keys[at] in shown]
    courses = collapsed((int(scored.rows[at]) for at in order), generation.twins.first)
    heads = [Candidate(order[head], float(scored.scores[order[head]]), 0.0) for head, _ in courses]
    others = {order[head]: tuple(keys[order[at]] for at in rest) for head, rest in courses}
    own = None if thing.row is None else generation.document(thing.row)
    for place in diversify(heads, lambda one: int(generation.provider[scored.rows[one.row]])):
        one = heads[place]
        at = one.row
        row, same = int(scored.rows[at]), bool(close.same[at])
        reasons = _reasons(thing, own, row, generation, same=same)
        yield Hit(keys[at], round(one.score, 6), reasons, "course", others[at])


def _close(thing: Thing, rows: Rows, generation: Generation, weights: Weights) -> _Close:
    if thing.query is None or generation.vectors is None:
        share = share_of_words(thing.pieces, rows, generation, weights)
        return _Close(share >= WORDS_STAND_OUT, share >= WORDS_SAME_SUBJECT)
    above = _above(thing, rows, generation)
    subject, certain = _subjects(generation, np.array([thing.row, *rows]))
    of_one = (subject[1:] == subject[0]) & certain[1:] & certain[0]
    enough = (above >= STANDS_OUT) | (of_one & (above >= SUBJECT_STANDS_OUT))
    return _Close(enough, enough & (of_one | (above >= SAME_SUBJECT)))


def _close_to_text(thing: Thing, rows: Rows, generation: Generation, weights: Weights) -> _Close:
    """Judge what resembles a text: it says the words, or means it beyond doubt."""
    if thing.query is not None and generation.vectors is not None:
        above = _above(thing, rows, generation)
        near, certain = above >= TEXT_STANDS_OUT, above >= TEXT_IS_CERTAIN
    else:
        near = share_of_words(thing.pieces, rows, generation, weights) >= WORDS_STAND_OUT
        certain = np.zeros(len(rows), np.bool_)
    names = [topic_words(each) for each in thing.text.split(",") if each.strip()]
    says = [
        bool(unsure) and _says(generation.document(int(row)), names)
        for row, unsure in zip(rows, near & ~certain, strict=True)
    ]
    return _Close(np.array(says, np.bool_) | certain, np.zeros(len(rows), np.bool_))


def _says(document: Document, names: Iterable[Sequence[str]]) -> bool:
    """Return whether a document has every word of one of the names."""
    return any(all(matched_words([word], document) for word in each) for each in names)


def _above(thing: Thing, rows: Rows, generation: Generation) -> Vectors:
    """Return how far each row stands above what the thing has in common with any, in deviations.

    These are taken from the lower half, which the documents that resemble it do not widen. What
    has no vector yet stands infinitely far below.
    """
    assert thing.query is not None
    assert generation.vectors is not None
    sample = np.arange(0, len(generation), max(1, len(generation) // _SAMPLE), dtype=np.int64)
    sample = sample[(sample != thing.row) & generation.has_vector(sample)]
    usual = generation.vectors.scores(thing.query, sample)
    low, middle = np.quantile(usual, (_ONE_BELOW, 0.5)) if len(usual) else (-1.0, 0.0)
    cosines = generation.vectors.scores(thing.query, rows)
    above = (cosines - middle) / max(middle - low, 1e-6)
    return np.asarray(np.where(generation.has_vector(rows), above, -np.inf), np.float32)


def _subjects(generation: Generation, rows: Rows) -> tuple[NDArray[np.int64], Mask]:
    """Return the known subject that each document is nearest to, and whether that is certain."""
    if generation.bridge is None or generation.vectors is None:
        return np.full(len(rows), UNKNOWN, np.int64), np.zeros(len(rows), np.bool_)
    likeness = generation.vectors.stored(rows) @ generation.bridge.words.T
    above = likeness.max(axis=1) - likeness.mean(axis=1)
    certain = above >= SUBJECT_IS_CERTAIN * likeness.std(axis=1)
    certain &= generation.has_vector(rows)
    return np.asarray(likeness.argmax(axis=1), np.int64), np.asarray(certain, np.bool_)


def _mixed(hits: Iterable[Hit], limit: int) -> Iterator[Hit]:
    """Yield the first hits, no relation more than MOST_OF_A_KIND times while others remain.

    No more hits are made than that takes.
    """
    count: Counter[str] = Counter()
    seen: list[Hit] = []
    taken: list[Hit] = []
    held: list[Hit] = []
    for hit in hits:
        seen.append(hit)
        relation = hit.reasons[0].code if hit.reasons else ""
        count[relation] += 1
        (taken if not relation or count[relation] <= MOST_OF_A_KIND else held).append(hit)
        if len(taken) >= limit:
            break
    kept = {hit.key for hit in (*taken, *held)[:limit]}
    yield from (hit for hit in seen if hit.key in kept)


def _reasons(
    thing: Thing, one: Document | None, row: int, generation: Generation, *, same: bool
) -> tuple[Reason, ...]:
    if thing.row is None or one is None:
        return ()
    other = generation.document(row)
    same = same or _same_language(generation, thing.row, row, one, other)
    relation = _relation(generation, thing.row, row, one, other) if same else NEAR
    return (Reason(relation), *_differences(one.facts, other.facts))


def _relation(
    generation: Generation, first: int, second: int, one: Document, other: Document
) -> str:
    """Return how two courses about one thing stand to each other."""
    columns = generation.columns
    steps = [
        (int(columns.cefr[first]).bit_length(), int(columns.cefr[second]).bit_length(), 0),
        (_stair(one.facts), _stair(other.facts), UNKNOWN),
        (int(columns.level[first]), int(columns.level[second]), UNKNOWN),
    ]
    for mine, theirs, unknown in steps:
        if unknown not in (mine, theirs) and mine != theirs:
            return NEXT if theirs > mine else EARLIER
    return LIKE


def _same_language(
    generation: Generation, first: int, second: int, one: Document, other: Document
) -> bool:
    """Return whether two courses with a level of the CEFR teach one language."""
    cefr = generation.columns.cefr
    if not (cefr[first] and cefr[second]):
        return False
    mine, theirs = topic_words(one.title), topic_words(other.title)
    return any(
        len(a) >= LONG_WORD and len(b) >= LONG_WORD and (a.startswith(b) or b.startswith(a))
        for a in mine
        for b in theirs
    )


def _stair(facts: Facts) -> int:
    return _STAIRS.get(facts.degree_kind or "none", UNKNOWN)


def _differences(one: Facts, other: Facts) -> Iterator[Reason]:
    """Yield what is otherwise about the second; what is not known is not claimed to differ."""
    if other.form and other.form != one.form:
        yield Reason("other_form", {"form": other.form})
    if other.schedules and other.schedules != one.schedules:
        yield Reason("other_times", {"times": ",".join(sorted(other.schedules))})
    if other.town and other.form != "online" and other.town != one.town:
        yield Reason("other_place", {"town": other.town})
    if other.language and one.language and other.language != one.language:
        yield Reason("other_language", {"language": other.language})
