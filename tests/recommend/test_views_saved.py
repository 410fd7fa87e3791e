"""Saved offers: with and without an account, shared by a link, handed over on signing in."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from mentorhub.kit import clock
from mentorhub.recommend.models import Offer, SavedList, SavedOffer
from tests import people
from tests.recommend.site import links_of, titles_of, words_of

DAY = "stapler-dortmund-tag"
EVENING = "stapler-dortmund-abend"
DAY_TITLE = "Gabelstaplerschein nach DGUV Grundsatz 308-001 (Tageskurs)"
EVENING_TITLE = "Staplerschein am Abend – für Leute, die tagsüber arbeiten"
EMPTY = "Noch nichts gemerkt."


def save(browser, key=DAY, next_="", **options):
    return browser.post("/merkliste/angebote", data={"key": key, "next": next_}, **options)


def unsave(browser, key=DAY, next_="", **options):
    return browser.post("/merkliste/streichungen", data={"key": key, "next": next_}, **options)


def kept_by(browser, **options) -> list[str]:
    return titles_of(browser.get("/merkliste", **options))


def link_of(browser) -> str | None:
    """Return the path of the link under which the list is shared."""
    links = [link for link in links_of(browser.get("/merkliste")) if "/geteilt/" in link]
    return links[0].removeprefix("http://localhost") if links else None


def as_(person) -> dict:
    return {"headers": {"X-Person": str(person.id)}}


@pytest.fixture
def ines(site):
    """An employee with an account."""
    with site.database.writing() as session:
        return people.person(session, "Ines")


@pytest.fixture
def omar(site):
    """Another one."""
    with site.database.writing() as session:
        return people.person(session, "Omar")


def test_an_empty_list_says_what_to_do(visitor):
    words = words_of(visitor.get("/merkliste"))
    assert EMPTY in words
    assert "Kurse finden" in words


def test_a_visitor_keeps_an_offer(visitor):
    back = save(visitor, next_="/suche?q=Stapler#kurs-x")
    assert (back.status_code, back.location) == (303, "/suche?q=Stapler#kurs-x")
    page = visitor.get("/merkliste")
    assert titles_of(page) == [DAY_TITLE]
    assert "Gemerkt. Sie finden den Kurs auf Ihrer Merkliste." in words_of(page)
    assert "nur in diesem Browser" in words_of(page)


def test_twice_is_once(visitor):
    save(visitor)
    save(visitor)
    assert kept_by(visitor) == [DAY_TITLE]


def test_the_last_saved_comes_last(visitor):
    save(visitor, DAY)
    save(visitor, EVENING)
    assert kept_by(visitor) == [DAY_TITLE, EVENING_TITLE]


def test_a_saved_offer_shows_it_everywhere(visitor):
    save(visitor)
    for page in ("/suche?q=Gabelstaplerschein+Tageskurs", f"/angebote/{DAY}"):
        form = visitor.get(page).text.split(f'name="key" value="{DAY}"')[0].rsplit("<form", 1)[1]
        assert 'action="/merkliste/streichungen"' in form


def test_what_was_taken_off_can_be_put_back(visitor):
    save(visitor)
    page = visitor.get(unsave(visitor).location)
    assert titles_of(page) == []
    assert f"Von der Merkliste genommen: {DAY_TITLE}" in words_of(page)
    assert "Rückgängig machen" in words_of(page)
    save(visitor, next_="/merkliste")
    assert kept_by(visitor) == [DAY_TITLE]
    assert "Rückgängig machen" not in words_of(visitor.get(f"/merkliste?entfernt={DAY}"))


@pytest.mark.parametrize("key", ["gibt-es-nicht", "<script>alert(1)</script>", "", "x" * 9000])
def test_an_address_cannot_pretend_that_something_was_taken_off(visitor, key):
    page = visitor.get("/merkliste", query_string={"entfernt": key})
    assert page.status_code == 200
    assert "Von der Merkliste genommen" not in words_of(page)
    assert "<script>alert" not in page.text


def test_where_scripts_run_only_the_button_changes(visitor):
    part = save(visitor, next_="/suche", headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert "<main" not in part.text
    assert "data-focus" in part.text
    assert 'action="/merkliste/streichungen"' in part.text
    assert 'value="/suche"' in part.text
    part = unsave(visitor, next_="/suche", headers={"HX-Request": "true"})
    assert 'action="/merkliste/angebote"' in part.text


@pytest.mark.parametrize("key", ["gibt-es-nicht", "", "x" * 5000, "../x"])
def test_what_is_not_there_cannot_be_kept(visitor, key):
    assert save(visitor, key).status_code == 404
    assert unsave(visitor, key).status_code == 404
    assert EMPTY in words_of(visitor.get("/merkliste"))


def test_what_is_gone_cannot_be_kept_but_stays_where_it_is(own_site):
    site = own_site()
    early, late = site.client(), site.client()
    save(early)
    site.withdraw(DAY)
    assert save(late).status_code == 404
    page = early.get("/merkliste")
    assert titles_of(page) == [DAY_TITLE]
    assert "Diesen Kurs gibt es nicht mehr." in words_of(page)
    unsave(early)
    assert kept_by(early) == []


def test_lists_of_two_visitors_are_apart(site):
    first, second = site.client(), site.client()
    save(first)
    assert kept_by(second) == []
    assert unsave(second).status_code == 404
    assert second.post("/merkliste/freigabe").status_code == 404
    assert kept_by(first) == [DAY_TITLE]


def test_a_list_of_an_account_is_the_same_in_every_browser(site, ines, omar):
    save(site.client(), **as_(ines))
    assert kept_by(site.client(), **as_(ines)) == [DAY_TITLE]
    assert kept_by(site.client(), **as_(omar)) == []
    assert "nur in diesem Browser" not in words_of(site.client().get("/merkliste", **as_(ines)))


def test_a_token_is_worth_nothing_to_who_is_signed_in(site, ines, omar):
    """A browser that still holds a visitor's list hands it over once, to the first account."""
    browser = site.client()
    save(browser)
    assert kept_by(browser, **as_(ines)) == [DAY_TITLE]
    assert kept_by(browser, **as_(omar)) == []
    assert kept_by(browser) == []


