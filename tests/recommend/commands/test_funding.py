"""`mentorhub funding check`: cases in a file, answers by the rules as they lie in the folder."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import validate

from mentorhub.kit.content import ContentFolder
from mentorhub.kit.services import Services
from mentorhub.recommend.commands.funding import funding_group
from mentorhub.recommend.funding.facts import ALIASES, BY_NAME
from tests.conftest import ROOT
from tests.recommend.test_eligibility import CHEQUE, EMPLOYEE, INSTRUMENTS, VOUCHER

SCHEMA = json.loads((ROOT / "docs" / "schemas" / "funding-check.json").read_text("utf-8"))
DAY = ("--today", "2026-11-21")


def _run(*words, given="", folder: Path = ROOT / "content"):
    services = Services()
    services.put(ContentFolder(folder))
    done = CliRunner().invoke(funding_group, ["check", *words], input=given, obj=services)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def _answers(*cases, options=()):
    given = "\n".join(json.dumps(case) for case in cases)
    done = _run("-", "--json", *DAY, *options, given=given)
    assert done.exit_code == 0, done.output
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    for answer in answers:
        validate(answer, SCHEMA)
    return answers


def _case(programme, facts, **others):
    return {"programm": programme, "eingabe": facts, **others}


def test_an_answer_names_law_reasons_and_money():
    [told] = _answers(_case("sgb3-82", {**EMPLOYEE, "kursgebuehr": 1000}, id="F1"))
    assert (told["id"], told["programm"], told["moeglich"]) == ("F1", "sgb3-82", True)
    assert (told["lehrgang_arbeitgeber"], told["lehrgang_foerderung"]) == (50, 50)
    assert (told["entgeltzuschuss_bis"], told["arbeitgeber_eur"], told["person_eur"]) == (
        50,
        500,
        0,
    )
    assert told["fehlende_fakten"] == told["angenommen"] == told["unbekannte_felder"] == []
    assert all("§" in reason["rechtsgrundlage"] for reason in told["gruende"])
    assert {reason["ergebnis"] for reason in told["gruende"]} == {"erfuellt"}


def test_without_a_programme_the_ways_to_pay_are_compared_to_the_cent():
    facts = {**EMPLOYEE, "berufsabschluss": False, "kursgebuehr": 4800, "dauer_stunden": 480}
    facts |= {"ziel": "abschluss_ausbildungsberuf_min_2_jahre", "beschaeftigt": True}
    facts |= {"bruttolohn_monat": 2600, "wochenstunden": 40, "kursstunden_in_arbeitszeit": 480}
    [told] = _answers({"eingabe": facts})
    best = told["wege"][0]
    assert best["programme"] == ["sgb3-81-bildungsgutschein", "sgb3-82"]
    assert best["sicherheit"] == "voraussichtlich"
    assert best["kurs"] == {
        "preis_eur": 4800,
        "foerderung_eur": [4800, 4800],
        "arbeitgeber_eur": [0, 0],
        "person_eur": [0, 0],
        "darlehen_bis_eur": None,
    }
    assert (best["lohn"]["stundenlohn_eur"], best["lohn"]["zuschuss_bis_eur"]) == (15, [8640, 8640])
    assert best["betrieb_eur"] == [0, 8640]
    assert {tuple(one["programme"]) for one in told["nicht_zusammen"]} >= {("sgb3-82", "sgb3-82a")}


def test_a_situation_in_words_is_heard_and_what_is_given_counts_first():
    words = (
        "Ich arbeite in Köln als Helferin, wir sind 34 Leute, ich habe keine Ausbildung. Die Umschulung hat "
        "480 Stunden, kostet 4.800 Euro und hat AZAV. Sie beginnt in 3 Monaten."
    )
    [told] = _answers({"situation": words, "eingabe": {"betriebsgroesse": 120}})
    assert "betriebsgroesse" not in told["gehoert"]
    assert told["gehoert"]["beschaeftigungsschwerpunkt"] == "NRW"
    assert told["wege"][0]["programme"] == ["sgb3-81-bildungsgutschein", "sgb3-82"]
    assert told["wege"][0]["person_eur"] == [0, 0]


@pytest.mark.parametrize(
    ("question", "wrong"),
    [
        ({"situation": 7}, "situation: must be text"),
        ({"situation": "a" * 5000}, "more than 4,000"),
        ({"situation": None}, "eingabe: is missing"),
    ],
)
def test_what_is_no_situation_is_refused(question, wrong):
    done = _run("-", "--json", given=json.dumps(question))
    assert done.exit_code == 2
    assert wrong in done.stderr


def test_an_instrument_asked_for_alone_is_judged_by_its_own_paragraph():
    facts = {**EMPLOYEE, "berufsabschluss": False, "betriebsgroesse": 120}
    facts["ziel"] = "abschluss_ausbildungsberuf_min_2_jahre"
    [told] = _answers(_case("sgb3-82", facts))
    assert (told["lehrgang_arbeitgeber"], told["entgeltzuschuss_bis"]) == (50, 100)
    assert "wege" not in told


def test_what_is_missing_leaves_it_open_and_names_no_amount():
    facts = {**CHEQUE, "kursgebuehr": 900, "zve_jahr": 60_000}
    del facts["zusammen_veranlagt"]
    [told] = _answers(_case("bildungsscheck-nrw-2", facts))
    assert told["moeglich"] is None
    assert told["fehlende_fakten"] == ["zusammen_veranlagt"]
    assert told["zuschuss_eur"] is None
    assert told["leistungen"] == []


def test_amounts_that_a_fact_would_settle_are_a_span():
    facts = {name: value for name, value in EMPLOYEE.items() if name != "alter"}
    [told] = _answers(_case("sgb3-82", facts))
    assert told["moeglich"] is True
    assert told["lehrgang_arbeitgeber"] is None
    assert told["spannen"] == {"lehrgang_arbeitgeber": [0, 50], "lehrgang_foerderung": [50, 100]}
    assert told["fehlende_fakten_betrag"] == ["alter"]


def test_ordinary_answers_are_taken_only_where_asked_for_and_are_listed():
    case = _case("bildungsscheck-nrw-2", {"wohnsitz_land": "NW", "zve": 1, "kursgebuehr": 99.99})
    case["eingabe"]["kurs_berufsbezogen"] = True
    [strict] = _answers(case)
    [ordinary] = _answers(case, options=("--assume-defaults",))
    assert (strict["moeglich"], strict["angenommen"]) == (None, [])
    assert ordinary["moeglich"] is True
    assert {one["feld"] for one in ordinary["angenommen"]} == {
        "tage_bis_kursbeginn",
        "andere_oeffentliche_foerderung",
        "schecks_im_kalenderjahr",
    }
    assert all(one["grund"] for one in ordinary["angenommen"])
    assert (ordinary["zuschuss_eur"], ordinary["person_eur"]) == (49.99, 50)


def test_without_a_programme_every_instrument_answers():
    [told] = _answers({"eingabe": VOUCHER, "id": 7})
    assert {one["programm"] for one in told["programme"]} == set(INSTRUMENTS)
    assert told["id"] == "7"
    ended = {one["programm"]: one for one in told["programme"]}["bildungspraemie"]
    assert (ended["moeglich"], ended["status"]) == (False, "nicht mehr anbieten")


def test_ways_take_the_same_ordinary_answers_as_their_instruments():
    case = {"eingabe": {**EMPLOYEE, "kursgebuehr": 1000}}
    del case["eingabe"]["arbeitgeber_gesetzlich_verpflichtet"]
    [strict], [ordinary] = _answers(case), _answers(case, options=("--assume-defaults",))
    for told, sure in ((strict, "voraussichtlich"), (ordinary, "passt")):
        [way] = [one for one in told["wege"] if one["programme"] == ["sgb3-82"]]
        [alone] = [one for one in told["programme"] if one["programm"] == "sgb3-82"]
        assert (way["sicherheit"], way["angenommen"]) == (sure, alone["angenommen"])
    assert "arbeitgeber_gesetzlich_verpflichtet" in {one["feld"] for one in way["angenommen"]}


def test_a_field_that_nobody_knows_is_listed_with_the_nearest():
    [told] = _answers(_case("sgb3-82", {"betriebsgrose": 3, "Lieblingsfarbe": "blau"}))
    assert told["unbekannte_felder"] == [
        {"feld": "betriebsgrose", "gemeint": "betriebsgroesse"},
        {"feld": "Lieblingsfarbe", "gemeint": None},
    ]


def test_a_name_beside_the_facts_that_asks_for_nothing_is_listed():
    case = _case("sgb3-82", {}, id="a", erwartet={}, grund="§ 82", alter=38, zve=1)
    [told] = _answers({**case, "programme": "x", "note": None})
    assert told["unbekannte_felder"] == [
        {"feld": "alter", "gemeint": "eingabe.alter"},
        {"feld": "zve", "gemeint": "eingabe.zve"},
        {"feld": "programme", "gemeint": "programm"},
        {"feld": "note", "gemeint": None},
    ]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ('{"eingabe": {"alter": 38, "zve": 1, "alter": 38}}', "line 1: alter: stands there twice"),
        ('{\n"programm": "afbg",\n"eingabe": {},\n"eingabe": {}\n}', "line 1: eingabe: stands"),
        ('{"eingabe": {"\\ud800": 1, "\\ud800": 1}}', "line 1: "),
    ],
)
def test_a_name_that_stands_there_twice_is_refused(given, said):
    done = _run("-", "--json", given=given)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


@pytest.mark.parametrize("alias", sorted(ALIASES))
def test_two_names_of_one_fact_with_different_values_are_refused_by_both_names(alias):
    proper = ALIASES[alias]
    values = (True, False) if BY_NAME[proper].kind == "yes_no" else (0.1, 0.2)
    both = {"eingabe": {alias: values[0], proper: values[1]}}
    done = _run("-", "--json", given=json.dumps(both))
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"line 1: {alias}: contradicts {proper}" in done.stderr
    same = {"eingabe": dict.fromkeys((alias, proper), values[0])}
    assert _run("-", "--json", given=json.dumps(same)).exit_code == 0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (_case("sgb3-82", {"alter": "38"}), "alter: must be a number"),
        (_case("sgb3-82", {"zve": [1]}), "zve: must be a number"),
        (_case("sgb3-82", {"beschaeftigt": {"a": 1}}), "beschaeftigt: must be true or false"),
        (_case("sgb3-82", {"betriebsgroesse": 10**400}), "betriebsgroesse: must be a number"),
        (_case("sgb3-83", {}), "programm: must be one of: sgb3-81-bildungsgutschein"),
        (_case(3, {}), "programm: must be one of"),
        ({"programm": "sgb3-82"}, "eingabe: is missing"),
        (_case("sgb3-82", []), "eingabe: must be a JSON object"),
        (_case("sgb3-82", {f"f{n}": 1 for n in range(1001)}), "eingabe: has more than 1,000 names"),
        (_case("afbg", {}, **{f"f{n}": 1 for n in range(999)}), "line: has more than 1,000 names"),
        ([1], "must be a JSON object"),
        ("[[", "must be a JSON object"),
    ],
)
def test_what_is_wrong_is_named_and_the_rest_is_judged(line, said):
    good = _case("afbg", {})
    done = _run("-", "--json", given=f"{json.dumps(line)}\n{json.dumps(good)}")
    assert done.exit_code == 2
    assert f"line 1: {said}" in done.stderr or said in done.stderr
    assert json.loads(done.stdout)["programm"] == "afbg"


@pytest.mark.parametrize(
    "given",
    [
        "",
        " \n",
        "{",
        '{"eingabe": NaN}',
        "[" * 100_000,
        '{"eingabe": {"\\ud800": 1}}',
        '{"eingabe": {}, "id": "\\udfff"}',
    ],
)
def test_what_is_no_question_is_refused(given):
    assert _run("-", "--json", given=given).exit_code == 2


def test_a_line_ends_where_the_file_says_so():
    lines = [_case("afbg", {}, notiz=f"a{end}b") for end in "\u2028\u2029\x85"]
    done = _run("-", "--json", given="\r\n".join(json.dumps(x, ensure_ascii=False) for x in lines))
    assert (done.exit_code, len(done.stdout.splitlines())) == (0, 3)


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None)),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
_EINGABE = st.dictionaries(
    st.sampled_from([*BY_NAME, *ALIASES]) | st.text(st.characters(codec=None)),
    _ANYTHING | st.sampled_from([True, False, None, 0, 1, 1e12, 1e-300, -1, "NRW", ""]),
    max_size=6,
)
_LINE = st.fixed_dictionaries(
    {"eingabe": _EINGABE}, optional={"programm": st.sampled_from(sorted(INSTRUMENTS))}
)


def _written(line):
    """Return JSON as it stands; only what no file can hold is escaped."""
    text = json.dumps(line, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace").decode()


@settings(max_examples=40, deadline=None)
@given(st.lists(_LINE | _ANYTHING, min_size=1, max_size=8), st.booleans())
def test_whatever_json_comes_is_answered_or_refused(lines, assumes):
    options = ("--assume-defaults",) if assumes else ()
    given = "\n".join(_written(line) for line in lines)
    done = _run("-", "--json", *DAY, *options, given=given)
    assert done.exit_code in (0, 2)
    answers = [json.loads(line) for line in done.stdout.split("\n") if line]
    refused = [line for line in done.stderr.split("\n") if line.startswith("line ")]
    assert len(answers) + len(refused) == len(lines)
    assert bool(refused) == (done.exit_code == 2)


LATE = ("--today", "2027-12-30")


@pytest.mark.parametrize("options", [(), ("--assume-defaults",)])
def test_past_its_review_date_a_rule_says_so_and_names_no_amount(options):
    cases = [
        _case("sgb3-82", {**EMPLOYEE, "kursgebuehr": 1000}),
        _case("bildungsscheck-nrw-2", {**CHEQUE, "kursgebuehr": 900}),
        _case("inqa-coaching", {"betriebsgroesse": 34}),
    ]
    given = "\n".join(json.dumps(case) for case in cases)
    done = _run("-", "--json", *LATE, *options, given=given)
    assert done.exit_code == 0
    for told in map(json.loads, done.stdout.splitlines()):
        validate(told, SCHEMA)
        assert told["status"] == "wird geprüft"
        assert "wird geprüft" in told["gruende"][0]["text"]
        assert not re.search(
            "[0-9]+ (Euro|Prozent)", json.dumps([told["gruende"], told["angenommen"]])
        )
        amounts = {name: one for name, one in told.items() if name.endswith(("_eur", "_bis"))}
        assert set(amounts.values()) - {told["pruefen_bis"]} <= {None}
        assert told["spannen"] == {}
        assert told["leistungen"] == told["fehlende_fakten_betrag"] == []
    assert json.loads(done.stdout.splitlines()[0])["lehrgang_arbeitgeber"] is None


def test_past_the_review_date_nothing_is_settled_but_the_text_says_what_it_says():
    cases = [
        _case("sgb3-82", EMPLOYEE),
        _case("sgb3-82", {**EMPLOYEE, "dauer_stunden": 100}),
        _case("bildungsscheck-nrw-2", {"zve": 60_000}),
        _case("bildungspraemie", {}),
    ]
    given = "\n".join(json.dumps(case) for case in cases)
    fit, short, missing, ended = map(
        json.loads, _run("-", "--json", *LATE, given=given).stdout.splitlines()
    )
    assert (fit["moeglich"], short["moeglich"], missing["moeglich"]) == (None, None, None)
    assert ended["moeglich"] is False
    assert {one["ergebnis"] for one in fit["gruende"]} == {"unbekannt", "erfuellt"}
    [reason] = [one for one in short["gruende"] if one["ergebnis"] == "nicht_erfuellt"]
    assert (reason["bedingung"], reason["rechtsgrundlage"]) == (
        "dauer_stunden",
        "§ 82 Abs. 1 Satz 1 Nr. 4 SGB III",
    )
    assert "zusammen_veranlagt" in missing["fehlende_fakten"]


def test_people_read_that_a_rule_is_being_checked():
    done = _run("-", *LATE, given=json.dumps(_case("sgb3-82", EMPLOYEE)))
    assert "sgb3-82: open (being checked)" in done.output


def test_people_read_what_decides(tmp_path):
    file = tmp_path / "fall.json"
    file.write_text(json.dumps(_case("sgb3-82", {**EMPLOYEE, "dauer_stunden": 100}), indent=1))
    done = _run(str(file), *DAY)
    assert done.exit_code == 0
    assert "sgb3-82: not possible" in done.output
    assert "§ 82 Abs. 1 Satz 1 Nr. 4 SGB III" in done.output


def test_a_rule_that_cannot_be_read_is_named(tmp_path):
    shutil.copytree(ROOT / "content" / "funding", tmp_path / "funding")
    (tmp_path / "funding" / "afbg.toml").write_text("id = 3")
    done = _run("-", given="{}", folder=tmp_path)
    assert done.exit_code == 1
    assert "afbg.toml" in done.output


def test_the_rules_are_checked(tmp_path):
    services = Services()
    services.put(ContentFolder(ROOT / "content"))
    done = CliRunner().invoke(funding_group, ["lint", *DAY], obj=services)
    assert (done.exit_code, done.output) == (0, f"{len(INSTRUMENTS)} rules, nothing wrong.\n")
    (tmp_path / "funding").mkdir()
    (tmp_path / "funding" / "leer.toml").write_text("")
    services = Services()
    services.put(ContentFolder(tmp_path))
    done = CliRunner().invoke(funding_group, ["lint"], obj=services)
    assert (done.exit_code, done.output) == (1, "leer.toml, id: is missing\n")
