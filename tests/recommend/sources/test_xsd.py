"""open-Qcat against an XSD: told record by record with its line, in bounded memory, nothing fetched."""

import gc
import io
import tracemalloc

import pytest

from mentorhub.config import WrongSetting, from_environment
from mentorhub.recommend.offer_record import OfferRecord
from mentorhub.recommend.sources.entries import Fault, Gone, Whole
from mentorhub.recommend.sources.qcat import entries
from mentorhub.recommend.sources.xsd import BadXsd, Xsd
from tests.recommend.sources.files import HEADER, qcat, qcat_update, read

HEAD = '<?xml version="1.0"?><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"%s>'
SERVICES = '<xs:complexType><xs:sequence><xs:element name="SERVICE" type="%s" minOccurs="0" maxOccurs="unbounded"/></xs:sequence><xs:anyAttribute processContents="skip"/></xs:complexType>'
ANY = '<xs:complexType><xs:sequence><xs:any processContents="skip" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType>'
OURS = f"""
<xs:element name="OPENQCAT"><xs:complexType><xs:sequence>
  <xs:element name="HEADER">{ANY}</xs:element>
  <xs:choice>
    <xs:element name="NEW_CATALOG">{SERVICES % "course"}</xs:element>
    <xs:element name="UPDATE_CATALOG"><xs:complexType><xs:sequence>
      <xs:element name="DELETE">{SERVICES % "id"}</xs:element>
      <xs:element name="NEW">{SERVICES % "course"}</xs:element>
    </xs:sequence><xs:anyAttribute processContents="skip"/></xs:complexType></xs:element>
  </xs:choice>
</xs:sequence></xs:complexType></xs:element>
<xs:complexType name="id"><xs:sequence>
  <xs:element name="PRODUCT_ID" type="xs:string"/>
</xs:sequence></xs:complexType>
<xs:complexType name="course"><xs:sequence>
  <xs:element name="PRODUCT_ID" type="xs:string" minOccurs="0"/>
  <xs:element name="SERVICE_DETAILS"><xs:complexType><xs:sequence>
    <xs:element name="TITLE"><xs:simpleType><xs:restriction base="xs:string">
      <xs:maxLength value="20"/></xs:restriction></xs:simpleType></xs:element>
    <xs:element name="SERVICE_DATE"><xs:complexType><xs:sequence>
      <xs:element name="START_DATE" type="xs:dateTime"/>
    </xs:sequence></xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element>
</xs:sequence></xs:complexType>
</xs:schema>"""


@pytest.fixture
def xsd(tmp_path) -> Xsd:
    return made(tmp_path, HEAD % "" + OURS)


def made(folder, text: str) -> Xsd:
    path = folder / "katalog.xsd"
    path.write_text(text)
    return Xsd(path)


def course(id_="K1", title="Stapler", start="2027-01-11T18:00:00") -> str:
    id_ = f"<PRODUCT_ID>{id_}</PRODUCT_ID>" if id_ else ""
    return f"""<SERVICE>{id_}<SERVICE_DETAILS>
<TITLE>{title}</TITLE>
<SERVICE_DATE><START_DATE>{start}</START_DATE></SERVICE_DATE></SERVICE_DETAILS></SERVICE>
"""


def test_what_fits_is_read_as_without_an_xsd(xsd):
    data = qcat(course("K1"), course("K2"))
    assert read(data, "qcat", xsd=xsd) == read(data, "qcat")
    assert [type(each) for _at, each in read(data, "qcat", xsd=xsd)] == [OfferRecord] * 2 + [Whole]


def test_a_record_that_does_not_fit_is_told_with_its_line_and_keeps_its_offer(xsd):
    data = qcat(course("K1"), course("K2", title="x" * 21, start="morgen"), course("K3"))
    first, second, third, last = (each for _at, each in read(data, "qcat", xsd=xsd))
    assert (first.key, third.key, last) == ("haus-a:K1", "haus-a:K3", Whole())
    assert isinstance(second, Fault)
    assert (second.key, second.field) == ("haus-a:K2", "TITLE")
    header = HEADER.count("\n")
    lines = [header + 1 + 3 + 1, header + 1 + 3 + 2]
    assert second.reason.startswith(f"does not fit the XSD: line {lines[0]}: ")
    assert f"; line {lines[1]}: " in second.reason


