"""Who pays for a course, inside a case: one form, its result, tasks, and the sheet to take home."""

import re
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from mentorhub.accounts.models import Person
from mentorhub.kit import clock
from mentorhub.recommend.models import Offer, OfferDate
from mentorhub.tandems.actions import cases, funding
from mentorhub.tandems.forms.funding import NOTED
from mentorhub.tandems.funding_note import FundingNote
from mentorhub.tandems.models import Case, CaseFunding, CaseLog, NextStep, Outcome
from mentorhub.tandems.queries import funding as reads
from mentorhub.tandems.queries.rule_changes import planned_with
from tests import people
from tests.tandems import builders
from tests.tandems.site import OFFER, value_of, words_of

EMPLOYEE = {
    "beschaeftigt": "ja",
    "berufsabschluss": "nein",
    "betriebsgroesse": "34",
    "bruttolohn_monat": "2.800",
    "wochenstunden": "38,5",
    "keep": "now",
}
COURSE = {
    "ziel": "abschluss_ausbildungsberuf_min_2_jahre",
    "dauer_stunden": "480",
    "kursgebuehr": "4800",
    "massnahme_azav": "ja",
    "traeger_azav": "ja",
}
TASKS = ["sgb3-81-bildungsgutschein/termin", "sgb3-82/antrag"]


@pytest.fixture
def start():
    return clock.today() + timedelta(days=100)


@pytest.fixture
def told(start):
    """The main target group and its course, filled in."""
    return {**EMPLOYEE, **COURSE, "beginn": start.isoformat()}


@pytest.fixture
def page(site):
    return f"/faelle/{site.case()}/foerderung"


@pytest.fixture
def mira(site):
    return site.client(site.mira)


def _case_id(page):
    return int(page.split("/")[2])


def _kept(site, page):
    def read(session):
        kept = reads.kept(session, builders.CIPHER, session.get_one(Case, _case_id(page)))
        return kept.note if kept else None

    return site.read(read)


def _steps(site):
    return site.read(lambda session: session.scalars(select(NextStep.due_on)).all())


def _add_offer(site, key, title, **facts):
    with site.database.writing() as session:
        session.add(
            Offer(
                key=key,
                title=title,
                provider="Lernwerk (Beispiel)",
                source="content",
                digest="x",
                added_at=people.LONG_AGO,
                changed_at=people.LONG_AGO,
                looked_up=f"{title.lower()} {key}",
                on_request=False,
                dates=[OfferDate(starts=clock.today() + timedelta(60))],
                **facts,
            )
        )


# The form


def test_the_case_leads_to_the_form(mira, page):
    case = mira.get(page.removesuffix("/foerderung"))
    assert f'href="{page}"' in case.text
    answer = mira.get(page)
    assert answer.status_code == 200
    assert "Wer bezahlt einen Kurs für Aylin?" in words_of(answer)


def test_every_fact_has_a_field_and_can_stay_unknown(mira, page):
    text = mira.get(page).text
    for fact in NOTED:
        assert (f'name="{fact.name}"' in text) is not fact.health, fact.name
    assert text.count("Weiß ich nicht") == sum(
        fact.kind != "number" and not fact.health for fact in NOTED
    )


