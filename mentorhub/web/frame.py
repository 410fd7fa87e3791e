"""Puts the frame around an application: ids, logs, safety, errors, languages, common pages."""

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Blueprint, Flask, Response, g, request
from flask_wtf.csrf import CSRFProtect, generate_csrf
from markupsafe import Markup
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from mentorhub.kit import logs
from mentorhub.web import (
    assets,
    controls,
    errors,
    filters,
    languages,
    links,
    navigation,
    pages,
    ready,
    safety,
    signs,
)
from mentorhub.web.limits import flood, limiter

log = logging.getLogger("mentorhub.access")

MEGABYTE = 1024 * 1024
UPLOAD_LIMIT = 20 * MEGABYTE
FORM_LIMIT = 1 * MEGABYTE
BEGUN = "mentorhub.begun"
LARGEST_NUMBER = 2**31 - 1  # what a column of whole numbers holds
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")

csrf_protect = CSRFProtect()


class RowNumber(IntegerConverter):
    """A number in an address as both databases can hold it; a larger one is no address (404)."""

    def __init__(self, rules: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(rules, *args, **({"max": LARGEST_NUMBER} | kwargs))


def init(
    app: Flask,
    *,
    base_url: str,
    proxies: int,
    operator: pages.Operator | None = None,
    chat_model: pages.ChatModel | None = None,
    beside: Callable[[WSGIApplication], WSGIApplication] | None = None,
) -> None:
    """Make ``app`` a house: call this before any room registers its views.

    ``base_url`` is the public address, ``proxies`` the number of trusted reverse proxies in front
    of us. The legal pages name ``operator``, who answers for this installation, and ``chat_model``,
    which helps it to word. ``beside`` answers under other host names than ours and hands us the
    rest. What opens a session may leave in ``g.fault`` why it could not: that is
    what the request is answered with.
    """
    is_https = urlsplit(base_url).scheme == "https"
    _configure(app, base_url, is_https=is_https)
    follow_requests(app)
    signs.init(app)
    limiter.init_app(app)
    flood.init_app(app)
    csrf_protect.init_app(app)
    languages.init(app)
    links.init(app)
    filters.init(app)
    safety.init(app, is_https=is_https)
    errors.init(app)
    app.register_blueprint(_templates())
    ready.init(app, urlsplit(base_url).netloc)
    pages.init(app, operator, chat_model)
    assets.init(app)
    controls.init(app)
    app.jinja_env.globals.update(csrf=csrf, places=places)
    if beside:
        app.wsgi_app = beside(app.wsgi_app)  # type: ignore[method-assign, assignment]
    if proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
        )


def csrf() -> Markup:
    """Return the hidden field that proves a form came from our own page."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def places() -> list[navigation.Entry]:
    """Return the main navigation of the person at hand."""
    return navigation.entries_for(g.get("roles", frozenset()))


def _configure(app: Flask, base_url: str, *, is_https: bool) -> None:
    host = urlsplit(base_url).hostname or "localhost"
    app.config.update(
        MAX_CONTENT_LENGTH=UPLOAD_LIMIT,
        MAX_FORM_MEMORY_SIZE=FORM_LIMIT,
        PREFERRED_URL_SCHEME="https" if is_https else "http",
        SESSION_COOKIE_SECURE=is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        TRUSTED_HOSTS=[host, *LOCAL_HOSTS],
        WTF_CSRF_TIME_LIMIT=None,  # a slow writer keeps what was typed
    )
    app.url_map.converters["int"] = RowNumber
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _templates() -> Blueprint:
    return Blueprint("frame", __name__, template_folder="templates")


def follow_requests(app: Flask) -> None:
    """Number all requests and write each into the log, by its rule and not by its address."""
    inner: WSGIApplication = app.wsgi_app

    def numbered(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ[BEGUN] = time.perf_counter()
        logs.request_id.set(logs.new_request_id())
        return inner(environ, start_response)

    app.wsgi_app = numbered  # type: ignore[method-assign]

    @app.before_request
    def begin() -> None:
        if "fault" in g:
            raise g.fault
        if request.mimetype == "application/x-www-form-urlencoded":
            request.max_content_length = FORM_LIMIT  # such a body is read into memory as one

    @app.after_request
    def tell(answer: Response) -> Response:
        answer.headers["X-Request-ID"] = logs.request_id.get()
        log.info(
            "answered",
            extra={
                "method": request.method,
                "route": request.url_rule.rule if request.url_rule else "",
                "status": answer.status_code,
                "ms": round((time.perf_counter() - request.environ[BEGUN]) * 1000, 1),
            },
        )
        return answer

    @app.teardown_request
    def end(_problem: BaseException | None) -> None:
        logs.request_id.set("-")