def test_signing_in_takes_the_list_along(site, ines):
    browser = site.client()
    save(browser, DAY)
    save(browser, EVENING)
    save(site.client(), DAY, **as_(ines))
    assert kept_by(browser, **as_(ines)) == [DAY_TITLE, EVENING_TITLE]
    with site.database.reading() as session:
        owners = select(func.count(SavedList.id)).where(SavedList.person_id == ines.id)
        assert session.scalar(owners) == 1
    with browser.session_transaction() as cookie:
        assert "saved" not in cookie


def test_a_visitor_is_told_how_long_the_list_lasts_and_how_to_keep_it(visitor):
    save(visitor)
    words = words_of(visitor.get("/merkliste"))
    assert "Sie ist weg, wenn Sie den Browser schließen, oder nach 12 Stunden." in words
    visitor.post("/merkliste/freigabe")
    assert "30 Tage" in words_of(visitor.get("/merkliste"))


def test_who_has_an_account_needs_no_link_to_keep_the_list(site, ines):
    browser = site.client()
    save(browser, **as_(ines))
    browser.post("/merkliste/freigabe", **as_(ines))
    words = words_of(browser.get("/merkliste", **as_(ines)))
    assert "Stunden." not in words
    assert "30 Tage" not in words


def test_a_visitors_list_ends_after_thirty_days(own_site):
    site = own_site()
    browser = site.client()
    save(browser)
    with site.database.writing() as session:
        (kept,) = session.scalars(select(SavedList))
        assert kept.ends_at - clock.now() > timedelta(days=29)
        session.execute(update(SavedList).values(ends_at=clock.now() - timedelta(seconds=1)))
    assert kept_by(browser) == []
    save(browser, EVENING)
    assert kept_by(browser) == [EVENING_TITLE]


def test_a_list_keeps_a_hundred_offers_at_most(own_site):
    site = own_site()
    browser = site.client()
    save(browser)
    with site.database.writing() as session:
        (kept,) = session.scalars(select(SavedList))
        others = list(range(100_000, 100_099))
        for number in others:
            offer = Offer(key=f"k{number}", title="K", source="editor", digest="", on_request=True)
            offer.added_at = offer.changed_at = clock.now()
            offer.dates, offer.withdrawal = [], None
            session.add(offer)
            session.flush()
            session.add(SavedOffer(list_id=kept.id, offer_id=offer.id, at=clock.now()))
    assert save(browser, EVENING).status_code == 409
    assert save(browser, DAY).status_code == 303


