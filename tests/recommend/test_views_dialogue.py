"""Frag nach, page by page: one question at a time, nothing in addresses, all of it deletable."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from sqlalchemy import func, select, update

from mentorhub.kit import clock
from mentorhub.recommend.dialogue.talk import MOST_TURNS
from mentorhub.recommend.models import KeptTalk, Visit
from tests.recommend.site import links_of, titles_of, words_of

PAGE = "/frag-nach"
MORE = 'value="more"'


def turns_of(page) -> str:
    return re.search(r'name="turn" value="(\d+)"', page.text)[1]


def send(browser, text="", turn=None, **more):
    if turn is None:
        turn = turns_of(browser.get(PAGE))
    return browser.post(f"{PAGE}/antworten", data={"text": text, "turn": turn, **more})


def said(browser, text="", **more):
    """Send one turn and return the page that follows."""
    answer = send(browser, text, **more)
    assert answer.status_code == 303, words_of(answer)
    return browser.get(answer.location.split("#")[0])


def questions_on(page) -> list[str]:
    return re.findall(r'<h2 class="dialogue__question"[^>]*>(.*?)</h2>', page.text)


def rows(site, kind) -> int:
    with site.database.reading() as session:
        return session.scalar(select(func.count()).select_from(kind))


@pytest.fixture
def only_site(own_site):
    """A site that nobody else has visited."""
    return own_site()


def test_it_begins_with_one_field_and_says_what_will_happen(visitor):
    page = visitor.get(PAGE)
    assert "höchstens 3-mal" in words_of(page)
    assert questions_on(page) == []
    assert any(link.startswith("/gespraech") for link in links_of(page))
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_a_dialogue_asks_one_thing_at_a_time_and_ends_with_courses_and_rules(visitor):
    page = said(visitor, "Ich möchte etwas lernen")
    asked = []
    for answer in ("Gabelstapler fahren", "Dortmund", "abends", "weiß nicht", "egal"):
        if not (now := questions_on(page)):
            break
        assert len(now) == 1
        asked += now
        page = said(visitor, answer)
    assert asked[0] == "Was möchten Sie lernen, oder was soll besser werden?"
    assert 1 <= len(asked) <= 3
    assert len(titles_of(page)) == 3
    assert "Staplerschein" in " ".join(titles_of(page))
    rules = [link for link in links_of(page) if re.match(r"/foerderung/(?!angaben)\w", link)]
    assert rules
    assert "keine Beratung zum Recht" in words_of(page)
    for word in ("Gabelstapler fahren", "Ich möchte etwas lernen"):
        assert word in words_of(page)


@pytest.mark.parametrize(
    "text",
    [
        "Gibt es noch die Bildungsprämie?",
        "Ich hab von der Bildungsprämie gehört",
        "Kann ich die Bildungsprämie für einen Englischkurs nehmen?",
        "Ich bin arbeitslos, gibt es noch die Bildungsprämie?",
    ],
)
def test_whoever_names_what_has_ended_learns_that_it_has_and_when(visitor, text):
    page = words_of(said(visitor, text))
    assert "Neue Gutscheine gab es nur bis zum 31. Dezember 2021." in page


def test_a_word_that_also_names_what_has_ended_does_not_end_the_questions(visitor):
    assert questions_on(said(visitor, "Ich bin in Kurzarbeit und möchte etwas lernen"))


def test_ready_answers_and_not_knowing_are_answers(visitor):
    said(visitor, "Ich möchte etwas lernen")
    page = said(visitor, choice="unknown")
    assert "Weiß ich nicht" in words_of(page)
    assert questions_on(page) != ["Was möchten Sie lernen, oder was soll besser werden?"]


def test_somebody_may_see_courses_at_once_and_go_on_afterwards(visitor):
    said(visitor, "Ich möchte etwas lernen")
    page = said(visitor, choice="show")
    assert len(titles_of(page)) == 3
    page = said(visitor, choice="more")
    assert questions_on(page)


def test_whoever_asks_to_be_asked_is_asked_until_no_question_is_left(visitor):
    page = said(visitor, "Gabelstapler in Dortmund abends")
    asked = []
    while MORE in page.text or questions_on(page):
        if not questions_on(page):
            page = said(visitor, choice="more")
        assert len(questions_on(page)) == 1
        asked += questions_on(page)
        page = said(visitor, choice="unknown")
    assert len(asked) == len(set(asked)) > 2
    assert len(titles_of(page)) == 3
    assert questions_on(said(visitor, choice="more")) == []


def test_a_correction_changes_what_is_shown(visitor):
    said(visitor, "Gabelstapler in Dortmund abends")
    page = said(visitor, "doch lieber in Köln am Wochenende")
    page = said(visitor, choice="show") if questions_on(page) else page
    assert titles_of(page)[0] != ""
    assert "Köln" in page.text[page.text.index('id="letzte"') :]


def test_nothing_of_it_stands_in_an_address_or_the_browser(visitor):
    answer = send(visitor, "Geheimnis über meinen Chef")
    assert "Geheimnis" not in unquote(answer.location)
    cookie = visitor.get_cookie("session")
    assert "Geheimnis" not in unquote(cookie.value)


def test_what_was_said_is_sealed_and_ends_after_an_hour(only_site):
    browser = only_site.client()
    said(browser, "Geheimnis: ich bin 46 und arbeitslos, Stapler in Dortmund")
    with only_site.database.reading() as session:
        talk, visit = session.scalars(select(KeptTalk)).one(), session.scalars(select(Visit)).one()
        assert b"Geheimnis" not in talk.sealed
        assert b"46" not in visit.sealed or b"alter" not in visit.sealed
        assert talk.ends_at - clock.now() <= timedelta(minutes=60)
    with only_site.database.writing() as session:
        session.execute(update(KeptTalk).values(ends_at=clock.now() - timedelta(seconds=1)))
    assert "Geheimnis" not in words_of(browser.get(PAGE))


def test_what_was_said_about_oneself_counts_for_funding_and_can_be_seen(visitor):
    said(visitor, "Ich bin 46 und arbeitslos, Stapler in Dortmund")
    facts = words_of(visitor.get("/foerderung/angaben"))
    assert "46" in facts
    assert "Haben Sie im Moment eine Arbeits-Stelle? nein" in facts


def test_one_button_deletes_dialogue_and_answers(only_site):
    browser = only_site.client()
    said(browser, "Ich bin 46, Stapler in Dortmund")
    browser.post(f"{PAGE}/loeschung", data={"alles": "ja"})
    assert (rows(only_site, KeptTalk), rows(only_site, Visit)) == (0, 0)
    assert "Das Gespräch und Ihre Angaben sind gelöscht." in browser.get(PAGE).text


def test_to_start_over_keeps_what_was_said_about_oneself(only_site):
    browser = only_site.client()
    said(browser, "Ich bin 46, Stapler in Dortmund")
    browser.post(f"{PAGE}/loeschung")
    assert (rows(only_site, KeptTalk), rows(only_site, Visit)) == (0, 1)


def test_a_form_that_is_sent_twice_counts_once(visitor):
    turn = turns_of(visitor.get(PAGE))
    for _ in range(2):
        assert send(visitor, "Stapler in Dortmund", turn=turn).status_code == 303
    assert turns_of(visitor.get(PAGE)) == "1"


def test_browsers_do_not_see_each_others_dialogues(site, visitor):
    said(visitor, "Stapler in Dortmund")
    assert "Stapler" not in words_of(site.client().get(PAGE))


@pytest.mark.parametrize(
    "sent", [{}, {"text": "   "}, {"text": "\x00\x01"}, {"choice": "B2"}, {"choice": "x" * 500}]
)
def test_a_turn_without_words_or_with_a_made_up_answer_is_refused(visitor, sent):
    answer = send(visitor, **sent)
    assert answer.status_code == 422
    assert turns_of(answer) == "0"


def test_hostile_and_endless_words_are_cut_and_escaped(visitor):
    page = said(visitor, "<script>alert(1)</script> ${7*7} {{7*7}} " + "A" * 100_000)
    assert "<script>alert(1)" not in page.text
    assert "A" * 501 not in page.text


def test_a_dialogue_that_has_become_very_long_ends(visitor):
    for _ in range(MOST_TURNS):
        said(visitor, "Stapler")
    page = visitor.get(PAGE)
    assert "sehr lang geworden" in words_of(page)
    assert (
        visitor.post(f"{PAGE}/antworten", data={"text": "x", "turn": str(MOST_TURNS)}).status_code
        == 422
    )


def test_it_says_honestly_that_nothing_was_found(own_site):
    browser = own_site(index=False, encoder=False).client()
    page = said(browser, "Lokführer werden")
    assert "Kurs" in words_of(page)


def test_it_speaks_english(visitor):
    visitor.set_cookie("language", "en")
    words = words_of(said(visitor, "forklift licence in Dortmund"))
    assert "You: forklift licence" in words
    assert "Start over" in words


def test_whoever_names_a_funding_is_answered_as_soon_as_the_rules_can(visitor):
    page = said(
        visitor,
        "Staplerschein in Köln, bekomme ich den Bildungsscheck? Bin ledig, Einkommen 72.000",
    )
    assert questions_on(page) == []
    assert "Bildungsscheck NRW: Das passt nicht." in words_of(page)


def test_who_speaks_of_dying_first_reads_whom_to_call(visitor):
    page = said(
        visitor, "Ich kann nicht mehr, ich will nicht mehr leben. Die Arbeit macht mich kaputt"
    )
    words = words_of(page)
    assert "Rufen Sie 112 an" in words
    assert "0800 111 0 111" in words
    assert words.index("116 123") < words.index("Suchen Sie trotzdem einen Kurs?")
    (focused,) = re.findall(r'<(\w+)[^>]*id="letzte"[^>]*data-focus', page.text)
    assert focused == "div"
    later = said(visitor, "Ich möchte Gabelstapler fahren lernen, in Dortmund, abends")
    assert "116 123" in words_of(later)
    assert re.findall(r'<(\w+)[^>]*id="letzte"', later.text) == ["h2"]


@pytest.mark.parametrize(
    "text",
    [
        "Ich möchte einen Staplerschein, abends. Ich wohne in Dortmund.",
        "Szukam kursu na wózki widłowe, mieszkam w Dortmund",
    ],
)
def test_whoever_says_where_they_live_is_not_asked_for_their_land(visitor, text):
    page = said(visitor, text)
    assert "Wohnort: Nordrhein-Westfalen" in words_of(page)
    page = said(visitor, choice="show")
    assert "In welchem Bundes-Land" not in words_of(page)
    assert "ob Sie in NRW wohnen" not in words_of(page)


def test_who_is_beaten_reads_whom_to_call(visitor):
    words = words_of(said(visitor, "Mein Mann schlägt mich, ich muss da raus und Geld verdienen"))
    assert "Rufen Sie 110 an" in words
    assert words.index("116 016") < words.index("Suchen Sie trotzdem einen Kurs?")
