"""open-Qcat: what becomes of a service, what a catalogue takes back, what breaks it."""

from dataclasses import replace
from datetime import date

import pytest

from mentorhub.recommend.offer_record import OfferRecord, Start
from mentorhub.recommend.sources import qcat as adapter
from mentorhub.recommend.sources.entries import Fault, Gone, Whole
from tests.recommend.sources.files import (
    COURSE,
    HEADER,
    Parts,
    prices,
    qcat,
    qcat_update,
    read,
    service,
    weighed,
)
from tests.recommend.test_exports import BLENDED, FULL, NOW, ONLINE, written

BOMB = b"""<?xml version="1.0"?><!DOCTYPE OPENQCAT [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>
<OPENQCAT><HEADER>&b;</HEADER></OPENQCAT>"""
FETCH = b'<!DOCTYPE OPENQCAT SYSTEM "http://127.0.0.1:9/x.dtd"><OPENQCAT/>'


def told(**facts) -> OfferRecord:
    [(_, record), _end] = read(qcat(service(**facts)), "qcat")
    assert isinstance(record, OfferRecord), record
    return record


def test_a_service_becomes_an_offer():
    record = told(
        details="<REQUIREMENTS>Keine</REQUIREMENTS><TARGET_GROUP><TARGET_GROUP_TEXT>Beschäftigte"
        "</TARGET_GROUP_TEXT></TARGET_GROUP>",
        education="<COURSE_ID>1</COURSE_ID><LANGUAGE>ger</LANGUAGE><EXTENDED_INFO>"
        '<INSTRUCTION_FORM type="2"/><EDUCATION_TYPE type="104"/>'
        "<MEASURE_NUMBER>337/1/26</MEASURE_NUMBER></EXTENDED_INFO>" + COURSE,
        price=prices(199.0),
        date="<START_DATE>2027-01-11T08:00:00</START_DATE><END_DATE>2027-01-15T16:00:00</END_DATE>",
    )
    assert (record.key, record.title) == ("haus-a:K1", "Stapler fahren")
    assert (record.provider, record.town, record.postcode) == (
        "Lernwerk (Beispiel)", "Dortmund", "44137",
    )  # fmt: skip
    [start] = record.starts
    assert (start.starts, start.ends) == (date(2027, 1, 11), date(2027, 1, 15))
    assert (record.form, record.schedules, record.language) == ("presence", ("part_time",), "de")
    assert (record.price_cents, record.azav, record.provider_azav) == (19900, True, True)
    assert (record.requirements, record.target_group) == ("Keine", "Beschäftigte")
    assert record.notes == ()


def test_a_missing_start_is_on_request_never_today():
    record = told(date="")
    assert (record.starts, record.on_request) == ((), True)


def test_who_may_join_at_any_time_has_the_date_and_may_ask():
    record = told(
        education=COURSE.replace("<DURATION", "<FLEXIBLE_START>true</FLEXIBLE_START><DURATION")
    )
    assert (len(record.starts), record.on_request) == (1, True)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2027-01-10T23:30:00Z", date(2027, 1, 11)),
        ("2027-07-10T22:30:00Z", date(2027, 7, 11)),
        ("2027-01-10T23:30:00", date(2027, 1, 10)),
        ("2027-01-11T00:00:00+01:00", date(2027, 1, 11)),
    ],
)
def test_a_moment_with_a_zone_is_the_day_in_germany_one_without_is_local(moment, day):
    [start] = told(date=f"<START_DATE>{moment}</START_DATE>").starts
    assert start.starts == day


def test_without_a_date_of_the_service_the_first_module_tells():
    education = COURSE.replace(
        '<DURATION type="3"/>',
        '<DURATION type="3"><START_DATE>2027-03-01T08:00:00</START_DATE></DURATION>',
    )
    [start] = told(date="", education=education).starts
    assert start.starts == date(2027, 3, 1)


def on(first, last="", city="Dortmund", segment="") -> str:
    """A part of a service with its date."""
    ends = f"<END_DATE>{last}T00:00:00</END_DATE>" if last else ""
    more = f'<EXTENDED_INFO><SEGMENT_TYPE type="{segment}"/></EXTENDED_INFO>' if segment else ""
    return f"""<MODULE_COURSE><LOCATION><ZIP>44137</ZIP><CITY>{city}</CITY></LOCATION>
<DURATION type="3"><START_DATE>{first}T00:00:00</START_DATE>{ends}</DURATION>{more}</MODULE_COURSE>"""


