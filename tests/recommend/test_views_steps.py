"""What to do and until when, on pages, on paper, in a calendar and for programs."""

from datetime import date, timedelta
from urllib.parse import quote

import pytest
from icalendar import Calendar

from mentorhub.kit import clock, schemas
from mentorhub.kit.errors import Missing
from mentorhub.recommend import plain
from mentorhub.recommend.funding import files as funding_files
from mentorhub.recommend.funding.checklist import checklist
from mentorhub.recommend.funding_book import FundingBook, next_start
from mentorhub.recommend.queries import offers, plans
from mentorhub.recommend.wording import due, warning
from tests.recommend.site import ALWAYS, CONTENT, links_of, words_of

BOOK = FundingBook(funding_files.load(CONTENT / "funding"))
OPEN = [one.id for one in BOOK.instruments if not one.ended]
ENDED = [one.id for one in BOOK.instruments if one.ended]
DATED = [
    one.id
    for one in BOOK.instruments
    if one.apply and any(step.days_before_start is not None for step in one.apply.steps)
]
KEY = "stapler-dortmund-abend"
HOSTILE = ["1.2.", "2027-02-30", "gestern", "<script>alert(1)</script>", "9" * 5000, "0000-00-00",
           "0001-01-01", "9999-12-31", "-1", "2027-13-01", "２０２７-０１-０１", "2027-01-01T10:00"]  # fmt: skip


