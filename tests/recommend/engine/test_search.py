from dataclasses import replace
from datetime import date, timedelta

import pytest

from mentorhub.recommend.engine.document import Given
from mentorhub.recommend.engine.live import Live
from mentorhub.recommend.engine.search import LOOSENED_FIRST, SearchEngine
from mentorhub.recommend.engine.shelf import Shelf
from mentorhub.recommend.engine.weights import Weights
from mentorhub.recommend.engine.wishes import Wishes, costs
from tests.recommend.engine.doubles import (
    TODAY,
    Atlas,
    PieceEncoder,
    course,
    engine_of,
    funding,
    keys,
)

EVENING, WEEKEND, DAY = (frozenset({name}) for name in ("evening", "weekend", "full_time"))
SOON = (TODAY + timedelta(days=20),)
CATALOGUE = [
    course("stapler-do-abend", "Gabelstaplerschein", town="Dortmund", schedules=EVENING,
           price_cents=28_900, starts=SOON, provider="Eins", level="basic", hours=16),
    course("stapler-do-tag", "Gabelstaplerschein", town="Dortmund", schedules=DAY,
           price_cents=34_900, starts=SOON, provider="Eins", level="basic", hours=40),
    course("stapler-koeln-we", "Gabelstaplerschein", town="Köln", schedules=WEEKEND,
           price_cents=26_900, starts=(date(2027, 5, 3),), provider="Zwei", hours=100),
    course("excel-online", "Excel Grundkurs", form="online", schedules=EVENING, price_cents=0,
           provider="Drei", level="basic", on_request=True),
    course("excel-bochum", "Excel Aufbaukurs", town="Bochum", schedules=WEEKEND,
           price_cents=15_000, starts=SOON, provider="Zwei", level="advanced"),
    course("schweissen", "Schweißen MAG 135", town="Siegen", provider="Vier", azav=True,
           starts=SOON, text="Kehlnähte in allen Lagen, mit Prüfung."),
    course("deutsch-a1", "Deutsch A1", town="Hamm", schedules=EVENING, provider="Fünf"),
    course("deutsch-b1", "Deutsch B1", town="Hamm", schedules=EVENING, provider="Fünf"),
    course("ersthilfe-en", "First aid in English", town="Köln", language="en", provider="Sechs"),
    funding("gutschein", "Bildungsgutschein", "Die Agentur für Arbeit bezahlt den Kurs."),
]  # fmt: skip


def _codes(results):
    return [reason.code for reason in results.hits[0].reasons]


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    # Unlike a real encoder, the double sets texts far apart.
    weights = Weights().scaled(6)
    return engine_of(CATALOGUE, tmp_path_factory.mktemp("hybrid"), PieceEncoder(), weights=weights)


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    return engine_of(CATALOGUE, tmp_path_factory.mktemp("words"))


@pytest.fixture(params=["hybrid", "words"])
def any_engine(request, engine, words):
    return {"hybrid": engine, "words": words}[request.param]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Gabelstapler fahren abends in Dortmund", "stapler-do-abend"),
        ("Gabelstaplerschein am Wochenende", "stapler-koeln-we"),
        ("gabelstabler in Köln", "stapler-koeln-we"),
        ("Gabelstaplerschein nicht abends in Dortmund", "stapler-do-tag"),
        ("Gabelstaplerschein unter 270 Euro", "stapler-koeln-we"),
        ("Gabelstaplerschein ab Mai", "stapler-koeln-we"),
        ("Excel online", "excel-online"),
        ("exel kostenlos", "excel-online"),
        ("Excel für Fortgeschrittene", "excel-bochum"),
        ("Excel vor Ort", "excel-bochum"),
        ("schweisen", "schweissen"),
        ("Deutsch B1", "deutsch-b1"),
        ("deutsch a1", "deutsch-a1"),
        ("First aid auf Englisch", "ersthilfe-en"),
        ("Wer bezahlt mir den Bildungsgutschein?", "gutschein"),
    ],
)
def test_the_right_topic_with_the_right_wish_comes_first(any_engine, text, first):
    assert keys(any_engine.search(text, today=TODAY))[0] == first


def test_the_right_topic_alone_comes_before_a_wrong_one_that_fits(any_engine):
    seen = keys(any_engine.search("Gabelstaplerschein online abends", today=TODAY))
    assert set(seen[:3]) == {"stapler-do-abend", "stapler-do-tag", "stapler-koeln-we"}