def test_an_empty_form_asks_for_something(mira, page):
    answer = mira.post(page, data={"keep": "now"})
    assert answer.status_code == 422
    assert "Bitte füllen Sie mindestens ein Feld aus." in words_of(answer)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"alter": "vierzig"}, "Alter – Bitte geben Sie eine Zahl von 0 bis 120 ein."),
        ({"alter": "130"}, "Alter – Bitte geben Sie eine Zahl von 0 bis 120 ein."),
        (
            {"anteil_betroffen_strukturwandel": "120"},
            "Anteil mit neuem Lern-Bedarf – Bitte geben Sie eine Zahl von 0 bis 100 ein.",
        ),
        ({"dauer_stunden": "-3"}, "Dauer – Bitte geben Sie eine Zahl ein, zum Beispiel 20."),
        ({"beschaeftigt": "vielleicht"}, "Arbeit – Bitte wählen Sie eine der Antworten."),
        ({"ziel": "mond"}, "Ziel vom Kurs – Bitte wählen Sie eine der Antworten."),
        ({"beginn": "demnächst"}, "Beginn – "),
        ({"beginn": "1926-01-01"}, "Beginn – Bitte nennen Sie einen Tag"),
        ({"angebot": "gibt-es-nicht"}, "Dieser Kurs wird nicht mehr angeboten."),
        ({"keep": "fuer-immer"}, "Was geschieht mit diesen Angaben? – "),
        ({"on_sheet": "y"}, "Dafür müssen die Angaben im Fall behalten werden."),
        ({"zve_jahr": "9" * 61}, "Einkommen für die Steuer – "),
    ],
)
def test_nothing_that_was_typed_is_lost_on_bad_input(site, mira, page, told, changes, says):
    answer = mira.post(
        page,
        data={
            **told,
            "keep": "case",
            "anlass": "anderer",
            **changes,
            **({"keep": "now"} if "on_sheet" in changes else {}),
        },
    )
    assert answer.status_code == 422
    assert says in words_of(answer)
    assert value_of(answer, "betriebsgroesse") == "34"
    assert value_of(answer, "wochenstunden") == "38,5"
    assert '<option selected value="anderer">' in answer.text
    for name in ("alter", "dauer_stunden", "beginn", "zve_jahr"):
        if name in changes:
            assert value_of(answer, name) == changes[name]
    assert _kept(site, page) is None


@pytest.mark.parametrize("written", ["%d.%m.%Y", "%Y-%m-%d"])
def test_a_day_is_read_as_people_write_it(mira, page, told, start, written):
    answer = mira.post(page, data={**told, "beginn": start.strftime(written)})
    assert answer.status_code == 200
    assert "hat keine Aufgabe einen Tag" not in words_of(answer)


# The result


def test_the_result_tells_who_pays_what_and_by_which_law(mira, page, told):
    words = words_of(mira.post(page, data=told))
    assert "Zum Ergebnis : Bildungsgutschein + Förderung für Beschäftigte: Sie zahlen 0 €" in words
    assert "höchstens 9.667,13 €" in words
    assert "§ 81 Abs. 2, § 82 Abs. 3 Satz 2 und 3 SGB III" in words
    assert "Aufstiegs-BAföG passt nicht" in words
    assert "Nicht erfüllt: Dieses Geld gibt es nur für den Weg zum Meister" in words
    assert "Angabe: Einkommen für die Steuer" in words


def test_the_fact_that_decides_is_named_until_the_way_is_settled(mira, page, told):
    few = {"keep": "now", "beschaeftigt": "ja"}
    answer = mira.post(page, data=few)
    asked = re.search(r'am meisten klären:</strong> <a href="#(\w+)">', answer.text)
    assert f'name="{asked[1]}"' in answer.text
    settled = {**told, "kursstunden_in_arbeitszeit": "480"}
    assert "Das würde am meisten klären:" not in words_of(mira.post(page, data=settled))


def test_nothing_is_kept_unless_the_mentor_says_so(site, mira, page, told):
    answer = mira.post(page, data=told)
    assert value_of(answer, "betriebsgroesse") == "34"
    assert _kept(site, page) is None
    assert value_of(mira.get(page), "betriebsgroesse") == ""
    assert "funding_kept" not in site.read(lambda s: s.scalars(select(CaseLog.deed)).all())


def test_a_share_comes_back_in_per_cent(mira, page, told):
    data = {**told, "keep": "case", "schon_freigestellt_anteil": "12,5"}
    assert mira.post(page, data=data).status_code == 303
    assert value_of(mira.get(page), "schon_freigestellt_anteil") == "12,5"


def test_never_so_far_is_an_answer_of_its_own(site, mira, page, told):
    mira.post(page, data={**told, "keep": "case", "jahre_seit_letzter_82_foerderung_nie": "y"})
    assert _kept(site, page).facts["jahre_seit_letzter_82_foerderung"] is None
    assert "jahre_seit_letztem_qualifizierungsgeld" not in _kept(site, page).facts
    box = re.search(
        '<input[^>]*name="jahre_seit_letzter_82_foerderung_nie"[^>]*>', mira.get(page).text
    )
    assert " checked" in box.group()


