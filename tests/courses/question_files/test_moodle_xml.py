"""Moodle XML, question by question."""

import pytest

from mentorhub.courses.material.questions import Gap
from mentorhub.courses.question_files import read
from mentorhub.courses.question_files.notes import note


def asked(kind, inside, text="Was?", more=""):
    return (
        f'<question type="{kind}"><name><text>Eine Frage</text></name>'
        f'<questiontext format="html"><text><![CDATA[{text}]]></text></questiontext>'
        f"{more}{inside}</question>"
    )


def answer(text, fraction=0, feedback="", more=""):
    return (
        f'<answer fraction="{fraction}"><text><![CDATA[{text}]]></text>'
        f"<feedback><text><![CDATA[{feedback}]]></text></feedback>{more}</answer>"
    )


def quiz(*questions):
    inside = "\n".join(questions)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{inside}\n</quiz>'


def xml(*questions):
    found = read(quiz(*questions).encode(), "fragen.txt")
    assert found.kind == "moodle_xml"
    return found


def one(*args, **more):
    found = xml(asked(*args, **more))
    assert [str(each.reason) for each in found.left_out] == []
    (taken,) = found.taken
    return taken


def codes(taken):
    return [each.code for each in taken.changes]


def refused(*args, **more):
    found = xml(asked(*args, **more))
    assert not found.taken
    (left,) = found.left_out
    return left.reason


ABC = answer("<p>a</p>", 100, "<b>ja</b>") + answer("b") + answer("c")


def test_a_single_choice():
    taken = one("multichoice", f"<single>true</single>{ABC}", text="<p>Was <b>ist</b>?</p>",
                more="<generalfeedback><text>Weil.</text></generalfeedback>"
                     "<defaultgrade>2.0000000</defaultgrade><idnumber>A 1</idnumber>")  # fmt: skip
    question = taken.question
    assert (question.id, question.text, question.points) == ("a-1", "Was **ist**?", 2)
    assert question.explanation == "Weil."
    assert [(each.text, each.right, each.feedback) for each in question.options] == [
        ("a", True, "**ja**"), ("b", False, ""), ("c", False, ""),
    ]  # fmt: skip
    assert taken.changes == ()
    assert taken.title == "Eine Frage"


def test_several_right_options():
    inside = "<single>false</single>" + answer("a", "33.33333") * 1 + answer("b", 33.33333)
    inside += answer("c", 33.33333) + answer("d", -100)
    taken = one("multichoice", inside)
    assert [each.right for each in taken.question.options] == [True, True, True, False]
    assert codes(taken) == []


@pytest.mark.parametrize(
    ("kind", "inside", "seen"),
    [
        ("multichoice", answer("a", 100) + answer("b", 50), ["partly"]),
        ("multichoice", answer("a", 100) + answer("b", 100), ["several_right"]),
        ("multichoice", "<single>false</single>" + answer("a", 100) + answer("b", 0), ["weights"]),
        ("multichoice", "<defaultgrade>2.5</defaultgrade>" + ABC, ["points"]),
        ("multichoice", "<defaultgrade>0</defaultgrade>" + ABC, ["points"]),
        ("multichoice", "<defaultgrade>1e99</defaultgrade>" + ABC, ["points"]),
        ("multichoice", "<defaultgrade>1e999999999</defaultgrade>" + ABC, ["points"]),
        ("multichoice", "<defaultgrade>x</defaultgrade>" + ABC, ["points"]),
        ("multichoice", "<tags><tag><text>t</text></tag></tags>" + ABC, ["tags"]),
        ("multichoice", "<hint><text>h</text></hint>" + ABC, ["hints"]),
        ("multichoice", "<correctfeedback><text>gut</text></correctfeedback>" + ABC,
         ["combined_feedback"]),
        ("multichoice", '<questiontext><file name="a.png" encoding="base64">AAAA</file></questiontext>'
         + ABC, ["file"]),
        ("multichoice", "<image>alt.png</image>" + ABC, ["picture"]),
        ("shortanswer", answer("a", 100, "gut"), ["answer_feedback"]),
        ("numerical", answer("5", 100) + answer("6", 100), ["other_numbers"]),
        ("essay", "<attachments>1</attachments>", ["uploads", "criterion"]),
        ("essay", "<responsetemplate><text>v</text></responsetemplate>", ["template", "criterion"]),
        ("ordering", "<selecttype>RANDOM</selecttype>" + answer("a", 1) + answer("b", 2), ["subset"]),
    ],
)  # fmt: skip
def test_what_our_kinds_cannot_say_is_named(kind, inside, seen):
    assert codes(one(kind, inside)) == seen


