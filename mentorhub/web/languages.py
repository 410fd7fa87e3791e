"""German or English, plain or Einfache Sprache: what the reader chose is remembered in a cookie."""

from pathlib import Path

from flask import Blueprint, Flask, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import Babel

from mentorhub.web import programs
from mentorhub.web.choices import remember
from mentorhub.web.links import local_path

LANGUAGES = {"de": "Deutsch", "en": "English"}
DEFAULT = "de"
LANGUAGE_COOKIE = "language"
EASY_COOKIE = "easy"
TRANSLATIONS = Path(__file__).parent / "translations"

bp = Blueprint("languages", __name__)


def init(app: Flask) -> None:
    """Let Babel speak the chosen language in every request."""
    Babel(
        app,
        default_locale=DEFAULT,
        default_timezone="Europe/Berlin",
        default_translation_directories=str(TRANSLATIONS),
        locale_selector=language,
    )
    app.jinja_env.globals.update(say=say, languages=LANGUAGES)
    app.context_processor(lambda: {"easy": is_easy(), "language": language()})
    app.register_blueprint(bp)


def language() -> str:
    """Return the language of this request: what was chosen, otherwise German.

    Programs are answered in English.
    """
    if programs.is_asking():
        return "en"
    chosen = request.cookies.get(LANGUAGE_COOKIE, DEFAULT)
    return chosen if chosen in LANGUAGES else DEFAULT


def is_easy() -> bool:
    """Return whether the reader has switched Einfache Sprache on."""
    return request.cookies.get(EASY_COOKIE) == "on"


def say(normal: str, easy: str) -> str:
    """Return the easy wording if Einfache Sprache is on, otherwise the normal one."""
    return easy if is_easy() else normal


@bp.post("/sprache")
def choose() -> ResponseReturnValue:
    """Remember the language."""
    wanted = request.form.get("language", "")
    return _remember(LANGUAGE_COOKIE, wanted if wanted in LANGUAGES else DEFAULT)


@bp.post("/einfache-sprache")
def choose_easy() -> ResponseReturnValue:
    """Remember whether Einfache Sprache is on."""
    return _remember(EASY_COOKIE, "on" if request.form.get("easy") == "on" else "off")


def _remember(cookie: str, value: str) -> ResponseReturnValue:
    return remember(redirect(local_path(request.form.get("next")), 303), cookie, value)