def test_each_part_with_a_date_is_a_date_of_the_course():
    parts = on("2026-10-12", "2026-10-16") + on("2027-01-11", "2027-01-15") + on("2027-03-01")
    first = "<START_DATE>2026-10-12T00:00:00</START_DATE>"
    for date_ in ("", first):
        assert told(date=date_, education=parts).starts == (
            Start(date(2026, 10, 12), date(2026, 10, 16)),
            Start(date(2027, 1, 11), date(2027, 1, 15)),
            Start(date(2027, 3, 1)),
        )


def test_phases_of_a_course_are_no_dates_of_their_own():
    whole = "<START_DATE>2027-01-11T00:00:00</START_DATE><END_DATE>2027-12-17T00:00:00</END_DATE>"
    phases = on("2027-01-11", "2027-06-30") + on("2027-07-01", "2027-12-17")
    assert told(date=whole, education=phases).starts == (
        Start(date(2027, 1, 11), date(2027, 12, 17)),
    )
    theory, practice = on("2027-01-11", segment="1"), on("2027-03-01", segment="2")
    assert [each.starts for each in told(date="", education=theory + practice).starts] == [
        date(2027, 1, 11)
    ]


def test_dates_in_another_town_are_not_said_of_this_one():
    parts = on("2027-01-11") + on("2027-02-01", city="Köln") + on("2027-03-01")
    assert [each.starts for each in told(date="", education=parts).starts] == [
        date(2027, 1, 11), date(2027, 3, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "notes"),
    [
        (on("2027-01-11") + on("2027-02-01", city="Köln") + on("2027-02-08", city="Köln"), ("city",)),
        (on("2027-01-11") + on("2027-02-01"), ()),
        (on("2027-01-11") + COURSE.replace("Dortmund", "Köln"), ()),
    ],
)  # fmt: skip
def test_dates_in_another_town_are_noted_and_its_name_is_kept(parts, notes):
    record = told(date="", education=parts)
    assert record.notes == notes
    assert record.description.split("\n\n")[1:] == (["Weitere Orte: 44137 Köln"] if notes else [])


def test_of_very_many_dates_the_last_are_taken():
    parts = "".join(
        on(f"20{year}-{month:02}-01") for year in range(24, 34) for month in range(1, 13)
    )
    starts = told(date="", education=parts).starts
    assert (len(starts), starts[-1].starts) == (99, date(2033, 12, 1))


@pytest.mark.parametrize(
    ("price", "cents", "words"),
    [
        (prices(99.5), 9950, ""),
        (prices(99.5, 99.5), 9950, ""),
        (prices(0), 0, ""),
        ("", None, ""),
        (prices(100, 200), None, "100,00 €, 200,00 €"),
        (prices(100, kind="on_request"), None, "Preis auf Anfrage"),
        (prices(0, more="<REMARKS>Preis auf Anfrage</REMARKS>"), None, "Preis auf Anfrage"),
        (prices(100, more="<DAILY_PRICE>true</DAILY_PRICE>"), None, "100,00 €"),
        (prices(100, kind="net_list").replace("</PRICE_AMOUNT>", "</PRICE_AMOUNT><TAX>0.19</TAX>"), 11900, ""),
        (prices(100).replace("</PRICE_AMOUNT>", "</PRICE_AMOUNT><PRICE_CURRENCY>CHF</PRICE_CURRENCY>"), None, "Preisangabe: 100 CHF"),
        (prices("199,50"), 19950, ""),
        (prices("1.199,50 €"), 119950, ""),
        (prices("NaN"), None, "Preisangabe: NaN"),
        (prices("-5"), None, "Preisangabe: -5"),
        (prices(100, "-5"), None, "Preisangaben: 100,00 €, -5"),
        (prices(100, kind="net_list"), None, "Preisangabe: 100 netto"),
    ],
)  # fmt: skip
def test_a_price_is_one_price_or_words(price, cents, words):
    record = told(price=price)
    assert record.price_cents == cents
    assert words in record.description
    assert ("Preis auf Anfrage" in record.description) == (words == "Preis auf Anfrage")
    assert ("price_eur" in record.notes) == (cents is None and bool(words))


