"""Sentences with wishes, each told by a reader: what they say is understood."""

import pytest

from mentorhub.recommend import places
from mentorhub.recommend.engine.document import CEFR_LEVELS, FORMS, LEVELS, NOT_GERMAN, SCHEDULES
from mentorhub.recommend.gazetteer import Gazetteer
from tests.recommend.engine.doubles import TODAY
from tools import wishes
from tools.quality import GOLDEN

TOLD = {half: wishes.read(GOLDEN / name) for half, name in wishes.HALVES.items()}


@pytest.mark.parametrize("half", TOLD)
def test_what_is_told_is_what_a_search_can_understand(half):
    times = {*SCHEDULES, "morning", "afternoon"}
    for one in TOLD[half]:
        told = one.wishes
        assert told.keys() <= set(wishes.FIELDS), one.text
        assert times.issuperset(told.get("times", []) + told.get("not_times", [])), one.text
        assert told.get("form") in (None, *FORMS), one.text
        assert told.get("level") in (None, *LEVELS, *CEFR_LEVELS), one.text
        assert told.get("language") in (None, NOT_GERMAN) or len(told["language"]) == 2, one.text


def test_no_sentence_is_in_both_halves():
    texts = [one.text for told in TOLD.values() for one in told]
    assert len(set(texts)) == len(texts)


def test_most_sentences_of_the_building_half_are_understood_wholly():
    figures = wishes.measure(TOLD["building"], Gazetteer(places.rows_from_packages()), TODAY)
    assert figures["whole"] > 0.94
    assert figures["places"] > 0.93


def test_a_wish_that_is_not_understood_counts():
    told = [wishes.Told("Kurs abends", {"times": ["weekend"]}), wishes.Told("Kurs abends", {})]
    assert wishes.measure(told, Gazetteer([]), TODAY) == {"whole": 0.0, "times": 0.0}
