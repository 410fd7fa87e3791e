"""Editors look at versions of courses, see what differs, and publish."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.courses import policy
from mentorhub.courses.actions import publishing
from mentorhub.courses.actions.content import EDITOR
from mentorhub.courses.material.advice import advice
from mentorhub.courses.material.difference import differences
from mentorhub.courses.models import CourseVersion
from mentorhub.courses.queries import banks, versions
from mentorhub.courses.queries import editing as reads
from mentorhub.courses.queries.versions import course_of
from mentorhub.courses.views.drafter import with_drafts
from mentorhub.courses.views.lessons import send_file
from mentorhub.courses.views.room import bp, person
from mentorhub.kit import clock
from mentorhub.web.context import db
from mentorhub.web.today import Board, Line

VERSION = "/redaktion/kurse/<slug>/<int:number>"


@bp.get("/redaktion/kurse")
def editing() -> ResponseReturnValue:
    """List all courses, and which have a version that waits for an editor."""
    policy.editor(person())
    with db.reading() as session:
        return render_template("courses/editing.html", lines=reads.courses(session))


@bp.get("/redaktion/kurse/<slug>")
def editing_course(slug: str) -> ResponseReturnValue:
    """Show all versions of a course."""
    policy.editor(person())
    with db.reading() as session:
        row = policy.known_course(session, slug)
        return render_template(
            "courses/editing_course.html",
            slug=slug,
            row=row,
            is_own=row.origin == EDITOR,
            bank=banks.bank_of(session, slug),
            lines=reads.versions_of(session, slug),
            offered=versions.offered_version(session, slug),
        )


@bp.post("/redaktion/kurse/<slug>/ruecknahme")
def take_course_back(slug: str) -> ResponseReturnValue:
    """Offer a course of an editor no more."""
    editor = policy.editor(person())
    with db.writing() as session:
        row = policy.known_course(session, slug)
        publishing.take_back(session, row, by=editor.id, now=clock.now())
    flash(_("The course is offered no more. Who has begun it goes on."), "success")
    return redirect(url_for(".editing_course", slug=slug), 303)


@bp.post("/redaktion/kurse/<slug>/rueckkehr")
def bring_course_back(slug: str) -> ResponseReturnValue:
    """Offer a course again that was taken back."""
    editor = policy.editor(person())
    with db.writing() as session:
        row = policy.known_course(session, slug)
        publishing.bring_back(session, row, by=editor.id, now=clock.now())
    flash(_("The course is offered again."), "success")
    return redirect(url_for(".editing_course", slug=slug), 303)


@bp.get(VERSION)
def preview(slug: str, number: int) -> ResponseReturnValue:
    """Show everything that a version says: all ways of stories, all answers of questions."""
    policy.editor(person())
    with db.reading() as session:
        version = policy.version_to_edit(session, slug, number)
        course = course_of(version)
        offered = versions.offered_version(session, slug)
        return render_template(
            "courses/preview.html",
            course=course,
            version=version,
            offered=offered,
            hints=advice(course),
            transcripts=versions.transcripts_of(session, course, course.lessons),
            drafted=with_drafts(session, version),
        )


@bp.get(f"{VERSION}/unterschiede")
def version_differences(slug: str, number: int) -> ResponseReturnValue:
    """Show what differs from another version, from the one that is offered if none is named."""
    policy.editor(person())
    with db.reading() as session:
        version = policy.version_to_edit(session, slug, number)
        other = _other(session, version)
        changes = differences(course_of(other), course_of(version)) if other else []
        return render_template(
            "courses/differences.html",
            version=version,
            other=other,
            changes=changes,
            course=course_of(version),
            lines=reads.versions_of(session, slug),
            offered=versions.offered_version(session, slug),
        )


@bp.post(f"{VERSION}/veroeffentlichung")
def publish(slug: str, number: int) -> ResponseReturnValue:
    """Offer a version to learners."""
    editor = policy.editor(person())
    with db.writing() as session:
        version = policy.version_to_edit(session, slug, number)
        publishing.publish(session, version, by=editor.id, now=clock.now())
    flash(_("Version %(number)s is published.", number=number), "success")
    return redirect(url_for(".editing_course", slug=slug), 303)


@bp.get(f"{VERSION}/dateien/<path:name>")
def preview_file(slug: str, number: int, name: str) -> Response:
    """Send a file of a version to an editor."""
    policy.editor(person())
    with db.reading() as session:
        course = course_of(policy.version_to_edit(session, slug, number))
        return send_file(session, course, name)


def waiting_board() -> Board | None:
    """Tell which courses have a version that waits for an editor."""
    with db.reading() as session:
        lines = tuple(
            Line(
                each.title,
                url_for("courses.version_differences", slug=each.course_slug, number=each.number),
                str(_("version %(number)s waits", number=each.number)),
            )
            for each in reads.waiting(session)
        )
    if not lines:
        return None
    return Board(
        title=_("Courses to publish"),
        lines=lines,
        action=_("All courses"),
        href=url_for("courses.editing"),
    )


def _other(session: Session, version: CourseVersion) -> CourseVersion | None:
    asked = request.args.get("mit", "")
    if asked.isdecimal() and len(asked) < 6:
        return policy.version_to_edit(session, version.course_slug, int(asked))
    offered = versions.offered_version(session, version.course_slug)
    if offered and offered.id != version.id:
        return offered
    return reads.version_before(session, version)