def in_days(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def sheet(id_: str, **query) -> str:
    return f"/foerderung/{id_}/schritte?" + "&".join(f"{k}={quote(v)}" for k, v in query.items())


def file(id_: str, **query) -> str:
    return sheet(id_, **query).replace("/schritte", "/schritte.ics")


def events(answer):
    """The days of a calendar file, read by somebody else's eyes."""
    assert answer.status_code == 200
    return Calendar.from_ical(answer.data).walk("VEVENT")


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("id_", OPEN)
def test_a_sheet_tells_every_step_with_who_where_papers_and_law(visitor, id_, language):
    visitor.set_cookie("language", language)
    page = visitor.get(sheet(id_, beginn=in_days(200)))
    words = words_of(page)
    assert page.status_code == 200
    one = BOOK.get(id_)
    for step in one.apply.steps:
        for text in (step.text, *step.papers, step.where or one.apply.where):
            assert text.say(language) in words
        assert step.law in words
        if step.when:
            assert step.when.say(language) in words


def test_days_are_named_when_the_start_is_known(site, visitor):
    words = words_of(visitor.get(sheet("awbg-nrw", beginn=in_days(100))))
    plan = plans.plan(
        BOOK, "awbg-nrw", clock.today(), starts_on=clock.today() + timedelta(days=100)
    )
    with site.app.test_request_context(headers={"Cookie": "language=de"}):
        assert due(plan.tasks[0]).replace("\xa0", " ") in words
    assert "muss sein" in words


def test_advice_for_a_day_on_which_offices_are_closed_is_for_the_next_working_day(site):
    sunday = date(2026, 11, 29)
    [advice, *_] = checklist(BOOK.get("sgb3-82"), sunday + timedelta(days=60), sunday)
    assert (advice.due, advice.better, advice.step.binding) == (sunday, None, False)
    with site.app.test_request_context(headers={"Cookie": "language=de"}):
        assert warning(advice) == (
            "Das ist heute. An diesem Tag haben Ämter zu. Tun Sie es am nächsten Arbeits-Tag."
        )


def test_without_a_start_words_stand_for_days(visitor):
    words = words_of(visitor.get(sheet("sgb3-82")))
    assert "Am besten 2 Monate vor dem Beginn" in words
    assert "Spätestens am Tag vor dem Beginn" in words
    assert "In meinen Kalender" not in words


def test_the_page_of_an_instrument_asks_for_the_start_and_names_the_days(visitor):
    assert "Wann beginnt der Kurs?" in words_of(visitor.get("/foerderung/sgb3-82"))
    page = visitor.get(f"/foerderung/sgb3-82?beginn={in_days(100)}")
    assert f'value="{in_days(100)}"' in page.text
    assert f"/foerderung/sgb3-82/schritte.ics?beginn={in_days(100)}" in links_of(page)


def test_a_coaching_begins_with_the_coach(visitor):
    assert "Wann ist der erste Tag mit dem Coach?" in words_of(
        visitor.get("/foerderung/inqa-coaching")
    )


@pytest.mark.parametrize("id_", ["sgb3-82", "bildungsscheck-nrw-2"])
def test_a_start_that_is_too_near_is_said_plainly(visitor, id_):
    page = visitor.get(sheet(id_, beginn=in_days(0)))
    words = words_of(page)
    assert "Für diesen Beginn ist es zu spät." in words
    assert "Gibt es einen späteren Beginn?" in words
    assert "In meinen Kalender" not in words


def test_what_the_law_still_allows_is_said_beside_it(visitor):
    words = words_of(visitor.get(sheet("sgb3-82", beginn=in_days(0))))
    assert "§ 324 Abs. 1 Satz 2 SGB III" in words


def test_the_last_day_is_not_too_late(visitor):
    words = words_of(visitor.get(sheet("bildungsscheck-nrw-2", beginn=in_days(1))))
    assert "Das ist heute." in words
    assert "zu spät" not in words


def test_a_start_after_the_end_of_a_programme_is_doubted(visitor):
    end = BOOK.get("inqa-coaching").valid_until
    after = visitor.get(sheet("inqa-coaching", beginn=(end + timedelta(days=1)).isoformat()))
    on = visitor.get(sheet("inqa-coaching", beginn=end.isoformat()))
    assert "Vielleicht gibt es das dann nicht mehr." in words_of(after)
    assert "Vielleicht gibt es das dann nicht mehr." not in words_of(on)


@pytest.mark.parametrize("page", ["/foerderung/sgb3-82?", "/foerderung/sgb3-82/schritte?"])
@pytest.mark.parametrize("start", HOSTILE)
def test_a_wrong_day_comes_back_with_a_reason(visitor, page, start):
    answer = visitor.get(page + "beginn=" + quote(start))
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    assert "Bitte prüfen Sie Ihre Angaben" in words_of(answer)
    assert "Am besten 2 Monate vor dem Beginn" in words_of(answer)


def test_a_wrong_day_stays_in_the_field(visitor):
    page = visitor.get(sheet("sgb3-82", beginn="1.2.")).text
    assert 'value="1.2."' in page
    assert 'type="date"' not in page  # such a field would hide what it cannot read


def test_a_day_may_be_written_as_people_do(visitor):
    day = clock.today() + timedelta(days=100)
    page = visitor.get(sheet("sgb3-82", beginn=f"{day.day}.{day.month}.{day.year}"))
    assert f"schritte.ics?beginn={day.isoformat()}" in page.text
    assert f'value="{day.isoformat()}"' in page.text


@pytest.mark.parametrize(("days", "status"), [(-366, 200), (-367, 422), (1830, 200), (1831, 422)])
def test_a_day_years_away_is_a_mistake(visitor, days, status):
    assert visitor.get(sheet("sgb3-82", beginn=in_days(days))).status_code == status


@pytest.mark.parametrize("ending", ["schritte", "schritte.ics"])
@pytest.mark.parametrize("id_", [*ENDED, "nichts", "a" * 3000, ".."])
def test_nothing_is_to_be_done_for_what_does_not_exist(visitor, id_, ending):
    assert visitor.get(f"/foerderung/{id_}/{ending}?beginn={in_days(90)}").status_code == 404


@pytest.mark.parametrize(
    "key", ["gibt-es-nicht", "%00", "../x", "<b>", "x" * 121, "x" * 5000, "👩"]
)
def test_a_course_that_does_not_exist_has_no_sheet(visitor, key):
    for address in (sheet("sgb3-82", angebot=key), file("sgb3-82", angebot=key)):
        assert visitor.get(address).status_code == 404


def test_a_course_brings_its_title_and_its_next_start(site, visitor):
    page = visitor.get(sheet("sgb3-82", angebot=KEY))
    with site.database.reading() as session:
        offer = offers.by_key(session, KEY)
        assert offer.title in words_of(page)
        assert f'value="{next_start(offer, clock.today()).isoformat()}"' in page.text
    assert f'name="angebot" value="{KEY}"' in page.text


def test_a_day_that_was_sent_counts_before_that_of_the_course(visitor):
    page = visitor.get(sheet("sgb3-82", angebot=KEY, beginn=in_days(300)))
    assert f'value="{in_days(300)}"' in page.text


@pytest.mark.parametrize("key", ALWAYS)
def test_an_offer_shows_what_to_do_for_what_fits_best(site, visitor, key):
    page = visitor.get(f"/angebote/{key}")
    assert "Das ist zu tun:" in words_of(page)
    assert any(f"schritte?angebot={key}" in link for link in links_of(page))


def test_pages_with_days_are_kept_from_robots(visitor):
    assert "noindex" in visitor.get(sheet("sgb3-82")).headers["X-Robots-Tag"]


@pytest.mark.parametrize("id_", DATED)
def test_a_calendar_holds_each_day_as_a_whole_day_with_reminders(visitor, id_):
    start = clock.today() + timedelta(days=200)
    answer = visitor.get(file(id_, beginn=start.isoformat()))
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert f'filename="mentorhub-{id_}.ics"' in answer.headers["Content-Disposition"]
    found = events(answer)
    plan = plans.plan(BOOK, id_, clock.today(), starts_on=start)
    days = [task.due for task in plan.tasks if task.due]
    assert [event["dtstart"].dt for event in found] == days
    for event in found:
        assert event["dtend"].dt - event["dtstart"].dt == timedelta(days=1)
        assert event["dtstart"].params["VALUE"] == "DATE"
        assert event["class"] == "PRIVATE"
        assert len(event.walk("VALARM")) == 2
        assert event["dtstamp"].dt.tzinfo is not None


def test_a_calendar_is_as_the_standard_wants_it(visitor):
    data = visitor.get(file("sgb3-81-bildungsgutschein", beginn=in_days(200))).data
    calendar = Calendar.from_ical(data)
    assert (calendar["version"], calendar["method"]) == ("2.0", "PUBLISH")
    assert calendar["prodid"]
    assert not calendar.errors
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.split(b"\r\n"))) <= 75
    assert "Gutschein" in data.decode()


