"""The blueprint of the editors' pages and what they share."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, make_response, render_template

from mentorhub.accounts.models import Role
from mentorhub.kit import clock
from mentorhub.recommend import policy, wording
from mentorhub.recommend.actions.catalogue import EDITOR, Origin
from mentorhub.recommend.views.blueprint import person

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
    return file_to_save("\ufeff" + "\r\n".join(rows) + "\r\n", "text/csv", name)


def file_to_save(text: str, kind: str, name: str) -> Response:
    """Return a text of this media type to be saved under the name."""
    answer = make_response(text)
    answer.headers["Content-Type"] = f"{kind}; charset=utf-8"
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


def progress(template: str, *, is_over: bool, **facts: Any) -> Response:
    """Return how far something is, for a page that asks again; once it is over it reloads."""
    answer = make_response(render_template(template, **facts))
    if is_over:
        answer.headers["HX-Refresh"] = "true"
    return answer


def _cell(value: str) -> str:
    safe = f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t") else value
    return '"' + safe.replace('"', '""') + '"'
