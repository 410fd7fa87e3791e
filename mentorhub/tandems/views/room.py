"""The blueprint of this room and what its pages share."""

from dataclasses import replace

from flask import Blueprint, Response, g, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from mentorhub.accounts.models import Person
from mentorhub.kit import clock
from mentorhub.kit.errors import Refused
from mentorhub.recommend.queries.offers import visible_keys
from mentorhub.tandems import labels
from mentorhub.tandems.actions.cases import CannotGiveBack
from mentorhub.tandems.actions.holding import CaseOver
from mentorhub.tandems.content import Content
from mentorhub.web import errors

bp = Blueprint("tandems", "mentorhub.tandems", template_folder="templates")
bp.add_app_template_filter(labels.channel_name, "channel_name")
bp.add_app_template_filter(labels.outcome_name, "outcome_name")
bp.add_app_template_filter(labels.deed_name, "deed_name")

_REASONS: dict[type[Refused], LazyString] = {
    CaseOver: _l("This case has ended. Open it again if it goes on."),
    CannotGiveBack: _l("This case did not come from a desk, so it cannot go back to one."),
}


def person() -> Person | None:
    """Return who is signed in, None for a visitor."""
    found: Person | None = g.get("person")
    return found


def reason(problem: Refused) -> LazyString | None:
    """Return what a refusal means here, None if only its kind can be told."""
    return _REASONS.get(type(problem))


def still_offered(session: Session, content: Content | None) -> set[str]:
    """Return the keys of what the person saved and can still take."""
    keys = [each.key for each in content.saved] if content else []
    return visible_keys(session, keys, clock.today())


@bp.errorhandler(Refused)
def _refused(problem: Refused) -> ResponseReturnValue:
    words = reason(problem)
    known = errors.BY_STATUS[problem.status]
    return errors.answer(problem.status, replace(known, meaning=words) if words else None)


@bp.after_request
def _keep_nothing(answer: Response) -> Response:
    """Leave no page of this room in a browser, and only the empty form in a search engine.

    On a shared computer the way back must not lead to what somebody has typed.
    """
    answer.headers["Cache-Control"] = "no-store"
    if request.endpoint != "tandems.ask":
        answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