def test_the_step_says_what_was_possible(engine, words):
    assert engine.search("Excel", today=TODAY).step == "hybrid"
    assert words.search("Excel", today=TODAY).step == "words"
    assert words.search("", today=TODAY).step == "newest"
    assert words.search("xyzzy", today=TODAY).step == "newest"


def test_without_an_index_there_is_an_empty_answer(tmp_path):
    engine = SearchEngine(Live(Shelf(tmp_path)), lambda: None, Atlas())
    seen = engine.search("Excel abends", today=TODAY)
    assert (seen.step, seen.hits, seen.total) == ("newest", (), 0)
    assert seen.understood.times == EVENING


def test_an_encoder_of_another_name_is_refused_and_said_once(tmp_path, caplog):
    engine_of(CATALOGUE, tmp_path, PieceEncoder("first"))
    engine = SearchEngine(Live(Shelf(tmp_path)), lambda: PieceEncoder("second"), Atlas())
    assert engine.search("Excel", today=TODAY).step == "words"
    engine.search("Excel", today=TODAY)
    assert caplog.text.count("words only") == 1


def test_an_encoder_that_arrives_later_is_used(tmp_path):
    engine_of(CATALOGUE, tmp_path, PieceEncoder())
    arrived = []
    engine = SearchEngine(Live(Shelf(tmp_path)), lambda: arrived[0] if arrived else None, Atlas())
    assert engine.search("Excel", today=TODAY).step == "words"
    arrived.append(PieceEncoder())
    assert engine.search("Excel", today=TODAY).step == "hybrid"


@pytest.mark.parametrize("encoder", [None, PieceEncoder()], ids=["words", "hybrid"])
@pytest.mark.parametrize(
    ("text", "given", "first"),
    [
        ("Computerkurs", Given(), {"de", "en"}),
        ("Computerkurs in Hamm", Given(), {"de", "en"}),
        ("Computerkurs auf Ukrainisch", Given(), {"uk"}),
        ("Computerkurs", Given(language="uk"), {"uk"}),
        ("комп'ютерні курси (Computerkurs)", Given(), {"de", "en", "uk"}),
    ],
)
def test_a_language_that_nobody_asked_for_or_in_stands_behind(
    tmp_path, encoder, text, given, first
):
    offers = [
        course(language, "Computerkurs", town="Hamm", language=language)
        for language in ("uk", "de", "en", "tr")
    ]
    engine = engine_of(offers, tmp_path, encoder, weights=Weights().scaled(6))
    found = keys(engine.search(text, given, today=TODAY, grouped=False))
    assert set(found[: len(first)]) == first


def test_nothing_typed_shows_the_newest_first(any_engine):
    seen = any_engine.search("", today=TODAY, limit=50)
    assert keys(seen) == [document.key for document in CATALOGUE]
    assert seen.total == len(CATALOGUE)


def test_only_wishes_rank_the_newest(words):
    seen = words.search("Excel am Wochenende", today=TODAY, without={"topic"})
    assert seen.step == "newest"
    assert set(keys(seen)[:2]) == {"stapler-koeln-we", "excel-bochum"}


@pytest.mark.parametrize("days", [19, 21, 400])
def test_an_expired_offer_never_appears(any_engine, days):
    today = TODAY + timedelta(days=days)
    for text in ("Gabelstaplerschein", ""):
        seen = keys(any_engine.search(text, today=today, limit=50))
        assert ("stapler-do-abend" in seen) == (days < 20)
        assert "excel-online" in seen or text


def test_expired_offers_are_found_where_asked_for(any_engine):
    late = TODAY + timedelta(days=400)
    seen = any_engine.search("Gabelstaplerschein", today=late, expired_too=True)
    assert "stapler-do-abend" in keys(seen)


@pytest.mark.parametrize("text", ["Gabelstaplerschein", ""])
def test_a_withdrawn_offer_never_appears_nor_counts(any_engine, text):
    withdrawn = "stapler-do-tag"
    everything = any_engine.search(text, today=TODAY, limit=50)
    seen = any_engine.search(
        text, today=TODAY, limit=50, visible=lambda some: set(some) - {withdrawn}
    )
    assert withdrawn in keys(everything)
    assert keys(seen) == [key for key in keys(everything) if key != withdrawn]
    assert seen.total == everything.total - 1


