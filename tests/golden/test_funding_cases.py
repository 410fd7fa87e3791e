"""Worked cases of funding come out as the law says, run through the command line."""

import json

import pytest

from tools import funding_cases

OURS = funding_cases.read(funding_cases.OURS)
SHARED = funding_cases.read(funding_cases.SHARED)


@pytest.fixture(scope="module")
def differences():
    return {
        (source, name): found
        for source, cases in (("ours", OURS), ("shared", SHARED))
        for name, found in funding_cases.differences(cases).items()
    }


@pytest.mark.parametrize("case", OURS, ids=lambda case: case.id)
def test_a_case_of_ours_comes_out_as_the_law_says(case, differences):
    assert differences["ours", case.id] == [], case.reason


@pytest.mark.parametrize("case", SHARED, ids=lambda case: case.id)
def test_a_case_of_others_comes_out_as_the_law_says(case, differences):
    assert differences["shared", case.id] == [], case.reason


def test_every_case_has_its_own_name_and_says_why():
    assert len({case.id for case in OURS}) == len(OURS) >= 120
    assert all(case.reason and case.expected for case in OURS)


def test_many_cases_are_open_and_every_instrument_has_one():
    assert sum("moeglich" in one.expected and one.expected["moeglich"] is None for one in OURS) > 20
    answer = json.loads(funding_cases.check('{"eingabe": {}}').stdout)
    asked = {case.question.get("programm") for case in OURS}
    assert {one["programm"] for one in answer["programme"]} <= asked


def _probe(expected, facts=None, programme="afbg", name="probe"):
    question = {"programm": programme, "eingabe": facts or {}}
    return funding_cases.Case(name, question, expected, "", funding_cases.TODAY, ())


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ({"moeglich": True}, "moeglich: None instead of True"),
        ({"spannen": {"darlehen_eur": [0, 1]}}, "spannen: {} instead of"),
        ({"preis": 3}, "preis: None instead of 3"),
        ({"nicht_erfuellt": ["ziel"]}, "nicht_erfuellt: [] instead of"),
        ({"wege": [{"programme": ["afbg"], "person_eur": [0, 0]}]}, "['afbg']: programme: None"),
        ({"je_programm": {"afbg": True}}, "je_programm: afbg: None instead of True"),
        ({"fehler": "alter: must be a number"}, "instead of (2, '', 'line 1: alter"),
    ],
)
def test_an_answer_that_is_not_what_a_case_expects_is_told(expected, said):
    found = funding_cases.differences([_probe(expected)])
    assert said in found["probe"][0]


def test_a_case_that_is_refused_unexpectedly_does_not_hide_the_others():
    refused = _probe({"moeglich": None}, {"alter": "x"}, name="refused")
    wrong, right = _probe({"moeglich": True}), _probe({"moeglich": None}, name="right")
    found = funding_cases.differences([refused, wrong, right])
    assert found["refused"] == ["exit 2: line 1: alter: must be a number"]
    assert (len(found["probe"]), found["right"]) == (1, [])
