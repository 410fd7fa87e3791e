"""Lessons to read without a connection: what a browser may keep, and when it must forget.

Nobody's answers, notes or progress are in what is kept. Every page says in a header to whom the
browser belongs now; the worker forgets everything as soon as that is somebody else or nobody.
"""

import hashlib
import hmac
from collections.abc import Callable
from typing import cast

from flask import Response, current_app, jsonify, render_template, url_for
from flask.typing import ResponseReturnValue

from mentorhub.courses import policy
from mentorhub.courses.material.course import Course
from mentorhub.courses.material.lessons import Image, Lesson
from mentorhub.courses.queries import versions
from mentorhub.courses.queries.versions import course_of
from mentorhub.courses.views.room import bp, person
from mentorhub.web.assets import STATIC
from mentorhub.web.context import db

READER = "X-Reader"


@bp.get("/lernen/offline-worker.js")
def offline_worker() -> Response:
    """Send the worker, which may look after the whole site to notice a sign-out."""
    answer = Response((STATIC / "js" / "offline-worker.js").read_text(), mimetype="text/javascript")
    answer.headers["Service-Worker-Allowed"] = "/"
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@bp.get("/lernen/<slug>/offline.json")
def offline_list(slug: str) -> ResponseReturnValue:
    """Name everything that a browser keeps of a course: pages by their addresses, and files."""
    with db.reading() as session:
        course = course_of(policy.own_enrolment(session, person(), slug).version)
    pages = {url_for(".course", slug=slug): url_for(".offline_course", slug=slug)}
    pages |= {
        url_for(".lesson", slug=slug, lesson_id=lesson.id): url_for(
            ".offline_lesson", slug=slug, lesson_id=lesson.id
        )
        for lesson in course.lessons
    }
    asset = cast(Callable[[str], str], current_app.jinja_env.globals["asset"])
    styles = (
        "img/mark.svg",
        "vendor/kern/kern.min.css",
        "css/tokens.css",
        "css/base.css",
        "css/courses.css",
    )
    fonts = ("vendor/fonts/FiraSans-Regular.woff2", "vendor/fonts/FiraSans-SemiBold.woff2")
    there = [name for name in (*styles, *fonts) if (STATIC / name).is_file()]
    files = [url_for(".file", slug=slug, name=name) for name in _images(course)]
    return jsonify(
        title=course.title,
        language=course.language,
        place=url_for(".course", slug=slug),
        pages=pages,
        start=url_for(".offline_start"),
        files=[*(asset(name) for name in there), *files],
    )


@bp.get("/lernen/offline")
def offline_start() -> str:
    """Show what stands in place of a page that cannot be fetched; the worker names the courses."""
    return render_template("courses/offline_start.html")


@bp.get("/lernen/<slug>/offline")
def offline_course(slug: str) -> ResponseReturnValue:
    """Show the lessons of a course as a way to them without a connection."""
    with db.reading() as session:
        course = course_of(policy.own_enrolment(session, person(), slug).version)
    return render_template("courses/course_offline.html", course=course)


@bp.get("/lernen/<slug>/lektionen/<lesson_id>/offline")
def offline_lesson(slug: str, lesson_id: str) -> ResponseReturnValue:
    """Show a lesson as it may be kept: its texts, and nothing of the reader's own."""
    with db.reading() as session:
        course = course_of(policy.own_enrolment(session, person(), slug).version)
        lesson = policy.lesson_of(course, lesson_id)
        transcripts = versions.transcripts_of(session, course, [lesson])
    return render_template(
        "courses/lesson_offline.html",
        course=course,
        lesson=lesson,
        transcripts=transcripts,
        after=_after(course, lesson),
    )


@bp.after_app_request
def _name_the_reader(answer: Response) -> Response:
    """Say to whom the browser belongs, in a way that only this browser's worker can use."""
    if answer.mimetype == "text/html":
        answer.headers[READER] = reader()
    return answer


@bp.app_template_global("reader")
def reader() -> str:
    """Return a sign for whom the browser belongs to, the same as in the header."""
    known = person()
    if known is None:
        return "nobody"
    secret = (current_app.secret_key or "").encode()  # type: ignore[union-attr]
    told = f"offline reader {known.id}".encode()
    return hmac.new(secret, told, hashlib.sha256).hexdigest()[:16]


def _images(course: Course) -> list[str]:
    blocks = (block for lesson in course.lessons for block in lesson.blocks)
    return sorted({block.file for block in blocks if isinstance(block, Image)})


def _after(course: Course, lesson: Lesson) -> Lesson | None:
    place = course.lessons.index(lesson) + 1
    return course.lessons[place] if place < len(course.lessons) else None
