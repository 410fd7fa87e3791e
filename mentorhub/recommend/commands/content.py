"""`mentorhub content`: what editors write in files; thin as a view."""

import click

from mentorhub.kit import schema
from mentorhub.kit.db import Database
from mentorhub.kit.services import Services
from mentorhub.recommend.commands.preparing import CONTENT_PROBLEMS, load


@click.group("content")
def content_group() -> None:
    """What editors write in content/."""


@content_group.command("load")
@click.pass_obj
def load_content(services: Services) -> None:
    """Take content/ into the database; a second time changes nothing."""
    if not schema.is_current(services.get(Database)):
        schema.upgrade(services.get(Database))
    try:
        load(services, click.echo)
    except CONTENT_PROBLEMS as problem:
        raise click.ClickException(f"{problem} (nothing was changed)") from problem
