"""The courses that a searcher points at, as chips that can be taken away."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.recommend.engine.document import Feedback
from mentorhub.recommend.forms.steering import LESS, MORE
from mentorhub.recommend.queries import offers
from mentorhub.web.links import without


@dataclass(frozen=True)
class Pointed:
    """One course that was pointed at, in words, and the address without it."""

    words: str
    remove: str


def pointed_at(session: Session, feedback: Feedback, today: date) -> tuple[Pointed, ...]:
    """Return a chip for each course that counts; of what visitors may not see, without its name."""
    keys = (*feedback.more, *feedback.less)
    shown = offers.visible_keys(session, keys, today) if keys else set()
    titles = {key: offer.title for key, offer in offers.by_keys(session, list(shown)).items()}
    gone = _("a course that is not offered any more")
    return (
        *(
            Pointed(_("More like: %(title)s", title=titles.get(key, gone)), without(MORE, key))
            for key in feedback.more
        ),
        *(
            Pointed(_("Without: %(title)s", title=titles.get(key, gone)), without(LESS, key))
            for key in feedback.less
        ),
    )
