"""Counting who was seen: in memory, in batches, by several processes, and nothing about people."""

import csv
import io
import multiprocessing
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from mentorhub.kit import clock
from mentorhub.kit.db import Base, Database
from mentorhub.recommend.actions import exposure as actions
from mentorhub.recommend.exposure import DAYS_KEPT, Counts, Exposure
from mentorhub.recommend.models import ProviderShown, StepTaken
from mentorhub.recommend.queries import exposure as rows
from mentorhub.recommend.queries.exposure import Period, Seen
from tests.recommend.offers import TODAY, record, take
from tests.recommend.site import words_of


def counts(day=TODAY, **places) -> Counts:
    made = Counts()
    made.places.update({(day, name): number for name, number in places.items()})
    made.searches[day, "hybrid"] += 1
    return made


def keep_in(database):
    def keep(batch):
        with database.writing() as session:
            actions.add(session, batch)

    return keep


def stored(database) -> dict[str, int]:
    with database.reading() as session:
        return dict(session.execute(select(ProviderShown.provider, ProviderShown.places)).all())


# Counting


def test_a_search_writes_nothing_until_the_batch_is_handed_over(database):
    counter = Exposure(keep_in(database))
    for _ in range(3):
        counter.count(TODAY, "hybrid", ["Lernwerk", "Lernwerk", "VHS"])
    assert stored(database) == {}
    counter.hand_over()
    counter.hand_over()
    assert stored(database) == {"Lernwerk": 6, "VHS": 3}


def test_what_could_not_be_stored_is_kept_for_the_next_time(database, caplog):
    answers = iter([OperationalError("no", {}, Exception()), None])

    def sometimes(batch):
        if problem := next(answers):
            raise problem
        keep_in(database)(batch)

    counter = Exposure(sometimes)
    counter.count(TODAY, "words", ["VHS"])
    counter.hand_over()
    counter.count(TODAY, "words", ["VHS"])
    counter.hand_over()
    assert stored(database) == {"VHS": 2}
    assert "kept in memory" in caplog.text


def test_a_full_batch_is_handed_over_before_its_time():
    handed = threading.Event()
    counter = Exposure(lambda _batch: handed.set(), every=timedelta(hours=1), most=2)
    counter.start()
    counter.count(TODAY, "hybrid", ["VHS"])
    counter.count(TODAY, "hybrid", ["VHS"])
    assert handed.wait(30)


def test_threads_and_batches_at_once_lose_nothing(sqlite):
    counter = Exposure(keep_in(sqlite))

    def work(number):
        counter.count(TODAY, "hybrid", ["VHS"])
        if number % 10 == 0:
            counter.hand_over()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(100)))
    counter.hand_over()
    assert stored(sqlite) == {"VHS": 100}


def test_processes_add_to_the_same_sums(database):
    batches = [counts(A=1, B=2, C=3)] * 12
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(keep_in(database), batches))
    assert stored(database) == {"A": 12, "B": 24, "C": 36}


def _count_and_end(url):
    counter = Exposure(keep_in(Database(url)), every=timedelta(hours=1))
    counter.start()
    counter.count(TODAY, "hybrid", ["VHS"])


def test_a_server_process_hands_over_when_it_ends(sqlite):
    url = sqlite.url.render_as_string()
    child = multiprocessing.get_context("spawn").Process(target=_count_and_end, args=(url,))
    child.start()
    child.join(60)
    assert (child.exitcode, stored(sqlite)) == (0, {"VHS": 1})


def test_nothing_but_day_name_and_sum_is_kept():
    tables = (ProviderShown.__tablename__, StepTaken.__tablename__)
    columns = {name: set(Base.metadata.tables[name].columns.keys()) for name in tables}
    assert columns == {
        "provider_shown": {"day", "provider", "places"},
        "search_step_taken": {"day", "step", "searches"},
    }


# What is told


def test_days_that_are_no_longer_told_are_forgotten(session):
    kept, gone = TODAY - timedelta(DAYS_KEPT), TODAY - timedelta(DAYS_KEPT + 1)
    for day in (kept, gone):
        actions.add(session, counts(day, VHS=1))
    actions.forget(session, today=TODAY)
    assert session.scalars(select(ProviderShown.day)).all() == [kept]
    assert session.scalars(select(StepTaken.day)).all() == [kept]


