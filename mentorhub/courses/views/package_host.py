"""The other host name: packages and the page in which they run, and nothing else of the house.

No session, no cookie, no person: an address with a token of one attempt is all that counts.
"""

import json
import logging
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote, urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    send_file,
)
from flask.typing import ResponseReturnValue
from flask_babel import Babel
from flask_babel import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from werkzeug.exceptions import HTTPException

from mentorhub.courses import policy
from mentorhub.courses.actions import playing
from mentorhub.courses.actions.playing import Message, OpenElsewhere
from mentorhub.courses.actions.unpacking import PackageFolder
from mentorhub.courses.models import PackageOpening
from mentorhub.courses.packages import kinds, runtime
from mentorhub.courses.queries import packages
from mentorhub.kit import clock
from mentorhub.kit.errors import Denied, HouseError
from mentorhub.kit.services import Services
from mentorhub.web import assets, frame, languages, ready
from mentorhub.web.context import EXTENSION, db, service

log = logging.getLogger(__name__)

LARGEST_MESSAGE = 8_000_000  # bytes: what a part may keep, written as JSON
ALIVE_SECONDS = 240  # between two signs of life of a window in which nothing happens
HOUR = 3600

OURS = ("/p/", "/static/")
PROGRAMS = "/api/"  # answers without cookies, under any name
SAFE_IN_PATHS = "/:@!$&'()*+,;=~-._"

bp = Blueprint("package_host", "mentorhub.courses", template_folder="templates")

_PLAYER = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors {app}"
)
_CONTENT = (
    "default-src 'self' data: blob:; script-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
    "style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'self' {app}"
)
_PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), display-capture=()"


class _Sent(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)
    part: str = Field(min_length=1, max_length=250)
    launch: str = Field(min_length=1, max_length=64)


class _Told(_Sent):
    sequence: int = Field(ge=1, le=2**31 - 1)
    told: dict[str, Any]
    whole: bool = True
    end: bool = False


def beside(
    services: Services, *, base_url: str, origin: str
) -> Callable[[WSGIApplication], WSGIApplication]:
    """Return what puts the packages beside an application, under the host name of ``origin``."""
    host = urlsplit(origin).hostname
    site = _site(services, base_url, host or "")

    def put(app: WSGIApplication) -> WSGIApplication:
        def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            path = environ.get("PATH_INFO", "")
            if _host_of(environ) != host or path in ready.PATHS or path.startswith(PROGRAMS):
                return app(environ, start_response)
            if not path.startswith(OURS) and environ["REQUEST_METHOD"] in ("GET", "HEAD"):
                return _lead_home(environ, start_response, base_url)
            return site(environ, start_response)

        return answer

    return put


def _lead_home(
    environ: WSGIEnvironment, start_response: StartResponse, base_url: str
) -> Iterable[bytes]:
    """Send who typed this name to the same page of the house: it keeps its cookies to itself."""
    where = base_url.rstrip("/") + quote(environ.get("PATH_INFO", ""), safe=SAFE_IN_PATHS)
    asked = environ.get("QUERY_STRING", "")
    return redirect(f"{where}?{asked}" if asked else where, 307)(environ, start_response)


def _host_of(environ: WSGIEnvironment) -> str | None:
    try:
        return urlsplit(f"//{environ.get('HTTP_HOST', '')}").hostname
    except ValueError:
        return None


def _site(services: Services, base_url: str, host: str) -> Flask:
    site = Flask("mentorhub", static_folder=None)
    site.config.update(
        TRUSTED_HOSTS=[host], MAX_CONTENT_LENGTH=LARGEST_MESSAGE, APP_ORIGIN=base_url
    )
    site.extensions[EXTENSION] = services
    frame.follow_requests(site)
    Babel(
        site,
        default_locale=languages.DEFAULT,
        default_translation_directories=str(languages.TRANSLATIONS),
        locale_selector=lambda: g.get("language", languages.DEFAULT),
    )
    site.register_blueprint(bp)
    assets.init(site)

    @site.after_request
    def protect(answer: Response) -> Response:
        policy_ = _CONTENT if g.get("is_content") else _PLAYER
        answer.headers["Content-Security-Policy"] = policy_.format(app=base_url)
        answer.headers["Permissions-Policy"] = _PERMISSIONS
        answer.headers["Referrer-Policy"] = "no-referrer"  # addresses here hold a token
        answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        answer.headers["X-Robots-Tag"] = "noindex"
        answer.headers["X-DNS-Prefetch-Control"] = "off"
        if not g.get("is_unknown"):
            answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    return site