def test_without_an_id_a_misfit_hides_an_offer_so_nothing_is_taken_as_whole(xsd):
    data = qcat(course("", title="x" * 21), course("K1"))
    fault, offer = (each for _at, each in read(data, "qcat", xsd=xsd))
    assert fault.hides_an_offer
    assert offer.key == "haus-a:K1"


def test_a_change_is_held_against_what_it_says_for_changes(xsd):
    told = [each for _at, each in read(qcat_update([course("K1")], ["K2"]), "qcat", xsd=xsd)]
    assert [type(each) for each in told] == [Gone, OfferRecord]


def test_what_the_xsd_does_not_foresee_is_told(xsd):
    data = f"<OPENQCAT>{HEADER}<OTHER>{course()}</OTHER></OPENQCAT>".encode()
    [(_at, fault)] = read(data, "qcat", xsd=xsd)
    assert fault.reason.endswith("is not foreseen here")


def test_names_may_lie_in_a_namespace(tmp_path):
    spaced = made(
        tmp_path,
        HEAD % ' targetNamespace="urn:q" xmlns="urn:q" elementFormDefault="qualified"' + OURS,
    )
    body = qcat(course("K1"), course("K2", start="morgen")).replace(
        b"<OPENQCAT>", b'<OPENQCAT xmlns="urn:q">'
    )
    offer, fault, _whole = (each for _at, each in read(body, "qcat", xsd=spaced))
    assert (offer.key, fault.key, fault.field) == ("haus-a:K1", "haus-a:K2", "START_DATE")
    bare = [each for _at, each in read(qcat(course("K1")), "qcat", xsd=spaced)]
    assert "not foreseen" in bare[0].reason


class Endless:
    """The file of a catalogue that is never whole in memory."""

    def __init__(self, count: int) -> None:
        self.left = self._pieces(count)

    def _pieces(self, count: int):
        yield f"<OPENQCAT>{HEADER}<NEW_CATALOG>".encode()
        for number in range(count):
            yield course(f"K{number}").encode()
        yield b"</NEW_CATALOG></OPENQCAT>"

    def read(self, _size=-1):
        return next(self.left, b"")


def test_memory_is_bounded_by_a_record_not_by_the_file(xsd):
    assert len(list(entries(Endless(5), xsd))) == 5  # whatever is loaded once
    tracemalloc.start()
    count = 0
    for at, each in entries(Endless(800), xsd):
        count += not isinstance(each, Fault)
        if at % 100 == 0:
            gc.collect()  # tests clear waste away seldom
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 800
    assert peak < 1_200_000


@pytest.mark.parametrize(
    "text",
    [
        "kein XML",
        "<xs:schema/>",
        HEAD % "" + '<xs:element name="a" type="gibtesnicht"/></xs:schema>',
        HEAD % "" + '<xs:include schemaLocation="http://127.0.0.1:9/x.xsd"/></xs:schema>',
        HEAD % "" + '<xs:include schemaLocation="../geheim.xsd"/></xs:schema>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + HEAD[21:] % "" + "</xs:schema>",
    ],
)
def test_what_is_no_xsd_or_leads_outside_stops_the_start(tmp_path, text):
    folder = tmp_path / "innen"
    folder.mkdir()
    (tmp_path / "geheim.xsd").write_text(HEAD % "" + "</xs:schema>")
    bad = made(folder, text)
    with pytest.raises(BadXsd):
        bad.check()
    with pytest.raises(WrongSetting, match="MENTORHUB_QCAT_XSD"):
        from_environment({"MENTORHUB_QCAT_XSD": str(bad.path)})


def test_a_missing_xsd_stops_the_start(tmp_path):
    with pytest.raises(WrongSetting, match="MENTORHUB_QCAT_XSD"):
        from_environment({"MENTORHUB_QCAT_XSD": str(tmp_path / "fehlt.xsd")})


def test_a_document_type_is_refused_with_an_xsd_too(xsd):
    data = b'<!DOCTYPE a [<!ENTITY b "c">]><OPENQCAT/>'
    [(_at, fault)] = list(entries(io.BytesIO(data), xsd))
    assert "document type" in fault.reason
