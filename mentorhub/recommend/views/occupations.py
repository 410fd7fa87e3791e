"""What somebody can do next who works as …: occupations, and the steps that lead on."""

from dataclasses import dataclass
from datetime import date

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.kit import clock
from mentorhub.kit.errors import Missing
from mentorhub.recommend import career
from mentorhub.recommend.engine.places import Place
from mentorhub.recommend.engine.wishes import find_place
from mentorhub.recommend.finder import Finder
from mentorhub.recommend.forms.occupations import OccupationForm
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.glossary import Glossary
from mentorhub.recommend.occupations import DIRECTIONS, Occupation, Occupations, Step
from mentorhub.recommend.views import visit
from mentorhub.recommend.views.blueprint import bp
from mentorhub.recommend.views.cards import Card
from mentorhub.recommend.views.similar import plain_card, wanted_near
from mentorhub.recommend.views.visit import Told
from mentorhub.web.context import db, service

MOST_COURSES = 2


@dataclass(frozen=True)
class Next:
    """One step, with courses that are offered for it now."""

    step: Step
    courses: tuple[Card, ...]
    href: str


@dataclass(frozen=True)
class Direction:
    """One way to go on, and its steps."""

    name: str
    title: str
    steps: tuple[Next, ...]


@bp.get("/berufe")
def occupations() -> ResponseReturnValue:
    """Ask what somebody works as; the name of one occupation leads straight to it."""
    form = OccupationForm(request.args)
    known = service(Occupations)
    named = known.named(form.said)
    if len(named) == 1:
        return redirect(url_for(".occupation", key=named[0].key, ort=form.place or None))
    return render_template(
        "recommend/occupations.html",
        form=form,
        said=form.said,
        meant=named or career.perhaps(known, service(Glossary), form.said),
        known=known.every,
    )


@bp.get("/berufe/<key>")
def occupation(key: str) -> ResponseReturnValue:
    """Show where an occupation can lead, with courses for each step."""
    found = service(Occupations).find(key)
    if found is None:
        raise Missing
    form = OccupationForm(request.args)
    near = find_place(form.place, service(Gazetteer)) if form.place else None
    with db.reading() as session:
        told = visit.told(session)
        directions = _directions(session, found, told, near, clock.today())
    return render_template(
        "recommend/occupation.html",
        occupation=found,
        directions=directions,
        form=form,
        place_unknown=form.place if form.place and near is None else "",
    )


def _directions(
    session: Session, found: Occupation, told: Told, near: Place | None, today: date
) -> tuple[Direction, ...]:
    titles = {
        "deepen": _("Know more in this occupation"),
        "degree": _("Get a qualification"),
        "rise": _("Move up"),
        "change": _("Do something else"),
    }
    return tuple(
        Direction(
            name,
            titles[name],
            tuple(_next(session, step, told, near, today) for step in found.steps[name]),
        )
        for name in DIRECTIONS
        if name in found.steps
    )


def _next(session: Session, step: Step, told: Told, near: Place | None, today: date) -> Next:
    alike = service(Finder).similar(
        session,
        ", ".join(step.find),
        wanted_near(near),
        today=today,
        facts=told.facts,
        limit=MOST_COURSES,
    )
    return Next(
        step,
        tuple(plain_card(one, told, today, near) for one in alike.found if one.offer),
        url_for("recommend.search", q=step.find[0], ort=near.name if near else None),
    )
