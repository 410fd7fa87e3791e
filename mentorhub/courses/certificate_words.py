"""How certificates speak to people: kinds, states, reasons, lengths."""

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from mentorhub.courses.material.course import CourseCertificate

KINDS: dict[str, LazyString] = {
    "course": _l("Qualification module"),
    "programme": _l("Qualification"),
}
STATES: dict[str, tuple[str, LazyString]] = {
    "valid": ("success", _l("valid")),
    "ended": ("warning", _l("ended")),
    "revoked": ("danger", _l("revoked")),
}
REASONS: dict[str, LazyString] = {
    "wrong": _l("What it said was not right."),
    "not_earned": _l("The conditions for it were not met."),
    "replaced": _l("Another certificate was issued in its place."),
}


def kind_name(kind: str) -> str:
    """Return what a course or a programme is called on its certificate."""
    return str(KINDS[kind])


def rule_words(rule: CourseCertificate | None) -> str:
    """Return how long a course's certificate counts and what renews it; nothing without one."""
    if rule is None:
        return ""
    if rule.valid_months is None:
        return str(_("without end"))
    told: str = ngettext("valid for %(num)s month", "valid for %(num)s months", rule.valid_months)
    how = _("then one test renews it") if rule.renewal else _("then you take the course again")
    return f"{told}, {how}"


def length(minutes: int) -> str:
    """Return a length as people say it: 3 hours and 20 minutes."""
    hours, rest = divmod(minutes, 60)
    told_hours: str = ngettext("%(num)s hour", "%(num)s hours", hours)
    told_rest: str = ngettext("%(num)s minute", "%(num)s minutes", rest)
    if not hours or not rest:
        return told_hours if hours else told_rest
    return str(_("%(hours)s and %(minutes)s", hours=told_hours, minutes=told_rest))
