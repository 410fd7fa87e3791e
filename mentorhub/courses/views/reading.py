"""Editors see how hard a lesson is to read; no model has a part in it."""

from flask import render_template
from flask.typing import ResponseReturnValue

from mentorhub.courses import policy
from mentorhub.courses.passages import whole_lesson
from mentorhub.courses.queries.versions import course_of
from mentorhub.courses.readability import EASY, MOST_WORDS, read
from mentorhub.courses.views.editing import VERSION
from mentorhub.courses.views.room import bp, person
from mentorhub.kit.errors import Missing
from mentorhub.web.context import db


@bp.get(f"{VERSION}/lektionen/<lesson_id>/lesbarkeit")
def lesson_reading(slug: str, number: int, lesson_id: str) -> ResponseReturnValue:
    """Show the passages of a German lesson with what makes each hard."""
    policy.editor(person())
    with db.reading() as session:
        version = policy.version_to_edit(session, slug, number)
        course = course_of(version)
        number_of_version = version.number
    lesson = next((each for each in course.lessons if each.id == lesson_id), None)
    if lesson is None or course.language != "de":
        raise Missing
    passages = [(each, read(each.text)) for each in whole_lesson(lesson)]
    return render_template(
        "courses/lesson_reading.html",
        course=course,
        lesson=lesson,
        number=number_of_version,
        whole=read("\n".join(each.text for each, _reading in passages)),
        passages=passages,
        hard=sum(not reading.is_easy for _passage, reading in passages),
        easy=EASY,
        most_words=MOST_WORDS,
    )
