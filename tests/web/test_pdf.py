"""PDF files of the house: tagged, titled, in a language, and deaf to what stands in them."""

import io
from datetime import UTC, datetime

import pypdf
import pytest

from mentorhub.web import pdf, vendor
from mentorhub.web.pdf import Bullets, Heading, Paragraph, Table, TooLong, render

NOW = datetime(2026, 11, 27, 12, 30, 15, 123456, tzinfo=UTC)
COMMANDS = '#read("pdf.py") *b* _u_ $x^2$ <a> @a `x` \\ // /* = h - l + e ] } #{ [ ~ "'


def opened(title="Blatt", *blocks, **more) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(render(title, blocks, now=NOW, **more)))


def words(reader: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def tags(reader: pypdf.PdfReader) -> list[str]:
    """The kinds of all parts in the order in which they are read aloud."""
    found = []

    def walk(node):
        node = node.get_object()
        if isinstance(node, list):
            for each in node:
                walk(each)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append(str(node["/S"]))
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return found


def test_a_file_says_what_it_is_called_in_which_language_and_how_it_is_read():
    reader = opened("Für den Betrieb", Paragraph("Hallo"), locale="de_DE")
    root = reader.trailer["/Root"]
    assert reader.metadata.title == "Für den Betrieb"
    assert root["/Lang"] == "de"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()


def test_each_block_is_tagged_as_what_it_is():
    reader = opened(
        "Blatt",
        Heading("Teil"),
        Heading("Gruppe", 3),
        Paragraph("Satz"),
        Bullets([("eins", "§ 82"), ("zwei", "")]),
        Table(("Was", "Wie viel"), [("Kurs", "0 €")]),
    )
    kinds = tags(reader)
    for kind in ("/H1", "/H2", "/L", "/LI", "/Table", "/TH", "/TD"):
        assert kind in kinds, kind
    assert kinds.index("/H1") < kinds.index("/H2") < kinds.index("/L") < kinds.index("/Table")


def test_words_are_never_commands():
    reader = opened(
        COMMANDS, Heading(COMMANDS), Paragraph(COMMANDS), Bullets([(COMMANDS, COMMANDS)])
    )
    assert reader.metadata.title == COMMANDS
    assert words(reader).count('#read("pdf.py") *b* _u_ $x^2$') == 5
    assert "render" not in words(reader)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Bäckerei Müller & Söhne", "Bäckerei Müller & Söhne"),
        ("Фирма Łódź Ελλάδα", "Фирма Łódź Ελλάδα"),
        ("Nguyễn Thị Hương, Ọlá, Әлия", "Nguyễn Thị Hương, Ọlá, Әлия"),
        ("a\x00b\x1b[0m\u202ec\u200bd\n\te", "ab[0mcd e"),
        ("شركة 会社 😀", "???? ?? ?"),
        ("e\u0301", "é"),
        ("80\u00a0%\n ", "80\u00a0%"),
        ("", ""),
    ],
)
def test_what_our_fonts_cannot_show_is_left_out(given, shown):
    assert pdf.printable(given) == shown


def test_every_sign_that_is_let_through_can_be_shown():
    for first, last in pdf._SCRIPTS:
        render("Alle", [Paragraph("".join(map(chr, range(first, last + 1))))], now=NOW)


def test_a_title_of_nothing_is_a_title_all_the_same():
    assert opened("\u200b").metadata.title == "?"


def test_the_same_words_give_the_same_file():
    assert render("Blatt", [Paragraph("x")], now=NOW) == render("Blatt", [Paragraph("x")], now=NOW)


def test_every_page_has_its_number_and_the_foot():
    reader = opened(
        "Lang", *(Paragraph("Wort " * 60) for _ in range(40)), foot="Keine Rechtsberatung"
    )
    assert len(reader.pages) > 2
    for number, page in enumerate(reader.pages, 1):
        assert f"{number} / {len(reader.pages)}" in page.extract_text()
        assert "Keine Rechtsberatung" in page.extract_text()


def test_more_than_a_book_is_refused():
    with pytest.raises(TooLong):
        render("Lang", [Paragraph("x" * pdf.MOST_SIGNS)], now=NOW)


def test_the_fonts_of_the_house_are_used():
    fonts = {
        font["/BaseFont"]
        for font in opened("Ä", Paragraph("ä")).pages[0]["/Resources"]["/Font"].values()
    }
    assert any("NotoSans" in name for name in fonts)
    assert all("Libertinus" not in name for name in fonts)


def test_a_font_that_is_not_packed_for_the_web_is_refused():
    with pytest.raises(ValueError, match="WOFF"):
        vendor.unpacked(b"wOF2" + bytes(40))
