"""Error pages: what happened in plain words, the request id, and a way back."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeAlias

from flask import (
    Flask,
    Response,
    current_app,
    jsonify,
    make_response,
    render_template,
    request,
)
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from mentorhub.kit.errors import HouseError
from mentorhub.kit.logs import request_id
from mentorhub.web import programs

log = logging.getLogger(__name__)

TOO_MANY = 429
WRONG_METHOD = 405
PAUSE_SECONDS = 60

Words: TypeAlias = LazyString | str


@dataclass(frozen=True)
class Explanation:
    """What an error page says: a title, what it means, what to do next."""

    title: Words
    meaning: Words
    advice: Words


BY_STATUS = {
    400: Explanation(
        _l("We could not read that"),
        _l("Something in the request was incomplete or broken."),
        _l("Please go back and try it once more."),
    ),
    401: Explanation(
        _l("We do not know you"),
        _l("The key does not count, or not any more."),
        _l("Leave it out, or ask the operator for a new one."),
    ),
    403: Explanation(
        _l("This is not open to you"),
        _l("You are signed in, but this page or this step belongs to somebody else's task."),
        _l("If you think that is wrong, speak to the person who invited you."),
    ),
    404: Explanation(
        _l("There is nothing here"),
        _l("The address is wrong, or what was here has been removed."),
        _l("Check the address for typing errors, or begin at the start page."),
    ),
    405: Explanation(
        _l("That does not work this way"),
        _l("This address only takes what a form sends to it."),
        _l("Please use the pages and their buttons."),
    ),
    409: Explanation(
        _l("That does not fit any more"),
        _l("Somebody was faster, or it has been decided already."),
        _l("Go back and reload the page to see how things stand now."),
    ),
    410: Explanation(
        _l("This is gone"),
        _l("There was something here, but it can no longer be had."),
        _l("Begin at the start page."),
    ),
    413: Explanation(
        _l("That is too large"),
        _l("The file or the text is larger than we accept."),
        _l("Please send a smaller file or a shorter text."),
    ),
    415: Explanation(
        _l("We do not read this kind of file"),
        _l("What was sent is of another kind than we expect here."),
        _l("Please go back and send it in another form."),
    ),
    422: Explanation(
        _l("Something is still missing"),
        _l("Some of the entries are incomplete or do not fit together."),
        _l("Please go back and check what you entered."),
    ),
    429: Explanation(
        _l("That was a little too fast"),
        _l("Too many requests came from your connection in a short time."),
        _l("Please wait a minute and try again."),
    ),
    500: Explanation(
        _l("We made a mistake"),
        _l("An error happened on our side. It has been written down."),
        _l("Please try again later. If it happens again, tell us the number below."),
    ),
    503: Explanation(
        _l("That is not available at the moment"),
        _l("A part of the service is resting or just starting."),
        _l("Please try again in a few minutes."),
    ),
}
METHOD_FOR_PROGRAMS = _l("This address knows other methods; the header Allow names them.")
FORM_TOO_OLD = Explanation(
    _l("The form was open for too long"),
    _l("For your safety a form only counts while this browser stays open."),
    _l("Go back, reload the page and send it again."),
)


def init(app: Flask) -> None:
    """Answer every error in the design, for people, for htmx and for programs."""
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(HouseError, _house)

    @app.errorhandler(Exception)
    def unexpected(problem: Exception) -> Response:
        if app.testing or app.debug or app.config["PROPAGATE_EXCEPTIONS"]:
            raise problem
        log.error("unexpected error", exc_info=problem)
        return answer(500)


def answer(
    status: int,
    explanation: Explanation | None = None,
    *,
    errors: Sequence[Mapping[str, str]] = (),
) -> Response:
    """Return the page, part or problem document for this status.

    ``errors`` name single values, for programs: their ``name`` and the ``reason``.
    """
    known = explanation or BY_STATUS.get(status) or BY_STATUS[500 if status >= 500 else 400]
    if _wants_json():
        made = jsonify(_problem(status, known) | ({"errors": list(errors)} if errors else {}))
        made.mimetype = "application/problem+json"
    else:
        made = make_response(_page(status, known))
    made.status_code = status
    return made


def _csrf(_problem: CSRFError) -> Response:
    return answer(400, FORM_TOO_OLD)


def _http(problem: HTTPException) -> Any:
    if problem.response is not None or (problem.code or 500) < 400:
        return problem
    made = answer(problem.code or 500)
    for name, value in problem.get_headers():
        if name.lower() in ("retry-after", "allow", "www-authenticate"):
            made.headers[name] = value
    if problem.code == TOO_MANY:
        made.headers.setdefault("Retry-After", str(PAUSE_SECONDS))
    return made


def _house(problem: HouseError) -> Response:
    if problem.status >= 500:
        log.error("house error", exc_info=problem)
    says = getattr(problem, "says", None)
    known = BY_STATUS[problem.status]
    if says:
        return answer(problem.status, Explanation(known.title, says, known.advice))
    return answer(problem.status)


def _wants_json() -> bool:
    if programs.is_asking():
        return True
    accepted = request.accept_mimetypes
    best = accepted.best_match(["text/html", "application/json", "application/problem+json"])
    return best != "text/html" and bool(accepted) and not accepted.accept_html


def _problem(status: int, known: Explanation) -> dict[str, object]:
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": str(METHOD_FOR_PROGRAMS if status == WRONG_METHOD else known.meaning),
        "request_id": request_id.get(),
    }


def _page(status: int, known: Explanation) -> str:
    """Return the page; if the frame itself is what broke, a bare one that needs nothing."""
    name = "errors/_part.html" if request.headers.get("HX-Request") else "errors/error.html"
    facts = {"status": status, "known": known, "request_id": request_id.get()}
    try:
        return render_template(name, **facts)
    except Exception:
        log.exception("the error page could not be rendered")
        bare = current_app.jinja_env.get_template("errors/bare.html")
        return bare.render(**facts, site=_("Start page"))
