"""The board of a cohort: who reads, writes, speaks to whom, looks after it, and what stays."""

import re
from datetime import timedelta

import pytest

from mentorhub.accounts.models import Role
from mentorhub.courses import policy
from mentorhub.courses.actions import cohorts, digests, discussing
from mentorhub.courses.boards import of_cohort
from mentorhub.courses.models import Cohort
from mentorhub.courses.policy import BoardClosed
from mentorhub.courses.queries import discussing as reads
from mentorhub.kit import clock
from mentorhub.kit.errors import Denied, Missing
from tests import people
from tests.courses.cohort_house import House
from tests.courses.test_discussing import post_id, wrote
from tests.courses.test_views_cohorts import There
from tests.tandems.site import words_of


@pytest.fixture
def house(session, noon):
    return House(session, noon)


@pytest.fixture
def board(house):
    return of_cohort(house.cohort.id)


@pytest.fixture
def first(session, house, board, noon):
    """Lena asks the group, Ben and Ines above all."""
    return discussing.open_thread(
        session, board, "Wer kommt?", entry="a", by=house.lena.id, now=noon,
        mentions=[house.ben.id, house.ines.id],
    )  # fmt: skip


def moderates(session, person, house):
    return policy.cohort_board(session, person, house.cohort.id).moderates


def test_members_read_and_their_coordinators_look_after_it(session, house):
    assert [moderates(session, one, house) for one in (house.lena, house.ines)] == [False, False]
    admin = people.person(session, "Anna Admin")
    people.member(session, admin, house.office, Role.programme_admin)
    assert [moderates(session, one, house) for one in (house.koni, admin)] == [True, True]


def test_nobody_else_reads_it(session, house, first, noon):
    elsewhere = people.person(session, "Kai Koeln")
    people.member(session, elsewhere, house.elsewhere, Role.coordinator)
    editor = people.person(session, "Edith Editor")
    people.member(session, editor, house.office, Role.editor)
    boss = people.person(session, "Berta Boss")
    people.member(session, boss, house.company, Role.company_representative)
    cohorts.leave(session, cohorts_member(session, house, house.ben), by=house.ben.id, now=noon)
    for one in (elsewhere, editor, boss, house.ben):
        with pytest.raises(Missing):
            policy.thread_of(session, one, first.thread_id)
        with pytest.raises(Missing):
            policy.moderated_post(session, one, first.id)
    with pytest.raises(Denied):
        policy.moderated_post(session, house.ines, first.id)


def cohorts_member(session, house, person):
    return policy.cohort_policy.own_group(session, person, house.cohort.id)


def test_who_stands_for_a_company_looks_after_no_board(session, house):
    people.member(session, house.koni, house.company, Role.company_representative)
    session.expire_all()
    with pytest.raises(Missing):
        policy.cohort_board(session, house.koni, house.cohort.id)


def test_several_people_are_spoken_to_and_read_it_at_once(session, house, board, first, noon):
    assert {each.person_id for each in first.mentions} == {house.ben.id, house.ines.id}
    named = [each.name for each in reads.addressable(session, board, None, but=house.lena.id)]
    assert named == ["Ben Bauer", "Ines Ilg", "Koni Kraft"]
    [news] = reads.news(session, house.ben)
    assert (news.posts, news.is_spoken_to) == (1, True)
    assert not reads.news(session, house.koni)
    stranger = people.person(session, "Sina Fremd")
    answer = discussing.reply(
        session, first.thread, "Ich.", entry="b", by=house.ben.id, now=noon,
        mentions=[stranger.id, house.lena.id],
    )  # fmt: skip
    assert [each.person_id for each in answer.mentions] == [house.lena.id]


def test_boards_with_numbers_alike_are_told_apart(session, house, noon):
    assert house.cohort.id < 10
    discussing.open_thread(
        session, of_cohort(house.cohort.id * 10), "Fremd", entry="z", by=house.ines.id, now=noon,
        mentions=[],
    )  # fmt: skip
    assert not reads.followed(session, house.ines, 1).rows


def test_who_leaves_takes_their_words_along_and_hears_nothing_more(session, house, first, noon):
    discussing.choose_digest(session, house.ben.id, wanted=True, now=noon)
    member = cohorts_member(session, house, house.lena)
    cohorts.leave(session, member, by=house.lena.id, now=noon)
    assert (first.text, bool(first.deletion)) == ("", True)
    cohorts.leave(session, cohorts_member(session, house, house.ben), by=house.koni.id, now=noon)
    discussing.reply(session, first.thread, "?", entry="c", by=house.ines.id, now=noon)
    assert not digests.tell(session, house.ben.id, noon.date(), noon)


def test_a_cohort_that_is_over_is_read_only(session, house, first, noon):
    house.cohort.begins_on = house.cohort.ends_on = clock.today() - timedelta(days=1)
    session.flush()
    found, board = policy.thread_of(session, house.lena, first.thread_id)
    assert found.id == first.thread_id
    assert policy.open_board(board, house.cohort.ends_on)
    with pytest.raises(BoardClosed):
        policy.open_board(board, clock.today())


@pytest.fixture
def there(site, noon):
    return There(site, noon)


def test_a_group_writes_reports_and_its_coordinator_decides(there):
    lena, ben, koni = (there.browser(each) for each in (there.lena, there.ben, there.koni))
    place = f"{there.base}/austausch"
    href = wrote(lena, "Wer kommt am Montag?", place, mention=[there.ben, there.ines])
    assert "1 neuer Beitrag" in words_of(ben.get("/heute"))
    assert "1 neu" in words_of(ben.get(there.base))
    assert "Diskussion (1 neu)" in words_of(koni.get(f"{there.base}/leitung"))
    assert "@Ben Bauer, @Ines Ilg" in words_of(ben.get(href))
    one = f"/lernen/diskussion/beitraege/{post_id(href)}"
    ben.post(f"{one}/meldung", data={"reason": "Über eine Ratsuchende"})
    assert "Über eine Ratsuchende" in words_of(koni.get("/lernen/diskussion/meldungen"))
    assert koni.post(f"{one}/ausblenden", data={"reason": "Geht nicht"}).status_code == 303
    assert "Grund: Geht nicht" in words_of(lena.get(href))


def test_the_link_of_a_group_that_is_over_leads_nowhere_and_its_board_is_closed(there):
    lena, koni = there.browser(there.lena), there.browser(there.koni)
    koni.post(f"{there.base}/link")
    link = re.search(r"/lernen/beitritt/[\w-]+", koni.get(f"{there.base}/mitglieder").text)[0]
    otto = there.browser(there.site.otto)
    assert otto.get(link).status_code == 200
    place = f"{there.base}/austausch"
    thread = wrote(lena, "Tschüss", place).partition("#")[0]

    def end(session):
        cohort = session.get(Cohort, there.cohort)
        cohort.begins_on = cohort.ends_on = clock.today() - timedelta(days=1)

    there.change(end)
    assert otto.get(link).status_code == otto.post(link).status_code == 404
    for path in (place, thread):
        assert "Diese Gruppe ist zu Ende." in words_of(lena.get(path))
        assert lena.post(path, data={"text": "Noch was"}).status_code == 409
