"""CSV and Excel: cells, encodings, bombs; what columns seem to mean; the door before all formats."""

import io
import json
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.recommend.mappings import guess, mapping_of, of_columns, to_toml, with_id
from mentorhub.recommend.offer_record import FOREIGN_KEY, OfferRecord
from mentorhub.recommend.sources import door, xlsx_table
from mentorhub.recommend.sources.entries import Fault, key_of
from tests.recommend.offers import line
from tests.recommend.sources.files import (
    json_ld,
    moochub,
    only,
    qcat,
    read,
    saved_page,
    service,
    vhs,
)

TABLE = (
    "Kurs-Nr.;Kurstitel;Ort;PLZ;Beginn;Preis;AZAV\r\n"
    "7;Prüfung; Köln ;50667;11.01.2027;1.250,00 €;ja\r\n"
    "\r\n"
    "8;\"Zwei; mit\nZeile\";Hamm;59065;;ab 100 €;vielleicht\r\n"
)  # fmt: skip
COLUMNS = ("Kurs-Nr.", "Kurstitel", "Ort", "PLZ", "Beginn", "Preis", "AZAV")
MEANT = guess(COLUMNS)


def sheet(*rows, title=None) -> bytes:
    book = openpyxl.Workbook()
    if title:
        book.create_sheet(title)
        filled = book[title]
    else:
        filled = book.active
    for row in rows:
        filled.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table_read(data, format_="csv", meant=MEANT, **more):
    return read(data, format_, translate=of_columns(meant, {}).translate, **more)


def test_headings_say_what_they_mean():
    assert MEANT == {
        "Kurs-Nr.": "id", "Kurstitel": "title", "Ort": "city", "PLZ": "postcode",
        "Beginn": "start", "Preis": "price_eur", "AZAV": "azav",
    }  # fmt: skip
    assert guess(["Veranstaltungsort", "Gebühr (€)", "Anbieter/Träger", "Blume"]) == {
        "Veranstaltungsort": "city", "Gebühr (€)": "price_eur", "Anbieter/Träger": "provider",
    }  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_rows_of_a_table_become_offers(encoding):
    (one, first), (two, second) = table_read(TABLE.encode(encoding))
    assert (one, two) == (2, 4)
    assert (first.key, first.title, first.town) == ("haus-a:7", "Prüfung", "Köln")
    assert (first.price_cents, first.azav) == (125000, True)
    assert [start.starts for start in first.starts] == [date(2027, 1, 11)]
    assert (second.title, second.on_request) == ("Zwei; mit Zeile", True)
    assert (second.price_cents, second.azav) == (None, None)
    assert set(second.notes) == {"price_eur", "azav"}
    assert "ab 100 €" in second.description


@pytest.mark.parametrize(
    ("told", "hours"),
    [
        ("40", 40), ("40 Std.", 40), ("1.200 UE", 1200), ("", None),
        ("3 Wochen", None), ("40-60", None), ("25000", None), ("-5", None),
    ],
)  # fmt: skip
def test_hours_that_cannot_be_read_are_a_note_and_words(told, hours):
    meant = {"Nr": "id", "Titel": "title", "Umfang": "duration_hours"}
    data = f"Nr;Titel;Umfang\n7;Excel;{told}\n".encode()
    [(_, record)] = table_read(data, meant=meant)
    is_odd = bool(told) and hours is None
    assert (record.hours, "duration_hours" in record.notes) == (hours, is_odd)
    assert record.description == (f"Dauer: {told}" if is_odd else "")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_text_of_excel_is_read(encoding):
    text = "Kurs-Nr.\tKurstitel\tOrt\n7\tPrüfung: Язык, لغة\tKöln\n"
    mark = "" if encoding == "utf-16" else "\ufeff"
    data = (mark + text).encode(encoding)
    assert door.recognise(io.BytesIO(data)) == "csv"
    [(at, record)] = table_read(data)
    assert (at, record.title, record.town) == (2, "Prüfung: Язык, لغة", "Köln")
    names = [each.name for each in door.columns(io.BytesIO(data), "csv")]
    assert names == ["Kurs-Nr.", "Kurstitel", "Ort"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"a;b\n1;\"x", "quotation mark"),
        (b"a;b\n1;2;3\n", "more cells"),
        (b"a;a\n1;2\n", "two columns"),
        (b";;\n\n", "no headings"),
        (b"a;b\n\x00;2\n", "not a text"),
        ("a;b\nPrüfung;".encode() + b"\xfc;\n", "damaged"),
        ("a\tb\n1\t2\n".encode("utf-16")[:-1], "UTF-16 that was damaged"),
        ("a\tb\n1\t".encode("utf-16") + b"\x00\xd8\x01\x00", "UTF-16 that was damaged"),
        ("a\tb\n1\t\0\n".encode("utf-16"), "not a text"),
        ("a\tb\n1\t2\n".encode("utf-32"), "not a text"),
        (b";".join(b"c%d" % n for n in range(300)), "more than 200 columns"),
        (b"a;b\n" + b"x" * 200_000 + b";1\n", "too long"),
    ],
)  # fmt: skip
def test_a_broken_table_is_told(data, reason):
    fault = read(data, "csv")[-1][1]
    assert reason in fault.reason
    assert fault.hides_an_offer


