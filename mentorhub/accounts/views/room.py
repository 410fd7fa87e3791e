"""The blueprint of this room and what its pages share."""

from flask import Blueprint, current_app
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from mentorhub.accounts import labels
from mentorhub.accounts.actions.imports import StillRunning
from mentorhub.accounts.actions.joining import AlreadyAsked, QuestionOver
from mentorhub.accounts.actions.memberships import (
    AlreadyMember,
    ChangedMeanwhile,
    LastAdmin,
    MustBeApart,
    RoleHasNoHomeHere,
)
from mentorhub.accounts.actions.organisations import AlreadyThere
from mentorhub.accounts.actions.people import AddressTaken, AlreadyHere
from mentorhub.accounts.actions.tokens import NameTaken
from mentorhub.accounts.security.wiring import BASE_URL
from mentorhub.kit.errors import Refused

bp = Blueprint("accounts", __name__)
bp.add_app_template_filter(labels.role_name, "role_name")
bp.add_app_template_filter(labels.kind_name, "kind_name")

_REASONS: dict[type[Refused], LazyString] = {
    AlreadyMember: _l("This person belongs to the organisation already."),
    AlreadyAsked: _l("This person is invited into the organisation already."),
    QuestionOver: _l("This invitation no longer counts. Please ask the organisation."),
    RoleHasNoHomeHere: _l("This role is not possible in an organisation of this kind."),
    MustBeApart: _l(
        "Whoever represents a company or is responsible for its staff cannot be a mentor there. "
        "People must be able to trust that nothing reaches their employer."
    ),
    ChangedMeanwhile: _l("Somebody has just changed this. Please look at it again."),
    LastAdmin: _l("Nobody could administer the programme any more."),
    AlreadyThere: _l("An organisation of this kind with this name and postcode exists already."),
    StillRunning: _l("The table is being taken over. You can throw it away afterwards."),
    AddressTaken: _l("This address belongs to another account."),
    NameTaken: _l("There is a key of this name already. Please choose another one."),
    AlreadyHere: _l("This person has set a password already and needs no invitation."),
}


def reason(problem: Refused) -> str:
    """Return what a refusal means, in words for the page."""
    known = _REASONS.get(type(problem))
    return str(known or _l("That is not possible at the moment."))


def base_url() -> str:
    """Return the public address of this site."""
    return str(current_app.config[BASE_URL])
