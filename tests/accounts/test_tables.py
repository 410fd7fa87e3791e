"""Tables from strangers: read without trust, written without harm."""

import contextlib
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.accounts import tables
from mentorhub.accounts.tables import Columns, NotATable, Unreadable

COLUMNS = Columns({"name": ("vorname",), "note": ("notiz", "bemerkung")}, needed=("name",))


def _cells(text):
    return [dict(row.cells) for row in tables.read(text, COLUMNS)]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_every_common_delimiter_is_read(delimiter):
    text = f"Name{delimiter}Notiz\nEle{delimiter}hier\n"
    assert _cells(text) == [{"name": "Ele", "note": "hier"}]


@pytest.mark.parametrize(
    "data",
    ["name\r\nJörg\r\n".encode(), "name\nJörg".encode("cp1252"), "\ufeffname\nJörg\n".encode()],
)
def test_what_spreadsheets_save_is_read(data):
    assert _cells(tables.decode(data)) == [{"name": "Jörg"}]


def test_lines_are_numbered_as_an_editor_shows_them():
    text = 'name;note\nA;"zwei\nZeilen"\n\n;;;\nB;x\n'.replace(";;;\n", ";\n")
    assert [(row.number, row.cell("name")) for row in tables.read(text, COLUMNS)] == [
        (2, "A"),
        (6, "B"),
    ]


@pytest.mark.parametrize(
    ("text", "why", "about"),
    [
        ("", Unreadable.missing_column, "name"),
        ("name\n", Unreadable.no_rows, ""),
        ("name\n\n\n", Unreadable.no_rows, ""),
        ("note\nx\n", Unreadable.missing_column, "name"),
        ("name;gehalt\nx;1\n", Unreadable.unknown_column, "gehalt"),
        ("name;Vorname\nx;y\n", Unreadable.column_twice, "Vorname"),
        ('name;note\nx;"offen\n', Unreadable.broken, "2"),
        ("name\n" + "x\n" * (tables.MOST_ROWS + 1), Unreadable.too_many_rows, ""),
        (f'name\n"{"x" * 200_000}"\n', Unreadable.broken, "2"),
    ],
)
def test_what_is_no_table_is_named(text, why, about):
    with pytest.raises(NotATable) as problem:
        tables.read(text, COLUMNS)
    assert (problem.value.why, problem.value.about) == (why, about)


def test_a_line_with_too_many_or_too_few_cells_is_its_own_matter():
    rows = tables.read("name;note\nA\nB;b\nC;c;d\n", COLUMNS)
    assert [(row.cell("name"), row.fits) for row in rows] == [
        ("A", False),
        ("B", True),
        ("C", False),
    ]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ("name\nJörg\nÖzlem\n".encode().replace("Ö".encode(), b"\xd6"), "3"),
        ("\ufeffname\nJ".encode() + b"\xc3", "2"),
        ("name\nJörg\n".encode() + b"\xc3\x28\n", "3"),
    ],
)
def test_damaged_signs_are_named_with_their_line(data, line):
    with pytest.raises(NotATable) as problem:
        tables.decode(data)
    assert (problem.value.why, problem.value.about) == (Unreadable.broken_text, line)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"x" * (tables.LARGEST_BYTES + 1), Unreadable.too_large),
        (b"name\n\x00\x01", Unreadable.not_text),
        (b"\x89PNG\r\n\x1a\n", Unreadable.not_text),
        (b"PK\x03\x04 a spreadsheet in its own format", Unreadable.not_text),
        (b"name\nJ\x81rg", Unreadable.not_text),
    ],
)
def test_what_is_no_text_is_refused(data, why):
    with pytest.raises(NotATable) as problem:
        tables.decode(data)
    assert problem.value.why is why


@pytest.mark.parametrize(
    "evil", ["=1+1", "+49 231 1", "-1", "@SUM(A1)", "\tx", '=HYPERLINK("http://boese.test")']
)
def test_no_cell_is_a_formula(evil):
    written = tables.write(["name"], [[evil]])
    (cell,) = list(csv.reader(io.StringIO(written[1:]), delimiter=";"))[1]
    assert cell == "'" + evil


def test_nothing_is_written_as_nothing():
    assert tables.write(["a", "b"], [[None, 0]]).splitlines()[1] == ";0"


words = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF), min_size=1, max_size=40)


@given(st.lists(words.filter(lambda word: word.strip() and not word.startswith("'")), min_size=1))
def test_what_is_written_is_read_again(names):
    text = tables.decode(tables.write(["name"], [[name] for name in names]).encode())
    assert [row.cell("name") for row in tables.read(text, COLUMNS)] == [
        " ".join(name.split()) for name in names
    ]


@given(st.text())
def test_any_text_is_a_table_or_refused(text):
    with contextlib.suppress(NotATable):
        assert tables.read(text, COLUMNS)