@given(st.binary(max_size=300))
def test_whatever_a_table_holds_nothing_is_raised(data):
    assert all(isinstance(each, OfferRecord | Fault) for _, each in read(data, "csv"))


def test_a_sheet_of_excel_is_read_with_days_and_numbers():
    data = sheet(
        [None, None],
        ["Kurs-Nr.", "Kurstitel", "Beginn", "PLZ", "Preis"],
        [
            7,
            "Excel",
            datetime(2027, 1, 11, 18, 0),  # noqa: DTZ001  a cell has no zone
            1067,
            99.5,
        ],
        [None, None, None],
        ["8", "Word", "auf Anfrage", None, None],
    )
    (one, first), (two, second) = table_read(data, "xlsx")
    assert (one, two) == (3, 5)
    assert (first.key, first.price_cents) == ("haus-a:7", 9950)
    assert [start.starts for start in first.starts] == [date(2027, 1, 11)]
    assert (second.title, second.on_request) == ("Word", True)


def test_the_first_sheet_that_holds_something_is_read():
    data = sheet(["Titel", "Nr"], ["Excel", "1"], title="Kurse")
    assert (
        only(data, "xlsx", translate=of_columns(guess(["Titel", "Nr"]), {}).translate).title
        == "Excel"
    )


PLAIN = {"Nr": "id", "Nr.": "id", "Titel": "title", "Ort": "city"}


@pytest.mark.parametrize(
    "above",
    [
        "sep=;\r\n",
        "\r\n\r\n",
        ";;\r\n",
        "Kursliste 2027, Stand Oktober;;\r\n;;\r\n",
        "Kursliste der VHS\r\n\r\n",
    ],
)
def test_what_stands_above_the_headings_is_passed_over(above):
    told = f"{above}Nr;Titel;Ort\r\n1;Schweißen;Essen\r\n"
    [(at, record)] = table_read(told.encode("cp1252"), meant=PLAIN)
    assert (record.title, record.town) == ("Schweißen", "Essen")
    assert at == above.count("\n") + 2


def test_a_list_of_titles_is_a_table_of_one_column():
    names = with_id(of_columns({"Titel": "title"}, {}))
    found = read("Titel;\nSchweißen;\nLöten;\n".encode(), "csv", translate=names.translate)
    assert [record.title for _at, record in found] == ["Schweißen", "Löten"]


def test_a_sheet_with_words_before_the_table_is_passed_over():
    book = openpyxl.Workbook()
    book.active.append(["Bitte das zweite Blatt ausfüllen"])
    second = book.create_sheet("Kurse")
    for row in (["Programm 2027"], [], ["Nr.", "Titel", "Ort"], ["K1", "Löten", "Hamm"]):
        second.append(row)  # an empty one stays an empty row
    out = io.BytesIO()
    book.save(out)
    [(at, record)] = table_read(out.getvalue(), "xlsx", meant=PLAIN)
    assert (at, record.title, record.town) == (4, "Löten", "Hamm")


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name.replace("__", "/") + ".xml", data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (packed(xl__workbook=b"", xl__sharedStrings=b" " * (xlsx_table.MOST_STRINGS + 1)), "unpacked"),
        (packed(xl__workbook=b"<x/>"), "not a sheet"),
        (b"PK\x03\x04 nothing", "not a sheet"),
        (sheet(["a", "b"])[:-40], "not a sheet"),
        (sheet(), "no headings"),
    ],
)  # fmt: skip
def test_a_hostile_or_broken_sheet_is_one_fault(data, reason):
    [(_, fault)] = read(data, "xlsx")
    assert reason in fault.reason


