"""Noting a conversation: nothing that was typed is lost, whatever goes wrong."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from mentorhub.kit import clock
from mentorhub.kit.crypto import Cipher, new_token
from mentorhub.tandems import policy
from mentorhub.tandems.actions import cases as deeds
from mentorhub.tandems.actions.cases import ChangedMeanwhile
from mentorhub.tandems.actions.holding import CaseOver
from mentorhub.tandems.forms.counselling import ConversationForm
from mentorhub.tandems.models import Case, Conversation
from mentorhub.tandems.queries import cases as reads
from mentorhub.tandems.queries.opening import text_of
from mentorhub.tandems.views.room import bp, person, reason
from mentorhub.web.context import db, service

LONGEST_DRAFT = 30_000  # characters; the form itself allows less


@bp.get("/faelle/<int:case_id>/gespraeche")
def conversation(case_id: int) -> ResponseReturnValue:
    """Show the form for a new conversation, with the draft if there is one."""
    with db.reading() as session:
        found = policy.own_case(session, person(), case_id)
        mentor = policy.mentor(session, person())
        draft = reads.draft_of(session, service(Cipher), found, mentor)
        if draft is None:
            form = ConversationForm(entry=new_token(), held_on=clock.today())
            return _page(session, found, form)
        fields, at = draft
        return _page(session, found, ConversationForm(_as_typed(fields)), draft_at=at)


@bp.post("/faelle/<int:case_id>/gespraeche")
def log_conversation(case_id: int) -> ResponseReturnValue:
    """Keep a conversation with its next steps."""
    form = _form()
    try:
        with db.writing() as session:
            found = policy.own_case(session, person(), case_id)
            if not form.validate() or not form.entry.data:
                return _page(session, found, form), 422
            deeds.log_conversation(
                session,
                service(Cipher),
                found,
                form.record,
                form.steps,
                entry=form.entry.data,
                by=policy.mentor(session, person()),
                now=clock.now(),
            )
    except CaseOver as problem:
        return _refused(case_id, form, problem)
    flash(_("The conversation is noted."), "success")
    return redirect(url_for(".case", case_id=case_id), 303)


@bp.post("/faelle/<int:case_id>/entwurf")
def keep_draft(case_id: int) -> ResponseReturnValue:
    """Keep what has been typed so far, whether or not it is complete."""
    form, now = _form(), clock.now()
    by_script = bool(request.headers.get("HX-Request"))
    fields = {name: value for name, value in request.form.items() if name in form}
    try:
        with db.writing() as session:
            found = policy.own_case(session, person(), case_id)
            if sum(map(len, fields.values())) > LONGEST_DRAFT:
                form.form_errors.append(_("This is too long to be kept as a draft."))
                return form.form_errors[0] if by_script else _page(session, found, form), 422
            mentor = policy.mentor(session, person())
            deeds.keep_draft(session, service(Cipher), found, fields, by=mentor, now=now)
    except CaseOver as problem:
        if by_script:
            raise
        return _refused(case_id, form, problem)
    if by_script:
        return render_template("tandems/_draft.html", at=now)
    flash(_("The draft is kept."), "success")
    return redirect(url_for(".conversation", case_id=case_id), 303)


@bp.post("/faelle/<int:case_id>/entwurf/loeschung")
def drop_draft(case_id: int) -> ResponseReturnValue:
    """Delete what has been typed so far."""
    with db.writing() as session:
        found = policy.own_case(session, person(), case_id)
        deeds.drop_draft(session, found, policy.mentor(session, person()))
    return redirect(url_for(".conversation", case_id=case_id), 303)


@bp.get("/faelle/<int:case_id>/gespraeche/<int:conversation_id>")
def conversation_change(case_id: int, conversation_id: int) -> ResponseReturnValue:
    """Show what was noted, to be corrected."""
    with db.reading() as session:
        talk = policy.own_conversation(session, person(), case_id, conversation_id)
        form = ConversationForm(
            version=talk.version,
            held_on=talk.held_on,
            minutes=talk.minutes,
            channel=talk.channel.value,
            notes=text_of(service(Cipher), talk) or "",
        )
        return _change_page(case_id, talk, form)


@bp.post("/faelle/<int:case_id>/gespraeche/<int:conversation_id>")
def change_conversation(case_id: int, conversation_id: int) -> ResponseReturnValue:
    """Correct what was noted, unless somebody else has done so since it was read."""
    form = _form()
    try:
        with db.writing() as session:
            talk = policy.own_conversation(session, person(), case_id, conversation_id)
            if not form.validate():
                return _change_page(case_id, talk, form), 422
            deeds.change_conversation(
                session,
                service(Cipher),
                talk,
                form.record,
                version=_number(form.version.data),
                by=policy.mentor(session, person()),
                now=clock.now(),
            )
    except ChangedMeanwhile:
        return _conflict(case_id, conversation_id, form)
    except CaseOver as problem:
        form.form_errors.append(str(reason(problem)))
        with db.reading() as session:
            talk = policy.own_conversation(session, person(), case_id, conversation_id)
            return _change_page(case_id, talk, form), problem.status
    flash(_("The note is changed."), "success")
    return redirect(url_for(".case", case_id=case_id), 303)


def _form() -> ConversationForm:
    form = ConversationForm(request.form)
    form.today = clock.today()
    return form


def _page(
    session: Session, found: Case, form: ConversationForm, draft_at: datetime | None = None
) -> str:
    form.entry.data = form.entry.data or new_token()
    view = reads.view_of(session, service(Cipher), found)
    return render_template("tandems/conversation.html", case=view, form=form, draft_at=draft_at)


def _refused(case_id: int, form: ConversationForm, problem: CaseOver) -> ResponseReturnValue:
    """Show the form again with what was typed: the case ended while it was being written."""
    form.form_errors.append(str(reason(problem)))
    with db.reading() as session:
        return _page(session, policy.own_case(session, person(), case_id), form), problem.status


def _change_page(
    case_id: int, talk: Conversation, form: ConversationForm, newer: str | None = None
) -> str:
    return render_template(
        "tandems/conversation_change.html", case_id=case_id, talk=talk, form=form, newer=newer
    )


def _conflict(case_id: int, conversation_id: int, form: ConversationForm) -> ResponseReturnValue:
    """Show both versions; what was typed stays in the form and can be saved over the newer one."""
    with db.reading() as session:
        talk = policy.own_conversation(session, person(), case_id, conversation_id)
        form.version.data = talk.version
        newer = text_of(service(Cipher), talk)
        return _change_page(case_id, talk, form, newer), ChangedMeanwhile.status


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _as_typed(fields: dict[str, str]) -> MultiDict[str, str]:
    return MultiDict(fields)
