"""MOOChub, open data of adult education centres, and schema.org: what becomes of a course."""

import io
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.recommend.offer_record import OfferRecord
from mentorhub.recommend.sources import door, json_stream
from mentorhub.recommend.sources.entries import Fault, Whole
from tests.recommend.sources.files import (
    Parts,
    json_ld,
    moochub,
    only,
    read,
    saved_page,
    vhs,
    weighed,
)

JANUARY = date(2027, 1, 11)
ADDRESS = {"@type": "PostalAddress", "addressLocality": "Dortmund", "postalCode": "44137"}
ELSEWHERE = {"@type": "PostalAddress", "addressLocality": "Köln", "postalCode": "50667"}


def days(record) -> list[date]:
    return [start.starts for start in record.starts]


def test_a_course_of_moochub_becomes_an_offer():
    record = only(
        moochub(
            {
                "name": "Excel",
                "description": "<p>Tabellen &amp; mehr</p><script>x()</script>",
                "publisher": {"name": "Campus (Beispiel)", "type": "Organization"},
                "contentLocation": [
                    {"name": "Haus", "address": {"city": "Hamm", "postalCode": "59065"}}
                ],
                "courseMode": ["onsite"],
                "startDate": ["2027-01-10T23:30:00Z", "2027-03-01T08:00:00"],
                "endDate": ["2027-02-01T08:00:00", "2027-04-01T08:00:00"],
                "duration": "P4W",
                "workload": {"timeValue": 5, "timeUnit": "h/week"},
                "offer": [
                    {"price": 50, "priceCurrency": "EUR", "category": "course"},
                    {"price": 20, "priceCurrency": "EUR", "category": "certificate"},
                ],
                "inLanguage": ["de"],
                "competencyRequired": [
                    {
                        "name": [
                            {"inLanguage": "en", "name": "x"},
                            {"inLanguage": "de", "name": "Lesen"},
                        ]
                    }
                ],
                "educationalCredentialsAwarded": ["certificate"],
            }
        ),
        "moochub",
    )
    assert (record.key, record.provider, record.town) == ("haus-a:m1", "Campus (Beispiel)", "Hamm")
    assert record.description == "Tabellen & mehr"
    assert days(record) == [JANUARY, date(2027, 3, 1)]
    assert (record.form, record.hours, record.price_cents) == ("presence", 20, 5000)
    assert (record.language, record.requirements) == ("de", "Lesen")
    assert (record.degree, record.degree_kind) == ("Zertifikat", "certificate")


@pytest.mark.parametrize(
    ("attributes", "cents", "noted"),
    [
        ({"access": ["free"]}, 0, False),
        ({"access": ["free", "paid"]}, None, False),
        ({}, None, False),
        ({"offer": [{"price": 10, "priceCurrency": "USD"}]}, None, True),
        ({"offer": [{"price": 10, "priceCurrency": "EUR", "paymentFrequency": "monthly"}]}, None, True),
        ({"offer": [{"price": p, "priceCurrency": "EUR"} for p in (1, 2)]}, None, True),
        ({"offer": [{"price": "199,50", "priceCurrency": "EUR"}]}, 19950, False),
        ({"offer": [{"price": -5, "priceCurrency": "EUR"}]}, None, True),
    ],
)  # fmt: skip
def test_a_price_of_moochub_is_one_or_none(attributes, cents, noted):
    record = only(moochub(attributes), "moochub")
    assert (record.price_cents, "price_eur" in record.notes) == (cents, noted)


@pytest.mark.parametrize("told", [{}, {"publisher": {"name": " "}}, {"publisher": "Campus"}])
def test_a_course_of_moochub_without_a_provider_says_so(told):
    record = only(moochub(told), "moochub")
    assert (record.provider, record.notes) == ("", ("provider",))


