"""One offer as it comes in: what is taken, what is refused, what counts as a change."""

import json
import time
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorhub.kit import schemas
from mentorhub.recommend.offer_record import (
    OfferRecord,
    Start,
    WrongField,
    from_content,
    from_line,
    monday_in,
    without_markup,
)

SATURDAY = date(2026, 11, 21)
ENTRY = {
    "key": "stapler-dortmund-abend",
    "title": "Gabelstaplerschein (Abendkurs)",
    "provider": "Lernwerk Hellweg (Beispiel)",
    "postcode": "44137",
    "town": "Dortmund",
    "form": "presence",
    "schedule": ["evening"],
    "starts_in_weeks": [3, 11],
    "duration_weeks": 2,
    "hours": 32,
    "price_cents": 19900,
    "as_of": date(2026, 11, 16),
}
LINE = {"id": "rlp-1", "title": "Schweißen für Einsteiger"}

FIELDS = [
    "id", "title", "kind", "learn", "description", "provider", "city", "postcode", "format",
    "schedule", "start", "begin_text", "on_request", "end", "duration_hours", "price_eur", "azav",
    "provider_azav", "link", "language", "level", "requirements", "target_group", "degree",
    "degree_kind", "as_of",
]  # fmt: skip
HOSTILE = st.sampled_from(
    [
        float("nan"), float("inf"), float("-inf"), 1e308, -1e308, 10**400, -(10**400), -1, True,
        "\x00", "a\x00b", "\ud800", "\u202e", "0001-01-01", "9999-12-31", "10000-01-01", [[[]]],
        {"a": {"b": [1]}}, ["2026-01-01", ["2026-02-01"]], [None, 7, {}], "x" * 30_000, "online",
    ]
)  # fmt: skip
LEAF = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("") | HOSTILE
ANYTHING = LEAF | st.recursive(
    LEAF, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=3)
)


def content(**changes):
    return from_content({**ENTRY, **changes}, SATURDAY)


def line(**changes):
    return from_line({**LINE, **changes})


def wrong(read, **changes):
    with pytest.raises(WrongField) as caught:
        read(**changes)
    return caught.value.field, caught.value.reason


def test_a_content_entry_becomes_a_record():
    assert content() == OfferRecord(
        key="stapler-dortmund-abend",
        title="Gabelstaplerschein (Abendkurs)",
        provider="Lernwerk Hellweg (Beispiel)",
        postcode="44137",
        town="Dortmund",
        form="presence",
        schedules=("evening",),
        starts=(
            Start(date(2026, 12, 7), date(2026, 12, 18), 3),
            Start(date(2027, 2, 1), date(2027, 2, 12), 11),
        ),
        hours=32,
        price_cents=19900,
        as_of=date(2026, 11, 16),
    )


def test_a_content_entry_without_starts_is_on_request():
    assert content(starts_in_weeks=[]).on_request
    assert not content().on_request


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"titel": "x"}, "titel"),
        ({"starts": []}, "starts"),
        ({"key": "mit leer"}, "key"),
        ({"key": "../oben"}, "key"),
        ({"key": "a" * 121}, "key"),
        ({"key": 7}, "key"),
        ({"title": ""}, "title"),
        ({"title": "\u200b \x07"}, "title"),
        ({"form": "praesenz"}, "form"),
        ({"schedule": "evening, nights"}, "schedule"),
        ({"schedule": 5}, "schedule"),
        ({"schedule": {"a": 1}}, "schedule"),
        ({"level": "A1"}, "level"),
        ({"language": "deutsch"}, "language"),
        ({"postcode": "4413"}, "postcode"),
        ({"postcode": "٤٤١٣٧"}, "postcode"),
        ({"price_cents": -1}, "price_cents"),
        ({"price_cents": 199.0}, "price_cents"),
        ({"price_cents": float("inf")}, "price_cents"),
        ({"price_cents": True}, "price_cents"),
        ({"price_cents": 10**12}, "price_cents"),
        ({"hours": 1.5}, "hours"),
        ({"azav": "ja"}, "azav"),
        ({"degree_kind": "diplom"}, "degree_kind"),
        ({"as_of": "gestern"}, "as_of"),
        ({"as_of": 20261116}, "as_of"),
        ({"starts_in_weeks": 3}, "starts_in_weeks"),
        ({"starts_in_weeks": [-1]}, "starts_in_weeks"),
        ({"starts_in_weeks": [True]}, "starts_in_weeks"),
        ({"duration_weeks": 301}, "duration_weeks"),
    ],
)
def test_a_wrong_content_field_is_named(changes, field):
    assert wrong(content, **changes)[0] == field


