"""The editors' pages about the rules of funding: which are due for a look, and their versions."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mentorhub.kit import clock
from mentorhub.kit.errors import Missing
from mentorhub.recommend import policy, wording
from mentorhub.recommend.funding.reviews import Due, reviews
from mentorhub.recommend.funding_book import FundingBook
from mentorhub.recommend.models import FundingVersion
from mentorhub.recommend.queries import funding as rows
from mentorhub.recommend.views import fact_words
from mentorhub.recommend.views.blueprint import person
from mentorhub.recommend.views.editing import bp, editor_id
from mentorhub.recommend.views.fact_words import Change
from mentorhub.web.context import db, service
from mentorhub.web.downloads import file_to_save
from mentorhub.web.filters import day
from mentorhub.web.today import Board, Line


@dataclass(frozen=True)
class Entry:
    """One version as the history shows it."""

    version: FundingVersion
    deed: str
    changes: Sequence[Change]


@bp.get("/foerderung")
def funding_reviews() -> ResponseReturnValue:
    """List the rules by the day by which somebody has to look at them."""
    editor_id()
    with db.reading() as session:
        gone = rows.gone(session)
    return render_template(
        "recommend/editors/funding_reviews.html",
        due=reviews(service(FundingBook).instruments, clock.today()),
        gone=gone,
    )


@bp.get("/foerderung/<instrument_id>")
def funding_history(instrument_id: str) -> ResponseReturnValue:
    """Show every version of a rule and what it changed."""
    with db.reading() as session:
        versions = policy.rule_to_see(session, person(), instrument_id)
        return render_template(
            "recommend/editors/funding_history.html",
            instrument_id=instrument_id,
            found=service(FundingBook).find(instrument_id),
            versions=[_entry(version) for version in versions],
        )


@bp.get("/foerderung/<instrument_id>/<int:number>.toml")
def funding_file(instrument_id: str, number: int) -> ResponseReturnValue:
    """Hand out the text of one version."""
    with db.reading() as session:
        versions = policy.rule_to_see(session, person(), instrument_id)
        text = next((one.text for one in versions if one.number == number), None)
    if text is None:
        raise Missing(f"{instrument_id}/{number}")
    return file_to_save(text, "application/toml; charset=utf-8", f"{instrument_id}-{number}.toml")


def due_board() -> Board | None:
    """Tell which rules are due for a look; nothing where none is."""
    due = reviews(service(FundingBook).instruments, clock.today())
    if not (due.late or due.soon):
        return None
    lines = [_line(one, _("being checked, no amounts")) for one in due.late]
    lines += [_line(one, _("until %(day)s", day=day(one.by))) for one in due.soon]
    return Board(
        title=_("Funding rules to check"),
        lines=tuple(lines),
        action=_("All funding rules"),
        href=url_for("editors.funding_reviews"),
    )


def _line(due: Due, note: str) -> Line:
    href = url_for("editors.funding_history", instrument_id=due.rule.id)
    return Line(wording.say(due.rule.short), href, note)


def _entry(version: FundingVersion) -> Entry:
    if version.text is None:
        deed = _("The file is gone")
    elif version.number == 1:
        deed = _("Loaded for the first time")
    else:
        deed = _("Changed") if version.changes else _("Loaded again")
    found = rows.changes_of(version)
    return Entry(version, deed, [fact_words.rule_change(one) for one in found])
