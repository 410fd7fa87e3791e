"""Every code that the engine can emit has words, in both languages."""

import ast
from datetime import date
from pathlib import Path

import pytest
from flask_babel import force_locale

from mentorhub.recommend import engine, wording
from mentorhub.recommend.actions import tally
from mentorhub.recommend.eligibility import FACTS, Span
from mentorhub.recommend.engine import explain, search, similar
from mentorhub.recommend.engine.document import (
    AUDIENCES,
    CEFR_LEVELS,
    DEGREE_KINDS,
    FORMS,
    LEVELS,
    NOT_GERMAN,
    SCHEDULES,
    Chip,
    Given,
    Reason,
)
from mentorhub.recommend.engine.intent import audience, time_words
from mentorhub.recommend.funding.rules import InstrumentKind
from mentorhub.recommend.views import fact_words

ENGINE = Path(engine.__file__).parent

# What each reason may carry, with nothing known and with everything known.
PARAMS = (
    {},
    {
        "words": "Stapler, Lager",
        "town": "Dortmund",
        "km": "12",
        "times": "evening,weekend,morning",
        "form": "blended",
        "price_cents": "19900",
        "language": "en",
        "level": "basic",
        "wanted": "B1",
        "date": "2027-01-11",
        "days": "40",
        "audiences": "older,women",
    },
)
CHIPS = (
    Chip("topic", "topic", {"text": "Stapler"}),
    Chip("not_topic.buro", "not_topic", {"text": "Büro"}),
    Chip("place", "place", {"place": "Dortmund", "postcode": "44137", "radius_km": "30"}),
    Chip("not_place.koln", "not_place", {"place": "Köln"}),
    Chip("radius", "radius", {"km": "20"}),
    Chip("nearby", "nearby"),
    Chip("time.evening", "time", {"time": "evening"}),
    Chip("not_time.weekend", "not_time", {"time": "weekend"}),
    Chip("form", "form", {"form": "any"}),
    Chip("price", "price", {"max_price_cents": "50000"}),
    Chip("free", "free"),
    Chip("cheap", "cheap"),
    Chip("azav", "azav"),
    Chip("kind", "kind", {"kind": "funding"}),
    Chip("start", "start", {"from": "2027-01-01", "until": "2027-03-31"}),
    Chip("not_start", "not_start", {"from": "2027-06-01", "until": "2027-08-31"}),
    Chip("length", "length", {"max_days": "42"}),
    Chip("language", "language", {"language": "en"}),
    Chip("language", "language", {"language": NOT_GERMAN}),
    Chip("level", "level", {"level": "B1"}),
    Chip("audience.parents", "audience", {"audience": "parents"}),
)


@pytest.fixture(params=["de", "en"])
def page(request, site):
    """A page in each language."""
    with site.app.test_request_context("/"), force_locale(request.param):
        yield request.param


def _calls(name: str):
    """Yield every call of a class in the source of the engine."""
    for path in sorted(ENGINE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name:
                yield node


def _emitted_reasons() -> set[str]:
    """Return the codes of all reasons: those written out, and each verdict with each wish."""
    codes: set[str] = set()
    for call in _calls("Reason"):
        if isinstance(call.args[0], ast.Constant):
            codes.add(call.args[0].value)
        else:
            codes |= {
                f"{verdict}_{wish}" for verdict in explain._ORDER for wish in explain._DETAILS
            }
    return codes


def _emitted_chips() -> set[str]:
    return {call.args[1].value for call in _calls("Chip")}


def test_every_reason_of_the_engine_has_words():
    emitted = _emitted_reasons() | set(similar.RELATIONS)
    assert emitted == wording.REASON_CODES | wording.SIMILAR_CODES
    assert len(wording.REASON_CODES) > 30


def test_every_chip_of_the_engine_has_words():
    assert _emitted_chips() == wording.CHIP_KINDS == {chip.kind for chip in CHIPS}


@pytest.mark.parametrize("code", sorted(wording.REASON_CODES))
@pytest.mark.parametrize("params", PARAMS, ids=["bare", "full"])
def test_a_reason_is_a_whole_sentence(page, code, params):
    if code == "words":
        params = PARAMS[1]  # it is only told where a word matched
    because = wording.because(Reason(code, params))
    assert because.words[0].isupper()
    assert because.words.endswith((".", "?"))
    assert ": ." not in because.words
    assert because.fits == (code in ("words", "meaning") or code.startswith("fits_"))


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "1 Tag"), (5, "5 Tage"), (42, "6 Wochen"), (31, "1 Monat"), (186, "6 Monate"),
     (366, "1 Jahr"), (732, "2 Jahre"), (100, "100 Tage")],
)  # fmt: skip
def test_a_limit_is_told_in_the_unit_that_people_meant(site, days, words):
    with site.app.test_request_context("/"), force_locale("de"):
        assert wording.limit(days) == words


def test_a_length_is_told_beside_what_was_wished(site):
    with site.app.test_request_context("/"), force_locale("de"):
        fits = wording.because(Reason("fits_length", {"days": "40"})).words
        differs = wording.because(Reason("differs_length", {"days": "244"})).words
    assert fits == "Dauert 6 Wochen, wie gewünscht."
    assert differs == "Dauert länger als gewünscht: etwa 8 Monate."


def test_what_speaks_against_a_course_online_is_said(page):
    online = {"form": "online"}
    near = wording.because(Reason("near_place", online)).words
    assert near != wording.because(Reason("fits_place", online)).words
    assert "nicht vor Ort" in near or "not at a place" in near


