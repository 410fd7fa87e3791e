"""Reminders of due days: who gets a letter, once, and where it is seen."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from mentorhub.accounts.models import Deactivation
from mentorhub.courses import cohort_policy, jobs
from mentorhub.courses.actions import cohorts, reminding
from mentorhub.courses.actions import personal as forgetting
from mentorhub.courses.models import Completion, DueReminder
from mentorhub.courses.queries import cohort_personal, matrix, progress
from mentorhub.courses.queries import cohorts as reads
from mentorhub.courses.queries.matrix import Moment
from mentorhub.kit import clock
from mentorhub.web import filters
from mentorhub.web.mailer import Mailer
from tests.courses.cohort_house import House
from tests.courses.site import Site
from tests.courses.test_cohorts import letters, place
from tests.courses.test_views_cohorts import There
from tests.tandems.site import words_of

THREE = timedelta(days=3)
DAY = timedelta(days=1)


@pytest.fixture
def house(session, noon):
    """Lena and Ben take the course, due in three days; only Lena wants letters."""
    made = House(session, noon)
    cohorts.enrol_all(session, made.kept, by=made.koni, now=noon)
    cohorts.choose_letters(session, place(made, made.lena), wants=True)
    due(made, made.now.date() + THREE)
    return made


def due(house, day):
    cohorts.set_dues(house.session, house.kept, {"werkstatt": day}, by=house.koni, now=house.now)
    house.session.expire_all()


def sent(house):
    return [(each.to, each.context["slug"]) for each in letters(house, "due_soon")]


def test_who_wants_letters_gets_one_three_days_before_and_never_twice(house):
    assert reminding.remind(house.session, house.now - DAY) == 0
    counts = [reminding.remind(house.session, house.now + n * DAY) for n in range(5)]
    assert counts == [1, 0, 0, 0, 0]
    assert sent(house) == [(house.lena.email, "werkstatt")]
    due(house, None)
    due(house, house.now.date() + THREE)
    assert reminding.remind(house.session, house.now) == 0


def test_another_day_is_another_letter_and_a_day_that_is_past_is_none(house):
    assert reminding.remind(house.session, house.now + 4 * DAY) == 0
    assert reminding.remind(house.session, house.now + 3 * DAY) == 1
    due(house, house.now.date() + 10 * DAY)
    assert reminding.remind(house.session, house.now + 3 * DAY) == 0
    assert reminding.remind(house.session, house.now + 7 * DAY) == 1


def test_who_is_done_has_left_or_cannot_sign_in_gets_none(house):
    def count():
        with house.session.begin_nested() as inside:
            found = reminding.remind(house.session, house.now)
            inside.rollback()
        house.session.expire_all()
        return found

    mine = progress.enrolment_in(house.session, house.lena.id, "werkstatt")
    assert count() == 1
    house.session.add(Deactivation(person_id=house.lena.id, at=house.now))
    house.session.flush()
    assert (count(), house.session.scalar(select(func.count(DueReminder.at)))) == (0, 0)
    house.session.delete(house.session.get(Deactivation, house.lena.id))
    house.session.flush()
    cohorts.leave(house.session, place(house, house.lena), by=house.lena.id, now=house.now)
    assert count() == 0
    cohorts.join(house.session, house.cohort, house.lena.id, by=house.lena.id, now=house.now)
    cohorts.choose_letters(house.session, place(house, house.lena), wants=True)
    assert count() == 1
    house.session.add(Completion(enrolment_id=mine.id, at=house.now, minutes=1))
    house.session.flush()
    assert count() == 0


def test_two_groups_with_one_day_send_one_letter(house):
    plan = cohorts.Plan("Zweite", None, "werkstatt", house.now.date(), None)
    second = cohorts.found(house.session, house.association, plan, by=house.koni, now=house.now)
    cohorts.join(house.session, second, house.lena.id, by=house.lena.id, now=house.now)
    mine = reads.member(house.session, second.id, house.lena.id)
    cohorts.choose_letters(house.session, mine, wants=True)
    kept = cohort_policy.keeping(house.session, house.koni, second.id)
    days = {"werkstatt": house.now.date() + THREE}
    cohorts.set_dues(house.session, kept, days, by=house.koni, now=house.now)
    house.session.expire_all()
    assert reminding.remind(house.session, house.now) == 1


def test_the_coordinator_the_export_and_the_forgetting_know_of_it(house):
    reminding.remind(house.session, house.now)
    at = Moment(house.now, house.now.date())
    cells = {
        each.name: each.cells[0].reminded_at
        for each in matrix.page(house.session, house.kept, matrix.Wanted(), at).rows
    }
    assert cells == {"Ben Bauer": None, "Ines Ilg": None, "Lena Lerner": house.now}
    [told] = cohort_personal.export_for(house.session, house.lena.id)["reminders"]
    assert told["due"] == (house.now.date() + THREE).isoformat()
    due(house, house.now.date() + 10 * DAY)
    cells = matrix.cells_of(house.session, house.lena.id, ["werkstatt"], at)
    assert cells["werkstatt"].reminded_at is None
    forgetting.forget(house.session, house.lena.id, house.now)
    assert house.session.scalar(select(func.count(DueReminder.at))) == 0


def test_the_daily_work_reminds():
    assert reminding.remind in jobs.CHORES


def test_today_and_the_table_tell_of_it_and_the_letter_reads_well(site, noon):
    there = There(site, noon)
    lena, koni = there.browser(there.lena), there.browser(there.koni)
    place_ = f"{there.base}/briefe"
    assert lena.post(place_, data={"wants": "y"}).status_code == 303
    day = clock.today() + THREE
    koni.post(f"{there.base}/fristen", data={"due-werkstatt": day.isoformat()})
    there.change(lambda session: reminding.remind(session, clock.now()))
    assert "bald fällig: bis" in words_of(lena.get("/heute"))
    assert '<a href="/lernen/werkstatt' in lena.get("/heute").text
    assert 'lang="de"' in lena.get("/heute").text.split('<a href="/lernen/werkstatt')[1][:80]
    assert "erinnert am" in words_of(koni.get(f"{there.base}/stand"))
    [letter] = [each for each in there.letters() if each.template == reminding.TEMPLATE]
    text = Mailer(there.site.app, "http://localhost")(letter).text
    assert f"/lernen/gruppen/{there.cohort}" in text
    assert "/lernen/werkstatt" in text
    assert written(there, day) in text


def written(there, day):
    """A day as the letter writes it."""
    with there.site.app.test_request_context():
        return filters.day(day)


@pytest.mark.usefixtures("_german", "hands")
def test_two_workers_at_once_send_one_letter(postgres, noon):
    site = Site(postgres, noon)
    there = There(site, noon)
    lena, koni = there.browser(there.lena), there.browser(there.koni)
    lena.post(f"{there.base}/briefe", data={"wants": "y"})
    day = clock.today() + THREE
    koni.post(f"{there.base}/fristen", data={"due-werkstatt": day.isoformat()})
    ready = Barrier(3)

    def work(_number):
        ready.wait(10)
        return there.change(lambda session: reminding.remind(session, clock.now()))

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(work, range(3))) == [0, 0, 1]
    assert [each.template for each in there.letters()].count(reminding.TEMPLATE) == 1