@pytest.mark.parametrize(
    ("modes", "form", "schedules"),
    [
        (["online", "asynchronous"], "online", ("self_paced",)),
        (["online", "onsite"], "blended", ()),
        (["blended"], "blended", ()),
        (None, None, ()),
    ],
)
def test_modes_of_moochub(modes, form, schedules):
    record = only(moochub({"courseMode": modes}), "moochub")
    assert (record.form, record.schedules, record.on_request) == (form, schedules, True)


@pytest.mark.parametrize("then", ["/kurse?page=2", {"href": "/kurse?page=2"}])
def test_one_page_of_several_names_the_next_and_is_never_whole(then):
    page = moochub({}, then=then)
    assert door.next_page(io.BytesIO(page), "moochub") == "/kurse?page=2"
    course, (_, fault) = read(page, "moochub", is_whole=True)
    assert isinstance(course[1], OfferRecord)
    assert "one page of several" in fault.reason
    last = moochub({})
    assert door.next_page(io.BytesIO(last), "moochub") == ""
    assert isinstance(read(last, "moochub", is_whole=True)[-1][1], Whole)


@pytest.mark.parametrize(
    ("format_", "data", "words"),
    [
        ("moochub", moochub({"offer": [{"price": 10, "priceCurrency": "USD"}]}), "10 USD"),
        ("moochub", moochub({"offer": [{"price": 10, "priceCurrency": "EUR", "paymentFrequency": "monthly"}]}), "10 EUR monthly"),
        ("vhs", vhs({"preis": {"betrag": "-5"}}), "-5"),
        ("vhs", vhs({"preis": {"betrag": "auf Spendenbasis"}}), "auf Spendenbasis"),
        ("schema-org", json_ld({"@type": "Course", "name": "A", "offers": {"price": 9, "priceCurrency": "CHF"}}), "9 CHF"),
        ("schema-org", json_ld({"@type": "Course", "name": "A", "offers": {"price": "-5"}}), "-5"),
    ],
)  # fmt: skip
def test_a_price_that_cannot_be_read_is_shown_as_it_is_told(format_, data, words):
    record = only(data, format_)
    assert (record.price_cents, record.notes[0]) == (None, "price_eur")
    assert f"Preisangabe: {words}" in record.description


VHS_COURSE = {
    "name": "Excel",
    "untertitel": "Grundlagen",
    "bezirk": "Mitte",
    "veranstaltungsart": "Kurs",
    "beginn_datum": "2027-01-11",
    "ende_datum": "2027-01-18",
    "zielgruppe": "Anfänger",
    "text": [{"eigenschaft": "Beschreibung", "text": "<p>Tabellen</p>"}],
    "preis": {"betrag": "66.00", "rabatt_moeglich": "true", "zusatz": "erm. Preis: 35,50 EUR"},
    "ortetermine": {
        "adresse": {"lehrstaette": "Haus", "plz": "10115", "ort": "Berlin"},
        "termin": [
            {"beginn_datum": day, "beginn_uhrzeit": "18:00", "ende_uhrzeit": "21:00:00"}
            for day in ("2027-01-11", "2027-01-18")
        ],
    },
}


