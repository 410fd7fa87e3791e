"""A package of a lesson: the page in which its window opens, and keeping that window alive."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mentorhub.courses import policy
from mentorhub.courses.actions import learning, playing
from mentorhub.courses.package_origin import PackageOrigin
from mentorhub.courses.queries.packages import Work
from mentorhub.courses.queries.shelves import standing
from mentorhub.courses.queries.versions import course_of
from mentorhub.courses.views.room import bp, person
from mentorhub.kit import clock
from mentorhub.kit.crypto import new_token
from mentorhub.web import languages
from mentorhub.web.context import db, service
from mentorhub.web.safety import shows_frame

PACKAGE = "/lernen/<slug>/lektionen/<lesson_id>/pakete/<int:place>"


@bp.get(PACKAGE)
def package(slug: str, lesson_id: str, place: int) -> ResponseReturnValue:
    """Show a package of a lesson; its window gets a token of its own."""
    origin = service(PackageOrigin).address
    token, sitting = new_token(), new_token()
    with db.writing() as session:
        mine = policy.own_enrolment(session, person(), slug)
        found = policy.lesson_of(course_of(mine.version), lesson_id)
        work = policy.package_in(session, mine, found, place)
        if mine.end or not origin:
            flash(_("This package cannot be started."), "info")
            return redirect(url_for(".lesson", slug=slug, lesson_id=lesson_id), 303)
        now = clock.now()
        learning.open_lesson(session, mine, lesson_id, sitting, now)
        playing.open_package(
            session,
            mine,
            lesson_id,
            work.row,
            token=token,
            language=languages.language(),
            now=now,
        )
        shows_frame(origin)
        return render_template(
            "courses/package.html",
            own=standing(session, mine),
            lesson=found,
            block=found.blocks[place],
            place=place,
            work=work,
            sitting=sitting,
            token=token,
            origin=origin,
        )


@bp.post(f"{PACKAGE}/verlaengerung")
def renew_package(slug: str, lesson_id: str, place: int) -> ResponseReturnValue:  # noqa: ARG001
    """Let the token of a window that is still open count on, after a night's sleep too."""
    with db.writing() as session:
        mine = policy.own_enrolment(session, person(), slug)
        opening = policy.own_opening(session, mine, request.form.get("opening", ""))
        playing.renew(session, opening, clock.now())
    return Response(status=204)


@bp.app_template_global("package_state")
def package_state(work: Work) -> str:
    """Return in words how far somebody has come in a package."""
    total = len(work.manifest.counted)
    if total == 1:
        return str(_("done") if work.is_done else _("not done yet"))
    return str(_("%(done)s of %(total)s parts done", done=work.done, total=total))
