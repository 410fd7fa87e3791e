"""Addresses of pages at providers: which ones are taken, and as what."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.kit.reach import parts_of
from mentorhub.recommend.links import LONGEST_LINK, address_of, host_of
from mentorhub.recommend.offer_record import WrongField, from_content, from_line
from tests.recommend.offers import TODAY, record
from tests.recommend.sources.files import json_ld, moochub, only, qcat, service, vhs

PAGE = "https://lernwerk.example/kurse/7"


@pytest.mark.parametrize(
    ("told", "address"),
    [
        (f"  {PAGE}\n", PAGE),
        ("HTTP://Lernwerk.Example:8080/K?a=1&amp;b=ü#Ort", "http://lernwerk.example:8080/K?a=1&b=%C3%BC#Ort"),
        ("www.lernwerk.example/kurs", "https://www.lernwerk.example/kurs"),
        ("https://müller.example/größe", "https://xn--mller-kva.example/gr%C3%B6%C3%9Fe"),
        ("https://lernwerk.example/a%20b|c", "https://lernwerk.example/a%20b%7Cc"),
    ],
)  # fmt: skip
def test_an_address_is_taken_as_it_is_sent(told, address):
    assert address_of(told) == address


@pytest.mark.parametrize(
    "told",
    ["javascript:alert(1)", "data:text/html,x", "mailto:a@b.example", "//lernwerk.example/a",
     "/kurse/7", "https://", "https:///a", "https://name:wort@lernwerk.example/",
     "https://lernwerk.example:99999/", "https://lernwerk.example:0/", "https://[::1",
     f"{PAGE} {PAGE}", "https://lernwerk.example\\@boese.example/", "https://a..example/",
     "https://a<b>.example/", "https://lernwerk.example/\u202egepj", "https://x/" + "ä" * 400,
     PAGE + "x" * LONGEST_LINK, "siehe Webseite", ""],
)  # fmt: skip
def test_what_leads_to_no_page_is_not_taken(told):
    assert address_of(told) is None


@given(st.text(max_size=80) | st.text(max_size=60).map(lambda text: f"https://{text}"))
def test_whatever_is_taken_stays_the_same_and_may_be_asked(told):
    address = address_of(told)
    if address is not None:
        assert address_of(address) == address
        assert parts_of(address).netloc == host_of(address)


def test_a_line_names_its_link_and_one_that_is_none_is_left_out():
    line = {"id": "a", "title": "Kurs"}
    assert from_line(line | {"link": PAGE}).link == PAGE
    assert from_line(line | {"url": PAGE}).link == PAGE
    assert from_line(line | {"link": None, "url": "https://portal.example/a"}).link == ""
    told = from_line(line | {"link": "javascript:alert(1)"})
    assert (told.link, told.notes, told.description) == ("", ("link",), "")
    assert from_line(line | {"url": [PAGE]}).link == ""
    with pytest.raises(WrongField):
        from_line(line | {"link": [PAGE]})
    with pytest.raises(WrongField):
        from_content({"key": "a", "title": "Kurs", "link": "lernwerk"}, TODAY)


def test_an_offer_without_a_link_is_marked_as_ever():
    assert record("a").digest() == "ad33d6087a4d90c54c469cdbdd4d641a"
    assert record("a", link=PAGE).digest() != record("a").digest()
    assert replace(record("a", link=PAGE), link="").digest() == record("a").digest()


def attached(*told: tuple[str, str, str]) -> str:
    parts = "".join(
        f"<MIME_ELEMENT><MIME_TYPE>{kind}</MIME_TYPE><MIME_SOURCE>{source}</MIME_SOURCE>"
        f"<MIME_PURPOSE>{purpose}</MIME_PURPOSE></MIME_ELEMENT>"
        for kind, source, purpose in told
    )
    return f"<MIME_INFO>{parts}</MIME_INFO>"


@pytest.mark.parametrize(
    ("told", "link"),
    [
        ([("url", PAGE, "detail")], PAGE),
        ([("", PAGE, "")], PAGE),
        ([("image/jpeg", "https://a.example/x.jpg", "normal"), ("text/html", PAGE, "")], PAGE),
        ([("url", "https://a.example/", "others"), ("url", PAGE, "detail")], PAGE),
        ([("url", "https://a.example/logo", "logo")], ""),
        ([("url", "logo.gif", "normal")], ""),
        ([], ""),
    ],
)
def test_open_qcat_attaches_the_page_of_a_service(told, link):
    assert only(qcat(service(price=attached(*told)), full=False), "qcat").link == link


@pytest.mark.parametrize(
    ("web", "link"),
    [({"uri": PAGE}, PAGE), ([{"uri": PAGE}, {"uri": "https://b.example"}], PAGE), (PAGE, PAGE),
     ({}, ""), (None, "")],
)  # fmt: skip
def test_an_adult_education_centre_names_its_web_address(web, link):
    assert only(vhs({"webadresse": web}), "vhs").link == link


def test_moochub_and_schema_org_name_the_page_of_a_course():
    assert only(moochub({"url": PAGE}), "moochub").link == PAGE
    course = {"@context": "https://schema.org", "@type": "Course", "name": "Excel"}
    assert only(json_ld(course | {"url": PAGE}), "schema-org").link == PAGE
    assert only(json_ld(course | {"@id": PAGE}), "schema-org").link == PAGE
    both = course | {"url": "https://portal.example/7", "sameAs": [PAGE]}
    assert only(json_ld(both), "schema-org").link == PAGE
    assert only(json_ld(course | {"@id": "_:b0", "url": "/kurs/7"}), "schema-org").link == ""


@pytest.mark.parametrize(("heading", "link"), [("Weblink", PAGE), ("URL", PAGE), ("Bild-URL", "")])
def test_a_column_of_links_is_known_by_its_heading(heading, link):
    from mentorhub.recommend import mappings

    meant = mappings.guess(["Kurstitel", heading])
    names = mappings.with_id(mappings.of_columns(meant, {}))
    data = f"Kurstitel;{heading}\nExcel;{PAGE}\n".encode()
    assert only(data, "csv", translate=names.translate).link == link
