"""Data and interfaces for everybody: our catalogue as files, and how programs ask us."""

from dataclasses import dataclass

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from mentorhub.kit import clock
from mentorhub.kit.db import Database
from mentorhub.kit.errors import Missing
from mentorhub.recommend import going_out
from mentorhub.recommend.exports import FORMATS, Format, Terms
from mentorhub.recommend.queries import public
from mentorhub.recommend.views.api_spec import (
    OFTEN,
    OFTEN_WITH_TOKEN,
    PREFIX,
    PROBLEMS,
    description,
)
from mentorhub.recommend.views.blueprint import bp
from mentorhub.web.context import db, service
from mentorhub.web.limits import limiter

FILES_OFTEN = "60 per hour"


@dataclass(frozen=True)
class File:
    """One file on the page: its format, what it is called and whom it serves."""

    format: Format
    title: str
    meant_for: LazyString


FILES = (
    File(
        FORMATS["qcat"],
        "open-Qcat 1.1 (XML)",
        _l("for course databases such as the one of the Federal Employment Agency"),
    ),
    File(FORMATS["moochub"], "MOOChub 3 (JSON:API)", _l("for portals that gather courses")),
    File(FORMATS["schema-org"], "schema.org/Course (JSON-LD)", _l("for search engines")),
    File(
        FORMATS["amb"],
        "AMB (JSON-LD)",
        _l("for portals of schools, universities and further education in Germany"),
    ),
    File(
        FORMATS["jsonl"],
        "MentorHub (JSON lines)",
        _l("for another MentorHub: it can be imported there without loss"),
    ),
)


@dataclass(frozen=True)
class Example:
    """One thing that programs can ask: what it is for, and what is sent, ``body`` by POST."""

    operation: str
    title: LazyString
    address: str
    body: str = ""


EXAMPLES = (
    Example("search", _l("Search in plain words"), "/search?q=abends+Stapler+fahren&place=44137"),
    Example(
        "searchWithFacts",
        _l("Search with facts for the funding"),
        "/search",
        '{"q": "Stapler fahren", "facts": {"beschaeftigt": true, "betriebsgroesse": 20}}',
    ),
    Example("offers", _l("List offers"), "/offers?kind=course&limit=50"),
    Example("offer", _l("Show one offer"), "/offers/stapler-dortmund-abend"),
    Example("instruments", _l("List funding"), "/funding"),
    Example("instrument", _l("Show one funding instrument"), "/funding/sgb3-82"),
    Example("steps", _l("What to do for an instrument"), "/funding/sgb3-82/steps?start=2027-03-01"),
    Example("judge", _l("Check funding"), "/funding", '{"facts": {"beschaeftigt": true}}'),
)


@dataclass(frozen=True)
class Operation:
    """One example with what the description of the interface says about it."""

    example: Example
    method: str
    path: str
    parameters: tuple[tuple[str, str], ...]


@bp.get("/daten")
def data() -> ResponseReturnValue:
    """Offer the catalogue as files and say how programs can ask us."""
    with db.reading() as session:
        state = public.state(session, clock.today())
    return render_template("recommend/data.html", files=FILES, state=state, terms=service(Terms))


@bp.get("/daten/schnittstelle")
def interface() -> ResponseReturnValue:
    """Explain the interface: how to ask, with examples, and what comes back."""
    return render_template(
        "recommend/interface.html",
        operations=_operations(),
        problems=[(code, gettext(text)) for code, text in PROBLEMS.items()],
        base=service(Terms).base_url + PREFIX,
        often=OFTEN,
        often_with_token=OFTEN_WITH_TOKEN,
    )


@bp.get("/daten/dateien/<file_name>")
@limiter.limit(FILES_OFTEN)
def catalogue_file(file_name: str) -> ResponseReturnValue:
    """Hand over the catalogue in one format, or say that it is still the same."""
    format_ = next((one for one in FORMATS.values() if one.file_name == file_name), None)
    if format_ is None:
        raise Missing(file_name)
    now, terms = clock.now(), service(Terms)
    with db.reading() as session:
        state = public.state(session, clock.today())
    answer = Response(
        going_out.catalogue(service(Database), terms, format_, now),
        content_type=f"{format_.media_type}; charset=utf-8",
    )
    answer.set_etag(f"{format_.name}-{terms.licence.id if terms.licence else ''}-{state.mark}")
    answer.headers["Content-Disposition"] = f'attachment; filename="{format_.file_name}"'
    answer.headers["Cache-Control"] = "public, max-age=600"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer.make_conditional(request)


def _operations() -> list[Operation]:
    """Return every example beside its operation, in the order of the examples."""
    known = {
        each["operationId"]: (method.upper(), path, each["parameters"])
        for path, methods in description()["paths"].items()
        for method, each in methods.items()
    }
    found = []
    for example in EXAMPLES:
        method, path, parameters = known[example.operation]
        named = tuple((each["name"], _in_words(each)) for each in parameters)
        found.append(Operation(example, method, path, named))
    return found


def _in_words(parameter: dict[str, str]) -> str:
    text = parameter["description"]
    return str(gettext(text))