def test_a_course_of_an_adult_education_centre_becomes_an_offer():
    record = only(vhs(VHS_COURSE), "vhs")
    assert (record.title, record.provider) == ("Excel: Grundlagen", "VHS Mitte")
    assert (record.town, record.postcode, record.form) == ("Berlin", "10115", "presence")
    assert (days(record), record.starts[0].ends) == ([JANUARY], date(2027, 1, 18))
    assert (record.hours, record.schedules, record.target_group) == (6, ("evening",), "Anfänger")
    assert (record.price_cents, record.notes) == (6600, ())
    assert record.description == "Tabellen\n\nHinweis zum Preis: erm. Preis: 35,50 EUR"


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"beginn_datum": None, "ortetermine": {}}, "on_request", True),
        ({"beginn_datum": None}, "starts", "2027-01-11"),
        ({"preis": {"betrag": "0", "zusatz": "Preis auf Anfrage"}}, "price_cents", None),
        ({"preis": {"betrag": "0.00", "zusatz": "gebührenfrei"}}, "price_cents", 0),
        ({"preis": None}, "price_cents", None),
        ({"preis": {"betrag": "66,50"}}, "price_cents", 6650),
        ({"merkmale": {"merkmal": {"name": "kursart_digital", "wert": "online_angebot"}}}, "form", "online"),
        ({"merkmale": {"merkmal": [{"wert": "blended_learning"}]}}, "form", "blended"),
        ({"bezirk": "Volkshochschule Essen"}, "provider", "Volkshochschule Essen"),
    ],
)  # fmt: skip
def test_what_an_adult_education_centre_leaves_open_stays_open(change, field, value):
    record = only(vhs(VHS_COURSE | change), "vhs")
    found = getattr(record, field)
    assert (str(found[0].starts) if field == "starts" else found) == value


def test_courses_on_weekends_are_told_by_their_meetings():
    meetings = [{"beginn_datum": "2027-01-16", "beginn_uhrzeit": "09:00", "ende_uhrzeit": "x"}]
    record = only(vhs(VHS_COURSE | {"ortetermine": {"termin": meetings}}), "vhs")
    assert (record.schedules, record.hours) == (("weekend",), None)


HELD = [
    {
        "@type": "CourseInstance",
        "courseMode": "onsite",
        "startDate": start,
        "courseWorkload": "PT16H",
        "location": {"@type": "Place", "address": ADDRESS},
    }
    for start in ("2027-01-11", "2027-03-01T09:00:00+01:00")
]
COURSE = {
    "@context": "https://schema.org",
    "@type": "Course",
    "@id": "https://anbieter.example/kurs/7?lang=de#kurs",
    "name": "Stapler fahren",
    "description": "Sicher fahren.",
    "provider": {"@type": "Organization", "name": "Lernwerk (Beispiel)"},
    "offers": {"@type": "Offer", "price": "199.00", "priceCurrency": "EUR"},
    "hasCourseInstance": HELD,
}


def test_a_course_of_schema_org_becomes_an_offer_with_all_its_dates():
    record = only(json_ld(COURSE), "schema-org")
    assert (record.title, record.provider) == ("Stapler fahren", "Lernwerk (Beispiel)")
    assert (record.town, record.postcode, record.form) == ("Dortmund", "44137", "presence")
    assert days(record) == [JANUARY, date(2027, 3, 1)]
    assert (record.price_cents, record.hours) == (19900, 16)
    assert record.key.startswith("haus-a:")
    assert only(json_ld(COURSE), "schema-org").key == record.key


def ends(record) -> list[date | None]:
    return [start.ends for start in record.starts]


@pytest.mark.parametrize(
    ("lasts", "expected"),
    [
        (["2027-04-01", "2027-02-01"], [date(2027, 2, 1), date(2027, 4, 1)]),
        (["2027-02-01"], [None, None]),
    ],
)
def test_each_start_of_moochub_has_its_end_where_both_are_told(lasts, expected):
    dates = {"startDate": ["2027-01-11", "2027-03-01"], "endDate": lasts}
    assert ends(only(moochub(dates), "moochub")) == expected


def test_each_date_of_schema_org_keeps_its_own_end():
    held = [
        {"startDate": "2027-01-11", "endDate": "2027-01-15"},
        {"startDate": "2027-03-01", "endDate": "2027-02-01"},
        {"courseSchedule": {"startDate": "2027-05-03", "endDate": "2027-05-07"}},
    ]
    record = only(json_ld(COURSE | {"hasCourseInstance": held}), "schema-org")
    assert ends(record) == [date(2027, 1, 15), None, date(2027, 5, 7)]


