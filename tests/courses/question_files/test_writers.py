"""What goes out comes back equal."""

import defusedxml.ElementTree as ElementTree
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorhub.courses.material.questions import Cloze, Gap
from mentorhub.courses.question_files import read, write_gift, write_moodle_xml
from mentorhub.courses.question_files.notes import note
from tests.courses import questions as make

WRITERS = [write_gift, write_moodle_xml]


@pytest.mark.parametrize("write", WRITERS)
def test_questions_come_back_in_their_categories(write):
    bank = [make.short(each).model_copy(update={"id": each}) for each in "abcd"]
    filed = {"a": "$course$/top/Recht & Geld", "c": "Geld", "d": "$course$/top/Recht & Geld"}
    found = read(write(bank, filed).data).taken
    assert [(each.question.id, each.category) for each in found] == [
        ("b", ""),
        ("a", "$course$/top/Recht & Geld"),
        ("d", "$course$/top/Recht & Geld"),
        ("c", "Geld"),
    ]


PROSE = st.lists(make.LINES, min_size=1, max_size=3).map("\n\n".join).map(str.strip).filter(bool)
# Two things GIFT and Moodle's gaps have no way to say: an arrow, and a backslash before a sign.
PLAIN = make.LINES.map(lambda text: text.replace("->", "-").replace("\\", "/"))
KINDS = {
    "single": make.singles(PROSE),
    "multiple": make.multiples(PROSE),
    "true_false": make.true_falses(PROSE),
    "short": make.shorts(PROSE, PLAIN),
    "number": make.numbers(PROSE, make.LINES),
    "matching": make.matchings(PROSE, PLAIN),
    "ordering": make.orderings(PROSE, make.LINES),
    "essay": make.essays(PROSE, make.LINES),
    "cloze": make.clozes(PROSE, PLAIN),
}


HELD = [
    (write, kind) for write in WRITERS for kind in KINDS if (write, kind) != (write_gift, "cloze")
]


@pytest.mark.parametrize(("write", "kind"), HELD)
def test_a_question_comes_back_equal(write, kind):
    @given(KINDS[kind])
    @settings(max_examples=60)
    def come_back(question):
        written = write([question])
        assert written.left_out == ()
        assert read(written.data).questions == (question,)

    come_back()


@pytest.mark.parametrize("write", WRITERS)
@given(st.lists(make.questions(), max_size=6, unique_by=lambda question: question.id))
@settings(max_examples=40)
def test_a_bank_comes_back_whole_or_names_what_is_missing(write, bank):
    written = write(bank)
    missing = {each.title for each in written.left_out}
    there = tuple(each for each in bank if each.id not in missing)
    assert read(written.data).questions == there
    assert all(each.id not in missing for each in bank if each.kind != "cloze")


@pytest.mark.parametrize("write", WRITERS)
def test_what_a_format_has_no_place_for_travels_beside_it(write):
    bank = [
        make.number(120, 0.5, "Stunden", ("h", "Std."), points=3, lesson="zeit"),
        make.short("AZAV", case_sensitive=True, points=10),
        make.essay(2, 3, words=120, model="**Ein** Muster", lesson="a"),
        make.matching(("a", "1"), ("b", "2"), distractors=("3", "4"), points=2),
        make.ordering("[a", "// b", "$CATEGORY: c", "ANSWER: A", "%50%d"),
        make.single("+[html]a", "%50%b", "//c", explanation="[plain] #### = {}"),
    ]
    written = write(bank)
    assert written.left_out == ()
    assert list(read(written.data).questions) == bank


def test_gaps_keep_their_ids_and_may_be_described_in_any_order():
    question = make.cloze(
        "Erst {{amt}}, dann {{ 2 }} und {{x-1}}.",
        Gap(id="x-1", options=("=a", "%50%b", "}"), right="=a"),
        Gap(id="amt", accepted=("Agentur~#/\"", "*")),
        Gap(id="2", options=("~", "#"), right="#"),
        points=7,
        lesson="eins",
    )  # fmt: skip
    written = write_moodle_xml([question])
    assert written.left_out == ()
    (told,) = read(written.data).questions
    assert isinstance(told, Cloze)
    assert {gap.id: gap for gap in told.gaps} == {gap.id: gap for gap in question.gaps}
    assert (told.points, told.lesson) == (7, "eins")


@pytest.mark.parametrize(
    ("write", "question", "reason"),
    [
        (write_gift, make.cloze("{{1}}", Gap(id="1", accepted=("a",))), note("not_here", "cloze")),
        (write_gift, make.short("a -> b"), note("not_equal")),
        (write_gift, make.short("a\x0bb"), note("not_text")),
        (write_moodle_xml, make.short("a\x0bb"), note("not_text")),
        (write_moodle_xml, make.single("+a\ufffe", "b"), note("not_text")),
        (
            write_moodle_xml,
            make.cloze("{{1}}", Gap(id="1", accepted=("a\\",))),
            note("not_equal"),
        ),
    ],
)
def test_what_a_format_cannot_hold_is_left_out_and_named(write, question, reason):
    written = write([make.true_false(right=True), question])
    assert [(each.line, each.title, each.reason) for each in written.left_out] == [
        (2, question.id, reason)
    ]
    assert [each.id for each in read(written.data).questions] == ["t"]


def test_the_xml_says_what_moodle_reads():
    bank = [make.multiple("+a", "+b", "+c", "d"), make.essay(2, 3, model="Muster")]
    root = ElementTree.fromstring(write_moodle_xml(bank).data)
    choice, essay = root.findall("question")
    assert [each.get("fraction") for each in choice.iterfind("answer")] == [
        "33.33333", "33.33333", "33.33333", "-100",
    ]  # fmt: skip
    assert choice.findtext("single") == "false"
    assert essay.findtext("graderinfo/text") == "- Punkt 0 (2)\n- Punkt 1 (3)\n\nMuster"
    assert essay.findtext("defaultgrade") == "5"


def test_an_empty_bank_is_an_empty_file():
    [left] = read(write_moodle_xml([]).data).left_out
    assert left.reason == note("no_questions")
    assert write_gift([]).data == b""
