"""The editors' page about pages at providers: which are gone, which offers lead to them."""

from collections.abc import Container
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.kit import clock
from mentorhub.kit.errors import Missing
from mentorhub.recommend import policy
from mentorhub.recommend.actions import links
from mentorhub.recommend.forms.public import page_of
from mentorhub.recommend.link_check import LinkWatch
from mentorhub.recommend.models import Link, Source
from mentorhub.recommend.models.link import LinkState
from mentorhub.recommend.queries import links as rows
from mentorhub.recommend.views import link_words
from mentorhub.recommend.views.blueprint import person
from mentorhub.recommend.views.editing import bp, editor_id
from mentorhub.web.context import db, service
from mentorhub.web.links import local_path


@dataclass(frozen=True)
class LinkRow:
    """A link as pages show it; ``can_check`` if somebody may ask for a look at it now."""

    link: Link
    state: LinkState
    badge: tuple[str, str]
    why: str
    is_asked: bool
    can_check: bool


@bp.get("/links")
def links_list() -> ResponseReturnValue:
    """List the pages that offers lead to, by state and source."""
    editor_id()
    today = clock.today()
    state = request.args.get("stand", "dead")
    if state not in rows.STATES:
        state = "dead"
    with db.reading() as session:
        source, asked = _source(session), rows.asked_again(session)
        origin = source.origin if source else ""
        page = rows.editors_page(
            session, state=state, origin=origin, page=page_of(request.args), today=today
        )
        return render_template(
            "recommend/editors/links_list.html",
            page=page,
            found=[_row(each, asked) for each in page.rows],
            led=rows.led_by(session, page.rows, today),
            counts=rows.counts(session, origin=origin, today=today),
            state=state,
            states=link_words.states(),
            source=source,
            checker=service(LinkWatch).checker,
        )


@bp.post("/links/<int:link_id>/pruefungen")
def link_check(link_id: int) -> ResponseReturnValue:
    """Let the worker look at a page now."""
    by = editor_id()
    if service(LinkWatch).checker is None:
        raise Missing(str(link_id))
    with db.writing() as session:
        found = policy.link_to_see(session, person(), link_id)
        links.ask(session, found, by=by, now=clock.now())
    flash(_("We look at the page now. Please load this page again in a moment."), "success")
    return redirect(local_path(request.form.get("next"), url_for(".links_list")), 303)


def link_of(session: Session, address: str) -> LinkRow | None:
    """Return the link of an address as pages show it, None where nobody knows it yet."""
    link = rows.of_address(session, address)
    return _row(link, rows.asked_again(session)) if link else None


def _row(link: Link, asked: Container[int]) -> LinkRow:
    is_asked = link.id in asked
    return LinkRow(
        link=link,
        state=link.state,
        badge=link_words.state(link.state),
        why=link_words.why(link),
        is_asked=is_asked,
        can_check=service(LinkWatch).checker is not None and not is_asked,
    )


def _source(session: Session) -> Source | None:
    """Return the source whose links are asked for, None for all."""
    told = request.args.get("quelle", "")[:9]
    is_number = told.isascii() and told.isdigit()
    return policy.source_to_see(session, person(), int(told)) if is_number else None
