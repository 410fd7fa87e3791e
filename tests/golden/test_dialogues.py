"""The scripted dialogues are whole, and the guide leads most of them well."""

import json
from pathlib import Path

import pytest

from mentorhub.kit import clock
from mentorhub.kit.db import Database
from mentorhub.recommend.dialogue.talk import ASK_KINDS
from mentorhub.recommend.guide import Guide
from tests.golden.test_queries import INSTRUMENTS, OFFERS
from tools import dialogues

FILE = Path(__file__).parent / "dialogues.jsonl"
PLAIN = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
FLOORS = {
    "right first question": 0.9,
    "no senseless question": 0.95,
    "right offer among first three": 0.9,
    "no unsupported claim": 1.0,
    "funding named where there is some": 0.9,
}


def test_each_dialogue_asks_and_expects_what_exists():
    assert len({one["id"] for one in PLAIN}) == len(PLAIN) == 40
    kinds = {*ASK_KINDS, "none"}
    for one in PLAIN:
        assert {*one["answers"], *one["first_question"], *one["wrong_questions"]} <= kinds
        assert one["first_question"], one["id"]
        assert set(one["right_offers"]) <= OFFERS, one["id"]
        assert {id_ for ids in one["funding"].values() for id_ in ids} <= INSTRUMENTS, one["id"]


@pytest.mark.slow
def test_the_guide_leads_most_of_them_well(services):
    today = clock.today()
    guide = services.get(Guide)
    with services.get(Database).reading() as session:
        played = [dialogues.play(guide, session, script, today) for script in dialogues.read(FILE)]
    found = dialogues.figures(played)
    too_low = {name: found[name] for name, floor in FLOORS.items() if found[name] < floor}
    assert too_low == {}, "\n".join(dialogues.misses(played))
