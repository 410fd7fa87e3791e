"""How a course can be paid, as the page of an offer tells it."""

import pytest

from tests.recommend.site import tell, words_of

UNSKILLED = {"beschaeftigt": "ja", "berufsabschluss": "nein", "betriebsgroesse": "120"}


def test_who_catches_up_on_a_qualification_reads_what_both_rules_pay(reader):
    tell(reader, **UNSKILLED)
    words = words_of(reader.get("/angebote/umschulung"))
    assert "Bildungsgutschein + Förderung für Beschäftigte: Sie zahlen 0 €" in words
    both = (
        "Das zahlen Sie voraussichtlich: 0 € Mit: Bildungsgutschein + Förderung für Beschäftigte."
    )
    assert both in words
    assert "Ihr Betrieb bekommt bis zu 100 % von Ihrem Lohn dazu." in words
    assert "Dann zahlt die Agentur den ganzen Kurs, bei jeder Größe vom Betrieb." in words
    assert "Ihr Betrieb zahlt 2.400 €" not in words.split("Was dafür gelten muss")[0]


def test_of_a_way_that_is_open_it_is_said_what_it_would_cost(reader):
    words = words_of(reader.get("/angebote/umschulung")).split("So kann der Kurs bezahlt werden")[1]
    assert (
        "Wenn alles passt, zahlen Sie voraussichtlich 0 €."
        in words.split("Was dafür gelten muss")[0]
    )
    assert "Sie zahlen voraussichtlich 0 €." not in words.split("Was dafür gelten muss")[0]


def test_what_hardly_anybody_gets_is_folded_until_somebody_says_that_they_do(reader):
    tell(reader, **UNSKILLED)
    words = words_of(reader.get("/angebote/umschulung"))
    before, after = words.split("Nur in besonderen Fällen")
    assert "Kurs in der Transfergesellschaft" not in before
    assert "Kurs in der Transfergesellschaft noch offen" in after
    tell(reader, transfer_kug="ja")
    words = words_of(reader.get("/angebote/umschulung"))
    assert "Nur in besonderen Fällen" not in words
    assert "Kurs in der Transfergesellschaft" in words.split("Was dafür gelten muss")[0]


def test_ways_and_tasks_begin_with_what_the_page_hopes_for(reader):
    words = words_of(reader.get("/angebote/abendkurs"))
    assert "Vielleicht zahlen Sie nur 450 €. Mit: Bildungsscheck NRW." in words
    assert "So kann der Kurs bezahlt werden Bildungsscheck NRW: Sie zahlen 450 €" in words
    assert "Das ist zu tun: Bildungsscheck NRW" in words
    assert "Das ist zu tun: Weiterbildungsstipendium" not in words


def test_the_wage_is_asked_and_then_reckoned_line_by_line(reader):
    tell(reader, **UNSKILLED)
    assert "Wie viel Geld ist das für den Betrieb?" in words_of(reader.get("/angebote/umschulung"))
    tell(reader, bruttolohn_monat="2600", wochenstunden="40", kursstunden_in_arbeitszeit="480")
    words = words_of(reader.get("/angebote/umschulung"))
    assert "Wie viel Geld ist das für den Betrieb?" not in words
    for line in (
        "bis zu 100 % von Ihrem Lohn in der Kurs-Zeit, höchstens 8.640 €",
        "Das zahlt: Bildungsgutschein −",
        "Lohn für 1 Stunde 2.600 € mal 3 Monate, geteilt durch 13 Wochen und 40 Stunden 15 €",
        "Lohn für die Stunden im Kurs 480 Stunden in der Arbeits-Zeit 7.200 €",
        "pauschal 20 % vom Lohn 1.440 €",
        "− 8.640 €",
        "Das bleibt dem Betrieb mindestens 0 €",
        "0 € bis 8.640 €",
    ):
        assert line in words


def test_what_does_not_go_together_is_said_with_its_law(reader):
    tell(reader, beschaeftigt="ja")
    words = words_of(reader.get("/angebote/umschulung"))
    assert "Förderung für Beschäftigte und Qualifizierungsgeld" in words
    assert "§ 82a Abs. 5 Satz 1 Nr. 2 SGB III" in words


def test_a_private_buyer_sees_the_price_less_the_cheque(reader):
    tell(reader, wohnsitz_land="NRW", zve_jahr="30000", kurs_berufsbezogen="ja")
    words = words_of(reader.get("/angebote/abendkurs"))
    assert "Bildungsscheck NRW: Sie zahlen 450 €" in words
    assert "Preis vom Kurs 900 € Das zahlt: Bildungsscheck NRW − 450 € Sie zahlen 450 €" in words


@pytest.mark.parametrize(
    ("page", "other"),
    [
        ("sgb3-82", "/foerderung/sgb3-81-bildungsgutschein"),
        ("sgb3-81-bildungsgutschein", "/foerderung/sgb3-82"),
    ],
)
def test_both_pages_of_a_pair_name_the_other(reader, page, other):
    told = reader.get(f"/foerderung/{page}")
    assert "Das geht zusammen" in words_of(told)
    assert f'href="{other}"' in told.text


def test_a_share_that_is_not_settled_is_said_plainly(reader):
    tell(
        reader,
        beschaeftigt="ja",
        berufsabschluss="ja",
        jahre_seit_berufsabschluss="9",
        betriebsgroesse="120",
    )
    words = words_of(reader.get("/angebote/umschulung"))
    assert "bis zu 50 %, vielleicht bis zu 55 % von Ihrem Lohn" in words
    assert "bis zu 50 bis" not in words
