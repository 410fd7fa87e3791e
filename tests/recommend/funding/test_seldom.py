"""What is for few people only: left out until somebody says that it is for them."""

from datetime import date
from pathlib import Path

import pytest

from mentorhub.recommend.eligibility import judge
from mentorhub.recommend.funding.combine import ways
from mentorhub.recommend.funding.files import load
from mentorhub.recommend.funding.seldom import common, is_for_few

BOOK = {one.id: one for one in load(Path(__file__).parents[3] / "content" / "funding")}
TODAY = date(2026, 11, 27)
COURSE = {
    "dauer_stunden": 480,
    "kursgebuehr": 4800,
    "massnahme_azav": True,
    "traeger_azav": True,
    "tage_bis_kursbeginn": 70,
}
EMPLOYEE = {"beschaeftigt": True, "berufsabschluss": False, "betriebsgroesse": 34}


def ids(facts) -> set[str]:
    found = common(ways(BOOK.values(), {**COURSE, **facts}, TODAY))
    return {one.id for way in found.ways for one in way.instruments}


@pytest.mark.parametrize("facts", [{}, EMPLOYEE, {"beschaeftigt": False}])
def test_a_transfer_company_is_for_few(facts):
    every = ways(BOOK.values(), {**COURSE, **facts}, TODAY).ways
    assert "sgb3-111a" in {one.id for way in every for one in way.instruments}
    assert ids(facts) == {one.id for way in every for one in way.instruments} - {"sgb3-111a"}


def test_whoever_says_so_reads_of_it():
    assert "sgb3-111a" in ids({"transfer_kug": True})


@pytest.mark.parametrize("facts", [{}, EMPLOYEE])
@pytest.mark.parametrize("id_", sorted({*BOOK} - {"sgb3-111a"}))
def test_nothing_else_is_for_few(id_, facts):
    assert not is_for_few(judge(BOOK[id_], {**COURSE, **facts}, TODAY))