def test_providers_are_told_beside_their_courses_up_to_yesterday(session):
    take(session, record("a", provider="VHS"), record("b", provider="Lernwerk"))
    take(session, record("c", provider="Lernwerk"))
    yesterday = TODAY - timedelta(1)
    actions.add(session, counts(yesterday, VHS=2))
    actions.add(session, counts(yesterday - timedelta(1), VHS=3, Alt=1))
    actions.add(session, counts(TODAY, Lernwerk=9))
    period = Period.before(TODAY)
    assert rows.seen(session, period, TODAY) == [
        Seen("VHS", 5, 1),
        Seen("Alt", 1, 0),
        Seen("Lernwerk", 0, 2),
    ]
    assert rows.steps(session, period) == {"hybrid": 2}


# Pages


@pytest.fixture
def counted(own_site):
    """A site on which three providers were seen yesterday."""
    made = own_site()
    yesterday = clock.today() - timedelta(1)
    with made.database.writing() as session:
        actions.add(session, counts(yesterday, **{"Werk Eins": 3, "Werk Zwei": 1, "=CMD": 1}))
    return made


def total(site) -> int:
    site.exposure.hand_over()
    with site.database.reading() as session:
        return session.scalar(select(func.sum(ProviderShown.places))) or 0


def test_the_first_page_of_a_search_is_counted_and_no_other(own_site):
    site = own_site()
    shown = site.client().get("/suche?q=Gabelstapler").text.count('class="card__link')
    assert total(site) == shown > 0
    site.client().get("/suche?q=Gabelstapler&seite=2")
    site.client().head("/suche?q=Gabelstapler")
    assert total(site) == shown


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)"},
        {"User-Agent": "curl/8.5.0"},
        {"User-Agent": "Mozilla/5.0 HeadlessChrome/130.0"},
        {"User-Agent": "Mozilla/5.0 Firefox/130.0", "Sec-Purpose": "prefetch;prerender"},
    ],
)
def test_programs_that_say_so_are_not_counted(own_site, headers):
    site = own_site()
    assert site.client().get("/suche?q=Gabelstapler", headers=headers).status_code == 200
    assert total(site) == 0


def test_the_page_tells_the_rule_and_who_was_seen(counted):
    page = counted.client().get("/neutralitaet")
    told = words_of(page)
    assert "höchstens zwei der ersten zehn Plätze" in told
    assert "Werk Eins 3 60,0 % 0 0,0 %" in told
    assert page.text.index("Werk Eins") < page.text.index("Werk Zwei")
    assert "nach Bedeutung und Wörtern 1" in told


def test_providers_can_be_found_and_put_in_another_order(counted):
    found = words_of(counted.client().get("/neutralitaet?anbieter=zwei"))
    assert "Werk Zwei 1 20,0 %" in found
    assert "Werk Eins" not in found
    by_courses = counted.client().get("/neutralitaet?nach=courses&seite=99").text
    assert "Werk Eins" in by_courses or "Werk Zwei" in by_courses
    nobody = words_of(counted.client().get("/neutralitaet?anbieter=gibtsnicht&nach=unsinn"))
    assert "Kein Anbieter heißt so" in nobody


def test_the_whole_table_can_be_saved_and_no_name_becomes_a_formula(counted):
    answer = counted.client().get("/neutralitaet/anbieter.csv")
    lines = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff")), delimiter=";"))
    assert lines[1][:2] == ["Werk Eins", "3"]
    assert ["'=CMD", "1"] in [line[:2] for line in lines]


def test_before_the_first_count_the_page_says_so(own_site):
    told = words_of(own_site().client().get("/neutralitaet"))
    assert "Noch ist nichts gezählt" in told


def test_answer_pages_lead_to_the_rule(site, visitor):
    page = visitor.get("/suche?q=Gabelstapler")
    assert page.text.count('href="/neutralitaet"') == 2  # beside the hits, and at the foot
    assert "Wie wird sortiert?" in words_of(page)


def test_a_day_in_the_future_is_told_when_it_is_over():
    assert Period.before(date(2026, 3, 1)).last == date(2026, 2, 28)