# The course


def test_a_saved_course_can_be_chosen_and_speaks_for_itself(site, mira, page):
    assert "Gabelstaplerschein (Abendkurs)" in words_of(mira.get(page))
    mira.post(page, data={**EMPLOYEE, "angebot": OFFER, "keep": "case"})
    kept = _kept(site, page)
    assert (kept.offer.key, kept.offer.title) == (OFFER, "Gabelstaplerschein (Abendkurs)")
    assert "Kurs: Gabelstaplerschein (Abendkurs)" in words_of(mira.get(page))


def test_a_course_is_found_by_its_key_or_its_only_title(site, mira, page):
    _add_offer(site, "mechatronik-1", "Mechatronik Umschulung", hours=480, price_cents=480000)
    for searched in ("mechatronik-1", "umschulung mechatronik"):
        answer = mira.post(page, data={"keep": "now", "suche": searched})
        assert answer.status_code == 200
        assert "Kurs: Mechatronik Umschulung" in words_of(answer)
        assert value_of(answer, "suche") == ""


def test_of_several_courses_the_mentor_chooses_and_nothing_is_lost(site, mira, page):
    _add_offer(site, "mechatronik-1", "Mechatronik Umschulung")
    _add_offer(site, "mechatronik-2", "Mechatronik Grundkurs")
    answer = mira.post(page, data={"keep": "now", "suche": "mechatronik", "angebot": ""})
    assert answer.status_code == 200
    assert "Mechatronik Umschulung" in words_of(answer)
    assert "Mechatronik Grundkurs" in words_of(answer)
    assert "Zu Ihren Wörtern passen mehrere Kurse." in words_of(answer)
    assert value_of(answer, "suche") == "mechatronik"
    chosen = {"keep": "now", "suche": "mechatronik", "angebot": "mechatronik-2"}
    answer = mira.post(page, data=chosen)
    assert "Kurs: Mechatronik Grundkurs" in words_of(answer)
    assert "Mechatronik Umschulung" not in words_of(answer)


def test_words_that_no_course_has_are_said_and_kept(mira, page, told):
    answer = mira.post(page, data={**told, "suche": "raumfahrt"})
    assert "Mit diesen Wörtern haben wir keinen Kurs gefunden." in words_of(answer)
    assert value_of(answer, "suche") == "raumfahrt"
    assert "Sie zahlen 0 €" in words_of(answer)


def test_what_the_mentor_fills_in_counts_before_the_offer(site, mira, page):
    _add_offer(site, "teuer", "Teurer Kurs", hours=200, price_cents=100000, azav=True)
    given = {**EMPLOYEE, "wohnsitz_land": "NRW", "angebot": "teuer"}
    assert "Bildungsscheck NRW: Sie zahlen 500 €" in words_of(mira.post(page, data=given))
    answer = mira.post(page, data={**given, "kursgebuehr": "640"})
    assert "Bildungsscheck NRW: Sie zahlen 320 €" in words_of(answer)
    assert "Anders als im Angebot haben Sie eingetragen: Preis: 640 Euro." in words_of(answer)


def test_a_kept_course_that_is_gone_says_so_and_the_rest_stays(site, mira, page, told):
    _add_offer(site, "bald-weg", "Bald weg")
    mira.post(page, data={**told, "angebot": "bald-weg", "keep": "case"})
    with site.database.writing() as session:
        offer = session.scalars(select(Offer).where(Offer.key == "bald-weg")).one()
        offer.dates[0].starts = clock.today() - timedelta(days=1)
    words = words_of(mira.get(page))
    assert "Der Kurs wird nicht mehr angeboten Bald weg" in words
    assert "Sie zahlen 0 €" in words


# Keeping, two at once, deleting


