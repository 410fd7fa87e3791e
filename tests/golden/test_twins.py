"""Pairs of offers that people judged: one course offered twice, or two courses.

Each line takes an offer of ours as it stands, or as ``of`` changes it, beside one that differs as
the line says; ``said`` replaces words of its description and learning goal.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mentorhub.kit import clock
from mentorhub.recommend import evaluation
from mentorhub.recommend.actions import content
from mentorhub.recommend.engine.twins import groups
from mentorhub.recommend.offer_record import OfferRecord, Start
from tests.golden.test_queries import HERE, ROOT
from tests.recommend.site import gazetteer

PAIRS = [json.loads(line) for line in (HERE / "twins.jsonl").read_text("utf-8").splitlines()]
ABOUT_THE_PAIR = {"key", "same", "said", "of"}


@pytest.fixture(scope="module")
def ours() -> dict[str, OfferRecord]:
    records = content.read_offers(ROOT / "content" / "offers", clock.today())
    return {record.key: record for record in records}


@pytest.fixture(scope="module")
def judged(ours) -> list[tuple[dict[str, Any], bool]]:
    """Each pair with whether it was found to be one course."""
    return [(pair, _is_one_course(ours[pair["key"]], pair)) for pair in PAIRS]


def test_what_differs_in_level_or_content_is_never_called_one_course(judged):
    assert [pair for pair, found in judged if found and not pair["same"]] == []


def test_most_of_what_is_one_course_is_found(judged):
    found = [one for pair, one in judged if pair["same"]]
    assert sum(found) / len(found) >= 0.88


def test_each_replaced_word_stands_in_its_offer(ours):
    for pair in PAIRS:
        text = ours[pair["key"]].learn + ours[pair["key"]].description
        assert all(word in text for word in pair.get("said", {})), pair


def _is_one_course(record: OfferRecord, pair: Mapping[str, Any]) -> bool:
    one = _changed(record, pair.get("of", {}))
    changes = {name: value for name, value in pair.items() if name not in ABOUT_THE_PAIR}
    other = replace(_changed(one, changes, pair.get("said", {})), key="other")
    first = groups(evaluation.documents_of([one, other], gazetteer()))
    return bool(first[0] == first[1])


def _changed(
    record: OfferRecord, changes: Mapping[str, Any], said: Mapping[str, str] | None = None
) -> OfferRecord:
    values = dict(changes)
    if "starts" in values:
        values["starts"] = tuple(Start(date.fromisoformat(day)) for day in values["starts"])
    if "schedules" in values:
        values["schedules"] = tuple(values["schedules"])
    if "text" in values:
        values["description"] = values.pop("text")
    changed = replace(record, **values)
    for old, new in (said or {}).items():
        changed = replace(
            changed,
            learn=changed.learn.replace(old, new),
            description=changed.description.replace(old, new),
        )
    return changed
