"""What a company says of itself: people by hours, and what decides about its funding."""

from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import TextInput

from mentorhub.recommend import wording
from mentorhub.recommend.amounts import read_number
from mentorhub.recommend.eligibility import BY_NAME
from mentorhub.recommend.funding.company import Company
from mentorhub.recommend.funding.staff import MOST, Staff
from mentorhub.recommend.offer_record import MOST_EUROS, MOST_HOURS
from mentorhub.recommend.wording.answers import YES_NO, typed
from mentorhub.web.forms import Form, choices

LONGEST_NAME: Final = 80

_CHANGE: Final = BY_NAME["vereinbarung"]


class WholeField(IntegerField):
    """A whole number however it was typed: "1.250" as well as "1250".

    Not of type number: there browsers make 1.25 of the first.
    """

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed.

        Raises:
            ValueError: it is no whole number.
        """
        if not valuelist or not valuelist[0].strip():
            return
        self.data = None
        try:
            number = read_number(valuelist[0])
        except ValueError:
            number = 0.5
        if not isinstance(number, int):
            raise ValueError(gettext("Please enter a whole number, for example 12."))
        self.data = number

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)


def _people(label: Any) -> WholeField:
    return WholeField(label, [Optional(), NumberRange(min=0, max=MOST)])


class StaffForm(Form):
    """How many people work how long; what is left empty is nobody, if anything is filled in."""

    more = _people(_l("more than 30 hours a week"))
    up_to_30 = _people(_l("more than 20, up to 30 hours a week"))
    up_to_20 = _people(_l("more than 10, up to 20 hours a week"))
    up_to_10 = _people(_l("up to 10 hours a week"))

    def staff(self) -> Staff | None:
        """Return the people, None where nothing was filled in; of a valid form only."""
        counts = [self[name].data for name in Staff.__dataclass_fields__]
        if all(count is None for count in counts):
            return None
        return Staff(*(count or 0 for count in counts))


class StaffAnswerForm(StaffForm):
    """The same as help with one question: something must be filled in."""

    next = HiddenField()

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse an empty form as well."""
        valid = bool(super().validate(extra_validators))
        if valid and self.staff() is None:
            self.more.errors = [gettext("Please enter at least one number.")]
            return False
        return valid


class CompanyForm(StaffForm):
    """What decides about the funding of a company; all of it may be left out."""

    name = StringField(_l("Name of the company"), [Optional(), Length(max=LONGEST_NAME)])
    agreement = SelectField(
        _l("Is there a works or collective agreement on training in the company?"), [Optional()]
    )
    affected = WholeField(
        _l("How many per cent of the staff need new knowledge? 3 of 30 are 10 per cent."),
        [Optional(), NumberRange(min=0, max=100)],
    )
    change = SelectField(_l("What has the company agreed on change and learning?"), [Optional()])
    in_nrw = SelectField(_l("Do the people mostly work in North Rhine-Westphalia?"), [Optional()])
    hours = WholeField(
        _l("How many hours does the course take?"), [Optional(), NumberRange(min=1, max=MOST_HOURS)]
    )
    price = WholeField(
        _l("What does the course cost for one person, in euros?"),
        [Optional(), NumberRange(min=0, max=MOST_EUROS)],
    )

    def __init__(self, sent: Any = None, told: Company | None = None) -> None:
        super().__init__(sent, data=_filled(told) if told else None)
        answers = [("", gettext("I do not know")), ("ja", gettext("Yes")), ("nein", gettext("No"))]
        self.agreement.choices = choices(answers)
        self.in_nrw.choices = choices(answers)
        agreed = [(one.value, wording.say(one.label)) for one in _CHANGE.choices]
        self.change.choices = choices([("", gettext("I do not know")), *agreed])

    def company(self) -> Company:
        """Return what was told; of a valid form only."""
        return Company(
            name=" ".join((self.name.data or "").split()),
            staff=self.staff(),
            agreement=YES_NO.get(self.agreement.data or ""),
            change=self.change.data or None,
            affected=None if self.affected.data is None else self.affected.data / 100,
            in_nrw=YES_NO.get(self.in_nrw.data or ""),
            hours=self.hours.data,
            price_cents=None if self.price.data is None else 100 * self.price.data,
        )


def _filled(told: Company) -> dict[str, Any]:
    """Return what the fields show of a company that was told before."""
    staff = told.staff.__dict__ if told.staff else {}
    return {
        "name": told.name,
        "agreement": typed(told.agreement),
        "change": told.change or "",
        "affected": None if told.affected is None else round(told.affected * 100),
        "in_nrw": typed(told.in_nrw),
        "hours": told.hours,
        "price": None if told.price_cents is None else told.price_cents // 100,
        **staff,
    }