@bp.get("/p/<token>/")
def player(token: str) -> ResponseReturnValue:
    """Show the page in which a package runs."""
    with db.reading() as session:
        opening = policy.package_opening(session, token, clock.now())
        g.language = opening.language
        work = _work(opening)
        setup = {
            "kind": work.manifest.kind,
            "app": _app_origin(),
            "most": runtime.LONGEST_SUSPENDED,
            "alive": ALIVE_SECONDS,
            "attempt": opening.attempt_id,
            "parts": [
                {"id": part.id, "launch": f"f/{part.launch}", "sco": part.is_sco}
                for part in work.manifest.parts
            ],
            "first": packages.next_part(work).id,
        }
        return render_template(
            "courses/player.html", work=work, setup=setup, language=opening.language
        )


@bp.post("/p/<token>/begin")
def begin(token: str) -> ResponseReturnValue:
    """Let this window write from now on."""
    with db.writing() as session:
        opening = policy.package_opening(session, token, clock.now())
        playing.begin(session, opening, clock.now())
        return jsonify(_standing(opening))


@bp.post("/p/<token>/start")
def start(token: str) -> ResponseReturnValue:
    """Start a part and tell it what it kept."""
    sent = _Sent.model_validate(_json())
    with db.writing() as session:
        opening = policy.package_opening(session, token, clock.now())
        g.language = opening.language
        name = _("Learner")  # packages are others' work: they get no names of people
        told = playing.start(session, opening, sent.part, sent.launch, name, clock.now())
        return jsonify(_standing(opening) | {"told": told})


@bp.post("/p/<token>/save")
def save(token: str) -> ResponseReturnValue:
    """Keep what a part tells."""
    sent = _Told.model_validate(_json())
    message = Message(
        part=sent.part,
        launch=sent.launch,
        sequence=sent.sequence,
        told=runtime.bounded(sent.told),
        is_whole=sent.whole,
        is_end=sent.end,
    )
    with db.writing() as session:
        opening = policy.package_opening(session, token, clock.now())
        playing.save(session, opening, message, clock.now())
        return jsonify(_standing(opening) | {"saved": sent.sequence})


@bp.post("/p/<token>/alive")
def alive(token: str) -> ResponseReturnValue:
    """Let the token of a window count on; tell whether it may still write."""
    with db.writing() as session:
        opening = policy.package_opening(session, token, clock.now())
        playing.begin(session, opening, clock.now())
        return jsonify(_standing(opening))


@bp.get("/p/<token>/f/<path:name>")
def file(token: str, name: str) -> ResponseReturnValue:
    """Send a file of the package that the token stands for."""
    if request.headers.get("Service-Worker"):
        raise Denied  # it would stand between later pages and us
    with db.reading() as session:
        opening = policy.package_opening(session, token, clock.now())
        digest = opening.attempt.package.digest
    held = policy.package_file(service(PackageFolder), digest, name)
    kind = kinds.type_of(held.name)
    g.is_content, g.is_unknown = True, kind == kinds.UNKNOWN
    answer = send_file(
        held.path, mimetype=kind, conditional=True, etag=f"{digest[:16]}-{held.path.name}"
    )
    answer.headers["Content-Type"] = kind  # without a charset: the page says its own
    answer.headers["Cache-Control"] = f"private, max-age={HOUR}"
    return answer


def _json() -> Any:
    """Return what was sent, whatever type a browser gave it on its way out."""
    try:
        return json.loads(request.get_data())
    except RecursionError as problem:
        raise ValueError("nested too deeply") from problem


def _work(opening: PackageOpening) -> packages.Work:
    attempt = opening.attempt
    return packages.Work(attempt.package, packages.manifest_of(attempt.package), attempt)


def _standing(opening: PackageOpening) -> dict[str, Any]:
    work = _work(opening)
    done = [part for part, state in work.states.items() if state.done_at]
    return {"done": done, "is_done": work.is_done}


def _app_origin() -> str:
    return str(current_app.config["APP_ORIGIN"])


@bp.errorhandler(OpenElsewhere)
def _elsewhere(_problem: OpenElsewhere) -> ResponseReturnValue:
    return jsonify(error="elsewhere"), 409


@bp.errorhandler(policy.TokenExpired)
def _expired(_problem: policy.TokenExpired) -> ResponseReturnValue:
    return _refusal("expired", 403)


@bp.app_errorhandler(HouseError)
def _house(problem: HouseError) -> ResponseReturnValue:
    if problem.status >= 500:
        log.error("house error", exc_info=problem)
    return _refusal("gone", problem.status)


@bp.app_errorhandler(ValidationError)
@bp.app_errorhandler(json.JSONDecodeError)
@bp.app_errorhandler(ValueError)
def _bad(_problem: ValueError) -> ResponseReturnValue:
    return jsonify(error="bad"), 422


@bp.app_errorhandler(HTTPException)
def _http(problem: HTTPException) -> ResponseReturnValue:
    return _refusal("gone", problem.code or 500)


def _refusal(error: str, status: int) -> ResponseReturnValue:
    """Return a short answer: a page where a person may see it, JSON otherwise."""
    if request.method != "GET":
        return jsonify(error=error), status
    words = _("This is not open here any more. Go back to MentorHub and open it again.")
    return Response(f"{words}\n", status, mimetype="text/plain")
