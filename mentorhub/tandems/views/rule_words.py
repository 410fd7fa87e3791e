"""A rule that has changed, in the words of a mentor's pages."""

from dataclasses import dataclass

from flask_babel import gettext as _

from mentorhub.recommend import wording
from mentorhub.recommend.funding_book import FundingBook
from mentorhub.tandems.queries.rule_changes import Changed
from mentorhub.web.context import service


@dataclass(frozen=True)
class ShownChange:
    """One change: of which rule, and what it says otherwise; ``instrument`` leads to its page."""

    id: int
    name: str
    what: str
    instrument: str


def shown(changed: Changed) -> ShownChange:
    """Return a change in words; a rule that went has no page any more."""
    if changed.instrument is None:
        return ShownChange(changed.id, _("not readable"), "", "")
    found = service(FundingBook).find(changed.instrument)
    name = wording.say(found.short) if found else changed.instrument
    what = _("the rule is gone") if changed.is_gone else wording.rule_change(changed.changes)
    return ShownChange(changed.id, name, what, found.id if found else "")
