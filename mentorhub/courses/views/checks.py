"""Whether a certificate counts: for everybody who has its number, and for programs."""

from flask import Response, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from mentorhub.courses.actions.signing import Notary
from mentorhub.courses.certificate import number as numbers
from mentorhub.courses.certificate.baked import baked
from mentorhub.courses.certificate.proof import did, method, stamp
from mentorhub.courses.forms import CheckForm
from mentorhub.courses.models import Certificate
from mentorhub.courses.queries import certificates as reads
from mentorhub.courses.views.room import bp
from mentorhub.kit import clock
from mentorhub.kit.errors import Missing, Unavailable
from mentorhub.web.context import db, service
from mentorhub.web.limits import limiter

CREDENTIAL = "application/vc"
KEPT_SECONDS = 300  # so long programs may keep a list or the keys
GUESSES = "30 per hour"  # of numbers that do not exist; who has one may look as often as needed

_guarded = limiter.shared_limit(
    GUESSES, scope="certificate numbers", deduct_when=lambda answer: answer.status_code == 404
)


@bp.get("/zertifikat")
def check() -> ResponseReturnValue:
    """Ask for the number of a certificate, and lead to its page."""
    form = CheckForm(request.args)
    if "nummer" not in request.args:
        return _hidden(render_template("courses/check.html", form=CheckForm()))
    if not form.validate():
        return _hidden(render_template("courses/check.html", form=form), 422)
    return redirect(url_for(".checked", number=numbers.read(form.nummer.data)), 303)


@bp.get("/zertifikat/<number>")
@_guarded
def checked(number: str) -> ResponseReturnValue:
    """Show all that a certificate says, or why it does not count."""
    one = numbers.read(number)
    if one is not None and one != number:
        return redirect(url_for(".checked", number=one), 301)
    with db.reading() as session:
        found = reads.by_number(session, one) if one else None
        if found is None:
            return _unknown(session, one)
        page = render_template(
            "courses/checked.html",
            row=found,
            facts=reads.facts_of(found),
            state=reads.state_of(found, clock.today()),
        )
    return _hidden(page)


@bp.get("/zertifikat/<number>/badge.json")
@_guarded
def badge(number: str) -> ResponseReturnValue:
    """Hand over a certificate as an Open Badge."""
    with db.reading() as session:
        return _for_programs(_credential(session, number)[1])


@bp.get("/zertifikat/<number>/abzeichen.svg")
@_guarded
def badge_picture(number: str) -> ResponseReturnValue:
    """Hand over a picture that carries the Open Badge."""
    with db.reading() as session:
        found, credential = _credential(session, number)
        assert found.proof
        facts = reads.facts_of(found)
        made = baked(credential, title=facts.title, issuer=found.proof.issuer)
    name = f'attachment; filename="abzeichen-{found.number}.svg"'
    answer = Response(made, mimetype="image/svg+xml", headers={"Content-Disposition": name})
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@bp.get("/zertifikat/status/<int:key_id>/<int:page>")
def badge_status(key_id: int, page: int) -> ResponseReturnValue:
    """Hand over the signed list of what was revoked."""
    with db.reading() as session:
        key = next((each for each in reads.keys(session) if each.id == key_id), None)
        if key is None or not reads.has_list(session, page):
            raise Missing
        text = service(Notary).status_list(session, key, page, clock.now())
    return _for_programs(text, kept=KEPT_SECONDS)


@bp.get("/zertifikat/schluessel.json")
def badge_keys() -> ResponseReturnValue:
    """Hand over every public key with which certificates were signed, the newest first."""
    issuer = service(Notary).issuer
    with db.reading() as session:
        methods = [
            {
                "id": method(each.public),
                "type": "Multikey",
                "controller": did(each.public),
                "publicKeyMultibase": each.public,
                "created": stamp(each.at),
            }
            for each in reads.keys(session)
        ]
    answer = jsonify(name=issuer.name, url=issuer.base_url, verificationMethod=methods)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return answer


def _credential(session: Session, number: str) -> tuple[Certificate, str]:
    """Return a certificate that was not revoked, and its badge as JSON text."""
    found = reads.by_number(session, numbers.read(number) or "")
    if found is None:
        raise Missing
    if found.revocation:
        abort(410)
    if found.proof is None:
        raise Unavailable
    return found, found.proof.credential


def _unknown(session: Session, number: str | None) -> ResponseReturnValue:
    """Say that a certificate was deleted, or that there never was one."""
    gone = reads.deleted(session, number) if number else None
    page = render_template("courses/check_failed.html", gone=gone, form=CheckForm())
    return _hidden(page, 410 if gone else 404)


def _hidden(page: str, status: int = 200) -> Response:
    """Return a page that search engines leave alone: it speaks of a person."""
    return Response(page, status=status, headers={"X-Robots-Tag": "noindex, nofollow"})


def _for_programs(text: str, kept: int = 0) -> Response:
    answer = Response(text, mimetype=CREDENTIAL)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Cache-Control"] = f"public, max-age={kept}" if kept else "no-store"
    return answer