def test_a_moment_in_a_content_file_counts_as_its_day():
    assert content(as_of=datetime(2026, 11, 16, 8, 30)).as_of == date(2026, 11, 16)  # noqa: DTZ001


@pytest.mark.parametrize("weeks", [[0, 1], [1, 1, 2], [0], [5, 4]])
@given(days=st.integers(0, 400))
def test_the_digest_of_relative_starts_is_the_same_on_every_day(weeks, days):
    first = from_content({**ENTRY, "starts_in_weeks": weeks}, date(2026, 11, 16))
    later = from_content(
        {**ENTRY, "starts_in_weeks": weeks}, date(2026, 11, 16) + timedelta(days=days)
    )
    assert first.digest() == later.digest()
    assert len(later.starts) == len(set(weeks))


@given(weeks=st.integers(0, 300), today=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_relative_start_is_a_monday_that_has_not_passed(weeks, today):
    monday = monday_in(weeks, today)
    assert monday.weekday() == 0
    assert today <= monday <= today + timedelta(weeks=max(weeks, 1))


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Anders"},
        {"schedule": ["evening", "weekend"]},
        {"starts_in_weeks": [3]},
        {"starts_in_weeks": [3, 12]},
        {"duration_weeks": 3},
        {"starts_in_weeks": [0], "duration_weeks": 3},
        {"price_cents": 0},
        {"azav": False},
    ],
)
def test_the_digest_changes_with_every_fact(changes):
    base = {"starts_in_weeks": [0]} if changes.get("starts_in_weeks") == [0] else {}
    assert content(**base).digest() != content(**changes).digest()


def test_a_missing_price_and_a_free_offer_differ():
    free, unknown = line(price_eur=0), line()
    assert (free.price_cents, unknown.price_cents) == (0, None)
    assert free.digest() != unknown.digest()


def test_notes_are_no_part_of_the_digest():
    record = line()
    assert replace(record, notes=("level",)).digest() == record.digest()


def test_a_line_needs_only_id_and_title():
    assert line() == OfferRecord(key="rlp-1", title="Schweißen für Einsteiger", on_request=True)


def test_a_full_line_is_understood():
    record = line(
        kind="course", description="Text", provider="Haus", city="Mainz", postcode="55116",
        format="Präsenz", schedule="Abends, Samstags", start=["2027-03-01", "2027-01-11"],
        duration_hours=40, price_eur=1250.5, azav=True, language="de", level="B1",
        as_of="2026-11-01",
    )  # fmt: skip
    assert record == OfferRecord(
        key="rlp-1", title="Schweißen für Einsteiger", description="Text", provider="Haus",
        provider_azav=True, azav=True, postcode="55116", town="Mainz", form="presence",
        schedules=("evening", "weekend"), starts=(Start(date(2027, 1, 11)), Start(date(2027, 3, 1))),
        hours=40, price_cents=125050, level="intermediate", language="de", as_of=date(2026, 11, 1),
    )  # fmt: skip


@pytest.mark.parametrize("euros", [0.01, 0.29, 19.99, 1250.5, 999_999.99])
def test_euros_become_exact_cents(euros):
    assert line(price_eur=euros).price_cents == int(str(round(euros * 100)))


def test_an_end_belongs_to_the_only_start():
    assert line(start="2027-01-11", end="2027-01-15").starts == (
        Start(date(2027, 1, 11), date(2027, 1, 15)),
    )
    assert line(start=["2027-01-11", "2027-03-01"], end="2027-03-05").starts == (
        Start(date(2027, 1, 11)),
        Start(date(2027, 3, 1)),
    )
    assert line(start="2027-01-11", end="2026-01-15").starts == (Start(date(2027, 1, 11)),)


def test_a_month_counts_to_its_last_day_and_is_told_in_its_own_words():
    record = line(start="2027-01", end="2027-02-15")
    assert record.starts == (Start(date(2027, 1, 31)),)
    assert (record.begin_text, record.on_request, record.notes) == ("2027-01", False, ())


