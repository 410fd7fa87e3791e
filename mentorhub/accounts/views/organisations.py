"""Organisations: found, change, close, bring people in."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.accounts import forms, labels, policy, queries
from mentorhub.accounts.actions import imports, organisations, people
from mentorhub.accounts.actions.memberships import LastAdmin
from mentorhub.accounts.actions.people import Newcomer
from mentorhub.accounts.models import Organisation, OrganisationKind
from mentorhub.accounts.views.room import base_url, bp, reason
from mentorhub.kit import clock
from mentorhub.kit.errors import Refused
from mentorhub.web.context import db
from mentorhub.web.downloads import table_to_save


@bp.get("/verwaltung/organisationen", endpoint="organisations")
def organisations_list() -> ResponseReturnValue:
    """List and find organisations."""
    within = policy.managed_organisations(g.person)
    search, kind = request.args.get("q", ""), _kind(request.args.get("kind"))
    with db.reading() as session:
        page = queries.organisations_page(
            session,
            search=search[:100],
            kind=kind,
            within=within,
            page=request.args.get("page", 1, type=int),
        )
        return render_template(
            "accounts/organisations.html",
            page=page,
            pages=-(-page.total // queries.PAGE_ROWS),
            search=search,
            kind=kind,
            kinds=labels.KINDS,
            within=within,
        )


@bp.get("/verwaltung/organisationen.csv")
def organisations_file() -> ResponseReturnValue:
    """Hand the organisations over as a table."""
    within = policy.managed_organisations(g.person)
    with db.reading() as session:
        text = imports.organisations_table(queries.all_organisations(session, within))
    return table_to_save(text, "organisationen.csv")


@bp.get("/verwaltung/organisationen/neu")
def new_organisation() -> ResponseReturnValue:
    """Show the form for a new organisation."""
    policy.programme_admin(g.person)
    return render_template("accounts/new_organisation.html", form=forms.NewOrganisationForm())


@bp.post("/verwaltung/organisationen")
def found_organisation() -> ResponseReturnValue:
    """Write down a new organisation."""
    admin = policy.programme_admin(g.person)
    form = forms.NewOrganisationForm(request.form)
    if not form.validate():
        return render_template("accounts/new_organisation.html", form=form), 422
    try:
        with db.writing() as session:
            kind = OrganisationKind(form.kind.data)
            made = organisations.found(session, kind, form.facts, by=admin.id, now=clock.now())
            organisation_id = made.id
    except organisations.AlreadyThere as problem:
        form.name.errors = [reason(problem)]
        return render_template("accounts/new_organisation.html", form=form), 422
    flash(_("The organisation is written down. Invite its people next."), "success")
    return redirect(url_for(".organisation", organisation_id=organisation_id), 303)


@bp.get("/verwaltung/organisationen/<int:organisation_id>")
def organisation(organisation_id: int) -> ResponseReturnValue:
    """Show one organisation with its members."""
    with db.reading() as session:
        found = policy.organisation_to_see(session, g.person, organisation_id)
        return _page(session, found, forms.OrganisationForm.of(found))


@bp.post("/verwaltung/organisationen/<int:organisation_id>")
def change_organisation(organisation_id: int) -> ResponseReturnValue:
    """Change what is known about an organisation."""
    admin = policy.programme_admin(g.person)
    form = forms.OrganisationForm(request.form)
    try:
        with db.writing() as session:
            found = policy.organisation_to_see(session, admin, organisation_id)
            if not form.validate():
                return _page(session, found, form), 422
            organisations.change(session, found, form.facts, by=admin.id, now=clock.now())
    except organisations.AlreadyThere as problem:
        form.name.errors = [reason(problem)]
        with db.reading() as session:
            found = policy.organisation_to_see(session, admin, organisation_id)
            return _page(session, found, form), 422
    flash(_("Saved."), "success")
    return redirect(url_for(".organisation", organisation_id=organisation_id), 303)


@bp.post("/verwaltung/organisationen/<int:organisation_id>/schliessung")
def close_organisation(organisation_id: int) -> ResponseReturnValue:
    """Let an organisation rest with all its roles."""
    admin = policy.programme_admin(g.person)
    try:
        with db.writing() as session:
            found = policy.organisation_to_see(session, admin, organisation_id)
            organisations.close(session, found, by=admin.id, now=clock.now())
    except LastAdmin as problem:
        flash(reason(problem), "danger")
        return redirect(url_for(".organisation", organisation_id=organisation_id), 303)
    flash(_("The organisation takes no part any more."), "success")
    return redirect(url_for(".organisation", organisation_id=organisation_id), 303)


@bp.post("/verwaltung/organisationen/<int:organisation_id>/oeffnung")
def reopen_organisation(organisation_id: int) -> ResponseReturnValue:
    """Let a resting organisation take part again."""
    admin = policy.programme_admin(g.person)
    with db.writing() as session:
        found = policy.organisation_to_see(session, admin, organisation_id)
        organisations.reopen(session, found, by=admin.id, now=clock.now())
    flash(_("The organisation takes part again."), "success")
    return redirect(url_for(".organisation", organisation_id=organisation_id), 303)


@bp.post("/verwaltung/organisationen/<int:organisation_id>/code")
def renew_code(organisation_id: int) -> ResponseReturnValue:
    """Give a company a new code; the old one ends at once."""
    admin = policy.programme_admin(g.person)
    with db.writing() as session:
        found = policy.organisation_to_see(session, admin, organisation_id)
        organisations.renew_code(session, found, by=admin.id, now=clock.now())
    flash(_("The company has a new code; the old one no longer works."), "success")
    return redirect(url_for(".organisation", organisation_id=organisation_id), 303)


@bp.get("/verwaltung/organisationen/<int:organisation_id>/einladung")
def newcomer(organisation_id: int) -> ResponseReturnValue:
    """Show the form that brings somebody in."""
    with db.reading() as session:
        found = policy.organisation_to_see(session, g.person, organisation_id)
        form = forms.NewcomerForm()
        form.offer(policy.grantable_roles(g.person, found))
        return render_template("accounts/newcomer.html", organisation=found, form=form)


@bp.post("/verwaltung/organisationen/<int:organisation_id>/einladung")
def bring_in(organisation_id: int) -> ResponseReturnValue:
    """Invite somebody new, or ask somebody known; the page does not tell which it was."""
    form = forms.NewcomerForm(request.form)
    try:
        with db.writing() as session:
            found = policy.organisation_to_see(session, g.person, organisation_id)
            form.offer(policy.grantable_roles(g.person, found))
            if not form.validate():
                return render_template("accounts/newcomer.html", organisation=found, form=form), 422
            people.bring_in(
                session, found, _newcomer(form), by=g.person, now=clock.now(), base_url=base_url()
            )
    except Refused as problem:
        form.form_errors.append(reason(problem))
        with db.reading() as session:
            found = policy.organisation_to_see(session, g.person, organisation_id)
            return render_template("accounts/newcomer.html", organisation=found, form=form), 409
    flash(_("%(email)s gets a mail.", email=form.email.data), "success")
    return redirect(url_for(".organisation", organisation_id=organisation_id), 303)


def _page(session: Session, found: Organisation, form: forms.OrganisationForm) -> str:
    search = request.args.get("q", "")[:100]
    page = queries.members_page(
        session, found.id, search=search, page=request.args.get("page", 1, type=int)
    )
    return render_template(
        "accounts/organisation.html",
        organisation=found,
        form=form,
        page=page,
        pages=-(-page.total // queries.PAGE_ROWS),
        search=search,
        questions=queries.questions_within(session, frozenset({found.id})),
        can_change=policy.can_manage_all(g.person),
    )


def _newcomer(form: forms.NewcomerForm) -> Newcomer:
    return Newcomer(
        email=form.email.data or "",
        name=form.name.data or "",
        roles=form.chosen,
        is_responsible=bool(form.is_responsible.data),
    )


def _kind(text: str | None) -> OrganisationKind | None:
    return OrganisationKind(text) if text in {kind.value for kind in OrganisationKind} else None
