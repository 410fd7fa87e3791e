"""The commands of this room."""

import click

from mentorhub.courses.commands.courses import courses_group
from mentorhub.courses.commands.importing import import_file
from mentorhub.courses.commands.preparing import CONTENT_PROBLEMS, load, read

courses_group.add_command(import_file)
COMMANDS: tuple[click.Command, ...] = (courses_group,)

__all__ = ["COMMANDS", "CONTENT_PROBLEMS", "load", "read"]
