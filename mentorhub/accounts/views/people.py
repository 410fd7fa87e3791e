"""People, as those see them who look after an organisation or the whole programme."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.accounts import forms, labels, policy, queries
from mentorhub.accounts.actions import imports, memberships, people, personal_data
from mentorhub.accounts.models import Membership, Person, Role
from mentorhub.accounts.personal_data import PersonalData
from mentorhub.accounts.views.room import base_url, bp, reason
from mentorhub.kit import clock
from mentorhub.kit.errors import Refused
from mentorhub.web.context import db, service
from mentorhub.web.downloads import table_to_save


@bp.get("/verwaltung/personen", endpoint="people")
def people_list() -> ResponseReturnValue:
    """List and find people."""
    within = policy.managed_organisations(g.person)
    search, role = request.args.get("q", ""), _role(request.args.get("role"))
    with db.reading() as session:
        page = queries.people_page(
            session,
            search=search[:100],
            role=role,
            within=within,
            page=request.args.get("page", 1, type=int),
        )
        return render_template(
            "accounts/people.html",
            page=page,
            pages=-(-page.total // queries.PAGE_ROWS),
            search=search,
            role=role,
            roles=labels.ROLES,
            within=within,
        )


@bp.get("/verwaltung/personen.csv")
def people_file() -> ResponseReturnValue:
    """Hand the people over as a table, a line for each membership."""
    within = policy.managed_organisations(g.person)
    with db.writing() as session:
        text = imports.hand_out_people(session, within, by=g.person, now=clock.now())
    return table_to_save(text, "personen.csv")


@bp.get("/verwaltung/personen/<int:person_id>")
def person(person_id: int) -> ResponseReturnValue:
    """Show one person with memberships and what can be done."""
    with db.reading() as session:
        found = policy.person_to_see(session, g.person, person_id)
        return _page(session, found, forms.PersonForm(obj=found))


@bp.post("/verwaltung/personen/<int:person_id>")
def change_person(person_id: int) -> ResponseReturnValue:
    """Change name and address."""
    form = forms.PersonForm(request.form)
    try:
        with db.writing() as session:
            found = policy.person_to_change(session, g.person, person_id)
            if not form.validate():
                return _page(session, found, form), 422
            now = clock.now()
            people.change_name(session, found, form.name.data, by=g.person, now=now)
            people.change_email(
                session, found, form.email.data, by=g.person, now=now, base_url=base_url()
            )
    except people.AddressTaken as problem:
        form.email.errors = [reason(problem)]
        with db.reading() as session:
            found = policy.person_to_change(session, g.person, person_id)
            return _page(session, found, form), 422
    flash(_("Saved."), "success")
    return redirect(url_for(".person", person_id=person_id), 303)


@bp.post("/verwaltung/personen/<int:person_id>/einladung")
def invite_again(person_id: int) -> ResponseReturnValue:
    """Send a new invitation; the older link ends."""
    with db.writing() as session:
        found = policy.person_to_see(session, g.person, person_id)
        people.invite(session, found, by=g.person, now=clock.now(), base_url=base_url())
    flash(_("The invitation is on its way."), "success")
    return redirect(url_for(".person", person_id=person_id), 303)


@bp.post("/verwaltung/personen/<int:person_id>/deaktivierung")
def deactivate(person_id: int) -> ResponseReturnValue:
    """Switch an account off."""
    with db.writing() as session:
        found = policy.person_to_change(session, g.person, person_id)
        people.deactivate(session, found, by=g.person, now=clock.now())
    flash(_("The account is switched off."), "success")
    return redirect(url_for(".person", person_id=person_id), 303)


@bp.post("/verwaltung/personen/<int:person_id>/reaktivierung")
def reactivate(person_id: int) -> ResponseReturnValue:
    """Switch an account on again."""
    with db.writing() as session:
        found = policy.person_to_change(session, g.person, person_id)
        people.reactivate(session, found, by=g.person, now=clock.now())
    flash(_("The account is switched on again."), "success")
    return redirect(url_for(".person", person_id=person_id), 303)


@bp.post("/verwaltung/personen/<int:person_id>/zweiter-schritt")
def reset_factor(person_id: int) -> ResponseReturnValue:
    """Take away a lost second step."""
    with db.writing() as session:
        found = policy.person_to_change(session, g.person, person_id)
        people.reset_second_factor(session, found, by=g.person, now=clock.now())
    flash(_("The second step is taken away; the password alone counts again."), "success")
    return redirect(url_for(".person", person_id=person_id), 303)


@bp.post("/verwaltung/personen/<int:person_id>/loeschung")
def erase_person(person_id: int) -> ResponseReturnValue:
    """Forget somebody who asked for it without signing in."""
    with db.reading() as session:
        found = policy.person_to_erase(session, g.person, person_id)
        farewell = forms.FarewellForm(request.form, expected=found.name)
        if not farewell.validate():
            return _page(session, found, forms.PersonForm(obj=found), farewell), 422
    try:
        with db.writing() as session:
            found = policy.person_to_erase(session, g.person, person_id)
            personal_data.erase(session, found, service(PersonalData), by=g.person, now=clock.now())
    except Refused as problem:
        farewell.form_errors.append(reason(problem))
        with db.reading() as session:
            found = policy.person_to_erase(session, g.person, person_id)
            return _page(session, found, forms.PersonForm(obj=found), farewell), 409
    flash(_("The person is forgotten. We have written to them for the last time."), "success")
    return redirect(url_for(".people"), 303)


@bp.get("/verwaltung/mitgliedschaften/<int:membership_id>")
def membership(membership_id: int) -> ResponseReturnValue:
    """Show what somebody is in one organisation."""
    with db.reading() as session:
        found = policy.membership_to_change(session, g.person, membership_id)
        form = forms.RolesForm(
            data={
                "roles": [role.value for role in found.role_set],
                "is_responsible": found.responsibility is not None,
            }
        )
        return _membership_page(found, form)


@bp.post("/verwaltung/mitgliedschaften/<int:membership_id>")
def change_membership(membership_id: int) -> ResponseReturnValue:
    """Give a member exactly the roles that are ticked; others' business stays as it is."""
    form = forms.RolesForm(request.form)
    try:
        with db.writing() as session:
            found = policy.membership_to_change(session, g.person, membership_id)
            grantable = policy.grantable_roles(g.person, found.organisation)
            form.offer(grantable)
            if not form.validate():
                return _membership_page(found, form), 422
            memberships.set_roles(
                session,
                found,
                form.chosen | (found.role_set - grantable),
                is_responsible=form.is_responsible.data,
                by=g.person,
                now=clock.now(),
            )
            organisation_id = found.organisation_id
    except Refused as problem:
        form.form_errors.append(reason(problem))
        with db.reading() as session:
            found = policy.membership_to_change(session, g.person, membership_id)
            return _membership_page(found, form), 409
    flash(_("Saved."), "success")
    return redirect(url_for(".organisation", organisation_id=organisation_id), 303)


