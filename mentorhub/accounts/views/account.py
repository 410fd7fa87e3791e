"""What somebody sees and changes about their own account."""

import time

from flask import flash, g, jsonify, redirect, render_template, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security.utils import logout_user

from mentorhub.accounts import forms, policy
from mentorhub.accounts.actions import people, personal_data, signing_in
from mentorhub.accounts.models import Person, WhyEnded
from mentorhub.accounts.personal_data import PersonalData
from mentorhub.accounts.queries import open_sign_ins
from mentorhub.accounts.security.asking import password_fits
from mentorhub.accounts.security.settings import FRESH
from mentorhub.accounts.views.room import bp, reason
from mentorhub.kit import clock
from mentorhub.kit.errors import Refused
from mentorhub.web.context import db, service
from mentorhub.web.limits import limiter


@bp.get("/konto")
def account() -> ResponseReturnValue:
    """Show name, address, roles and where everything else is."""
    person = policy.signed_in(g.person)
    return render_template("accounts/account.html", form=forms.AccountForm(obj=person))


@bp.post("/konto")
def change_account() -> ResponseReturnValue:
    """Change name and language of mails."""
    form = forms.AccountForm(request.form)
    with db.writing() as writing:
        person = policy.own_account(writing, g.person)
        if not form.validate():
            return render_template("accounts/account.html", form=form), 422
        people.change_name(writing, person, form.name.data, by=person, now=clock.now())
        people.set_locale(writing, person, form.locale.data)
    flash(_("Saved."), "success")
    return redirect(url_for(".account"), 303)


@bp.get("/konto/sicherheit")
def factors() -> ResponseReturnValue:
    """Show how somebody signs in: password, code, passkeys, recovery codes."""
    policy.signed_in(g.person)
    return render_template("accounts/factors.html")


@bp.get("/konto/sitzungen")
def sign_ins() -> ResponseReturnValue:
    """Show where somebody is signed in."""
    person = policy.signed_in(g.person)
    with db.reading() as reading:
        rows = open_sign_ins(reading, person.id, clock.now())
        return render_template("accounts/sign_ins.html", rows=rows, current=g.sign_in)


@bp.post("/konto/sitzungen/<int:sign_in_id>/ende")
def end_sign_in(sign_in_id: int) -> ResponseReturnValue:
    """End one sign-in."""
    with db.writing() as writing:
        found = policy.own_sign_in(writing, g.person, sign_in_id)
        signing_in.end(writing, found.id, why=WhyEnded.from_list, now=clock.now())
    flash(_("This device is signed out."), "success")
    return redirect(url_for(".sign_ins"), 303)


@bp.post("/konto/sitzungen/ende")
def end_sign_ins() -> ResponseReturnValue:
    """End all sign-ins except the one at hand."""
    person = policy.signed_in(g.person)
    with db.writing() as writing:
        now = clock.now()
        signing_in.end_all(writing, person.id, why=WhyEnded.everywhere, now=now, but=g.sign_in.id)
    flash(_("You are signed out on all other devices."), "success")
    return redirect(url_for(".sign_ins"), 303)


@bp.get("/konto/daten")
def own_data() -> ResponseReturnValue:
    """Show what can be exported and deleted."""
    return _own_data(policy.signed_in(g.person), forms.ErasureForm())


@bp.get("/konto/daten.json")
def export() -> ResponseReturnValue:
    """Hand over everything that is stored about the person, after a fresh proof."""
    person = policy.signed_in(g.person)
    if not _is_fresh():
        flash(_("Please show once more that it is you, before you change this."), "info")
        return redirect(url_for("security.verify", next=url_for(".own_data")), 303)
    with db.reading() as reading:
        own = policy.own_account(reading, person)
        answer = jsonify(personal_data.export(reading, own, service(PersonalData), clock.now()))
    answer.headers["Content-Disposition"] = 'attachment; filename="meine-daten.json"'
    return answer


@bp.post("/konto/daten/loeschung")
@limiter.limit("10 per minute")
def erase() -> ResponseReturnValue:
    """Forget the person, after the password was given once more."""
    person = policy.signed_in(g.person)
    form = forms.ErasureForm(request.form)
    if not form.validate():
        return _own_data(person, form), 422
    wrong = password_fits(person, form.password.data)
    if wrong:
        form.password.errors = [wrong]
        return _own_data(person, form), 422
    try:
        with db.writing() as writing:
            own = policy.own_account(writing, person)
            personal_data.erase(writing, own, service(PersonalData), by=own, now=clock.now())
    except Refused as problem:
        form.form_errors.append(reason(problem))
        return _own_data(person, form), 409
    logout_user()
    flash(_("Your account is deleted. We have written to you for the last time."), "success")
    return redirect("/", 303)


def _own_data(person: Person, form: forms.ErasureForm) -> str:
    with db.reading() as reading:
        losses = service(PersonalData).losses(reading, person.id)
    return render_template("accounts/own_data.html", form=form, losses=losses)


def _is_fresh() -> bool:
    return time.time() - float(browser.get("fs_paa", 0)) < FRESH.total_seconds()