def test_past_dates_beside_on_request_stay_on_request():
    record = line(start=["2024-01-01", "auf Anfrage"])
    assert (record.starts, record.on_request) == ((Start(date(2024, 1, 1)),), True)


def test_what_looks_dated_but_names_no_day_is_neither_a_start_nor_on_request():
    record = line(start="KW 12")
    assert (record.starts, record.on_request, record.begin_text) == ((), False, "KW 12")
    assert record.notes == ("start",)


def test_words_without_a_date_are_told_as_they_are():
    record = line(start="im Frühjahr")
    assert (record.starts, record.on_request, record.begin_text) == ((), True, "im Frühjahr")


@pytest.mark.parametrize(
    ("changes", "name", "taken"),
    [
        ({"language": "Deutsch"}, "language", "de"),
        ({"language": "german"}, "language", "de"),
        ({"language": "de-DE"}, "language", "de"),
        ({"language": "en_GB"}, "language", "en"),
        ({"language": "Türkisch"}, "language", "tr"),
        ({"language": "NL"}, "language", "nl"),
        ({"format": "Online-Kurs"}, "form", "online"),
        ({"format": "Onlinekurs"}, "form", "online"),
        ({"format": "Präsenz"}, "form", "presence"),
        ({"format": "Präsenzunterricht"}, "form", "presence"),
        ({"format": "Hybrid-Seminar"}, "form", "blended"),
        ({"postcode": "D-44137"}, "postcode", "44137"),
        ({"postcode": "DE 44137"}, "postcode", "44137"),
        ({"postcode": 44137}, "postcode", "44137"),
        ({"postcode": 44137.0}, "postcode", "44137"),
        ({"kind": "Förderung"}, "kind", "funding"),
        ({"kind": "Kurs"}, "kind", "course"),
        ({"duration_hours": "40"}, "hours", 40),
        ({"duration_hours": "40 Std."}, "hours", 40),
        ({"duration_hours": "40 UE"}, "hours", 40),
        ({"price_eur": "199,00 €"}, "price_cents", 19900),
        ({"price_eur": "1.250,50 EUR"}, "price_cents", 125050),
        ({"price_eur": "199"}, "price_cents", 19900),
        ({"price_eur": "kostenlos"}, "price_cents", 0),
        ({"id": "Kurs 7"}, "key", "Kurs 7"),
        ({"id": "schweißen-für-Anfänger"}, "key", "schweißen-für-Anfänger"),
        ({"id": "A\u0308 1"}, "key", "\u00c4 1"),
    ],
)
def test_what_other_catalogues_write_is_understood(changes, name, taken):
    record = line(**changes)
    assert (getattr(record, name), record.notes) == (taken, ())


@pytest.mark.parametrize("town", ["Online", "virtuell", "Webinar (Zoom)"])
def test_a_town_that_is_the_internet_becomes_the_form(town):
    assert (line(city=town).form, line(city=town).town) == ("online", None)


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"format": "im Wald"}, "format"),
        ({"schedule": "bei Vollmond"}, "schedule"),
        ({"start": "im Frühjahr"}, "start"),
        ({"level": "irgendwas"}, "level"),
        ({"postcode": "L-1234"}, "postcode"),
        ({"postcode": "1067"}, "postcode"),
        ({"language": "Klingonisch"}, "language"),
    ],
)
def test_what_is_not_understood_is_noted_and_stays_searchable(changes, note):
    record = line(**changes)
    assert record.notes == (note,)
    assert record.description == next(iter(changes.values()))


@pytest.mark.parametrize("day", ["gestern", "0001-01-01"])
def test_an_odd_day_of_the_text_is_left_out_and_noted(day):
    record = line(as_of=day)
    assert (record.as_of, record.notes, record.description) == (None, ("as_of",), "")


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "9999-12-31"])
def test_a_day_that_nobody_can_mean_is_noted(day):
    record = line(start=day)
    assert (record.notes, record.starts, record.on_request) == (("start",), (), False)


