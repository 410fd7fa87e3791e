"""The description of the interface (OpenAPI 3.1), and what all its endpoints share."""

from collections.abc import Iterable
from typing import Any, NoReturn

from flask import Blueprint, Request, Response, abort, g, request
from flask_limiter.util import get_remote_address
from pydantic import ValidationError
from spectree import Response as Answers
from spectree import SpecTree
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from mentorhub.accounts import queries
from mentorhub.accounts.actions import tokens
from mentorhub.kit import clock
from mentorhub.recommend.forms.api import _
from mentorhub.recommend.forms.api_answers import Problem
from mentorhub.web import errors, programs
from mentorhub.web.context import db
from mentorhub.web.frame import csrf_protect
from mentorhub.web.limits import limiter

PREFIX = "/api/v1"
LARGEST_BODY = 64 * 1024
OFTEN, OFTEN_WITH_TOKEN = (60, 1000), (600, 20_000)
"""How many requests in a minute, and in an hour."""
BEARER = "Bearer "
JSON, PROBLEM = "application/json", "application/problem+json"
ALWAYS = {
    400: _("The request cannot be read."),
    401: _("The key does not count, or not any more."),
    429: _("Too many requests; Retry-After says how long to wait."),
    500: _("A mistake on our side."),
    503: _("Not available at the moment."),
}
WITH_BODY = {413: _("The body is too large."), 415: _("The body is not JSON.")}
UNREADABLE = {422: _("A value cannot be taken; errors says which.")}
NOT_THERE = {404: _("There is none.")}
GONE = {410: _("There was one, but it can no longer be taken.")}
PROBLEMS = dict(sorted((ALWAYS | WITH_BODY | UNREADABLE | NOT_THERE | GONE).items()))
TEXT = r"^[^\u0000-\u0008\u000e-\u001f\u007f]*$"
"""A text in an address holds no control signs."""

bp = Blueprint("api", "mentorhub.recommend", url_prefix=PREFIX)
csrf_protect.exempt(bp)


class WrongAnswer(RuntimeError):
    """An answer does not fit its own description: a mistake in the code."""


def _refuse(_request: Request, _answer: object, wrong: Any, *_: object) -> None:
    """Answer what does not fit the description with a problem that names each value."""
    if wrong is None:
        return
    found = wrong.errors(include_url=False, include_context=False, include_input=False)
    abort(errors.answer(422, errors=[_wrong(each["loc"], each["msg"]) for each in found]))


def refuse(name: str, reason: str) -> NoReturn:
    """Answer with a problem that names a value which its description alone does not refuse."""
    abort(errors.answer(422, errors=[_wrong([name], reason)]))


def _insist(_request: Request, _answer: object, wrong: Any, *_: object) -> None:
    """Let an answer that does not fit its own description be a mistake, never an answer."""
    if isinstance(wrong, ValidationError):
        where = [each["loc"] for each in wrong.errors(include_input=False, include_url=False)]
        raise WrongAnswer(f"{request.endpoint}: {where}") from None


spec = SpecTree(
    "flask",
    mode="strict",
    before=_refuse,
    after=_insist,
    title="MentorHub",
    version="1",
    description=(
        "Courses and funding for further education. Everything here is public: no account is "
        "needed, no cookie is set, and what is asked is not kept. A token only lets a program ask "
        "more often. This is no legal advice; the office decides."
    ),
    naming_strategy=lambda model: model.__name__,
    nested_naming_strategy=lambda _parent, child: child,
)


def answers(model: type, *problems: dict[int, str]) -> Answers:
    """Return what an endpoint answers with: a shape, or one of these problems."""
    named = {f"HTTP_{code}": (Problem, text) for code, text in _merged(problems).items()}
    return Answers(HTTP_200=(model, "Found"), **named)


def description() -> dict[str, Any]:
    """Return the description of the interface; call it inside a request."""
    told = dict(spec.spec)
    told["servers"] = [{"url": "/"}]
    told["security"] = [{}, {"token": []}]
    told["components"] = {
        **told["components"],
        "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
    }
    told["paths"] = {
        path: {method: _operation(each) for method, each in sorted(methods.items())}
        for path, methods in sorted(told["paths"].items())
    }
    return told


@bp.before_request
def _look_first() -> None:
    """Refuse tokens that do not count, and bodies that are no JSON object."""
    if request.headers.get("Authorization") and _token_id() is None:
        raise Unauthorized(www_authenticate=WWWAuthenticate("bearer"))
    request.max_content_length = LARGEST_BODY
    if request.method != "POST":
        return
    if request.mimetype != JSON:
        abort(415)
    try:
        sent = request.get_json()
    except RecursionError:
        abort(400)
    if not isinstance(sent, dict):
        abort(errors.answer(422, errors=[_wrong((), "must be an object")]))


@bp.after_app_request
def _for_programs(answer: Response) -> Response:
    """Let pages of others read what is public; no answer depends on a cookie."""
    if not programs.is_asking():
        return answer
    if request.method in ("GET", "HEAD"):
        answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers.setdefault("Cache-Control", "no-store")
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _how_often() -> str:
    minute, hour = OFTEN if _token_id() is None else OFTEN_WITH_TOKEN
    return f"{minute} per minute; {hour} per hour"


def _asker() -> str:
    token = _token_id()
    return str(get_remote_address()) if token is None else f"token:{token}"


limiter.shared_limit(_how_often, scope="api", key_func=_asker)(bp)


def _token_id() -> int | None:
    """Return the number of the token that was sent, None without one that counts."""
    if "api_token" not in g:
        told = request.headers.get("Authorization", "")
        g.api_token = _used(told.removeprefix(BEARER)) if told.startswith(BEARER) else None
    found: int | None = g.api_token
    return found


def _used(token: str) -> int | None:
    """Return the number of a token that counts; its first use of a day is written down."""
    today = clock.today()
    with db.reading() as session:
        found = queries.open_api_token(session, token)
        id_, is_new = (found.id, found.used_on != today) if found else (None, False)
    if id_ is not None and is_new:
        with db.writing() as session:
            tokens.see(session, id_, today)
    return id_


def _wrong(where: Iterable[object], reason: str) -> dict[str, str]:
    return {"name": ".".join(map(str, where)), "reason": reason}


def _merged(problems: Iterable[dict[int, str]]) -> dict[int, str]:
    return {code: text for each in (ALWAYS, *problems) for code, text in each.items()}


def _operation(told: dict[str, Any]) -> dict[str, Any]:
    """Return an operation with its problems as what they are, and parameters without null."""
    return {
        **told,
        "parameters": [_parameter(each) for each in told["parameters"]],
        "responses": {
            code: _response(code, each) for code, each in sorted(told["responses"].items())
        },
    }


def _parameter(told: dict[str, Any]) -> dict[str, Any]:
    """Return a parameter: in an address there is no null, only what is left out."""
    schema = {name: value for name, value in told["schema"].items() if name != "title"}
    kinds = [each for each in schema.pop("anyOf", []) if each != {"type": "null"}]
    if kinds:
        schema.pop("default", None)
        schema |= kinds[0]
    if told["in"] == "path":
        schema = {"type": "string", "minLength": 1}
    if schema.get("type") == "string" and not schema.keys() & {"enum", "format"}:
        schema["pattern"] = TEXT
    schema.pop("description", None)
    return {**told, "schema": schema}


def _response(code: str, told: dict[str, Any]) -> dict[str, Any]:
    if code == "200":
        return told
    return {**told, "content": {PROBLEM: told["content"][JSON]}}
