"""A lesson: reading it, what its page reports, and what one does in it."""

from typing import cast

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.courses import policy
from mentorhub.courses.actions import learning as deeds
from mentorhub.courses.actions.learning import PackageNotDone, Report, TooQuick
from mentorhub.courses.boards import of_lesson
from mentorhub.courses.forms import ReflectionForm, ReportForm
from mentorhub.courses.material.course import Course
from mentorhub.courses.material.files import TYPES
from mentorhub.courses.material.lessons import (
    Checklist,
    Lesson,
    Reflection,
    StoryBlock,
)
from mentorhub.courses.models import Enrolment
from mentorhub.courses.package_origin import PackageOrigin
from mentorhub.courses.queries import discussing, progress, versions
from mentorhub.courses.queries.packages import blocks_of, works_of
from mentorhub.courses.queries.shelves import standing
from mentorhub.courses.queries.versions import course_of
from mentorhub.courses.views.room import bp, is_autosave, person
from mentorhub.kit import clock
from mentorhub.kit.crypto import Cipher, new_token
from mentorhub.kit.errors import Missing
from mentorhub.web.context import db, service
from mentorhub.web.safety import is_foreign_file

LESSON = "/lernen/<slug>/lektionen/<lesson_id>"


@bp.get(LESSON)
def lesson(slug: str, lesson_id: str) -> ResponseReturnValue:
    """Show a lesson; opening it begins a sitting, which its page reports on."""
    token = new_token()
    if not request.headers.get("HX-Request"):
        with db.writing() as session:
            mine = policy.own_enrolment(session, person(), slug)
            policy.lesson_of(course_of(mine.version), lesson_id)
            deeds.open_lesson(session, mine, lesson_id, token, clock.now())
    with db.reading() as session:  # drawing the page lets nobody wait who writes
        mine = policy.own_enrolment(session, person(), slug)
        return _page(session, mine, policy.lesson_of(course_of(mine.version), lesson_id), token)


@bp.post(f"{LESSON}/stand")
def report(slug: str, lesson_id: str) -> ResponseReturnValue:
    """Take what a lesson's page tells: time, place; nothing is completed by it."""
    form = ReportForm(request.form)
    if not form.validate():
        return Response(status=422)
    with db.writing() as session:
        mine = policy.own_enrolment(session, person(), slug)
        policy.lesson_of(course_of(mine.version), lesson_id)
        told = Report(
            form.token.data, form.seconds.data, form.place.data or 0, form.furthest.data or 0
        )
        deeds.report(session, mine, lesson_id, told, clock.now())
    return Response(status=204)


@bp.post(f"{LESSON}/ende")
def finish(slug: str, lesson_id: str) -> ResponseReturnValue:
    """Note that the lesson was read to its end, and go on."""
    try:
        with db.writing() as session:
            mine = policy.own_enrolment(session, person(), slug)
            policy.lesson_of(course_of(mine.version), lesson_id)
            deeds.finish_lesson(session, mine, lesson_id, clock.now())
            href = _after(course_of(mine.version), lesson_id)
    except TooQuick as problem:
        wait = max(1, round(problem.wait / 60))
        href = url_for(".lesson", slug=slug, lesson_id=lesson_id, warten=wait, _anchor="ende")
    except PackageNotDone:
        flash(_("A package of this lesson is not done yet. Go on there first."), "info")
        return redirect(url_for(".lesson", slug=slug, lesson_id=lesson_id), 303)
    return redirect(href, 303)


@bp.post("/lernen/<slug>/listen/<checklist>")
def tick(slug: str, checklist: str) -> ResponseReturnValue:
    """Keep which points are ticked off."""
    with db.writing() as session:
        mine = policy.own_enrolment(session, person(), slug)
        where, place = _placed(course_of(mine.version), Checklist, checklist)
        count = len(cast(Checklist, where.blocks[place]).items)
        items = {i for i in range(count) if str(i) in request.form.getlist("item")}
        deeds.tick(session, mine, checklist, items, clock.now())
    return _back(slug, where, place)


@bp.post("/lernen/<slug>/gedanken/<reflection>")
def reflect(slug: str, reflection: str) -> ResponseReturnValue:
    """Keep what somebody wrote to themselves."""
    form = ReflectionForm(request.form, prefix=reflection)
    with db.writing() as session:
        mine = policy.own_enrolment(session, person(), slug)
        where, place = _placed(course_of(mine.version), Reflection, reflection)
        if not form.validate():
            return _page(session, mine, where, "", written={reflection: form}), 422
        deeds.reflect(session, service(Cipher), mine, reflection, form.text.data, clock.now())
    if not is_autosave():
        flash(_("Your note is kept. Only you can read it."), "success")
    return _back(slug, where, place)


