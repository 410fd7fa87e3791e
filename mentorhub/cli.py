"""The `mentorhub` command: one group of sub-commands per room."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any

import click
from granian import Granian
from granian.constants import Interfaces
from sqlalchemy.exc import DatabaseError

from mentorhub import app as application
from mentorhub import preparation
from mentorhub.accounts import commands as accounts_commands
from mentorhub.config import Settings, WrongSetting, from_environment
from mentorhub.courses import commands as courses_commands
from mentorhub.kit import logs, schema
from mentorhub.kit.db import Database
from mentorhub.kit.errors import HouseError
from mentorhub.kit.jobs import Desk
from mentorhub.kit.services import Services
from mentorhub.kit.worker import HueyMessenger
from mentorhub.recommend import commands as recommend_commands

STOP_SECONDS = 15


class _House(click.Group):
    """Says what to do where a command meets a database that nobody has prepared."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(context)
        except DatabaseError as problem:
            services = context.obj
            if services is None or schema.is_current(services.get(Database)):
                raise
            raise click.ClickException(
                "The database is not prepared yet. Do it with: mentorhub prepare"
            ) from problem


@click.group(cls=_House)
@click.pass_context
def main(context: click.Context) -> None:
    """MentorHub: learning and mentoring for people who help colleagues to further education."""
    try:
        settings = from_environment()
    except WrongSetting as problem:
        raise click.ClickException(str(problem)) from problem
    logs.set_up("warning")
    context.with_resource(logs.numbered(f"command-{logs.new_request_id()}"))
    context.obj = application.build_services(settings)
    context.obj.put(settings)
    context.default_map = {"accounts": {"create-admin": {"base_url": settings.base_url}}}


for room in (accounts_commands, recommend_commands, courses_commands):
    for command in room.COMMANDS:
        main.add_command(command)


@main.command()
@click.pass_obj
def run(services: Services) -> None:
    """Prepare everything, then run server and worker until Ctrl-C."""
    settings = services.get(Settings)
    _check_port(settings)
    _prepare(services)
    services.get(Database).dispose()
    click.echo(f"\nMentorHub: {settings.base_url}\n")
    for line in preparation.sign_ins(settings):
        click.echo(f"  {line}")
    sys.exit(_side_by_side([["serve"], ["worker"]]))


@main.command()
@click.pass_obj
def prepare(services: Services) -> None:
    """Bring database, content and index up to date; a second time does nothing."""
    _prepare(services)


@main.command("leave-demo")
@click.pass_obj
def leave_demo(services: Services) -> None:
    """Switch the demo accounts off and take their requests back."""
    click.echo(f"{preparation.leave_demo(services)} demo accounts switched off.")


@main.command()
@click.pass_obj
def serve(services: Services) -> None:
    """Run the web server."""
    settings = services.get(Settings)
    _refuse_demo_accounts(services)
    services.get(Database).dispose()
    Granian(
        "mentorhub.app:wsgi",
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=settings.threads,
        log_enabled=False,
    ).serve()


@main.command()
@click.pass_obj
def worker(services: Services) -> None:
    """Run the job worker: mails, index, clean-up."""
    settings = services.get(Settings)
    _refuse_demo_accounts(services)
    logs.set_up(settings.log_level)
    application.create_app(settings, services=services)
    services.get(HueyMessenger).consume(services.get(Desk))


@main.group("content")
def content_group() -> None:
    """What editors write in content/."""


@content_group.command("load")
@click.pass_obj
def load_content(services: Services) -> None:
    """Take content/ into the database; a second time changes nothing."""
    if not schema.is_current(services.get(Database)):
        schema.upgrade(services.get(Database))
    try:
        preparation.load_content(services, click.echo)
    except preparation.CONTENT_PROBLEMS as problem:
        raise click.ClickException(f"{problem} (nothing was changed)") from problem


@main.group("db")
def db_group() -> None:
    """The database's shape."""


@db_group.command("upgrade")
@click.pass_obj
def upgrade(services: Services) -> None:
    """Bring the database to the shape that the code expects."""
    with _told_plainly():
        schema.upgrade(services.get(Database))


@db_group.command("step")
@click.argument("message")
@click.pass_obj
def step(services: Services, message: str) -> None:
    """Write a migration step from the difference between tables and models."""
    schema.write_step(services.get(Database), message)


def _prepare(services: Services) -> None:
    with _told_plainly():
        preparation.prepare(services, services.get(Settings), click.echo)


def _refuse_demo_accounts(services: Services) -> None:
    with _told_plainly():
        preparation.refuse_demo_accounts(services, services.get(Settings))


@contextmanager
def _told_plainly() -> Iterator[None]:
    """End the command with a sentence where an operator can do something about it."""
    try:
        yield
    except (HouseError, ValueError) as problem:
        raise click.ClickException(str(problem)) from problem


def _check_port(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as problem:
            raise click.ClickException(
                f"port {settings.port} on {settings.host} is not free; "
                "choose another one: PORT=8123 make run"
            ) from problem


def _side_by_side(commands: Sequence[Sequence[str]]) -> int:
    """Run our own commands as children; when one ends or we are stopped, end the others."""
    base = [sys.executable, "-m", "mentorhub.cli"]
    children = [subprocess.Popen([*base, *command]) for command in commands]  # noqa: S603
    stopped: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        stopped.append(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    while not stopped and all(child.poll() is None for child in children):
        time.sleep(0.2)
    _end(children)
    if stopped:
        return 0
    return next((child.returncode for child in children if child.returncode), 1)


def _end(children: Sequence["subprocess.Popen[Any]"]) -> None:
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGINT)
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


if __name__ == "__main__":
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    main()
