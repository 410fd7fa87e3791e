"""What changed between two versions: the right facts, and long texts cut to the difference."""

from hypothesis import given
from hypothesis import strategies as st

from mentorhub.recommend.actions import catalogue
from mentorhub.recommend.versions import AROUND, FIELDS, SHORT, differences, excerpts
from tests.recommend.offers import record

LONG = " ".join(f"Wort{number}" for number in range(100))


def test_every_fact_of_an_offer_is_compared():
    facts = catalogue.facts_of(record())
    assert set(FIELDS) == set(facts) - {"withdrawn"}


def test_differences_come_in_reading_order():
    before = catalogue.facts_of(record())
    after = catalogue.facts_of(record(price_cents=0, title="Neu", schedules=()))
    assert differences(before, after) == ("title", "schedules", "price_cents")
    assert differences(before, before) == ()


def test_short_texts_are_told_whole():
    assert excerpts("Alt", "Neu") == ("Alt", "Neu")


def test_long_texts_are_cut_to_the_difference():
    before, after = excerpts(LONG, LONG.replace("Wort50", "Anderes"))
    assert (
        before == "… Wort45 Wort46 Wort47 Wort48 Wort49 Wort50 Wort51 Wort52 Wort53 Wort54 Wort55 …"
    )
    assert (
        after == "… Wort45 Wort46 Wort47 Wort48 Wort49 Anderes Wort51 Wort52 Wort53 Wort54 Wort55 …"
    )


def test_a_difference_at_either_end_is_not_cut_off():
    assert excerpts(LONG, LONG + " Ende")[1].endswith("Wort99 Ende")
    assert excerpts(LONG, "Anfang " + LONG)[1].startswith("Anfang Wort0")


@given(st.text(max_size=20), st.text("ab ", max_size=400), st.text("ab ", max_size=400))
def test_excerpts_are_never_longer_and_always_differ(middle, head, tail):
    before, after = head + tail, head + middle + tail
    shown = excerpts(before, after)
    for text, cut in zip((before, after), shown, strict=True):
        assert len(cut) <= max(SHORT, len(middle) + 2 * AROUND + 4)
        assert cut.removeprefix("… ").removesuffix(" …").strip() in text
    if middle.strip():
        assert shown[0] != shown[1]


def test_a_version_from_before_a_fact_was_known_differs_in_nothing():
    now = catalogue.facts_of(record())
    then = {name: fact for name, fact in now.items() if name != "begin_text"}
    assert differences(then, now) == differences(now, then) == ()
    assert catalogue.record_of("stapler", then) == record()
