"""Sources that are fetched: in their rhythm, once for each state, and never too much taken away."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from mentorhub.kit.crypto import Cipher
from mentorhub.kit.errors import HouseError
from mentorhub.kit.fetching import Fetcher, Limits
from mentorhub.kit.jobs import Desk, Job
from mentorhub.kit.reach import Reach
from mentorhub.kit.services import Services
from mentorhub.recommend.actions import fetches, import_undo, sources
from mentorhub.recommend.actions.fetches import Errand
from mentorhub.recommend.actions.sources import Wish
from mentorhub.recommend.models import Offer, OfferImport, Source, SourceFetch
from mentorhub.recommend.queries import imports as import_rows
from mentorhub.recommend.queries import offers
from mentorhub.recommend.queries import sources as rows
from mentorhub.recommend.sources.xsd import Validation
from tests.recommend.offers import GAZETTEER, NOON, TODAY, line
from tests.recommend.sources.files import moochub

CIPHER = Cipher("a secret that is long enough for a test")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FIELDS = {"start": "2027-01-11"}


def file(*numbers: int, **fields) -> bytes:
    return b"".join(line(number, **FIELDS, **fields) for number in numbers)


class House:
    """A source called haus, fetched from the server outside; the clock stands until it is moved."""

    def __init__(self, database, outside, **wish) -> None:
        self.database, self.now = database, NOON
        reach = Reach(frozenset({outside.host}))
        self.errand = Errand(
            db=database,
            fetcher=Fetcher("MentorHub-Test", reach, Limits(size=1_000_000, seconds=60.0)),
            cipher=CIPHER,
            gazetteer=GAZETTEER,
            clock=lambda: self.now,
        )
        self.wish = Wish(**({"address": outside.address(), "every_hours": 24} | wish))
        with database.writing() as session:
            self.id = sources.add(session, "haus", self.wish, cipher=CIPHER, by=7, now=NOON).id
            session.get_one(Source, self.id).pause = None

    def fetch(self, **more) -> SourceFetch:
        fetch_id = fetches.carry_out(self.errand, self.id, **more)
        with self.database.reading() as session:
            return session.get_one(SourceFetch, fetch_id)

    def do(self, deed, **more):
        with self.database.writing() as session:
            return deed(session, session.get_one(Source, self.id), by=7, now=self.now, **more)

    @property
    def source(self) -> Source:
        with self.database.reading() as session:
            return session.get_one(Source, self.id)

    @property
    def keys(self) -> set[str]:
        """Of the offers that visitors see."""
        with self.database.reading() as session:
            return offers.visible_keys(session, session.scalars(select(Offer.key)).all(), TODAY)

    def count(self, what) -> int:
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(what))


def test_a_fetch_brings_the_catalogue_and_names_its_import(database, outside):
    outside.put_marked(file(1, 2), '"a"')
    house = House(database, outside)
    fetch = house.fetch()
    assert (fetch.outcome, fetch.format, fetch.size) == ("imported", "jsonl", len(file(1, 2)))
    assert house.keys == {"haus-1", "haus-2"}
    with database.reading() as session:
        run = session.get_one(OfferImport, fetch.import_id)
        assert (run.added, run.is_complete, run.source) == (2, True, "haus")
    assert (house.source.etag, house.source.fetched_at) == ('"a"', NOON)
    assert house.source.due_at == NOON + DAY


def test_what_has_not_changed_is_not_imported_but_fresh(database, outside):
    outside.put_marked(file(1), '"a"')
    house = House(database, outside)
    house.fetch()
    house.now = NOON + 3 * DAY
    assert house.source.is_stale(house.now.date())
    assert house.fetch().outcome == "unchanged"
    assert house.count(OfferImport) == 1
    assert not house.source.is_stale(house.now.date())


def test_the_same_catalogue_without_a_mark_changes_nothing(database, outside):
    outside.put(file(1))
    house = House(database, outside)
    house.fetch()
    fetch = house.fetch()
    with database.reading() as session:
        run = session.get_one(OfferImport, fetch.import_id)
        assert (run.unchanged, run.changed, run.added) == (1, 0, 0)


def test_a_trial_says_what_would_come_and_imports_nothing(database, outside):
    outside.put(file(1, 2) + b"kaputt\n", ETag='"a"')
    house = House(database, outside)
    fetch = house.fetch(is_trial=True)
    assert fetch.outcome == "tried"
    assert (fetch.forecast["added"], fetch.forecast["bad"]) == (2, 1)
    assert fetch.forecast["report"][0]["line"] == 3
    assert house.keys == set()
    assert (house.source.etag, house.source.fetched_at) == ("", None)


def test_what_a_whole_catalogue_leaves_out_goes(database, outside):
    outside.put(file(1, 2, 3))
    house = House(database, outside, is_whole=True)
    house.fetch()
    outside.put(file(1, 2))
    house.fetch()
    assert house.keys == {"haus-1", "haus-2"}


def in_pages(outside, *sizes: int, last: object = None) -> None:
    """Put a catalogue of MOOChub in several pages, each with so many courses."""
    first = 1
    for at, size in enumerate(sizes, start=1):
        path = "/kurse" if at == 1 else f"/kurse?page={at}"
        then = f"/kurse?page={at + 1}" if at < len(sizes) else last
        outside.put(moochub(*[{}] * size, first=first, then=then), path, ETag=f'"{at}"')
        first += size


def test_a_catalogue_in_pages_is_fetched_to_its_end(database, outside):
    in_pages(outside, 2, 2, 1)
    house = House(database, outside, is_whole=True)
    fetch = house.fetch()
    assert (fetch.outcome, fetch.forecast) == ("imported", {})
    assert house.keys == {f"haus:m{n}" for n in range(1, 6)}
    assert house.source.etag == "", "the first page says nothing about the others"
    in_pages(outside, 2, 2)
    house.fetch()
    assert house.keys == {f"haus:m{n}" for n in range(1, 5)}


@pytest.mark.parametrize(
    ("last", "why"),
    [
        ("/kurse", "pages"),
        ("/kurse?page=2", "pages"),
        ("http://localhost:9/kurse", "insecure"),
        ("https://anderswo.example/kurse", "elsewhere"),
        ("file:///etc/passwd", "address"),
        ("/nichts", "status"),
    ],
)
def test_pages_without_an_end_or_elsewhere_bring_nothing(database, outside, last, why):
    in_pages(outside, 1, 1, last=last)
    house = House(database, outside, is_whole=True)
    fetch = house.fetch()
    assert (fetch.outcome, fetch.why, house.keys) == ("failed", why, set())


def test_a_page_that_is_broken_brings_nothing_and_withdraws_nothing(database, outside):
    in_pages(outside, 2, 2)
    house = House(database, outside, is_whole=True)
    house.fetch()
    outside.put(b'{"data": [', "/kurse?page=2")
    assert (house.fetch().why, len(house.keys)) == ("pages", 4)


def test_all_pages_together_are_no_larger_than_one_file_may_be(database, outside):
    outside.put(moochub({"description": "x" * 600_000}, then="/kurse?page=2"))
    outside.put(moochub({"description": "x" * 600_000}), "/kurse?page=2")
    assert House(database, outside).fetch().why == "too_large"


def test_a_login_goes_along_to_the_pages_of_its_own_server(database, outside):
    in_pages(outside, 1, 1)
    house = House(database, outside, secret="geheim")
    house.fetch()
    assert [headers["Authorization"] for _, _, headers in outside.asked] == ["Bearer geheim"] * 2


def test_a_catalogue_that_would_take_most_away_asks_a_person(database, outside):
    outside.put(file(1, 2, 3))
    house = House(database, outside, is_whole=True)
    house.fetch()
    outside.put(file(1), ETag='"kurz"')
    fetch = house.fetch()
    assert (fetch.outcome, fetch.import_id) == ("stopped", None)
    assert (fetch.forecast["missing"], fetch.forecast["present"]) == (2, 3)
    assert house.keys == {"haus-1", "haus-2", "haus-3"}
    assert house.source.etag == ""
    assert house.fetch(confirmed=1).outcome == "stopped"
    assert house.fetch(confirmed=2).outcome == "imported"
    assert house.keys == {"haus-1"}


def test_a_catalogue_that_breaks_off_half_way_is_not_touched(database, outside):
    outside.put(file(1, 2))
    house = House(database, outside, is_whole=True)
    house.fetch()
    outside.break_off(file(1))
    fetch = house.fetch()
    assert (fetch.outcome, fetch.why) == ("failed", "broken")
    assert house.keys == {"haus-1", "haus-2"}


def test_failures_put_the_next_try_off_and_success_forgets_them(database, outside):
    house = House(database, outside)
    outside.refuse(500)
    for failures, pause in ((1, HOUR / 4), (2, HOUR / 2), (3, HOUR)):
        assert house.fetch().status == 500
        assert (house.source.failures, house.source.due_at) == (failures, NOON + pause)
    outside.refuse(503, Retry_After="7200")
    house.fetch()
    assert house.source.due_at == NOON + 2 * HOUR
    outside.put(file(1))
    house.fetch()
    assert (house.source.failures, house.source.due_at) == (0, NOON + DAY)


@pytest.mark.parametrize(
    ("body", "wish", "why"),
    [
        (b"<html><body>Wartung", {}, "empty"),
        (b"\0\1\2", {}, "format"),
        (b"a;b\n1;2\n", {}, "columns"),
        (b"kaputt\nauch kaputt\n", {"format": "jsonl"}, "empty"),
        (b"", {"format": "jsonl"}, "empty"),
        (b"", {}, "format"),
    ],
)
def test_what_holds_no_offer_is_a_failure_that_says_why(sqlite, outside, body, wish, why):
    outside.put(body, Content_Type="application/xml")
    house = House(sqlite, outside, **wish)
    fetch = house.fetch()
    assert (fetch.outcome, fetch.why) == ("failed", why)
    assert house.count(OfferImport) == 0


def test_columns_of_a_table_are_guessed_or_follow_a_saved_choice(sqlite, outside):
    from mentorhub.recommend.actions import uploads

    outside.put(b"Nr;Kurstitel;Beginn\n1;Yoga;2027-01-11\n")
    house = House(sqlite, outside)
    house.fetch()
    assert house.keys == {"haus:1"}
    outside.put(b"a;b;c\n1;Yoga II;2027-01-11\n")
    assert house.fetch().why == "columns"
    mapping = '[fields]\nid = "a"\ntitle = "b"\nstart = "c"\n'
    with sqlite.writing() as session:
        saved = uploads.save_mapping(session, "unsere", mapping, by=7, now=NOON)
        session.get_one(Source, house.id).mapping_id = saved.id
    house.fetch()
    with sqlite.reading() as session:
        assert session.scalars(select(Offer.title)).all() == ["Yoga II"]


def test_a_source_that_was_changed_meanwhile_is_read_anew(database, outside):
    outside.put_marked(file(1), '"a"')
    house = House(database, outside)

    def meanwhile(_done, _total):
        house.now += timedelta(seconds=1)
        house.do(sources.change, wish=house.wish, cipher=CIPHER)

    house.errand = Errand(**(vars(house.errand) | {"progress": meanwhile}))
    house.fetch()
    assert house.source.etag == ""
    assert house.source.due_at <= house.now


def test_taking_an_import_back_pauses_its_source(database, outside):
    outside.put_marked(file(1), '"a"')
    house = House(database, outside)
    fetch = house.fetch()
    with database.writing() as session:
        run = session.get_one(OfferImport, fetch.import_id)
        import_undo.undo(session, run, gazetteer=GAZETTEER, by=7, now=NOON)
    assert house.source.pause.reason == "undone"
    assert house.keys == set()
    house.do(sources.resume)
    assert house.fetch().outcome == "imported"
    assert house.keys == {"haus-1"}


def test_a_worker_that_was_lost_leaves_no_fetch_that_goes_on_for_ever(database, outside):
    outside.put(file(1))
    house = House(database, outside)

    def die(_done, _total):
        raise KeyboardInterrupt

    whole, house.errand = house.errand, Errand(**(vars(house.errand) | {"progress": die}))
    with pytest.raises(KeyboardInterrupt):
        house.fetch()
    house.errand = whole
    assert house.fetch().outcome == "imported"
    with database.reading() as session:
        told = session.execute(select(SourceFetch.outcome, SourceFetch.why)).all()
    assert [tuple(each) for each in told] == [("failed", "lost"), ("imported", "")]


def test_the_worker_asks_for_what_is_due_once(database, outside):
    outside.put(file(1))
    house = House(database, outside)
    services = Services()
    for each in (database, house.errand.fetcher, CIPHER, GAZETTEER, Validation()):
        services.put(each)
    with database.writing() as session:
        for job in session.scalars(select(Job)):
            session.delete(job)
        assert sources.ask_due(session, now=NOON) == 1
        assert sources.ask_due(session, now=NOON) == 0
        assert rows.under_way(session) == {house.id}
    desk = Desk(services, lambda: NOON)
    from mentorhub.recommend import jobs

    desk.register(import_rows.FETCH_JOB, jobs.fetch_source)
    assert desk.run_due() == 1
    assert house.keys == {"haus-1"}
    with database.writing() as session:
        assert sources.ask_due(session, now=NOON) == 0
        assert rows.under_way(session) == frozenset()


def test_a_new_source_waits_for_a_person_and_a_paused_one_is_left_alone(database, outside):
    with database.writing() as session:
        wish = Wish(outside.address(), 24)
        source = sources.add(session, "haus", wish, cipher=CIPHER, by=7, now=NOON)
        assert source.pause.reason == "new"
        assert sources.ask_due(session, now=NOON + 9 * DAY) == 0
        payloads = [job.payload for job in session.scalars(select(Job))]
        assert [each["trial"] for each in payloads] == [True]
        with pytest.raises(sources.NameTaken):
            sources.add(session, "haus", wish, cipher=CIPHER, by=7, now=NOON)
        with pytest.raises(sources.AlreadyAsked):
            sources.ask(session, source, by=7, now=NOON)
    assert outside.asked == []


def test_an_import_of_a_source_is_told_as_under_way(sqlite, outside):
    outside.put(file(1))
    house = House(sqlite, outside)
    seen = []

    def look(_done, _total):
        with sqlite.reading() as session:
            seen.append(import_rows.imports_under_way(session, NOON))

    house.errand = Errand(**(vars(house.errand) | {"progress": look}))
    house.fetch()
    assert seen[-1] == {1}


def test_a_login_is_sealed_and_never_goes_to_another_server(database, outside):
    outside.put(file(1))
    house = House(database, outside, login_name="haus", secret="geheim")
    assert b"geheim" not in house.source.secret
    house.fetch()
    assert outside.asked[0][2]["Authorization"].startswith("Basic ")
    elsewhere = Wish("https://example.org/kurse", 24)
    with pytest.raises(sources.SecretNeeded):
        house.do(sources.change, wish=elsewhere, cipher=CIPHER)
    house.do(sources.change, wish=Wish(outside.address(), 6, login_name="haus"), cipher=CIPHER)
    assert house.source.secret is not None
    house.do(sources.change, wish=Wish(outside.address(), 6, secret=""), cipher=CIPHER)
    assert (house.source.secret, house.source.login_name) == (None, "")


def test_an_hour_counts_from_one_day_upwards(sqlite, outside):
    house = House(sqlite, outside, every_hours=23, at_hour=3)
    assert house.source.at_hour is None
    house.do(sources.change, wish=Wish(outside.address(), 24, at_hour=3), cipher=CIPHER)
    assert house.source.at_hour == 3


def test_a_login_that_cannot_be_opened_is_told(sqlite, outside):
    house = House(sqlite, outside, secret="geheim")
    other = Cipher("another secret that is long enough too")
    house.errand = Errand(**(vars(house.errand) | {"cipher": other}))
    assert house.fetch().why == "login"
    assert outside.asked == []


@pytest.mark.parametrize("withdraws", [True, False])
def test_a_removed_source_takes_its_offers_along_or_leaves_them(database, outside, withdraws):
    outside.put(file(1, 2))
    house = House(database, outside)
    house.fetch()
    with database.writing() as session:
        for job in session.scalars(select(Job)):
            session.delete(job)
    gone = house.do(sources.remove, withdraws=withdraws)
    assert gone == (2 if withdraws else 0)
    assert len(house.keys) == 2 - gone
    assert house.count(Source) == house.count(SourceFetch) == 0


def test_a_source_under_way_is_not_removed(sqlite, outside):
    house = House(sqlite, outside)
    with pytest.raises(HouseError):
        house.do(sources.remove, withdraws=False)


def test_old_fetches_are_forgotten(sqlite, outside):
    outside.put_marked(file(1), '"a"')
    house = House(sqlite, outside)
    house.fetch()
    house.fetch()
    for days, left in ((29, 2), (31, 1), (181, 0)):
        with sqlite.writing() as session:
            sources.sweep(session, now=NOON + days * DAY)
        assert house.count(SourceFetch) == left


def test_standing_tells_what_a_source_needs(database, outside):
    house = House(database, outside, is_whole=True)

    def state():
        with database.reading() as session:
            return rows.standing(session, house.source, TODAY).state

    with database.writing() as session:
        for job in session.scalars(select(Job)):
            session.delete(job)
    assert state() == "new"
    outside.put(file(1, 2, 3))
    house.fetch()
    assert state() == "fresh"
    with database.reading() as session:
        late = TODAY + 9 * DAY
        assert rows.standing(session, house.source, late).state == "stale"
    outside.put(file(1))
    house.fetch()
    assert state() == "asks"
    outside.refuse(404)
    house.fetch()
    assert state() == "failing"
    house.do(sources.pause)
    house.do(sources.ask)
    assert state() == "running"