def test_a_place_that_is_stated_is_not_called_unknown(page):
    nowhere = wording.because(Reason("unknown_place")).words
    said = wording.because(Reason("unknown_place", {"town": "Köln"})).words
    assert said.startswith("Köln. ")
    assert nowhere not in said


@pytest.mark.parametrize("code", sorted(wording.SIMILAR_CODES))
def test_a_difference_is_a_few_words_and_they_stand_in_one_line(page, code):
    words = wording.difference([Reason("like_course"), Reason(code, PARAMS[1])])
    assert "_" not in words
    assert words.count(", ") >= 1


@pytest.mark.parametrize("chip", CHIPS, ids=lambda chip: chip.id)
def test_a_chip_says_what_was_understood(page, chip):
    assert len(wording.chip(chip)) > 3
    for value in chip.params.values():
        assert "_" not in wording.chip(chip)
        assert value


def test_a_group_reads_well_behind_who_somebody_is(site):
    with site.app.test_request_context("/"), force_locale("de"):
        assert wording.chip(Chip("a", "audience", {"audience": "women"})) == "Sie: eine Frau"


def test_times_and_groups_of_the_engine_have_words_of_their_own(page):
    times = [name for name, _pattern, _times in time_words.SAID]
    groups = [name for name, _pattern in audience._AUDIENCES]
    assert groups == list(AUDIENCES)
    groups.append("school")
    assert all(wording.time_of_day(name) != name for name in times if name not in SCHEDULES)
    assert all("_" not in wording.time_of_day(name) for name in (*times, *SCHEDULES))
    assert all(wording.not_time_of_day(name) != name for name in times)
    assert all(wording.audience_of(name) != name for name in groups)


def test_every_filter_that_can_be_dropped_has_a_name(page):
    for name in search.LOOSENED_FIRST:
        words = wording.loosened(name)
        assert words
        assert "_" not in words
        assert words != "starts"


def test_every_filter_that_is_set_becomes_a_chip(page):
    given = Given(
        place="Dortmund",
        radius_km=20,
        schedules=frozenset({"evening", "shift"}),
        not_schedules=frozenset({"morning"}),
        cheap=True,
        form="online",
        max_price_cents=50_000,
        free=True,
        azav=True,
        language="en",
        level="B1",
        kind="course",
        starts_from=date(2027, 1, 1),
        starts_by=date(2027, 2, 1),
        max_days=93,
    )
    chips = wording.filter_chips(given)
    assert len(chips) == 14
    assert all(words for _name, _value, words in chips)
    assert wording.filter_chips(Given()) == []
    assert len(wording.filter_chips(Given(radius_km=5))) == 1


def test_codes_of_offers_have_words(page):
    assert all(wording.form_of(code) for code in FORMS)
    assert all(wording.level_of(code) != code for code in LEVELS)
    assert [wording.level_of(code) for code in CEFR_LEVELS] == list(CEFR_LEVELS)
    assert all(wording.degree_kind_of(code) for code in DEGREE_KINDS)
    assert wording.form_of(None) == wording.level_of(None) == wording.language_of(None) == ""


def test_a_language_has_its_name_in_the_language_of_the_page(page):
    assert wording.language_of("tr") == {"de": "Türkisch", "en": "Turkish"}[page]
    assert wording.language_of("xx") == "xx"


def test_answers_read_like_words(page):
    assert wording.answer("beschaeftigt", value=True) == {"de": "ja", "en": "yes"}[page]
    assert wording.answer("jahre_seit_letzter_82_foerderung", None) != "None"
    assert wording.answer("schon_freigestellt_anteil", 0.1) == "10"
    assert wording.answer("schon_freigestellt_anteil", 0.125) == {"de": "12,5", "en": "12.5"}[page]
    assert wording.answer("zve_jahr", 42_000) == {"de": "42.000", "en": "42,000"}[page]
    assert wording.answer("wohnsitz_land", "NRW") != "NRW"


def test_every_unit_of_a_question_is_translated(site):
    with site.app.test_request_context("/"), force_locale("en"):
        units = {fact.unit: wording.unit(fact.name) for fact in FACTS if fact.unit}
    assert all(german != english for german, english in units.items())


def test_an_amount_is_told_exactly_or_from_to(page):
    between = {"de": "bis", "en": "to"}[page]
    told = [
        wording.span(Span(0, 0)),
        wording.span(Span(0, 5000)),
        wording.percent(Span(50, 50)),
        wording.percent(Span(0, 75)),
    ]
    assert [words.replace("\xa0", " ") for words in told] == [
        "0 €",
        f"0 € {between} 50 €",
        "50 %",
        f"0 {between} 75 %",
    ]


def test_every_kind_of_help_has_a_name(page, site):
    kinds = {one.kind for one in site.book.instruments}
    assert kinds <= set(InstrumentKind.__args__)
    assert all(wording.pays(one) for one in site.book.instruments)


def test_what_an_import_notes_about_an_offer_is_said_in_german(site):
    told = (*tally._NOTES.values(), tally.NOT_UNDERSTOOD, "is UTF-16 that was damaged on its way")
    with site.app.test_request_context("/"), force_locale("de"):
        words = [fact_words.problem(reason) for reason in told]
    assert not set(words) & set(told)
    assert len(set(words)) == len(told)
