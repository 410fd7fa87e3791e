"""The pages of this room, cut by noun: search, offers, funding, saved, and the editors' desk."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from mentorhub.kit import clock
from mentorhub.recommend import policy, wording
from mentorhub.recommend.views import (
    api,
    companies,
    data,
    dialogue,
    editors,
    editors_board,
    editors_columns,
    editors_funding,
    editors_imports,
    editors_index,
    editors_links,
    editors_sources,
    editors_words,
    fundable,
    funding,
    funding_check,
    funding_steps,
    judging,
    neutrality,
    occupations,
    offers,
    quality,
    saved,
    search,
)
from mentorhub.recommend.views.api_spec import bp as api_bp
from mentorhub.recommend.views.blueprint import bp, person
from mentorhub.recommend.views.editing import EDITORS
from mentorhub.recommend.views.editing import bp as editors_bp
from mentorhub.recommend.views.saved import after_sign_in
from mentorhub.web.context import db
from mentorhub.web.navigation import Place
from mentorhub.web.today import Board, BoardMaker, Line

__all__ = [
    "BLUEPRINTS",
    "PLACES",
    "TODAY",
    "after_sign_in",
    "api",
    "companies",
    "data",
    "dialogue",
    "editors",
    "editors_columns",
    "editors_funding",
    "editors_imports",
    "editors_index",
    "editors_links",
    "editors_sources",
    "editors_words",
    "fundable",
    "funding",
    "funding_check",
    "funding_steps",
    "judging",
    "neutrality",
    "occupations",
    "offers",
    "quality",
    "saved",
    "search",
]

LINES_TODAY = 5

BLUEPRINTS = (bp, editors_bp, api_bp)
PLACES = (
    Place("recommend.start", _l("Find a course"), None, 10),
    Place("recommend.dialogue", _l("Step by step"), None, 15),
    Place("recommend.funding", _l("Funding"), None, 20),
    Place("recommend.saved", _l("Saved courses"), None, 30),
    Place("editors.offers", _l("Offers"), EDITORS, 60),
    Place("editors.imports_list", _l("Imports"), EDITORS, 61),
    Place("editors.sources_list", _l("Sources"), EDITORS, 62),
    Place("editors.index", _l("Search index"), EDITORS, 63),
    Place("editors.funding_reviews", _l("Funding rules"), EDITORS, 65),
    Place("editors.quality", _l("Search quality"), EDITORS, 64),
)


def _saved_board() -> Board | None:
    """Return what the person keeps; nothing on the board of people who keep nothing."""
    today = clock.today()
    with db.reading() as session:
        kept = policy.own_list(session, person(), None, now=clock.now())
        offers_ = [entry.offer for entry in kept.offers] if kept else []
    return Board(
        title=gettext("Your saved courses"),
        lines=tuple(
            Line(one.title, url_for("recommend.offer", key=one.key), wording.begin(one, today))
            for one in offers_[-LINES_TODAY:]
        ),
        empty=gettext("You have not saved a course yet."),
        action=gettext("Find a course"),
        href=url_for("recommend.start"),
    )


TODAY: Sequence[BoardMaker] = (
    BoardMaker(_l("Your saved courses"), frozenset({"employee"}), 60, _saved_board),
    BoardMaker(_l("Catalogue"), EDITORS, 65, editors_board.catalogue),
    BoardMaker(_l("Funding rules to check"), EDITORS, 66, editors_funding.due_board),
)
