"""Banks of questions: what comes in, what is known, what becomes a course; on both databases."""

import tomllib

import pytest
from sqlalchemy import select

from mentorhub.courses.actions import bank_courses, banks, content, publishing, uploads
from mentorhub.courses.material.exercise import Wish
from mentorhub.courses.material.files import read_course
from mentorhub.courses.material.quizzes import Quiz
from mentorhub.courses.material.writing import write_questions
from mentorhub.courses.models import BankQuestion, CourseRow, CourseUpload
from mentorhub.courses.queries import banks as reads
from mentorhub.courses.queries import versions
from mentorhub.courses.queries.banks import Wanted
from mentorhub.courses.question_files import read
from tests.courses.material import files

GIFT = b"""\
::eins::Wie viele Ohren hat ein Mensch?{#2}

::zwei::Zuh\xc3\xb6ren hei\xc3\x9ft schweigen.{FALSE#Nachfragen geh\xc3\xb6rt dazu.}

::drei::Was ist offen?{=Was denken Sie? ~Ja oder nein?}

::kaputt::Hier fehlt etwas {=a
"""
WISH = Wish("Gut zuhören", "Sie üben.", "Erst lesen, dann üben.")


@pytest.fixture
def bank(session, lena, noon):
    made, _ = banks.add(session, "Zuhören", read(GIFT), by=lena.id, now=noon)
    return made


def test_a_file_fills_a_bank_and_what_is_broken_is_named(session, bank):
    foreseen = banks.foresee(session, "Anderes", read(GIFT))
    assert [each.question.id for each in foreseen.taken] == ["eins", "zwei", "drei"]
    assert [(each.line, each.title) for each in foreseen.left_out] == [(7, "kaputt")]
    assert [each.id for each in reads.questions_of(session, bank.id)] == ["eins", "zwei", "drei"]


def test_the_same_file_a_second_time_brings_nothing(session, bank, lena, noon):
    foreseen = banks.foresee(session, "ZUHÖREN", read(GIFT))
    assert [each.reason.code for each in foreseen.left_out] == ["known"] * 3 + ["braces"]
    with pytest.raises(banks.NothingToTake):
        banks.add(session, "zuhören", read(GIFT), by=lena.id, now=noon)


def test_another_question_of_the_same_id_gets_one_of_its_own(session, bank, lena, noon):
    other = read(b"::eins::Wie viele Nasen?{#1}\n\n::x::Wie viele Nasen?{#1}")
    _, addition = banks.add(session, "Zuhören", other, by=lena.id, now=noon)
    [taken] = addition.taken
    assert (taken.question.id, taken.changes[-1].code) == ("eins-2", "new_id")
    assert [each.reason.code for each in addition.left_out] == ["twice"]


def test_questions_are_found_by_words_and_kind_and_come_back_when_taken_away(
    session, bank, lena, noon
):
    [ears] = reads.questions_page(session, bank.id, Wanted("OHREN mensch"), 1).rows
    assert reads.questions_page(session, bank.id, Wanted("100%"), 1).total == 0
    assert reads.questions_page(session, bank.id, Wanted(kind="single"), 1).total == 1
    banks.take_away(session, ears, by=lena.id, now=noon)
    assert reads.kinds_of(session, bank.id) == {"single": 1, "true_false": 1}
    assert reads.gone_count(session, bank.id) == 1
    banks.put_back(session, ears, by=lena.id, now=noon)
    assert len(reads.questions_of(session, bank.id)) == 3


def test_two_banks_never_share_a_name(session, bank, lena, noon):
    other, _ = banks.add(session, "Ohren", read(GIFT), by=lena.id, now=noon)
    with pytest.raises(banks.NameTaken):
        banks.rename(session, other, "ZUHÖREN", by=lena.id, now=noon)
    banks.rename(session, other, "OHREN", by=lena.id, now=noon)
    assert reads.names(session) == ["OHREN", "Zuhören"]
    assert [each.bank.id for each in reads.banks_page(session, "ohr", 1).rows] == [other.id]


def test_a_bank_as_our_own_file_gives_equal_questions(session, bank):
    questions = reads.questions_of(session, bank.id)
    read_back = Quiz.model_validate(tomllib.loads(write_questions(bank.name, questions)))
    assert read_back.questions == tuple(questions)


