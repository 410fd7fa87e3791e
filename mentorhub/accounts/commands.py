"""``mentorhub accounts ...``: the first administrator and the demo people."""

import click

from mentorhub.accounts import addresses
from mentorhub.accounts.actions import memberships, organisations, people
from mentorhub.accounts.actions.organisations import Facts
from mentorhub.accounts.models import OrganisationKind, Role
from mentorhub.accounts.queries import organisation_named
from mentorhub.kit import clock
from mentorhub.kit.db import Database
from mentorhub.kit.errors import Refused
from mentorhub.kit.services import Services


def _address(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    try:
        return addresses.clean(value)
    except addresses.NoAddress as problem:
        raise click.BadParameter("this is not a mail address") from problem


@click.group()
def accounts() -> None:
    """People, organisations and roles."""


@accounts.command("create-admin")
@click.option("--email", prompt="Mail address", callback=_address)
@click.option("--name", prompt="Name")
@click.option("--office", prompt="Coordination office", help="Its name; made if it is new.")
@click.option("--base-url", required=True, help="The public address, unless it is set already.")
@click.pass_obj
def create_admin(services: Services, email: str, name: str, office: str, base_url: str) -> None:
    """Make a programme admin and print the link by which they set a password."""
    now = clock.now()
    kind = OrganisationKind.coordination_office
    try:
        with services.get(Database).writing() as session:
            home = organisation_named(session, kind, office, "") or organisations.found(
                session, kind, Facts(office), by=None, now=now
            )
            person = people.create(session, email, name, by=None, now=now)
            memberships.join(session, person, home, {Role.programme_admin}, by=None, now=now)
            link = people.invite(session, person, by=None, now=now, base_url=base_url)
    except Refused as problem:
        raise click.ClickException(f"{email} has an account already") from problem
    click.echo(f"Open this link within {people.INVITATION_DAYS} days to set a password:")
    click.echo(link)


COMMANDS = (accounts,)
