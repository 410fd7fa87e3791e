"""What of a machine's draft is let through, what it lost, and a lesson with words in its place."""

from pathlib import Path

import pytest

from mentorhub.courses.draft_checks import (
    Difference,
    Unfit,
    compared,
    figures,
    is_quoted,
    links,
    plain_of,
    question_key,
    question_of,
)
from mentorhub.courses.material.files import read_course
from mentorhub.courses.passages import whole_lesson
from mentorhub.courses.plain_lesson import plain_file, points_of
from tests.courses.drafts_house import QUOTES, course, question
from tests.courses.material import files

CONTENT = Path(__file__).parent.parent.parent / "content" / "courses"
SLUGS = sorted(each.name for each in CONTENT.iterdir() if (each / "course.toml").is_file())
PASSAGE = "Nach **30 Tagen** ist Schluss (§ 82 Abs. 1 SGB III). Das kostet 1.200,50 €."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("§ 82 Abs. 1", {"§ 82", "1"}),
        ("§82a und §§ 3", {"§ 82a", "§ 3"}),
        ("50 Prozent, 50%, 3 Euro, 3 €", {"50 %", "3 €"}),
        ("am 1.12.2026 um 9:30", {"1.12.2026", "9:30"}),
        ("im Mai und im März", {"Mai", "März"}),
        ("zwölf Wochen, dreimal", {"12"}),
        ("nichts davon", set()),
    ],
)
def test_figures_have_one_spelling(text, found):
    assert figures(text) == found


@pytest.mark.parametrize(
    ("before", "after", "lost", "new"),
    [
        (PASSAGE, PASSAGE, (), ()),
        (PASSAGE, "Nach 30 Tagen ist Schluss. Das kostet 1.200 €.", ("1", "1.200,50 €", "§ 82"), ("1.200 €",)),
        ("1. Erstens\n2. Zweitens", "- Erstens\n- Zweitens", (), ()),
        ("Zwei Wege", "Es gibt 2 Wege.", (), ()),
        ("Siehe [hier](https://a.test/x).", "Siehe hier.", ("https://a.test/x",), ()),
    ],
)  # fmt: skip
def test_what_got_lost_and_what_is_new_is_named(before, after, lost, new):
    assert compared(before, after) == Difference(lost, new)


@pytest.mark.parametrize(
    ("quote", "stands"),
    [
        ("Nach 30 Tagen ist Schluss (§ 82 Abs. 1 SGB III).", True),
        ("„Nach **30 Tagen**\nist Schluss“", True),
        ("nach 30 Tagen ist Schluss", False),
        ("Nach 31 Tagen ist Schluss", False),
        ("Nach 30", False),
        ("", False),
    ],
)
def test_a_quote_stands_there_word_for_word(quote, stands):
    assert is_quoted(quote, "Nach 30 Tagen ist Schluss (§ 82 Abs. 1 SGB III).") is stands


def test_a_wrong_answer_may_name_another_figure_and_its_reason_too():
    told = question(QUOTES[1])
    told["options"][1] |= {"text": "Höchstens 50 Zeilen", "why": "50 sind zu viele."}
    assert question_of(told, QUOTES[1], "", ()).kind == "single"
    for part, words in (("why", "Nach § 3 sind das zu viele."), ("text", "77 Zeilen")):
        bad = question(QUOTES[1])
        bad["options"][0][part] = words
        with pytest.raises(Unfit, match="figures"):
            question_of(bad, QUOTES[1], "", ())
    assert question_of(question(QUOTES[1], text="77?"), QUOTES[1], "Über 77", ())


def test_questions_of_the_same_words_have_one_key():
    assert question_key("Was **heißt** das?") == question_key("was heißt  das")
    assert question_key("Was heißt das?") != question_key("Was heißt dies?")


def test_addresses_of_the_passage_may_stay():
    passage = "Mehr steht auf [der Seite](https://www.arbeitsagentur.de/x)."
    assert plain_of(passage, passage) == passage
    assert links(passage) == {"https://www.arbeitsagentur.de/x"}
    with pytest.raises(Unfit, match="orders"):
        plain_of("Schreiben Sie an chef@firma.test.", passage)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("- a\n* b\n", ["a", "b"]),
        ("a\n- b", []),
        ("- a\nb", []),
        ("- " + "x" * 301, []),
        ("", []),
    ],
)
def test_a_list_is_a_list_and_nothing_else(text, points):
    assert points_of(text) == points


@pytest.mark.parametrize("slug", SLUGS)
def test_every_passage_of_our_courses_finds_its_place_again(slug):
    folder = CONTENT / slug
    told = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    ours = read_course(slug, told)
    for lesson in ours.lessons:
        passages = whole_lesson(lesson)
        marked = {
            each.key: f"- Punkt {each.key}" if each.source.startswith("- ") else f"Neu {each.key}."
            for each in passages
        }
        file = plain_file(ours, lesson, marked)
        lists = {b for b, block in enumerate(lesson.blocks) if block.kind == "checklist"}
        missing = [e.key for e in passages if e.block not in lists and marked[e.key] not in file]
        assert missing == []
        again = read_course(slug, told | {f"lessons/{lesson.id}.md": file.encode()})
        assert len(again.lesson(lesson.id).blocks) == len(lesson.blocks)


def test_passages_without_new_words_stay_and_keys_from_elsewhere_change_nothing():
    ours = course()
    lesson = ours.lesson("anfang")
    file = plain_file(ours, lesson, {"mitte-0-0": "Falsch.", "anfang-0-9": "Falsch."})
    again = read_course("zuhoeren", files(**{"lessons/anfang.md": file}))
    assert again.lesson("anfang") == lesson


def test_the_same_sentence_twice_is_replaced_where_it_was_meant():
    text = "+++\ntitle = 'Der Anfang'\n+++\n\n## A\n\nGleiche Sätze.\n\n## B\n\nGleiche Sätze.\n\n::: quiz zwischendurch\n:::\n"
    ours = course(text)
    lesson = ours.lesson("anfang")
    second = whole_lesson(lesson)[1].key
    file = plain_file(ours, lesson, {second: "Anders."})
    assert "## A\n\nGleiche Sätze.\n\n## B\n\nAnders." in file
