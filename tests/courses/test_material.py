"""Files of a course become one fixed value, or every mistake is named with file and line."""

import pytest

from mentorhub.courses.material.advice import advice
from mentorhub.courses.material.course import Course
from mentorhub.courses.material.files import WrongFiles, read_course
from tests.courses.material import ANFANG, COURSE_TOML, EXERCISE, FINAL, MITTE, STORY, files


def faults(**changed) -> list[str]:
    with pytest.raises(WrongFiles) as told:
        read_course("zuhoeren", files(**changed))
    return [str(each) for each in told.value.faults]


def test_a_course_is_read_with_everything_in_it():
    course = read_course("zuhoeren", files())
    assert [lesson.title for lesson in course.lessons] == ["Der Anfang", "Die Mitte"]
    kinds = [block.kind for block in course.lessons[0].blocks]
    assert kinds == ["text", "callout", "track", "checklist", "quiz"]
    assert course.final_quizzes == ("abschluss",)
    assert course.stories["pause"].longest == 1
    assert course.quizzes["abschluss"].questions[0].options[0].right


def test_what_is_kept_is_the_same_course_again():
    course = read_course("zuhoeren", files())
    again = Course.model_validate_json(course.stored())
    assert again == course
    assert again.digest == course.digest


def test_another_word_is_another_version_and_another_line_ending_is_not_another_quiz():
    course = read_course("zuhoeren", files())
    other = read_course("zuhoeren", files(**{"lessons/mitte.md": MITTE.replace("mehr", "weniger")}))
    assert course.digest != other.digest


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        (
            "course.toml",
            COURSE_TOML.replace("topics", "themen"),
            "course.toml:3: themen: is not known",
        ),
        ("course.toml", COURSE_TOML + 'x = "', "course.toml:13: "),
        (
            "course.toml",
            COURSE_TOML.replace('"mitte"', '"ende"'),
            "lessons/ende.md:1: the file is not there",
        ),
        (
            "course.toml",
            COURSE_TOML.replace('"abschluss"', '"test"'),
            "course.toml:8: there is no quiz test",
        ),
        (
            "lessons/anfang.md",
            ANFANG.replace("::: callout", "::: kasten"),
            "lessons/anfang.md:15: not a block",
        ),
        (
            "lessons/anfang.md",
            ANFANG.replace("important", "wichtig"),
            "lessons/anfang.md:15: tone: ",
        ),
        (
            "lessons/anfang.md",
            ANFANG.replace("date =", "datum ="),
            "lessons/anfang.md:8: datum: is not known",
        ),
        ("lessons/anfang.md", ANFANG[4:], "lessons/anfang.md:1: must begin with a line +++"),
        ("lessons/anfang.md", ANFANG[:-5], "lessons/anfang.md:28: the block is not closed"),
        (
            "quizzes/abschluss.toml",
            FINAL.replace("right = true\n", ""),
            "quizzes/abschluss.toml:5: single: exactly one",
        ),
        (
            "quizzes/abschluss.toml",
            FINAL.replace("value = 120", 'value = "viel"'),
            "quizzes/abschluss.toml:23: value: ",
        ),
        (
            "quizzes/abschluss.toml",
            FINAL.replace("pass = 50\n", ""),
            "quizzes/abschluss.toml:1: completes the course",
        ),
        (
            "stories/pause.toml",
            STORY.replace('to = "gut"', 'to = "weg"'),
            "stories/pause.toml:9: there is no scene weg",
        ),
        (
            "stories/pause.toml",
            STORY.replace('end = "good"', 'end = "fair"'),
            "stories/pause.toml:1: one end must be good",
        ),
        (
            "lessons/mitte.md",
            b'+++\ntitle = "\xff"\n+++\nx',
            "lessons/mitte.md:2: this is no UTF-8",
        ),
        (
            "stories/pause.toml",
            STORY.replace('start = "tuer"', 'start = "tor"'),
            "stories/pause.toml:2: there is no scene tor",
        ),
        (
            "stories/pause.toml",
            STORY.replace('id = "gut"', 'id = "tuer"'),
            "stories/pause.toml:16: two scenes have the same id",
        ),
        (
            "stories/pause.toml",
            STORY + '[[scene]]\nid = "weg"\ntext = "x"\nend = "poor"\n',
            "stories/pause.toml:25: nothing leads to the scene weg",
        ),
        (
            "quizzes/abschluss.toml",
            FINAL.replace('id = "stunden"', 'id = "frage"'),
            "quizzes/abschluss.toml:20: the question frage is there twice",
        ),
        (
            "quizzes/abschluss.toml",
            FINAL.replace("pass = 50", "pass = 50\ndraw = 3"),
            "quizzes/abschluss.toml:3: draw is 3",
        ),
        (
            "quizzes/abschluss.toml",
            FINAL.replace('kind = "number"', 'kind = "zahl"'),
            "quizzes/abschluss.toml:21: question: Input tag",
        ),
        (
            "course.toml",
            COURSE_TOML.replace('["anfang", "mitte"]', '"anfang"'),
            "course.toml:4: lessons: Input should be a valid list",
        ),
        (
            "course.toml",
            COURSE_TOML.replace('["anfang", "mitte"]', "[]"),
            "course.toml:4: lessons: Tuple should have at least 1",
        ),
        (
            "lessons/anfang.md",
            ANFANG.replace("https://www", "javascript:www"),
            "lessons/anfang.md:7: url: must begin with https",
        ),
        (
            "lessons/anfang.md",
            ANFANG.replace("Zwei Ohren", "Zwei\n<i>Ohren</i>"),
            "lessons/anfang.md:17: HTML is shown",
        ),
        (
            "lessons/anfang.md",
            ANFANG.replace("## Zuhören", "\n\n# Zuhören"),
            "lessons/anfang.md:13: a heading begins with ##",
        ),
        (
            "lessons/anfang.md",
            ANFANG.replace("Wer zuhört", "![Ein Bild](https://example.org/x.png)"),
            "lessons/anfang.md:13: a picture stands",
        ),
        (
            "lessons/anfang.md",
            ANFANG.replace("Der Anfang", "Der\\u0000Anfang"),
            "lessons/anfang.md:2: title: holds a character",
        ),
        ("files/lied.mp3", b"kein Lied", "files/lied.mp3:1: is not what its name says"),
        ("files/lied.exe", b"MZ", "files/lied.exe:1: files of this kind"),
        ("lessons/vergessen.md", MITTE, "lessons/vergessen.md:1: course.toml does not list it"),
        (
            "quizzes/zwischendurch.toml",
            EXERCISE.replace('lesson = "anfang"', 'lesson = "x"'),
            "quizzes/zwischendurch.toml:11: there is no lesson x",
        ),
    ],
)
def test_a_mistake_is_named_with_file_and_line(path, text, told):
    assert any(each.startswith(told) for each in faults(**{path: text})), faults(**{path: text})


