"""What programs send to the interface: the shapes behind its description.

They are read strictly: a number is a number, and a name that nobody knows is refused.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    create_model,
    model_validator,
)

from mentorhub.kit.clock import GERMANY
from mentorhub.recommend.begins import EARLIEST, LATEST
from mentorhub.recommend.eligibility import FACTS, Fact, Value, canonical
from mentorhub.recommend.engine.document import (
    CEFR_LEVELS,
    DAYTIMES,
    FORMS,
    LANGUAGE_WORDS,
    LEVELS,
    NOT_GERMAN,
    SCHEDULES,
    TIMES_WITHIN,
    Given,
    Kind,
)
from mentorhub.recommend.engine.intent.length import MOST_DAYS
from mentorhub.recommend.forms.public import (
    CHIP_ID,
    LAST_PAGE,
    LONGEST_CHIP_ID,
    LONGEST_PLACE,
    MOST_DROPPED,
    MOST_EUROS,
)
from mentorhub.recommend.queries.public import Wanted
from mentorhub.recommend.question import LONGEST_QUESTION

MOST_HITS = 50
MOST_OFFERS = 100
MOST_TIMES = 10
LARGEST_FACT = 10_000_000
LONGEST_ANSWER = 60
LONGEST_PROVIDER = 300
LONGEST_ID = 60
PLACE_FORMAT = "town-or-postcode"
"""How the description says that not every text is a place."""


def _(text: str) -> str:
    """Mark a text that the page about the interface shows in the reader's language."""
    return text


_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"-?\d{1,9}")
_TRUTHS = {"true": True, "false": False}

Languages = Literal[*LANGUAGE_WORDS, NOT_GERMAN]  # type: ignore[valid-type]
Levels = Literal[*LEVELS, *CEFR_LEVELS]  # type: ignore[valid-type]
Schedules = Literal[*SCHEDULES]  # type: ignore[valid-type]
Times = Literal[*SCHEDULES, *DAYTIMES, *TIMES_WITHIN]  # type: ignore[valid-type]
Forms = Literal[*FORMS]  # type: ignore[valid-type]


def _day(raw: object) -> date:
    if not isinstance(raw, str) or not _DAY.fullmatch(raw):
        raise ValueError("must be a day such as 2027-01-31")
    return min(max(date.fromisoformat(raw), EARLIEST), LATEST)


def _whole(raw: object) -> object:
    """Return 5 for 5.0: JSON knows one kind of number."""
    return int(raw) if isinstance(raw, float) and raw.is_integer() else raw


Whole = Annotated[int, BeforeValidator(_whole)]
Day = Annotated[date, BeforeValidator(_day)]
ChipId = Annotated[str, Field(pattern=f"^{CHIP_ID}$", max_length=LONGEST_CHIP_ID)]


class Asked(BaseModel):
    """The ground of everything that programs send."""

    model_config = ConfigDict(
        strict=True, extra="forbid", allow_inf_nan=False, hide_input_in_errors=True
    )


class Typed(BaseModel):
    """Turns what stands in an address into numbers and truths; what is neither stays text."""

    @model_validator(mode="before")
    @classmethod
    def _typed(cls, raw: Any) -> Any:
        return {name: cls._read(name, value) for name, value in raw.items()}

    @classmethod
    def _read(cls, name: str, value: Any) -> Any:
        field = cls.model_fields.get(name)
        kinds = str(field.annotation) if field else ""
        if not isinstance(value, str):
            return value
        if "int" in kinds and _NUMBER.fullmatch(value):
            return int(value)
        return _TRUTHS.get(value, value) if "bool" in kinds else value


class Paging(Typed, Asked):
    """Which page, and how much on it."""

    page: Whole = Field(1, ge=1, le=LAST_PAGE, description=_("Number of the page, from 1"))
    limit: Whole = Field(25, ge=1, le=MOST_OFFERS, description=_("How many on a page"))

    @property
    def offset(self) -> int:
        """Return how many come before this page."""
        return (self.page - 1) * self.limit


class OffersQuery(Paging):
    """Which offers."""

    kind: Kind | None = Field(None, description=_("Only courses, or only texts about funding"))
    provider: str | None = Field(
        None, min_length=1, max_length=LONGEST_PROVIDER, description=_("Exact name of the provider")
    )
    changed_since: Day | None = Field(
        None, description=_("Only what was added or changed on this day or later")
    )

    funding: str | None = Field(
        None,
        min_length=1,
        max_length=LONGEST_ID,
        description=_(
            "Id of an instrument: only courses that say nothing against its conditions; what they "
            "do not say is still to be asked. None, where it pays for no course today"
        ),
    )

    def wanted(self) -> Wanted:
        """Return what is asked for, without what an instrument demands."""
        since = self.changed_since
        moment = datetime.combine(since, time.min, GERMANY) if since else None
        return Wanted(self.kind, self.provider, moment)


class StepsQuery(Asked):
    """When the course starts."""

    start: Day | None = Field(
        None, description=_("First day of the course; without it no task has a day")
    )


