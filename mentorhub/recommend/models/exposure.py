"""How often providers were seen, and how the search answered: sums per day, nothing else."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from mentorhub.kit.db import Base


class ProviderShown(Base):
    """Places on first result pages that went to one provider on one day."""

    __tablename__ = "provider_shown"
    day: Mapped[date] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(primary_key=True)
    places: Mapped[int]


class StepTaken(Base):
    """Searches that were answered on one step of the ladder on one day."""

    __tablename__ = "search_step_taken"
    day: Mapped[date] = mapped_column(primary_key=True)
    step: Mapped[str] = mapped_column(primary_key=True)
    searches: Mapped[int]
