"""The mentors' desk: who waits, and taking a request."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from mentorhub.kit import clock
from mentorhub.kit.crypto import Cipher
from mentorhub.tandems import policy
from mentorhub.tandems.actions import requests
from mentorhub.tandems.policy import AlreadyTaken
from mentorhub.tandems.queries import desks
from mentorhub.tandems.views.room import bp, person, still_offered
from mentorhub.web.context import db, service


@bp.get("/anliegen")
def desk() -> ResponseReturnValue:
    """Show who waits at this mentor's desks, longest first."""
    with db.reading() as session:
        mentor = policy.mentor(session, person())
        waiting = desks.waiting(session, service(Cipher), mentor)
    return render_template("tandems/desk.html", waiting=waiting, now=clock.now())


@bp.get("/anliegen/<int:request_id>")
def waiting(request_id: int) -> ResponseReturnValue:
    """Show one request, with everything but the way to reach the person."""
    try:
        with db.reading() as session:
            found = policy.waiting_request(session, person(), request_id)
            mentor = policy.mentor(session, person())
            shown = desks.waiting_one(session, service(Cipher), mentor, found)
            offered = still_offered(session, shown.content)
    except AlreadyTaken as taken:
        return _taken(taken)
    return render_template("tandems/waiting.html", waiting=shown, offered=offered, now=clock.now())


@bp.post("/anliegen/<int:request_id>/uebernahme")
def take(request_id: int) -> ResponseReturnValue:
    """Make a request this mentor's case."""
    try:
        with db.writing() as session:
            found = policy.waiting_request(session, person(), request_id)
            mentor = policy.mentor(session, person())
            case = requests.take(session, service(Cipher), found, by=mentor, now=clock.now())
            case_id = case.id
    except AlreadyTaken as taken:
        return _taken(taken)
    return redirect(url_for(".case", case_id=case_id), 303)


def _taken(taken: AlreadyTaken) -> ResponseReturnValue:
    """Lead the one who took it to the case, and tell everybody else who it was."""
    knocking = person()
    if knocking and taken.by_id == knocking.id and taken.case_id is not None:
        return redirect(url_for(".case", case_id=taken.case_id), 303)
    return render_template("tandems/taken.html", taken=taken), taken.status
