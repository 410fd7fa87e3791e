"""What is allowed in a course and could be better; it keeps no course from being loaded."""

from collections.abc import Iterator

from mentorhub.courses.material.course import COURSE, Course
from mentorhub.courses.material.files import Fault, unused_files
from mentorhub.courses.material.questions import Multiple, Question, Single, TrueFalse
from mentorhub.courses.material.quizzes import Quiz

SHORTEST, LONGEST = 8, 15  # minutes of a lesson
STICKS_OUT = 1.5  # how much longer than every other the right answer may be
OFTEN = 0.5  # of the questions of a quiz


def advice(course: Course) -> list[Fault]:
    """Return what an editor should look at, sorted by file."""
    return sorted([*_lessons(course), *_quizzes(course), *_files(course)])


def _lessons(course: Course) -> Iterator[Fault]:
    for lesson in course.lessons:
        file = f"lessons/{lesson.id}.md"
        minutes = course.minutes_of(lesson)
        if not SHORTEST <= minutes <= LONGEST:
            yield Fault(file, 1, f"takes {minutes} minutes, {SHORTEST} to {LONGEST} are good")
        if not lesson.sources:
            yield Fault(file, 1, "names no source")
        for source in lesson.sources:
            if source.date is None:
                yield Fault(file, 1, f"the source has no date: {source.text}")


def _quizzes(course: Course) -> Iterator[Fault]:
    for name, quiz in course.quizzes.items():
        file = f"quizzes/{name}.toml"
        for question in quiz.questions:
            for words in question_advice(question):
                yield Fault(file, 1, f"{question.id}: {words}")
        if _sticks_out(quiz):
            yield Fault(file, 1, "the right answer is often the longest by far")


def question_advice(question: Question) -> Iterator[str]:
    """Yield what a question lacks: what it explains, and feedback to every answer."""
    if not question.explanation and question.kind != "essay":
        yield "explains nothing"
    if isinstance(question, Single | Multiple) and not all(o.feedback for o in question.options):
        yield "an option has no feedback"
    if isinstance(question, TrueFalse) and not (question.feedback_true and question.feedback_false):
        yield "an answer has no feedback"


def _sticks_out(quiz: Quiz) -> bool:
    singles = [each for each in quiz.questions if isinstance(each, Single)]
    long = [each for each in singles if _right_is_long(each)]
    return len(singles) >= 4 and len(long) > OFTEN * len(singles)


def _right_is_long(question: Single) -> bool:
    right = max(len(each.text) for each in question.options if each.right)
    wrong = max(len(each.text) for each in question.options if not each.right)
    return right > STICKS_OUT * wrong


def _files(course: Course) -> Iterator[Fault]:
    for name in unused_files(course):
        yield Fault(f"files/{name}", 1, "no lesson shows it")
    if course.certificate and not (course.complete.quizzes or course.complete.practice):
        yield Fault(COURSE, 1, "gives a certificate for reading alone")
