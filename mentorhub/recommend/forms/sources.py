"""What programme admins say about a source: where it is, when to ask, how it is read."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import DataRequired, Length, Optional

from mentorhub.kit.reach import LONGEST_ADDRESS
from mentorhub.recommend.actions.sources import Wish
from mentorhub.recommend.forms.editors import line
from mentorhub.recommend.forms.imports import IS_NAME
from mentorhub.recommend.models import OfferMapping, Source
from mentorhub.recommend.sources import door
from mentorhub.web.forms import Form, choices

DAY = 24
RHYTHMS = (
    (1, _l("every hour")),
    (6, _l("every 6 hours")),
    (12, _l("every 12 hours")),
    (DAY, _l("every day")),
    (7 * DAY, _l("every week")),
    (14 * DAY, _l("every two weeks")),
    (28 * DAY, _l("every four weeks")),
)
LOGINS = (
    ("", _l("none: everybody may read it")),
    ("basic", _l("name and password")),
    ("token", _l("access token")),
)
LONGEST_LICENCE = 500
LONGEST_SECRET = 1000


class SourceForm(Form):
    """Where a catalogue is fetched, in which rhythm, and what has to be known to read it."""

    address = StringField(
        _l("Address of the catalogue"),
        [DataRequired(), Length(max=LONGEST_ADDRESS)],
        filters=[line],
    )
    every = SelectField(_l("How often?"), default=str(DAY))
    at_hour = SelectField(_l("At what time?"), default="3")
    format = SelectField(_l("Format"), default="")
    mapping = SelectField(_l("Choice of columns"), default="")
    is_whole = BooleanField(_l("The address always holds the whole catalogue"))
    licence = StringField(
        _l("Licence and name of the source"),
        [Optional(), Length(max=LONGEST_LICENCE)],
        filters=[line],
    )
    login = RadioField(_l("Login"), default="", choices=choices(LOGINS))
    login_name = StringField(_l("User name"), [Optional(), Length(max=200)], filters=[line])
    secret = PasswordField(_l("Password or token"), [Optional(), Length(max=LONGEST_SECRET)])

    def __init__(
        self,
        sent: Any,
        saved: Sequence[OfferMapping],
        format_name: Callable[[str], str],
        known: Source | None = None,
    ) -> None:
        super().__init__(sent, data=_data(known) if known else None)
        self.known = known
        self.every.choices = [SelectChoice(str(hours), label) for hours, label in RHYTHMS]
        if known and str(known.every_hours) not in (each.value for each in self.every.choices):
            label = _("every %(count)s hours", count=known.every_hours)
            self.every.choices.append(SelectChoice(str(known.every_hours), label))
        hours = [SelectChoice(str(hour), f"{hour}:00") for hour in range(DAY)]
        self.at_hour.choices = [SelectChoice("", _("at any time")), *hours]
        formats = [SelectChoice(name, format_name(name)) for name in door.FORMATS]
        self.format.choices = [SelectChoice("", _("recognise it by its content")), *formats]
        kept = [SelectChoice(str(each.id), each.name) for each in saved]
        self.mapping.choices = [SelectChoice("", _("guess from the headings")), *kept]

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Return whether all is there that a login needs."""
        fine = bool(super().validate(extra_validators))
        if self.login.data and not self.secret.data and not self._keeps_secret():
            self.secret.errors = [_("Please give the password or the token.")]
            fine = False
        if self.login.data == "basic" and not self.login_name.data:
            self.login_name.errors = [_("Please give the user name.")]
            fine = False
        return fine

    def wish(self) -> Wish:
        """Return how the source shall be."""
        given = self.secret.data or None
        return Wish(
            address=self.address.data,
            every_hours=int(self.every.data),
            at_hour=int(self.at_hour.data) if self.at_hour.data else None,
            format=self.format.data,
            mapping_id=int(self.mapping.data) if self.mapping.data else None,
            is_whole=bool(self.is_whole.data),
            licence=self.licence.data or "",
            login_name=(self.login_name.data or "") if self.login.data == "basic" else "",
            secret=given if self.login.data else "",
        )

    def _keeps_secret(self) -> bool:
        """Return whether the present secret serves on: it is of the kind that was chosen."""
        known = self.known
        return known is not None and known.secret is not None and _login(known) == self.login.data


class NewSourceForm(SourceForm):
    """The same with a name, which is for good: the offers carry it."""

    name = StringField(_l("Name of the catalogue"), [DataRequired(), IS_NAME], filters=[line])


class FetchForm(Form):
    """That a source is fetched now; ``confirmed`` is how many offers may go."""

    confirmed = HiddenField()

    def count(self) -> int:
        """Return how many offers somebody agreed to lose, 0 where nobody says."""
        told = self.confirmed.data or ""
        return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else 0


class RemovalForm(Form):
    """What becomes of the offers of a source that is removed."""

    offers = RadioField(
        _l("What shall become of its offers?"),
        [DataRequired()],
        default="stay",
        choices=choices(
            [
                ("stay", _l("They stay and are not refreshed any more.")),
                ("go", _l("They are withdrawn.")),
            ]
        ),
    )


def _login(source: Source) -> str:
    if source.secret is None:
        return ""
    return "basic" if source.login_name else "token"


def _data(source: Source) -> dict[str, Any]:
    return {
        "address": source.address,
        "every": str(source.every_hours),
        "at_hour": "" if source.at_hour is None else str(source.at_hour),
        "format": source.format,
        "mapping": str(source.mapping_id or ""),
        "is_whole": source.is_whole,
        "licence": source.licence,
        "login": _login(source),
        "login_name": source.login_name,
    }