@pytest.mark.parametrize(
    ("told", "level"),
    [
        ("Beginner", "basic"),
        ({"@type": "DefinedTerm", "name": "Fortgeschrittene"}, "intermediate"),
        (["Beginner", "Advanced"], None),
        ("EQF 5", None),
        (5, None),
    ],
)
def test_the_level_of_schema_org_is_one_of_ours_or_none(told, level):
    record = only(json_ld(COURSE | {"educationalLevel": told}), "schema-org")
    assert (record.level, record.notes) == (level, ())


def test_the_time_that_a_course_takes_counts_where_no_workload_is_told():
    bare = {**COURSE, "timeRequired": "PT40H"}
    assert only(json_ld(bare), "schema-org").hours == 16
    held = [{"startDate": "2027-01-11"}]
    assert only(json_ld(bare | {"hasCourseInstance": held}), "schema-org").hours == 40


def test_a_date_with_a_price_of_its_own_costs_that():
    own = [each | {"offers": {"price": 249, "priceCurrency": "EUR"}} for each in HELD]
    assert only(json_ld(COURSE | {"hasCourseInstance": own}), "schema-org").price_cents == 24_900
    some = [own[0], HELD[1]]
    assert only(json_ld(COURSE | {"hasCourseInstance": some}), "schema-org").price_cents is None


@pytest.mark.parametrize(
    "place",
    [
        {"@type": "Place", "address": "Hafenstraße 5, 44137 Dortmund (Nord)"},
        "Haus der Bildung, 44137 Dortmund, 2. Stock",
    ],
)
def test_an_address_that_is_one_text_tells_town_and_postcode(place):
    held = [{"startDate": "2027-01-11", "location": place}]
    record = only(json_ld(COURSE | {"hasCourseInstance": held}), "schema-org")
    assert (record.town, record.postcode, record.form) == ("Dortmund", "44137", "presence")


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="utf-8">', "utf-8"),
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-15">',
            "iso-8859-15",
        ),
        ("<meta charset=klingon>", "cp1252"),
        ("", "cp1252"),
    ],
)
def test_a_page_is_read_in_its_own_encoding(head, encoding):
    script = json.dumps({"@type": "Course", "name": "Schweißen"}, ensure_ascii=False)
    page = f'<html>{head}<script type="application/ld+json">{script}</script></html>'
    assert only(page.encode(encoding), "schema-org").title == "Schweißen"


def test_a_page_cannot_name_an_encoding_that_takes_hours():
    script = json.dumps({"@type": "Course", "name": "Schweißen"}, ensure_ascii=False)
    page = f'<meta charset=punycode><script type="application/ld+json">{script}</script>'
    data = page.encode("cp1252") + b"<!--" + b"9a" * 1_000_000 + b"-->"
    assert only(data, "schema-org").title == "Schweißen"


@pytest.mark.parametrize(
    "marks", ["// <![CDATA[\n{}\n// ]]>", "/*<![CDATA[*/{}/*]]>*/", "<!--\n{}\n-->", " {} "]
)
def test_a_script_that_is_hidden_from_old_readers_is_read(marks):
    script = marks.replace("{}", json.dumps({"@type": "Course", "name": "A [1]"}))
    page = f'<html><script type="application/ld+json">{script}</script></html>'
    assert only(page.encode(), "schema-org").title == "A [1]"


def test_a_course_that_is_only_online_is_at_no_place():
    address = {"lehrstaette": "Online", "strasse": "Online", "plz": "10178", "ort": "Berlin"}
    record = only(vhs({"ortetermine": {"adresse": address}}), "vhs")
    assert (record.form, record.town, record.postcode) == ("online", None, None)
    own_pace = {"merkmale": {"merkmal": [{"name": "kursart_digital", "wert": "selbstlernangebot"}]}}
    record = only(vhs(own_pace | {"ortetermine": {"adresse": address}}), "vhs")
    assert (record.form, record.schedules) == ("online", ("self_paced",))