@pytest.mark.parametrize(
    ("block", "told"),
    [
        ("image ton.mp3\nalt: x", "ton.mp3 is no picture"),
        ("video film.webm\ntitle: x\ntranscript: text.md", "a film needs captions"),
        ("video ton.mp3\ntitle: x\ntranscript: text.md\ncaptions: u.vtt", "ton.mp3 is no film"),
        ("audio u.vtt\ntitle: x\ntranscript: text.md", "u.vtt is no sound"),
        ("audio ton.mp3\ntitle: x\ntranscript: u.vtt", "u.vtt is no text"),
        (
            "audio ton.mp3\ntitle: x\ntranscript: text.md\ncaptions: text.md",
            "text.md is no captions",
        ),
        ("audio ton.mp3\ntitle: x\ntranscript: leer.md", "the text is empty"),
    ],
)
def test_what_cannot_be_shown_or_played_is_named_with_its_line(block, told):
    there = {"files/ton.mp3": b"ID3", "files/film.webm": b"\x1aE\xdf\xa3"}
    there |= {"files/u.vtt": b"WEBVTT", "files/text.md": b"Hallo", "files/leer.md": b" \n"}
    lesson = f"{MITTE}\n::: {block}\n:::\n"
    lines = lesson[: lesson.index(f"::: {block}")].count("\n") + 1
    [fault] = faults(**{"lessons/mitte.md": lesson, **there})
    name, line, words = fault.split(":", 2)
    assert (name, words.strip()[: len(told)]) == ("lessons/mitte.md", told)
    assert int(line) >= lines


def test_less_than_and_links_in_brackets_are_no_html():
    text = MITTE.replace("Noch mehr Text.", "Bei < 50 Leuten: <https://example.org/a>, a<b.")
    assert read_course("zuhoeren", files(**{"lessons/mitte.md": text}))


def test_all_mistakes_are_told_at_once():
    told = faults(
        **{
            "course.toml": COURSE_TOML.replace("topics", "themen"),
            "lessons/anfang.md": ANFANG.replace("important", "wichtig"),
            "quizzes/abschluss.toml": FINAL.replace('kind = "single"', 'kind = "wahl"'),
        }
    )
    assert {each.split(":")[0] for each in told} == {
        "course.toml",
        "lessons/anfang.md",
        "quizzes/abschluss.toml",
    }


def test_a_story_that_goes_in_a_circle_is_refused():
    text = STORY.replace('to = "schlecht"', 'to = "tuer"')
    assert any(
        "leads back to the scene tuer" in each for each in faults(**{"stories/pause.toml": text})
    )


def test_a_fence_of_code_may_show_a_block():
    text = MITTE.replace("Noch mehr Text.", "```\n::: quiz nichts\n:::\n```")
    course = read_course("zuhoeren", files(**{"lessons/mitte.md": text}))
    assert "::: quiz nichts" in course.lessons[1].blocks[0].text


def test_advice_names_short_lessons_and_missing_sources():
    told = [str(each) for each in advice(read_course("zuhoeren", files()))]
    assert any("lessons/mitte.md:1: names no source" in each for each in told)
    assert any("takes" in each for each in told)