@pytest.mark.parametrize(
    ("education", "form", "schedules"),
    [
        ('<EXTENDED_INFO><INSTRUCTION_FORM type="1"/></EXTENDED_INFO>' + COURSE, "presence", ("full_time",)),
        ('<EXTENDED_INFO><INSTRUCTION_FORM type="3"/></EXTENDED_INFO>' + COURSE, "presence", ("weekend",)),
        ('<EXTENDED_INFO><INSTRUCTION_FORM type="4"/></EXTENDED_INFO>' + COURSE, "online", ()),
        ('<EXTENDED_INFO><INSTRUCTION_FORM type="5"/></EXTENDED_INFO>' + COURSE, None, ("self_paced",)),
        ('<EXTENDED_INFO><INSTRUCTION_FORM type="104"/></EXTENDED_INFO><MODULE_COURSE/>', "presence", ()),
        ('<EXTENDED_INFO><INSTRUCTION_FORM type="201"/></EXTENDED_INFO>' + COURSE, "online", ()),
        ('<EXTENDED_INFO><INSTRUCTION_FORM type="204"/></EXTENDED_INFO>' + COURSE, "online", ("self_paced",)),
        ('<EXTENDED_INFO><INSTRUCTION_FORM type="301"/></EXTENDED_INFO>' + COURSE, "blended", ()),
        ('<EXTENDED_INFO><INSTRUCTION_FORM type="402"/></EXTENDED_INFO>' + COURSE, "online", ()),
        ("<MODULE_WBT/>", "online", ()),
        (COURSE + "<MODULE_WBT/>", "blended", ()),
        (COURSE.replace("<DURATION", "<INSTRUCTION_REMARKS>Di abends</INSTRUCTION_REMARKS><DURATION"), "presence", ("evening",)),
        ("<MODULE_COURSE/>", None, ()),
    ],
)  # fmt: skip
def test_form_and_time_come_from_the_codes_and_the_parts(education, form, schedules):
    record = told(education=education)
    assert (record.form, record.schedules) == (form, schedules)


@pytest.mark.parametrize(
    ("codes", "language"), [(["deu"], "de"), (["ger", "deu"], "de"), (["deu", "eng"], None)]
)
def test_the_language_of_teaching_is_told_where_there_is_one(codes, language):
    named = "".join(f"<TEACHING_LANGUAGES>{code}</TEACHING_LANGUAGES>" for code in codes)
    assert told(education=f"<EXTENDED_INFO>{named}</EXTENDED_INFO>{COURSE}").language == language


def test_ways_to_pay_that_a_course_names_are_words_and_no_approval():
    ways = '<FUNDING_TYPES_FEDERAL type="2">Bildungsgutschein</FUNDING_TYPES_FEDERAL>'
    record = told(education=f"<EXTENDED_INFO>{ways}</EXTENDED_INFO>{COURSE}")
    assert record.description.endswith("Förderung: Bildungsgutschein")
    assert not record.azav


def test_the_page_may_be_named_beside_the_course():
    page = "<MIME_ELEMENT><MIME_SOURCE>https://haus.example/stapler</MIME_SOURCE></MIME_ELEMENT>"
    record = told(education=f"<MIME_INFO>{page}</MIME_INFO>{COURSE}")
    assert record.link == "https://haus.example/stapler"


def test_words_about_the_date_are_kept_where_there_is_no_date():
    record = told(date="<DATE_REMARKS>im Frühjahr 2027</DATE_REMARKS>")
    assert (record.begin_text, record.on_request) == ("im Frühjahr 2027", False)
    assert told(date="<DATE_REMARKS>auf Anfrage</DATE_REMARKS>").on_request


def test_an_online_course_tells_its_hours_and_its_approval():
    record = told(
        date="",
        education="<CERTIFICATE><CERT_DESCRIPTION>zugelassen (AZAV)</CERT_DESCRIPTION></CERTIFICATE>"
        "<MODULE_WBT><SERVICETIME><START_DATE>2027-02-01T00:00:00</START_DATE></SERVICETIME>"
        "<EST_DURATION>PT32H</EST_DURATION></MODULE_WBT>",
    )
    assert (record.hours, record.azav, record.form) == (32, True, "online")
    assert [start.starts for start in record.starts] == [date(2027, 2, 1)]


