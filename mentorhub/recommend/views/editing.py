"""The blueprint of the editors' pages and what they share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import gettext as _

from mentorhub.accounts.models import Role
from mentorhub.kit import clock
from mentorhub.recommend import policy, wording
from mentorhub.recommend.actions.catalogue import EDITOR, Origin
from mentorhub.recommend.forms.public import page_of
from mentorhub.recommend.views import fact_words
from mentorhub.recommend.views.blueprint import person
from mentorhub.web.downloads import table_to_save

PROBLEMS_SHOWN = 100
EDITORS = frozenset({Role.editor.value, Role.programme_admin.value})

bp = Blueprint("editors", __name__, url_prefix="/redaktion")


@bp.context_processor
def _for_templates() -> dict[str, Any]:
    return {"words": wording}


def editor_id() -> int:
    """Return the id of the editor at hand.

    Raises:
        NotSignedIn, Denied: visitors, everybody else.
    """
    return policy.editor(person()).id


def by_hand(now: datetime | None = None) -> Origin:
    """Return who changes something here: the editor at hand, now."""
    return Origin(EDITOR, now or clock.now(), editor_id())


def table_file(lines: list[list[str]], name: str) -> Response:
    """Return a table to be saved, as spreadsheet programs in Germany read it.

    A cell that such a program would take for a formula is marked as text.
    """
    rows = (";".join(_cell(value) for value in line) for line in lines)
    return table_to_save("\ufeff" + "\r\n".join(rows) + "\r\n", name)


@dataclass(frozen=True)
class Problems:
    """One page of the bad records of a report."""

    rows: Sequence[dict[str, Any]]
    page: int
    pages: int
    total: int


def problems(report: Sequence[dict[str, Any]]) -> Problems:
    """Return the page of a report that the address asks for."""
    pages = max(1, -(-len(report) // PROBLEMS_SHOWN))
    page = min(page_of(request.args), pages)
    first = (page - 1) * PROBLEMS_SHOWN
    return Problems(report[first : first + PROBLEMS_SHOWN], page, pages, len(report))


def report_file(report: Sequence[dict[str, Any]], name: str) -> Response:
    """Return a report as a table to be saved."""
    head = [_("Number"), _("Offer"), _("Field"), _("What is wrong")]
    lines = [
        [str(each["line"]), each.get("id", ""), each["field"], fact_words.problem(each["reason"])]
        for each in report
    ]
    return table_file([head, *lines], name)


def progress(template: str, *, is_over: bool, **facts: Any) -> Response:
    """Return how far something is, for a page that asks again; once it is over it reloads."""
    answer = make_response(render_template(template, **facts))
    if is_over:
        answer.headers["HX-Refresh"] = "true"
    return answer


def _cell(value: str) -> str:
    safe = f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t") else value
    return '"' + safe.replace('"', '""') + '"'
