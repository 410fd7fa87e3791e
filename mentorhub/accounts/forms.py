"""The shape of what people fill in about people and organisations."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    FileField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import (
    DataRequired,
    EqualTo,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    Regexp,
    StopValidation,
    ValidationError,
)

from mentorhub.accounts import addresses, labels, passwords
from mentorhub.accounts.actions.imports import LARGEST_HEADCOUNT, LONGEST_NAME, Table
from mentorhub.accounts.actions.organisations import Facts
from mentorhub.accounts.models import Organisation, Role, fold_name
from mentorhub.accounts.security.words import WEAK
from mentorhub.web.forms import BoxesField, Form
from mentorhub.web.languages import LANGUAGES


def _tidy(text: str | None) -> str:
    return " ".join((text or "").split())


def _folded_address(text: str | None) -> str | None:
    try:
        return addresses.clean(text or "")
    except addresses.NoAddress:
        return text


def is_address(_form: Any, field: Any) -> None:
    """Accept mail addresses only."""
    try:
        addresses.clean(field.data or "")
    except addresses.NoAddress as problem:
        raise ValidationError(str(_l("This is not a mail address."))) from problem


class TokenForm(Form):
    """What a program is called that gets a token."""

    name = StringField(
        _l("Name of the program"),
        [DataRequired(), Length(max=80)],
        filters=[_tidy],
    )


class NewPasswordMixin:
    """A new password, twice; weak ones are refused."""

    password = PasswordField(_l("Password"), [InputRequired()])
    password_again = PasswordField(
        _l("Password once more"),
        [InputRequired(), EqualTo("password", _l("The two passwords differ."))],
    )

    def validate_password(self, field: Any) -> None:
        """Refuse passwords that are easy to guess."""
        found = passwords.weakness(field.data or "", self.about())
        if found:
            raise StopValidation(str(WEAK[found]))

    def about(self) -> Iterable[str]:
        """Return what others know of the person."""
        return ()


class InvitationForm(NewPasswordMixin, Form):
    """Name and password of somebody who was invited."""

    name = StringField(_l("Your name"), [InputRequired(), Length(max=LONGEST_NAME)], [_tidy])

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def about(self) -> Iterable[str]:
        """Return name and address."""
        return (self.name.data or "", self.email)


class AccountForm(Form):
    """What somebody may change about themselves."""

    name = StringField(_l("Your name"), [InputRequired(), Length(max=LONGEST_NAME)], [_tidy])
    locale = SelectField(
        _l("Language of mails"),
        [InputRequired()],
        choices=[SelectChoice(*each) for each in LANGUAGES.items()],
    )


class ErasureForm(Form):
    """The wish to be forgotten, with the password as a signature."""

    password = PasswordField(_l("Your password"), [InputRequired()])
    sure = BooleanField(_l("Yes, delete my account for good"), [InputRequired()])


class FarewellForm(Form):
    """The wish of somebody else to be forgotten; the name is written out, so that it is meant."""

    confirmation = StringField(_l("Name of the person, to be sure"), [InputRequired()], [_tidy])

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected

    def validate_confirmation(self, field: Any) -> None:
        """Take the name of this very person only."""
        if fold_name(field.data) != fold_name(self.expected):
            raise ValidationError(str(_l("This person is called otherwise.")))


class PersonForm(Form):
    """Name and address of somebody else."""

    name = StringField(_l("Name"), [InputRequired(), Length(max=LONGEST_NAME)], [_tidy])
    email = EmailField(_l("Mail address"), [InputRequired(), is_address], [_folded_address])


class RolesForm(Form):
    """What somebody is in one organisation."""

    roles = BoxesField(_l("Roles"))
    is_responsible = BooleanField(_l("Has responsibility for staff here"))

    def offer(self, roles: Iterable[Role]) -> None:
        """Offer these roles to choose from."""
        self.roles.choices = [
            SelectChoice(each.value, labels.ROLES[each]) for each in sorted(roles)
        ]

    @property
    def chosen(self) -> frozenset[Role]:
        """The roles that were ticked."""
        return frozenset(Role(value) for value in self.roles.data or ())


class NewcomerForm(RolesForm, PersonForm):
    """Somebody to be brought into an organisation."""


class OrganisationForm(Form):
    """What is known about an organisation."""

    name = StringField(_l("Name"), [InputRequired(), Length(max=LONGEST_NAME)], [_tidy])
    headcount = IntegerField(
        _l("Number of people who work there"),
        [Optional(), NumberRange(min=0, max=LARGEST_HEADCOUNT)],
    )
    sector = StringField(_l("Sector"), [Optional(), Length(max=LONGEST_NAME)], [_tidy])
    postcode = StringField(
        _l("Postcode"),
        [Optional(), Regexp(r"^[0-9]{5}$", message=_l("A postcode has five digits."))],
        [_tidy],
    )
    town = StringField(_l("Town"), [Optional(), Length(max=LONGEST_NAME)], [_tidy])

    @property
    def facts(self) -> Facts:
        """What was filled in."""
        return Facts(
            name=self.name.data or "",
            headcount=self.headcount.data,
            sector=self.sector.data or "",
            postcode=self.postcode.data or "",
            town=self.town.data or "",
        )

    @classmethod
    def of(cls, organisation: Organisation) -> "OrganisationForm":
        """Return the form filled with what is known."""
        return cls(obj=organisation)


class NewOrganisationForm(OrganisationForm):
    """A new organisation; its kind never changes afterwards."""

    kind = SelectField(
        _l("Kind"),
        [InputRequired()],
        choices=[
            SelectChoice("", _l("Please choose")),
            *(SelectChoice(kind.value, name) for kind, name in labels.KINDS.items()),
        ],
    )


class UploadForm(Form):
    """A table of people or organisations."""

    kind = RadioField(
        _l("What the table holds"),
        [InputRequired()],
        choices=[
            SelectChoice(Table.organisations.value, _l("Organisations")),
            SelectChoice(Table.people.value, _l("People")),
        ],
    )
    file = FileField(_l("File (CSV)"), [InputRequired()])
