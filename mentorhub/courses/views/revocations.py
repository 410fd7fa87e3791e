"""Certificates as the programme looks after them: find one, revoke it, issue it again."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.accounts.policy import programme_admin
from mentorhub.courses import policy
from mentorhub.courses.actions import certifying, revoking
from mentorhub.courses.forms import RevocationForm
from mentorhub.courses.models import Certificate
from mentorhub.courses.queries import certificates as reads
from mentorhub.courses.views.certificates import shown
from mentorhub.courses.views.room import bp, person
from mentorhub.kit import clock
from mentorhub.kit.crypto import Cipher
from mentorhub.web.context import db, service

LONGEST_SEARCH = 100


@bp.get("/verwaltung/zertifikate")
def all_certificates() -> ResponseReturnValue:
    """List and find certificates."""
    programme_admin(person())
    search = " ".join(request.args.get("q", "")[:LONGEST_SEARCH].split())
    with db.reading() as session:
        page = reads.found(session, search, request.args.get("page", 1, type=int))
        rows = [(each, reads.facts_of(each)) for each in page.rows]
        today = clock.today()
        return render_template(
            "courses/all_certificates.html",
            rows=[(each, facts, reads.state_of(each, today)) for each, facts in rows],
            page=page,
            pages=-(-page.total // reads.PAGE_ROWS),
            search=search,
        )


@bp.get("/verwaltung/zertifikate/<int:id_>")
def one_certificate(id_: int) -> ResponseReturnValue:
    """Show a certificate, and ask why it should be revoked."""
    with db.reading() as session:
        found = policy.certificate_to_revoke(session, person(), id_)
        return _page(session, found, RevocationForm())


@bp.post("/verwaltung/zertifikate/<int:id_>/widerruf")
def revoke_certificate(id_: int) -> ResponseReturnValue:
    """Revoke a certificate for good, and issue it again if asked to."""
    form, now = RevocationForm(request.form), clock.now()
    with db.writing() as session:
        admin = programme_admin(person())
        found = policy.certificate_to_revoke(session, admin, id_)
        if not form.validate():
            return _page(session, found, form), 422
        revoking.revoke(
            session,
            service(Cipher),
            found,
            by=admin.id,
            reason=form.reason.data,
            words=form.words.data,
            now=now,
        )
        if form.again.data:
            id_ = certifying.issue_again(session, found, by=admin.id, now=now).id
    flash(_("The certificate is revoked. We have written to the person."), "success")
    return redirect(url_for(".one_certificate", id_=id_), 303)


@bp.post("/verwaltung/zertifikate/<int:id_>/neuausstellung")
def reissue_certificate(id_: int) -> ResponseReturnValue:
    """Issue a revoked certificate again."""
    with db.writing() as session:
        admin = programme_admin(person())
        found = policy.certificate_to_revoke(session, admin, id_)
        fresh = certifying.issue_again(session, found, by=admin.id, now=clock.now())
    flash(_("The certificate is issued again."), "success")
    return redirect(url_for(".one_certificate", id_=fresh.id), 303)


def _page(session: Session, found: Certificate, form: RevocationForm) -> str:
    newest = reads.newest(session, found.person_id, reads.facts_of(found).kind, found.slug)
    return render_template(
        "courses/one_certificate.html",
        own=shown(session, found),
        form=form,
        newer=newest if newest and newest.id != found.id else None,
    )
