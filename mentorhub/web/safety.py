"""Headers that tell browsers what a page may do: a nonce for scripts, no framing, no leaks."""

import secrets

from flask import Flask, Response, g, request

_POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data:; media-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_PERMISSIONS = (
    "camera=(), geolocation=(), microphone=(), payment=(), usb=(), "
    "publickey-credentials-create=(self), publickey-credentials-get=(self)"
)
_TWO_YEARS = "max-age=63072000; includeSubDomains"


def init(app: Flask, *, is_https: bool) -> None:
    """Set the headers on every answer and give templates ``csp_nonce``."""
    app.jinja_env.globals["csp_nonce"] = csp_nonce

    @app.after_request
    def protect(answer: Response) -> Response:
        policy = _SANDBOX if g.get("is_foreign_file") else _POLICY.format(nonce=csp_nonce())
        if "framed_origin" in g:
            policy += f"; frame-src {g.framed_origin}"
        answer.headers["Content-Security-Policy"] = policy
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["X-Frame-Options"] = "DENY"
        answer.headers["Referrer-Policy"] = "same-origin"
        answer.headers["Permissions-Policy"] = _PERMISSIONS
        answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if is_https:
            answer.headers["Strict-Transport-Security"] = _TWO_YEARS
        _forbid_keeping(answer)
        return answer


def is_foreign_file() -> None:
    """Say that this answer is a file that somebody made: it may show itself and do nothing."""
    g.is_foreign_file = True


def shows_frame(origin: str) -> None:
    """Say that this page holds a frame with pages of another origin."""
    g.framed_origin = origin


def csp_nonce() -> str:
    """Return the nonce of this request, the same for all its scripts and styles."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def _forbid_keeping(answer: Response) -> None:
    """Keep pages out of shared caches, and pages of signed-in people out of all of them."""
    if "Cache-Control" not in answer.headers:
        known = g.get("person") is not None
        answer.headers["Cache-Control"] = "no-store" if known else "private, no-cache"
    answer.vary.update(["Cookie", "HX-Request"])
    if request.headers.get("HX-Request"):
        answer.headers.setdefault("X-Robots-Tag", "noindex")