@bp.post("/lernen/<slug>/geschichten/<story>")
def walk(slug: str, story: str) -> ResponseReturnValue:
    """Decide in a case story, take the last decision back, or begin again."""
    steps = request.form.get("path", "").split(",") + request.form.getlist("choice")
    path = tuple(int(step) for step in steps if step.isdecimal() and len(step) < 3)
    with db.writing() as session:
        mine = policy.own_enrolment(session, person(), slug)
        where, place = _placed(course_of(mine.version), StoryBlock, story)
        deeds.walk(session, mine, story, path, clock.now())
    return _back(slug, where, place)


@bp.get("/lernen/<slug>/dateien/<path:name>")
def file(slug: str, name: str) -> ResponseReturnValue:
    """Send a picture, sound or paper of a lesson."""
    with db.reading() as session:
        mine = policy.own_enrolment(session, person(), slug)
        return send_file(session, course_of(mine.version), name)


def send_file(session: Session, course: Course, name: str) -> Response:
    """Return a file of a course, in parts if asked; it runs no scripts, whatever is in it.

    Raises:
        Missing: the course has none of this name.
    """
    found = versions.file_of(session, course, name)
    if found is None:
        raise Missing
    is_foreign_file()
    answer = Response(found.data, mimetype=TYPES[f".{name.rpartition('.')[2].lower()}"])
    answer.set_etag(found.digest)
    answer.headers["Cache-Control"] = "private, max-age=86400"
    if request.args.get("laden"):
        answer.headers["Content-Disposition"] = "attachment"
    answer.make_conditional(request, accept_ranges=True, complete_length=found.size)
    return answer


def _page(
    session: Session,
    mine: Enrolment,
    found: Lesson,
    token: str,
    written: dict[str, ReflectionForm] | None = None,
) -> str:
    own = standing(session, mine)
    number = own.course.lessons.index(found)
    works = works_of(session, mine.id, own.course, found)
    holds_others = len(blocks_of(found)) < len(found.blocks)
    return render_template(
        "courses/lesson.html",
        own=own,
        course=own.course,
        lesson=found,
        number=number + 1,
        before=own.course.lessons[number - 1] if number else None,
        after=own.course.lessons[number + 1] if number + 1 < len(own.course.lessons) else None,
        reading=own.readings.get(found.id),
        minutes=own.course.minutes_of(found),
        ticks=progress.ticks_of(session, mine.id),
        walks=progress.walks_of(session, mine.id),
        works=works,
        transcripts=versions.transcripts_of(session, own.course, [found]),
        only_packages=not holds_others and not all(each.is_done for each in works.values()),
        packages_run=bool(service(PackageOrigin).address),
        written=_written(session, mine, found) | (written or {}),
        token=token,
        posts=discussing.posts_on(session, of_lesson(own.course.id, found.id)),
        unread=discussing.unread_on(session, of_lesson(own.course.id, found.id), mine.person_id),
        wait=request.args.get("warten", 0, type=int),  # said where the button is
        is_part=bool(request.headers.get("HX-Request")),
    )


def _written(session: Session, mine: Enrolment, found: Lesson) -> dict[str, ReflectionForm]:
    """Return a form for each reflection of a lesson, with what was written before."""
    notes, forms = progress.notes_of(session, mine.id), {}
    for block in found.blocks:
        if isinstance(block, Reflection):
            note = notes.get(block.id)
            text = service(Cipher).open_text(note.sealed, note.about) if note else None
            forms[block.id] = ReflectionForm(text=text or "", prefix=block.id)
    return forms


def _placed(
    course: Course, kind: type[Checklist | Reflection | StoryBlock], id_: str
) -> tuple[Lesson, int]:
    found = course.placed(kind, id_)
    if found is None:
        raise Missing
    return found


def _back(slug: str, where: Lesson, place: int) -> ResponseReturnValue:
    if is_autosave():
        return Response(status=204)
    return redirect(url_for(".lesson", slug=slug, lesson_id=where.id, _anchor=f"b{place}"), 303)


def _after(course: Course, lesson_id: str) -> str:
    ids = [each.id for each in course.lessons]
    place = ids.index(lesson_id) + 1
    if place < len(ids):
        return url_for(".lesson", slug=course.id, lesson_id=ids[place])
    return url_for(".course", slug=course.id, _anchor="weiter")