@pytest.mark.parametrize("text", ["Kurs Excel Gabelstapler Deutsch", ""])
def test_pages_join_without_gap_or_repeat(any_engine, text):
    whole = any_engine.search(text, today=TODAY, limit=50)
    joined = [
        key
        for offset in range(0, whole.total, 3)
        for key in keys(any_engine.search(text, today=TODAY, limit=3, offset=offset))
    ]
    assert joined == keys(whole)
    assert len(whole.hits) == whole.total


@pytest.mark.parametrize(
    ("given", "text", "allowed"),
    [
        (Given(kind="funding"), "Excel", {"gutschein"}),
        (Given(form="online"), "Excel", {"excel-online"}),
        (Given(schedules=WEEKEND), "Excel", {"stapler-koeln-we", "excel-bochum"}),
        (Given(free=True), "Excel", {"excel-online"}),
        (Given(providers=frozenset({"Zwei"})), "Excel", {"stapler-koeln-we", "excel-bochum"}),
        (Given(place="Dortmund", radius_km=25, form="presence"), "Gabelstaplerschein",
         {"stapler-do-abend", "stapler-do-tag", "excel-bochum"}),
        (Given(level="B1"), "Deutsch", {"deutsch-b1"}),
    ],
)  # fmt: skip
def test_a_filter_holds_for_every_hit(any_engine, given, text, allowed):
    for asked in (text, ""):
        seen = any_engine.search(asked, given, today=TODAY, limit=50)
        assert set(keys(seen)) <= allowed
        assert seen.loosened == ()


def test_a_given_filter_replaces_what_the_sentence_says(engine):
    seen = engine.search("Gabelstaplerschein abends", Given(schedules=WEEKEND), today=TODAY)
    assert keys(seen) == ["stapler-koeln-we", "excel-bochum"]


def test_a_filter_that_leaves_nothing_is_loosened_and_said(any_engine):
    given = Given(form="online", level="B1", kind="course")
    seen = any_engine.search("Excel", given, today=TODAY)
    assert seen.loosened == ("level",)
    assert keys(seen) == ["excel-online"]


@pytest.mark.parametrize(
    ("text", "given", "loosened", "first"),
    [
        ("Gabelstaplerschein", Given(place="Siegen", radius_km=10), ("place",), "stapler-koeln-we"),
        ("Gabelstaplerschein", Given(form="online"), ("form",), "stapler"),
        ("Schweißen", Given(free=True), ("free",), "schweissen"),
        ("Schweißen", Given(free=True, form="online"), ("free", "form"), "schweissen"),
        ("Deutsch", Given(form="online", level="B1"), ("form",), "deutsch-b1"),
        ("Gabelstaplerschein", Given(providers=frozenset({"Vier"})), ("providers",), "stapler"),
    ],
)
def test_a_filter_that_leaves_nothing_on_the_topic_is_loosened_and_said(
    any_engine, text, given, loosened, first
):
    seen = any_engine.search(text, given, today=TODAY)
    assert seen.loosened == loosened
    assert keys(seen)[0].startswith(first)


def test_a_length_that_leaves_nothing_is_loosened_and_said(any_engine):
    seen = any_engine.search("Gabelstaplerschein", Given(max_days=1), today=TODAY)
    assert seen.loosened == ("max_days",)
    assert "unknown_length" in _codes(seen)


def test_what_was_loosened_still_ranks_and_is_a_reason(any_engine):
    seen = any_engine.search("Gabelstaplerschein", Given(form="online", free=True), today=TODAY)
    assert set(seen.loosened) == {"form", "free"}
    assert _codes(seen) == ["words", "differs_form", "differs_price"]


@pytest.mark.parametrize("text", ["Xylophon", "welche Kurse", ""])
def test_a_filter_stays_where_nothing_is_on_a_topic_anywhere(any_engine, text):
    seen = any_engine.search(text, Given(form="online"), today=TODAY)
    assert seen.loosened == ()
    assert set(keys(seen)) <= {"excel-online"}


def test_the_kind_stays_although_the_other_is_on_the_topic(any_engine):
    seen = any_engine.search("Schweißen MAG", Given(kind="funding"), today=TODAY)
    assert (keys(seen), seen.loosened) == (["gutschein"], ())