def test_details_are_kept_and_stand_in_the_form_again(site, mira, page, told):
    answer = mira.post(page, data={**told, "keep": "case"})
    assert (answer.status_code, answer.location) == (303, f"{page}#ergebnis")
    shown = mira.get(page)
    assert value_of(shown, "bruttolohn_monat") == "2800"
    assert value_of(shown, "wochenstunden") == "38,5"
    assert value_of(shown, "beginn") == told["beginn"]
    assert "Sie zahlen 0 €" in words_of(shown)
    assert "Angaben zur Förderung behalten (Mira Meer)" in words_of(
        mira.get(page.removesuffix("/foerderung"))
    )


def test_a_calculation_beside_leaves_what_is_kept(site, mira, page, told):
    mira.post(page, data={**told, "keep": "case"})
    revision = value_of(mira.get(page), "revision")
    other = {**told, "betriebsgroesse": "700", "revision": revision}
    assert "Hier wird nur gerechnet" in words_of(mira.post(page, data=other))
    assert _kept(site, page).facts["betriebsgroesse"] == 34


def test_a_calculation_beside_what_is_on_the_sheet_needs_no_tick_to_go(site, mira, page, told):
    mira.post(page, data={**told, "keep": "case", "on_sheet": "y"})
    assert mira.post(page, data={**told, "on_sheet": "y"}).status_code == 200
    assert _kept(site, page).on_sheet


def test_two_mentors_at_once_lose_nothing(site, mira, page, told):
    with site.database.writing() as session:
        case, milan = session.get_one(Case, _case_id(page)), session.get_one(Person, site.milan)
        note = FundingNote({"alter": 52})
        now = clock.now()
        funding.keep(session, builders.CIPHER, case, note, revision="", by=milan, now=now)
    mine = {**told, "keep": "case", "revision": ""}
    answer = mira.post(page, data=mine)
    assert answer.status_code == 409
    assert "Milan Moor hat das am" in words_of(answer)
    assert "Alter: 52" in words_of(answer)
    assert value_of(answer, "betriebsgroesse") == "34"
    assert _kept(site, page).facts == {"alter": 52}
    again = {**mine, "revision": value_of(answer, "revision")}
    assert mira.post(page, data=again).status_code == 303
    assert _kept(site, page).facts["betriebsgroesse"] == 34


def test_what_was_deleted_meanwhile_is_told(site, mira, page, told):
    mira.post(page, data={**told, "keep": "case"})
    revision = value_of(mira.get(page), "revision")
    assert mira.post(f"{page}/loeschung").status_code == 303
    answer = mira.post(page, data={**told, "keep": "case", "alter": "50", "revision": revision})
    assert answer.status_code == 409
    assert "Inzwischen wurden die Angaben gelöscht" in words_of(answer)
    assert value_of(answer, "alter") == "50"
    assert _kept(site, page) is None


def test_deleting_is_at_once(site, mira, page, told):
    mira.post(page, data={**told, "keep": "case"})
    assert mira.post(f"{page}/loeschung").location == page
    assert value_of(mira.get(page), "betriebsgroesse") == ""
    assert site.read(lambda session: session.scalars(select(CaseFunding)).all()) == []


def test_details_that_were_tampered_with_are_told_and_the_page_stays(site, mira, page, told):
    mira.post(page, data={**told, "keep": "case"})
    with site.database.writing() as session:
        session.scalars(select(CaseFunding)).one().sealed = b"x" * 40
    words = words_of(mira.get(page))
    assert "Die behaltenen Angaben sind nicht lesbar" in words
    assert "Diese Angaben jetzt löschen" in words
    assert mira.get(page.removesuffix("/foerderung")).status_code == 200
    assert mira.get(page.replace("foerderung", "druck")).status_code == 200
    assert mira.post(f"{page}/loeschung").status_code == 303


# Health


def test_health_is_asked_after_the_consent_only(site, mira, page, told):
    unasked = {**told, "keep": "case", "schwerbehindert": "ja"}
    mira.post(page, data=unasked)
    assert "schwerbehindert" not in _kept(site, page).facts
    answer = mira.post(page, data={**told, "health": "y"})
    assert 'name="schwerbehindert"' in answer.text


