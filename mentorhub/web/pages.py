"""The pages every public service owes its readers: imprint, privacy, accessibility."""

import tomllib
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, cast

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from mentorhub.kit import clock, mail
from mentorhub.kit.errors import Missing
from mentorhub.web.context import db
from mentorhub.web.forms import Form
from mentorhub.web.limits import limiter

STATEMENT_DATE = date(2026, 11, 21)
PRIVACY_DATE = date(2026, 11, 28)

_KEY = "mentorhub.operator"
_CHAT_KEY = "mentorhub.chat_model"

bp = Blueprint("pages", __name__)


@dataclass(frozen=True)
class Operator:
    """Who runs this installation and answers for it; every field is shown to the public.

    ``enforcement`` names the body that settles disputes about accessibility where it is not the
    one of North Rhine-Westphalia.
    """

    name: str
    address: tuple[str, ...]
    represented_by: str
    email: str
    phone: str = ""
    register: str = ""
    privacy_contact: str = ""
    accessibility_contact: str = ""
    enforcement: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChatModel:
    """The language model that an operator has set: its name, and the host where it runs.

    ``is_here``: that host is this machine, so nothing leaves it.
    """

    name: str
    host: str
    is_here: bool


class WrongOperator(ValueError):
    """The file about the operator cannot be used; the message names the field."""


class BarrierForm(Form):
    """A barrier that a reader has met."""

    what = TextAreaField(
        _l("What did you want to do, and what was in the way?"),
        [InputRequired(), Length(max=3000)],
    )
    where = StringField(_l("On which page?"), [Optional(), Length(max=300)])
    contact = StringField(
        _l("How can we reach you, if you want an answer?"), [Optional(), Length(max=200)]
    )


def read_operator(path: Path) -> Operator:
    """Return who the TOML file names.

    Raises:
        WrongOperator: no such file, or a field is missing, unknown or of another kind.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise WrongOperator(f"{path.name}: {problem}") from problem
    known = {field.name: field for field in fields(Operator)}
    for name in found:
        if name not in known:
            raise WrongOperator(f"{path.name}: there is no field '{name}'")
    values: dict[str, Any] = {name: _checked(path, name, value) for name, value in found.items()}
    for name in ("name", "address", "represented_by", "email"):
        if not values.get(name):
            raise WrongOperator(f"{path.name}: '{name}' is missing")
    return Operator(**values)


def init(app: Flask, operator: Operator | None, chat_model: ChatModel | None = None) -> None:
    """Add the pages; without an operator they say openly what is missing."""
    app.extensions[_KEY] = operator
    app.extensions[_CHAT_KEY] = chat_model
    app.context_processor(lambda: {"operator": operator})
    app.register_blueprint(bp)


@bp.get("/impressum")
def imprint() -> ResponseReturnValue:
    """Say who runs this installation."""
    return render_template("pages/imprint.html")


@bp.get("/datenschutz")
def privacy() -> ResponseReturnValue:
    """Say what is stored about people, why and for how long."""
    chat_model = cast(ChatModel | None, current_app.extensions[_CHAT_KEY])
    return render_template("pages/privacy.html", stated=PRIVACY_DATE, chat_model=chat_model)


@bp.get("/barrierefreiheit")
def accessibility() -> ResponseReturnValue:
    """Say how accessible this is, what is still missing and whom to tell."""
    return _accessibility(BarrierForm())


@bp.post("/barrierefreiheit/meldungen")
@limiter.limit("10 per hour")
def report_barrier() -> ResponseReturnValue:
    """Send what a reader stumbled over to the operator; nothing of it is kept here."""
    operator = cast(Operator | None, current_app.extensions[_KEY])
    if operator is None:
        raise Missing("operator")
    form = BarrierForm(request.form)
    if not form.validate():
        return _accessibility(form), 422
    told = {"what": form.what.data, "where": form.where.data, "contact": form.contact.data}
    to = operator.accessibility_contact or operator.email
    with db.writing() as session:
        mail.queue(session, to, "pages/mail/barrier", told, at=clock.now())
    flash(_("Thank you. Your report is on its way to the operator."), "success")
    return redirect(url_for(".accessibility"), 303)


def _accessibility(form: BarrierForm) -> str:
    return render_template("pages/accessibility.html", stated=STATEMENT_DATE, form=form)


def _checked(path: Path, name: str, value: Any) -> str | tuple[str, ...]:
    if name in ("address", "enforcement"):
        if isinstance(value, list) and all(isinstance(line, str) for line in value):
            return tuple(value)
        raise WrongOperator(f"{path.name}: '{name}' must be a list of lines")
    if not isinstance(value, str):
        raise WrongOperator(f"{path.name}: '{name}' must be a text")
    return value
