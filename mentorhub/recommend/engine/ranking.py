"""Scores documents for one question: meaning, words and wishes, and nothing about providers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from mentorhub.recommend.engine.document import Step
from mentorhub.recommend.engine.fuse import aligned, centred, relative, soft_sum
from mentorhub.recommend.engine.generation import Generation
from mentorhub.recommend.engine.vectors import Allowed, Choice, Mask, Rows, Vectors
from mentorhub.recommend.engine.weights import Weights

_FLAT = 1e-6  # spread of words below which their share tells nothing
_LUCK = 0.7  # deviations above that line: the first of a ranking are those with luck in meaning
_FITS_BELOW = 0.5  # cost up to which a wish counts as met when candidates are gathered


@dataclass(frozen=True, slots=True)
class Question:
    """One question, ready to be scored.

    ``query`` (d,) is None on the step "words"; ``subjects`` (k,) are the shares of the bridge's
    subjects, None without a bridge; ``pieces`` are those of ``lexical.question``;
    ``allowed`` (n,) are the documents that pass every filter; ``costs`` come from the wishes.
    ``foreign`` returns which of some rows are in a language neither asked for nor asked in.
    ``unwanted`` returns how much some rows are about what was refused, 0 to 1.
    ``grouped``: of the offers of one course only the best fitting is a candidate.
    """

    query: Vectors | None
    pieces: Mapping[str, float]
    allowed: Mask
    costs: Mapping[str, Vectors]
    subjects: Vectors | None = None
    foreign: Callable[[Rows], Mask] | None = None
    unwanted: Callable[[Rows], Vectors] | None = None
    grouped: bool = False


@dataclass(frozen=True, slots=True)
class Scored:
    """Candidates with their scores, in no order, and the step that found them.

    ``unmet`` is the summed weight of unmet wishes: how far each is from a strict fit. ``topic`` is
    how well each answers the question, whatever was wished for, and ``said`` the largest share of
    its words that one of them has, 0 to 1.
    """

    step: Step
    rows: Rows
    scores: Vectors
    unmet: Vectors
    topic: Vectors
    said: float


def score(question: Question, generation: Generation, weights: Weights) -> Scored:
    """Return the candidates for a question and their scores.

    Candidates come from meaning and from words, each once among all allowed documents and once
    among those that fit the wishes, so that a fitting one far down is not missed. The score is
    cosine + ``words`` x BM25 / maximum + ``subjects`` x likeness of subjects, less ``tongue`` for
    what is foreign, less ``unwanted`` for what was refused, less the wishes that are not met; a
    document whose vector is not there yet gets what others with as many of the words have in place
    of cosine and subjects. Without any candidate the step is "newest": every allowed document,
    scored by its wishes and what was refused.
    """
    found, bm25 = generation.words.best(question.pieces, weights.word_depth, weights.head)
    rows = _candidates(question, generation, weights, found)
    if len(rows) == 0:
        rows = np.flatnonzero(question.allowed)
        unmet = unmet_by(question, weights, rows)
        less = _refused(question, weights, rows)
        wished = -soft_sum(unmet, weights.cap) - less
        return Scored("newest", rows, wished, unmet, np.zeros_like(unmet), 0.0)
    unmet = unmet_by(question, weights, rows)
    said = aligned(rows, found, relative(bm25))
    step, topic = _on_topic(question, generation, weights, rows, said)
    if question.foreign is not None:
        topic = topic - weights.tongue * question.foreign(rows)
    topic = topic - _refused(question, weights, rows)
    scores = topic - _missed(question, weights, topic, unmet, rows)
    return Scored(step, rows, scores, unmet, topic, float(said.max()))


def share_of_words(
    pieces: Mapping[str, float], rows: Rows, generation: Generation, weights: Weights
) -> Vectors:
    """Return the share of the best BM25 for these pieces that each row has, 0 to 1."""
    found, bm25 = generation.words.best(pieces, weights.word_depth, weights.head)
    return aligned(rows, found, relative(bm25))


def share_of_subjects(
    subjects: Vectors | None, rows: Rows, generation: Generation, weights: Weights
) -> Vectors:
    """Return how alike each row is in its subjects, as a share of the most alike of them.

    Zero where nothing tells what the question (k,), or what the documents, are about.
    """
    if subjects is None or generation.about is None:
        return np.zeros(len(rows), np.float32)
    alike = generation.about.alike(rows, subjects)
    return alike / max(float(alike.max(initial=0.0)), weights.subjects_least)


def _on_topic(
    question: Question, generation: Generation, weights: Weights, rows: Rows, said: Vectors
) -> tuple[Step, Vectors]:
    """Return how well each row answers the question, whatever was wished for."""
    known = generation.has_vector(rows)
    if question.query is None or generation.vectors is None or not known.any():
        return "words", weights.words_alone * said
    query = centred(question.query, generation.generic, weights.centring)
    meant = generation.vectors.scores(query, rows) + _on_subject(
        question, generation, weights, rows
    )
    meant = supposed(meant, said, known)
    return "hybrid", meant + weights.words * said


def _on_subject(
    question: Question, generation: Generation, weights: Weights, rows: Rows
) -> Vectors:
    """Return what each row gains by being about the subjects of the question."""
    return weights.subjects * share_of_subjects(question.subjects, rows, generation, weights)


def supposed(meant: Vectors, said: Vectors, known: Mask) -> Vectors:
    """Return ``meant`` with a supposed value wherever it is not ``known``, (n,); some must be.

    Supposed is the line through the known values over ``said``, of rows that have at least as many
    of the words as any unknown one: rows that were found by meaning alone would lift it. Where
    none has, it is the best known value. It stays within what is known, so that nothing is hidden
    or favoured for having no vector.
    """
    if known.all():
        return meant
    like = known & (said >= said[~known].min())
    if not like.any():
        return np.where(known, meant, meant[known].max())
    over = said[like] - said[like].mean()
    spread = float(over @ over)
    slope = float(over @ meant[like]) / spread if spread > _FLAT else 0.0
    line = meant[like].mean() + slope * (said - said[like].mean())
    line += _LUCK * float((meant - line)[like].std())
    return np.where(known, meant, np.clip(line, meant[like].min(), meant[like].max()))


def unmet_by(question: Question, weights: Weights, rows: Rows) -> Vectors:
    """Return the summed weight of unmet wishes of each row."""
    unmet = np.zeros(len(rows), np.float32)
    for name, cost in question.costs.items():
        unmet += weights.of(name) * cost[rows]
    return unmet


def _refused(question: Question, weights: Weights, rows: Rows) -> Vectors:
    if question.unwanted is None:
        return np.zeros(len(rows), np.float32)
    return np.asarray(weights.unwanted * question.unwanted(rows), np.float32)


def _missed(
    question: Question, weights: Weights, topic: Vectors, unmet: Vectors, rows: Rows
) -> Vectors:
    """Return what unmet wishes take from each score.

    The farther a document is from the best on topic, the less it gains by meeting wishes: what
    is off the topic is ranked as if it met none, so that the wrong course in the right town
    stays behind the right course elsewhere. Courses against funding are told apart everywhere.
    """
    kind = weights.kind * question.costs["kind"][rows] if "kind" in question.costs else 0.0
    none = sum(weights.of(name) for name in question.costs if name != "kind")
    behind = topic.max() - topic - weights.on_topic
    share = np.clip(1.0 - behind / weights.off_topic, 0.0, 1.0)
    costs = none - (none - (unmet - kind)) * share + kind
    return soft_sum(np.asarray(costs, np.float32), weights.cap)


def _candidates(question: Question, generation: Generation, weights: Weights, found: Rows) -> Rows:
    masks = [question.allowed]
    if question.costs:
        masks.append(question.allowed & _fitting(question.costs))
    twins = generation.twins
    unmet = partial(unmet_by, question, weights)
    parts: list[Rows] = []
    choices: list[Choice] = []
    for mask in masks:
        said = found[mask[found]]
        if question.grouped:
            parts.append(said[twins.once(said)][: weights.pool])
            choices.append(twins.best_of_each(mask, unmet))
        else:
            parts.append(said[: weights.pool])
            choices.append(Allowed(mask))
    if question.query is not None and generation.vectors is not None:
        query = centred(question.query, generation.generic, weights.centring)
        parts += generation.vectors.nearest_of_each(query, weights.pool, choices)
    return np.unique(np.concatenate(parts))


def _fitting(costs: Mapping[str, Vectors]) -> Mask:
    return np.asarray(np.all([cost < _FITS_BELOW for cost in costs.values()], axis=0))
