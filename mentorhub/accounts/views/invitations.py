"""Where an invitation leads: name and password, once."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mentorhub.accounts import passwords
from mentorhub.accounts.actions import people
from mentorhub.accounts.forms import InvitationForm
from mentorhub.accounts.queries import open_invitation
from mentorhub.accounts.views.room import bp
from mentorhub.kit import clock
from mentorhub.kit.crypto import token_hash
from mentorhub.web.context import db
from mentorhub.web.limits import limiter


@bp.get("/einladung/<token>")
@limiter.limit("60 per minute")
def invitation(token: str) -> ResponseReturnValue:
    """Show what is needed to begin; a link that is too old says so."""
    with db.reading() as session:
        found = open_invitation(session, token_hash(token), clock.now())
        if found is None:
            return render_template("accounts/invitation_ended.html"), 404
        form = InvitationForm(email=found.person.email, name=found.person.name)
        return render_template("accounts/invitation.html", form=form, person=found.person)


@bp.post("/einladung/<token>")
@limiter.limit("20 per minute")
def accept(token: str) -> ResponseReturnValue:
    """Set name and password and lead to the sign-in."""
    with db.reading() as session:
        found = open_invitation(session, token_hash(token), clock.now())
        if found is None:
            return render_template("accounts/invitation_ended.html"), 404
        form = InvitationForm(request.form, email=found.person.email)
        if not form.validate():
            page = render_template("accounts/invitation.html", form=form, person=found.person)
            return page, 422
    secret = passwords.hashed(form.password.data)
    with db.writing() as session:
        people.accept(session, token, name=form.name.data, password_hash=secret, now=clock.now())
    flash(_("Your account is ready. Please sign in."), "success")
    return redirect(url_for("security.login"), 303)
