"""The editors' pages about offers: find, write, withdraw, look back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.accounts import queries as accounts
from mentorhub.kit import clock
from mentorhub.recommend import policy
from mentorhub.recommend.actions import catalogue
from mentorhub.recommend.actions.catalogue import (
    AlreadyWithdrawn,
    ChangedMeanwhile,
    KeyTaken,
    NotWithdrawn,
)
from mentorhub.recommend.forms.editors import (
    LONGEST_SEARCH,
    OfferForm,
    WithdrawalForm,
    given_by,
)
from mentorhub.recommend.forms.public import page_of
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.models import Offer, OfferVersion
from mentorhub.recommend.queries import links as link_rows
from mentorhub.recommend.queries import offers as catalogue_rows
from mentorhub.recommend.queries import places
from mentorhub.recommend.versions import differences
from mentorhub.recommend.views import fact_words
from mentorhub.recommend.views.blueprint import person
from mentorhub.recommend.views.editing import bp, by_hand, editor_id
from mentorhub.recommend.views.editors_links import link_of
from mentorhub.recommend.views.editors_twins import twins_of
from mentorhub.recommend.views.fact_words import Change
from mentorhub.web.context import db, service

VERSIONS_SHOWN = 25
MORE = "more"
"""The name of the button that adds a row for one more date."""


@dataclass(frozen=True)
class Entry:
    """One version as the history shows it; ``can_return`` if it differs from what is now.

    ``number`` counts the versions of the offer from 1.
    """

    number: int
    version: OfferVersion
    deed: str
    who: str
    why: str
    changes: Sequence[Change]
    can_return: bool


@dataclass(frozen=True)
class Conflict:
    """What somebody else wrote meanwhile: who and when, and how it differs from what was typed."""

    version: OfferVersion
    who: str
    changes: Sequence[Change]


@bp.get("/angebote")
def offers() -> ResponseReturnValue:
    """List offers by words and state."""
    editor_id()
    today = clock.today()
    words = " ".join(request.args.get("q", "")[:LONGEST_SEARCH].split())
    state = request.args.get("stand", "current")
    if state not in catalogue_rows.STATES:
        state = "current"
    with db.reading() as session:
        page = catalogue_rows.editors_page(
            session, words=words, state=state, page=page_of(request.args), today=today
        )
        counts = catalogue_rows.editors_counts(session, words=words, today=today)
        known = link_rows.by_address(session, [one.link for one in page.rows if one.link])
        return render_template(
            "recommend/editors/offers.html",
            page=page,
            counts=counts,
            dead=frozenset(each.address for each in known.values() if each.state == "dead"),
            search=words,
            state=state,
            states=fact_words.states(),
            state_of=fact_words.state_of,
            today=today,
        )


@bp.get("/angebote/neu")
def new() -> ResponseReturnValue:
    """Show an empty form."""
    editor_id()
    return _new_page(OfferForm(given={"as_of": clock.today()}))


@bp.post("/angebote")
def add() -> ResponseReturnValue:
    """Add an offer, or one more row for a date."""
    editor_id()
    form = OfferForm(request.form)
    if MORE in request.form:
        form.add_row()
        return _new_page(form, more=True)
    if not form.validate():
        return _new_page(form), 422
    try:
        with db.writing() as session:
            record = form.record(catalogue.free_key(session, form.title.data))
            catalogue.add(session, record, origin=by_hand(), gazetteer=service(Gazetteer))
    except KeyTaken:
        form.title.errors = [_("Somebody added an offer of this name just now. Please save again.")]
        return _new_page(form), 409
    flash(_("Saved. Visitors find the offer in a moment."), "success")
    return redirect(url_for(".edit", key=record.key), 303)


@bp.get("/angebot/<path:key>", merge_slashes=False)
def edit(key: str) -> ResponseReturnValue:
    """Show one offer as a form."""
    with db.reading() as session:
        offer = policy.offer_to_edit(session, person(), key)
        return _edit_page(session, offer, OfferForm(given=given_by(offer)))


@bp.post("/angebot/<path:key>", merge_slashes=False)
def change(key: str) -> ResponseReturnValue:
    """Change an offer, or add one more row for a date."""
    form = OfferForm(request.form)
    if MORE in request.form or not form.validate():
        with db.reading() as session:
            return _again(session, policy.offer_to_edit(session, person(), key), form)
    with db.writing() as session:
        offer = policy.offer_to_edit(session, person(), key)
        origin, before = by_hand(), offer.digest
        try:
            catalogue.change(
                session,
                offer,
                form.record(key),
                origin=origin,
                gazetteer=service(Gazetteer),
                seen=form.seen.data or "",
            )
        except ChangedMeanwhile:
            return _conflict_page(session, offer, form), 409
        changed = offer.digest != before
    flash(_("Saved.") if changed else _("Nothing was changed."), "success" if changed else "info")
    return redirect(url_for(".edit", key=key), 303)


@bp.get("/ruecknahme/<path:key>", merge_slashes=False)
def withdrawal(key: str) -> ResponseReturnValue:
    """Ask why an offer shall be withdrawn."""
    with db.reading() as session:
        offer = policy.offer_to_edit(session, person(), key)
        return _withdrawal_page(offer, WithdrawalForm())


@bp.post("/ruecknahme/<path:key>", merge_slashes=False)
def withdraw(key: str) -> ResponseReturnValue:
    """Withdraw an offer."""
    form = WithdrawalForm(request.form)
    with db.writing() as session:
        offer = policy.offer_to_edit(session, person(), key)
        if not form.validate():
            return _withdrawal_page(offer, form), 422
        try:
            catalogue.withdraw(
                session, offer, by=editor_id(), reason=form.reason.data, now=clock.now()
            )
        except AlreadyWithdrawn:
            flash(_("The offer was withdrawn before."), "info")
            return redirect(url_for(".edit", key=key), 303)
    flash(_("Withdrawn. From now on no visitor finds the offer."), "success")
    return redirect(url_for(".edit", key=key), 303)


@bp.post("/wiederaufnahme/<path:key>", merge_slashes=False)
def restore(key: str) -> ResponseReturnValue:
    """Take a withdrawn offer up again."""
    with db.writing() as session:
        offer = policy.offer_to_edit(session, person(), key)
        try:
            catalogue.restore(session, offer, by=editor_id(), now=clock.now())
        except NotWithdrawn:
            flash(_("The offer is not withdrawn."), "info")
            return redirect(url_for(".edit", key=key), 303)
    flash(_("The offer is back in the catalogue."), "success")
    return redirect(url_for(".edit", key=key), 303)


@bp.get("/verlauf/<path:key>", merge_slashes=False)
def history(key: str) -> ResponseReturnValue:
    """Show what became of an offer, version by version."""
    with db.reading() as session:
        offer = policy.offer_to_edit(session, person(), key)
        versions = catalogue_rows.history(session, offer)
        pages = max(1, -(-len(versions) // VERSIONS_SHOWN))
        page = min(page_of(request.args), pages)
        first = (page - 1) * VERSIONS_SHOWN
        return render_template(
            "recommend/editors/history.html",
            offer=offer,
            versions=_entries(session, offer, versions, first),
            page=page,
            pages=pages,
            total=len(versions),
        )


@bp.post("/fassungen/<int:version_id>/wiederherstellung")
def restore_version(version_id: int) -> ResponseReturnValue:
    """Give an offer the shape that an earlier version had."""
    with db.writing() as session:
        offer, version = policy.version_to_restore(session, person(), version_id)
        key = offer.key
        try:
            catalogue.change(
                session,
                offer,
                catalogue.record_of(key, version.facts),
                origin=by_hand(),
                gazetteer=service(Gazetteer),
                seen=request.form.get("seen", ""),
            )
        except ChangedMeanwhile:
            flash(
                _("Somebody else changed the offer meanwhile. Please look at the newest version."),
                "danger",
            )
            return redirect(url_for(".history", key=key), 303)
    flash(_("The offer is again as it was in that version."), "success")
    return redirect(url_for(".edit", key=key), 303)


def _new_page(form: OfferForm, *, more: bool = False) -> str:
    form.show_rows()
    return render_template("recommend/editors/new.html", form=form, more=more)


def _again(session: Session, offer: Offer, form: OfferForm) -> ResponseReturnValue:
    if MORE not in request.form:
        return _edit_page(session, offer, form), 422
    form.add_row()
    return _edit_page(session, offer, form, more=True)


def _edit_page(
    session: Session,
    offer: Offer,
    form: OfferForm,
    *,
    more: bool = False,
    conflict: Conflict | None = None,
) -> str:
    form.show_rows()
    by = offer.withdrawal.by_id if offer.withdrawal else None
    today = clock.today()
    return render_template(
        "recommend/editors/edit.html",
        offer=offer,
        form=form,
        more=more,
        conflict=conflict,
        link=link_of(session, offer.link),
        doubt=fact_words.doubt(offer, places.towns_of(session, offer.postcode or "")),
        state=fact_words.state_of(offer, today),
        twins=twins_of(session, offer, today),
        withdrawn_by=accounts.names(session, [by]).get(by, "") if by else "",
        why=fact_words.why(offer.withdrawal.reason if offer.withdrawal else None),
    )


def _conflict_page(session: Session, offer: Offer, form: OfferForm) -> str:
    """Show both versions; what was typed stays, and saving once more puts it above the other."""
    form.seen.data = offer.digest
    newest = catalogue_rows.history(session, offer)[0]
    typed = catalogue.facts_of(form.record(offer.key))
    conflict = Conflict(
        version=newest,
        who=_teller(session, [newest])(newest),
        changes=fact_words.changes(catalogue.snapshot(offer), typed),
    )
    return _edit_page(session, offer, form, conflict=conflict)


def _withdrawal_page(offer: Offer, form: WithdrawalForm) -> str:
    return render_template("recommend/editors/withdrawal.html", offer=offer, form=form)


def _entries(
    session: Session, offer: Offer, versions: Sequence[OfferVersion], first: int
) -> list[Entry]:
    shown = versions[first : first + VERSIONS_SHOWN]
    name_of = _teller(session, shown)
    now = catalogue.snapshot(offer)
    return [
        Entry(
            number=len(versions) - first - place,
            version=version,
            deed=fact_words.deed(version.deed),
            who=name_of(version),
            why=fact_words.why(version.facts.get("withdrawn")),
            changes=fact_words.changes(older.facts, version.facts) if older else (),
            can_return=bool(differences(version.facts, now)),
        )
        for place, (version, older) in enumerate(
            zip(shown, (*versions[first + 1 :], None), strict=False)
        )
    ]


def _teller(session: Session, versions: Sequence[OfferVersion]) -> Callable[[OfferVersion], str]:
    """Return what tells who made one of these versions; the names are read once."""
    ids = [version.by_id for version in versions if version.by_id is not None]
    names = accounts.names(session, ids)
    return lambda version: fact_words.who(version, names)