def test_only_as_much_is_loosened_as_needed(any_engine):
    given = Given(form="online", level="B1", language="en", free=True)
    seen = any_engine.search("Kurs", given, today=TODAY, limit=50)
    assert seen.hits
    assert set(seen.loosened) < {"form", "level", "language", "free"}
    assert set(seen.loosened) <= set(LOOSENED_FIRST)


def test_the_kind_is_never_loosened(any_engine):
    seen = any_engine.search("Geld", Given(kind="funding", form="online"), today=TODAY)
    assert keys(seen) == ["gutschein"]
    assert seen.loosened == ("form",)


def test_a_place_that_is_given_ranks_without_filtering(any_engine):
    seen = any_engine.search("Gabelstaplerschein", Given(place="Köln"), today=TODAY)
    assert keys(seen)[0] == "stapler-koeln-we"
    assert "stapler-do-tag" in keys(seen)


def test_near_me_means_near_the_given_place(any_engine):
    seen = any_engine.search("Gabelstaplerschein in der Nähe", Given(place="44137"), today=TODAY)
    assert keys(seen)[0].startswith("stapler-do")


def test_a_removed_chip_no_longer_ranks(words):
    text = "Gabelstaplerschein am Wochenende in Dortmund"
    with_time = words.search(text, today=TODAY, without={"place"})
    with_place = words.search(text, today=TODAY, without={"time.weekend"})
    assert keys(with_time)[0] == "stapler-koeln-we"
    assert keys(with_place)[0].startswith("stapler-do")


def test_every_hit_says_why(any_engine):
    seen = any_engine.search("Gabelstaplerschein abends in Dortmund", today=TODAY)
    codes = [reason.code for reason in seen.hits[0].reasons]
    assert codes == ["words", "fits_place", "fits_time"]
    assert all(hit.reasons for hit in seen.hits)


def test_a_filter_is_a_reason_too(any_engine):
    given = Given(schedules=EVENING, max_price_cents=30_000)
    seen = any_engine.search("Gabelstaplerschein", given, today=TODAY)
    assert _codes(seen) == ["words", "fits_price", "fits_time"]


def test_online_is_everywhere_where_only_online_was_set(any_engine):
    given = Given(form="online", place="Köln", radius_km=10)
    seen = any_engine.search("Excel", given, today=TODAY)
    assert _codes(seen) == ["words", "fits_form", "fits_place"]


def test_facets_count_what_can_be_paged_through(any_engine):
    seen = any_engine.search("", today=TODAY)
    assert seen.facets["kind"] == {"course": 9, "funding": 1}
    assert seen.facets["schedule"]["weekend"] == 2
    assert seen.facets["price"] == {"free": 1, "paid": 4, "unknown": 5}
    hits = any_engine.search("Gabelstaplerschein", today=TODAY, limit=50)
    assert sum(hits.facets["kind"].values()) == hits.total


def test_time_taken_is_told(engine):
    assert 0 < engine.search("Excel", today=TODAY).took_ms < 5_000


class Glossary:
    """A double of the glossary: knows two words, one of which any course could have."""

    def expand(self, text):
        known = {"Ameise": "Gabelstapler", "curs": "Kurs"}
        return tuple(meant for said, meant in known.items() if said in text)


def test_synonyms_and_slips_find_what_nobody_typed(tmp_path):
    engine = engine_of(CATALOGUE, tmp_path, PieceEncoder(), synonyms=Glossary())
    seen = engine.search("Ameise fahren", today=TODAY)
    assert keys(seen)[0].startswith("stapler")
    assert seen.also == ("Gabelstapler",)
    assert engine.search("exel", today=TODAY).also == ("Excel",)
    assert engine.search("curs de Ameise", today=TODAY).also == ("Gabelstapler",)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("keine Lust auf Excel", "schweissen", "excel"),
        ("Excel Grundkurs, Schweißen, kein Excel", "schweissen", "excel"),
    ],
)
def test_what_is_refused_stands_behind(any_engine, text, first, last):
    found = keys(any_engine.search(text, today=TODAY, limit=50))
    places = [at for at, key in enumerate(found) if key.startswith(first)]
    behind = [at for at, key in enumerate(found) if key.startswith(last)]
    assert places
    assert max(places) < min(behind, default=len(found))


# Neutrality


