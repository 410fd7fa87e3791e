"""Kinds of arguments that several commands take."""

from pathlib import Path

import click

DAY = click.DateTime(["%Y-%m-%d"])
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
