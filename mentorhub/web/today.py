"""The page "Heute": what waits for the person at hand, told by every room for its own roles."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import cast

from flask import Blueprint, Flask, current_app, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString

_KEY = "mentorhub.today"

bp = Blueprint("today", __name__)


@dataclass(frozen=True)
class Line:
    """One thing on a board: words and their language (None: that of the page), where they lead.

    A note says more, such as a date.
    """

    text: str
    href: str | None = None
    note: str = ""
    language: str | None = None


@dataclass(frozen=True)
class Board:
    """What one room has to tell today; ``action`` and ``href`` are the one thing to do next."""

    title: str
    lines: tuple[Line, ...] = ()
    empty: str = ""
    action: str = ""
    href: str = ""


@dataclass(frozen=True)
class BoardMaker:
    """Makes a board for the people of these roles (None: everybody with an account)."""

    title: LazyString | str
    roles: frozenset[str] | None
    order: int
    make: Callable[[], Board | None]


def init(app: Flask) -> None:
    """Add the page."""
    app.register_blueprint(bp)


def register(app: Flask, makers: Iterable[BoardMaker]) -> None:
    """Add boards of a room."""
    app.extensions.setdefault(_KEY, []).extend(makers)


@bp.get("/heute")
def show() -> ResponseReturnValue:
    """Show every board that is meant for the person at hand; visitors go to the start page."""
    if g.get("person") is None:
        return redirect("/", 303)
    return render_template("today/show.html", boards=_boards(g.get("roles", frozenset())))


def href() -> str:
    """Return the address of the page."""
    return url_for("today.show")


def _boards(roles: frozenset[str]) -> list[Board]:
    makers = cast(list[BoardMaker], current_app.extensions.get(_KEY, []))
    mine = [maker for maker in makers if maker.roles is None or maker.roles & roles]
    boards = (maker.make() for maker in sorted(mine, key=lambda maker: maker.order))
    return [board for board in boards if board is not None]
