"""The start page and the answer page, as a visitor without scripts sees them."""

import html
import logging
import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from sqlalchemy import func, select

from mentorhub.kit import clock
from mentorhub.kit.db import Base
from mentorhub.recommend.models import Offer
from mentorhub.web.filters import day
from tests.recommend.site import chips_of, links_of, titles_of, words_of

SENTENCE = "Ich arbeite im Lager in Dortmund und möchte Stapler fahren lernen, am liebsten abends"


def ask(visitor, text=SENTENCE, **filters):
    address = "/suche?" + urlencode({"q": text, **filters}, doseq=True)
    return visitor.get(address, follow_redirects=True)


def offers_named(site, titles) -> list[Offer]:
    with site.database.reading() as session:
        return list(session.scalars(select(Offer).where(Offer.title.in_(titles))))


def test_the_start_page_asks_one_thing(visitor):
    page = visitor.get("/")
    assert page.status_code == 200
    assert page.text.count("<textarea") == 1
    assert "Was möchten Sie lernen oder ändern? Schreiben Sie einfach, wie Sie reden." in words_of(
        page
    )
    assert 'name="ort"' in page.text
    assert "X-Robots-Tag" not in page.headers


def test_the_examples_lead_to_answers(visitor):
    examples = [link for link in links_of(visitor.get("/")) if link.startswith("/suche?q=")]
    assert len(examples) == 3
    for example in examples:
        assert titles_of(visitor.get(example))


def test_an_answer_shows_what_was_understood(visitor):
    chips = chips_of(ask(visitor))
    assert {"Ort: Dortmund", "Zeit: abends"} < set(chips)


def test_a_chip_is_taken_away_and_the_others_stay(visitor):
    chips = chips_of(visitor.get(chips_of(ask(visitor))["Zeit: abends"]))
    assert "Zeit: abends" not in chips
    assert "Ort: Dortmund" in chips


def test_all_chips_can_be_taken_away_one_after_the_other(visitor):
    page = ask(visitor)
    for _ in range(10):
        chips = chips_of(page)
        if not chips:
            break
        page = visitor.get(next(iter(chips.values())))
        assert page.status_code == 200
    assert chips_of(page) == {}
    assert titles_of(page)


WISHES = (
    "Englischkurs online unter 200 Euro in Köln ab März, abends, nicht am Wochenende, Niveau B1"
)


def changes_of(page) -> list[str]:
    """Return where the chips of an answer page lead that change them."""
    found = re.findall(r'<a class="chip__words" href="([^"]*)">', page.text)
    return [html.unescape(href) for href in found]


def test_a_chip_leads_to_the_field_that_changes_it(visitor):
    places = [urlsplit(href) for href in changes_of(ask(visitor, WISHES))]
    assert len(places) == 8
    for place in places:
        page = visitor.get(f"/suche?{place.query}")
        assert f'id="{place.fragment}"' in page.text
        closed = re.findall(r"<details(?![^>]* open)[^>]*>(?:(?!</details>).)*", page.text, re.S)
        assert not any(f'id="{place.fragment}"' in one for one in closed)


def test_who_follows_a_chip_finds_what_was_understood(visitor):
    page = ask(visitor, WISHES).text
    tags = re.findall(r"<(?:input|option)[^>]*>", page)
    chosen = [tag for tag in tags if " checked" in tag or " selected" in tag]
    for name, value in (("zeit", "evening"), ("zeit_nicht", "weekend")):
        assert any(f'name="{name}"' in tag and f'value="{value}"' in tag for tag in chosen)
    assert any('value="online"' in tag for tag in chosen)
    assert any('value="B1"' in tag for tag in chosen)
    for name, value in (("ort", "Köln"), ("preis", "200")):
        assert any(f'name="{name}"' in tag and f'value="{value}"' in tag for tag in tags)
    assert any('name="ab"' in tag and '-03-01"' in tag for tag in tags)


