"""One's own certificates: on paper, as a badge, with the way to their check; and their renewal."""

from dataclasses import dataclass
from datetime import date, timedelta

import segno
from flask import Response, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from mentorhub.accounts.policy import signed_in
from mentorhub.courses import policy
from mentorhub.courses.actions import renewing
from mentorhub.courses.actions.signing import Notary
from mentorhub.courses.certificate.facts import Facts, may_renew
from mentorhub.courses.certificate_words import KINDS, REASONS, STATES, length, rule_words
from mentorhub.courses.models import Certificate
from mentorhub.courses.queries import certificates as reads
from mentorhub.courses.queries import progress
from mentorhub.courses.queries.certificates import State
from mentorhub.courses.queries.shelves import standing
from mentorhub.courses.views.certificate_paper import paper
from mentorhub.courses.views.courses import next_href
from mentorhub.courses.views.room import bp, person
from mentorhub.kit import clock
from mentorhub.kit.crypto import Cipher
from mentorhub.kit.errors import Unavailable
from mentorhub.web import filters
from mentorhub.web.context import db, service
from mentorhub.web.today import Board, Line

FRESH = timedelta(days=14)  # so long "Heute" tells of what is new


@dataclass(frozen=True)
class Shown:
    """One certificate as its owner sees it; ``words`` came with its revocation."""

    row: Certificate
    facts: Facts
    state: State
    url: str
    words: str
    is_newest: bool
    can_renew: bool
    by_test: bool

    @property
    def ends_soon(self) -> bool:
        """Whether its end is near or past, and nothing newer took its place."""
        counts = self.is_newest and self.state != "revoked"
        return counts and may_renew(self.facts.valid_until, clock.today())

    @property
    def qr(self) -> str:
        """The address of the check as a picture for cameras."""
        return str(segno.make(self.url, error="m").svg_data_uri(scale=4, border=4, light="white"))


bp.add_app_template_filter(length, "length_of_course")
bp.add_app_template_filter(rule_words)
bp.add_app_template_filter(lambda parts: filters.day(date(*parts)), "certificate_day")


@bp.context_processor
def _words() -> dict[str, object]:
    return {"kinds": KINDS, "states": STATES, "reasons": REASONS}


@bp.get("/lernen/zertifikate")
def certificates() -> ResponseReturnValue:
    """Show the learner's certificates, the newest first."""
    owner = signed_in(person())
    with db.reading() as session:
        mine = [shown(session, each) for each in reads.certificates_of(session, owner.id)]
        return render_template("courses/certificates.html", mine=mine)


@bp.get("/lernen/zertifikate/<number>/zertifikat-<any(de,en):language>.pdf")
def certificate_paper(number: str, language: str) -> ResponseReturnValue:
    """Hand out a certificate on one page of paper."""
    with db.reading() as session:
        found = policy.own_certificate(session, person(), number)
        if found.revocation:
            abort(410)
        if found.proof is None:
            raise Unavailable
        made = paper(found, service(Notary).issuer.check_url(found.number), language)
    name = {"de": "zertifikat", "en": "certificate"}[language]
    headers = {
        "Content-Disposition": f'attachment; filename="{name}-{found.number}.pdf"',
        "Cache-Control": "no-store",
    }
    return Response(made, mimetype="application/pdf", headers=headers)


@bp.post("/lernen/<slug>/erneuerung")
def renew(slug: str) -> ResponseReturnValue:
    """Begin a course once more, because its certificate ends."""
    with db.writing() as session:
        knocking = policy.learner(session, person())
        version = policy.offered(session, slug)
        begun = renewing.renew(session, knocking.id, version, clock.now())
        href = next_href(standing(session, begun))
    return redirect(href, 303)


def shown(session: Session, row: Certificate) -> Shown:
    """Return a certificate as its owner sees it."""
    facts, today = reads.facts_of(row), clock.today()
    newest = reads.newest(session, row.person_id, facts.kind, facts.id)
    is_newest = newest is not None and newest.id == row.id
    return Shown(
        row=row,
        facts=facts,
        state=reads.state_of(row, today),
        url=service(Notary).issuer.check_url(row.number),
        words=_words_of(row),
        is_newest=is_newest,
        can_renew=is_newest and facts.kind == "course" and _can_renew(session, row),
        by_test=reads.renews_by_test(session, row),
    )


def certificates_board() -> Board | None:
    """Tell of certificates that are new, end soon or were revoked; otherwise nothing."""
    known = person()
    if known is None:
        return None
    with db.reading() as session:
        mine = [shown(session, each) for each in reads.certificates_of(session, known.id)]
    lines = tuple(line for each in mine for line in _lines(each))
    if not lines:
        return None
    href = url_for("courses.certificates")
    return Board(title=_("Certificates"), lines=lines, action=_("My certificates"), href=href)


def loses_certificates(session: Session, person_id: int) -> str:
    """Return what people are told about their certificates before their account is deleted."""
    count = len(reads.certificates_of(session, person_id))
    if not count:
        return ""
    told = ngettext(
        "%(num)s certificate is deleted too.", "%(num)s certificates are deleted too.", count
    )
    advice = _("Download them before: afterwards their check only says: deleted.")
    return f"{told} {advice}"


def _can_renew(session: Session, row: Certificate) -> bool:
    last = progress.enrolment_in(session, row.person_id, row.slug)
    return bool(last and last.completion and reads.can_take_again(row, clock.today()))


def _lines(own: Shown) -> list[Line]:
    href = url_for("courses.certificates", _anchor=own.row.number)
    revoked, since = own.row.revocation, clock.now() - FRESH
    if revoked:
        note = _("revoked on %(day)s", day=filters.day(revoked.at))
        return [Line(own.facts.title, href, note)] if revoked.at > since else []
    if own.row.at > since:
        return [Line(own.facts.title, href, _("Your certificate is there"))]
    end = own.facts.valid_until
    if own.ends_soon and end and end >= clock.today():
        return [Line(own.facts.title, href, _("ends on %(day)s", day=filters.day(end)))]
    return []


def _words_of(row: Certificate) -> str:
    revoked = row.revocation
    if revoked is None or revoked.sealed is None:
        return ""
    return service(Cipher).open_text(revoked.sealed, revoked.about) or ""
