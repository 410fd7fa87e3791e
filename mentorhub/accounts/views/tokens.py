"""Tokens of programs: give one, see it once, take it back."""

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mentorhub.accounts import forms, policy, queries
from mentorhub.accounts.actions import tokens as deeds
from mentorhub.accounts.views.room import bp, reason
from mentorhub.kit import clock
from mentorhub.web.context import db


@bp.get("/verwaltung/schluessel")
def tokens() -> ResponseReturnValue:
    """List the tokens of all programs."""
    policy.programme_admin(g.person)
    return _page(forms.TokenForm())


@bp.post("/verwaltung/schluessel")
def give_token() -> ResponseReturnValue:
    """Give a token to a program and show it, this one time."""
    admin = policy.programme_admin(g.person)
    form = forms.TokenForm(request.form)
    if not form.validate():
        return _page(form), 422
    try:
        with db.writing() as session:
            token = deeds.give(session, form.name.data, by=admin.id, now=clock.now())
    except deeds.NameTaken as problem:
        form.name.errors = [reason(problem)]
        return _page(form), 422
    answer = make_response(_page(forms.TokenForm(), name=form.name.data, token=token), 201)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/verwaltung/schluessel/<int:token_id>/widerruf")
def revoke_token(token_id: int) -> ResponseReturnValue:
    """Let a token count no more."""
    with db.writing() as session:
        found = policy.api_token_to_revoke(session, g.person, token_id)
        deeds.revoke(session, found, by=g.person.id, now=clock.now())
    flash(_("The key no longer counts."), "success")
    return redirect(url_for(".tokens"), 303)


def _page(form: forms.TokenForm, *, name: str = "", token: str = "") -> str:
    with db.reading() as session:
        rows = queries.api_tokens(session)
        return render_template("accounts/tokens.html", form=form, rows=rows, name=name, token=token)
