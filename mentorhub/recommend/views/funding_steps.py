"""What to do to get an instrument: for the page of an instrument, on paper, and as a calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.kit import clock
from mentorhub.kit.errors import Missing
from mentorhub.recommend import policy, wording
from mentorhub.recommend.exports import Terms, calendar
from mentorhub.recommend.exports.calendar import Remembered
from mentorhub.recommend.forms.steps import StartForm
from mentorhub.recommend.funding.checklist import Task
from mentorhub.recommend.funding_book import FundingBook
from mentorhub.recommend.models import Offer
from mentorhub.recommend.queries import plans
from mentorhub.recommend.queries.plans import Plan
from mentorhub.recommend.views.blueprint import bp, person
from mentorhub.web.context import db, service
from mentorhub.web.filters import day


@dataclass(frozen=True)
class Shown:
    """A plan with the fields of an address that leads to it, and whether a calendar has a day."""

    plan: Plan
    fields: Mapping[str, str]
    has_days: bool


@bp.get("/foerderung/<instrument_id>/schritte")
def steps(instrument_id: str) -> ResponseReturnValue:
    """Show on a page for printing what to do, and until when."""
    form = StartForm(request.args, clock.today())
    plan = _asked(instrument_id, form)
    page = render_template(
        "recommend/steps.html",
        form=form,
        plan=plan,
        shown=shown(plan),
        today=form.today,
    )
    return page, 422 if form.errors else 200


@bp.get("/foerderung/<instrument_id>/schritte.ics")
def steps_file(instrument_id: str) -> ResponseReturnValue:
    """Hand over the days as a calendar; without a day, or too late, there is none."""
    now, today = clock.now(), clock.today()
    form = StartForm(request.args, today)
    plan = _asked(instrument_id, form)
    days = _remembered(plan, today)
    if form.errors or not days:
        raise Missing(instrument_id)
    answer = Response(
        calendar.write(days, wording.say(plan.instrument.short), now, today),
        content_type=calendar.MEDIA_TYPE,
    )
    file_name = f"mentorhub-{plan.instrument.id}.ics"
    answer.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return answer


def of_form(form: StartForm, instrument_id: str, offer: Offer | None = None) -> Plan:
    """Return what to do for the start that was sent; no start where it cannot be read."""
    starts_on = form.beginn.data if form.validate() else None
    plan = plans.plan(
        service(FundingBook), instrument_id, form.today, offer=offer, starts_on=starts_on
    )
    form.show(plan.starts_on)
    return plan


def shown(plan: Plan) -> Shown:
    """Return a plan with what pages need to lead on from it."""
    return Shown(plan, _fields(plan), any(task.due and task.state != "late" for task in plan.tasks))


def _fields(plan: Plan) -> Mapping[str, str]:
    sent = {
        "beginn": plan.starts_on.isoformat() if plan.starts_on else "",
        "angebot": plan.offer_key or "",
    }
    return {name: value for name, value in sent.items() if value}


def _asked(instrument_id: str, form: StartForm) -> Plan:
    """Return the plan that the address asks for.

    Raises:
        Missing: there is no such instrument or offer, or nobody can get it any more.
    """
    with db.reading() as session:
        return of_form(form, instrument_id, _offer(session, form))


def _offer(session: Session, form: StartForm) -> Offer | None:
    key = form.angebot.data or ""
    return policy.offer_to_see(session, person(), key, form.today) if key else None


def _remembered(plan: Plan, today: date) -> list[Remembered]:
    """Return the days that are still ahead; advice that is overdue is for today."""
    course = plan.offer_key or (plan.starts_on.isoformat() if plan.starts_on else "")
    address = url_for(".steps", instrument_id=plan.instrument.id, **_fields(plan), _external=True)
    root = f"{service(Terms).base_url}/foerderung/{plan.instrument.id}"
    return [
        Remembered(
            uid=str(uuid5(NAMESPACE_URL, f"{root}#{task.step.id}?{course}")),
            day=max(task.due, today),
            title=_title(plan, task),
            text=_text(plan, task),
            url=address,
        )
        for task in plan.tasks
        if task.due and task.state != "late"
    ]


def _title(plan: Plan, task: Task) -> str:
    name = wording.say(plan.instrument.short)
    if task.step.binding:
        return str(_("%(name)s: the last day", name=name))
    return str(_("%(name)s: what to do now", name=name))


def _text(plan: Plan, task: Task) -> str:
    papers = ", ".join(wording.say(paper) for paper in task.step.papers)
    rows = [
        (_("Who"), wording.who(task.step.who)),
        (_("Where"), wording.say(task.where)),
        (_("Papers you need"), papers),
        (_("Law"), task.step.law),
        (_("Course"), plan.offer_title),
        (_("Start of the course"), day(plan.starts_on) if plan.starts_on else ""),
    ]
    lines = [
        wording.say(task.step.text),
        *(f"{name}: {value}" for name, value in rows if value),
        wording.warning(task),
        wording.say(plan.instrument.decides),
    ]
    return "\n".join(filter(None, lines))
