"""Catalogues that take back, in the database: withdrawn, guarded, undone, carried on."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from mentorhub.recommend.actions import catalogue, import_undo, imports
from mentorhub.recommend.models import Offer, OfferImport, OfferVersion
from tests.recommend.offers import GAZETTEER, NOON, offer
from tests.recommend.sources.files import qcat, qcat_update, read, service

LATER = NOON + timedelta(hours=1)


class Killed(BaseException):
    """The process ends here."""


def bring(database, data, source="Haus A", format_="qcat", whole=False, **more) -> OfferImport:
    return imports.run(
        database, read(data, format_, source, is_whole=whole), source=source, format_=format_,
        gazetteer=GAZETTEER, now=NOON, **more,
    )  # fmt: skip


def courses(*numbers, **more) -> bytes:
    return qcat(*(service(f"K{number}") for number in numbers), **more)


def undo(database, run) -> import_undo.Undone:
    with database.writing() as session:
        mine = session.get_one(OfferImport, run.id)
        return import_undo.undo(session, mine, gazetteer=GAZETTEER, by=7, now=LATER)


def there(database) -> set[str]:
    with database.reading() as session:
        rows = select(Offer.key).where(~Offer.withdrawal.has())
        return {key.removeprefix("haus-a:") for key in session.scalars(rows)}


def tally(run) -> tuple[int, ...]:
    return run.read, run.added, run.changed, run.unchanged, run.gone, run.bad


def test_a_full_catalogue_twice_changes_nothing(database):
    bring(database, courses(1, 2, 3))
    again = bring(database, courses(1, 2, 3))
    assert (tally(again), again.format, again.is_complete) == ((3, 0, 0, 3, 0, 0), "qcat", True)


def test_what_a_full_catalogue_leaves_out_is_withdrawn_and_comes_back_with_it(database):
    bring(database, courses(1, 2, 3))
    with database.writing() as session:
        offer(session, "fremd", source="editor")
    assert tally(bring(database, courses(1, 2))) == (2, 0, 0, 2, 1, 0)
    assert there(database) == {"K1", "K2", "fremd"}
    assert tally(bring(database, courses(1, 2))) == (2, 0, 0, 2, 0, 0)
    assert tally(bring(database, courses(1, 2, 3))) == (3, 0, 1, 2, 0, 0)
    assert there(database) == {"K1", "K2", "K3", "fremd"}


def test_a_partial_catalogue_takes_nothing_away(database):
    bring(database, courses(1, 2))
    bring(database, courses(3, full=False))
    assert there(database) == {"K1", "K2", "K3"}


def test_an_offer_that_is_told_badly_is_still_in_its_catalogue(database):
    bring(database, courses(1, 2, 3))
    run = bring(database, qcat(service("K1"), service("K2", title=""), service("K3")))
    assert tally(run) == (3, 0, 0, 2, 0, 1)
    assert there(database) == {"K1", "K2", "K3"}
    assert run.report == [{"line": 2, "id": "haus-a:K2", "field": "title", "reason": "is missing"}]


def test_a_catalogue_that_is_cut_off_takes_nothing_away(database):
    bring(database, courses(*range(20)))
    bring(database, courses(*range(20))[:-60])
    assert len(there(database)) == 20


def test_more_than_half_goes_only_when_somebody_said_so(database):
    bring(database, courses(1, 2, 3, 4))
    refused = bring(database, courses(1, 9))
    assert (refused.gone, refused.report[0]["reason"]) == (
        0, "would withdraw 3 of 4 offers: not confirmed",
    )  # fmt: skip
    assert there(database) == {"K1", "K2", "K3", "K4", "K9"}
    assert bring(database, courses(1, 9), confirmed=True).gone == 3
    assert there(database) == {"K1", "K9"}


def test_an_empty_full_catalogue_is_not_the_end_of_everything(database):
    bring(database, courses(1, 2))
    assert bring(database, courses()).gone == 0
    assert there(database) == {"K1", "K2"}


def test_an_update_takes_back_by_name_and_a_second_time_changes_nothing(database):
    bring(database, courses(1, 2, 3))
    update = qcat_update(new=[service("K4")], gone=["K1", "K2", "K77"])
    assert tally(bring(database, update)) == (4, 1, 0, 1, 2, 0)
    assert tally(bring(database, update)) == (4, 0, 0, 4, 0, 0)
    assert there(database) == {"K3", "K4"}


def test_what_is_taken_back_and_brought_in_one_update_is_there(database):
    bring(database, courses(1))
    run = bring(database, qcat_update(new=[service("K1", title="Neu")], gone=["K1"]))
    assert (run.changed, run.gone, there(database)) == (1, 1, {"K1"})
    assert undo(database, run) == import_undo.Undone(gone=0, back=1, kept=0)
    with database.reading() as session:
        assert session.scalars(select(Offer.title)).all() == ["Stapler fahren"]


def test_the_offer_of_another_catalogue_is_not_taken_back(database):
    with database.writing() as session:
        offer(session, "haus-a:K1", source="editor")
    run = bring(database, qcat_update(gone=["K1"]))
    assert (run.gone, run.bad, there(database)) == (0, 1, {"K1"})


def test_taking_back_brings_back_what_went(database):
    bring(database, courses(1, 2, 3, 4))
    run = bring(
        database, qcat(service("K1"), service("K2", title="Neu"), service("K5")), confirmed=True
    )
    assert there(database) == {"K1", "K2", "K5"}
    assert undo(database, run) == import_undo.Undone(gone=1, back=3, kept=0)
    assert there(database) == {"K1", "K2", "K3", "K4"}
    assert tally(bring(database, courses(1, 2, 3, 4))) == (4, 0, 0, 4, 0, 0)


def test_taking_back_leaves_withdrawn_what_an_editor_withdrew_before(database):
    bring(database, courses(1, 2, 3))
    with database.writing() as session:
        stored = session.scalars(select(Offer).where(Offer.key == "haus-a:K1")).one()
        catalogue.withdraw(session, stored, by=7, reason="unseriös", now=NOON)
    run = bring(database, courses(2, 3))
    assert run.gone == 0
    undo(database, run)
    assert there(database) == {"K2", "K3"}


def test_killed_before_the_end_the_same_run_still_takes_away_what_is_missing(database):
    many = range(imports.CHUNK + 20)
    bring(database, courses(*many))
    rest = courses(*list(many)[:-5])

    def die(done):
        if done > imports.CHUNK:
            raise Killed

    with pytest.raises(Killed):
        bring(database, rest, progress=die)
    with database.reading() as session:
        run = session.scalars(select(OfferImport).order_by(OfferImport.id.desc())).first()
    assert len(there(database)) == len(many)
    done = imports.carry_on(database, run.id, read(rest, "qcat"), gazetteer=GAZETTEER)
    assert (done.gone, done.is_complete, len(there(database))) == (5, True, len(many) - 5)
    again = imports.carry_on(database, run.id, read(rest, "qcat"), gazetteer=GAZETTEER)
    assert again.gone == 5


def test_the_forecast_says_what_then_happens(database):
    bring(database, courses(1, 2, 3))
    data = qcat(service("K1"), service("K2", title=""), service("K4"))
    with database.reading() as session:
        forecast = imports.foresee(session, read(data, "qcat"), source="Haus A")
    assert (forecast.missing, forecast.present, forecast.takes_most) == (1, 3, False)
    run = bring(database, data)
    assert tally(forecast) == tally(run) == (3, 1, 0, 1, 1, 1)
    assert list(forecast.report) == run.report


def test_a_withdrawal_remembers_the_import(database):
    bring(database, courses(1, 2, 3))
    run = bring(database, courses(1, 2))
    with database.reading() as session:
        [gone] = session.scalars(select(OfferVersion).where(OfferVersion.deed == "withdrawn"))
    assert (gone.import_id, gone.facts["withdrawn"]) == (run.id, imports.LEFT_OUT)


def test_the_same_ids_in_two_catalogues_stay_apart(database):
    bring(database, courses(1))
    assert bring(database, courses(1), source="Haus B").added == 1
