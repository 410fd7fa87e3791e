"""The pages every public service owes its readers: imprint, privacy, accessibility, neutrality."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Flask, render_template
from flask.typing import ResponseReturnValue

STATEMENT_DATE = date(2026, 11, 21)

bp = Blueprint("pages", __name__)


@dataclass(frozen=True)
class Operator:
    """Who runs this installation and answers for it; every field is shown to the public."""

    name: str
    address: tuple[str, ...]
    represented_by: str
    email: str
    phone: str = ""
    register: str = ""
    privacy_contact: str = ""
    accessibility_contact: str = ""


def init(app: Flask, operator: Operator | None) -> None:
    """Add the pages; without an operator they say openly what is missing."""
    app.context_processor(lambda: {"operator": operator})
    app.register_blueprint(bp)


@bp.get("/impressum")
def imprint() -> ResponseReturnValue:
    """Say who runs this installation."""
    return render_template("pages/imprint.html")


@bp.get("/datenschutz")
def privacy() -> ResponseReturnValue:
    """Say what is stored about people, why and for how long."""
    return render_template("pages/privacy.html")


@bp.get("/barrierefreiheit")
def accessibility() -> ResponseReturnValue:
    """Say how accessible this is, what is still missing and whom to tell."""
    return render_template("pages/accessibility.html", stated=STATEMENT_DATE)


@bp.get("/neutralitaet")
def neutrality() -> ResponseReturnValue:
    """Say by which rules the search ranks offers."""
    return render_template("pages/neutrality.html")
