"""From a sentence to an answer: the only door that the rooms need."""

import logging
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np

from mentorhub.recommend.engine.bridge import Bridge, space_of
from mentorhub.recommend.engine.build import build, encoded
from mentorhub.recommend.engine.cache import VectorCache
from mentorhub.recommend.engine.document import (
    Document,
    Facts,
    Feedback,
    Given,
    Hit,
    Reason,
    Results,
    Understood,
)
from mentorhub.recommend.engine.explain import Explainer, asked_words
from mentorhub.recommend.engine.feedback import Leaning
from mentorhub.recommend.engine.generation import Generation, Parts
from mentorhub.recommend.engine.intent import understand
from mentorhub.recommend.engine.lexical import question
from mentorhub.recommend.engine.live import Generations, Live
from mentorhub.recommend.engine.near import HELD, LOOKED_AT, Asked, lacking, none_near
from mentorhub.recommend.engine.page import Page, Ranking, Visible, arrange
from mentorhub.recommend.engine.places import Gazetteer
from mentorhub.recommend.engine.ranking import Question, Scored, score
from mentorhub.recommend.engine.shelf import Shelf
from mentorhub.recommend.engine.similar import Similar, Thing, Wanted, similar
from mentorhub.recommend.engine.spread import Candidate
from mentorhub.recommend.engine.text import Synonyms, names_a_topic, words
from mentorhub.recommend.engine.unwanted import Unwanted, likeness
from mentorhub.recommend.engine.vectors import (
    Encoder,
    IntentEncoder,
    Mask,
    Progress,
    Rows,
    Vectors,
)
from mentorhub.recommend.engine.weights import Weights
from mentorhub.recommend.engine.wishes import Wishes, costs, filters, in_other_tongues, wishes

_log = logging.getLogger(__name__)

# Filters in the order in which they are dropped where nothing would be left. The kind stays.
LOOSENED_FIRST: Final = (
    "providers",
    "starts",
    "max_days",
    "azav",
    "level",
    "max_price_cents",
    "free",
    "schedules",
    "language",
    "form",
    "place",
)


@dataclass(frozen=True, slots=True)
class _Meant:
    """The vector of a question, the shares of known subjects in it, the names of the largest."""

    query: Vectors | None = None
    subjects: Vectors | None = None
    names: tuple[str, ...] = ()