class Search(Asked):
    """A sentence with filters, every one of which may be left out."""

    q: str = Field(
        "",
        max_length=LONGEST_QUESTION,
        description=_("What somebody would like to learn; empty: the newest courses"),
    )
    place: str | None = Field(
        None,
        min_length=1,
        max_length=LONGEST_PLACE,
        description=_("Town or postcode; one that nobody knows is refused"),
        json_schema_extra={"format": PLACE_FORMAT, "examples": ["Dortmund", "44137"]},
    )
    radius_km: Annotated[int, Field(ge=1, le=500), BeforeValidator(_whole)] | None = Field(
        None, description=_("How far from the place at most, in kilometres")
    )
    schedule: list[Times] = Field(
        default_factory=list,
        max_length=MOST_TIMES,
        description=_("When people have time: any of these"),
    )
    not_schedule: list[Times] = Field(
        default_factory=list,
        max_length=MOST_TIMES,
        description=_("When people have no time: none that is only then"),
    )
    form: Forms | None = Field(None, description=_("On site, online or both"))
    max_price_eur: Annotated[int, Field(ge=0, le=MOST_EUROS), BeforeValidator(_whole)] | None = (
        Field(None, description=_("At most how many euros"))
    )
    free: bool = Field(False, description=_("Only courses that are free"))
    cheap: bool = Field(False, description=_("Cheap courses first; leaves nothing out"))
    azav: bool = Field(False, description=_("Only courses approved for funding (AZAV)"))
    language: Languages | None = Field(
        None, description=_("Language of teaching; other: any but German")
    )
    level: Levels | None = Field(None, description=_("How much somebody knows before"))
    kind: Kind | None = Field(None, description=_("Only courses, or only funding"))
    starts_from: Day | None = Field(None, description=_("Starts on this day or later"))
    starts_by: Day | None = Field(None, description=_("Starts on this day or earlier"))
    max_days: Annotated[int, Field(ge=1, le=MOST_DAYS), BeforeValidator(_whole)] | None = Field(
        None, description=_("How long at most, in days from the first to the last")
    )
    without: list[ChipId] = Field(
        default_factory=list,
        max_length=MOST_DROPPED,
        description=_("Ids of what was understood and is not meant"),
    )
    page: Whole = Field(1, ge=1, le=LAST_PAGE, description=_("Number of the page, from 1"))
    limit: Whole = Field(10, ge=1, le=MOST_HITS, description=_("How many on a page"))

    @property
    def offset(self) -> int:
        """Return how many come before this page."""
        return (self.page - 1) * self.limit

    def given(self) -> Given:
        """Return the filters as the engine wants them."""
        return Given(
            place=self.place,
            radius_km=self.radius_km,
            schedules=frozenset(self.schedule),
            not_schedules=frozenset(self.not_schedule),
            form=self.form,
            max_price_cents=None if self.max_price_eur is None else 100 * self.max_price_eur,
            free=self.free,
            cheap=self.cheap,
            azav=self.azav,
            language=self.language,
            level=self.level,
            kind=self.kind,
            starts_from=self.starts_from,
            starts_by=self.starts_by,
            max_days=self.max_days,
        )


class SearchQuery(Typed, Search):
    """A search whose words stand in the address."""


def _fact_type(fact: Fact) -> Any:
    if fact.kind == "yes_no":
        return bool | None
    if fact.kind == "number":
        least = -LARGEST_FACT if fact.minimum is None else fact.minimum
        most = LARGEST_FACT if fact.maximum is None else fact.maximum
        return Annotated[float, Field(ge=least, le=most)] | None
    if fact.open:
        return Annotated[str, Field(max_length=LONGEST_ANSWER)] | None
    return Literal[*(choice.value for choice in fact.choices)] | None


def _facts_model(name: str, doc: str, facts: Iterable[Fact]) -> type[Asked]:
    fields: dict[str, Any] = {
        fact.name: (_fact_type(fact), Field(None, description=fact.question.en)) for fact in facts
    }
    agree: Any = model_validator(mode="after")(_agreeing)
    return create_model(
        name, __base__=Asked, __doc__=doc, __validators__={"agree": agree}, **fields
    )


def _agreeing(facts: BaseModel) -> BaseModel:
    """Return the facts if none contradicts another; a ValueError says which does."""
    canonical(told(facts))
    return facts


PersonFacts = _facts_model(
    "PersonFacts",
    "What somebody says about themselves and their company; null is unknown, or never so far.",
    [fact for fact in FACTS if fact.knower != "offer"],
)
Facts = _facts_model(
    "Facts",
    "What is known about a person, their company and a course; null is unknown, or never so far.",
    FACTS,
)


def told(facts: BaseModel | None) -> Mapping[str, Value]:
    """Return the facts that were sent."""
    return facts.model_dump(exclude_unset=True) if facts else {}


class SearchBody(Search):
    """A search whose words stand in no address, with facts for the funding."""

    facts: PersonFacts | None = Field(  # type: ignore[valid-type]
        None, description=_("Decides about funding; used for this answer and never kept")
    )


class FundingBody(Asked):
    """Facts that decide about funding; used for this answer and never kept."""

    facts: Facts  # type: ignore[valid-type]
