"""Postcodes and towns with their coordinates."""

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mentorhub.kit.db import Base


class Place(Base):
    """One town in one postcode area; without coordinates where the source has none.

    Postcodes: Countries States Cities Database (ODbL 1.0). Coordinates: GeoNames (CC BY 4.0).
    """

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("postcode", "town"), Index("ix_place_town", "town"))
    id: Mapped[int] = mapped_column(primary_key=True)
    postcode: Mapped[str]
    town: Mapped[str]
    state: Mapped[str]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    population: Mapped[int] = mapped_column(default=0)
