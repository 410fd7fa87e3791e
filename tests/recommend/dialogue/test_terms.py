import pytest

from mentorhub.recommend.dialogue.situation import situation
from tests.recommend.dialogue.test_situation import TODAY, lives_in


def heard(text):
    return situation(text, TODAY, lives_in)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Lehrgang 300 Stunden, zahlt die Firma.", {"lehrgangskosten_traegt": "arbeitgeber"}),
        ("Die Kosten trage ich selbst.", {"lehrgangskosten_traegt": "beschaeftigte"}),
        ("Der Betrieb zahlt 50 Prozent vom Kurs.", {"arbeitgeberanteil_lehrgang": 50}),
        ("Mein Chef gibt 30 Prozent dazu.", {"arbeitgeberanteil_lehrgang": 30}),
        ("Das ist nicht vorgeschrieben.", {"arbeitgeber_gesetzlich_verpflichtet": False}),
        ("Das ist nur eine Einarbeitung.", {"nur_arbeitsplatzbezogene_kurzanpassung": True}),
        ("Das ist keine Einarbeitung.", {"nur_arbeitsplatzbezogene_kurzanpassung": False}),
        ("Bei der Agentur war ich schon zur Beratung.", {"beratung_agentur_vor_beginn": True}),
        ("Die INQA-Beratung war am 3. November.", {"beratung_inqa_vor_beginn": True}),
        ("Der Anbieter ist nach AWbG anerkannt.", {"anbieter_anerkannt_awbg": True}),
        ("Andere Förderung bekomme ich nicht.", {"andere_oeffentliche_foerderung": False}),
        (
            "Die Agentur hat vor anderthalb Jahren einen Kurs bezahlt.",
            {"jahre_seit_letzter_82_foerderung": 1.5},
        ),
        (
            "Qualifizierungsgeld hatten wir noch nie.",
            {"jahre_seit_letztem_qualifizierungsgeld": None},
        ),
        (
            "Wir stellen auf E-Autos um, die Betriebsvereinbarung ist unterschrieben.",
            {"vereinbarung": "betriebsvereinbarung"},
        ),
        (
            "60 von 200 Leuten brauchen andere Kenntnisse.",
            {"anteil_betroffen_strukturwandel": 0.3, "betriebsgroesse": 200},
        ),
        ("Jede fünfte Kraft muss umlernen.", {"anteil_betroffen_strukturwandel": 0.2}),
        (
            "Wir sind 24 Leute, 3 Kollegen waren dieses Jahr im Bildungsurlaub.",
            {"schon_freigestellt_anteil": 0.125},
        ),
    ],
)
def test_terms_are_heard(text, facts):
    assert heard(text).items() >= facts.items()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Zahlt das die Firma?", "lehrgangskosten_traegt"),
        ("Vielleicht zahlt die Firma den Kurs.", "lehrgangskosten_traegt"),
        ("Der Anbieter ist in Hessen für Bildungsurlaub anerkannt.", "anbieter_anerkannt_awbg"),
        ("Die Betriebsvereinbarung zum Umbau ist in Arbeit.", "vereinbarung"),
        ("Eine Transfergesellschaft gibt es nicht.", "kurs_begonnen"),
        ("Acht Kollegen sollen einen Kurs machen.", "betriebsgroesse"),
        ("Vorher war sie bei einer Firma, 300 Leute.", "betriebsgroesse"),
    ],
)
def test_what_is_asked_doubted_or_of_others_is_no_term(text, name):
    assert name not in heard(text)


def test_no_transfer_company_is_none():
    assert (
        heard("Uns wurde gekündigt, eine Transfergesellschaft gibt es nicht.")["transfer_kug"]
        is False
    )


def test_who_is_asked_for_by_a_company_has_work_there():
    facts = heard("Wir suchen etwas für unseren Lackierer. Er ist 49 und hat keine Ausbildung.")
    assert facts.items() >= {"alter": 49, "berufsabschluss": False, "beschaeftigt": True}.items()


def test_working_hours_and_a_company_mean_work_unless_it_has_ended():
    assert heard("30 Stunden die Woche in der Wäscherei.")["beschaeftigt"] is True
    assert heard("Ich bin 40, Betrieb 55 Leute.")["beschaeftigt"] is True
    assert "beschaeftigt" not in heard("Ich bin 40, mein alter Betrieb hatte 55 Leute.")
    assert "beschaeftigt" not in heard("Ich bin Inhaber, 52 Jahre, 7 Angestellte.")
