"""The pages of this room: asking, the desk, cases, conversations."""

from flask_babel import lazy_gettext as _l

from mentorhub.accounts.models import MENTORS
from mentorhub.tandems.views import asking, board, cases, conversations, desk, funding
from mentorhub.tandems.views.room import bp
from mentorhub.web.navigation import Place
from mentorhub.web.today import BoardMaker

_MENTORS = frozenset(role.value for role in MENTORS)

BLUEPRINTS = (bp,)
PLACES = (
    Place("tandems.desk", _l("Requests"), _MENTORS, 40),
    Place("tandems.cases", _l("Cases"), _MENTORS, 41),
    Place("tandems.ask", _l("Talk to somebody"), None, 50),
)
TODAY = (
    BoardMaker(_l("Requests"), _MENTORS, 10, board.requests_board),
    BoardMaker(_l("Cases"), _MENTORS, 11, board.cases_board),
)

__all__ = ["BLUEPRINTS", "PLACES", "TODAY", "asking", "cases", "conversations", "desk", "funding"]