def test_true_and_false_by_name_and_of_old_by_place():
    inside = answer("false", 100, "richtig") + answer("true", 0, "falsch")
    question = one("truefalse", inside).question
    assert (question.right, question.feedback_true, question.feedback_false) == (
        False, "falsch", "richtig",
    )  # fmt: skip
    assert one("truefalse", answer("Wahr", 100) + answer("Falsch", 0)).question.right is True
    assert refused("truefalse", answer("true", 0) + answer("false", 0)) == note("no_right")


def test_short_answers_count_case_where_it_is_said():
    inside = "<usecase>1</usecase>" + answer("AZAV", 100) + answer("A*", 100) + answer("*", 0)
    question = one("shortanswer", inside).question
    assert question.accepted == ("AZAV", "A*")
    assert question.case_sensitive


def test_numbers_with_tolerance_and_units():
    units = (
        "<units><unit><multiplier>1</multiplier><unit_name>h</unit_name></unit>"
        "<unit><multiplier>1.0</multiplier><unit_name>Std.</unit_name></unit>"
        "<unit><multiplier>60</multiplier><unit_name>min</unit_name></unit></units>"
    )
    inside = answer("120", 100, more="<tolerance>0.5</tolerance>") + answer("*", 0) + units
    taken = one("numerical", inside)
    question = taken.question
    assert (question.value, question.tolerance, question.unit, question.units) == (
        120, 0.5, "h", ("Std.",),
    )  # fmt: skip
    assert codes(taken) == ["unit_factor", "unit_needed"]
    assert one("numerical", inside + "<showunits>3</showunits>").question.unit == ""


def test_pairs_with_a_distractor():
    inside = "".join(
        f"<subquestion><text>{left}</text><answer><text>{right}</text></answer></subquestion>"
        for left, right in (("&lt;p&gt;a&lt;/p&gt;", "1"), ("b", "2"), ("", "3"))
    )
    question = one("matching", inside).question
    assert [(each.left, each.right) for each in question.pairs] == [("a", "1"), ("b", "2")]
    assert question.distractors == ("3",)


def test_an_ordering_by_the_places_of_its_items():
    inside = (
        answer("zwei", "2.0000000") + answer("drei", 3) + answer("eins", 1) + answer("zehn", 10)
    )
    assert one("ordering", inside).question.items == ("eins", "zwei", "drei", "zehn")


def test_an_essay_keeps_what_helps_to_grade():
    inside = (
        '<graderinfo format="html"><text>&lt;b&gt;Wichtig&lt;/b&gt;</text></graderinfo>'
        "<minwordlimit>80</minwordlimit>"
    )
    question = one("essay", inside, more="<defaultgrade>4</defaultgrade>").question
    assert (question.model, question.words, question.worth) == ("**Wichtig**", 80, 4)


