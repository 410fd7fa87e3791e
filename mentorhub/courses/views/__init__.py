"""The pages of this room: what one can learn, courses, lessons."""

from flask_babel import lazy_gettext as _l

from mentorhub.courses.views import board, courses, gaps, lessons, quizzes
from mentorhub.courses.views.room import bp
from mentorhub.web.navigation import Place
from mentorhub.web.today import BoardMaker

BLUEPRINTS = (bp,)
PLACES = (Place("courses.home", _l("Learn"), None, 30),)
TODAY = (BoardMaker(_l("Learning"), None, 30, board.learning_board),)

__all__ = ["BLUEPRINTS", "PLACES", "TODAY", "courses", "gaps", "lessons", "quizzes"]
