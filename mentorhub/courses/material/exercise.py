"""A course of one lesson with a quiz, made of the questions of a bank."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mentorhub.courses.material.course import Completion, Course, Language
from mentorhub.courses.material.lessons import Block, Lesson, QuizBlock, Text
from mentorhub.courses.material.questions import Essay, Question
from mentorhub.courses.material.quizzes import Quiz

LESSON, QUIZ = "einfuehrung", "uebung"


@dataclass(frozen=True)
class Wish:
    """What an editor wants the course to be.

    ``draw`` is how many questions an attempt has, None for all; without ``pass_mark`` (per cent)
    the quiz is an exercise inside of the lesson, with it a test behind the lesson that completes
    the course.
    """

    title: str
    summary: str
    introduction: str
    language: Language = "de"
    draw: int | None = None
    pass_mark: int | None = None


def askable(questions: Iterable[Question], draw: int | None) -> list[Question]:
    """Return the questions that such a quiz can ask.

    Where questions are drawn each counts one point, so that no attempt is worth more than another;
    free texts, which count by their criteria, are then left out.
    """
    alone = [each.model_copy(update={"lesson": None}) for each in questions]
    if draw is None:
        return alone
    short = (each for each in alone if not isinstance(each, Essay))
    return [each.model_copy(update={"points": 1}) for each in short]


def exercise_course(id_: str, wish: Wish, questions: Sequence[Question], today: dt.date) -> Course:
    """Return the course.

    Raises:
        ValueError: it cannot be made, for instance of fewer questions than are to be drawn.
    """
    asked = askable(questions, wish.draw)
    quiz = Quiz.model_validate(
        {"title": wish.title, "pass": wish.pass_mark, "draw": wish.draw, "question": asked}
    )
    blocks: tuple[Block, ...] = (Text(kind="text", text=wish.introduction),)
    if wish.pass_mark is None:
        blocks = (*blocks, QuizBlock(kind="quiz", quiz=QUIZ))
    return Course(
        id=id_,
        title=wish.title,
        summary=wish.summary,
        language=wish.language,
        topics=(wish.title,),
        checked=today,
        complete=Completion(quizzes=(QUIZ,) if wish.pass_mark else ()),
        lessons=(Lesson(id=LESSON, title=wish.title, blocks=blocks),),
        quizzes={QUIZ: quiz},
    )


def wish_of(course: Course) -> Wish:
    """Return the wish that a course of ours was made from."""
    quiz = course.quizzes[QUIZ]
    text = course.lessons[0].blocks[0]
    return Wish(
        course.title,
        course.summary,
        text.text if isinstance(text, Text) else "",
        course.language,
        quiz.draw,
        quiz.pass_mark,
    )
