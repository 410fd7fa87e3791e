"""Who pays for a course: what a mentor notes in a case about it, and what follows."""

from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from mentorhub.kit import clock
from mentorhub.kit.crypto import Cipher
from mentorhub.kit.errors import Missing, Refused
from mentorhub.recommend import wording
from mentorhub.recommend.funding_book import FundingBook
from mentorhub.recommend.models import Offer
from mentorhub.recommend.policy import public_courses
from mentorhub.recommend.queries import offers
from mentorhub.tandems import policy
from mentorhub.tandems.actions import funding as deeds
from mentorhub.tandems.actions.cases import ChangedMeanwhile
from mentorhub.tandems.actions.holding import CaseOver
from mentorhub.tandems.content import SavedTitle
from mentorhub.tandems.forms.funding import FundingForm, chosen_offers
from mentorhub.tandems.funding_note import FundingNote
from mentorhub.tandems.models import Case
from mentorhub.tandems.queries import cases as case_reads
from mentorhub.tandems.queries import funding as reads
from mentorhub.tandems.queries.funding import Advice, Kept
from mentorhub.tandems.views import funding_words
from mentorhub.tandems.views.funding_words import OnSheet
from mentorhub.tandems.views.room import bp, person, reason
from mentorhub.web.context import db, service
from mentorhub.web.forms import choices

MOST_FOUND = 8
TAKE = "uebernehmen"


@dataclass(frozen=True)
class Reckoned:
    """A form that was sent and is valid: what it says, about which offer, what follows."""

    note: FundingNote
    offer: Offer | None
    advice: Advice


@bp.get("/faelle/<int:case_id>/foerderung")
def case_funding(case_id: int) -> ResponseReturnValue:
    """Show the form, and who pays if something is kept in the case."""
    today = clock.today()
    with db.reading() as session:
        found = _unerased(session, case_id)
        kept = reads.kept(session, service(Cipher), found)
        note = (kept.note if kept else None) or FundingNote()
        form = FundingForm.of(note, kept.revision if kept else "", today)
        return _page(session, found, form, _reckoned(session, note, today), kept)


@bp.post("/faelle/<int:case_id>/foerderung")
def reckon_funding(case_id: int) -> ResponseReturnValue:
    """Say who pays for what was noted; keep it, or take tasks over, where that is wanted."""
    form, today = FundingForm(request.form, clock.today()), clock.today()
    with db.reading() as session:
        found = _unerased(session, case_id)
        kept = reads.kept(session, service(Cipher), found)
        reckoned = _sent(session, kept, form, today)
        if found.ending:
            form.form_errors.append(str(reason(CaseOver())))
            return _page(session, found, form, reckoned, kept), CaseOver.status
        if reckoned is None or not _picks_well(form, reckoned.advice):
            return _page(session, found, form, reckoned, kept), 422 if form.errors else 200
    try:
        count = _write(case_id, form, reckoned, today)
    except (ChangedMeanwhile, CaseOver) as problem:
        return _refused(case_id, form, reckoned, problem)
    if count is not None:
        flash(_taken(count), "success")
    if form.keeps:
        return redirect(url_for(".case_funding", case_id=case_id, _anchor="ergebnis"), 303)
    form.picked = frozenset()
    with db.reading() as session:
        found = _unerased(session, case_id)
        return _page(session, found, form, reckoned, reads.kept(session, service(Cipher), found))


@bp.post("/faelle/<int:case_id>/foerderung/loeschung")
def delete_funding(case_id: int) -> ResponseReturnValue:
    """Delete what is kept for funding, at once."""
    with db.writing() as session:
        found = policy.own_case(session, person(), case_id)
        deeds.delete(session, found, by=policy.mentor(session, person()), now=clock.now())
    flash(_("The details for funding are deleted."), "success")
    return redirect(url_for(".case_funding", case_id=case_id), 303)


def on_sheet(session: Session, found: Case, today: date) -> OnSheet | None:
    """Return the way to pay for the sheet to take home, None unless the mentor ticked it."""
    kept = reads.kept(session, service(Cipher), found)
    if kept is None or kept.note is None or not kept.note.on_sheet:
        return None
    reckoned = _reckoned(session, kept.note, today)
    return funding_words.on_sheet(reckoned.advice, kept.note) if reckoned else None


def _unerased(session: Session, case_id: int) -> Case:
    found = policy.own_case(session, person(), case_id)
    if found.sealed is None:
        raise Missing(str(case_id))
    return found


def _sent(session: Session, kept: Kept | None, form: FundingForm, today: date) -> Reckoned | None:
    """Return what was sent, None with errors in the form if it cannot be read."""
    before = (kept.note if kept else None) or FundingNote()
    form.is_on_sheet = before.on_sheet
    _pick_found(session, form, today)
    offer = reads.course(session, form.angebot.data, today) if form.angebot.data else None
    fine = form.validate()
    if form.angebot.data and offer is None:
        form.angebot.errors = [_("This course is not offered any more. Please choose another.")]
        form.angebot.data, fine = "", False
    if not fine:
        return None
    title = SavedTitle(offer.key, offer.title) if offer else None
    reckoned = _reckoned(session, form.note(title, before.health_since), today)
    if reckoned is None and not form.suche.data:
        form.form_errors.append(_("Please fill in at least one of the fields."))
    return reckoned


