"""The golden queries are whole: every key exists, every kind of question is there."""

import json
import tomllib
from collections import Counter
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BUILDING, SEALED, NOTHING = (
    [json.loads(line) for line in (HERE / f"{name}.jsonl").read_text("utf-8").splitlines()]
    for name in ("queries", "sealed", "nothing")
)
QUERIES = [*BUILDING, *SEALED]
OFFERS = {
    offer["key"]
    for path in (ROOT / "content" / "offers").glob("*.toml")
    for offer in tomllib.loads(path.read_text("utf-8"))["offer"]
}
INSTRUMENTS = {path.stem for path in (ROOT / "content" / "funding").glob("*.toml")}


def test_each_query_has_its_fields_and_an_id_of_its_own():
    assert {frozenset(query) for query in QUERIES} == {
        frozenset({"id", "query", "relevant", "type"})
    }
    assert len({query["id"] for query in QUERIES}) == len(QUERIES)
    assert len({query["query"] for query in QUERIES}) == len(QUERIES)


def test_every_judged_key_is_in_our_catalogue():
    unknown = {
        (query["id"], key)
        for query in QUERIES
        for key in query["relevant"]
        if key not in OFFERS | INSTRUMENTS
    }
    assert unknown == set()


def test_grades_run_from_one_to_three_and_something_fits_exactly():
    for query in QUERIES:
        grades = set(query["relevant"].values())
        assert grades <= {1, 2, 3}, query["id"]
        assert 3 in grades, query["id"]


def test_questions_about_money_are_answered_with_instruments():
    money = [query for query in QUERIES if query["type"] == "funding"]
    assert all(INSTRUMENTS & set(query["relevant"]) for query in money)


@pytest.mark.parametrize("half", [BUILDING, SEALED], ids=["building", "sealed"])
def test_every_kind_of_question_is_asked_often_enough(half):
    kinds = Counter(query["type"] for query in half)
    assert set(kinds) == {
        "plain", "typo", "abbreviation", "constraint", "situation", "funding", "language",
    }  # fmt: skip
    assert len(half) >= 125
    assert min(kinds.values()) >= 10
    assert kinds["language"] >= 28


def test_some_questions_have_no_answer_in_our_catalogue():
    assert len({query["query"] for query in NOTHING}) >= 15
    assert all(set(query) == {"id", "query"} for query in NOTHING)
