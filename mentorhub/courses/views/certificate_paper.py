"""A certificate on paper: one page, in German or in English, with the way to its check."""

from datetime import date
from pathlib import Path

import segno
from babel.dates import format_date
from flask_babel import force_locale
from flask_babel import gettext as _

from mentorhub.courses.certificate_words import kind_name, length
from mentorhub.courses.models import Certificate
from mentorhub.courses.queries.certificates import facts_of
from mentorhub.web.pdf import printable, typeset

TEMPLATE = Path(__file__).parent.parent / "templates/courses/paper/certificate.typ"


def paper(certificate: Certificate, url: str, language: str) -> bytes:
    """Return the PDF; ``url`` is where it can be checked. The same certificate, the same file."""
    assert certificate.proof
    facts = facts_of(certificate)
    qr = segno.make(url, error="m")
    with force_locale(language):
        rows = [
            (_("Kind"), kind_name(facts.kind)),
            (_("Length"), length(facts.minutes)),
            (_("Version"), str(facts.version) if facts.version else ""),
            (_("Completed on"), _day(facts.completed_on, language)),
            (_("Refreshed on"), _day(facts.refreshed_on, language)),
            (_("Issued on"), _day(facts.issued_on, language)),
            (_("Valid until"), _day(facts.valid_until, language) or _("no end")),
            (_("Number"), certificate.number),
        ]
        data = {
            "lang": language,
            "words_lang": facts.language,
            "title": _("Certificate"),
            "issuer": printable(certificate.proof.issuer),
            "opening": _("This is to certify that"),
            "name": _name(facts.name),
            "middle": _("has completed:"),
            "subject": printable(facts.title),
            "contents_title": _("Topics") if facts.topics else _("Courses and their versions"),
            "contents": [printable(line) for line in facts.contents],
            "facts": [[name, printable(value)] for name, value in rows if value],
            "qr": qr.svg_inline(scale=4, border=0),
            "qr_alt": _("QR code with the address of the check"),
            "check": _("Everybody can check here whether it counts:"),
            "url": url,
            "closing": _("Issued electronically, without a signature by hand."),
        }
    return typeset(TEMPLATE, data, now=certificate.proof.at)


def _name(name: str) -> str:
    """Return a name, or where it stands if our fonts do not have its script."""
    shown = printable(name)
    return (
        shown if shown.count("?") == name.count("?") else _("(the name stands on the page below)")
    )


def _day(value: date | None, language: str) -> str:
    if value is None:
        return ""
    return str(format_date(value, "d. MMMM y" if language == "de" else "d MMMM y", language))
