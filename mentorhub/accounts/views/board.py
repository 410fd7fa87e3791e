"""What the page "Heute" tells those who look after people."""

from flask import g, url_for
from flask_babel import gettext as _

from mentorhub.accounts import policy, queries
from mentorhub.web.context import db
from mentorhub.web.today import Board, Line

MOST = 5


def asked() -> Board | None:
    """Tell who asks the person at hand to join; nothing if nobody does."""
    with db.reading() as session:
        found = queries.questions_to(session, policy.signed_in(g.person).id)
        lines = tuple(Line(each.organisation.name) for each in found[:MOST])
    if not lines:
        return None
    return Board(
        title=_("You are invited"),
        lines=lines,
        action=_("Answer"),
        href=url_for("accounts.questions"),
    )


def waiting() -> Board:
    """Tell who was invited and has not come yet."""
    within = policy.managed_organisations(g.person)
    with db.reading() as session:
        people = [
            Line(person.name, url_for("accounts.person", person_id=person.id))
            for person in queries.waiting_people(session, within)
        ]
        asked = [
            Line(each.name, url_for("accounts.organisation", organisation_id=each.organisation_id))
            for each in queries.questions_within(session, within)
        ]
        lines = tuple((asked + people)[:MOST])
    return Board(
        title=_("Invited, but not here yet"),
        lines=lines,
        empty=_("Everybody who was invited has come."),
        action=_("All people"),
        href=url_for("accounts.people"),
    )