def test_a_shared_list_is_read_by_who_has_the_link(site):
    owner, friend = site.client(), site.client()
    save(owner)
    assert link_of(owner) is None
    assert owner.post("/merkliste/freigabe").status_code == 303
    page = friend.get(link_of(owner))
    assert titles_of(page) == [DAY_TITLE]
    assert "noindex" in page.headers["X-Robots-Tag"]


def test_the_link_stays_the_same_until_it_is_made_dead(site):
    owner, friend = site.client(), site.client()
    save(owner)
    owner.post("/merkliste/freigabe")
    link = link_of(owner)
    owner.post("/merkliste/freigabe")
    assert link_of(owner) == link
    owner.post("/merkliste/freigabe/ende")
    assert friend.get(link).status_code == 404
    owner.post("/merkliste/freigabe")
    assert link_of(owner) != link


def test_of_a_course_that_is_gone_a_list_says_only_that(own_site):
    site = own_site()
    owner, friend = site.client(), site.client()
    save(owner, DAY)
    save(owner, EVENING)
    owner.post("/merkliste/freigabe")
    link = link_of(owner)
    site.withdraw(DAY)
    for page in (friend.get(link), owner.get("/merkliste")):
        gone, there = re.findall(r"<article.*?</article>", page.text, re.DOTALL)
        assert DAY_TITLE in gone
        assert "Diesen Kurs gibt es nicht mehr." in gone
        for part in ("€", "<dl", "cost", "/merkliste/angebote", "data-copy"):
            assert part not in gone, part
        assert EVENING_TITLE in there
        assert "€" in there
    assert "/merkliste/streichungen" in gone
    assert unsave(owner).status_code == 303


def test_a_link_that_cannot_be_shown_can_be_replaced_or_switched_off(site):
    owner, friend = site.client(), site.client()
    save(owner)
    owner.post("/merkliste/freigabe")
    old = link_of(owner)
    with site.database.writing() as session:
        session.execute(update(SavedList).values(share_sealed=b""))
    words = words_of(owner.get("/merkliste"))
    assert "Es gibt einen Link zu dieser Liste" in words
    assert "Link abschalten" in words
    assert friend.get(old).status_code == 200
    owner.post("/merkliste/freigabe")
    assert friend.get(old).status_code == 404
    assert friend.get(link_of(owner)).status_code == 200


def test_a_shared_list_cannot_be_changed_and_says_nothing_about_its_owner(site, ines):
    owner, friend = site.client(), site.client()
    save(owner, **as_(ines))
    owner.post("/merkliste/freigabe", **as_(ines))
    page = owner.get("/merkliste", **as_(ines))
    link = next(part for part in links_of(page) if "/geteilt/" in part)
    shown = friend.get(link.removeprefix("http://localhost"))
    assert "Ines" not in shown.text
    assert "/merkliste/freigabe" not in shown.text
    assert unsave(friend).status_code == 404
    save(friend)
    unsave(friend)
    assert kept_by(owner, **as_(ines)) == [DAY_TITLE]


@pytest.mark.parametrize("token", ["x", "None", "a" * 3000, "..%2f"])
def test_a_guessed_link_opens_nothing(visitor, token):
    assert visitor.get(f"/geteilt/{token}").status_code == 404


def test_nothing_is_kept_for_other_sites(own_site):
    browser = own_site(WTF_CSRF_ENABLED=True).client()
    for path in ("angebote", "streichungen", "freigabe", "freigabe/ende"):
        assert browser.post(f"/merkliste/{path}", data={"key": DAY}).status_code == 400


def test_the_list_leads_to_a_conversation(visitor):
    save(visitor)
    assert any(
        link.startswith("/gespraech?anlass=") for link in links_of(visitor.get("/merkliste"))
    )


def test_the_list_stays_out_of_search_engines(visitor):
    assert "noindex" in visitor.get("/merkliste").headers["X-Robots-Tag"]


def test_the_pages_speak_english(visitor):
    visitor.set_cookie("language", "en")
    save(visitor)
    assert "Keep the list or show it to somebody" in words_of(visitor.get("/merkliste"))
