"""What editors send: an offer with its dates, a reason, a catalogue in a file."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional, Regexp, ValidationError

from mentorhub.recommend import wording
from mentorhub.recommend.begins import EARLIEST, LATEST
from mentorhub.recommend.links import address_of
from mentorhub.recommend.models import Offer
from mentorhub.recommend.models.catalogue import DegreeKind, Level
from mentorhub.recommend.offer_record import (
    LONG,
    LONGEST,
    MOST_CENTS,
    MOST_DATES,
    MOST_HOURS,
    OfferRecord,
    Start,
    clean,
    one_line,
)
from mentorhub.web.forms import BoxesField, Form

LONGEST_REASON = 500
LONGEST_SEARCH = 200

_EUROS = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2}))?")
_LANGUAGE = re.compile(r"[a-z]{2,3}")

LABELS = {
    "title": _l("Title"),
    "kind": _l("Kind"),
    "learn": _l("What people learn"),
    "description": _l("Description"),
    "provider": _l("Provider"),
    "link": _l("Page at the provider"),
    "provider_azav": _l("Is the provider approved (AZAV)?"),
    "form": _l("How people meet"),
    "postcode": _l("Postcode"),
    "town": _l("Town"),
    "starts": _l("Dates"),
    "begin_text": _l("Begin in words"),
    "on_request": _l("Start on request"),
    "schedules": _l("When people learn"),
    "hours": _l("Teaching hours"),
    "price_cents": _l("Price"),
    "azav": _l("Is the course approved (AZAV)?"),
    "level": _l("Level"),
    "language": _l("Language of teaching"),
    "requirements": _l("Requirements"),
    "target_group": _l("Target group"),
    "degree": _l("Certificate or degree"),
    "degree_kind": _l("Kind of degree"),
    "as_of": _l("As of"),
}
"""What editors call each fact of an offer, in forms and in the history."""


def _paragraphs(text: str | None) -> str:
    return clean(text or "")


def line(text: str | None) -> str:
    """Return what was typed on one line."""
    return one_line(text or "")


def _text(name: str, *validators: Any) -> StringField:
    longest = LONGEST.get(name, LONG)
    return StringField(LABELS[name], [*validators, Length(max=longest)], filters=[line])


def _area(name: str) -> TextAreaField:
    longest = LONGEST.get(name, LONG)
    return TextAreaField(LABELS[name], [Length(max=longest)], filters=[_paragraphs])


def _yes_no(name: str) -> RadioField:
    choices = _choices(("yes", _l("yes")), ("no", _l("no")), ("", _l("not known")))
    return RadioField(LABELS[name], default="", choices=choices)


def _choices(*pairs: tuple[str, Any]) -> list[SelectChoice]:
    """Return values with their names as a field wants them."""
    return [SelectChoice(value, label) for value, label in pairs]


def _is_typed(field: DateField) -> bool:
    return bool(field.data or "".join(field.raw_data or ()).strip())


def _in_bounds(_form: Form, field: DateField) -> None:
    if field.data and not EARLIEST <= field.data <= LATEST:
        raise ValidationError(_("Please check the year."))


class DateRow(Form):
    """One date. ``weeks`` marks a start that moves by itself, as "weeks@day it was shown with"."""

    starts = DateField(_l("Begins on"), [Optional(), _in_bounds])
    ends = DateField(_l("Ends on"), [Optional(), _in_bounds])
    weeks = HiddenField()

    def validate_ends(self, field: DateField) -> None:
        """Refuse an end without a beginning, or before it."""
        if not field.data:
            return
        if not self.starts.data and not self.starts.errors:
            raise ValidationError(_("Please enter the day on which it begins, too."))
        if self.starts.data and field.data < self.starts.data:
            raise ValidationError(_("The end lies before the beginning."))

    @property
    def start(self) -> Start | None:
        """Return the date, None for an empty row."""
        if not self.starts.data:
            return None
        return Start(self.starts.data, self.ends.data, self._weeks())

    def _weeks(self) -> int | None:
        weeks, _at, day = (self.weeks.data or "").partition("@")
        moves = weeks.isascii() and weeks.isdigit() and len(weeks) <= 3
        return int(weeks) if moves and day == self.starts.data.isoformat() else None


@dataclass(frozen=True)
class Listed:
    """The single fields of a form, those of its rows too, as the list of errors reads them."""

    fields: tuple[Field, ...]
    form_errors: tuple[str, ...]

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields)

    @property
    def errors(self) -> bool:
        """Return whether there is anything to list."""
        return bool(self.form_errors) or any(field.errors for field in self.fields)


class OfferForm(Form):
    """Everything that an offer can hold; ``seen`` marks what the editor saw when it was opened."""

    seen = HiddenField()
    title = _text("title", DataRequired())
    kind = RadioField(LABELS["kind"], [DataRequired()], default="course")
    learn = _area("learn")
    description = _area("description")
    provider = _text("provider")
    provider_azav = _yes_no("provider_azav")
    link = _text("link")
    form = SelectField(LABELS["form"], default="")
    postcode = StringField(
        LABELS["postcode"],
        [Optional(), Regexp(r"[0-9]{5}\Z", message=_l("A postcode has five digits."))],
        filters=[line],
    )
    town = _text("town")
    dates = FieldList(FormField(DateRow), label=LABELS["starts"], max_entries=MOST_DATES)
    begin_text = _text("begin_text")
    on_request = BooleanField(_l("People can start at any time or on request"))
    schedules = BoxesField(LABELS["schedules"])
    hours = IntegerField(LABELS["hours"], [Optional(), NumberRange(min=1, max=MOST_HOURS)])
    price_kind = RadioField(_l("What does it cost?"), [DataRequired()], default="amount")
    price = StringField(_l("Amount in euros"), filters=[line])
    azav = _yes_no("azav")
    level = SelectField(LABELS["level"], default="")
    language = SelectField(LABELS["language"], default="")
    requirements = _area("requirements")
    target_group = _area("target_group")
    degree = _text("degree")
    degree_kind = SelectField(LABELS["degree_kind"], default="")
    as_of = DateField(LABELS["as_of"], [Optional(), _in_bounds])

    def __init__(self, sent: Any = None, given: Mapping[str, Any] | None = None) -> None:
        super().__init__(sent, data=dict(given or {}))
        unknown = ("", _("not known"))
        levels = [(one.value, wording.level_of(one)) for one in Level]
        degrees = [(one.value, wording.degree_kind_of(one)) for one in DegreeKind]
        self.kind.choices = _choices(
            ("course", _("a course")), ("funding", _("a text about funding"))
        )
        self.form.choices = _choices(unknown, *wording.forms())
        self.schedules.choices = _choices(*wording.schedules())
        self.price_kind.choices = _choices(
            ("amount", _("costs a fixed amount")),
            ("free", _("free for participants")),
            ("unknown", _("price not known")),
        )
        self.level.choices = _choices(unknown, *levels)
        self.language.choices = _choices(unknown, *self._languages())
        self.degree_kind.choices = _choices(unknown, *degrees)

    def add_row(self) -> None:
        """Add an empty row for one more date, if there may be one more."""
        if len(self.dates.entries) < MOST_DATES:
            self.dates.append_entry()

    def show_rows(self) -> None:
        """Make sure that there is an empty row to write in."""
        if all(_is_typed(row.form.starts) for row in self.dates):
            self.add_row()

    @property
    def listed(self) -> "Listed":
        """Return the form as a flat list of fields, for the list of errors on top."""
        return Listed(tuple(self._fields_in_order()), tuple(self.form_errors))

    def _fields_in_order(self) -> Iterator[Field]:
        for field in self:
            if isinstance(field, FieldList):
                for row in field:
                    yield from row.form
            else:
                yield field

    def validate_link(self, field: StringField) -> None:
        """Refuse what is no address of a page."""
        if field.data and address_of(field.data) is None:
            raise ValidationError(
                _("Please write an address that begins with https:// or http://.")
            )

    def validate_price(self, field: StringField) -> None:
        """Refuse what is no amount, and an amount beside "free" or "not known"."""
        if self.price_kind.data != "amount":
            if field.data:
                raise ValidationError(_('Choose "costs a fixed amount", or empty this field.'))
            return
        if not field.data:
            raise ValidationError(_("Please enter the price, or choose another answer above."))
        read_euros(field.data)

    def validate_on_request(self, field: BooleanField) -> None:
        """Refuse an offer that nobody could ever start."""
        if not field.data and not any(_is_typed(row.form.starts) for row in self.dates):
            raise ValidationError(_("Please enter a date, or tick this box."))

    def validate_dates(self, field: FieldList) -> None:
        """Refuse the same beginning twice."""
        seen: set[date] = set()
        for row in field:
            day = row.form.starts.data
            if day and day in seen:
                row.form.starts.errors = [_("This date is there twice.")]
                raise ValidationError(_("This date is there twice."))
            if day:
                seen.add(day)

    def record(self, key: str) -> OfferRecord:
        """Return the offer that was written; only after the form was found valid."""
        starts = [row.form.start for row in self.dates]
        return OfferRecord(
            key=key,
            title=self.title.data,
            kind=self.kind.data,
            learn=self.learn.data,
            description=self.description.data,
            provider=self.provider.data,
            provider_azav=_TRUTH[self.provider_azav.data],
            link=address_of(self.link.data or "") or "",
            azav=_TRUTH[self.azav.data],
            postcode=self.postcode.data or None,
            town=self.town.data or None,
            form=self.form.data or None,
            schedules=tuple(sorted(self.schedules.data or ())),
            starts=tuple(sorted(filter(None, starts), key=lambda start: start.starts)),
            on_request=self.on_request.data,
            begin_text=self.begin_text.data,
            hours=self.hours.data,
            price_cents=self._cents(),
            level=self.level.data or None,
            language=self.language.data or None,
            requirements=self.requirements.data,
            target_group=self.target_group.data,
            degree=self.degree.data,
            degree_kind=self.degree_kind.data or None,
            as_of=self.as_of.data,
        )

    def _cents(self) -> int | None:
        if self.price_kind.data == "amount":
            return read_euros(self.price.data)
        return 0 if self.price_kind.data == "free" else None

    def _languages(self) -> list[tuple[str, str]]:
        """Return the usual languages, and the one that the offer has if it is another."""
        usual = wording.languages()
        own = self.language.data or ""
        if own in dict(usual) or not _LANGUAGE.fullmatch(own):
            return usual
        return [*usual, (own, wording.language_of(own))]


_TRUTH = {"yes": True, "no": False, "": None}


class WithdrawalForm(Form):
    """Why an offer is taken out of the catalogue."""

    reason = TextAreaField(
        _l("Why?"), [DataRequired(), Length(max=LONGEST_REASON)], filters=[_paragraphs]
    )


def read_euros(text: str) -> int:
    """Return an amount written as in German, such as "1.250,00 €", in cents.

    Raises:
        ValidationError: it is none, or more than a million euros.
    """
    bare = re.sub(r"\s|€|euro|eur", "", text.casefold())
    found = _EUROS.fullmatch(bare)
    if not (found and bare.isascii()):
        raise ValidationError(_("Please write an amount such as 1.250,00."))
    cents = int(found[1].replace(".", "")[:12]) * 100 + int((found[2] or "").ljust(2, "0"))
    if cents > MOST_CENTS:
        raise ValidationError(_("That is more than a million euros."))
    return cents


def write_euros(cents: int) -> str:
    """Return an amount as German readers write it, without a sign: "1.250,00"."""
    whole = f"{cents // 100:,}".replace(",", ".")
    return f"{whole},{cents % 100:02d}"


def given_by(offer: Offer) -> dict[str, Any]:
    """Return an offer as the form shows it."""
    plain = (
        "title", "kind", "learn", "description", "provider", "link", "postcode", "town",
        "begin_text", "on_request", "schedules", "hours", "requirements", "target_group", "degree",
        "as_of",
    )  # fmt: skip
    chosen = ("form", "level", "language", "degree_kind")
    words = {True: "yes", False: "no", None: ""}
    cents = offer.price_cents
    return {
        **{name: getattr(offer, name) for name in plain},
        **{name: getattr(offer, name) or "" for name in chosen},
        "seen": offer.digest,
        "provider_azav": words[offer.provider_azav],
        "azav": words[offer.azav],
        "price_kind": "unknown" if cents is None else "amount" if cents else "free",
        "price": write_euros(cents) if cents else "",
        "dates": [
            {
                "starts": day.starts,
                "ends": day.ends,
                "weeks": f"{day.weeks}@{day.starts.isoformat()}" if day.weeks is not None else "",
            }
            for day in offer.dates
        ],
    }
