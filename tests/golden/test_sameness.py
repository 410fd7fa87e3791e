"""No two offers of ours say nearly the same sentence, but for a few."""

from mentorhub.recommend.actions import content
from mentorhub.recommend.offer_record import OfferRecord
from tests.conftest import ROOT
from tests.recommend.offers import TODAY
from tools.sameness import MOST, measure


def offer(key, text) -> OfferRecord:
    return OfferRecord(key, "Kurs", description=text)


def test_our_own_offers_hardly_repeat_each_other():
    found = measure(content.read_offers(ROOT / "content" / "offers", TODAY))
    assert found.sentences > 1000
    assert found.share <= MOST, [(pair.one.text, pair.other.text) for pair in found.pairs[:5]]


def test_a_sentence_with_one_other_word_is_nearly_the_same():
    found = measure(
        [
            offer("a", "Sie lernen, einen Stapler sicher zu fahren. Das Lager wird hell."),
            offer("b", "Sie lernen, einen Kran sicher zu fahren. Bringen Sie feste Schuhe mit."),
            offer("c", "Wir rechnen mit Tabellen und schreiben Briefe."),
        ]
    )
    [pair] = found.pairs
    assert (pair.one.key, pair.other.key, pair.share) == ("a", "b", 0.75)
    assert (found.sentences, found.share) == (5, 2 / 5)


def test_an_offer_may_repeat_itself_and_short_sentences_count_for_nothing():
    text = "Der Kurs dauert drei Tage. Der Kurs dauert drei Tage. Mit Prüfung."
    assert measure([offer("a", text), offer("b", "Mit Prüfung.")]).pairs == ()