@pytest.mark.parametrize("one", [FULL, ONLINE, BLENDED], ids=lambda one: one.key)
@pytest.mark.parametrize("format_", ["qcat", "moochub", "schema-org"])
def test_what_we_hand_out_we_can_read(one, format_):
    found = [each for _, each in read(written(format_, [one]).encode(), format_)]
    back = found[0]
    for name in ("title", "provider", "town", "postcode", "form", "language", "price_cents"):
        assert getattr(back, name) == getattr(one, name), name
    assert one.begin_text or back.starts[0].starts == date(2027, 1, 11)


@pytest.mark.parametrize("one", [FULL, ONLINE, BLENDED], ids=lambda one: one.key)
def test_our_open_qcat_brings_every_date_to_come_and_the_hours_back(one):
    one = replace(one, begin_text="", hours=32)
    back = read(written("qcat", [one]).encode(), "qcat")[0][1]
    assert back.starts == tuple(each for each in one.starts if each.starts >= NOW.date())
    assert back.hours == one.hours
    assert "Dauer" not in back.description


@pytest.mark.parametrize("form", ["presence", "online", "blended", None])
@pytest.mark.parametrize(
    "schedules",
    [(), ("evening",), ("full_time", "weekend"), ("part_time",), ("self_paced",)],
    ids=" ".join,
)
def test_our_open_qcat_brings_back_how_and_when_people_learn(form, schedules):
    place = {"town": None, "postcode": None} if form in ("online", None) else {}
    one = replace(FULL, form=form, schedules=schedules, on_request=True, **place)
    back = read(written("qcat", [one]).encode(), "qcat")[0][1]
    assert (back.form, back.schedules, back.on_request) == (form, schedules, True)


def test_what_was_told_beside_the_text_is_not_told_again_by_the_next_catalogue():
    one = replace(FULL, schedules=("evening",))
    once = read(written("qcat", [one]).encode(), "qcat")[0][1]
    assert once.description.count("Unterrichtszeiten: abends") == 1
    twice = read(written("qcat", [once]).encode(), "qcat")[0][1]
    assert twice.description == once.description


def test_html_is_cleaned_and_what_is_paid_by_others_is_told():
    record = told(
        text="&lt;p&gt;Erster&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;<![CDATA[<b>fett</b>]]>",
        education="<SUBSIDY><SUBSIDY_DESCRIPTION>Bildungsscheck</SUBSIDY_DESCRIPTION></SUBSIDY>",
    )
    assert "script" not in record.description
    assert "<" not in record.description
    assert "Förderung: Bildungsscheck" in record.description


def test_a_text_that_is_too_long_is_cut_not_refused():
    record = told(text="Wort " * 5990, title="T" * 255)
    assert len(record.description) <= 20_000
    assert record.description.endswith("…")


def test_a_full_catalogue_ends_whole_a_partial_one_does_not():
    assert isinstance(read(qcat(service()), "qcat")[-1][1], Whole)
    assert not any(isinstance(r, Whole) for _, r in read(qcat(service(), full=False), "qcat"))
    partial = read(qcat(service(), full=False), "qcat", is_whole=True)
    assert not any(isinstance(r, Whole) for _, r in partial)


def test_an_update_brings_and_takes_back():
    entries = read(qcat_update(new=[service("K2")], gone=["K1", "K9"]), "qcat")
    assert entries[:2] == [(1, Gone("haus-a:K1")), (2, Gone("haus-a:K9"))]
    assert [entry.key for _, entry in entries[2:]] == ["haus-a:K2"]


def test_what_is_marked_as_over_is_taken_back():
    over = '<SERVICE_STATUS type="old_product">x</SERVICE_STATUS>'
    deleted = service("K2").replace('mode="new"', 'mode="delete"')
    entries = read(qcat(service(details=over), deleted, full=False), "qcat")
    assert [entry for _, entry in entries] == [Gone("haus-a:K1"), Gone("haus-a:K2")]


