"""The rules of funding: thresholds, unknown facts, ended instruments, money to the cent."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from mentorhub.recommend.eligibility import (
    BY_NAME,
    FACTS,
    FactError,
    Span,
    amount_questions,
    assume,
    canonical,
    estimate,
    for_courses,
    judge,
    of_both,
    offer_facts,
    ranked,
)
from mentorhub.recommend.funding.files import load

ROOT = Path(__file__).parents[2]
INSTRUMENTS = {one.id: one for one in load(ROOT / "content" / "funding")}
TODAY = date(2026, 11, 21)

COURSE = {
    "dauer_stunden": 160,
    "massnahme_azav": True,
    "traeger_azav": True,
    "tage_bis_kursbeginn": 30,
}
EMPLOYEE = {
    **COURSE,
    "beschaeftigt": True,
    "nur_arbeitsplatzbezogene_kurzanpassung": False,
    "arbeitgeber_gesetzlich_verpflichtet": False,
    "ziel": "anderes",
    "berufsabschluss": True,
    "jahre_seit_berufsabschluss": 6,
    "jahre_seit_letzter_82_foerderung": None,
    "alter": 38,
    "schwerbehindert": False,
    "kollektivvereinbarung": False,
    "betriebsgroesse": 120,
}
CHANGE = {
    "tage_bis_kursbeginn": 30,
    "beschaeftigt": True,
    "nur_arbeitsplatzbezogene_kurzanpassung": False,
    "arbeitgeber_gesetzlich_verpflichtet": False,
    "vereinbarung": "betriebsvereinbarung",
    "lehrgangskosten_traegt": "arbeitgeber",
    "dauer_stunden": 200,
    "traeger_azav": True,
    "jahre_seit_letztem_qualifizierungsgeld": None,
    "gekuendigt": False,
    "betriebsgroesse": 300,
    "anteil_betroffen_strukturwandel": 0.3,
}
CHEQUE = {
    "wohnsitz_land": "NRW",
    "zve_jahr": 42000,
    "zusammen_veranlagt": False,
    "kurs_berufsbezogen": True,
    "tage_bis_kursbeginn": 10,
    "andere_oeffentliche_foerderung": False,
    "schecks_im_kalenderjahr": 0,
}
LEAVE = {
    "beschaeftigt": True,
    "beschaeftigungsschwerpunkt": "NRW",
    "beschaeftigungsmonate": 24,
    "betriebsgroesse": 30,
    "schon_freigestellt_anteil": 0.0,
    "anbieter_anerkannt_awbg": True,
    "kurs_berufsbezogen": True,
    "tage_bis_kursbeginn": 60,
    "auszubildend": False,
}
UPGRADE = {
    "ziel": "aufstiegsfortbildung",
    "vorqualifikation": "fuer_Fortbildungspruefung_erforderliche",
    "unterrichtsstunden": 600,
    "zeitrahmen_monate": 24,
    "lernform": "teilzeit",
    "fortbildungsstufe": 2,
    "traeger_azav_oder_qm": True,
    "master": False,
}
VOUCHER = {
    "tage_bis_kursbeginn": 30,
    "anlass": "arbeitslosigkeit_beenden",
    "jahre_berufstaetig": 3,
    "beratung_agentur_vor_beginn": True,
    "massnahme_azav": True,
    "traeger_azav": True,
}
YOUNG = {
    **VOUCHER,
    "jahre_berufstaetig": 2,
    "berufsabschluss": False,
    "ziel": "abschluss_ausbildungsberuf_min_2_jahre",
    "ausbildung_nicht_zumutbar": False,
    "engpassberuf": False,
}
TRANSFER = {
    "tage_bis_kursbeginn": 30,
    "transfer_kug": True,
    "beratung_agentur_vor_beginn": True,
    "massnahme_azav": True,
    "traeger_azav": True,
    "betriebsgroesse": 400,
    "arbeitgeberanteil_lehrgang": 50,
    "insolvenz": False,
}
TALENT = {
    "berufsabschluss": True,
    "abschlussnote_punkte": 90,
    "alter": 23,
    "wochenstunden": 38,
    "hochschulabschluss": False,
    "anrechnungszeiten": False,
}
COACHED = {"betriebsgroesse": 30, "beratung_inqa_vor_beginn": True}
BEGUN = {"kurs_begonnen": True}
BONUS = {"ziel": "abschluss_ausbildungsberuf_min_2_jahre", "gefoerdert_nach": "sgb3_81"}


def _without(facts, *names):
    return {name: value for name, value in facts.items() if name not in names}


CASES = [
    ("sgb3-82", EMPLOYEE, "fits"),
    ("sgb3-82", {**EMPLOYEE, "dauer_stunden": 120}, "no"),
    ("sgb3-82", {**EMPLOYEE, "dauer_stunden": 120.5}, "fits"),
    ("sgb3-82", {**EMPLOYEE, "dauer_stunden": 121}, "fits"),
    ("sgb3-82", _without(EMPLOYEE, "dauer_stunden"), "unknown"),
    ("sgb3-82", {**EMPLOYEE, "massnahme_azav": False}, "no"),
    ("sgb3-82", _without(EMPLOYEE, "massnahme_azav"), "unknown"),
    ("sgb3-82", {**EMPLOYEE, "traeger_azav": None}, "unknown"),
    ("sgb3-82", {**EMPLOYEE, "jahre_seit_berufsabschluss": 1.9}, "no"),
    ("sgb3-82", {**EMPLOYEE, "jahre_seit_berufsabschluss": 2}, "fits"),
    (
        "sgb3-82",
        {**_without(EMPLOYEE, "jahre_seit_berufsabschluss"), "berufsabschluss": False},
        "fits",
    ),
    ("sgb3-82", _without(EMPLOYEE, "jahre_seit_berufsabschluss", "berufsabschluss"), "unknown"),
    ("sgb3-82", {**EMPLOYEE, "jahre_seit_letzter_82_foerderung": 1.99}, "no"),
    ("sgb3-82", {**EMPLOYEE, "jahre_seit_letzter_82_foerderung": 2}, "fits"),
    ("sgb3-82", _without(EMPLOYEE, "jahre_seit_letzter_82_foerderung"), "unknown"),
    ("sgb3-82", {**EMPLOYEE, "beschaeftigt": False}, "no"),
    ("sgb3-82", {**EMPLOYEE, "arbeitgeber_gesetzlich_verpflichtet": True}, "no"),
    ("sgb3-82", {**EMPLOYEE, "ziel": "aufstiegsfortbildung"}, "no"),
    ("sgb3-82", _without(EMPLOYEE, "betriebsgroesse"), "fits"),
    ("sgb3-82a", CHANGE, "fits"),
    ("sgb3-82a", {**CHANGE, "anteil_betroffen_strukturwandel": 0.2}, "fits"),
    ("sgb3-82a", {**CHANGE, "anteil_betroffen_strukturwandel": 0.19}, "no"),
    (
        "sgb3-82a",
        {**CHANGE, "betriebsgroesse": 250, "anteil_betroffen_strukturwandel": 0.1},
        "no",
    ),
    (
        "sgb3-82a",
        {
            **_without(CHANGE, "anteil_betroffen_strukturwandel"),
            "betriebsgroesse": 249,
            "anteil_betroffen": 0.1,
        },
        "fits",
    ),
    (
        "sgb3-82a",
        {**_without(CHANGE, "betriebsgroesse"), "anteil_betroffen_strukturwandel": 0.15},
        "unknown",
    ),
    (
        "sgb3-82a",
        {**CHANGE, "betriebsgroesse": 9, "vereinbarung": "schriftliche_erklaerung"},
        "fits",
    ),
    (
        "sgb3-82a",
        {**CHANGE, "betriebsgroesse": 10, "vereinbarung": "schriftliche_erklaerung"},
        "no",
    ),
    ("sgb3-82a", {**CHANGE, "vereinbarung": "keine"}, "no"),
    ("sgb3-82a", {**CHANGE, "lehrgangskosten_traegt": "dritte"}, "fits"),
    ("sgb3-82a", {**CHANGE, "massnahme_azav": False}, "fits"),
    ("sgb3-82a", {**CHANGE, "jahre_seit_letztem_qualifizierungsgeld": 3.9}, "no"),
    ("sgb3-82a", {**CHANGE, "jahre_seit_letztem_qualifizierungsgeld": 4}, "fits"),
    ("sgb3-82a", {**CHANGE, "gekuendigt": True}, "no"),
    ("bildungsscheck-nrw-2", CHEQUE, "fits"),
    ("bildungsscheck-nrw-2", {**CHEQUE, "zve_jahr": 50000}, "fits"),
    ("bildungsscheck-nrw-2", {**CHEQUE, "zve_jahr": 50001}, "no"),
    ("bildungsscheck-nrw-2", {**CHEQUE, "zve_jahr": 100000, "zusammen_veranlagt": True}, "fits"),
    ("bildungsscheck-nrw-2", {**CHEQUE, "zve_jahr": 100001, "zusammen_veranlagt": True}, "no"),
    (
        "bildungsscheck-nrw-2",
        {**_without(CHEQUE, "zusammen_veranlagt"), "zve_jahr": 60000},
        "unknown",
    ),
    (
        "bildungsscheck-nrw-2",
        {**_without(CHEQUE, "zusammen_veranlagt"), "zve_jahr": 100001},
        "no",
    ),
    ("bildungsscheck-nrw-2", {**CHEQUE, "tage_bis_kursbeginn": 1}, "fits"),
    ("bildungsscheck-nrw-2", {**CHEQUE, "tage_bis_kursbeginn": 0}, "no"),
    (
        "bildungsscheck-nrw-2",
        {**_without(CHEQUE, "tage_bis_kursbeginn"), "kurs_begonnen": True},
        "no",
    ),
    (
        "bildungsscheck-nrw-2",
        {**_without(CHEQUE, "tage_bis_kursbeginn"), "kurs_begonnen": False},
        "unknown",
    ),
    ("bildungsscheck-nrw-2", {**CHEQUE, "schecks_im_kalenderjahr": 1}, "no"),
    ("bildungsscheck-nrw-2", {**CHEQUE, "andere_oeffentliche_foerderung": True}, "no"),
    ("bildungsscheck-nrw-2", {**CHEQUE, "wohnsitz_land": "Hessen"}, "no"),
    ("bildungsscheck-nrw-2", {**CHEQUE, "massnahme_azav": False}, "fits"),
    ("awbg-nrw", LEAVE, "fits"),
    ("awbg-nrw", {**LEAVE, "betriebsgroesse": 2.25}, "no"),
    ("awbg-nrw", {**LEAVE, "betriebsgroesse": 2.5}, "unknown"),
    ("awbg-nrw", {**LEAVE, "betriebsgroesse": 9}, "unknown"),
    ("awbg-nrw", {**LEAVE, "betriebsgroesse": 9.25}, "fits"),
    ("awbg-nrw", {**LEAVE, "betriebsgroesse": 10}, "fits"),
    ("awbg-nrw", {**LEAVE, "betriebsgroesse": 9, "beschaeftigte_koepfe": 10}, "fits"),
    ("awbg-nrw", {**LEAVE, "betriebsgroesse": 9, "beschaeftigte_koepfe": 9}, "no"),
    ("awbg-nrw", {**LEAVE, "betriebsgroesse": 900, "beschaeftigte_koepfe": 9}, "no"),
    ("awbg-nrw", {**_without(LEAVE, "betriebsgroesse"), "beschaeftigte_koepfe": 10}, "fits"),
    ("awbg-nrw", {**_without(LEAVE, "betriebsgroesse"), "beschaeftigte_koepfe": 9}, "no"),
    ("awbg-nrw", {**LEAVE, "tage_bis_kursbeginn": 41}, "no"),
    ("awbg-nrw", {**LEAVE, "tage_bis_kursbeginn": 42}, "fits"),
    ("awbg-nrw", {**LEAVE, "kurs_berufsbezogen": False}, "unknown"),
    (
        "awbg-nrw",
        {**LEAVE, "kurs_berufsbezogen": False, "kurs_politische_bildung": False},
        "no",
    ),
    (
        "awbg-nrw",
        {**LEAVE, "kurs_berufsbezogen": False, "kurs_politische_bildung": True},
        "fits",
    ),
    ("awbg-nrw", {**LEAVE, "beschaeftigungsmonate": 5.9}, "no"),
    ("awbg-nrw", {**LEAVE, "beschaeftigungsmonate": 6}, "fits"),
    ("awbg-nrw", {**LEAVE, "betriebsgroesse": 12.5, "schon_freigestellt_anteil": 0.1}, "no"),
    ("awbg-nrw", {**LEAVE, "betriebsgroesse": 50, "schon_freigestellt_anteil": 0.1}, "unknown"),
    (
        "awbg-nrw",
        {**LEAVE, "beschaeftigte_koepfe": 50, "schon_freigestellt_anteil": 0.1},
        "no",
    ),
    ("awbg-nrw", {**LEAVE, "betriebsgroesse": 50, "schon_freigestellt_anteil": 0.09}, "fits"),
    ("awbg-nrw", {**LEAVE, "betriebsgroesse": 51, "schon_freigestellt_anteil": 0.5}, "fits"),
    ("awbg-nrw", {**LEAVE, "auszubildend": True, "kurs_politische_bildung": False}, "no"),
    ("awbg-nrw", {**LEAVE, "auszubildend": True, "kurs_politische_bildung": True}, "fits"),
    ("awbg-nrw", {**LEAVE, "auszubildend": True}, "unknown"),
    ("afbg", UPGRADE, "fits"),
    ("afbg", {**_without(UPGRADE, "unterrichtsstunden"), "dauer_stunden": 400}, "fits"),
    ("afbg", {**_without(UPGRADE, "unterrichtsstunden"), "dauer_stunden": 399}, "unknown"),
    ("afbg", {**UPGRADE, "unterrichtsstunden": 399, "dauer_stunden": 500}, "no"),
    ("afbg", {**UPGRADE, "unterrichtsstunden": 400}, "fits"),
    ("afbg", {**UPGRADE, "unterrichtsstunden": 399}, "no"),
    ("afbg", {**UPGRADE, "unterrichtsstunden": 200, "fortbildungsstufe": 1}, "fits"),
    ("afbg", {**UPGRADE, "unterrichtsstunden": 199, "fortbildungsstufe": 1}, "no"),
    (
        "afbg",
        {**UPGRADE, "unterrichtsstunden": 250, "fortbildungsstufe": 1, "lernform": "vollzeit"},
        "no",
    ),
    ("afbg", {**_without(UPGRADE, "fortbildungsstufe"), "unterrichtsstunden": 250}, "unknown"),
    ("afbg", {**UPGRADE, "zeitrahmen_monate": 48}, "fits"),
    ("afbg", {**UPGRADE, "zeitrahmen_monate": 48.5}, "no"),
    ("afbg", {**UPGRADE, "zeitrahmen_monate": 37, "lernform": "vollzeit"}, "no"),
    ("afbg", {**UPGRADE, "zeitrahmen_monate": 37, "fortbildungsstufe": 1}, "no"),
    ("afbg", {**UPGRADE, "master": True}, "no"),
    ("afbg", {**UPGRADE, "ziel": "anderes"}, "no"),
    ("sgb3-81-bildungsgutschein", VOUCHER, "fits"),
    ("sgb3-81-bildungsgutschein", {**YOUNG, "jahre_berufstaetig": 3}, "fits"),
    ("sgb3-81-bildungsgutschein", {**YOUNG, "jahre_berufstaetig": 2.9}, "no"),
    ("sgb3-81-bildungsgutschein", {**YOUNG, "engpassberuf": True}, "fits"),
    ("sgb3-81-bildungsgutschein", {**YOUNG, "ausbildung_nicht_zumutbar": True}, "fits"),
    ("sgb3-81-bildungsgutschein", {**YOUNG, "berufsabschluss": True}, "fits"),
    ("sgb3-81-bildungsgutschein", {**YOUNG, "ziel": "anderes"}, "fits"),
    ("sgb3-81-bildungsgutschein", {**YOUNG, "ziel": "schulabschluss"}, "no"),
    ("sgb3-81-bildungsgutschein", _without(YOUNG, "engpassberuf"), "unknown"),
    ("sgb3-81-bildungsgutschein", {**VOUCHER, "anlass": "anderer"}, "unknown"),
    (
        "sgb3-81-bildungsgutschein",
        {**VOUCHER, "anlass": "anderer", "berufsabschluss": True},
        "no",
    ),
    (
        "sgb3-81-bildungsgutschein",
        {**VOUCHER, "anlass": "anderer", "berufsabschluss": False, **BONUS},
        "fits",
    ),
    ("sgb3-81-bildungsgutschein", _without(VOUCHER, "anlass"), "unknown"),
    ("sgb3-81-bildungsgutschein", {**VOUCHER, "massnahme_azav": False}, "no"),
    ("sgb3-81-bildungsgutschein", _without(VOUCHER, "massnahme_azav"), "unknown"),
    ("sgb3-81-bildungsgutschein", {**VOUCHER, "beratung_agentur_vor_beginn": False}, "no"),
    ("sgb3-111a", TRANSFER, "fits"),
    ("sgb3-111a", {**TRANSFER, "arbeitgeberanteil_lehrgang": 49}, "no"),
    (
        "sgb3-111a",
        {**TRANSFER, "betriebsgroesse": 249, "arbeitgeberanteil_lehrgang": 25},
        "fits",
    ),
    (
        "sgb3-111a",
        {**TRANSFER, "betriebsgroesse": 250, "arbeitgeberanteil_lehrgang": 25},
        "no",
    ),
    ("sgb3-111a", {**TRANSFER, "arbeitgeberanteil_lehrgang": 10, "insolvenz": True}, "fits"),
    ("weiterbildungsstipendium", TALENT, "fits"),
    ("weiterbildungsstipendium", {**TALENT, "alter": 24}, "fits"),
    ("weiterbildungsstipendium", {**TALENT, "alter": 25}, "no"),
    ("weiterbildungsstipendium", {**TALENT, "alter": 27, "anrechnungszeiten": True}, "fits"),
    ("weiterbildungsstipendium", {**TALENT, "alter": 28, "anrechnungszeiten": True}, "no"),
    ("weiterbildungsstipendium", {**TALENT, "abschlussnote_punkte": 87}, "fits"),
    ("weiterbildungsstipendium", {**TALENT, "abschlussnote_punkte": 86}, "unknown"),
    (
        "weiterbildungsstipendium",
        {**_without(TALENT, "abschlussnote_punkte"), "abschlussnote": 1.9},
        "fits",
    ),
    ("inqa-coaching", {**COACHED, "betriebsgroesse": 1}, "fits"),
    ("inqa-coaching", {**COACHED, "betriebsgroesse": 0.75}, "no"),
    ("inqa-coaching", {**COACHED, "betriebsgroesse": 249}, "fits"),
    ("inqa-coaching", {**COACHED, "betriebsgroesse": 250}, "no"),
    ("sgb3-87a", BONUS, "fits"),
    ("sgb3-87a", {**BONUS, "gefoerdert_nach": "sgb3_82"}, "no"),
    ("grundbildung-alphadekade", {"lese_schreib_rechen_bedarf": True}, "fits"),
    ("grundbildung-alphadekade", {}, "unknown"),
    ("bildungspraemie", {}, "no"),
    ("buergergeldbonus", {"beschaeftigt": False}, "no"),
    ("sgb3-106a", EMPLOYEE, "no"),
]


@pytest.mark.parametrize(("name", "facts", "status"), CASES)
def test_each_threshold_falls_on_the_side_the_law_says(name, facts, status):
    assert judge(INSTRUMENTS[name], facts, TODAY).status == status


RATES = [
    ({"betriebsgroesse": 1}, 0, 75),
    ({"betriebsgroesse": 49}, 0, 75),
    ({"betriebsgroesse": 49.75}, 0, 75),
    ({"betriebsgroesse": 50}, 50, 50),
    ({"betriebsgroesse": 499}, 50, 50),
    ({"betriebsgroesse": 499.75}, 50, 50),
    ({"betriebsgroesse": 500}, 75, 25),
    ({"alter": 44}, 50, 50),
    ({"alter": 45}, 0, 50),
    ({"alter": 45, "betriebsgroesse": 499.75}, 0, 50),
    ({"alter": 45, "betriebsgroesse": 500}, 75, 25),
    ({"schwerbehindert": True}, 0, 50),
    ({"schwerbehindert": True, "betriebsgroesse": 500}, 75, 25),
    ({"kollektivvereinbarung": True}, 45, 55),
    ({"kollektivvereinbarung": True, "betriebsgroesse": 20}, 0, 80),
    ({"kollektivvereinbarung": True, "betriebsgroesse": 800}, 70, 30),
    ({"kollektivvereinbarung": True, "alter": 45}, 0, 55),
    ({"berufsabschluss": False, **BONUS}, 50, 100),
    ({"berufsabschluss": False, "ziel": "anderes"}, 50, 50),
    ({"berufsabschluss": False, "kollektivvereinbarung": True, **BONUS}, 45, 100),
]


@pytest.mark.parametrize(("changes", "employer", "wage"), RATES)
def test_the_rates_for_employees_follow_size_age_and_agreement(changes, employer, wage):
    found = estimate(INSTRUMENTS["sgb3-82"], {**EMPLOYEE, **changes}, 480000)
    assert found.employer_percent == Span(employer, employer)
    assert found.wage_percent_up_to == Span(wage, wage)
    assert found.employer_cents == Span(4800 * employer, 4800 * employer)
    assert found.person_cents == Span(0, 0)


def test_an_unknown_age_leaves_a_span_and_asks_for_the_age():
    facts = _without(EMPLOYEE, "alter")
    found = estimate(INSTRUMENTS["sgb3-82"], facts, 480000)
    assert found.employer_cents == Span(0, 240000)
    assert found.grant_cents == Span(240000, 480000)
    assert found.wage_percent_up_to == Span(50, 50)
    assert amount_questions(INSTRUMENTS["sgb3-82"], facts) == ("alter",)


def test_below_50_staff_nobody_needs_to_know_the_age():
    facts = {**_without(EMPLOYEE, "alter", "schwerbehindert"), "betriebsgroesse": 34}
    assert estimate(INSTRUMENTS["sgb3-82"], facts, 480000).employer_cents == Span(0, 0)
    assert amount_questions(INSTRUMENTS["sgb3-82"], facts) == ()


def test_an_unknown_size_is_asked_before_the_disability():
    names = amount_questions(INSTRUMENTS["sgb3-82"], COURSE)
    assert names[0] != "schwerbehindert"
    assert names[-1] == "schwerbehindert"
    assert "betriebsgroesse" in names


@pytest.mark.parametrize(
    ("price", "grant"),
    [(0, 0), (1, 0), (80000, 40000), (99999, 49999), (100000, 50000), (300000, 50000)],
)
def test_the_cheque_pays_half_up_to_500_euros(price, grant):
    found = estimate(INSTRUMENTS["bildungsscheck-nrw-2"], CHEQUE, price)
    assert found.grant_cents == Span(grant, grant)
    assert found.person_cents == Span(price - grant, price - grant)


def test_the_price_may_come_from_the_facts():
    facts = {**CHEQUE, "kursgebuehr": 899.9}
    assert estimate(INSTRUMENTS["bildungsscheck-nrw-2"], facts, None).grant_cents == Span(
        44995, 44995
    )


def test_the_upgrading_grant_stops_at_half_of_15000_euros():
    found = estimate(INSTRUMENTS["afbg"], UPGRADE, 1800000)
    assert found.grant_cents == Span(750000, 750000)
    assert found.loan_cents == Span(0, 750000)
    assert found.person_cents == Span(1050000, 1050000)


def test_the_voucher_leaves_nothing_to_pay():
    assert estimate(INSTRUMENTS["sgb3-81-bildungsgutschein"], VOUCHER, 480000).person_cents == Span(
        0, 0
    )


def test_there_is_no_estimate_without_rates_or_against_the_rules():
    assert estimate(INSTRUMENTS["awbg-nrw"], LEAVE, 10000) is None
    assert estimate(INSTRUMENTS["sgb3-106a"], EMPLOYEE, 10000) is None
    assert estimate(INSTRUMENTS["sgb3-82"], {**EMPLOYEE, "dauer_stunden": 120}, 10000) is None


def test_without_a_price_there_are_percentages_and_no_money():
    found = estimate(INSTRUMENTS["sgb3-82"], EMPLOYEE, None)
    assert found.employer_cents is None
    assert found.employer_percent == Span(50, 50)


def test_a_negative_price_is_refused():
    with pytest.raises(ValueError, match="price_cents"):
        estimate(INSTRUMENTS["afbg"], UPGRADE, -1)


def test_ended_instruments_say_why_and_never_reach_a_course():
    for name in ("sgb3-106a", "bildungspraemie", "buergergeldbonus"):
        verdict = judge(INSTRUMENTS[name], {**EMPLOYEE, **VOUCHER}, TODAY)
        assert verdict.status == "no"
        assert "nur bis" in verdict.reason.de
    names = [one.id for one in for_courses(INSTRUMENTS.values(), TODAY)]
    assert names == [
        "sgb3-81-bildungsgutschein",
        "sgb3-82",
        "sgb3-111a",
        "afbg",
        "bildungsscheck-nrw-2",
    ]


def test_an_instrument_is_open_from_its_first_to_its_last_day():
    cheque, basics = INSTRUMENTS["bildungsscheck-nrw-2"], INSTRUMENTS["grundbildung-alphadekade"]
    needs = {"lese_schreib_rechen_bedarf": True}
    assert judge(cheque, CHEQUE, date(2026, 1, 31)).status == "no"
    assert judge(cheque, CHEQUE, date(2026, 2, 1)).status == "fits"
    assert judge(basics, needs, date(2026, 12, 31)).status == "fits"
    closed = judge(basics, needs, date(2027, 1, 1))
    assert closed.status == "no"
    assert "31.12.2026" in closed.reason.de


def test_a_verdict_names_the_law_and_what_is_missing():
    facts = {**_without(EMPLOYEE, "jahre_seit_berufsabschluss", "berufsabschluss")}
    verdict = judge(INSTRUMENTS["sgb3-82"], {**facts, "dauer_stunden": 100}, TODAY)
    assert [one.law for one in verdict.not_met] == ["§ 82 Abs. 1 Satz 1 Nr. 4 SGB III"]
    assert verdict.missing == ("jahre_seit_berufsabschluss", "berufsabschluss")


def test_fitting_instruments_come_before_open_ones_in_the_order_of_preference():
    facts = {**CHEQUE, "massnahme_azav": False}
    verdicts = ranked(judge(one, facts, TODAY) for one in INSTRUMENTS.values() if one.pays_course)
    assert [verdict.status for verdict in verdicts][:2] == ["fits", "unknown"]
    assert verdicts[0].instrument.id == "bildungsscheck-nrw-2"


def test_assuming_fills_only_ordinary_answers_and_lists_them():
    facts, assumed = assume(INSTRUMENTS["sgb3-82"], COURSE)
    assert facts["beschaeftigt"] is True
    assert facts["jahre_seit_letzter_82_foerderung"] is None
    assert "berufsabschluss" not in facts
    assert "jahre_seit_berufsabschluss" not in facts
    assert {one.field for one in assumed} == set(facts) - set(canonical(COURSE))
    assert all(one.reason.de and one.reason.en for one in assumed)


def test_assuming_never_changes_what_is_known():
    facts, _ = assume(INSTRUMENTS["sgb3-82"], {**COURSE, "beschaeftigt": False})
    assert facts["beschaeftigt"] is False


def test_an_offer_tells_what_it_knows_and_nothing_else():
    facts = offer_facts(
        hours=480,
        measure_azav=True,
        provider_azav=None,
        starts_on=TODAY + timedelta(days=3),
        today=TODAY,
        duration_weeks=26,
        price_cents=480000,
        degree_kind="vocational",
        schedule=["evening", "weekend"],
    )
    assert facts == {
        "dauer_stunden": 480,
        "unterrichtsstunden": 480,
        "massnahme_azav": True,
        "kursgebuehr": 4800,
        "zeitrahmen_monate": 6.0,
        "tage_bis_kursbeginn": 3,
        "ziel": "abschluss_ausbildungsberuf_min_2_jahre",
        "lernform": "teilzeit",
    }
    assert offer_facts() == {}
    assert "lernform" not in offer_facts(schedule=["full_time", "part_time"])
    assert "ziel" not in offer_facts(degree_kind="partial")


def test_a_language_course_raises_no_hope_for_upgrading_or_a_vocational_degree():
    facts = offer_facts(degree_kind="language", hours=700, provider_azav=True)
    for id_ in ("afbg", "sgb3-87a"):
        assert judge(INSTRUMENTS[id_], facts, TODAY).status == "no"
    assert judge(INSTRUMENTS["sgb3-81-bildungsgutschein"], facts, TODAY).status != "no"


def test_an_offer_without_a_word_on_approval_stays_open():
    facts = {**_without(VOUCHER, "massnahme_azav", "traeger_azav"), **offer_facts(hours=200)}
    verdict = judge(INSTRUMENTS["sgb3-81-bildungsgutschein"], facts, TODAY)
    assert verdict.status == "unknown"
    assert verdict.missing == ("massnahme_azav", "traeger_azav")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"alter": "38"}, "alter"),
        ({"alter": True}, "alter"),
        ({"alter": -1}, "alter"),
        ({"alter": float("nan")}, "alter"),
        ({"beschaeftigt": "ja"}, "beschaeftigt"),
        ({"zve": "viel"}, "zve"),
        ({"kursgebuehr": float("inf")}, "kursgebuehr"),
        ({"alter": 150}, "alter"),
        ({"anteil_betroffen": 20}, "anteil_betroffen"),
        ({"kurs_begonnen": True, "tage_bis_kursbeginn": 3}, "kurs_begonnen"),
        ({"kurs_begonnen": False, "tage_bis_kursbeginn": -3}, "kurs_begonnen"),
        ({"vereinbarung": "betriebsvereinbarungen"}, "vereinbarung"),
        ({"anlass": 3}, "anlass"),
        ({"wohnsitz_land": " "}, "wohnsitz_land"),
        ({"wohnsitz_land": "(NRW)"}, "wohnsitz_land"),
    ],
)
def test_a_fact_of_the_wrong_kind_is_named(facts, field):
    with pytest.raises(FactError) as error:
        canonical(facts)
    assert error.value.field == field


def test_facts_may_come_under_their_other_names_and_strangers_are_ignored():
    assert canonical({"zve": 1, "anbieter_anerkannt": True, "lieblingsfarbe": "blau"}) == {
        "zve_jahr": 1,
        "anbieter_anerkannt_awbg": True,
    }


def test_two_names_of_a_fact_must_say_the_same():
    assert canonical({"zve": 2, "zve_jahr": 2}) == {"zve_jahr": 2}
    for facts in ({"zve_jahr": 2, "zve": 1}, {"zve": 1, "zve_jahr": 2}):
        with pytest.raises(FactError, match="zve: contradicts zve_jahr"):
            canonical(facts)


def test_an_unknown_value_under_the_proper_name_leaves_what_is_known():
    assert canonical({"zve": 30_000, "zve_jahr": None}) == {"zve_jahr": 30_000}


def test_a_course_that_has_begun_begins_in_the_past():
    assert canonical({"kurs_begonnen": True}) == {"tage_bis_kursbeginn": -1}
    assert canonical({"kurs_begonnen": True, "tage_bis_kursbeginn": 0}) == {
        "tage_bis_kursbeginn": 0
    }
    assert canonical({"kurs_begonnen": False}) == {}


@pytest.mark.parametrize(
    "word",
    [
        "NRW",
        "nw",
        "Nordrhein-Westfalen",
        " nordrhein-westfalen ",
        "Nordrhein  Westfalen",
        "NRW (Köln)",
    ],
)
def test_the_land_may_be_spelt_in_several_ways(word):
    assert canonical({"wohnsitz_land": word}) == {"wohnsitz_land": "NRW"}


def test_a_remark_behind_a_choice_is_left_out():
    word = "schriftliche_erklaerung (nur unter 10 Beschäftigte)"
    assert canonical({"vereinbarung": word}) == {"vereinbarung": "schriftliche_erklaerung"}


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("sgb3-81-bildungsgutschein", VOUCHER),
        ("sgb3-82", EMPLOYEE),
        ("sgb3-82a", CHANGE),
        ("sgb3-111a", TRANSFER),
        ("bildungsscheck-nrw-2", CHEQUE),
    ],
)
@pytest.mark.parametrize(("days", "status"), [(1, "fits"), (0, "no"), (-1, "no")])
def test_one_applies_before_the_day_on_which_a_course_starts(name, facts, days, status):
    verdict = judge(INSTRUMENTS[name], {**facts, "tage_bis_kursbeginn": days}, TODAY)
    assert verdict.status == status
    begun = judge(INSTRUMENTS[name], _without(facts, "tage_bis_kursbeginn") | BEGUN, TODAY)
    assert begun.status == "no"


def test_an_ordinary_answer_is_no_answer_to_what_must_be_asked():
    small = _without(LEAVE, "betriebsgroesse", "schon_freigestellt_anteil")
    facts, assumed = assume(INSTRUMENTS["awbg-nrw"], small)
    assert [one.field for one in assumed] == ["schon_freigestellt_anteil"]
    assert judge(INSTRUMENTS["awbg-nrw"], facts, TODAY).missing == ("betriebsgroesse",)
    facts, _ = assume(INSTRUMENTS["awbg-nrw"], {**small, "betriebsgroesse": 30})
    assert judge(INSTRUMENTS["awbg-nrw"], facts, TODAY).status == "fits"


@pytest.mark.parametrize(
    ("size", "asked"),
    [({}, "betriebsgroesse"), ({"betriebsgroesse": 9}, "beschaeftigte_koepfe")],
)
def test_heads_are_asked_for_where_the_size_leaves_them_open(size, asked):
    facts = {**_without(LEAVE, "betriebsgroesse"), **size}
    verdict = judge(INSTRUMENTS["awbg-nrw"], facts, TODAY)
    [condition] = verdict.unknown
    assert list(verdict.missing) == verdict.missing_for(condition) == [asked]


def test_what_somebody_says_counts_more_than_an_offer_except_when_it_begins():
    offer = {"tage_bis_kursbeginn": 9, "massnahme_azav": False}
    both = of_both(offer, {"kurs_begonnen": True, "massnahme_azav": True, "alter": 40})
    assert canonical(both) == {"tage_bis_kursbeginn": 9, "massnahme_azav": True, "alter": 40}
    assert of_both({}, {"kurs_begonnen": True}) == {"kurs_begonnen": True}


def test_every_fact_has_words_in_both_languages_and_health_comes_last():
    assert len(BY_NAME) == len(FACTS)
    for fact in FACTS:
        assert all((fact.label.de, fact.label.en, fact.question.de, fact.question.en))
        assert bool(fact.choices) == (fact.kind == "choice")
    assert [fact.health for fact in FACTS] == sorted(fact.health for fact in FACTS)


@pytest.mark.parametrize(
    ("name", "written", "meant"),
    [
        ("vereinbarung", "Tarifvertrag", "tarifvertrag"),
        ("vereinbarung", "Schriftliche Erklärung", "schriftliche_erklaerung"),
        ("lehrgangskosten_traegt", "BESCHÄFTIGTE", "beschaeftigte"),
        ("gefoerdert_nach", "SGB3-81", "sgb3_81"),
    ],
)
def test_case_and_umlauts_make_no_other_choice(name, written, meant):
    assert canonical({name: written}) == {name: meant}


@pytest.mark.parametrize("written", ["Nordrhein-Westfahlen", "N.R.W.", "nordrheinwestfalen"])
def test_a_slip_in_the_name_of_the_land_is_no_other_land(written):
    assert canonical({"wohnsitz_land": written}) == {"wohnsitz_land": "NRW"}


@pytest.mark.parametrize("written", ["Hessen", "RLP", "DE-BY", "anderes", "Baden-Württemberg"])
def test_another_land_stays_one(written):
    assert canonical({"wohnsitz_land": written})["wohnsitz_land"] != "NRW"


@pytest.mark.parametrize("written", ["Köln", "Entenhausen", "?"])
def test_what_is_no_land_says_nothing(written):
    assert canonical({"wohnsitz_land": written}) == {}


def test_an_approved_provider_needs_no_other_proof_of_quality():
    assert canonical({"traeger_azav": True})["traeger_azav_oder_qm"] is True
    assert (
        canonical({"traeger_azav": True, "traeger_azav_oder_qm": False})["traeger_azav_oder_qm"]
        is False
    )
    assert "traeger_azav_oder_qm" not in canonical({"traeger_azav": False})
