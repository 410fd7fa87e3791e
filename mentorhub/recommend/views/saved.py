"""The list of saved offers: one's own, with or without an account, and one that is shared."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.accounts.models.signing_in import VISIT
from mentorhub.kit import clock
from mentorhub.kit.crypto import Cipher
from mentorhub.kit.errors import Missing
from mentorhub.recommend import funding_book, policy
from mentorhub.recommend.actions import saved as lists
from mentorhub.recommend.forms.public import SavedForm
from mentorhub.recommend.funding_book import FundingBook
from mentorhub.recommend.models import SavedList
from mentorhub.recommend.queries.saved import share_token
from mentorhub.recommend.views import visit
from mentorhub.recommend.views.blueprint import bp, person
from mentorhub.recommend.views.cards import Card, card, case_of
from mentorhub.recommend.views.visit import Told
from mentorhub.web.context import db, service
from mentorhub.web.links import local_path

COOKIE = "saved"


def after_sign_in(person_id: int) -> None:
    """Hand the list that was made without an account over to the person who signed in.

    The blueprint does this by itself on the first page after signing in; whoever needs it earlier
    calls it once the sign-in's own transaction is over.
    """
    token = cookie.pop(COOKIE, None)
    if token is None:
        return
    with db.writing() as session:
        lists.hand_over(session, token=token, person_id=person_id, now=clock.now())


@bp.before_app_request
def _take_the_list_along() -> None:
    known = person()
    if known is not None and COOKIE in cookie:
        after_sign_in(known.id)


def saved_keys(session: Session) -> frozenset[str]:
    """Return the keys of the offers on the own list of whoever is asking."""
    kept = _own(session)
    return frozenset(entry.offer.key for entry in kept.offers) if kept else frozenset()


@bp.get("/merkliste")
def saved() -> ResponseReturnValue:
    """Show the own list."""
    with db.reading() as session:
        kept = _own(session)
        cards = _cards(kept, visit.told(session))
        return render_template(
            "recommend/saved.html",
            cards=cards,
            kept=kept,
            link=_link(kept),
            hours=VISIT // timedelta(hours=1),
            days=lists.VISITOR_LIST.days,
            removed=_removed(session, kept),
        )


@bp.post("/merkliste/angebote")
def save() -> ResponseReturnValue:
    """Put an offer on the own list."""
    form = _form()
    with db.writing() as session:
        known = person()
        offer = policy.offer_to_save(session, form.key.data, clock.today())
        token = lists.save(
            session,
            offer,
            person_id=known.id if known else None,
            token=cookie.get(COOKIE),
            now=clock.now(),
        )
    if token:
        cookie[COOKIE] = token
    return _changed(form, _("Kept. You find it on your list."), is_saved=True)


@bp.post("/merkliste/streichungen")
def unsave() -> ResponseReturnValue:
    """Take an offer off the own list; going back to the list, that can be undone."""
    form = _form()
    with db.writing() as session:
        kept = policy.own_list_to_change(session, person(), cookie.get(COOKIE), now=clock.now())
        lists.remove(session, kept, policy.own_saved_offer(kept, form.key.data))
    if local_path(form.next.data, "") in ("", url_for("recommend.saved")):
        return redirect(url_for("recommend.saved", entfernt=form.key.data), 303)
    return _changed(form, _("Taken off your list."), is_saved=False)


@bp.post("/merkliste/freigabe")
def share() -> ResponseReturnValue:
    """Make a link under which others can read the list."""
    with db.writing() as session:
        kept = policy.own_list_to_change(session, person(), cookie.get(COOKIE), now=clock.now())
        lists.share(service(Cipher), kept)
    return redirect(url_for("recommend.saved") + "#teilen", 303)


@bp.post("/merkliste/freigabe/ende")
def unshare() -> ResponseReturnValue:
    """Switch the link off."""
    with db.writing() as session:
        lists.unshare(
            policy.own_list_to_change(session, person(), cookie.get(COOKIE), now=clock.now())
        )
    flash(_("The link does not work any more."), "success")
    return redirect(url_for("recommend.saved"), 303)


@bp.get("/geteilt/<token>")
def shared(token: str) -> ResponseReturnValue:
    """Show a list that somebody shares; nothing says whose it is."""
    with db.reading() as session:
        kept = policy.shared_list(session, token, now=clock.now())
        return render_template(
            "recommend/shared.html",
            cards=_cards(kept, visit.told(session), own=saved_keys(session)),
        )


def _own(session: Session) -> SavedList | None:
    return policy.own_list(session, person(), cookie.get(COOKIE), now=clock.now())


def _cards(
    kept: SavedList | None, told: Told, own: frozenset[str] | None = None
) -> tuple[Card, ...]:
    """Return the offers of a list; ``own`` are the keys on the reader's own, None: this is it."""
    if kept is None:
        return ()
    book, today = service(FundingBook), clock.today()
    keys = frozenset(entry.offer.key for entry in kept.offers) if own is None else own
    cards = []
    for offer in (entry.offer for entry in kept.offers):
        chances = funding_book.chances(book, offer, told.facts, today)
        cards.append(card(offer, case_of(offer, chances, told, today), today, saved=keys))
    return tuple(cards)


def _link(kept: SavedList | None) -> str | None:
    token = share_token(service(Cipher), kept) if kept else None
    return url_for("recommend.shared", token=token, _external=True) if token else None


def _removed(session: Session, kept: SavedList | None) -> tuple[str, str] | None:
    """Return key and title of the offer that was just taken off, if it can be put back."""
    key = request.args.get("entfernt", "")
    if not key or (kept and any(entry.offer.key == key for entry in kept.offers)):
        return None
    try:
        offer = policy.offer_to_save(session, key, clock.today())
    except Missing:
        return None
    return offer.key, offer.title


def _form() -> SavedForm:
    form = SavedForm(request.form)
    if not form.validate():
        raise Missing
    return form


def _changed(form: SavedForm, words: str, *, is_saved: bool) -> ResponseReturnValue:
    """Answer with the button alone where scripts asked, otherwise go back to the page."""
    if request.headers.get("HX-Request"):
        return render_template(
            "recommend/_save_swap.html", key=form.key.data, is_saved=is_saved, next=form.next.data
        )
    flash(words, "success")
    return redirect(local_path(form.next.data, url_for("recommend.saved")), 303)