def test_with_several_suppliers_each_has_its_own_numbers():
    two = HEADER.replace(
        "</HEADER>",
        '<SUPPLIER><SUPPLIER_ID type="supplier_specific">8</SUPPLIER_ID>'
        "<SUPPLIER_NAME>Bildungshof (Beispiel)</SUPPLIER_NAME></SUPPLIER></HEADER>",
    )
    ref = '<SUPPLIER_ID_REF type="supplier_specific">{}</SUPPLIER_ID_REF><SERVICE_DETAILS>'
    both = [service().replace("<SERVICE_DETAILS>", ref.format(number)) for number in (7, 8)]
    entries = read(qcat(*both, header=two, full=False), "qcat")
    assert [(entry.key, entry.provider) for _, entry in entries] == [
        ("haus-a:7:K1", "Lernwerk (Beispiel)"), ("haus-a:8:K1", "Bildungshof (Beispiel)"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["", " ", "<SUPPLIER_NAME/>"])
def test_a_supplier_without_a_name_is_noted_at_each_offer(name):
    header = HEADER.replace("<SUPPLIER_NAME>Lernwerk (Beispiel)</SUPPLIER_NAME>", name)
    entries = read(qcat(service(), service("K2"), header=header, full=False), "qcat")
    assert [(each.provider, each.notes) for _, each in entries] == [("", ("provider",))] * 2


def test_a_supplier_that_the_head_does_not_know_is_noted():
    two = HEADER.replace("</HEADER>", "<SUPPLIER><SUPPLIER_ID>8</SUPPLIER_ID></SUPPLIER></HEADER>")
    ref = "<SUPPLIER_ID_REF>9</SUPPLIER_ID_REF><SERVICE_DETAILS>"
    of_nobody = service().replace("<SERVICE_DETAILS>", ref)
    [(_, record)] = read(qcat(of_nobody, header=two, full=False), "qcat")
    assert (record.provider, record.notes) == ("", ("provider",))


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("2026-11-01T00:00:00", date(2026, 11, 1)),
        ("2026-11-01T23:30:00Z", date(2026, 11, 2)),
        ("2026-11-01", date(2026, 11, 1)),
        ("gestern", None),
        ("", None),
    ],
)
def test_every_offer_knows_when_its_catalogue_was_made(told, day):
    header = HEADER.replace("2026-11-01T00:00:00", told)
    entries = read(qcat(service(), service("K2"), header=header, full=False), "qcat")
    assert [each.catalogue_as_of for _, each in entries] == [day] * 2
    assert [each.as_of for _, each in entries] == [None] * 2


def test_a_bad_service_stops_nobody_and_is_named():
    entries = read(qcat(service(title=""), service("K2"), service("")), "qcat")
    first, second, third = (entry for _, entry in entries[:3])
    assert first == Fault("title", "is missing", "haus-a:K1")
    assert second.key == "haus-a:K2"
    assert third == Fault("id", "is missing")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (BOMB, "declares a document type"),
        (FETCH, "declares a document type"),
        (b"<OPENQCAT><HEADER></OPENQCAT>", "not well-formed XML from line 1"),
        (b"", "not well-formed"),
        (b"<rss/>", "begins with rss"),
        (b'<?xml version="1.0" encoding="klingon"?><OPENQCAT/>', "encoding|well-formed"),
        (b"<OPENQCAT>" + b"<!--" + b"x" * (adapter.LONGEST + 70_000), "longer than"),
    ],
)
def test_a_hostile_or_broken_document_is_one_fault(data, reason):
    [(_, fault)] = read(data, "qcat")
    assert fault.field == "file"
    assert any(part in fault.reason for part in reason.split("|"))


def test_a_document_that_is_cut_off_keeps_what_came_before_and_is_never_whole():
    data = qcat(*(service(f"K{n}") for n in range(200)))
    entries = read(data[: len(data) // 2], "qcat")
    assert all(isinstance(entry, OfferRecord) for _, entry in entries[:-1])
    assert len(entries) > 50
    assert isinstance(entries[-1][1], Fault)


def test_names_in_a_namespace_and_older_encodings_are_read():
    data = qcat(service(title="Prüfung")).decode().replace("UTF-8", "ISO-8859-1")
    data = data.replace("<OPENQCAT>", '<OPENQCAT xmlns="urn:x">')
    assert read(data.encode("latin-1"), "qcat")[0][1].title == "Prüfung"


def test_what_was_read_does_not_stay_in_memory():
    one = service().encode()
    head, tail = qcat("", full=False).split(b"</NEW_CATALOG>")
    endless = Parts([head, *(one for _ in range(3_000)), b"</NEW_CATALOG>" + tail])
    count, peak = weighed(adapter.entries(endless))
    assert count == 3_000
    assert peak < 4_000_000
