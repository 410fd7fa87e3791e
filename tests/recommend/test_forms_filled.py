"""A filter form that comes filled in: what nobody changes stays a wish."""

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from mentorhub.recommend.engine.intent import understand
from mentorhub.recommend.forms.filled import filled, marks, said, sent_back
from tests.recommend.site import gazetteer

TODAY = date(2026, 11, 16)
TOWNS = gazetteer()
SENTENCE = (
    "Englischkurs online unter 200 Euro in Köln ab März, abends, nicht am Wochenende, Niveau B1"
)


def heard(text=SENTENCE, without=()):
    return understand(text, TOWNS, TODAY, without)


def come_back(text=SENTENCE, already=(), **changes):
    """Return what is left of a form that came filled in and went back with these changes."""
    start = MultiDict([("q", text), *already])
    understood = heard(text, start.getlist("ohne"))
    form, added = filled(start, understood)
    form.setlist("vorher", marks(added))
    for name, value in changes.items():
        form.setlist(name, value if isinstance(value, list) else [value])
    back = sent_back(form, understood, lambda name: TOWNS.find_town(name) is not None)
    return {name: values for name, values in back.to_dict(flat=False).items() if name != "q"}


def test_every_kind_of_wish_has_its_field():
    assert said(heard()) == {
        "ort": ("Köln",),
        "zeit": ("evening",),
        "zeit_nicht": ("weekend",),
        "form": ("online",),
        "preis": ("200",),
        "niveau": ("B1",),
        "ab": ("2027-03-01",),
    }


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Kurs in der Nähe von Hagen", "umkreis", "25"),
        ("Kurs im Umkreis von 30 km um 58095 Hagen", "ort", "58095 Hagen"),
        ("Kurs im Umkreis von 30 km um Hagen", "umkreis", "30"),
        ("Kurs vormittags", "zeit", "morning"),
        ("ich arbeite in Schicht, Kurs", "zeit", "shift"),
        ("Kurs berufsbegleitend", "zeit", "alongside_work"),
        ("günstiger Kurs", "guenstig", "ja"),
        ("kostenloser Kurs", "frei", "ja"),
        ("Kurs mit Bildungsgutschein", "foerderbar", "ja"),
        ("Kurs auf Türkisch", "sprache", "tr"),
        ("Computerkurs, ich kann kein Deutsch", "sprache", "other"),
        ("Kurs, nicht online", "form", "presence"),
        ("Kurs für Anfänger", "niveau", "basic"),
        ("Kurs vor Ostern", "bis", "2027-03-27"),
        ("Kurs, höchstens 6 Wochen", "dauer", "42"),
    ],
)
def test_what_was_understood_stands_in_its_field(text, field, value):
    assert said(heard(text))[field] == (value,)


def test_a_form_that_nobody_changed_sets_nothing():
    assert come_back() == {}


def test_a_length_that_was_changed_is_set_and_an_emptied_one_goes():
    text = "Kurs in Köln, höchstens 6 Wochen"
    assert come_back(text, dauer="93") == {"dauer": ["93"]}
    assert come_back(text, dauer="") == {"ohne": ["length"]}


def test_who_wants_exactly_that_gets_filters():
    assert come_back("Kurs in Köln abends", genau="ja") == {"ort": ["Köln"], "zeit": ["evening"]}


def test_what_was_changed_is_set_and_the_rest_stays_a_wish():
    assert come_back(zeit=["morning"]) == {"zeit": ["morning"]}
    assert come_back(preis="300") == {"preis": ["300"]}
    assert come_back(ort="Bochum") == {"ort": ["Bochum"]}
    assert come_back(umkreis="10") == {"umkreis": ["10"]}


def test_one_more_time_makes_times_a_filter():
    assert come_back(zeit=["evening", "morning"]) == {"zeit": ["evening", "morning"]}


def test_what_was_emptied_is_no_longer_wished_for():
    assert come_back(zeit=[]) == {"ohne": ["time.evening"]}
    assert come_back(zeit_nicht=[]) == {"ohne": ["not_time.weekend"]}
    assert come_back(form="") == {"ohne": ["form"]}
    assert come_back(preis="") == {"ohne": ["price"]}
    assert come_back(ab="") == {"ohne": ["start"]}
    assert come_back(ort="") == {"ohne": ["place"]}


def test_what_was_taken_away_before_stays_away():
    taken = [("ohne", "form")]
    assert come_back(already=taken) == {"ohne": ["form"]}
    assert come_back(already=taken, zeit=[]) == {"ohne": ["form", "time.evening"]}


def test_a_distance_is_changed_or_given_up_and_the_place_stays():
    near = "Kurs in der Nähe von Hagen"
    assert come_back(near, umkreis="10") == {"umkreis": ["10"]}
    assert come_back(near, umkreis="") == {"ort": ["Hagen"], "ohne": ["place"]}
    assert come_back(near, ort="Köln", umkreis="") == {"ort": ["Köln"], "ohne": ["place"]}
    assert come_back(near, ort="Köln") == {"ort": ["Köln"]}
    assert come_back(near, ort="") == {"ohne": ["place"]}
    assert come_back("Kurs 30 km um Hagen", umkreis="") == {"ohne": ["radius"]}


def test_both_ends_of_a_start_belong_together():
    spring = "Kurs zwischen März und Mai"
    assert come_back(spring) == {}
    assert come_back(spring, bis="2027-06-30") == {"ab": ["2027-03-01"], "bis": ["2027-06-30"]}


def test_what_it_may_cost_is_one_matter():
    assert come_back("kostenloser Kurs", frei=[], preis="100") == {"preis": ["100"]}
    assert come_back("kostenloser Kurs", frei=[]) == {"ohne": ["free"]}


def test_what_is_set_already_stays_set_and_is_not_mixed_with_the_sentence():
    set_ = [("zeit", "morning"), ("mehr", "a-course")]
    assert come_back(already=set_) == {"zeit": ["morning"], "mehr": ["a-course"]}
    shown, added = filled(MultiDict(set_), heard())
    assert shown.getlist("zeit") == ["morning"]
    assert "zeit" not in added


@pytest.mark.parametrize("mark", ["", "=", "zeit", "zeit=", "x=1", "ort=" + "x" * 5000, "q=y"])
def test_odd_marks_are_harmless(mark):
    sent = MultiDict({"q": "Kurs", "vorher": mark, "zeit": "morning"})
    back = sent_back(sent, heard("Kurs"), lambda _name: True)
    assert back.to_dict(flat=False) == {"q": ["Kurs"], "zeit": ["morning"]}