def test_ten_thousand_odd_words_make_one_note_and_a_bounded_text():
    record = line(schedule=["quer " * 30] * 1000)
    assert record.notes == ("schedule",)
    assert len(record.description) <= 5000


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id": None}, "id"),
        ({"id": 7}, "id"),
        ({"id": " a"}, "id"),
        ({"id": "a "}, "id"),
        ({"id": "a?b"}, "id"),
        ({"id": "a\u202eb"}, "id"),
        ({"id": "a\nb"}, "id"),
        ({"id": "ä" * 121}, "id"),
        ({"title": None}, "title"),
        ({"title": " \n"}, "title"),
        ({"title": "x" * 1001}, "title"),
        ({"title": {"de": "x"}}, "title"),
        ({"city": ["online"]}, "city"),
        ({"city": 5}, "city"),
        ({"format": []}, "format"),
        ({"schedule": 5}, "schedule"),
        ({"schedule": True}, "schedule"),
        ({"schedule": {"evening": 1}}, "schedule"),
        ({"schedule": [["evening"]]}, "schedule"),
        ({"start": 20270111}, "start"),
        ({"start": {"from": "2027-01-11"}}, "start"),
        ({"start": ["2027-01-11", ["2027-01-12"]]}, "start"),
        ({"start": ["2027-01-11"] * 101}, "start"),
        ({"duration_hours": float("nan")}, "duration_hours"),
        ({"duration_hours": "viele"}, "duration_hours"),
        ({"duration_hours": "40-60"}, "duration_hours"),
        ({"price_eur": "ab 199"}, "price_eur"),
        ({"price_eur": "-5"}, "price_eur"),
        ({"duration_hours": 20_001}, "duration_hours"),
        ({"price_eur": float("nan")}, "price_eur"),
        ({"price_eur": float("inf")}, "price_eur"),
        ({"price_eur": 1e308}, "price_eur"),
        ({"price_eur": 10**400}, "price_eur"),
        ({"price_eur": -0.01}, "price_eur"),
        ({"price_eur": "teuer"}, "price_eur"),
        ({"price_eur": True}, "price_eur"),
        ({"azav": "ja"}, "azav"),
        ({"as_of": [2026]}, "as_of"),
    ],
)
def test_a_line_of_wrong_types_is_refused_by_its_own_names(changes, field):
    assert wrong(line, **changes)[0] == field


@pytest.mark.parametrize("name", FIELDS[2:])
def test_nothing_and_an_empty_text_are_unknown_in_every_optional_field(name):
    assert line(**{name: None}) == line(**{name: ""}) == line()


def test_invisible_signs_go_and_every_kind_of_space_stays_one_space():
    record = line(
        title="A\u00a0B\u2003C\u0000D\u200bE\x1bF\u202eG", description="a\r\n\r\n\r\n\nb\tc \x0bd"
    )
    assert record.title == "A B CDEFG"
    assert record.description == "a\n\nb c d"


def test_a_title_is_one_line():
    assert line(title="Eins\n\nZwei").title == "Eins Zwei"


def test_leftovers_hold_nothing_that_a_database_refuses():
    record = line(start="Mai\x00\ud800", schedule="quer\x00")
    assert record.description.encode() == b"Mai\n\nquer"


@given(st.dictionaries(st.sampled_from(FIELDS), ANYTHING))
def test_a_line_is_taken_or_refused_and_never_breaks(raw):
    try:
        record = from_line({**LINE, **raw})
    except WrongField as problem:
        refused_by = problem.field
        assert refused_by in FIELDS
    else:
        assert storable(record)


LIKELY = st.sampled_from(
    [
        "Deutsch", "de-DE", "abends", "Online-Kurs", "D-44137", 44137, "40 Std.", "199,00 €", "viel",
        "2027-01-11", "11.01.2027", "März 2027", "KW 12", "auf Anfrage", "Kurs 7", "Förderung", 40,
        199.5, -1, 1_000_001, "B1", False, ["abends", "samstags"], ["2027-01-11", None], [1], "a?b",
    ]
)  # fmt: skip
UNSAID = (
    "must be a number",
    "must lie between",
    "is longer than",
    "may hold letters",
    "is missing",
)
"""Reasons that a schema cannot know: what stands inside a text."""


@settings(max_examples=3000, deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS), LIKELY | ANYTHING, max_size=3))
def test_reader_and_schema_agree_about_every_line(raw):
    raw = {**LINE, **raw}
    try:
        record, refusal = from_line(raw), None
    except WrongField as problem:
        record, refusal = None, problem
    try:
        schemas.check("offer-line", raw)
    except schemas.Mismatch as problem:
        if record:
            raise AssertionError(f"taken as {record}") from problem
    else:
        told = refusal is None or refusal.reason.startswith(UNSAID)
        assert told or not is_json(raw), f"the schema would take it: {refusal}"