class SearchEngine:
    """Searches the generation in use.

    ``encoder`` is asked at each search: while it returns None, or an encoder of another name than
    the index was built with, the answer is on the step "words".
    """

    def __init__(
        self,
        live: Generations,
        encoder: Callable[[], Encoder | None],
        gazetteer: Gazetteer,
        weights: Weights | None = None,
        synonyms: Synonyms | None = None,
    ) -> None:
        self._live = live
        self._encoder = encoder
        self._gazetteer = gazetteer
        self._weights = weights or Weights()
        self._synonyms = synonyms
        self._mismatch: tuple[str, str] | None = None

    @classmethod
    def of_documents(
        cls,
        documents: Sequence[Document],
        encoder: Encoder | None,
        directory: Path,
        gazetteer: Gazetteer,
        weights: Weights | None = None,
        synonyms: Synonyms | None = None,
        progress: Progress | None = None,
        bridge: Bridge | None = None,
    ) -> "SearchEngine":
        """Build an index over exactly these documents in the directory and search in it."""
        parts = Parts(documents)
        if encoder is not None:
            cache = VectorCache(directory / "cache.db")
            parts = encoded(documents, encoder, cache, progress, bridge)
        shelf = Shelf(directory)
        build(shelf, parts, expected=len(documents))
        return cls(Live(shelf), lambda: encoder, gazetteer, weights, synonyms)

    def search(
        self,
        text: str,
        given: Given | None = None,
        *,
        today: date,
        without: Collection[str] = frozenset(),
        seed: str | None = None,
        limit: int = 10,
        offset: int = 0,
        visible: Visible | None = None,
        diversify: bool = True,
        expired_too: bool = False,
        grouped: bool = True,
        feedback: Feedback | None = None,
    ) -> Results:
        """Answer one sentence.

        Args:
            text: what was typed; may be empty, which marks without a word are too.
            given: explicit filters; they outrank what the sentence says about the same matter.
            today: decides what is current; ``expired_too`` keeps what is not.
            without: ids of chips that the searcher removed.
            seed: decides ties; by default it changes daily.
            limit: hits on this page.
            offset: hits before it.
            visible: returns which of the given keys may be shown now, however old the index is.
            diversify: whether one provider is held to two hits among the first ten.
            expired_too: whether offers whose starts all lie behind are found as well.
            grouped: whether the offers of one course are one hit; otherwise each is its own.
            feedback: documents of which more is wanted or none; unknown keys count for nothing.
        """
        started = time.perf_counter()
        understood = understand(text if words(text) else "", self._gazetteer, today, without)
        seed = today.isoformat() if seed is None else seed
        page = Page(limit, offset, seed, visible, diversify, grouped)
        generation = self._live.generation()
        if generation is None:
            return Results(understood, "newest", (), 0, 0, {}, _milliseconds_since(started))
        given = given or Given()
        base = np.ones(len(generation), np.bool_) if expired_too else generation.current(today)
        masks = self._masks(given, generation, today)
        allowed, loosened = loosen(base, masks)
        wanted = wishes(understood, given, self._gazetteer, self._weights.radius_km)
        unmet = costs(wanted, generation.columns, today)
        also = self._also(understood.topic, generation)
        meant = self._meant(understood, also, generation)
        told = tuple(dict.fromkeys((*also, *meant.names)))
        leaning = Leaning.of(feedback or Feedback(), generation, self._weights)
        asked = leaning.pieces(question(understood.topic, also, self._weights.synonyms))
        whole = Question(
            query=leaning.moved(meant.query, alone=not understood.topic),
            subjects=meant.subjects,
            pieces=asked,
            allowed=leaning.allowed(allowed),
            costs=unmet,
            foreign=_foreign(understood, wanted, given, generation),
            unwanted=self._unwanted(understood, generation),
            grouped=grouped,
        )
        scored = score(whole, generation, self._weights)
        about = masks if names_a_topic(understood.topic) else {}
        freed = _freed(whole, scored, leaning.allowed(base), about, generation, self._weights)
        if freed:
            allowed, loosened = freed
            whole = replace(whole, allowed=leaning.allowed(allowed))
            scored = score(whole, generation, self._weights)
        scored = leaning.pushed(scored, asked)
        named = generation.provider_names.named(text) | _numbers(given, generation)
        arranged = arrange(Ranking(whole, scored, generation, self._weights, named), page)
        explainer = Explainer(
            asked=asked_words(understood.topic, told),
            wanted=wanted,
            costs=unmet,
            columns=generation.columns,
            today=today,
            by_meaning=_by_meaning(scored, meant, generation),
        )
        like = leaning.reasons(np.array([hit.row for hit in arranged.hits], np.int64), scored.rows)
        return Results(
            understood=understood,
            step=scored.step,
            hits=tuple(
                _hit(one, generation, explainer, like.get(one.row, ())) for one in arranged.hits
            ),
            total=arranged.total,
            offers=arranged.offers,
            facets=arranged.facets,
            took_ms=_milliseconds_since(started),
            loosened=loosened,
            also=told,
            feedback=leaning.feedback,
            none_near=not (offset or named or "funding" in (wanted.kind, understood.kind))
            and leaning.feedback == Feedback()
            and _none_near(understood, also, meant, (scored, arranged.hits), generation),
        )

    def similar(
        self,
        text: str = "",
        facts: Facts | None = None,
        *,
        key: str | None = None,
        today: date,
        limit: int = 6,
        seed: str | None = None,
        visible: Visible | None = None,
    ) -> Similar:
        """Return courses that resemble a document of the index, or a text about a subject.

        Args:
            text: compared where there is no ``key``, or where the index does not know it; commas
                stand between names for the same.
            facts: what is wished for beside; by default the place and language of the document.
            key: of an indexed document: its stored vector is used, nothing is encoded.
            today: decides what is current.
            limit: alternatives at most; the same course elsewhere is not counted.
            seed: decides ties; by default it changes daily.
            visible: returns which of the given keys may be shown now.
        """
        generation = self._live.generation()
        if generation is None:
            return Similar("newest")
        thing = self._thing(text, key, generation)
        if facts is None:
            facts = _whereabouts(generation, thing.row)
        wanted = Wanted(today, limit, today.isoformat() if seed is None else seed, visible)
        return similar(thing, facts, generation, self._weights, wanted)

    def twins(self, key: str) -> tuple[str, ...]:
        """Return the keys of the other offers of a course, whatever their state, in order.

        Nothing where the index does not know the key.
        """
        generation = self._live.generation()
        row = generation.row(key) if generation else None
        if generation is None or row is None:
            return ()
        everything = np.ones(len(generation), np.bool_)
        group, _ = generation.twins.members(np.array([row]), everything)
        return tuple(generation.keys[one] for one in group.tolist() if one != row)

    def _thing(self, text: str, key: str | None, generation: Generation) -> Thing:
        row = generation.row(key) if key else None
        if row is not None:
            query = _own_vector(row, generation)
            return Thing(query, question(generation.document(row).title), row=row)
        encoder = self._encoder() if text else None
        spoken = encoder is not None and self._speaks_alike(encoder, generation)
        query = encoder.query(text) if encoder is not None and spoken else None
        return Thing(query, question(text), text)

    def _masks(self, given: Given, generation: Generation, today: date) -> dict[str, Mask]:
        masks = filters(given, generation.columns, self._gazetteer, today)
        if given.providers:
            masks["providers"] = np.isin(generation.provider, list(_numbers(given, generation)))
        return masks

    def _also(self, topic: str, generation: Generation) -> tuple[str, ...]:
        """Return what misspelt words mean, then the synonyms of the whole, each once.

        What tells no topic is left out: that "curs" means "Kurs" finds every course.
        """
        everyday = generation.bridge.everyday if generation.bridge else ()
        meant = generation.vocabulary.meant(topic, everyday)
        others = self._synonyms.expand(" ".join((topic, *meant))) if self._synonyms else ()
        return tuple(dict.fromkeys((*meant, *filter(names_a_topic, others))))

    def _meant(
        self, understood: Understood, also: Sequence[str], generation: Generation
    ) -> "_Meant":
        """Return what a question means, nothing where meaning cannot be searched."""
        encoder = self._encoder() if understood.topic else None
        if encoder is None or generation.vectors is None:
            return _Meant()
        if not self._speaks_alike(encoder, generation):
            return _Meant()
        beside = ", ".join(also[: self._weights.also])
        bridge = generation.bridge
        if bridge is None or bridge.space != space_of(encoder):
            return _Meant(encoder.query(_with(understood.asked, beside)))
        query, wanted = _heard(encoder, understood, beside)
        shares = bridge.shares(wanted, self._weights)
        moved = bridge.moved(query, shares, self._weights)
        return _Meant(moved, shares, bridge.named(shares, self._weights))

    def _unwanted(
        self, understood: Understood, generation: Generation
    ) -> Callable[[Rows], Vectors] | None:
        """Return who tells how much is about what was refused, None where nothing was."""
        if not understood.not_topics:
            return None
        things = [self._thing_unwanted(one, generation) for one in understood.not_topics]
        weights = self._weights
        return lambda rows: likeness(things, rows, generation, weights)

    def _thing_unwanted(self, name: str, generation: Generation) -> Unwanted:
        others = self._synonyms.expand(name) if self._synonyms else ()
        pieces = question(name, others)
        encoder, bridge = self._encoder(), generation.bridge
        if encoder is None or bridge is None or bridge.space != space_of(encoder):
            return Unwanted(pieces)
        wanted = (
            encoder.intents([name])[0]
            if isinstance(encoder, IntentEncoder)
            else encoder.query(name)
        )
        return Unwanted(pieces, bridge.shares(wanted, self._weights))

    def _speaks_alike(self, encoder: Encoder, generation: Generation) -> bool:
        made_by = generation.manifest.encoder
        if (made_by, generation.manifest.dimension) == (encoder.name, encoder.dimension):
            return True
        if self._mismatch != (generation.name, encoder.name):
            self._mismatch = (generation.name, encoder.name)
            _log.warning(
                "search index %s was made by %s, not by %s: words only until it is rebuilt",
                generation.name,
                made_by,
                encoder.name,
            )
        return False


