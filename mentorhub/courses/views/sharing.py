"""What learners let their company see, and the page on which the company sees just that."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mentorhub.accounts.policy import own_account
from mentorhub.courses import cohort_policy, policy
from mentorhub.courses.actions import sharing as deeds
from mentorhub.courses.forms.cohorts import SharingForm
from mentorhub.courses.models import Shared
from mentorhub.courses.queries import sharing as reads
from mentorhub.courses.views.room import bp, person
from mentorhub.kit import clock
from mentorhub.web.context import db


@bp.get("/lernen/freigaben")
def sharing() -> ResponseReturnValue:
    """Show what one's companies may see, to be changed at any time."""
    with db.reading() as session:
        found = reads.companies_of(session, own_account(session, person()))
        forms = [
            SharingForm(data={"what": [each.value for each in company.what]}) for company in found
        ]
        return render_template(
            "courses/sharing.html", companies=list(zip(found, forms, strict=True))
        )


@bp.post("/lernen/freigaben/<int:organisation_id>")
def share(organisation_id: int) -> ResponseReturnValue:
    """Let a company see exactly what is ticked."""
    chosen = {each for each in Shared if each.value in request.form.getlist("what")}
    with db.writing() as session:
        home = cohort_policy.own_company(session, person(), organisation_id)
        mine = policy.learner(session, person())
        deeds.share(session, mine.id, home.id, chosen, clock.now())
    flash(
        _("Saved. Your company sees just what is ticked.")
        if chosen
        else _("Saved. Your company sees nothing."),
        "success",
    )
    return redirect(url_for(".sharing"), 303)


@bp.get("/lernen/betrieb")
def company_learning() -> ResponseReturnValue:
    """Show representatives what people of their companies agreed to, and nothing else."""
    with db.reading() as session:
        homes = cohort_policy.represented(session, person())
        found = [(home, reads.told(session, home.id)) for home in homes]
        return render_template("courses/company_learning.html", companies=found, Shared=Shared)
