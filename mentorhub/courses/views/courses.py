"""What one can learn, one course, and beginning, leaving and going on."""

from contextlib import suppress

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mentorhub.courses import completion, policy
from mentorhub.courses.actions import learning as deeds
from mentorhub.courses.queries import certificates as reads
from mentorhub.courses.queries import cohorts, progress, refreshing, versions
from mentorhub.courses.queries.shelves import Standing, shelf, standing
from mentorhub.courses.views.room import bp, person, reflection_href
from mentorhub.kit import clock
from mentorhub.web.context import db


@bp.get("/lernen")
def home() -> ResponseReturnValue:
    """Show all programmes and courses, one's own first."""
    knocking = person()
    with db.reading() as session:
        found = shelf(session, knocking.id if knocking else None)
        return render_template(
            "courses/home.html",
            shelf=found,
            next_href=next_href,
            has_refreshers=any(own.enrolment.completion for own in found.mine.values()),
        )


@bp.get("/lernen/wege/<id_>")
def programme(id_: str) -> ResponseReturnValue:
    """Show a qualification with its courses."""
    knocking = person()
    with db.reading() as session:
        found = policy.programme(session, id_)
        own = shelf(session, knocking.id if knocking else None)
        return render_template("courses/programme.html", programme=found, shelf=own)


@bp.get("/lernen/<slug>")
def course(slug: str) -> ResponseReturnValue:
    """Show what a course is about, and to those who take it how far they have come."""
    knocking = person()
    with db.reading() as session:
        mine = progress.enrolment_in(session, knocking.id, slug) if knocking else None
        certificate = None
        if mine:
            own = standing(session, mine)
            found, missing = own.course, []
            certificate = reads.newest(session, mine.person_id, "course", slug)
        else:
            own, found = None, versions.course_of(policy.offered(session, slug))
            done = progress.completed_courses(session, knocking.id) if knocking else frozenset()
            titles = versions.offered(session)
            missing = [
                titles[each] for each in found.requires if each not in done and each in titles
            ]
        return render_template(
            "courses/course.html",
            course=found,
            own=own,
            steps_to_take=own.steps if own else completion.steps(found, completion.Done()),
            missing=missing,
            next_href=next_href,
            certificate=certificate,
            can_renew=reads.can_take_again(certificate, clock.today()),
            by_test=reads.renews_by_test(session, certificate),
            refresher_choice=refreshing.choice_of(session, knocking.id) if knocking else None,
            is_offered=versions.offered_version(session, slug) is not None,
        )


@bp.post("/lernen/<slug>/teilnahme")
def enrol(slug: str) -> ResponseReturnValue:
    """Begin a course, or take it up again."""
    with db.writing() as session:
        knocking = policy.learner(session, person())
        version = policy.offered(session, slug)
        due_on = cohorts.due_for(session, knocking.id, slug)
        begun = deeds.enrol(
            session, knocking.id, version, by=knocking.id, now=clock.now(), due_on=due_on
        )
        href = next_href(standing(session, begun))
    return redirect(href, 303)


@bp.post("/lernen/<slug>/ende")
def leave(slug: str) -> ResponseReturnValue:
    """Leave a course; what was done is kept."""
    with db.writing() as session:
        mine = policy.own_enrolment(session, person(), slug)
        deeds.leave(session, mine, by=mine.person_id, now=clock.now())
    flash(_("You have left the course. What you did is kept."), "success")
    return redirect(url_for(".course", slug=slug), 303)


@bp.post("/lernen/<slug>/version")
def choose_version(slug: str) -> ResponseReturnValue:
    """Go on in the version that is offered now."""
    with suppress(deeds.NothingNewer), db.writing() as session:  # a second click
        mine = policy.own_enrolment(session, person(), slug)
        version = policy.offered(session, slug)
        deeds.choose_version(session, mine, version, by=mine.person_id, now=clock.now())
    flash(_("You go on in the new version."), "success")
    return redirect(url_for(".course", slug=slug), 303)


def next_href(own: Standing) -> str:
    """Return where somebody goes on: the lesson that is open, or the next step."""
    slug = own.course.id
    place, step = own.place, own.next_step
    if place and own.course.lesson(place.lesson) and own.enrolment.is_open:
        anchor = f"b{place.block}" if place.block else None
        return url_for("courses.lesson", slug=slug, lesson_id=place.lesson, _anchor=anchor)
    if step and step.kind == "lesson":
        return url_for("courses.lesson", slug=slug, lesson_id=step.id)
    if step and step.kind == "reflection":
        return reflection_href(own.course, step.id)
    if step and step.kind == "quiz":
        return url_for("courses.quiz", slug=slug, quiz_id=step.id)
    return url_for("courses.course", slug=slug)
