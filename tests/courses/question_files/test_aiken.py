"""Aiken, and what of it is refused."""

import pytest

from mentorhub.courses.question_files import read
from mentorhub.courses.question_files.notes import note

GOOD = "Was ist *rot*?\nA) Blut\nB. Gras\nC)Schnee\nANSWER: A\n"


def aiken(text):
    found = read(text.encode(), "fragen.gift")
    assert found.kind == "aiken"
    return found


def test_a_question_with_both_kinds_of_letters():
    (taken,) = aiken(GOOD).taken
    assert taken.question.text == "Was ist \\*rot\\*?"
    assert [(each.text, each.right) for each in taken.question.options] == [
        ("Blut", True), ("Gras", False), ("Schnee", False),
    ]  # fmt: skip


def test_blank_lines_windows_ends_and_several_questions():
    text = f"{GOOD}\n\nZweite?\n\nA) a\n\nB) b\nANSWER: B\n".replace("\n", "\r\n")
    assert [each.line for each in aiken(text).taken] == [1, 8]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("Zu wenig\nA) eine\nANSWER: A", 6, note("no_options")),
        ("A) ohne Frage\nB) auch\nANSWER: A", 6, note("no_options")),
        ("ANSWER: A", 6, note("no_options")),
        ("Offen?\nA) a\nB) b", 6, note("no_answer_line")),
        ("A) a\nB) b", 6, note("no_stem")),
        ("Eine Frage\nin zwei Zeilen?\nA) a\nB) b\nANSWER: A", 6, note("long_stem")),
        ("Frage?\nA) a\nB) b\nANSWER: C", 6, note("answer_letter", "C")),
        ("Frage?\nA) a\nB) b\nANSWER: A, B", 6, note("answer_letter", "A, B")),
        ("Frage?\nA) a\nA) b\nANSWER: A", 6, note("answer_letter", "A")),
        ("Eine Überschrift", 6, note("no_answer_line")),
    ],
)
def test_what_is_not_whole_is_left_out_and_named(text, line, reason):
    found = aiken(f"{GOOD}{text}\n\n{GOOD}")
    assert len(found.taken) == 2
    assert [(each.line, each.reason) for each in found.left_out] == [(line, reason)]


def test_a_file_of_moodles_own_mistakes():
    text = (
        "Zu wenige\nA) eine\nANSWER: A\n\nA) nicht begonnen\n\nANSWER: nicht begonnen\n\n"
        "Gut\nA) ja\nB) nein\nANSWER: A\n\nNicht fertig\nA) ja\nB) nein\n\n"
        "Auch gut\nA)ja\nB)nein\nANSWER: B"
    )
    found = aiken(text)
    assert [each.question.id for each in found.taken] == ["gut", "auch-gut"]
    assert [each.line for each in found.left_out] == [1, 5, 14]