SHEET = sheet(["id", "title"], [1, "x"])


@given(st.integers(0, len(SHEET) - 1), st.binary(min_size=1, max_size=20))
def test_wherever_a_sheet_is_damaged_nothing_is_raised(at, noise):
    damaged = SHEET[:at] + noise + SHEET[at + len(noise) :]
    assert all(isinstance(each, OfferRecord | Fault) for _, each in read(damaged, "xlsx"))


def test_entities_in_a_sheet_are_refused():
    out = io.BytesIO()
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]><worksheet>&a;</worksheet>'
    with zipfile.ZipFile(io.BytesIO(sheet(["a"], ["1"]))) as good, zipfile.ZipFile(out, "w") as bad:
        for part in good.namelist():
            bad.writestr(part, bomb if "sheet1" in part else good.read(part))
    [(_, fault)] = read(out.getvalue(), "xlsx")
    assert isinstance(fault, Fault)


def test_a_mapping_of_columns_is_written_as_it_is_read():
    chosen = {"Titel {neu}": "title", 'Ort "x"\x7f': "city", "A": "description", "B": "description"}
    mapping = with_id(of_columns(chosen, {"provider": "Lernwerk (Beispiel)"}))
    assert mapping_of(to_toml(mapping).encode()) == mapping
    told = mapping.translate({"Titel {neu}": "T", 'Ort "x"\x7f': "Hamm", "A": "a", "B": "b"})
    assert told == {
        "id": "T", "title": "T", "city": "Hamm", "description": "a, b",
        "provider": "Lernwerk (Beispiel)",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("data", "format_"),
    [
        (qcat(service()), "qcat"),
        (b"\xef\xbb\xbf\n<!-- x --><q:OPENQCAT xmlns:q='x'>", "qcat"),
        ("<?xml version='1.0' encoding='UTF-16'?><OPENQCAT/>".encode("utf-16"), "qcat"),
        (b"<rss/>", None),
        (moochub({}), "moochub"),
        (json.dumps(json.loads(moochub({})), indent=2).encode(), "moochub"),
        (vhs({}), "vhs"),
        (json.dumps(json.loads(vhs({})), indent=2).encode(), "vhs"),
        (json_ld({"@type": "Course"}), "schema-org"),
        (json.dumps([{"@type": "Course"}], indent=2).encode(), "schema-org"),
        (saved_page({"@type": "Course"}), "schema-org"),
        (line(1) + line(2), "jsonl"),
        (line(1), "jsonl"),
        (b'{"name": "x", "data": "y"}\n{}', "jsonl"),
        (TABLE.encode(), "csv"),
        (b"a,b\n1,2", "csv"),
        (sheet(["a"]), "xlsx"),
        (packed(word__document=b"x"), None),
        (b"kaputt", None),
        (b"\x00\x01;\x02", None),
        (b"%PDF-1.7;\xff", "csv"),
        (b"", None),
    ],
)
def test_a_format_is_known_by_what_stands_in_the_file(data, format_):
    file = io.BytesIO(data)
    assert door.recognise(file) == format_
    assert file.tell() == 0


def test_columns_show_their_first_values():
    found = door.columns(io.BytesIO(TABLE.encode()), "csv")
    assert [column.name for column in found] == list(COLUMNS)
    assert found[1].samples == ("Prüfung", "Zwei; mit Zeile")
    theirs = door.columns(io.BytesIO(line(1, tags=["a", "b"], azav=True)), "jsonl")
    assert [column.samples for column in theirs] == [("haus-1",), ("Kurs 1",), ("Mainz",), ("a, b",), ("True",)]  # fmt: skip
    assert door.columns(io.BytesIO(moochub({})), "moochub") == []


@given(st.text(min_size=1, max_size=300))
def test_every_id_becomes_a_key_that_an_address_can_hold(told):
    key = key_of("Haus Ä", told)
    assert not key or FOREIGN_KEY.fullmatch(key)
    assert key == key_of("Haus Ä", told)


def test_ids_that_look_alike_once_cleaned_stay_apart():
    assert key_of("a", "https://x.example/?a=1") != key_of("a", "https://x.example/?a-1")
    assert key_of("a", "7") != key_of("b", "7")