def _foreign(
    understood: Understood, wanted: Wishes, given: Given, generation: Generation
) -> Callable[[Rows], Mask] | None:
    """Return who tells what is in a language that nobody expects, None where one was asked for."""
    if wanted.language or given.language:
        return None
    return partial(in_other_tongues, understood.tongue, generation.columns)


def _heard(encoder: Encoder, understood: Understood, beside: str) -> tuple[Vectors, Vectors]:
    """Return what was asked means, and what is wanted by its topic.

    In another language German words that mean the same are heard as if they had been said. An
    encoder without training compares the topic itself with sayings.
    """
    if isinstance(encoder, IntentEncoder):
        if understood.tongue is None:
            return encoder.question(understood.said, beside)
        german = ((word, True) for word in beside.replace(",", "").split())
        return encoder.question((*understood.said, *german), "")
    asked = _with(understood.asked, beside)
    query = encoder.query(asked)
    return query, query if asked == understood.topic else encoder.query(understood.topic)


def _with(asked: str, beside: str) -> str:
    return f"{asked} ({beside})" if beside else asked


def _none_near(
    understood: Understood,
    also: Sequence[str],
    meant: _Meant,
    found: tuple[Scored, Sequence[Candidate]],
    generation: Generation,
) -> bool:
    """Return whether the hits are about something else; wishes alone are about nothing."""
    bridge, held = generation.bridge, generation.held
    if meant.subjects is None or held is None or bridge is None or understood.is_wishes_alone:
        return False
    scored, hits = found
    absent = {str(name) for name in bridge.names[held < HELD]}
    asked = Asked(
        topic=understood.topic,
        synonyms=also,
        names=meant.names,
        absent=[name for name in meant.names if name in absent],
        lack=lacking(meant.subjects, held),
        largest=float(meant.subjects.max()),
        foreign=understood.tongue is not None,
    )
    documents = [generation.document(hit.row) for hit in hits[:LOOKED_AT]]
    return none_near(asked, documents, np.sort(scored.topic)[::-1][:LOOKED_AT].tolist())