def test_the_consent_is_noted_with_its_day_and_can_be_taken_back(site, mira, page, told):
    agreed = {**told, "keep": "case", "health": "y", "schwerbehindert": "ja"}
    mira.post(page, data=agreed)
    assert _kept(site, page).facts["schwerbehindert"] is True
    assert _kept(site, page).health_since == clock.today()
    shown = mira.get(page)
    assert "Einverstanden seit" in words_of(shown)
    del agreed["health"]
    mira.post(page, data={**agreed, "revision": value_of(shown, "revision")})
    assert "schwerbehindert" not in _kept(site, page).facts
    assert _kept(site, page).health_since is None


def test_the_day_of_the_first_consent_stays(site, mira, page, told):
    earlier = clock.today() - timedelta(days=9)
    with site.database.writing() as session:
        case, by = session.get_one(Case, _case_id(page)), session.get_one(Person, site.mira)
        note = FundingNote({"alter": 52}, health_since=earlier)
        now = clock.now()
        funding.keep(session, builders.CIPHER, case, note, revision="", by=by, now=now)
    revision = value_of(mira.get(page), "revision")
    mira.post(page, data={**told, "keep": "case", "health": "y", "revision": revision})
    assert _kept(site, page).health_since == earlier


# Tasks


def test_tasks_become_next_steps_with_their_days_once(site, mira, page, told, start):
    sent = {**told, "keep": "case", "aufgabe": TASKS, "tun": "uebernehmen"}
    assert mira.post(page, data=sent).status_code == 303
    words = words_of(mira.get(page))
    assert "2 Aufgaben sind jetzt nächste Schritte." in words
    assert words.count("schon ein nächster Schritt") == 2
    due = _steps(site)
    assert len(due) == 2
    assert start - timedelta(days=7) < max(due) < start
    sent["revision"] = value_of(mira.get(page), "revision")
    mira.post(page, data=sent)
    assert len(_steps(site)) == 2
    sheet = words_of(mira.get(page.replace("foerderung", "druck")))
    assert "Förderung für Beschäftigte: Der Betrieb oder Sie stellen den Antrag." in sheet


def test_a_step_knows_the_rule_it_comes_from(site, mira, page, told):
    mira.post(page, data={**told, "aufgabe": TASKS[1:], "tun": "uebernehmen"})
    for instrument, cases_ in (("sgb3-82", [_case_id(page)]), ("afbg", [])):
        found = site.read(
            lambda session, one=instrument: [
                case.id
                for case in planned_with(
                    session, builders.CIPHER, one, before=clock.now() + timedelta(1)
                )
            ]
        )
        assert found == cases_


def test_a_step_without_a_day_says_in_words_when_it_is_time(mira, page, told):
    mira.post(page, data={**told, "beginn": "", "aufgabe": TASKS, "tun": "uebernehmen"})
    sheet = words_of(mira.get(page.replace("foerderung", "druck")))
    assert "Wann: Am besten 2 Monate vor dem Beginn." in sheet
    assert "Wann: Spätestens am Tag vor dem Beginn. Wo: Arbeitgeber-Service" in sheet


def test_the_transfer_company_is_folded_until_it_is_said(mira, page, told):
    words = words_of(mira.post(page, data=told))
    before, after = words.split("Nur in besonderen Fällen")
    assert "Kurs in der Transfergesellschaft" not in before
    assert "Kurs in der Transfergesellschaft" in after.split("Was nicht passt")[0]
    words = words_of(mira.post(page, data={**told, "transfer_kug": "ja"}))
    assert "Nur in besonderen Fällen" not in words


def test_tasks_can_be_taken_over_without_keeping_anything(site, mira, page, told):
    answer = mira.post(page, data={**told, "aufgabe": TASKS, "tun": "uebernehmen"})
    assert answer.status_code == 200
    assert value_of(answer, "betriebsgroesse") == "34"
    assert len(_steps(site)) == 2
    assert _kept(site, page) is None


@pytest.mark.parametrize(
    ("picked", "says"),
    [
        ([], "Bitte kreuzen Sie an, was ein nächster Schritt werden soll."),
        (["afbg/antrag"], "Ihre Angaben führen jetzt zu anderen Aufgaben."),
        (["<script>"], "Ihre Angaben führen jetzt zu anderen Aufgaben."),
    ],
)
def test_only_tasks_of_the_way_become_steps(site, mira, page, told, picked, says):
    sent = {**told, "keep": "case", "aufgabe": picked, "tun": "uebernehmen"}
    answer = mira.post(page, data=sent)
    assert answer.status_code == 422
    assert says in words_of(answer)
    assert value_of(answer, "betriebsgroesse") == "34"
    assert _steps(site) == []
    assert _kept(site, page) is None


