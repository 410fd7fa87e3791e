"""The blueprint of this room and what all its pages share."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import Blueprint, Response, current_app, g, request, url_for

from mentorhub.accounts.models import Person
from mentorhub.recommend import wording
from mentorhub.recommend.forms.companies import StaffAnswerForm
from mentorhub.recommend.funding.staff import LAW as COUNTING
from mentorhub.web.links import here

LONGEST_WISH = 500
NOT_FOR_ROBOTS = frozenset(
    {
        "recommend.search",
        "recommend.dialogue",
        "recommend.saved",
        "recommend.shared",
        "recommend.facts",
        "recommend.check",
        "recommend.own_course",
        "recommend.steps",
        "recommend.steps_file",
        "recommend.fundable_courses",
        "recommend.company_sheet",
    }
)

bp = Blueprint("recommend", "mentorhub.recommend", template_folder="templates")


@bp.after_request
def _keep_robots_out(answer: Response) -> Response:
    if request.endpoint in NOT_FOR_ROBOTS or answer.status_code >= 400:
        answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@bp.context_processor
def _for_templates() -> dict[str, Any]:
    return {
        "words": wording,
        "talk_href": talk_href,
        "talk_with_words": talk_with_words,
        "searched_before": searched_before,
        "address": address,
        "empty_staff_form": StaffAnswerForm,
        "counting_law": COUNTING,
    }


def person() -> Person | None:
    """Return who is signed in, None for a visitor."""
    found: Person | None = g.get("person")
    return found


def talk_href(wish: str = "", searched: str = "") -> str | None:
    """Return where a person can be asked for, None while no room offers that.

    ``wish`` is what the talk could be about, ``searched`` what the reader has searched for.
    """
    if "tandems.ask" not in current_app.view_functions:
        return None
    if wish == searched:
        wish = ""
    return url_for(
        "tandems.ask", q=searched[:LONGEST_WISH] or None, anlass=wish[:LONGEST_WISH] or None
    )


def talk_with_words() -> str:
    """Return where a form takes words that must stand in no address; a room offers talks."""
    return url_for("tandems.prepare")


def address(anchor: str = "") -> str:
    """Return the way back to this page after a deed; ``anchor`` is the place on it."""
    return here() + (f"#{anchor}" if anchor else "")


def searched_before() -> str:
    """Return the sentence of the search that led here, nothing if the reader came another way."""
    query = urlsplit(came_from_search() or "").query
    return parse_qs(query).get("q", [""])[0]


def came_from_search() -> str | None:
    """Return the address of the search that led here, None if the reader came another way."""
    try:
        parts = urlsplit(request.referrer or "")
    except ValueError:  # browsers never send such an address
        return None
    if parts.netloc != request.host or parts.path != url_for("recommend.search"):
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
