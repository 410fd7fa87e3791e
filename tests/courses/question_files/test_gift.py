"""GIFT, as Moodle reads it."""

import pytest

from mentorhub.courses.question_files import read
from mentorhub.courses.question_files.notes import note


def gift(text):
    found = read(text.encode(), "fragen.txt")
    assert found.kind == "gift"
    return found


def one(text):
    found = gift(text)
    assert [each.reason for each in found.left_out] == []
    (taken,) = found.taken
    return taken


def fields(text):
    return one(text).question.model_dump(by_alias=True, exclude_defaults=True)


def test_a_single_choice_with_feedback_and_general_feedback():
    told = fields(
        "::Grab::Wer liegt dort?{\n ~Grant#Nein, *er* nicht.\n =niemand # Genau.\n ~Lee\n####Man liegt nicht.}"
    )
    assert told == {
        "id": "grab",
        "kind": "single",
        "text": "Wer liegt dort?",
        "explanation": "Man liegt nicht.",
        "option": (
            {"text": "Grant", "feedback": "Nein, \\*er\\* nicht."},
            {"text": "niemand", "right": True, "feedback": "Genau."},
            {"text": "Lee"},
        ),
    }


def test_a_missing_word_leaves_a_blank():
    assert fields("Grant ist {~tot =da} im Grab.")["text"] == "Grant ist _____ im Grab."


def test_several_right_answers_by_weight():
    taken = one("Welche?{~%50%a ~%50%b ~%-50%c ~%-50%d}")
    assert taken.question.kind == "multiple"
    assert [each.right for each in taken.question.options] == [True, True, False, False]
    assert not taken.changes


@pytest.mark.parametrize(
    ("text", "kind", "seen"),
    [
        ("Welche?{~%50%a ~%50%b ~c}", "multiple", "weights"),
        ("Welche?{~%75%a ~%25%b ~%-50%c ~%-50%d}", "multiple", "weights"),
        ("Welche?{=a ~%50%b ~c}", "single", "partly"),
        ("Welche?{=a ~%-50%b}", "single", "minus"),
        ("Welche?{=a =b ~c}", "multiple", "several_right"),
        ("Wie?{=a =%50%b}", "short", "partly"),
        ("Wie?{=a#gut}", "short", "answer_feedback"),
        ("Wie viele?{#=5 =7}", "number", "other_numbers"),
        ("Wie viele?{#5,5}", "number", "comma"),
        ("Warum?{}", "essay", "criterion"),
        ("// [tag:a]\nJa?{T}", "true_false", "tags"),
    ],
)
def test_what_our_kinds_cannot_say_is_named(text, kind, seen):
    taken = one(text)
    assert taken.question.kind == kind
    assert [each.code for each in taken.changes] == [seen]


@pytest.mark.parametrize(
    ("answers", "right", "said_true", "said_false"),
    [
        ("T", True, "", ""),
        ("FALSE", False, "", ""),
        ("TRUE#falsch#richtig", True, "richtig", "falsch"),
        ("F#falsch#richtig", False, "falsch", "richtig"),
        ("T##richtig", True, "richtig", ""),
        ("false", False, "", ""),
    ],
)
def test_true_and_false_with_feedback(answers, right, said_true, said_false):
    question = one(f"Stimmt das?{{{answers}}}").question
    assert (question.right, question.feedback_true, question.feedback_false) == (
        right, said_true, said_false,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "value", "tolerance"),
    [
        ("#1822", 1822, 0),
        ("#1822:5", 1822, 5),
        ("#3.141..3.142", 3.1415, 0.0005),
        ("#-5..5", 0, 5),
        ("#=1822:0 =%50%1822:2", 1822, 0),
        ("#\n=%0%7:1#nein\n=1e3:0.1\n", 1000, 0.1),
        ("#3:2~#ganz falsch", 3, 2),
        ("#=%100%.5", 0.5, 0),
    ],
)
def test_numbers_with_tolerance_and_ranges(answers, value, tolerance):
    question = one(f"Wie viel?{{{answers}}}").question
    assert (question.value, question.tolerance) == (value, tolerance)


def test_pairs_and_further_right_sides():
    question = one("Was?{ =[html]<b>a</b> -> 1\n =b->2 = -> 3 }").question
    assert [(each.left, each.right) for each in question.pairs] == [("a", "1"), ("b", "2")]
    assert question.distractors == ("3",)


def test_the_order_of_moodles_plugin():
    question = one("Ordne.{>2 ALL none\nA\n[html]<i>B</i>\nC\n}").question
    assert question.items == ("A", "B", "C")


