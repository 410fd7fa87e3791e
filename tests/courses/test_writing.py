"""A course written as files reads back equal: ours, and any that files can say."""

import tomllib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentorhub.courses.actions import content
from mentorhub.courses.material import markdown, writing
from mentorhub.courses.material.course import Course
from mentorhub.courses.material.files import read_course
from mentorhub.courses.material.quizzes import Quiz
from mentorhub.courses.material.writing import NotWritable, write_course
from tests.conftest import ROOT
from tests.courses import questions as make
from tests.courses.material import files

LINES = make.LINES
WORDS = LINES.map(lambda text: text.replace('"', "'"))


def _stays_open(text):
    return "```" in text or "~~~" in text or "\n:::" in text


def _is_plain(text):
    return not list(markdown.problems(text))


PROSE = (
    st.lists(st.one_of(LINES, st.just("")), min_size=1, max_size=4)
    .map(lambda lines: "\n".join(lines).strip())
    .filter(lambda text: text and not _stays_open(text) and _is_plain(text))
)
MAYBE = st.one_of(st.just(""), PROSE)
TITLES = st.one_of(st.just(""), WORDS)


def _block(**fields):
    told = {name: st.just(v) if isinstance(v, str) else v for name, v in fields.items()}
    return st.fixed_dictionaries(told)


PLACED = st.one_of(
    _block(
        kind="callout", tone=st.sampled_from(["hint", "law", "scene"]), title=TITLES, text=PROSE
    ),
    _block(kind="track", track="in_company", text=PROSE),
    _block(kind="image", file="a.svg", alt=LINES, caption=st.one_of(st.just(""), LINES)),
    _block(
        kind="video",
        file="b.mp4",
        title=LINES,
        captions="d.vtt",
        transcript="c.md",
        minutes=st.integers(1, 9),
    ),
    _block(kind="download", file="c.md", title=LINES),
)
SOURCES = st.fixed_dictionaries(
    {"text": LINES}, optional={"url": LINES.map("https://{}".format), "date": st.dates()}
)


@st.composite
def courses(draw):
    """Any course that files can say: no two texts in a row, no block inside of a text."""
    lessons, stories = [], {}
    for id_ in draw(st.lists(make.SLUGS, min_size=1, max_size=3, unique=True)):
        blocks = [{"kind": "text", "text": draw(PROSE)}]
        for block in draw(st.lists(PLACED, max_size=3)):
            blocks += [block, {"kind": "text", "text": draw(PROSE)}]
        for kind in ("checklist", "reflection"):
            block = {"kind": kind, "id": f"{kind}-{id_}"[:60], "title": draw(TITLES)}
            items = {"items": draw(st.lists(LINES, min_size=1, max_size=3))}
            blocks.append(block | (items if kind == "checklist" else {"text": draw(PROSE)}))
        if draw(st.booleans()):
            stories[f"g-{id_}"] = draw(story())
            blocks.append({"kind": "story", "story": f"g-{id_}"})
        lessons.append(
            {
                "id": id_,
                "title": draw(LINES),
                "summary": draw(MAYBE),
                "source": draw(st.lists(SOURCES, max_size=2)),
                "blocks": blocks,
            }
        )
    quizzes = draw(st.dictionaries(make.SLUGS, quiz(), max_size=2))
    marked = draw(st.booleans())
    return Course.model_validate(
        {
            "id": "kurs",
            "title": draw(LINES),
            "summary": draw(PROSE),
            "language": draw(st.sampled_from(["de", "en"])),
            "topics": draw(st.lists(LINES, min_size=1, max_size=3)),
            "checked": draw(st.dates()),
            "complete": {"practice": marked, "live": draw(st.integers(0, 3))},
            "practice": {"title": "x", "text": draw(PROSE), "criteria": ["y"]} if marked else None,
            "certificate": draw(st.sampled_from([None, {}, {"valid_months": 12}])),
            "lessons": lessons,
            "quizzes": {id_: quizzes[id_] for id_ in sorted(quizzes, key="{}.toml".format)},
            "stories": {id_: stories[id_] for id_ in sorted(stories, key="{}.toml".format)},
            "files": dict.fromkeys(("a.svg", "b.mp4", "c.md", "d.vtt"), "0" * 64),
        }
    )


def quiz():
    return st.builds(
        lambda title, mark, tries, bank: Quiz(
            title=title, pass_mark=mark, attempts=tries, questions=tuple(bank)
        ),
        LINES,
        st.one_of(st.none(), st.integers(1, 100)),
        st.one_of(st.none(), st.integers(1, 99)),
        st.lists(
            st.one_of(make.singles(PROSE), make.questions()),
            min_size=1,
            max_size=4,
            unique_by=lambda each: each.id,
        ),
    )


@st.composite
def story(draw):
    choices = [{"text": draw(PROSE), "to": to, "says": draw(MAYBE)} for to in ("gut", "b")]
    ends = [{"id": "gut", "text": draw(PROSE), "end": "good"}]
    ends += [{"id": "b", "text": draw(PROSE), "end": "poor"}]
    first = {"id": "a", "text": draw(PROSE), "choice": choices}
    return {"title": draw(LINES), "start": "a", "scene": [first, *ends]}


def back(course, told):
    return read_course(course.id, told, kept=course.files)


@pytest.mark.parametrize("course", content.read(ROOT / "content").courses, ids=lambda c: c.id)
def test_each_of_our_courses_reads_back_with_the_same_digest(course):
    assert back(course, write_course(course)).digest == course.digest


@given(courses())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_course_of_files_reads_back_with_the_same_digest(course):
    assert back(course, write_course(course)).digest == course.digest


TRICKY = [
    'a"""b"""""',
    'ends with "',
    "back\\slash\\n",
    "tab\there\r\nand return",
    "line\u2028separator\x85next\x0bvertical",
    "+++",
    "\ufeffmark",
]


@pytest.mark.parametrize("text", TRICKY)
def test_every_text_survives_in_a_quiz_and_in_a_head(text):
    given_ = read_course("zuhoeren", files())
    said = given_.quizzes["abschluss"]
    [first, *others] = said.questions
    first = first.model_copy(update={"explanation": text})
    said = said.model_copy(update={"questions": (first, *others)})
    told = tomllib.loads(writing.write_quiz(said))
    assert told["question"][0]["explanation"] == text
    lesson = given_.lessons[0].model_copy(update={"summary": text})
    course = given_.model_copy(update={"lessons": (lesson, *given_.lessons[1:])})
    assert back(course, write_course(course)).lessons[0].summary == text.strip()


def of_texts(*texts):
    blocks = [{"kind": "text", "text": each} for each in texts]
    return Course(
        id="kurs", title="K", summary="S", topics=("T",), checked="2026-11-27",
        lessons=[{"id": "a", "title": "A", "blocks": blocks}],
    )  # fmt: skip


@pytest.mark.parametrize("text", ["::: quiz x", "```\nnever closed", "    ~~~"])
def test_what_a_text_begins_with_is_no_block_and_opens_no_code(text):
    course = of_texts(text)
    assert back(course, write_course(course)) == course


@pytest.mark.parametrize("texts", [("One.", "Two."), ("One.\n::: quiz x",)])
def test_what_files_cannot_say_is_refused_and_named(texts):
    with pytest.raises(NotWritable, match=r"lessons/a\.md"):
        write_course(of_texts(*texts))
