"""Editors take a version of a course along: everything in one file, or the questions of a quiz."""

import os
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from mentorhub.courses import policy
from mentorhub.courses.actions import course_files
from mentorhub.courses.queries.versions import course_of
from mentorhub.courses.views import note_words
from mentorhub.courses.views.editing import VERSION
from mentorhub.courses.views.in_and_out import lost, questions_file
from mentorhub.courses.views.room import bp, person
from mentorhub.web.context import db

AT_ONCE = 1 << 16
IN_MEMORY = 8_000_000  # bytes; what is larger is written on the way through a file


@bp.get(f"{VERSION}/mitnehmen")
def course_export(slug: str, number: int) -> ResponseReturnValue:
    """Offer a version as a file, its questions too, and say what other formats cannot hold."""
    policy.editor(person())
    with db.reading() as session:
        version = policy.version_to_edit(session, slug, number)
        course = course_of(version)
    return render_template(
        "courses/course_export.html",
        version=version,
        course=course,
        lost={id_: lost(list(quiz.questions)) for id_, quiz in course.quizzes.items()},
        say=note_words.say,
    )


@bp.get(f"{VERSION}/kurs.zip")
def course_package(slug: str, number: int) -> Response:
    """Send a version with everything in it."""
    policy.editor(person())
    out = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  the answer closes it
    with db.reading() as session:
        version = policy.version_to_edit(session, slug, number)
        course_files.write(session, version, out)  # type: ignore[arg-type]
    answer = Response(_pieces(out), mimetype="application/zip")
    answer.content_length = out.seek(0, os.SEEK_END)
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-{number}.zip"'
    return answer


@bp.get(f"{VERSION}/fragen/<quiz>/<form>")
def quiz_file(slug: str, number: int, quiz: str, form: str) -> Response:
    """Send the questions of a quiz as a file."""
    policy.editor(person())
    with db.reading() as session:
        course = course_of(policy.version_to_edit(session, slug, number))
    found = policy.quiz_of(course, quiz)
    return questions_file(f"{slug}-{quiz}", list(found.questions), form)


def _pieces(out: IO[bytes]) -> Iterator[bytes]:
    with out:
        out.seek(0)
        while piece := out.read(AT_ONCE):
            yield piece