def test_a_course_as_the_xml_of_adult_education_centres_has_it_is_read():
    record = only(
        vhs(
            {
                "untertitel": ["für den Beruf", "am Samstag"],
                "level": "B1",
                "zertifikat": [{"name": "telc Deutsch B1"}],
                "veranstaltungsort": {"adresse": {"plz": "59065", "ort": "Hamm"}},
                "termin": [
                    {"beginn_datum": "2027-02-06", "beginn_uhrzeit": "09:00:00", "ende_uhrzeit": "16:00:00"}
                ],
                "webadresse": [
                    {"typ": "dokument", "uri": "https://haus.example/a.pdf"},
                    {"typ": "website", "uri": "https://haus.example/kurs"},
                ],
            }
        ),
        "vhs",
    )  # fmt: skip
    assert record.title == "Yoga: für den Beruf: am Samstag"
    assert (record.level, record.degree, record.town) == ("intermediate", "telc Deutsch B1", "Hamm")
    assert (days(record), record.hours, record.schedules) == (
        [date(2027, 2, 6)], 7, ("weekend",),
    )  # fmt: skip
    assert record.link == "https://haus.example/kurs"
    assert record.notes == ("provider",)


def test_a_saved_page_is_read_through_its_scripts_and_graph():
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "Seite"},
            {"@type": "Organization", "@id": "#org", "name": "Lernwerk (Beispiel)"},
            {"@type": ["Course"], "@id": "#a", "name": "A", "provider": {"@id": "#org"},
             "hasCourseInstance": {"@id": "#i"}},
            {"@type": "CourseInstance", "@id": "#i", "startDate": "2027-01-11"},
        ],
    }  # fmt: skip
    listing = {
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "item": {"@type": "Course", "url": "/b", "name": "B"}}
        ],
    }
    entries = read(saved_page(graph, listing), "schema-org")
    assert [(each.title, each.provider) for _, each in entries] == [
        ("A", "Lernwerk (Beispiel)"), ("B", ""),
    ]  # fmt: skip
    assert (days(entries[0][1]), entries[1][1].on_request) == ([JANUARY], True)


def test_a_broken_script_of_a_page_hides_no_other_and_is_told():
    page = saved_page(COURSE).replace(
        b"</head>", b'<script type="application/ld+json">{"@type": "Organization",}</script></head>'
    )
    (_, course), (number, fault) = read(page, "schema-org", is_whole=True)
    assert (course.title, number) == ("Stapler fahren", 2)
    assert "not JSON" in fault.reason