def test_a_bank_becomes_a_course_that_is_offered_at_once(session, bank, lena, noon):
    version = bank_courses.make(session, bank, WISH, by=lena.id, now=noon)
    assert (version.course_slug, version.number) == ("gut-zuhoeren", 1)
    course = versions.course_of(versions.offered_version(session, "gut-zuhoeren"))
    assert course.quiz_lesson("uebung").id == "einfuehrung"
    assert len(course.quizzes["uebung"].questions) == 3
    again = bank_courses.make(session, bank, WISH, by=lena.id, now=noon)
    assert again.course_slug == "gut-zuhoeren-2"


def test_a_test_is_passed_behind_the_lesson_and_draws_alike_questions(session, bank, lena, noon):
    essay = read(b"::frei::Warum?{}\n\n::sechs::Was?{=a ~b}")
    banks.add(session, "Zuhören", essay, by=lena.id, now=noon)
    wish = Wish("Probe", "S", "I", draw=2, pass_mark=60)
    course = versions.course_of(bank_courses.make(session, bank, wish, by=lena.id, now=noon))
    assert course.complete.quizzes == course.final_quizzes == ("uebung",)
    assert [each.kind for each in course.quizzes["uebung"].questions].count("essay") == 0


def test_a_newer_version_waits_and_the_same_is_refused(session, bank, lena, noon):
    bank_courses.make(session, bank, WISH, by=lena.id, now=noon)
    with pytest.raises(bank_courses.NothingNew):
        bank_courses.make(session, bank, WISH, renews="gut-zuhoeren", by=lena.id, now=noon)
    [gone, *_] = reads.questions_page(session, bank.id, Wanted(), 1).rows
    banks.take_away(session, gone, by=lena.id, now=noon)
    newer = bank_courses.make(session, bank, WISH, renews="gut-zuhoeren", by=lena.id, now=noon)
    assert newer.number == 2
    assert versions.offered_version(session, "gut-zuhoeren").number == 1


@pytest.mark.parametrize(
    "wish",
    [Wish("P", "S", "I", draw=4), Wish("P", "S", "Text\n::: quiz x\n:::")],
    ids=["more drawn than there are", "a text that no file can hold"],
)
def test_what_makes_no_course_is_refused(session, bank, lena, noon, wish):
    with pytest.raises(bank_courses.NoCourse):
        bank_courses.make(session, bank, wish, by=lena.id, now=noon)


def test_a_bank_that_is_deleted_leaves_its_courses(session, bank, lena, noon):
    bank_courses.make(session, bank, WISH, by=lena.id, now=noon)
    banks.remove(session, bank, by=lena.id, now=noon)
    assert session.scalars(select(BankQuestion)).all() == []
    assert versions.offered_version(session, "gut-zuhoeren")


def test_a_course_of_an_editor_is_taken_back_and_comes_back(session, bank, lena, noon):
    bank_courses.make(session, bank, WISH, by=lena.id, now=noon)
    row = session.get(CourseRow, "gut-zuhoeren")
    publishing.take_back(session, row, by=lena.id, now=noon)
    assert "gut-zuhoeren" not in versions.offered(session)
    publishing.bring_back(session, row, by=lena.id, now=noon)
    assert "gut-zuhoeren" in versions.offered(session)


def test_a_course_of_the_folder_is_not_taken_back(session, lena, noon):
    content.keep(session, read_course("zuhoeren", files()), noon)
    with pytest.raises(publishing.OfContent):
        publishing.take_back(session, session.get(CourseRow, "zuhoeren"), by=lena.id, now=noon)


def test_a_file_that_nobody_decides_about_goes_after_a_day(session, lena, noon):
    uploads.keep(session, "questions", "a.gift", "A", GIFT, by=lena.id, now=noon)
    later = noon + 2 * uploads.KEPT
    uploads.keep(session, "questions", "b.gift", "B", GIFT, by=lena.id, now=later)
    assert session.scalars(select(CourseUpload.name)).all() == ["b.gift"]


def test_categories_are_counted_and_known_again(session, bank, lena, noon):
    told = b"$CATEGORY: Recht\n\n::r1::Gilt es?{T}\n\n::r2::Gilt es hier?{T}\n\n"
    told += b"$CATEGORY: Geld\n\n::g::Kostet es?{F}\n"
    banks.add(session, "Zuhören", read(told), by=lena.id, now=noon)
    assert reads.categories_of(session, bank.id) == {"Geld": 1, "Recht": 2}
    assert [each.id for each in reads.questions_of(session, bank.id, "Recht")] == ["r1", "r2"]
    assert reads.kinds_of(session, bank.id, "Geld") == {"true_false": 1}
    assert reads.category_of(session, bank.id, ["r1", "r2"]) == "Recht"
    assert [reads.category_of(session, bank.id, each) for each in (["r1", "g"], ["eins"])] == [
        "",
        "",
    ]
