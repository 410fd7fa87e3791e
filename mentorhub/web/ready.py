"""Is this process alive, and can it serve? Each part of the house registers its own check."""

from collections.abc import Callable, Iterable
from typing import cast
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Blueprint, Flask, current_app, jsonify
from flask.typing import ResponseReturnValue

from mentorhub.kit.errors import Unavailable
from mentorhub.web.limits import flood

_KEY = "mentorhub.ready"
PATHS = frozenset({"/healthz", "/readyz"})

Check = Callable[[], None]

bp = Blueprint("ready", __name__)


class NotReady(Unavailable):
    """A part cannot serve; the message says why, without secrets."""


def init(app: Flask, host: str) -> None:
    """Add the two pages, under any host name: a load balancer asks by network address."""
    app.register_blueprint(bp)
    inner: WSGIApplication = app.wsgi_app

    def under_our_name(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO") in PATHS:
            environ["HTTP_HOST"] = host
        return inner(environ, start_response)

    app.wsgi_app = under_our_name  # type: ignore[method-assign]


def register(app: Flask, name: str, check: Check) -> None:
    """Add a check: it returns if all is well and raises ``NotReady`` (or anything) otherwise."""
    _checks(app)[name] = check


@bp.get("/healthz")
@flood.exempt  # type: ignore[untyped-decorator, unused-ignore]
def alive() -> ResponseReturnValue:
    """Answer that the process runs; looks at nothing else."""
    return jsonify(ok=True)


@bp.get("/readyz")
@flood.exempt  # type: ignore[untyped-decorator, unused-ignore]
def ready() -> ResponseReturnValue:
    """Answer every check's state; 503 if one part cannot serve."""
    answers = {name: _ask(check) for name, check in _checks(current_app).items()}
    fine = all(answer["ok"] for answer in answers.values())
    return jsonify(ok=fine, checks=answers), 200 if fine else 503


def _checks(app: Flask) -> dict[str, Check]:
    return cast(dict[str, Check], app.extensions.setdefault(_KEY, {}))


def _ask(check: Check) -> dict[str, object]:
    try:
        check()
    except NotReady as problem:
        return {"ok": False, "reason": str(problem)}
    except Exception as problem:  # noqa: BLE001  any failure of a check is its answer
        return {"ok": False, "reason": type(problem).__name__}
    return {"ok": True}
