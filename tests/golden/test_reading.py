"""Questions that a reader of a funding text can answer: each answer is still in the text."""

import json
from pathlib import Path

import pytest

from mentorhub.recommend.funding.files import load
from mentorhub.recommend.funding.rules import Instrument

FOLDER = Path(__file__).parents[2] / "content" / "funding"
ASKED = json.loads(Path(__file__).with_name("reading.json").read_text(encoding="utf-8"))
RECORDS = {one.id: one for one in load(FOLDER)}


def told(one: Instrument) -> str:
    """Return what a reader is told in sentences, in German, a line for each text."""
    texts = [one.plain, *one.text, one.decides]
    texts += [one.ended_reason] if one.ended_reason else []
    return "\n".join(text.de for text in texts)


def test_every_instrument_is_asked_about():
    assert [one["id"] for one in ASKED] == list(dict.fromkeys(one["id"] for one in ASKED))
    assert {one["id"] for one in ASKED} == set(RECORDS)


@pytest.mark.parametrize("one", ASKED, ids=[one["id"] for one in ASKED])
def test_five_questions_with_wanted_facts_are_asked(one):
    questions = [entry["question"] for entry in one["questions"]]
    assert len(set(questions)) == 5
    assert all(question.endswith(("?", ".")) for question in questions)
    assert all(entry["wanted"] for entry in one["questions"])


@pytest.mark.parametrize("one", ASKED, ids=[one["id"] for one in ASKED])
def test_each_wanted_fact_is_said_in_the_text(one):
    text = told(RECORDS[one["id"]])
    wanted = [fact for entry in one["questions"] for fact in entry["wanted"]]
    assert [fact for fact in wanted if fact["said"] not in text] == []
    assert all(fact["fact"].strip() for fact in wanted)
