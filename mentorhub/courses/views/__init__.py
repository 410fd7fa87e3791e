"""The pages of this room: what one can learn, courses, lessons."""

from flask_babel import lazy_gettext as _l

from mentorhub.accounts.models import Role
from mentorhub.courses.policy import EDITORS
from mentorhub.courses.views import (
    asking,
    bank_outcomes,
    bank_uploads,
    banks,
    board,
    certificates,
    checks,
    cohort_boards,
    cohorts,
    course_exports,
    course_uploads,
    courses,
    discussing,
    draft_pieces,
    drafts,
    editing,
    gaps,
    groups,
    lessons,
    live,
    marking,
    matrix,
    offline,
    package_desk,
    packages,
    practice,
    quizzes,
    reading,
    refreshing,
    revocations,
    sharing,
    telling,
)
from mentorhub.courses.views.certificates import loses_certificates
from mentorhub.courses.views.room import bp
from mentorhub.web.navigation import Place
from mentorhub.web.today import BoardMaker

_ADMINS = frozenset({Role.programme_admin.value})
_COMPANIES = frozenset({Role.company_representative.value})
_KEEPERS = frozenset({Role.coordinator.value, Role.programme_admin.value})
_EDITORS = frozenset(role.value for role in EDITORS)

BLUEPRINTS = (bp,)
PLACES = (
    Place("courses.home", _l("Learn"), None, 30),
    Place("courses.groups", _l("Groups"), _KEEPERS, 32),
    Place("courses.company_learning", _l("Learning in the company"), _COMPANIES, 32),
    Place("courses.editing", _l("Courses"), _EDITORS, 66),
    Place("courses.all_certificates", _l("Certificates"), _ADMINS, 83),
    Place("courses.packages_list", _l("Packages"), _EDITORS, 67),
    Place("courses.banks_list", _l("Question banks"), _EDITORS, 68),
)
TODAY = (
    BoardMaker(_l("Learning"), None, 30, board.learning_board),
    BoardMaker(_l("Certificates"), None, 31, certificates.certificates_board),
    BoardMaker(_l("My groups"), None, 31, cohort_boards.group_board),
    BoardMaker(_l("Groups"), _KEEPERS, 32, cohort_boards.keeper_board),
    BoardMaker(_l("Discussions"), board.MODERATORS, 35, discussing.reports_board),
    BoardMaker(_l("Courses to publish"), _EDITORS, 64, editing.waiting_board),
)

__all__ = [
    "BLUEPRINTS",
    "PLACES",
    "TODAY",
    "asking",
    "bank_outcomes",
    "bank_uploads",
    "banks",
    "certificates",
    "checks",
    "cohorts",
    "course_exports",
    "course_uploads",
    "courses",
    "discussing",
    "draft_pieces",
    "drafts",
    "editing",
    "gaps",
    "groups",
    "lessons",
    "live",
    "loses_certificates",
    "marking",
    "matrix",
    "offline",
    "package_desk",
    "packages",
    "practice",
    "quizzes",
    "reading",
    "refreshing",
    "revocations",
    "sharing",
    "telling",
]