def is_json(raw) -> bool:
    """Return whether a line can say this at all."""
    try:
        json.dumps(raw, allow_nan=False)
    except ValueError:
        return False
    return True


def test_the_schema_names_every_field():
    assert schemas.fields("offer-line") == set(FIELDS)


@given(st.dictionaries(st.sampled_from([*ENTRY, "kind", "azav", "level", "degree"]), ANYTHING))
def test_a_content_entry_is_taken_or_refused_and_never_breaks(raw):
    try:
        record = from_content({**ENTRY, **raw}, SATURDAY)
    except WrongField:
        return
    assert storable(record)


def storable(record: OfferRecord) -> bool:
    texts = [record.title, record.description, record.town or "", record.provider, *record.notes]
    whole = "".join(texts)
    return (
        "\x00" not in whole
        and bool(whole.encode())
        and len(record.digest()) == 32
        and all(date(1900, 1, 1) <= s.starts <= (s.ends or s.starts) for s in record.starts)
        and len({s.starts for s in record.starts}) == len(record.starts)
        and json.dumps([record.price_cents, record.hours]).find("NaN") < 0
    )


@pytest.mark.parametrize(
    "unit", ["<a", "<br", "<br ", "</p", "<!", "<li", "&a", " ", "<p>", "<li>"]
)
def test_markup_without_an_end_takes_no_time(unit):
    begun = time.process_time()
    without_markup(unit * 300_000 + "<b>x</b>")
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("<p>Stapler &amp; Kran</p><ul><li>eins<li>zwei</ul>", "Stapler & Kran\n\neins\nzwei"),
        (
            "<p>Erster</p>\n<p>Zweiter<br>Zeile</p><h2>Titel</h2>Text",
            "Erster\n\nZweiter\nZeile\n\nTitel\n\nText",
        ),
        ("<ul>\n  <li>eins</li>\n  <li>zwei</li>\n</ul>", "eins\nzwei"),
        ("<div>eins</div><div>zwei</div>drei", "eins\nzwei\ndrei"),
        ("<table><tr><td>Mo</td><td>9 Uhr</td></tr><tr><td>Di</td></tr></table>", "Mo 9 Uhr\nDi"),
        ("Zeile<br/>Zeile", "Zeile\nZeile"),
        ("<script>alert(1)</script>Kurs", "Kurs"),
        ("Preise < 500 € und > 100 €", "Preise < 500 € und > 100 €"),
        ("Forschung & Entwicklung", "Forschung & Entwicklung"),
    ],
)
def test_markup_of_other_catalogues_becomes_plain_text(given, taken):
    assert from_line({"id": "a", "title": "A", "description": given}).description == taken


def test_a_weekend_course_runs_from_a_saturday_to_a_sunday():
    entry = {"key": "a", "title": "A", "schedule": ["weekend"], "starts_in_weeks": [2]}
    (start,) = from_content(entry | {"duration_weeks": 2}, date(2026, 11, 18)).starts
    assert (start.starts, start.ends) == (date(2026, 12, 5), date(2026, 12, 13))


def test_each_of_several_dates_can_have_its_own_end():
    record = line(start=["2027-01-11/2027-01-15", "2027-03-01", "2027-05-03/2027-05-01"])
    ends = [
        (start.starts.isoformat(), start.ends and start.ends.isoformat()) for start in record.starts
    ]
    assert ends == [("2027-01-11", "2027-01-15"), ("2027-03-01", None), ("2027-05-03", None)]


def test_words_and_on_request_can_be_said_outright():
    record = line(start=["2027-12-31"], begin_text="im Frühjahr 2027", on_request=True)
    assert record.starts == (Start(date(2027, 12, 31)),)
    assert record.begin_text == "im Frühjahr 2027"
    assert record.on_request
    assert record.notes == ()
    assert not line(start=[], on_request=False).on_request


def test_words_that_were_put_into_the_text_before_are_not_put_there_twice():
    once = line(description="Text", start="im Frühling", schedule="nach Absprache mit allen")
    again = line(
        description=once.description, start="im Frühling", schedule="nach Absprache mit allen"
    )
    assert again == once
