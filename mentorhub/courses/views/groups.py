"""Groups, as those see them who learn in them: dates, announcements, days, joining, leaving."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mentorhub.accounts import queries as people
from mentorhub.accounts.models import Role
from mentorhub.accounts.policy import signed_in
from mentorhub.courses import cohort_policy, policy
from mentorhub.courses.actions import cohorts as deeds
from mentorhub.courses.actions import live
from mentorhub.courses.boards import of_cohort
from mentorhub.courses.forms.cohorts import LettersForm
from mentorhub.courses.models import Cohort
from mentorhub.courses.queries import cohorts as reads
from mentorhub.courses.queries import discussing, matrix
from mentorhub.courses.views.cohorts import COHORT
from mentorhub.courses.views.matrix import moment
from mentorhub.courses.views.room import bp, person
from mentorhub.kit import clock
from mentorhub.kit.crypto import Cipher
from mentorhub.kit.errors import Denied, Missing
from mentorhub.web.context import db, service

JOIN = "/lernen/beitritt/<token>"


@bp.get("/lernen/gruppen")
def groups() -> ResponseReturnValue:
    """Show the groups in which one is, and those that one looks after."""
    knocking = signed_in(person())
    with db.reading() as session:
        kept: list[Cohort] | None
        try:
            kept = reads.kept(session, cohort_policy.keeper(session, knocking))
        except Denied:
            kept = None
        return render_template(
            "courses/groups.html",
            mine=reads.memberships_of(session, knocking.id),
            kept=kept,
            sizes=reads.sizes(session, [each.id for each in kept or ()]),
            dates=reads.dates_for(session, knocking.id, after=clock.now()),
            feed=live.calendar_token(session, service(Cipher), knocking.id),
        )


@bp.get(COHORT)
def group(cohort_id: int) -> ResponseReturnValue:
    """Show a group to one of its members; who looks after it is led to the other page."""
    with db.reading() as session:
        try:
            mine = cohort_policy.own_group(session, person(), cohort_id)
        except Missing:
            cohort_policy.keeping(session, person(), cohort_id)
            return redirect(url_for(".cohort", cohort_id=cohort_id), 303)
        found = mine.cohort
        courses = reads.courses_of(session, found)
        slugs = [each.id for each in courses]
        return render_template(
            "courses/group.html",
            mine=mine,
            cohort=found,
            subject=reads.subject_of(session, found),
            coordinators=people.members_with(session, Role.coordinator, found.organisation_id),
            courses=courses,
            dues=found.due_days,
            cells=matrix.cells_of(session, mine.person_id, slugs, moment()),
            dates=reads.dates_of(session, found.id),
            attended=reads.attended_by(session, mine.person_id),
            announcements=reads.announcements_of(session, found.id),
            messages=reads.messages_to(session, mine.person_id, found.id),
            posts=discussing.posts_on(session, of_cohort(found.id)),
            unread=discussing.unread_on(session, of_cohort(found.id), mine.person_id),
            form=LettersForm(data={"wants": mine.wants_letters}),
            now=clock.now(),
        )


@bp.post(f"{COHORT}/briefe")
def choose_letters(cohort_id: int) -> ResponseReturnValue:
    """Keep whether somebody wants announcements by mail."""
    form = LettersForm(request.form)
    with db.writing() as session:
        mine = cohort_policy.own_group(session, person(), cohort_id)
        deeds.choose_letters(session, mine, wants=bool(form.wants.data))
    flash(_("Saved."), "success")
    return redirect(url_for(".group", cohort_id=cohort_id, _anchor="briefe"), 303)


@bp.post(f"{COHORT}/austritt")
def leave_group(cohort_id: int) -> ResponseReturnValue:
    """Leave a group; the courses stay one's own."""
    with db.writing() as session:
        mine = cohort_policy.own_group(session, person(), cohort_id)
        deeds.leave(session, mine, by=mine.person_id, now=clock.now())
    flash(_("You have left the group. Your courses are still yours."), "success")
    return redirect(url_for(".groups"), 303)


@bp.get(JOIN)
def joining(token: str) -> ResponseReturnValue:
    """Show what it means to join a group."""
    with db.reading() as session:
        found = cohort_policy.by_link(session, token, clock.today())
        return render_template(
            "courses/joining.html",
            cohort=found,
            subject=reads.subject_of(session, found),
            token=token,
        )


@bp.post(JOIN)
def join_group(token: str) -> ResponseReturnValue:
    """Join a group."""
    with db.writing() as session:
        mine = policy.learner(session, person())
        found = cohort_policy.by_link(session, token, clock.today())
        cohort_id = found.id
        deeds.join(session, found, mine.id, by=mine.id, now=clock.now())
    flash(_("You are in the group now."), "success")
    return redirect(url_for(".group", cohort_id=cohort_id), 303)