def test_what_is_too_late_is_no_step(mira, page, told):
    late = {**told, "beginn": clock.today().isoformat(), "weg": "bildungsscheck-nrw-2"}
    assert 'name="aufgabe" value="sgb3-82/antrag"' not in mira.post(page, data=late).text


def test_another_way_has_other_tasks(mira, page, told):
    answer = mira.post(page, data={**told, "weg": "bildungsscheck-nrw-2"})
    assert "Das ist zu tun: Bildungsscheck NRW" in words_of(answer)
    assert "Das ist zu tun: Bildungsgutschein" not in words_of(answer)
    chosen = re.findall('<input[^>]*name="weg"[^>]*>', answer.text)
    assert [tag for tag in chosen if " checked" in tag] == [
        tag for tag in chosen if 'value="bildungsscheck-nrw-2"' in tag
    ]


# The sheet to take home


def test_the_sheet_tells_the_way_only_with_a_tick(mira, page, told):
    sheet = page.replace("foerderung", "druck")
    mira.post(page, data={**told, "keep": "case"})
    assert "So kann der Kurs bezahlt werden" not in words_of(mira.get(sheet))
    revision = value_of(mira.get(page), "revision")
    private = {"health": "y", "schwerbehindert": "ja", "zve_jahr": "31234"}
    sent = {**told, **private, "keep": "case", "on_sheet": "y", "revision": revision}
    mira.post(page, data=sent)
    words = words_of(mira.get(sheet))
    assert "So kann der Kurs bezahlt werden" in words
    assert "Bildungsgutschein + Förderung für Beschäftigte" in words
    assert "Sie zahlen voraussichtlich 0 €." in words
    for secret in ("2.800", "9.667", "31.234", "31234", "ehinder", "Lohn in", "Einkommen"):
        assert secret not in words, secret


# The end of a case, and doors


def test_an_ended_case_shows_what_is_kept_and_takes_nothing(site, mira, page, told):
    mira.post(page, data={**told, "keep": "case"})
    with site.database.writing() as session:
        case, by = session.get_one(Case, _case_id(page)), session.get_one(Person, site.mira)
        cases.end(session, case, Outcome.informed, by=by, now=clock.now())
    shown = mira.get(page)
    assert "Sie zahlen 0 €" in words_of(shown)
    assert "<fieldset" not in shown.text
    assert f'href="{page}"' in mira.get(page.removesuffix("/foerderung")).text
    answer = mira.post(page, data={**told, "keep": "case", "alter": "41"})
    assert answer.status_code == 409
    assert "Dieser Fall ist beendet." in words_of(answer)
    assert value_of(answer, "alter") == "41"
    assert mira.post(f"{page}/loeschung").status_code == 303
    assert _kept(site, page) is None


def test_an_erased_case_has_no_such_page(mira, page):
    mira.post(page.replace("foerderung", "loeschung"), data={"sure": "y"})
    assert mira.get(page).status_code == 404
    assert mira.post(page, data=EMPLOYEE).status_code == 404


def test_no_address_and_no_cache_holds_what_was_told(mira, page, told):
    answer = mira.post(page, data={**told, "keep": "case"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert "2800" not in answer.location


_NAMES = [fact.name for fact in NOTED] + ["beginn", "angebot", "suche", "weg", "aufgabe", "tun"]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.dictionaries(
        st.sampled_from([*_NAMES, "keep", "revision", "health", "on_sheet"]),
        st.text(max_size=80) | st.sampled_from(["ja", "nein", "0", "1", "1e400", "case", "NaN"]),
        max_size=12,
    )
)
def test_nothing_that_is_sent_breaks_the_page(mira, page, sent):
    assert mira.post(page, data=sent).status_code in (200, 303, 409, 422)
