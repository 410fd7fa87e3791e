"""Asking for a conversation without an account, and the private link that it leads to."""

from dataclasses import replace
from datetime import datetime

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.accounts.models import Organisation
from mentorhub.accounts.queries import organisation_by_code
from mentorhub.kit import clock
from mentorhub.kit.crypto import Cipher
from mentorhub.kit.errors import Missing
from mentorhub.recommend.policy import own_list
from mentorhub.tandems import consent, policy
from mentorhub.tandems.actions import erasure, requests
from mentorhub.tandems.actions.requests import Asking, NobodyInside
from mentorhub.tandems.content import Content, SavedTitle
from mentorhub.tandems.forms.counselling import LONGEST_SEARCH, AskForm, SureForm
from mentorhub.tandems.models import Whom
from mentorhub.tandems.queries import requests as reads
from mentorhub.tandems.views import stamps
from mentorhub.tandems.views.room import bp, person
from mentorhub.tandems.views.stamps import Stamp
from mentorhub.web.context import db, service
from mentorhub.web.distress import help_for, in_words
from mentorhub.web.limits import limiter

SAVED = "saved"  # where the session cookie keeps the token of a visitor's list


class UnknownCode(Missing):
    """No company has the code that was typed."""


@bp.get("/gespraech")
def ask() -> ResponseReturnValue:
    """Show the form, filled with what is known.

    ``q`` is what was searched for, ``anlass`` what else it is about; ``plz`` and ``code`` come
    from a poster.
    """
    searched = request.args.get("q", "")[:LONGEST_SEARCH]
    form = AskForm(
        wish=request.args.get("anlass", "")[:LONGEST_SEARCH] or searched,
        searched=searched,
        postcode=request.args.get("plz", "")[:5],
        code=request.args.get("code", "")[:12],
        stamp=stamps.new(clock.now()),
    )
    return _page(form)


@bp.post("/gespraech/vorbereitung")
def prepare() -> ResponseReturnValue:
    """Show the form, filled with words that must stand in no address."""
    wish = request.form.get("anlass", "")[:LONGEST_SEARCH]
    form = AskForm(wish=wish, stamp=stamps.new(clock.now()))
    return _page(form)


@bp.post("/gespraech")
@limiter.limit("30 per hour")
def send() -> ResponseReturnValue:
    """Bring the request to a desk and lead to its private link."""
    form, now = AskForm(request.form), clock.now()
    stamp = stamps.read(form.stamp.data)
    fine, doubt = form.validate(), _doubt(form, stamp, now)
    if doubt:
        form.form_errors.append(doubt)
    if doubt or not fine or stamp is None:
        return _page(form, stamp), 422
    try:
        with db.writing() as session:
            asking = _asking(session, form)
            token = reads.token_to_use(session, stamps.link_tokens(stamp, asking.said))
            requests.ask(session, service(Cipher), asking, token=token, now=now)
    except UnknownCode:
        form.code.errors = [_("We do not know this code. Please check it.")]
        return _page(form, stamp), 422
    except NobodyInside:
        form.whom.data = Whom.outside.value
        return _page(form, stamp, nobody_inside=True), 422
    if known := help_for(asking.content.wish):  # the page itself keeps silent about what was said
        flash(in_words(known), "warning")
    return redirect(url_for(".asked", token=token), 303)


@bp.get("/gespraech/<token>")
def asked(token: str) -> ResponseReturnValue:
    """Tell how things stand with a request, to whoever has its private link."""
    with db.reading() as session:
        return _private(session, token, SureForm())


@bp.get("/gespraech/<token>/daten.json")
def asked_data(token: str) -> ResponseReturnValue:
    """Hand over what the person told us and what became of it."""
    with db.reading() as session:
        found = policy.asked(session, token)
        told = reads.export(session, service(Cipher), found)
    answer = jsonify(told)
    name = f"mentorhub-{told['reference']}.json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@bp.post("/gespraech/<token>/widerruf")
def withdraw(token: str) -> ResponseReturnValue:
    """Take the consent back: everything is deleted."""
    form = SureForm(request.form)
    with db.writing() as session:
        found = policy.asked(session, token)
        if not form.validate():
            return _private(session, token, form), 422
        erasure.withdraw(session, found, now=clock.now())
    return redirect(url_for(".asked", token=token), 303)


@bp.post("/gespraech/<token>/aussen")
def go_outside(token: str) -> ResponseReturnValue:
    """Send a request that nobody inside has taken to somebody from outside."""
    try:
        with db.writing() as session:
            found = policy.asked(session, token)
            requests.choose_outside(session, found, now=clock.now())
    except policy.AlreadyTaken:
        flash(_("Somebody has just taken your request."), "info")
    return redirect(url_for(".asked", token=token), 303)


def _page(form: AskForm, stamp: Stamp | None = None, *, nobody_inside: bool = False) -> str:
    """Return the form; a stamp that is not ours or too old is replaced, so that sending works."""
    now = clock.now()
    if stamp is None or stamp.is_too_old(now):
        form.stamp.data = stamps.new(now)
    form.homepage.data = ""
    with db.reading() as session:
        return render_template(
            "tandems/ask.html",
            form=form,
            saved=_saved(session),
            sentences=consent.SENTENCES,
            nobody_inside=nobody_inside,
            help=help_for(form.wish.data or ""),
        )


def _private(session: Session, token: str, form: SureForm) -> str:
    found = reads.asked(session, policy.asked(session, token))
    return render_template("tandems/asked.html", asked=found, token=token, form=form)


def _doubt(form: AskForm, stamp: Stamp | None, now: datetime) -> str:
    """Return why to ask once more, empty if there is no reason.

    A machine may have filled the form in, or it is an old one.
    """
    words = ""
    if stamp is not None and stamp.is_too_old(now):
        words = _(
            "This form was open for more than a day. Nothing is lost: please look over it and "
            "send it once more."
        )
    elif form.homepage.data or stamp is None or stamp.is_too_quick(now):
        words = _(
            "That went very fast. Nothing is lost: please look over it and send it once more."
        )
    return words


def _company(session: Session, form: AskForm) -> Organisation | None:
    if not form.code.data:
        return None
    found = organisation_by_code(session, form.code.data)
    if found is None:
        raise UnknownCode
    return found


def _asking(session: Session, form: AskForm) -> Asking:
    content = Content(form.first_name.data, form.contact.data, form.wish.data or "")
    if form.shows_search.data:
        content = replace(content, searched=form.search_words, saved=_saved(session))
    return Asking(
        content=content,
        whom=Whom(form.whom.data),
        postcode=form.postcode.data or "",
        organisation=_company(session, form),
        text_version=consent.VERSION,
        shows_search=bool(form.shows_search.data),
    )


def _saved(session: Session) -> tuple[SavedTitle, ...]:
    """Return the offers on the asker's own list, by key and title."""
    kept = own_list(session, person(), cookie.get(SAVED), now=clock.now())
    entries = kept.offers if kept else []
    return tuple(SavedTitle(entry.offer.key, entry.offer.title) for entry in entries)