@bp.post("/verwaltung/mitgliedschaften/<int:membership_id>/ende")
def end_membership(membership_id: int) -> ResponseReturnValue:
    """End a membership with all its roles."""
    try:
        with db.writing() as session:
            found = policy.membership_to_change(session, g.person, membership_id)
            organisation_id = found.organisation_id
            memberships.leave(session, found, by=g.person, now=clock.now())
    except memberships.LastAdmin as problem:
        flash(reason(problem), "danger")
        return redirect(url_for(".membership", membership_id=membership_id), 303)
    flash(_("The membership is ended."), "success")
    return redirect(url_for(".organisation", organisation_id=organisation_id), 303)


def _page(
    session: Session,
    found: Person,
    form: forms.PersonForm,
    farewell: forms.FarewellForm | None = None,
) -> str:
    within = policy.managed_organisations(g.person)
    shown = [each for each in found.memberships if within is None or each.organisation_id in within]
    return render_template(
        "accounts/person.html",
        person=found,
        form=form,
        farewell=farewell or forms.FarewellForm(formdata=None, expected=found.name),
        memberships=shown,
        can_change=policy.can_manage_all(g.person),
        last_invitation=queries.last_invitation(session, found.id),
    )


def _membership_page(found: Membership, form: forms.RolesForm) -> str:
    form.offer(policy.grantable_roles(g.person, found.organisation))
    return render_template("accounts/membership.html", membership=found, form=form)


def _role(text: str | None) -> Role | None:
    return Role(text) if text in {role.value for role in Role} else None