def _freed(
    asked: Question,
    scored: Scored,
    base: Mask,
    masks: Mapping[str, Mask],
    generation: Generation,
    weights: Weights,
) -> tuple[Mask, tuple[str, ...]] | None:
    """Return what ``loosen`` would where filters keep out all that is on the topic, else None.

    That is looked at only where few of the words stand in what passes the filters.
    """
    if masks.keys() <= {"kind"} or scored.said >= weights.kept_out_words:
        return None
    base = _all_of(base, [masks[name] for name in masks if name == "kind"])
    every = score(replace(asked, allowed=base), generation, weights)
    best = every.topic.max(initial=-np.inf)
    if best - scored.topic.max(initial=-np.inf) < weights.kept_out:
        return None
    near = np.zeros(len(base), np.bool_)
    near[every.rows[every.topic > best - weights.kept_out]] = True
    _, dropped = loosen(near, masks)
    kept = (mask for name, mask in masks.items() if name not in dropped)
    return _all_of(base, kept), dropped


def loosen(base: Mask, masks: Mapping[str, Mask]) -> tuple[Mask, tuple[str, ...]]:
    """Return what passes all filters, and the filters dropped because nothing would.

    One filter is dropped if that is enough, otherwise one after the other in the order of
    LOOSENED_FIRST.
    """
    kept = dict(masks)
    dropped: list[str] = []
    while not (allowed := _all_of(base, kept.values())).any():
        droppable = [name for name in LOOSENED_FIRST if name in kept]
        if not droppable:
            break
        enough = (name for name in droppable if _all_but(base, kept, name).any())
        name = next(enough, droppable[0])
        del kept[name]
        dropped.append(name)
    return allowed, tuple(dropped)


def _all_but(base: Mask, masks: Mapping[str, Mask], left_out: str) -> Mask:
    return _all_of(base, (mask for name, mask in masks.items() if name != left_out))


def _all_of(base: Mask, masks: Iterable[Mask]) -> Mask:
    allowed = base
    for mask in masks:
        allowed = allowed & mask
    return allowed


def _numbers(given: Given, generation: Generation) -> frozenset[int]:
    return frozenset(at for at, name in enumerate(generation.providers) if name in given.providers)


def _own_vector(row: int, generation: Generation) -> Vectors | None:
    """Return the stored vector of a document, None where there is none."""
    rows = np.array([row])
    if generation.vectors is None or not generation.has_vector(rows).all():
        return None
    own: Vectors = generation.vectors.stored(rows)[0]
    return own


def _whereabouts(generation: Generation, row: int | None) -> Facts:
    """Return place and language of a document: who looks at it wants others like it near it."""
    if row is None:
        return Facts()
    facts = generation.document(row).facts
    return Facts(
        postcode=facts.postcode,
        town=facts.town,
        latitude=facts.latitude,
        longitude=facts.longitude,
        language=facts.language,
    )


def _hit(
    one: Candidate, generation: Generation, explainer: Explainer, like: tuple[Reason, ...]
) -> Hit:
    document = generation.document(one.row)
    reasons = (*like, *explainer.reasons(one.row, document))
    others = tuple(generation.keys[row] for row in one.others)
    return Hit(document.key, round(one.score, 6), reasons, document.kind, others)


def _by_meaning(scored: Scored, meant: _Meant, generation: Generation) -> frozenset[int]:
    """Return the rows that meaning has brought."""
    if scored.step != "hybrid" or meant.query is None:
        return frozenset()
    return frozenset(scored.rows[generation.has_vector(scored.rows)].tolist())


def _milliseconds_since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 3)