def test_escapes_stand_for_themselves():
    told = fields("Was ist \\{1\\:2\\}?\\nJa\\\\nein {~\\=1 \\#2 =\\~3#\\=ja}")
    assert told["text"] == "Was ist {1:2}?\\\nJa\\\\nein"
    assert [each["text"] for each in told["option"]] == ["=1 #2", "~3"]


def test_each_text_may_have_its_format():
    told = fields("[markdown]**Was**?{=[html]<em>a</em>#[plain]*gut* ~[moodle]b<br>c ~*d*}")
    assert told["text"] == "**Was**?"
    assert [each["text"] for each in told["option"]] == ["*a*", "b\\\nc", "*d*"]
    assert told["option"][0]["feedback"] == "\\*gut\\*"


def test_a_wrapped_line_is_one_and_a_written_break_two():
    assert fields("Eins\nzwei\\ndrei{T}")["text"] == "Eins zwei\\\ndrei"


def test_comments_give_the_id_and_nothing_else():
    taken = one("// eine Frage\n// [id:Meine ID]\n::Titel::Ja?{T}\n// Ende")
    assert (taken.question.id, taken.title, taken.line) == ("meine-id", "Titel", 3)


def test_categories_are_named_with_the_questions_that_follow():
    found = gift("A?{T}\n\n$CATEGORY: Kurs/Teil 1\nB?{T}\n\n\n$CATEGORY: Teil 2\n\nC?{F}")
    assert [(each.category, each.line) for each in found.taken] == [
        ("", 1), ("Kurs/Teil 1", 4), ("Teil 2", 9),
    ]  # fmt: skip


def test_a_blank_line_inside_braces_and_a_missing_one_between_questions_do_no_harm():
    found = gift("A?{\n=a\n\n~b\n}\n::B::B?{T}\n\nC?{T}")
    assert [each.question.id for each in found.taken] == ["a", "b", "c"]


def test_an_open_brace_swallows_no_other_question():
    found = gift("A?{=a\n\nB?{T}\n\nC?{=c")
    assert [each.question.id for each in found.taken] == ["b"]
    assert [(each.line, each.reason) for each in found.left_out] == [
        (1, note("braces")), (5, note("braces")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Nur ein Text", note("kind", "description")),
        ("A }", note("braces")),
        ("A {=a} und {=b}", note("two_blocks")),
        ("A {#=x}", note("no_number", "x")),
        ("A {#*}", note("no_right")),
        ("A {#=1e999}", note("no_number", "too large")),
        ("A {=%50%b}", note("no_right")),
        ("A {~a ~b}", note("no_right")),
        ("A {=a->b =c}", note("no_arrow", "c")),
        ("A {=a->b}", None),
        ("A {=a ~a}", None),
        ("{=a ~b}", None),
        ("A {=a}" + "x" * 50_000, None),
        ("A {" + "~x" * 2_000 + "=y}", note("does_not_fit", "2001 answers")),
        ("A {" + "".join(f"~x{n}" for n in range(20)) + "=y}", None),
    ],
)
def test_what_cannot_be_taken_is_named_with_its_line(text, reason):
    found = gift(f"Vorher?{{T}}\n\n{text}\n\nNachher?{{F}}")
    assert [each.question.id for each in found.taken] == ["vorher", "nachher"]
    (left,) = found.left_out
    assert left.line == 3
    assert left.reason == reason if reason else left.reason.code == "does_not_fit"


def test_the_same_names_get_numbers_and_the_same_file_the_same_ids():
    text = (
        "::Ä ß!::A?{T}\n\n::Ä ß!::B?{T}\n\n" + "x" * 90 + "?{T}\n\n" + "x" * 90 + "?{F}\n\n?日本{T}"
    )
    ids = [each.question.id for each in gift(text).taken]
    assert ids == ["ae-ss", "ae-ss-2", "x" * 64, "x" * 62 + "-2", "frage-5"]
    assert ids == [each.question.id for each in gift(text).taken]


def test_what_another_house_writes_beside_a_question_cannot_break_it():
    told = one('// mentorhub: {"points": 3, "id": "fremd", "right": false}\nJa?{T}').question
    assert (told.points, told.id, told.right) == (3, "ja", True)
    assert one("// mentorhub: {kaputt}\nJa?{T}").question.points == 1
    assert one("// mentorhub: " + '{"a":' * 20_000 + "}\nJa?{T}").question.points == 1
    assert gift('// mentorhub: {"points": 99}\nJa?{T}').left_out[0].reason.code == "does_not_fit"
