"""What the page "Heute" tells those who look after people."""

from flask import g, url_for
from flask_babel import gettext as _

from mentorhub.accounts import policy, queries
from mentorhub.web.context import db
from mentorhub.web.today import Board, Line

MOST = 5


def waiting() -> Board:
    """Tell who was invited and has not come yet."""
    within = policy.managed_organisations(g.person)
    with db.reading() as session:
        found = queries.waiting_people(session, within)
        lines = tuple(
            Line(person.name, url_for("accounts.person", person_id=person.id))
            for person in found[:MOST]
        )
    return Board(
        title=_("Invited, but not here yet"),
        lines=lines,
        empty=_("Everybody who was invited has come."),
        action=_("All people"),
        href=url_for("accounts.people"),
    )
