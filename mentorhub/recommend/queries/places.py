"""Towns by postcode."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.recommend.models import Place


def towns_of(session: Session, postcode: str) -> Sequence[str]:
    """Return the towns that have this postcode, the largest first; none if it is not known."""
    rows = select(Place.town).where(Place.postcode == postcode)
    return session.scalars(rows.order_by(Place.population.desc(), Place.town)).all()
