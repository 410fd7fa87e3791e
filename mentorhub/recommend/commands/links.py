"""`mentorhub links`: whether the pages at providers are still there; thin as views."""

import click

from mentorhub.kit import clock
from mentorhub.kit.db import Database
from mentorhub.kit.services import Services
from mentorhub.recommend.actions import links
from mentorhub.recommend.link_check import LinkWatch
from mentorhub.recommend.links import Finding
from mentorhub.recommend.queries import links as rows


@click.group("links")
def links_group() -> None:
    """Pages that offers lead to (docs/sources.md)."""


@links_group.command("list")
@click.option("--state", default="dead", show_default=True, type=click.Choice(rows.STATES))
@click.pass_obj
def list_links(services: Services, state: str) -> None:
    """List the links in a state, longest unchecked first, and count all of them."""
    today = clock.today()
    with services.get(Database).reading() as session:
        for link in rows.in_state(session, state, today):
            when = f"{link.checked_at:%Y-%m-%d}: {link.found}" if link.checked_at else "never"
            click.echo(f"{link.state}  {when}  {link.address}")
        counted = rows.counts(session, origin="", today=today)
    click.echo(", ".join(f"{name}: {counted[name]}" for name in rows.STATES))


@links_group.command("check")
@click.option("--most", default=500, show_default=True, type=click.IntRange(1), help="how many")
@click.pass_obj
def check_links(services: Services, most: int) -> None:
    """Look at the pages whose time has come, now and in the foreground."""
    db, checker = services.get(Database), services.get(LinkWatch).checker
    if checker is None:
        raise click.ClickException(
            "links are not checked here: set MENTORHUB_LINK_DAYS to allow it"
        )
    with db.writing() as session:
        links.collect(session, today=clock.today())
    left = most
    while left > 0:
        errand = links.Errand(db, checker, clock.now, min(left, links.MOST), _show)
        looked = links.carry_out(errand)
        if not looked:
            break
        left -= looked
    click.echo(f"{most - left} links were checked")


def _show(address: str, found: Finding) -> None:
    click.echo(f"  {found}  {address}")
