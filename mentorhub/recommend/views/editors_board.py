"""What the page "Heute" tells those who look after the catalogue."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext as _n

from mentorhub.kit import clock
from mentorhub.recommend.actions.catalogue import INDEX_JOB
from mentorhub.recommend.models import OfferImport, OfferUpload
from mentorhub.recommend.queries import imports as rows
from mentorhub.recommend.queries import links as link_rows
from mentorhub.recommend.queries import offers as catalogue_rows
from mentorhub.recommend.queries import sources as source_rows
from mentorhub.recommend.queries.sources import Standing
from mentorhub.web.context import db
from mentorhub.web.filters import moment, number
from mentorhub.web.today import Board, Line


def catalogue() -> Board:
    """Tell how the catalogue stands and what asks for an editor."""
    now = clock.now()
    with db.reading() as session:
        counts = catalogue_rows.editors_counts(session, words="", today=clock.today())
        last = rows.last_import(session)
        state = rows.run_state(last, rows.imports_under_way(session, now)) if last else None
        waiting = rows.waiting_uploads(session)
        failed = rows.last_failure(session, INDEX_JOB) is not None
        fetched = source_rows.standings(session, clock.today())
        dead = link_rows.count_dead(session, clock.today())
    told = ("current", "over") if counts["over"] else ("current",)
    lines = [_counted(each, counts[each]) for each in told]
    lines += [_waiting(each) for each in waiting]
    lines += [_import(last, broken=state == "broken_off")] if last else []
    lines += [_dead_links(dead)] if dead else []
    lines += [_source(each) for each in fetched if each.state == "asks" or each.is_stale]
    if failed:
        lines.append(Line(_("The last build of the index failed."), url_for("editors.index")))
    return Board(
        title=_("Catalogue"),
        lines=tuple(lines),
        action=_("All offers"),
        href=url_for("editors.offers"),
    )


def _counted(state: str, count: int) -> Line:
    words = {
        "current": _n(
            "%(count)s current offer", "%(count)s current offers", count, count=number(count)
        ),
        "over": _n(
            "%(count)s offer whose dates have passed",
            "%(count)s offers whose dates have passed",
            count,
            count=number(count),
        ),
    }
    return Line(words[state], url_for("editors.offers", stand=state))


def _waiting(upload: OfferUpload) -> Line:
    words = _("%(source)s was checked, but not imported yet.", source=upload.source)
    return Line(words, url_for("editors.dry_run", upload_id=upload.id), moment(upload.at))


def _source(standing: Standing) -> Line:
    href = url_for("editors.source", source_id=standing.source.id)
    if standing.state == "asks":
        return Line(_("The source %(source)s asks you.", source=standing.source.name), href)
    return Line(_("The source %(source)s is out of date.", source=standing.source.name), href)


def _dead_links(count: int) -> Line:
    words = _n(
        "%(count)s page at a provider is gone",
        "%(count)s pages at providers are gone",
        count,
        count=number(count),
    )
    return Line(words, url_for("editors.links_list"))


def _import(run: OfferImport, *, broken: bool) -> Line:
    words = _("Last import: %(source)s, %(read)s lines", source=run.source, read=number(run.read))
    note = _("broken off") if broken else _("%(bad)s left out", bad=number(run.bad))
    return Line(words, url_for("editors.import_run", import_id=run.id), note)
