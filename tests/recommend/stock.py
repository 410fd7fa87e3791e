"""What stands in the catalogue of the site that tests of pages share."""

from datetime import date, timedelta

from mentorhub.kit import clock
from mentorhub.recommend.offer_record import OfferRecord, Start

SOON = clock.today() + timedelta(days=60)
BARE = OfferRecord(key="haus/4711:a", title="Ein Kurs, von dem man wenig weiß", on_request=True)
FULL = OfferRecord(
    key="voll",
    title="Stapler & Deutsch <abends>",
    learn="Sie lernen Stapler fahren.",
    description="Erster Absatz.\n\nZweiter Absatz.",
    provider="Lernwerk (Beispiel)",
    provider_azav=True,
    azav=True,
    postcode="44137",
    town="Dortmund",
    form="presence",
    schedules=("evening",),
    starts=(
        Start(SOON, SOON + timedelta(days=11)),
        Start(SOON + timedelta(days=60)),
        Start(date(2020, 1, 6)),
    ),
    hours=24,
    price_cents=19900,
    level="basic",
    language="de",
    requirements="Mindestalter 18",
    target_group="Lagerkräfte",
    degree="Fahrausweis",
    degree_kind="certificate",
    as_of=date(2026, 11, 16),
)
UMSCHULUNG = OfferRecord(
    key="umschulung",
    title="Umschulung (Beispiel)",
    provider_azav=True,
    azav=True,
    starts=(Start(SOON),),
    hours=480,
    price_cents=480_000,
    degree_kind="vocational",
)
PRIVATE = OfferRecord(
    key="abendkurs",
    title="Abendkurs (Beispiel)",
    provider_azav=False,
    azav=False,
    starts=(Start(SOON),),
    hours=40,
    price_cents=90_000,
)
OVER = OfferRecord(key="vorbei", title="Vorbei", starts=(Start(date(2020, 1, 6)),))
GONE = OfferRecord(key="weg", title="Weg", postcode="44137", on_request=True)
FREE = OfferRecord(key="frei", title="Frei", on_request=True, price_cents=0)
TEXT = OfferRecord(key="text", title="Zuschuss", kind="funding", on_request=True)
