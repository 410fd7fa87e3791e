"""One door for all formats: what a file is, in which letters, and what it must not do to us."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.courses.question_files import SENTENCES, door, read
from mentorhub.courses.question_files.notes import note
from tests.courses.question_files.test_aiken import GOOD
from tests.courses.question_files.test_moodle_xml import ABC, asked, quiz

XML = quiz(asked("multichoice", ABC, text="Übung für Größen"))
GIFT = "::Übung::Größen für „alle“?{T}"


@pytest.mark.parametrize("name", ["a.xml", "a.gift", "a.txt", "", "a.exe"])
def test_the_kind_follows_from_the_content_whatever_the_name(name):
    assert read(XML.encode(), name).kind == "moodle_xml"
    assert read(GIFT.encode(), name).kind == "gift"
    assert read(GOOD.encode(), name).kind == "aiken"
    assert read(b"<?xml version='1.0'?><rss/>", name).kind == "unknown"


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\x01\x02", b"PK\x03\x04", b"\x89PNG\r\n", b"Guten Tag", b"<html>", b"\xff\xfe"],
)
def test_what_is_none_of_the_three_is_named(data):
    found = read(data, "datei.bin")
    assert (found.kind, found.taken) == ("unknown", ())
    assert [(each.line, each.title, each.reason) for each in found.left_out] == [
        (0, "datei.bin", note("unknown_kind"))
    ]


@pytest.mark.parametrize("data", [b"// Nur das\n$CATEGORY: a/b\n", b"<quiz></quiz>"])
def test_a_file_without_a_question_is_not_passed_over(data):
    [left] = read(data, "leer.gift").left_out
    assert left.reason == note("no_questions")


def test_a_name_decides_where_nothing_else_does():
    found = read(b"Nur Text", "a.gift")
    assert found.kind == "gift"
    assert found.left_out[0].reason == note("kind", "description")


@pytest.mark.parametrize(
    ("encoding", "guessed"),
    [
        ("utf-8", ""), ("utf-8-sig", ""), ("utf-16", ""), ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"), ("cp1252", "Windows-1252"),
    ],
)  # fmt: skip
def test_letters_are_read_in_every_usual_encoding(encoding, guessed):
    found = read(GIFT.encode(encoding), "")
    assert found.questions[0].text == "Größen für „alle“?"
    assert found.notes == ((note("encoding", guessed),) if guessed else ())


def test_bytes_that_windows_does_not_know_are_latin_1():
    found = read("::A::Gr\xf6\xdfe \x81?{T}".encode("latin-1"))
    assert found.questions[0].text.startswith("Größe")
    assert found.notes == (note("encoding", "Latin-1"),)


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16", "windows-1252", "UTF-8", "us-ascii"])
def test_xml_is_read_as_it_declares(encoding):
    text = XML.replace("UTF-8", encoding)
    data = text.encode("utf-8" if encoding == "us-ascii" else encoding)
    if encoding == "us-ascii":
        data = text.replace("Ü", "&#220;").replace("ü", "&#252;").replace("ö", "&#246;").replace(
            "ß", "&#223;").replace("<![CDATA[", "").replace("]]>", "").replace("<p>", "").replace(
            "</p>", "").replace("<b>", "").replace("</b>", "").encode()  # fmt: skip
    found = read(data)
    assert found.questions[0].text == "Übung für Größen"
    assert found.notes == ()


@pytest.mark.parametrize(
    "encoding", ["hex", "zip", "idna", "punycode", "unicode_escape", "utf-7", "xx"]
)
def test_strange_encodings_are_not_tried(encoding):
    assert read(XML.replace("UTF-8", encoding).encode()).questions


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    "<quiz><question>&b;</question></quiz>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>'
)


@pytest.mark.parametrize(
    "text", [BOMB, OUTSIDE, '<!DOCTYPE quiz SYSTEM "https://x.example/a"><quiz/>']
)
def test_entities_and_document_types_are_refused(text):
    assert read(text.encode()).left_out[-1].reason == note("forbidden_xml")


def test_what_stands_before_a_break_is_taken_and_the_break_is_named():
    text = XML.replace("</quiz>", "<question type='essay'><name>")
    found = read(text.encode())
    assert len(found.taken) == 1
    assert [each.reason.code for each in found.left_out] == ["broken_xml"]
    assert found.left_out[0].line > 3


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<quiz>" + "<a>" * 100_000, "too_deep"),
        ("<quiz>" + "<a/>" * 1_100_000, "too_deep"),
        ("<quiz>" + asked("multichoice", "<answer/>" * 100_000) + "</quiz>", "does_not_fit"),
        ("<quiz>" + asked("multichoice", ABC, text="x" * 300_000) + "</quiz>", "does_not_fit"),
        ("<quiz>" + asked("cloze", "", text="{1:SA:" * 30_000) + "</quiz>", "no_gaps"),
        ("<quiz>" + asked("cloze", "", text="{1:SA:=x}" * 20_000) + "</quiz>", "does_not_fit"),
        ("A {" + "~x" * 100_000 + "}", "does_not_fit"),
        ("A {" + "=x" * 100_000 + "}", "does_not_fit"),
        ("A?\n" + "B) x\n" * 100_000 + "ANSWER: B", "answer_letter"),
        ("A {T}" + "{" * 500_000, "two_blocks"),
    ],
)  # fmt: skip
def test_floods_are_refused_in_bearable_time(text, code):
    begun = time.perf_counter()
    found = read(text.encode())
    assert [each.reason.code for each in found.left_out] == [code]
    assert time.perf_counter() - begun < 30


@pytest.mark.parametrize(
    "text",
    ["::\n" * 200_000, "}{\n\n" * 100_000, "{\n\n" * 100_000, "//\n" * 300_000, "{T}" + "\n" * 900_000,
     "A) x\n" * 200_000, "A) x\nANSWER:" + "\n" * 900_000, "$CATEGORY:\n" * 200_000 + "A{T}"],
)  # fmt: skip
def test_hostile_lines_take_no_time(text):
    begun = time.perf_counter()
    read(text.encode(), "a.gift")
    assert time.perf_counter() - begun < 30


def test_more_questions_than_any_bank_holds_are_named(monkeypatch):
    monkeypatch.setattr(door, "MOST_QUESTIONS", 3)
    found = read("\n\n".join(f"Frage {n}?{{T}}" for n in range(5)).encode())
    assert len(found.taken) == 3
    assert [(each.line, each.reason) for each in found.left_out] == [(7, note("too_many", 3))]


def test_a_file_that_is_too_large_is_not_even_decoded(monkeypatch):
    monkeypatch.setattr(door, "MOST_BYTES", 10)
    assert read(b"Ja?{T}" * 10, "a").left_out[0].reason.code == "too_big"


def test_every_note_has_its_sentence():
    for code in SENTENCES:
        assert str(note(code, "x")).strip()
    assert len(note("kind", "x" * 1_000).detail) == 200
    assert note("kind", "a\n b").detail == "a b"


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_an_error(data):
    found = read(data, "a.gift")
    assert found.taken or found.left_out or not data.strip()


PIECES = st.sampled_from(
    ["{", "}", "=", "~", "#", "####", "->", "::", "\n", "\n\n", "%50%", "%", "T", "1", "..", ":", "\\",
     "[html]", "<b>", "//", "$CATEGORY: x", "A) ", "ANSWER: A", "a", ">2\n", "&amp;", "*"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_order_of_signs_is_read_without_an_error(text):
    read(text.encode(), "a.gift")


TAGS = st.sampled_from(
    [
        "questiontext",
        "answer",
        "text",
        "subquestion",
        "units",
        "unit",
        "dragbox",
        "single",
        "feedback",
    ]
)
ELEMENTS = st.recursive(
    st.sampled_from(["", "x", "1", "100", "{1:SA:=a}", "[[1]]"]),
    lambda inner: st.tuples(
        TAGS, st.lists(inner, max_size=4), st.sampled_from(["0", "100", "x"])
    ).map(lambda each: f'<{each[0]} fraction="{each[2]}">{"".join(each[1])}</{each[0]}>'),
    max_leaves=12,
)
KINDS = ["multichoice", "truefalse", "shortanswer", "numerical", "matching", "ordering", "essay",
         "cloze", "ddwtos", "gapselect"]  # fmt: skip


@given(st.sampled_from(KINDS), st.lists(ELEMENTS, max_size=6).map("".join))
def test_any_question_element_is_taken_or_named(kind, inside):
    found = read(f'<quiz><question type="{kind}">{inside}</question></quiz>'.encode())
    assert len(found.taken) + len(found.left_out) == 1
