"""What a mentor notes in one form to find out who pays for a course; every fact may be unknown."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.validators import Length, Optional

from mentorhub.recommend.eligibility import BY_NAME, FACTS, Fact, FactError, Value, canonical
from mentorhub.recommend.funding.checklist import LONGEST_AGO, LONGEST_AHEAD
from mentorhub.recommend.wording import say
from mentorhub.recommend.wording.answers import read_answer, typed, wrong_answer
from mentorhub.tandems.content import SavedTitle
from mentorhub.tandems.funding_note import NOT_NOTED, FundingNote
from mentorhub.web.forms import DAY_FORMATS, Form, choices, refuse_outside

LONGEST_ANSWER = 60
LONGEST_SEARCH = 120
MOST_TASKS = 50

NOTED = tuple(fact for fact in FACTS if fact.name not in NOT_NOTED)
FIRST = frozenset(
    {
        "beschaeftigt",
        "berufsabschluss",
        "alter",
        "anlass",
        "wohnsitz_land",
        "zve_jahr",
        "wochenstunden",
        "bruttolohn_monat",
        "betriebsgroesse",
        "kollektivvereinbarung",
        "ziel",
        "dauer_stunden",
        "kursgebuehr",
        "massnahme_azav",
        "traeger_azav",
    }
)
"""What decides most, and the wage that makes sums of it; everything else is folded."""

_NEVER = "_nie"
_IN_CASE = "case"


@dataclass(frozen=True)
class Asked:
    """One fact with its field, and the box "never so far" where that is an answer."""

    fact: Fact
    field: Any
    never: Any = None

    @property
    def holds_something(self) -> bool:
        """Return whether there is an answer, right or wrong."""
        return bool(self.field.data) or (self.never is not None and bool(self.never.data))


class FundingForm(Form):
    """Facts about a person, a company and a course; the fields of the facts follow below.

    ``revision`` is that of what lay in the case when the form was made; ``is_on_sheet`` says that
    what lies there is told on the sheet to take home already.
    """

    is_on_sheet = False

    revision = HiddenField(validators=[Length(max=LONGEST_ANSWER)])
    angebot = RadioField(_l("Which course?"), validate_choice=False)
    suche = StringField(_l("Look for a course"), [Length(max=LONGEST_SEARCH)])
    beginn = DateField(_l("Start of the course"), [Optional()], format=DAY_FORMATS)
    health = BooleanField(_l("The person agrees that I write down facts about health."))
    keep = RadioField(
        _l("What happens to these details?"),
        choices=choices(
            (
                ("now", _l("Only reckon now, keep nothing")),
                (_IN_CASE, _l("Keep them in the case")),
            )
        ),
        default="now",
    )
    weg = RadioField(_l("Which way?"), validate_choice=False)
    on_sheet = BooleanField(_l("Tell of this way on the sheet to take home"))

    def __init__(self, sent: MultiDict[str, str] | None, today: date, **values: Any) -> None:
        self.today = today
        self.picked = frozenset((sent.getlist("aufgabe") if sent else [])[:MOST_TASKS])
        super().__init__(sent, **values)

    @classmethod
    def of(cls, note: FundingNote, revision: str, today: date) -> "FundingForm":
        """Return the form filled in with what is noted; a revision says that it is kept."""
        told: dict[str, Any] = {}
        for name, value in note.facts.items():
            if value is None:
                told[name + _NEVER] = True
            else:
                told[name] = typed(value, BY_NAME[name])
        return cls(
            None,
            today,
            revision=revision,
            angebot=note.offer.key if note.offer else "",
            beginn=note.starts_on,
            health=note.health_since is not None,
            keep=_IN_CASE if revision else "now",
            weg=note.way,
            on_sheet=note.on_sheet,
            **told,
        )

    @property
    def keeps(self) -> bool:
        """Return whether the details shall be kept in the case."""
        return bool(self.keep.data == _IN_CASE)

    def asked(self, knower: str, *, first: bool) -> list[Asked]:
        """Return the facts that somebody knows, those that decide most or the others."""
        return [
            self._asked(fact)
            for fact in NOTED
            if fact.knower == knower and not fact.health and (fact.name in FIRST) is first
        ]

    def health_facts(self) -> list[Asked]:
        """Return the facts about health; nothing while the person has not agreed to them."""
        return [self._asked(fact) for fact in NOTED if fact.health] if self.health.data else []

    @property
    def folded(self) -> list[Asked]:
        """Return the folded fields in which something stands."""
        few_need = (fact for fact in NOTED if not fact.health and fact.name not in FIRST)
        return [one for one in map(self._asked, few_need) if one.holds_something]

    def validate_beginn(self, field: DateField) -> None:
        """Refuse a day that is years away: somebody has mistyped it."""
        refuse_outside(field, self.today - LONGEST_AGO, self.today + LONGEST_AHEAD)

    def validate_on_sheet(self, field: BooleanField) -> None:
        """What is kept nowhere cannot be printed tomorrow."""
        if field.data and not self.keeps and not self.is_on_sheet:
            raise ValidationError(_l("For this the details must be kept in the case."))

    def note(self, offer: SavedTitle | None, agreed_on: date | None) -> FundingNote:
        """Return what was filled in, once it is valid.

        ``agreed_on`` is the day of an earlier consent, None if it is of today.
        """
        return FundingNote(
            facts=canonical(dict(self._facts())),
            offer=offer,
            starts_on=self.beginn.data,
            health_since=(agreed_on or self.today) if self.health.data else None,
            way=self.weg.data or "",
            on_sheet=bool(self.on_sheet.data),
        )

    def _facts(self) -> Iterator[tuple[str, Value]]:
        """Yield what is known; facts about health only if the person agrees."""
        for fact in NOTED:
            one = self._asked(fact)
            if fact.health and not self.health.data:
                continue
            if one.never is not None and one.never.data:
                yield fact.name, None
            elif (value := read_answer(fact, one.field.data or "")) is not None:
                yield fact.name, value

    def _asked(self, fact: Fact) -> Asked:
        return Asked(fact, self[fact.name], self[fact.name + _NEVER] if fact.never else None)


def chosen_offers(titles: Sequence[tuple[str, str]]) -> list[Any]:
    """Return the choices of a course by key and words, and that it is none of them."""
    own = ("", gettext("None of these: I describe the course below"))
    return choices([own, *titles])


def _field(fact: Fact) -> Any:
    label = LazyString(say, fact.label)
    checks = [Length(max=LONGEST_ANSWER), _answers(fact)]
    if fact.kind == "number":
        return StringField(label, checks)
    return SelectField(label, checks, choices=choices(_answers_of(fact)), validate_choice=False)


def _answers_of(fact: Fact) -> list[tuple[str, LazyString]]:
    known = [("ja", _l("Yes")), ("nein", _l("No"))]
    if fact.kind == "choice":
        known = [(one.value, LazyString(say, one.label)) for one in fact.choices]
    return [("", _l("I do not know")), *known]


def _answers(fact: Fact) -> Callable[[Form, Any], None]:
    """Return the check that what was typed or chosen is an answer to this fact."""

    def check(_form: Form, field: Any) -> None:
        try:
            canonical({fact.name: read_answer(fact, field.data or "")})
        except (FactError, ValueError) as problem:
            raise ValidationError(wrong_answer(fact)) from problem

    return check


def _fields() -> Mapping[str, Any]:
    answers = {fact.name: _field(fact) for fact in NOTED}
    boxes = {one.name + _NEVER: BooleanField(_l("never so far")) for one in NOTED if one.never}
    return {**answers, **boxes}


for _name, _unbound in _fields().items():
    setattr(FundingForm, _name, _unbound)
