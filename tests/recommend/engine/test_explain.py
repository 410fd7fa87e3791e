import pytest

from mentorhub.recommend.engine.columns import Columns
from mentorhub.recommend.engine.document import Reason
from mentorhub.recommend.engine.explain import Explainer, asked_words, matched_words
from mentorhub.recommend.engine.wishes import Wishes, costs
from tests.recommend.engine.doubles import TODAY, Atlas, course


def _reasons(document, topic="", **wanted):
    """Return the reasons for one document as {code: params}."""
    columns = Columns.of([document])
    wishes = Wishes(**wanted)
    explainer = Explainer(
        asked=asked_words(topic, ()),
        wanted=wishes,
        costs=costs(wishes, columns, TODAY),
        columns=columns,
        today=TODAY,
        by_meaning={0},
    )
    return {reason.code: dict(reason.params) for reason in explainer.reasons(0, document)}


@pytest.mark.parametrize(
    ("topic", "shown"),
    [
        ("staplerschein", ["Gabelstaplerschein"]),
        ("Gabelstablerschein", ["Gabelstaplerschein"]),
        ("führerschein MAG", ["Führerschein", "MAG"]),
        ("fuhrerschein", ["Führerschein"]),
        ("Pflege", []),
        ("b1", ["B1"]),
    ],
)
def test_matched_words_are_shown_as_the_text_writes_them(topic, shown):
    document = course("k", "Gabelstaplerschein", text="Führerschein nötig. MAG, B1. Wir üben.")
    assert matched_words(asked_words(topic, ()), document) == shown


def test_at_most_five_words_are_shown():
    document = course("k", "eins zwei drei vier fünf sechs sieben")
    assert len(matched_words(asked_words(document.title, ()), document)) == 5


def test_no_word_in_common_means_meaning():
    assert _reasons(course("k", "Excel"), "Schweißen") == {"meaning": {}}


def test_place_and_distance():
    near = _reasons(course("k", "Kurs", town="Bochum"), places=(Atlas().find_town("Dortmund"),))
    assert near["fits_place"] == {"town": "Bochum", "km": "18"}
    far = _reasons(course("k", "Kurs", town="Köln"), places=(Atlas().find_town("Dortmund"),))
    assert far["differs_place"]["town"] == "Köln"
    online = _reasons(course("k", "Kurs", form="online"), places=(Atlas().find_town("Dortmund"),))
    assert online["near_place"] == {"form": "online"}


@pytest.mark.parametrize(
    ("facts", "wanted", "code", "params"),
    [
        ({"schedules": frozenset({"evening"})}, {"times": frozenset({"evening"})}, "fits_time",
         {"times": "evening"}),
        ({"price_cents": 0}, {"free": True}, "fits_price", {"price_cents": "0"}),
        ({}, {"free": True}, "unknown_price", {}),
        ({"price_cents": 90_000}, {"max_price_cents": 10_000}, "differs_price",
         {"price_cents": "90000"}),
        ({"language": "de"}, {"language": "en"}, "differs_language", {"language": "de"}),
        ({"level": "advanced"}, {"level": "basic"}, "differs_level",
         {"level": "advanced", "wanted": "basic"}),
        ({"form": "blended"}, {"form": "presence"}, "fits_form", {"form": "blended"}),
        ({"azav": True}, {"azav": True}, "fits_azav", {}),
        ({"on_request": True}, {"start_until": TODAY}, "near_start", {"on_request": "yes"}),
        ({"starts": (TODAY,)}, {"start_until": TODAY}, "fits_start", {"date": "2026-11-21"}),
        ({"days": 40}, {"max_days": 42}, "fits_length", {"days": "40"}),
        ({"days": 49}, {"max_days": 42}, "near_length", {"days": "49"}),
        ({"days": 240}, {"max_days": 42}, "differs_length", {"days": "240"}),
        ({}, {"max_days": 42}, "unknown_length", {}),
        ({}, {"kind": "funding"}, "differs_kind", {}),
    ],
)  # fmt: skip
def test_every_wish_is_answered(facts, wanted, code, params):
    assert _reasons(course("k", "Kurs", **facts), **wanted)[code] == params


def test_times_that_only_the_text_says_are_named_in_the_reason():
    document = course("k", "Word am Vormittag", schedules=frozenset({"part_time"}))
    seen = _reasons(document, times=frozenset({"morning"}))
    assert seen["fits_time"] == {"times": "part_time,morning"}


@pytest.mark.parametrize(
    ("title", "code", "level"),
    [
        ("Deutsch B1", "fits_level", "B1"),
        ("telc Deutsch B1·B2", "fits_level", "B1, B2"),
        ("Deutsch B2", "differs_level", "B2"),
        ("Deutsch für alle", "unknown_level", ""),
    ],
)
def test_a_level_of_a_language_is_answered_with_one(title, code, level):
    seen = _reasons(course("k", title, level="intermediate"), level="B1")
    assert seen[code] == {"level": level, "wanted": "B1"}


def test_words_come_first_then_what_fits_then_what_does_not():
    document = course("k", "Excel", town="Köln", schedules=frozenset({"evening"}))
    seen = list(
        _reasons(
            document,
            "Excel",
            places=(Atlas().find_town("Dortmund"),),
            times=frozenset({"evening"}),
            free=True,
        )
    )
    assert seen == ["words", "fits_time", "unknown_price", "differs_place"]


def test_reasons_hold_codes_and_values_only():
    assert Reason("meaning").params == {}


def test_only_an_offer_for_the_searcher_is_told_to_be_so():
    wanted = frozenset({"women", "older"})
    hers = course("k", "Kurs", audiences=frozenset({"women", "parents"}))
    assert _reasons(hers, audience=wanted)["fits_audience"] == {"audiences": "women"}
    assert not [code for code in _reasons(course("k", "Kurs"), audience=wanted) if "aud" in code]
