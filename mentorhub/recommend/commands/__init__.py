"""The commands of this room, one file for each group of them."""

import click

from mentorhub.recommend.commands.find import find
from mentorhub.recommend.commands.funding import funding_group
from mentorhub.recommend.commands.links import links_group
from mentorhub.recommend.commands.offers import offers_group
from mentorhub.recommend.commands.preparing import CONTENT_PROBLEMS, load, rebuild
from mentorhub.recommend.commands.search import search_group
from mentorhub.recommend.commands.sources import sources_group

COMMANDS: tuple[click.Command, ...] = (
    find,
    funding_group,
    offers_group,
    sources_group,
    links_group,
    search_group,
)

__all__ = ["COMMANDS", "CONTENT_PROBLEMS", "load", "rebuild"]