def test_a_second_import_replaces_the_first(visitor):
    first, again = (
        {event["uid"]: event["dtstart"].dt for event in events(visitor.get(address))}
        for address in (
            file("sgb3-82", angebot=KEY, beginn=in_days(100)),
            file("sgb3-82", angebot=KEY, beginn=in_days(150)),
        )
    )
    assert first.keys() == again.keys()
    assert set(first.values()).isdisjoint(again.values())


def test_different_courses_and_instruments_do_not_replace_each_other(visitor):
    addresses = (
        file("sgb3-82", angebot=ALWAYS[0], beginn=in_days(100)),
        file("sgb3-82", angebot=ALWAYS[1], beginn=in_days(100)),
        file("sgb3-82", beginn=in_days(100)),
        file("sgb3-82", beginn=in_days(101)),
        file("sgb3-82a", beginn=in_days(100)),
    )
    uids = [event["uid"] for each in addresses for event in events(visitor.get(each))]
    assert len(uids) == len(set(uids)) == 10


def test_overdue_advice_is_for_today(visitor):
    found = events(visitor.get(file("sgb3-82", beginn=in_days(10))))
    assert [event["dtstart"].dt for event in found] == [
        clock.today(), clock.today() + timedelta(days=9),
    ]  # fmt: skip
    assert [len(event.walk("VALARM")) for event in found] == [0, 2]


def test_a_calendar_speaks_the_language_of_the_reader(visitor):
    visitor.set_cookie("language", "en")
    found = events(visitor.get(file("awbg-nrw", beginn=in_days(200))))
    assert "Write to your company" in str(found[0]["description"])


@pytest.mark.parametrize("query", [{}, {"beginn": "x"}, {"beginn": in_days(0)}])
def test_without_a_day_ahead_there_is_no_calendar(visitor, query):
    assert visitor.get(file("sgb3-82", **query)).status_code == 404


def test_what_has_no_days_has_no_calendar(visitor):
    assert visitor.get(file("sgb3-87a", beginn=in_days(90))).status_code == 404


@pytest.mark.parametrize("id_", OPEN)
def test_programs_get_the_steps_as_the_schema_has_them(visitor, id_):
    for query in ("", f"?start={in_days(100)}", f"?start={in_days(-100)}"):
        told = visitor.get(f"/api/v1/funding/{id_}/steps{query}").get_json()
        schemas.check("funding-steps", told)
        assert told["starts_on"] == (query[7:] or None)
        assert all((task["due"] is None) or query for task in told["tasks"])


def test_the_list_for_programs_leads_to_the_steps(visitor):
    told = visitor.get("/api/v1/funding?limit=100").get_json()["items"]
    assert {one["id"] for one in told if one["steps"]} == set(OPEN)
    assert all(one["steps"].endswith(f"/api/v1/funding/{one['id']}/steps") for one in told
               if one["steps"])  # fmt: skip


@pytest.mark.parametrize(("id_", "query", "status"), [
    ("sgb3-82", "?start=gestern", 422), ("sgb3-82", "?begin=2027-01-01", 422),
    ("sgb3-82", "?start=0001-01-01", 200), ("sgb3-82", "?start=9999-12-31", 200),
    ("sgb3-106a", "", 404), ("nichts", "", 404),
])  # fmt: skip
def test_programs_are_answered_clearly(visitor, id_, query, status):
    assert visitor.get(f"/api/v1/funding/{id_}/steps{query}").status_code == status


def test_another_room_takes_a_plan_over(site):
    with site.database.reading() as session:
        offer = offers.by_key(session, KEY)
        plan = plans.plan(BOOK, "sgb3-82", clock.today(), offer=offer)
        assert (plan.offer_key, plan.offer_title) == (KEY, offer.title)
        assert plan.starts_on == next_start(offer, clock.today())
    schemas.check("funding-steps", plain.steps(plan))


def test_no_plan_is_made_for_what_is_over():
    for id_ in (*ENDED, "nichts"):
        with pytest.raises(Missing):
            plans.plan(BOOK, id_, clock.today())
    with pytest.raises(Missing):
        plans.plan(BOOK, "inqa-coaching", BOOK.get("inqa-coaching").valid_until + timedelta(days=1))