def test_a_course_in_two_towns_is_an_offer_in_each():
    both = [
        {"startDate": "2027-01-11", "location": {"address": ADDRESS}},
        {"startDate": "2027-02-11", "location": {"address": ELSEWHERE}},
        {"startDate": "2027-03-11", "location": {"address": ADDRESS}},
    ]
    entries = read(json_ld(COURSE | {"@id": "k7", "hasCourseInstance": both}), "schema-org")
    assert [(each.key, each.town, len(each.starts)) for _, each in entries] == [
        ("haus-a:k7 Dortmund", "Dortmund", 2), ("haus-a:k7 Köln", "Köln", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("offers", "cents", "noted"),
    [
        ({"price": 0}, 0, False),
        ({"price": "kostenlos"}, None, True),
        ({"category": "Free"}, 0, False),
        ({"@type": "AggregateOffer", "lowPrice": 100, "highPrice": 200}, None, True),
        ({"@type": "AggregateOffer", "lowPrice": 100, "highPrice": 100}, 10000, False),
        ([{"price": 100}, {"price": 200}], None, True),
        ({"priceSpecification": {"price": 120, "priceCurrency": "EUR"}}, 12000, False),
        ({"price": 100, "priceCurrency": "USD"}, None, True),
        (None, None, False),
    ],
)
def test_a_price_of_schema_org_is_one_or_none(offers, cents, noted):
    record = only(json_ld(COURSE | {"offers": offers}), "schema-org")
    assert (record.price_cents, "price_eur" in record.notes) == (cents, noted)


def test_names_with_a_prefix_are_the_same_names():
    node = {"@type": "schema:Course", "schema:name": "A", "https://schema.org/url": "https://x/a"}
    assert only(json_ld(node), "schema-org").title == "A"


def test_nodes_that_point_at_each_other_end():
    node = {"@graph": [{"@type": "Course", "@id": "#a", "name": "A", "provider": {"@id": "#a"},
                        "hasCourseInstance": {"@id": "#a"}}]}  # fmt: skip
    assert only(json_ld(node), "schema-org").title == "A"


@pytest.mark.parametrize(
    ("format_", "data", "reason"),
    [
        ("moochub", b"{", "not JSON"),
        ("moochub", b'{"data": [1', "not JSON"),
        ("moochub", b'{"data": []} x', "not JSON"),
        ("moochub", b'{"links": {}}', "no list of courses"),
        ("moochub", b"[" * 5000, "not JSON"),
        ("moochub", b'\xff{"data": []}', "not JSON"),
        ("moochub", b'{"data": ["' + b"x" * (json_stream.LONGEST + 200_000), "longer than"),
        ("vhs", b"<html>", "not JSON"),
        ("schema-org", b"{]", "not JSON"),
        ("schema-org", b"[" * 100_000, "not JSON"),
        ("schema-org", b"[" * 60 + b"]" * 60, "not JSON"),
        ("schema-org", b"<html><script>x</script></html>", "page without JSON-LD"),
        ("schema-org", b'{"@type": "Event"}', "no Course"),
    ],
)
def test_a_hostile_or_broken_document_is_one_fault(format_, data, reason):
    fault = read(data, format_)[-1][1]
    assert isinstance(fault, Fault)
    assert reason in fault.reason
    assert fault.hides_an_offer


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.integers() | st.text(max_size=8)
    | st.sampled_from(["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "PT1e9H"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["name", "price", "@id", "@type", "address", "termin", "betrag"]), inner
    ),
    max_leaves=8,
)  # fmt: skip


@given(st.sampled_from(["moochub", "vhs", "schema-org"]), st.data())
def test_whatever_stands_in_a_field_the_record_is_told(format_, data):
    build = {"moochub": moochub, "vhs": vhs, "schema-org": json_ld}[format_]
    known = {"vhs": VHS_COURSE, "schema-org": COURSE}.get(
        format_,
        dict.fromkeys(
            ("contentLocation", "offer", "workload", "startDate", "publisher", "courseMode")
        ),
    )
    name = data.draw(st.sampled_from(sorted(known)))
    entries = read(build(known | {name: data.draw(ANYTHING)}), format_)
    assert all(isinstance(each, OfferRecord | Fault) for _, each in entries)


def test_a_course_that_is_no_object_stops_nobody():
    data = moochub({}, {}).replace(b'"data": [', b'"data": [7, {"id": "x"}, ')
    found = [each for _, each in read(data, "moochub")]
    assert [isinstance(each, OfferRecord) for each in found] == [False, False, True, True]
    assert found[1].key == "haus-a:x"


def test_a_document_that_is_cut_off_keeps_what_came_before_and_is_never_whole():
    data = moochub(*({"name": f"Kurs {n}"} for n in range(3000)))
    entries = read(data[: len(data) // 2], "moochub", is_whole=True)
    assert len(entries) > 1000
    assert isinstance(entries[-1][1], Fault)


def test_what_was_read_does_not_stay_in_memory():
    one = b',{"id":"a","attributes":{"name":"' + b"x" * 3000 + b'"}}'
    endless = Parts([b'{"data":[1', *(one for _ in range(3_000)), b"]}"])
    count, peak = weighed(json_stream.items(endless, ("data",)))
    assert count == 3_001
    assert peak < 1_000_000