def send_filters(visitor, page, **changes):
    """Send the filter form of a page as a browser without scripts does, and follow it."""
    form = re.search(r'<form class="filters".*?</form>', page.text, re.DOTALL).group()
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        given = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if given.get("type") != "checkbox" or " checked" in tag:
            sent.setdefault(given["name"], []).append(html.unescape(given.get("value", "")))
    for name, options in re.findall(
        r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        sent[name] = re.findall(r'<option selected value="([^"]*)"', options) or [""]
    return visitor.get("/suche?" + urlencode(sent | changes, doseq=True), follow_redirects=True)


def test_a_length_is_a_chip_a_field_a_filter_and_a_reason(visitor):
    text = "Staplerschein, höchstens 6 Wochen"
    wished = ask(visitor, text)
    assert "Dauer: höchstens 6 Wochen" in chips_of(wished)
    assert '<option selected value="42">bis 6 Wochen' in wished.text
    assert "wie gewünscht." in words_of(wished)
    after = send_filters(visitor, wished, dauer="7")
    assert "Dauer: höchstens 1 Woche" in chips_of(after)
    assert parse_qs(after.request.query_string.decode()) == {"q": [text], "dauer": ["7"]}


def test_a_filled_form_that_comes_back_unchanged_changes_nothing(visitor):
    before = ask(visitor, WISHES)
    after = send_filters(visitor, before)
    assert parse_qs(after.request.query_string.decode()) == {"q": [WISHES]}
    assert titles_of(after) == titles_of(before)


def test_what_was_understood_is_changed_in_the_form(visitor):
    after = send_filters(visitor, ask(visitor, WISHES), zeit=["morning"], ort="Hagen", form="")
    chips = chips_of(after)
    assert {"Zeit: vormittags", "Ort: Hagen", "Zeit: nicht am Wochenende"} < set(chips)
    assert not {"Zeit: abends", "Ort: Köln", "Lernen: online"} & set(chips)
    assert parse_qs(after.request.query_string.decode()) == {
        "q": [WISHES], "ort": ["Hagen"], "zeit": ["morning"], "ohne": ["form"]
    }  # fmt: skip


def test_who_wants_no_more_than_wishes_can_still_have_exactly_that(visitor):
    after = send_filters(visitor, ask(visitor, "Deutsch abends"), genau="ja")
    assert parse_qs(after.request.query_string.decode())["zeit"] == ["evening"]


def test_a_form_that_comes_back_leads_to_this_site_whatever_is_sent(visitor):
    sent = {"vorher": "x", "_external": "1", "_scheme": "x", "endpoint": "y", "_anchor": "z"}
    answer = visitor.get("/suche", query_string=sent)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/suche?")
    assert visitor.get("/suche?vorher=x").headers["Location"] == "/suche"


def test_a_sentence_without_wishes_leaves_the_form_empty(visitor):
    page = ask(visitor, "Excel").text
    assert 'name="vorher"' not in page
    assert 'name="genau"' not in page


def test_taking_a_chip_away_begins_on_the_first_page(visitor):
    away = chips_of(ask(visitor, seite=2))["Zeit: abends"]
    assert "seite" not in parse_qs(urlsplit(away).query)


def test_what_is_set_silences_what_was_understood(visitor):
    chips = chips_of(ask(visitor, ort="Köln"))
    assert "Ort: Köln" in chips
    assert "Ort: Dortmund" not in chips


def test_taking_a_set_filter_away_does_not_bring_the_understood_one_back(visitor):
    away = chips_of(ask(visitor, ort="Köln", umkreis=20))["Ort: Köln, bis 20 km"]
    assert not [words for words in chips_of(visitor.get(away)) if words.startswith("Ort:")]


def test_one_of_several_times_is_taken_away(visitor):
    chips = chips_of(ask(visitor, "Deutsch", zeit=["evening", "weekend"]))
    left = chips_of(visitor.get(chips["Zeit: abends"]))
    assert "Zeit: abends" not in left
    assert "Zeit: am Wochenende" in left


def test_a_filter_leaves_only_what_passes_it(site, visitor):
    titles = titles_of(ask(visitor, "Kurs", frei="ja"))
    assert titles
    assert {offer.price_cents for offer in offers_named(site, titles)} == {0}


def test_a_distance_counts_from_the_place_in_the_sentence(site, visitor):
    page = ask(visitor, "Kurs in Dortmund", umkreis=10, form="presence")
    assert "Ort: Dortmund, bis 10 km" in chips_of(page)
    assert {offer.town for offer in offers_named(site, titles_of(page))} == {"Dortmund"}


def test_filters_say_how_many_hits_are_like_that(visitor):
    page = words_of(ask(visitor, "Deutsch"))
    assert "abends (" in page
    assert "vor Ort (" in page
    assert "Nur kostenlose Kurse (" in page


def test_filters_come_back_as_they_were_set(visitor):
    page = ask(visitor, "Deutsch", zeit="evening", form="presence", preis=500, frei="ja").text
    tags = re.findall(r"<(?:input|option)[^>]*>", page)
    chosen = [tag for tag in tags if " checked" in tag or " selected" in tag]
    assert any('name="zeit"' in tag and 'value="evening"' in tag for tag in chosen)
    assert any('name="frei"' in tag for tag in chosen)
    assert any('value="presence"' in tag for tag in chosen)
    assert any('name="preis"' in tag and 'value="500"' in tag for tag in tags)


def test_what_had_to_be_dropped_is_said(visitor):
    page = words_of(ask(visitor, "Stapler", preis=1, niveau="advanced", form="presence"))
    assert "Mit allen Einstellungen haben wir nichts Passendes gefunden." in page
    assert "Darum haben wir weggelassen:" in page


def test_the_second_page_shows_other_courses(visitor):
    first, second = (titles_of(ask(visitor, "Kurs", seite=number)) for number in (1, 2))
    assert len(first) == 10
    assert second
    assert not set(first) & set(second)


@pytest.mark.parametrize("page", ["-1", "0", "abc", "", "1.5", "٣", "9" * 400])
def test_an_odd_page_is_some_page(visitor, page):
    assert titles_of(ask(visitor, "Kurs", seite=page))


def test_a_page_behind_the_last_is_the_last(visitor):
    last = ask(visitor, "Kurs", seite=10**9)
    assert titles_of(last)
    assert 'rel="next"' not in last.text
    assert 'rel="prev"' in last.text


HOSTILE = "'\"><script>alert(1)</script>{{7*7}}%(x)s\u202e"


@pytest.mark.parametrize(
    "name",
    [
        "q",
        "ort",
        "umkreis",
        "zeit",
        "zeit_nicht",
        "vorher",
        "genau",
        "offen",
        "form",
        "guenstig",
        "preis",
        "frei",
        "foerderbar",
        "sprache",
        "niveau",
        "art",
        "ab",
        "bis",
        "dauer",
        "ohne",
        "seite",
        "x",
    ],
)
def test_a_hostile_value_breaks_nothing(visitor, name):
    page = ask(visitor, **({"text": HOSTILE} if name == "q" else {name: HOSTILE}))
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "49" not in words_of(page).split("Thema")[0]


@pytest.mark.parametrize(
    "filters",
    [
        {"ab": "0001-01-01", "bis": "9999-12-31"},
        {"ab": "2027-02-30"},
        {"ab": "2030-01-01", "bis": "2020-01-01"},
        {"preis": "9" * 5000},
        {"preis": "-5"},
        {"preis": "1e9"},
        {"umkreis": "10"},
        {"umkreis": "7"},
        {"dauer": "42"},
        {"dauer": "9999"},
        {"dauer": "-1"},
        {"ort": "4" * 5000},
        {"ort": "99999"},
        {"zeit": ["evening"] * 500},
        {"zeit": ["shift", "daytime"], "zeit_nicht": ["evening", "x"], "guenstig": "ja"},
        {"vorher": ["zeit=evening", "ort=Köln", "x"] * 200, "ort": "Bochum"},
        {"ohne": ["x"] * 5000},
        {"ohne": "topic"},
        {"art": "funding", "seite": 40},
        {"niveau": "C2", "sprache": "fa", "form": "blended", "frei": "ja", "foerderbar": "ja"},
    ],
)
@pytest.mark.parametrize("text", ["", SENTENCE, "?", "der die das", "🚜", "a" * 20_000])
def test_odd_values_are_answered(visitor, text, filters):
    assert ask(visitor, text, **filters).status_code == 200


def test_what_was_typed_wrongly_is_told_at_the_field(visitor):
    page = ask(visitor, "Kurs", preis="viel").text
    assert 'id="preis-error"' in page
    assert '<details class="kern-accordion" id="filter" open>' in page


def test_a_place_nobody_knows_is_said(visitor):
    page = words_of(ask(visitor, "Kurs", ort="Entenhausen"))
    assert "Den Ort „Entenhausen“ kennen wir nicht." in page


@pytest.mark.parametrize(
    ("text", "filters"),
    [("Stapler in meiner Nähe", {}), ("Stapler bis 20 km", {}), ("Stapler", {"umkreis": "10"})],
)
def test_who_wants_something_near_is_asked_near_what(visitor, text, filters):
    page = words_of(ask(visitor, text, **filters))
    assert "Wir wissen nicht, wo Sie sind." in page
    there = words_of(ask(visitor, text, ort="Bochum", **filters))
    assert "Wir wissen nicht, wo Sie sind." not in there


def test_a_named_place_leaves_nothing_to_ask(visitor):
    assert "Wir wissen nicht" not in words_of(ask(visitor, "Stapler bis 20 km um Bochum"))
    assert "Wir wissen nicht" not in words_of(ask(visitor, "Stapler"))


def test_of_several_places_the_nearest_says_how_far_a_course_is(visitor):
    page = words_of(ask(visitor, "Gabelstaplerschein in Köln oder Dortmund"))
    assert "Dortmund, ganz in der Nähe" in page
    assert "Köln, ganz in der Nähe" in page


def test_a_very_long_text_is_cut_and_said(visitor):
    page = ask(visitor, "Stapler " * 200)
    assert "Wir lesen nur die ersten 500 Zeichen." in words_of(page)
    assert "Stapler " * 63 not in page.text


def test_a_text_of_500_letters_is_read_whole(visitor):
    assert "Wir lesen nur" not in words_of(ask(visitor, "a" * 500))


def test_a_card_tells_what_where_when_how_long_and_how_much(site, visitor):
    page = ask(visitor, "Kurs", ort="Dortmund")
    words = words_of(page)
    for part in ("Wo ", "Wann ", "Wie lange ", "Der Kurs kostet:"):
        assert part in words
    assert "Warum dieser Kurs?" in words


def test_a_card_shows_the_start_that_was_asked_for(site, visitor):
    with site.database.reading() as session:
        offer = session.scalar(select(Offer).where(Offer.key == "stapler-dortmund-tag"))
        last = max(one.starts for one in offer.dates)
        first = offer.next_start(clock.today())
    assert first < last
    page = ask(visitor, offer.title, ab=last.isoformat())
    card = page.text[page.text.index('id="kurs-stapler-dortmund-tag"') :].partition("</article>")[0]
    assert f"Beginn: {day(last)}" in html.unescape(card)
    assert f"Beginn: {day(first)}" not in html.unescape(card)


def test_a_card_leads_to_the_question_that_decides_what_the_course_costs(visitor):
    page = ask(visitor, "Kurs", ort="Dortmund")
    links = [link for link in links_of(page) if "#frage-" in link and link.startswith("/angebote/")]
    assert links
    assert "Es kommt darauf an:" in words_of(page)
    for link in links:
        address, _, question = link.partition("#")
        assert f'id="{question}"' in visitor.get(address).text


def test_the_page_says_what_does_not_fit(visitor):
    assert "Nicht ganz wie gewünscht:" in words_of(ask(visitor, "Kurs in Dortmund abends"))


def test_an_expired_offer_is_not_found(own_site):
    site = own_site()
    title = titles_of(ask(site.client(), "Kurs"))[0]
    with site.database.writing() as session:
        offer = session.scalars(select(Offer).where(Offer.title == title)).first()
        offer.on_request = False
        for day in list(offer.dates):
            day.starts = day.starts.replace(year=2020)
            day.ends = None
    assert title not in titles_of(ask(site.client(), "Kurs"))


def test_a_withdrawn_offer_is_gone_at_once(own_site):
    site = own_site()
    title = titles_of(ask(site.client(), "Kurs"))[0]
    site.withdraw(offers_named(site, [title])[0].key)
    assert title not in titles_of(ask(site.client(), "Kurs"))


def test_without_an_index_the_newest_courses_are_shown(own_site):
    page = ask(own_site(index=False).client())
    assert len(titles_of(page)) == 10
    assert "Die Suche ist im Moment nicht da." in words_of(page)


def test_without_an_encoder_the_page_says_that_it_goes_by_words(own_site):
    page = ask(own_site(encoder=False).client(), "Deutsch")
    assert titles_of(page)
    assert "Wir suchen im Moment nur nach Ihren Wörtern." in words_of(page)


def test_words_that_nothing_matches_lead_to_the_newest_and_say_so(own_site):
    page = ask(own_site(encoder=False).client(), "xyzzyqwv")
    assert titles_of(page)
    assert "Zu Ihren Wörtern haben wir nichts gefunden." in words_of(page)


def test_with_meaning_and_words_no_step_is_mentioned(visitor):
    words = words_of(ask(visitor))
    assert "Wir suchen im Moment nur" not in words
    assert "nichts gefunden" not in words


def test_without_a_sentence_the_newest_courses_are_shown(visitor):
    page = visitor.get("/suche")
    assert len(titles_of(page)) == 10
    assert "Neueste Kurse" in words_of(page)


def test_an_empty_catalogue_is_no_dead_end(own_site):
    site = own_site(index=False)
    with site.database.writing() as session:
        for offer in session.scalars(select(Offer)):
            offer.on_request = False
            offer.dates.clear()
    page = ask(site.client())
    assert "Wir haben keinen Kurs gefunden." in words_of(page)
    assert "Lieber mit einem Menschen sprechen?" in words_of(page)


def test_who_asks_for_money_sees_money_first(visitor):
    words = words_of(ask(visitor, "Wer bezahlt meinen Kurs?"))
    assert words.index("Alle Förderungen") < words.index("Was am besten passt, steht oben.")
    words = words_of(ask(visitor, "Stapler"))
    assert words.index("Was am besten passt, steht oben.") < words.index("Alle Förderungen")


def test_money_that_no_longer_exists_is_explained_to_who_asks_for_it(visitor):
    assert "Bildungsprämie gibt es nicht mehr" in words_of(
        ask(visitor, "Bildungsprämie beantragen")
    )
    assert "Bildungsprämie" not in words_of(ask(visitor, "Wer bezahlt meinen Kurs?"))


def test_only_funding_can_be_shown(visitor):
    page = ask(visitor, "Kurs", art="funding")
    assert titles_of(page) == []
    assert "Bildungsgutschein" in words_of(page)
    assert "Sie sehen gerade nur Förderung." in words_of(page)


def test_no_question_stands_on_the_page_twice(visitor):
    page = ask(visitor, "Kurs").text
    ids = [part.split('"')[0] for part in page.split('id="')[1:]]
    assert len(ids) == len(set(ids))


def test_a_person_to_talk_to_is_always_offered(visitor):
    page = ask(visitor, "Stapler fahren")
    assert "Lieber mit einem Menschen sprechen?" in words_of(page)
    assert "/gespraech?q=Stapler+fahren" in links_of(page)


def test_no_link_leads_to_a_room_that_is_not_there(own_site):
    page = ask(own_site(talk=False).client())
    assert page.status_code == 200
    assert "Lieber mit einem Menschen sprechen?" not in words_of(page)


def test_answers_stay_out_of_search_engines(visitor):
    page = ask(visitor)
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex">' in page.text


def test_what_is_typed_is_neither_stored_nor_logged(site, visitor, caplog):
    def rows():
        with site.database.reading() as session:
            return {
                table.name: session.scalar(select(func.count()).select_from(table))
                for table in Base.metadata.sorted_tables
            }

    before = rows()
    with caplog.at_level(logging.DEBUG):
        page = ask(visitor, "Geheimwort Zwiebelfisch")
    assert "Zwiebelfisch" in page.text
    assert rows() == before
    assert "Zwiebelfisch" not in "".join(str(vars(record)) for record in caplog.records)
    assert "Set-Cookie" not in page.headers or "Zwiebelfisch" not in page.headers["Set-Cookie"]


def test_the_page_speaks_english(visitor):
    visitor.set_cookie("language", "en")
    words = words_of(ask(visitor))
    assert "This is how we understood you" in words
    assert "Time: in the evening" in words
    assert "In which federal state do you live?" in words or "Do you have" in words


def test_the_page_speaks_einfache_sprache(visitor):
    visitor.set_cookie("easy", "on")
    words = words_of(ask(visitor))
    assert "Das haben wir verstanden" in words
    assert "Ein Mensch hilft Ihnen." in words
    assert "So haben wir Sie verstanden" not in words


def test_the_link_to_share_is_the_address_of_the_page(visitor):
    page = ask(visitor, "Stapler & Kran")
    shared = page.text.split('data-copy="')[-1].split('"')[0]
    assert html.unescape(shared) == "http://localhost/suche?q=Stapler+%26+Kran"


def test_the_answer_uses_the_present_day(visitor):
    """Nothing in the examples decays: their starts lie ahead of today, whenever that is."""
    assert str(clock.today().year) in words_of(ask(visitor)) or str(
        clock.today().year + 1
    ) in words_of(ask(visitor))


def test_words_that_were_also_looked_for_are_told(visitor):
    assert "Wir haben auch gesucht nach:" in words_of(ask(visitor, "Stablerschein"))
    assert "Wir haben auch gesucht nach:" not in words_of(ask(visitor, ""))


def test_more_like_this_and_not_that_are_chips_that_can_be_taken_away(site):
    reader, asked = site.client(), "/suche?q=Stapler"
    page = reader.get(asked)
    key = next(link for link in links_of(page) if link.startswith("/angebote/"))
    key = key.removeprefix("/angebote/").split("?")[0]
    title = titles_of(page)[0]
    more = reader.get(f"{asked}&mehr={key}")
    assert f"Mehr wie: {title}" in words_of(more)
    assert asked in links_of(more)
    less = reader.get(f"{asked}&nicht={key}")
    assert f"Ohne: {title}" in words_of(less)
    assert title not in titles_of(less)


def test_filters_and_pages_keep_the_courses_that_were_pointed_at(site):
    page = site.client().get("/suche?q=Stapler&mehr=stapler-dortmund-tag")
    assert '<input type="hidden" name="mehr" value="stapler-dortmund-tag">' in page.text
    assert any("mehr=stapler-dortmund-tag&nicht=" in link for link in links_of(page))


@pytest.mark.parametrize("key", ["gibt-es-nicht", "<script>", "x" * 5000, "ä" * 120])
def test_keys_that_nobody_knows_are_ignored(site, key):
    sent = {"q": "Stapler", "mehr": [key] * 50, "nicht": [key] * 50}
    page = site.client().get("/suche", query_string=sent)
    assert page.status_code == 200
    assert "Mehr wie:" not in words_of(page)
    assert "<script>" not in page.text.split("<main", 1)[1].split("</main")[0]


def test_who_searches_for_dying_first_reads_whom_to_call(visitor):
    words = words_of(ask(visitor, "ich will nicht mehr leben"))
    told = ("Rufen Sie 112 an", "Um ein Gespräch bitten", "Suchen Sie trotzdem einen Kurs?")
    places = [words.index(each) for each in (*told, "So haben wir Sie verstanden")]
    assert places == sorted(places)
    assert words.count("Um ein Gespräch bitten") == 1
    beaten = words_of(ask(visitor, "mein Mann schlägt mich, ich brauche eine Arbeit"))
    assert "116 016" in beaten
    assert "Suchen Sie trotzdem" not in beaten
    assert "116 123" not in words_of(ask(visitor))


def test_whoever_says_where_they_live_is_not_asked_for_their_land(visitor):
    words = words_of(ask(visitor, "Ich wohne in Dortmund und will Stapler fahren"))
    assert "Wohnort: Nordrhein-Westfalen" in words
    assert "Es kommt darauf an: In welchem Bundes-Land" not in words
    assert "Es kommt darauf an: In welchem Bundes-Land" in words_of(
        ask(visitor, "Stapler fahren in Dortmund")
    )
