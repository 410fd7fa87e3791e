"""What a sentence says about who wrote it counts for funding at once, and is kept nowhere."""

from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from mentorhub.recommend.models import Visit
from tests.recommend.site import chips_of, words_of

SENTENCE = "Ich bin 19, ungelernt und arbeitslos, möchte Stapler fahren lernen"


def ask(visitor, text=SENTENCE, **more):
    return visitor.get("/suche?" + urlencode({"q": text, **more}, doseq=True))


def answer(visitor, name, value):
    return visitor.post("/foerderung/angaben", data={"name": name, "answer": value})


@pytest.mark.parametrize(
    ("text", "chip"),
    [
        ("Ich bin 19 und will Excel lernen", "Sie: 19 Jahre alt"),
        ("Ich arbeite im Lager und will Excel lernen", "Sie: angestellt"),
        ("Ich habe einen Minijob und will Excel lernen", "Sie: angestellt"),
        ("Ich bin befristet angestellt und will Excel lernen", "Sie: angestellt"),
        ("Ich bin selbstständig und will Excel lernen", "Sie: nicht angestellt"),
        ("Ich bin gelernte Friseurin und will Excel lernen", "Sie: mit Berufsabschluss"),
        ("Ich bin ungelernt und will Excel lernen", "Sie: ohne Berufsabschluss"),
        ("Wir sind 12 Leute, ich will Excel lernen", "Größe vom Betrieb: 12 Personen"),
    ],
)
def test_age_work_and_qualification_are_chips(visitor, text, chip):
    assert chip in chips_of(ask(visitor, text))


def test_what_is_said_twice_is_one_chip(visitor):
    chips = chips_of(ask(visitor))
    assert {"Sie: 19 Jahre alt", "Sie: ohne Berufsabschluss", "Sie: nicht angestellt"} < set(chips)
    assert not {"Sie: auf Arbeitssuche", "Sie: ohne Berufsausbildung"} & set(chips)


def test_such_a_chip_decides_about_funding_until_it_is_taken_away(visitor):
    page = ask(visitor, "Ich bin ungelernt und arbeitslos, Gabelstaplerschein")
    pays = "Das zahlen Sie voraussichtlich: 0 € Mit: Bildungsgutschein. Die Agentur für Arbeit"
    assert pays in words_of(page)
    assert "Das sagt Ihr Satz über Sie" in words_of(page)
    for chip in ("Grund für den Kurs: Ich suche Arbeit.", "Sie: ohne Berufsabschluss"):
        page = visitor.get(chips_of(page)[chip])
        assert chip not in chips_of(page)
    assert pays not in words_of(page)


def test_nothing_of_it_is_kept(site, visitor):
    def visits():
        with site.database.reading() as session:
            return session.scalar(select(func.count()).select_from(Visit))

    before = visits()
    ask(visitor)
    assert visits() == before
    assert "19" not in words_of(visitor.get("/foerderung/angaben"))


def test_an_answer_outranks_the_sentence(visitor):
    answer(visitor, "alter", "46")
    assert "Sie: 19 Jahre alt" not in chips_of(ask(visitor))


def test_a_question_that_was_left_open_stays_open(visitor):
    answer(visitor, "alter", "")
    assert "Sie: 19 Jahre alt" not in chips_of(ask(visitor))


def test_the_answer_can_be_given_where_the_chip_leads(visitor):
    page = ask(visitor, offen="ja").text
    assert page.count('id="frage-alter"') == 1
    assert '<details class="why heard" open>' in page


def test_health_counts_after_consent_alone(visitor):
    text = "Ich bin schwerbehindert und will Excel lernen"
    fact = "Schwer-Behinderung: ja"
    before = chips_of(ask(visitor, text))
    assert fact not in before
    assert "Sie: mit Behinderung" in before
    visitor.post("/foerderung/angaben/einwilligung", data={"gesundheit": "ja"})
    after = chips_of(ask(visitor, text))
    assert fact in after
    assert "Sie: mit Behinderung" not in after
