"""A bare application in our frame, with one page that shows every control."""

from datetime import UTC, date, datetime

from flask import Blueprint, Flask, abort, flash, g, jsonify, redirect, render_template, request
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from mentorhub.kit.errors import Denied, Missing, Refused, Unavailable
from mentorhub.web import frame, navigation
from mentorhub.web.forms import Form, choices
from mentorhub.web.navigation import Place

ADMIN = frozenset({"programme_admin"})
DAYS = [("mo", "Montag"), ("di", "Dienstag")]


class ManyChecks(SelectMultipleField):
    """Several choices as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SpecimenForm(Form):
    """One field of every kind."""

    first_name = StringField("Vorname", [InputRequired()])
    postcode = StringField("Postleitzahl", [InputRequired(), Length(5, 5)])
    wish = TextAreaField("Was möchten Sie lernen?", [Length(max=500)])
    level = SelectField("Niveau", choices=choices([("", "egal"), ("basic", "Grundlagen")]))
    topics = SelectMultipleField("Themen", choices=choices([("a", "Lager"), ("b", "Büro")]))
    who = RadioField(
        "Mit wem möchten Sie sprechen?",
        [InputRequired()],
        choices=choices([("out", "jemand von außen"), ("in", "jemand im Betrieb")]),
    )
    days = ManyChecks("An welchen Tagen?", choices=choices(DAYS))
    start = DateField("Beginn ab")
    hours = IntegerField("Stunden je Woche", [NumberRange(1, 40)])
    proof = FileField("Nachweis")
    consent = BooleanField("Ich bin einverstanden.", [InputRequired()])
    secret = HiddenField(default="mitgeführt")


class AlreadyEnded(Refused):
    """A refusal that explains itself."""

    says = "Das Tandem wurde schon beendet."


bp = Blueprint("specimen", __name__, template_folder="templates")

RAISED = {
    "missing": Missing("tandem:7"),
    "denied": Denied("tandem:7"),
    "refused": Refused("tandem:7"),
    "ended": AlreadyEnded("tandem:7"),
    "unavailable": Unavailable("encoder"),
    "bug": RuntimeError("password is hunter2"),
}


@bp.get("/")
def start():
    return render_template("specimen/wide.html")


@bp.route("/muster", methods=["GET", "POST"])
def controls():
    form = SpecimenForm(request.form)
    bad = request.method == "POST" and not form.validate()
    page = render_template(
        "specimen/controls.html",
        form=form,
        day_shown=date(2027, 1, 11),
        moment_shown=datetime(2027, 1, 11, 17, 0, tzinfo=UTC),
    )
    return page, 422 if bad else 200


@bp.get("/kurse")
def courses():
    return render_template("specimen/wide.html")


@bp.post("/gemerkt")
def keep():
    flash("Gemerkt", "success")
    return redirect("/kurse", 303)


@bp.get("/kurse/<int:number>")
def course(number):
    return render_template("specimen/wide.html")


@bp.get("/abbruch/<int:status>")
def stop(status):
    abort(status)


@bp.get("/fehler/<name>")
def fail(name):
    raise RAISED[name]


@bp.get("/api/fehler/<name>")
def fail_in_api(name):
    raise RAISED[name]


@bp.get("/lager")
def kept():
    answer = jsonify(fine=True)
    answer.cache_control.max_age = 60
    return answer


def make_app(
    *, base_url="http://localhost", proxies=0, operator=None, chat_model=None, **config
) -> Flask:
    """Return the application; ``g.roles`` and ``g.person`` come from headers, for the tests."""
    app = Flask("specimen")
    app.secret_key = "not a secret, only long enough"
    app.config.update({"TESTING": True} | config)
    frame.init(app, base_url=base_url, proxies=proxies, operator=operator, chat_model=chat_model)
    app.register_blueprint(bp)
    navigation.register(
        app,
        [
            Place("specimen.courses", "Kurse", None, 20),
            Place("specimen.start", "Suche", None, 10),
            Place("specimen.controls", "Fälle", frozenset({"in_company_mentor"}), 30),
            Place("specimen.kept", "Neutralität", frozenset({"editor"}), 40),
            Place("nowhere.at_all", "Tot", None, 5),
            Place("pages.imprint", "Organisationen", ADMIN, 50),
            Place("pages.privacy", "Lernmodule", ADMIN, 60),
            Place("pages.accessibility", "Einstellungen", ADMIN, 70),
            Place("ready.alive", "Protokoll", ADMIN, 80),
        ],
    )

    @app.before_request
    def recognise() -> None:
        g.roles = frozenset(request.headers.get("X-Roles", "").split())
        g.person = request.headers.get("X-Person")

    return app
