"""The commands of this room."""

import click

from mentorhub.courses.commands.courses import courses_group
from mentorhub.courses.commands.preparing import CONTENT_PROBLEMS, load, read

COMMANDS: tuple[click.Command, ...] = (courses_group,)

__all__ = ["COMMANDS", "CONTENT_PROBLEMS", "load", "read"]
