"""Questions to courses, half of them without an answer: found where they stand, or not at all."""

import json
from functools import cache
from pathlib import Path

import pytest

from mentorhub.courses.actions import content
from mentorhub.courses.asking import Found, PassageIndex
from mentorhub.courses.passages import passages_of
from tests.courses.words import PIECES

HERE = Path(__file__).parent
QUESTIONS = [
    json.loads(line) for line in (HERE / "course_questions.jsonl").read_text("utf-8").splitlines()
]
ANSWERED = [each for each in QUESTIONS if each["lesson"]]


@cache
def courses():
    read = content.read(HERE.parents[1] / "content")
    return {each.id: passages_of(each) for each in read.courses}


def test_half_of_the_questions_have_an_answer_and_it_stands_where_they_say():
    assert len(ANSWERED) * 2 == len(QUESTIONS) >= 60
    for each in ANSWERED:
        passages = courses()[each["course"]]
        assert any(_is_right(each, passage) for passage in passages), each["ask"]


@pytest.fixture(scope="module")
def by_meaning(encoder) -> dict[str, Found]:
    indexes = {}
    for slug in {each["course"] for each in QUESTIONS}:
        passages = courses()[slug]
        rows = encoder.documents([each.read for each in passages])
        indexes[slug] = PassageIndex(passages, rows, PIECES)
    return {
        each["ask"]: indexes[each["course"]].find(each["ask"], encoder.query(each["ask"]))
        for each in QUESTIONS
    }


@pytest.fixture(scope="module")
def by_words() -> dict[str, Found]:
    return {
        each["ask"]: PassageIndex(courses()[each["course"]], None, PIECES).find(each["ask"], None)
        for each in QUESTIONS
    }


@pytest.mark.slow
def test_by_meaning_nine_of_ten_questions_are_told_apart(by_meaning):
    assert _decided(by_meaning) >= 0.86
    assert _found(by_meaning) >= 0.72


def test_by_words_alone_most_still_are(by_words):
    assert _decided(by_words) >= 0.8
    assert _found(by_words) >= 0.45


def _decided(found: dict[str, Found]) -> float:
    """The share of questions that are rightly answered or rightly left."""
    right = sum(bool(found[each["ask"]].quotes) == bool(each["lesson"]) for each in QUESTIONS)
    return right / len(QUESTIONS)


def _found(found: dict[str, Found]) -> float:
    """The share of questions with an answer of which a right place is quoted."""
    right = sum(any(_is_right(e, quote) for quote in found[e["ask"]].quotes) for e in ANSWERED)
    return right / len(ANSWERED)


def _is_right(question, passage) -> bool:
    return passage.lesson == question["lesson"] and any(
        each in passage.read for each in question["says"]
    )
