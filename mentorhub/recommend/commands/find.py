"""`mentorhub find`: thin as a view."""

from datetime import datetime

import click

from mentorhub.kit import clock, schemas
from mentorhub.kit.db import Database
from mentorhub.kit.services import Services
from mentorhub.recommend import plain, question
from mentorhub.recommend.actions.index import Workshop
from mentorhub.recommend.commands.arguments import DAY
from mentorhub.recommend.commands.preparing import make_ready
from mentorhub.recommend.commands.telling import print_json
from mentorhub.recommend.finder import Finder
from mentorhub.recommend.models import Offer


@click.command()
@click.argument("sentence")
@click.option("--json", "as_json", is_flag=True, help="print docs/schemas/find.json")
@click.option("--limit", default=10, type=click.IntRange(1, 50), help="how many hits")
@click.option("--today", type=DAY, help="search as if it were this day (2025-12-01)")
@click.pass_obj
def find(
    services: Services, sentence: str, as_json: bool, limit: int, today: datetime | None
) -> None:
    """Find courses and funding for a SENTENCE in plain words."""
    day = today.date() if today else clock.today()
    make_ready(services)
    services.get(Workshop).encoder()  # loaded before, so that took_ms is the search alone
    with services.get(Database).reading() as session:
        asked = question.read(sentence).text
        answer = services.get(Finder).find(session, asked, today=day, limit=limit)
    if as_json:
        told = plain.found(sentence, answer)
        schemas.check("find", told)
        print_json(told)
        return
    results = answer.results
    click.echo(
        f"{results.total} found in {results.offers} offers ({results.step}, "
        f"{results.took_ms:.0f} ms)"
    )
    for number, found in enumerate(answer.found, start=1):
        click.echo(f"{number:3}. {found.title}")
        for key, offer in ((found.hit.key, found.offer), *((o.key, o) for o in found.others)):
            click.echo(f"     {key}  {_where(offer)}")


def _where(offer: Offer | None) -> str:
    return ", ".join(filter(None, (offer.provider, offer.town or offer.form))) if offer else ""