def _pick_found(session: Session, form: FundingForm, today: date) -> None:
    """Choose what was looked for, if it is one course: its key, or words that only it has."""
    words = (form.suche.data or "").strip()
    if not words:
        return
    exact = reads.course(session, words, today)
    found = [exact] if exact else offers.current_with(session, words, today, MOST_FOUND)
    if len(found) == 1:
        form.angebot.data, form.suche.data = found[0].key, ""
    elif form.angebot.data in {one.key for one in found}:
        form.suche.data = ""


def _reckoned(session: Session, note: FundingNote, today: date) -> Reckoned | None:
    if note.is_empty:
        return None
    offer = reads.offer_of(session, note, today)
    return Reckoned(note, offer, reads.advise(service(FundingBook), note, offer, today))


def _picks_well(form: FundingForm, advice: Advice) -> bool:
    """Return whether tasks to take over were ticked that are there; say so in the form if not."""
    if request.form.get("tun") != TAKE:
        return True
    there = {
        pick.value
        for todo in funding_words.todos(advice, form.today, frozenset(), None)
        for pick in todo.picks
    }
    if form.picked and form.picked <= there:
        return True
    form.form_errors.append(
        _("Your details lead to other tasks now. Please look over them and tick them again.")
        if form.picked
        else _("Please tick what shall become a next step.")
    )
    return False


def _write(case_id: int, form: FundingForm, reckoned: Reckoned, today: date) -> int | None:
    """Keep the details and take tasks over, in one go; return how many are new, if any should be.

    Raises:
        ChangedMeanwhile, CaseOver, Missing: see the deeds.
    """
    takes = request.form.get("tun") == TAKE
    if not (form.keeps or takes):
        return None
    with db.writing() as session:
        found = policy.own_case(session, person(), case_id)
        by, now, cipher = policy.mentor(session, person()), clock.now(), service(Cipher)
        if form.keeps:
            revision = form.revision.data or ""
            deeds.keep(session, cipher, found, reckoned.note, revision=revision, by=by, now=now)
        if not takes:
            return None
        picks = [
            pick
            for todo in funding_words.todos(reckoned.advice, today, frozenset(), form.picked)
            for pick in todo.picks
            if pick.ticked
        ]
        steps = {pick.entry: pick.step for pick in picks}
        return deeds.take_over(session, cipher, found, steps, by=by, now=now)


def _refused(
    case_id: int, form: FundingForm, reckoned: Reckoned, problem: Refused
) -> ResponseReturnValue:
    """Show the form with what was typed: another mentor was faster, or the case has ended."""
    with db.reading() as session:
        found = _unerased(session, case_id)
        kept = reads.kept(session, service(Cipher), found)
        if isinstance(problem, ChangedMeanwhile):
            form.revision.data = kept.revision if kept else ""
            return _page(session, found, form, reckoned, kept, meanwhile=True), problem.status
        form.form_errors.append(str(reason(problem)))
        return _page(session, found, form, reckoned, kept), problem.status


def _page(
    session: Session,
    found: Case,
    form: FundingForm,
    reckoned: Reckoned | None,
    kept: Kept | None,
    *,
    meanwhile: bool = False,
) -> str:
    view = case_reads.view_of(session, service(Cipher), found)
    _offer_choices(session, form, view.content.saved if view.content else ())
    shown = None
    if reckoned:
        form.weg.choices = choices(funding_words.way_choices(reckoned.advice))
        form.weg.data = funding_words.chosen_choice(reckoned.advice)
        taken = reads.taken_over(session, found, funding_words.entries(reckoned.advice))
        wanted = form.picked if form.errors else None
        todos = funding_words.todos(reckoned.advice, form.today, taken, wanted)
        shown = funding_words.shown(reckoned.advice, reckoned.note, todos)
    return render_template(
        "tandems/case_funding.html",
        case=view,
        form=form,
        kept=kept,
        kept_words=funding_words.facts_of(kept.note) if kept and kept.note else (),
        reckoned=reckoned,
        shown=shown,
        words=wording,
        meanwhile=meanwhile,
    )


def _offer_choices(session: Session, form: FundingForm, saved: tuple[SavedTitle, ...]) -> None:
    """Let the mentor choose from what the person saved, what was looked for and what is chosen."""
    words, today = (form.suche.data or "").strip(), form.today
    found = offers.current_with(session, words, today, MOST_FOUND) if words else []
    if words and not found:
        form.suche.errors = [*form.suche.errors, _("We found no course with these words.")]
    form.angebot.data = form.angebot.data or ""
    keys = [form.angebot.data, *(one.key for one in saved)]
    known = public_courses(session, keys, today)
    by_key = {key: known[key] for key in keys if key in known} | {one.key: one for one in found}
    form.angebot.choices = chosen_offers(
        [funding_words.offer_choice(one, today) for one in by_key.values()]
    )


def _taken(count: int) -> str:
    if not count:
        return str(_("These tasks are next steps of the case already."))
    return str(
        ngettext("%(num)s task is a next step now.", "%(num)s tasks are next steps now.", count)
    )
