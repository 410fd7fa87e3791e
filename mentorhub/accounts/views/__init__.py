"""The pages of this room, cut by noun."""

from flask_babel import lazy_gettext as _l

from mentorhub.accounts.models import Role
from mentorhub.accounts.views import (
    account,
    board,
    imports,
    invitations,
    joining,
    organisations,
    people,
    tokens,
)
from mentorhub.accounts.views.room import bp
from mentorhub.web.navigation import Place
from mentorhub.web.today import BoardMaker

_ADMINS = frozenset({Role.programme_admin.value})
_KEEPERS = frozenset({Role.programme_admin.value, Role.coordinator.value})

BLUEPRINTS = (bp,)
PLACES = (
    Place("accounts.people", _l("People"), _KEEPERS, 80),
    Place("accounts.organisations", _l("Organisations"), _KEEPERS, 81),
    Place("accounts.tokens", _l("Keys"), _ADMINS, 82),
)

TODAY = (
    BoardMaker(_l("Invitations to join"), None, 5, board.asked),
    BoardMaker(_l("Invitations"), _KEEPERS, 80, board.waiting),
)

__all__ = [
    "BLUEPRINTS",
    "PLACES",
    "TODAY",
    "account",
    "imports",
    "invitations",
    "joining",
    "organisations",
    "people",
    "tokens",
]