def test_the_scorer_cannot_see_a_provider():
    assert not [name for name in Weights.__dataclass_fields__ if "provider" in name]
    assert "provider" not in Wishes.__dataclass_fields__
    assert "Lernwerk" not in replace(CATALOGUE[0], provider="Lernwerk").indexed_text()


@pytest.mark.parametrize("encoder", [PieceEncoder(), None], ids=["hybrid", "words"])
def test_permuting_providers_changes_nothing(tmp_path, encoder):
    turned = [
        replace(document, provider=CATALOGUE[at - 1].provider)
        for at, document in enumerate(CATALOGUE)
    ]
    one = engine_of(CATALOGUE, tmp_path / "one", encoder)
    other = engine_of(turned, tmp_path / "other", encoder)
    for text in ("Gabelstaplerschein", "Excel abends", "Deutsch", ""):
        mine, theirs = (
            each.search(text, today=TODAY, limit=50, diversify=False) for each in (one, other)
        )
        assert [(hit.key, hit.score) for hit in mine.hits] == [
            (hit.key, hit.score) for hit in theirs.hits
        ]


def test_ties_change_with_the_day_and_stay_within_it(tmp_path):
    same = [course(f"k{number}", "Excel Grundkurs", provider=str(number)) for number in range(12)]
    engine = engine_of(same, tmp_path, PieceEncoder())
    today = keys(engine.search("Excel", today=TODAY, limit=12))
    assert today == keys(engine.search("Excel", today=TODAY, limit=12))
    days = {
        tuple(keys(engine.search("Excel", today=TODAY + timedelta(day), limit=12)))
        for day in range(5)
    }
    assert len(days) > 1
    fixed = {
        tuple(keys(engine.search("Excel", today=TODAY + timedelta(day), seed="s", limit=12)))
        for day in range(5)
    }
    assert len(fixed) == 1


@pytest.fixture
def crowd(tmp_path):
    many = [
        course(f"viel-{number}", "Excel Kurs", provider="Lernwerk Hellweg", hours=2**number)
        for number in range(8)
    ]
    few = [
        course(f"wenig-{number}", "Excel Kurs zwei", provider=str(number)) for number in range(8)
    ]
    return engine_of([*many, *few], tmp_path, PieceEncoder())


def _crowding(results):
    return sum(key.startswith("viel") for key in keys(results))


def test_one_provider_does_not_fill_the_first_page(crowd):
    assert _crowding(crowd.search("Excel Kurs", today=TODAY)) == 2
    assert _crowding(crowd.search("Excel Kurs", today=TODAY, diversify=False)) > 2
    assert _crowding(crowd.search("", today=TODAY)) == 2


def test_a_provider_that_was_named_or_chosen_may(crowd):
    named = crowd.search("Excel Kurs vom Lernwerk Hellweg", today=TODAY)
    chosen = crowd.search(
        "Excel Kurs", Given(providers=frozenset({"Lernwerk Hellweg"})), today=TODAY
    )
    assert _crowding(named) > 2
    assert _crowding(chosen) == 8


def test_weights_can_be_made_for_another_encoder():
    doubled = Weights().scaled(2)
    assert doubled.of("place") == 2 * Weights().of("place")
    assert doubled.cap == 2 * Weights().cap
    assert doubled.centring == Weights().centring


def test_no_search_looks_at_more_than_the_facts_of_its_own_wishes(engine):
    seen = engine.search("Gabelstaplerschein abends", today=TODAY)
    made = Wishes(times=seen.understood.times)
    generation = engine._live.generation()
    assert list(costs(made, generation.columns, TODAY)) == ["time"]


def test_of_equal_courses_the_one_for_the_searcher_comes_first(tmp_path):
    same = [
        course("a-for-all", "Excel Grundkurs", provider="Eins"),
        course("b-hers", "Excel Grundkurs", provider="Zwei", audiences=frozenset({"parents"})),
    ]
    engine = engine_of(same, tmp_path)
    text = "Excel Grundkurs, bin alleinerziehend"
    seen = engine.search(text, today=TODAY, seed="a", grouped=False)
    assert seen.hits[0].key == "b-hers"
    assert "fits_audience" in [reason.code for reason in seen.hits[0].reasons]
    gone = engine.search(text, today=TODAY, without={"audience.parents"}, grouped=False)
    assert not [one for hit in gone.hits for one in hit.reasons if "audience" in one.code]
