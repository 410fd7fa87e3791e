"""Our catalogue in the formats of others: valid, unharmed by hostile texts, in bounded memory."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from mentorhub.kit import schemas
from mentorhub.recommend.exports import FORMATS, LICENCES, Edition, Listed, Terms
from mentorhub.recommend.exports.lines import line_of
from mentorhub.recommend.exports.qcat import supplier_id
from mentorhub.recommend.offer_record import OfferRecord, Start, WrongField, from_line
from tests.recommend.offers import lines_read, record
from tests.recommend.sources.files import read

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
TERMS = Terms("Weiterbildung Ruhr", "https://wbm.example", LICENCES["CC-BY-4.0"])
ADDRESS = "https://wbm.example/daten/mentorhub-moochub.json"
EVIL = "]]> & <b>\"'</script><script>alert(1)</script> \x01 {{7*7}} &lt;i&gt; \U0001f469"
MOOCHUB = Path(__file__).parents[3] / "shared" / "data" / "moochub" / "moochub-schema.json"
FULL = record(
    "haus:4711/a b",
    learn="Sie lernen Stapler fahren.",
    description="Erster Absatz.\n\nZweiter Absatz.",
    provider_azav=True,
    link="https://lernwerk.example/kurse/4711?ort=hamm&von=1",
    azav=True,
    starts=(
        Start(date(2020, 1, 6)),
        Start(date(2027, 1, 11), date(2027, 1, 15)),
        Start(date(2027, 3, 1), date(2027, 5, 30)),
    ),
    hours=32,
    level="basic",
    language="de",
    requirements="Mindestalter 18",
    target_group="Lagerkräfte",
    degree="Fahrausweis",
    degree_kind="certificate",
)
BARE = OfferRecord(key="karg", title="Ein Kurs, von dem man wenig weiß", on_request=True)
ONLINE = record("netz", form="online", postcode=None, town=None, price_cents=0, schedules=())
BLENDED = record("beides", form="blended", begin_text="im Frühjahr 2027", on_request=True)
WICKED = record(
    "boese",
    **dict.fromkeys(("title", "learn", "description", "provider", "town", "degree"), EVIL),
    requirements=EVIL,
    target_group=EVIL,
)
TEXT = record("zuschuss", kind="funding")
ALL = (FULL, BARE, ONLINE, BLENDED, WICKED, TEXT)


def edition(records=ALL, terms=TERMS):
    names = {one.provider: bool(one.provider_azav) for one in records}
    return Edition(terms, NOW, ADDRESS, tuple(sorted(names.items())))


def written(name, records=ALL, terms=TERMS):
    listed = (Listed(one, NOW, 51.5, 7.4) for one in records)
    return "".join(FORMATS[name].write(listed, edition(records, terms)))


def document(name, records=ALL, **more):
    return json.loads(written(name, records, **more))


def services(records=ALL):
    return ElementTree.fromstring(written("qcat", records)).findall("NEW_CATALOG/SERVICE")


@pytest.mark.parametrize("name", FORMATS)
def test_a_catalogue_without_offers_is_a_whole_file(name):
    text = written(name, ())
    if name == "qcat":
        assert ElementTree.fromstring(text).find("NEW_CATALOG").get("FULLCATALOG") == "true"
    else:
        assert json.loads(text or "[]") is not None


def test_lines_are_read_back_without_loss():
    told = list(lines_read(*written("jsonl").encode().splitlines()))
    clean = [
        record
        for _, record in lines_read(*written("jsonl", [r for _, r in told]).encode().splitlines())
    ]
    assert [one for _, one in told] == clean
    kept = [one for _, one in told if one.key != "boese"]
    assert kept == [one for one in ALL if one.key != "boese"]
    assert all(one.notes == () for one in kept)


def test_lines_fit_the_schema_of_the_import():
    for one in ALL:
        schemas.check("offer-line", line_of(one))


WORDS = st.sampled_from(
    (
        "16.11.2026", "2026-11-16/2026-11-20", "auf Anfrage", "November 2026", "im Frühjahr",
        "2027", "Frühjahr; Herbst", "31.02.2027", "jederzeit", "KW 12", "",
    )
)  # fmt: skip
TEXTS = st.text(max_size=30) | st.sampled_from((EVIL, "a &amp;lt; b", "<br>x", "&nbsp;", "x & y"))


@given(
    st.fixed_dictionaries(
        {"id": st.just("a1"), "title": TEXTS.map(lambda text: f"Kurs {text}")},
        optional={
            **dict.fromkeys(("learn", "description", "provider", "requirements", "degree"), TEXTS),
            "city": TEXTS,
            "format": st.sampled_from(("online", "Präsenz", "vor Ort", "irgendwie", "")),
            "schedule": st.lists(st.sampled_from(("abends", "Wochenende", "manchmal"))),
            "start": st.lists(WORDS, max_size=4),
            "end": WORDS,
            "price_eur": st.floats(0, 1_000_000) | st.sampled_from(("kostenlos", "1.250,50 €")),
            "duration_hours": st.integers(0, 20_000) | st.just("40 Std."),
            "azav": st.sampled_from((True, False, None)),
            "provider_azav": st.sampled_from((True, False, None)),
            "language": st.sampled_from(("de-DE", "Türkisch", "pt", "klingonisch")),
        },
    )
)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_whatever_was_imported_comes_back_the_same(line):
    try:
        first = from_line(line)
    except WrongField:
        return
    again = from_line(json.loads(json.dumps(line_of(first))))
    assert again == first


def test_moochub_says_what_is_known():
    (course,) = document("moochub", [FULL])["data"]
    facts = course["attributes"]
    assert facts["startDate"] == ["2027-01-11T00:00:00+01:00", "2027-03-01T00:00:00+01:00"]
    assert facts["endDate"] == ["2027-01-15T00:00:00+01:00", "2027-05-30T00:00:00+02:00"]
    assert facts["offer"][0]["price"] == 199
    assert facts["license"] == [
        {"identifier": "CC-BY-4.0", "url": "https://spdx.org/licenses/CC-BY-4.0.html"}
    ]
    assert facts["description"].startswith("<p>Sie lernen Stapler fahren.</p><p>Erster Absatz.</p>")
    assert document("moochub", [FULL])["data"][0]["id"] == course["id"]


@pytest.mark.parametrize("format_", ["moochub", "schema-org"])
def test_starts_with_their_ends_and_the_pace_come_back(format_):
    one = replace(FULL, schedules=("self_paced",), level="basic")
    [(_at, again)] = read("".join(written(format_, [one])).encode(), format_)
    assert again.starts == tuple(each for each in one.starts if each.starts >= NOW.date())
    assert again.schedules == ("self_paced",)
    if format_ == "schema-org":
        assert again.level == "basic"


@pytest.mark.parametrize("format_", ["moochub", "amb"])
def test_what_a_format_has_no_field_for_stands_in_the_text(format_):
    one = replace(FULL, target_group="Alle", requirements="Keine", degree="Schein")
    text = "".join(written(format_, [one]))
    for words in ("Für wen: Alle", "Voraussetzungen: Keine", "Abschluss: Schein"):
        assert words in text


def test_without_a_licence_nothing_is_given_away():
    (course,) = document("moochub", [FULL], terms=Terms("x", "https://a.example"))["data"]
    assert course["attributes"]["license"] == [{"identifier": "proprietary", "url": None}]
    assert "license" not in document("amb", [FULL], terms=Terms("x", "https://a.example"))[0]


OWN_PARTS = {
    "type": "object",
    "required": ["links", "data"],
    "properties": {
        "links": {"required": ["self", "first", "last"]},
        "data": {
            "items": {
                "required": ["id", "type", "attributes"],
                "properties": {
                    "type": {"const": "Course"},
                    "attributes": {
                        "required": [
                            "name", "learningResourceType", "publisher", "url", "license", "creator",
                        ],
                        "properties": {
                            "creator": {"minItems": 1, "items": {"required": ["type", "name"]}},
                            "license": {"items": {"required": ["identifier", "url"]}},
                        },
                    },
                },
            }
        },
    },
}  # fmt: skip


def test_moochub_fits_its_schema():
    schema = json.loads(MOOCHUB.read_text(encoding="utf-8")) if MOOCHUB.exists() else OWN_PARTS
    for terms in (TERMS, Terms("x", "https://a.example")):
        for each in (OWN_PARTS, schema):
            problems = Draft202012Validator(
                each, format_checker=Draft202012Validator.FORMAT_CHECKER
            ).iter_errors(document("moochub", terms=terms))
            assert [f"{list(p.absolute_path)}: {p.message[:200]}" for p in problems] == []


def test_schema_org_names_each_date_to_come():
    graph = document("schema-org", [FULL, BARE, BLENDED])
    assert graph["@context"] == "https://schema.org"
    full, bare, blended = graph["@graph"]
    dates = [(one["startDate"], one["endDate"]) for one in full["hasCourseInstance"]]
    assert dates == [("2027-01-11", "2027-01-15"), ("2027-03-01", "2027-05-30")]
    assert full["hasCourseInstance"][0]["location"]["address"]["postalCode"] == "44137"
    assert full["offers"]["price"] == "199.00"
    assert bare["hasCourseInstance"] == [{"@type": "CourseInstance"}]
    assert "offers" not in bare
    assert "isAccessibleForFree" not in bare
    assert "startDate" not in blended["hasCourseInstance"][0]
    assert "im Frühjahr 2027" in blended["description"]


def test_amb_has_what_the_profile_asks_for():
    for course in document("amb"):
        assert course["@context"][0] == "https://w3id.org/kim/amb/context.jsonld"
        assert {"id", "type", "name"} <= course.keys()
        assert course["type"] == ["LearningResource", "Course"]
        page, *of_provider = course["mainEntityOfPage"]
        assert page["id"] == course["id"]
        linked = course["name"] == FULL.title and course.get("duration") == "PT32H"
        assert [each["id"] for each in of_provider] == [FULL.link] * linked
        assert page["provider"]["name"] == "Weiterbildung Ruhr"


# The parts of open-Qcat 1.1 that we write, in the order in which they have to stand.
ORDER = {
    "OPENQCAT": "HEADER NEW_CATALOG",
    "HEADER": "GENERATOR_INFO CATALOG SUPPLIER AGREEMENT",
    "CATALOG": "LANGUAGE CATALOG_ID CATALOG_VERSION CATALOG_NAME GENERATION_DATE CURRENCY",
    "SUPPLIER": "SUPPLIER_ID SUPPLIER_NAME ADDRESS CERTIFICATE EXTENDED_INFO",
    "SERVICE": "PRODUCT_ID COURSE_TYPE SUPPLIER_ID_REF SERVICE_DETAILS SERVICE_PRICE_DETAILS MIME_INFO",
    "SERVICE_DETAILS": "TITLE DESCRIPTION_LONG REQUIREMENTS SERVICE_DATE TARGET_GROUP SERVICE_MODULE",
    "SERVICE_DATE": "START_DATE END_DATE DATE_REMARKS",
    "DURATION": "START_DATE END_DATE DATE_REMARKS",
    "EDUCATION": "COURSE_ID DEGREE LANGUAGE SUBSIDY CERTIFICATE EXTENDED_INFO MODULE_COURSE",
    "MODULE_COURSE": "LOCATION DURATION INSTRUCTION_REMARKS FLEXIBLE_START",
    "LOCATION": "ZIP CITY COUNTRY",
    "MIME_ELEMENT": "MIME_TYPE MIME_SOURCE MIME_PURPOSE",
}


def test_open_qcat_keeps_the_order_of_its_parts():
    for element in ElementTree.fromstring(written("qcat")).iter():
        allowed = ORDER.get(element.tag, "").split()
        places = [allowed.index(child.tag) for child in element if allowed]
        assert places == sorted(places), element.tag


def test_open_qcat_says_what_is_known():
    root = ElementTree.fromstring(written("qcat", [FULL]))
    service = root.find("NEW_CATALOG/SERVICE")
    education = service.find("SERVICE_DETAILS/SERVICE_MODULE/EDUCATION")
    assert service.findtext("SUPPLIER_ID_REF") == root.findtext("HEADER/SUPPLIER/SUPPLIER_ID")
    assert root.findtext("HEADER/SUPPLIER/SUPPLIER_NAME") == "Lernwerk (Beispiel)"
    assert service.findtext("SERVICE_DETAILS/SERVICE_DATE/START_DATE") == "2027-01-11T00:00:00"
    lengths = [(d.get("type"), d.findtext("END_DATE")[:10]) for d in education.iter("DURATION")]
    assert lengths == [("2", "2027-01-15"), ("4", "2027-05-30")]
    assert education.find("EXTENDED_INFO/INSTRUCTION_FORM").get("type") == "101"
    assert education.findtext("MODULE_COURSE/INSTRUCTION_REMARKS") == "abends, Dauer: 32 Stunden"
    assert service.findtext("SERVICE_PRICE_DETAILS/SERVICE_PRICE/PRICE_AMOUNT") == "199.00"


def test_open_qcat_tells_online_from_on_site():
    by_key = {one.findtext("PRODUCT_ID"): one for one in services()}
    assert by_key["netz"].find(".//INSTRUCTION_FORM").get("type") == "206"
    assert by_key["netz"].find(".//LOCATION") is None
    assert by_key["netz"].findtext(".//DURATION/START_DATE") == "2027-01-11T00:00:00"
    assert by_key["beides"].find(".//INSTRUCTION_FORM").get("type") == "301"
    assert by_key["beides"].findtext(".//DATE_REMARKS") == "im Frühjahr 2027"
    assert by_key["karg"].findtext(".//SERVICE_DATE/DATE_REMARKS") == "auf Anfrage"
    assert by_key["karg"].find(".//START_DATE") is None
    assert "zuschuss" not in by_key


def test_a_text_that_is_too_long_for_open_qcat_ends_with_a_whole_paragraph():
    long = record(title="T" * 900, description="\n\n".join(["&" * 900] * 22))
    (service,) = services([long])
    text = service.findtext("SERVICE_DETAILS/DESCRIPTION_LONG")
    assert 20_000 < len(text) <= 30_000
    assert text.endswith("&amp;</p>")
    assert len(service.findtext("SERVICE_DETAILS/TITLE")) == 255
    (service,) = services([record(description="&" * 19_000)])
    assert service.findtext("SERVICE_DETAILS/DESCRIPTION_LONG") == "<p>Gabelstaplerschein</p>"


def test_the_page_at_the_provider_goes_out_and_comes_back():
    ours = "https://wbm.example/angebote/haus:4711/a%20b"
    both = document("moochub", [FULL, replace(FULL, link="")])["data"]
    assert [each["attributes"]["url"] for each in both] == [FULL.link, ours]
    node = document("schema-org", [FULL])["@graph"][0]
    assert (node["url"], node["sameAs"]) == (ours, FULL.link)
    (service,) = services([FULL])
    assert service.findtext("MIME_INFO/MIME_ELEMENT/MIME_SOURCE") == FULL.link
    (service,) = services([replace(FULL, link="https://lernwerk.example/" + "x" * 300)])
    assert service.findtext("MIME_INFO/MIME_ELEMENT/MIME_SOURCE") == ours
    for name in ("qcat", "moochub", "schema-org", "jsonl"):
        _number, told = read(written(name, [FULL]).encode(), name)[0]
        assert told.link == FULL.link, name


def test_hostile_texts_stay_texts():
    plain = EVIL.replace("\x01", "")
    (service,) = services([WICKED])
    assert service.findtext("SERVICE_DETAILS/TITLE") == plain
    assert document("moochub", [WICKED])["data"][0]["attributes"]["name"] == EVIL
    assert "<script>" not in document("moochub", [WICKED])["data"][0]["attributes"]["description"]
    assert document("schema-org", [WICKED])["@graph"][0]["name"] == EVIL
    assert document("amb", [WICKED])[0]["name"] == EVIL


def test_suppliers_are_called_the_same_in_every_edition():
    assert supplier_id("Lernwerk") == supplier_id("Lernwerk") != supplier_id("Lernwerk 2")


@pytest.mark.parametrize("name", FORMATS)
def test_no_writer_reads_ahead_of_what_it_has_handed_out(name):
    read = 0

    def endless():
        nonlocal read
        while True:
            read += 1
            yield Listed(record(f"k-{read}"), NOW)

    for pieces, _text in enumerate(FORMATS[name].write(endless(), edition()), start=1):
        assert read <= pieces
        if pieces == 2000:
            break
    assert read > 1900