def test_gaps_of_all_kinds():
    text = (
        "<p>Ein {1:SHORTANSWER:=Haus~%100%Heim~%50%Bau~*#nein} in {1:MC:~Rom~=K\\}ln#ja~%0%Bonn}, "
        "seit {1:NM:=1.5} Jahren, {:SAC:=A&amp;O} und {1:MULTICHOICE_HS:=H<sub>2</sub>O~x}.</p>"
    )
    taken = one("cloze", "", text=text)
    question = taken.question
    assert question.text == "Ein {{1}} in {{2}}, seit {{3}} Jahren, {{4}} und {{5}}."
    assert question.gaps == (
        Gap(id="1", accepted=("Haus", "Heim")),
        Gap(id="2", options=("Rom", "K}ln", "Bonn"), right="K}ln"),
        Gap(id="3", accepted=("1.5", "1,5")),
        Gap(id="4", accepted=("A&O",)),
        Gap(id="5", options=("H₂O", "x"), right="H₂O"),
    )
    assert question.points == 5
    assert set(codes(taken)) == {"partly", "answer_feedback", "gap_number", "gap_case"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{1:MULTIRESPONSE:=a~=b}", note("gap_kind", "MULTIRESPONSE")),
        ("{1:NUMERICAL:=1701:20}", note("gap_tolerance", "1701:20")),
        ("{1:NUMERICAL:=x}", note("no_number", "x")),
        ("{1:SA:%50%x}", note("no_right")),
        ("{1:MC:=a}", note("one_option", "a")),
        ("{1:MC:=a~a}", note("one_option", "a")),
        ("{1:SA:}", note("no_answers")),
        ("{1:SA:=x", note("no_gaps")),
        ("keine", note("no_gaps")),
    ],
)
def test_gaps_that_we_do_not_have(text, reason):
    assert refused("cloze", "", text=f"Da ist {text} im Text.") == reason


def test_gaps_that_count_differently():
    assert codes(one("cloze", "", text="{1:SA:=a} {3:SA:=b}")) == ["gap_weights"]


@pytest.mark.parametrize(("kind", "box"), [("ddwtos", "dragbox"), ("gapselect", "selectoption")])
def test_words_out_of_boxes_become_gaps_to_choose(kind, box):
    boxes = "".join(
        f"<{box}><text>{text}</text><group>{group}</group></{box}>"
        for text, group in (("Katze", 1), ("rot", 2), ("Hund", 1), ("blau", 2))
    )
    question = one(kind, boxes, text="<p>Die [[1]] ist [[4]].</p>").question
    assert question.text == "Die {{1}} ist {{2}}."
    assert question.gaps == (
        Gap(id="1", options=("Katze", "Hund"), right="Katze"),
        Gap(id="2", options=("rot", "blau"), right="blau"),
    )
    assert refused(kind, boxes, text="Die [[9]] ist [[0]].") == note("gap_unknown", "9, 0")


@pytest.mark.parametrize(
    "kind",
    ["calculated", "calculatedmulti", "calculatedsimple", "random", "randomsamatch", "description",
     "ddimageortext", "ddmarker", "stack", ""],
)  # fmt: skip
def test_other_kinds_are_left_out_by_name(kind):
    assert refused(kind, ABC) == note("kind", kind or "?")


@pytest.mark.parametrize(
    ("kind", "inside", "reason"),
    [
        ("multichoice", "", note("no_answers")),
        ("multichoice", answer("a", 50) + answer("b", 0), note("no_right")),
        ("multichoice", answer("a", "x") + answer("b", 0), note("no_number", "x")),
        ("truefalse", "", note("no_answers")),
        ("shortanswer", answer("a", 50), note("no_right")),
        ("numerical", answer("x", 100), note("no_number", "x")),
        ("matching", "", note("no_answers")),
        ("ordering", "", note("no_answers")),
        ("multichoice", answer("a", 100) + "<answer><text><p>b</p></text></answer>",
         note("does_not_fit", "markup outside CDATA")),
    ],
)  # fmt: skip
def test_a_question_that_is_not_whole_is_left_out(kind, inside, reason):
    assert refused(kind, inside) == reason


def test_categories_penalties_and_shuffling_are_said_once():
    category = (
        '<question type="category"><category><text>$course$/Teil</text></category></question>'
    )
    more = "<penalty>0.3333333</penalty><shuffleanswers>0</shuffleanswers>"
    found = xml(asked("multichoice", ABC), category, asked("multichoice", ABC + more))
    assert [(each.category, each.question.id) for each in found.taken] == [
        ("", "eine-frage"), ("$course$/Teil", "eine-frage-2"),
    ]  # fmt: skip
    assert found.notes == (note("penalty"), note("order"))
    assert [each.line for each in found.taken] == [3, 5]


def test_formats_of_texts_are_their_own():
    inside = '<answer fraction="100" format="markdown"><text>*a*</text></answer>' + (
        '<answer fraction="0" format="plain_text"><text>*b*</text></answer>'
    )
    question = one("multichoice", inside).question
    assert [each.text for each in question.options] == ["*a*", "\\*b\\*"]
