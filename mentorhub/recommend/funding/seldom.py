"""Which instruments are for few people only, while nobody has said that they are one of them."""

from collections.abc import Container
from math import prod
from typing import Final

from mentorhub.recommend.eligibility import Condition, Test, Verdict
from mentorhub.recommend.funding.asking import SHARES
from mentorhub.recommend.funding.combine import Ways
from mentorhub.recommend.funding.rules import any_way

_FEW: Final = 0.05


def common(found: Ways) -> Ways:
    """Return the ways to pay that are not for few people only."""
    few = {one.instrument.id for way in found.ways for one in way.members if is_for_few(one)}
    return Ways(
        tuple(way for way in found.ways if not few.intersection(one.id for one in way.instruments)),
        tuple(one for one in found.barred if not few & {one.first.id, one.second.id}),
    )


def is_for_few(verdict: Verdict) -> bool:
    """Return whether something is open that hardly anybody meets, by ``SHARES``."""
    return any(_likelihood(one, verdict.missing) < _FEW for one in verdict.unknown)


def _likelihood(condition: Condition, missing: Container[str]) -> float:
    """Return how many people meet a condition by its most likely way, from 0 to 1."""
    return max(
        prod(_passes(test) for test in way if test.field in missing) for way in condition.ways
    )


def _passes(test: Test) -> float:
    """Return the share of people who pass a test; where nothing is said of a fact, all do."""
    if test.field not in SHARES:
        return 1.0
    return sum(
        share for share, value in SHARES[test.field] if any_way(((test,),), {test.field: value})
    )
