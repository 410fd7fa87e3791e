"""What the pages of this room say and do."""

import html
import json
import re
from datetime import timedelta
from urllib.parse import unquote_plus

import pytest
from flask import Flask
from sqlalchemy import func, select

from mentorhub.accounts.actions import memberships
from mentorhub.accounts.models import Organisation, OrganisationKind, Person, Role
from mentorhub.kit import clock
from mentorhub.kit.crypto import new_token
from mentorhub.kit.mail import OutboxMail
from mentorhub.recommend.actions import catalogue
from mentorhub.recommend.actions import saved as lists
from mentorhub.recommend.queries import offers
from mentorhub.tandems.actions import cases as deeds
from mentorhub.tandems.actions import erasure
from mentorhub.tandems.models import (
    Case,
    CaseDraft,
    Conversation,
    ConversationRequest,
    NextStep,
    Outcome,
)
from mentorhub.tandems.queries.cases import PAGE_ROWS
from mentorhub.tandems.queries.opening import content_of, text_of
from mentorhub.tandems.views import stamps
from mentorhub.web.limits import limiter
from mentorhub.web.mailer import Mailer
from tests import people
from tests.tandems import builders
from tests.tandems.site import OFFER, value_of, words_of

TALK = {
    "entry": "one-form",
    "held_on": "2026-11-20",
    "minutes": "40",
    "channel": "phone",
    "notes": "Traut sich die Prüfung\nnoch nicht zu",
    "step1": "Probestunde anschauen",
    "due1": "2027-01-15",
}


def _count(site, table):
    return site.read(lambda session: session.scalar(select(func.count()).select_from(table)))


def _only_request(site):
    return site.read(lambda session: session.scalars(select(ConversationRequest)).unique().one())


# Asking


def test_words_from_a_dialogue_fill_the_form_and_stand_in_no_address(visitor):
    page = visitor.post("/gespraech/vorbereitung", data={"anlass": "Geheim <b>" + "x" * 900})
    assert page.status_code == 200
    assert "Geheim &lt;b&gt;" in page.text
    assert "x" * 501 not in page.text
    assert "Geheim" not in page.request.url


def test_the_form_is_there_for_everybody(visitor):
    page = visitor.get("/gespraech")
    assert page.status_code == 200
    assert "Lieber mit einem Menschen sprechen?" in words_of(page)
    assert 'value="outside"' in page.text
    assert page.text.index("checked") < page.text.index('value="inside"')


def test_what_was_searched_is_in_the_form_and_nowhere_else(site, visitor):
    page = visitor.get("/gespraech?q=staplerschein+abends")
    assert ">\nstaplerschein abends</textarea>" in page.text.replace("\r", "")
    assert value_of(page, "searched") == "staplerschein abends"
    assert _count(site, ConversationRequest) == 0


def test_an_occasion_is_a_wish_and_no_search(visitor):
    page = visitor.get("/gespraech?anlass=Meine+Merkliste&q=stapler")
    assert ">\nMeine Merkliste</textarea>" in page.text.replace("\r", "")
    assert value_of(page, "searched") == "stapler"
    assert value_of(visitor.get("/gespraech?anlass=Meine+Merkliste"), "searched") == ""


def test_the_form_says_who_reads_and_who_never_does(visitor):
    words = words_of(visitor.get("/gespraech"))
    assert "Ihr Arbeitgeber, Ihre Vorgesetzten und die Personalabteilung können es nie" in words
    visitor.set_cookie("easy", "on")
    easy = words_of(visitor.get("/gespraech"))
    assert "Ihr Chef liest es nie." in easy
    assert "Personalabteilung" not in easy


def test_a_sent_form_leads_to_a_private_link(site, visitor):
    answer = visitor.post("/gespraech", data=site.form())
    assert answer.status_code == 303
    page = visitor.get(answer.location)
    request = _only_request(site)
    words = words_of(page)
    assert request.reference in words
    assert "Ihr Anliegen ist angekommen" in words
    assert "Verband Dortmund, Dortmund (2 Mentor:innen)" in words
    assert request.token_hash not in answer.location


def test_the_private_page_shows_nothing_of_what_was_written(site, visitor):
    page = visitor.get(visitor.post("/gespraech", data=site.form()).location)
    for secret in ("Aylin", builders.CONTACT, builders.WISH, builders.SEARCHED):
        assert secret not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]


def test_who_asks_in_danger_is_told_once_whom_to_call(site, visitor):
    wish = "Ich will nicht mehr leben."
    assert "116 123" in words_of(visitor.post("/gespraech/vorbereitung", data={"anlass": wish}))
    answer = visitor.post("/gespraech", data=site.form(wish=wish))
    assert "0800 111 0 111" in words_of(visitor.get(answer.location))
    assert "0800 111 0 111" not in words_of(visitor.get(answer.location))


def test_who_asks_for_anything_else_is_told_no_number_to_call(site, visitor):
    page = visitor.get(visitor.post("/gespraech", data=site.form()).location)
    assert "116 123" not in words_of(page)


def test_sending_twice_is_one_request_and_the_same_page(site, visitor):
    form = site.form()
    first = visitor.post("/gespraech", data=form)
    again = visitor.post("/gespraech", data=form)
    assert (again.status_code, again.location) == (303, first.location)
    assert _count(site, ConversationRequest) == 1


def test_two_forms_are_two_requests(site, visitor):
    first = visitor.post("/gespraech", data=site.form())
    second = visitor.post("/gespraech", data=site.form())
    assert first.location != second.location
    assert _count(site, ConversationRequest) == 2


SOMEBODY_ELSE = {"first_name": "Bo", "contact": "bo@beispiel.test", "wish": "Ich will Deutsch"}


@pytest.mark.parametrize("changes", [SOMEBODY_ELSE, {"contact": "0231 555 0198"}])
def test_what_is_changed_after_sending_is_a_request_of_its_own(site, visitor, changes):
    form = site.form()
    first = visitor.post("/gespraech", data=form)
    second = visitor.post("/gespraech", data=form | changes)
    assert second.status_code == 303
    assert second.location != first.location
    told = json.loads(visitor.get(f"{second.location}/daten.json").text)["told"]
    assert told["contact"] == changes["contact"]
    assert _count(site, ConversationRequest) == 2


def test_after_taking_the_consent_back_the_same_can_be_sent_again(site, visitor):
    form = site.form()
    first = visitor.post("/gespraech", data=form)
    visitor.post(f"{first.location}/widerruf", data={"sure": "y"})
    second = visitor.post("/gespraech", data=form)
    assert second.location != first.location
    assert "Ihr Anliegen ist angekommen" in words_of(visitor.get(second.location))
    assert visitor.post("/gespraech", data=form).location == second.location


def test_the_link_cannot_be_made_without_the_secret_of_the_application(site):
    said = builders.asking().said
    with site.app.app_context():
        stamp = stamps.read(site.stamp())
        real = next(stamps.link_tokens(stamp, said))
        assert next(stamps.link_tokens(stamp, said)) == real
    other = Flask("elsewhere")
    other.secret_key = "another secret, long enough as well"
    with other.app_context():
        assert next(stamps.link_tokens(stamp, said)) != real


def test_a_form_that_was_open_for_days_comes_back_with_a_fresh_stamp(site, visitor):
    form = site.form(stamp=site.stamp(timedelta(days=2)))
    page = visitor.post("/gespraech", data=form)
    assert page.status_code == 422
    assert "länger als einen Tag offen" in words_of(page)
    assert builders.WISH in page.text
    assert value_of(page, "first_name") == "Aylin"
    fresh = value_of(page, "stamp")
    assert fresh != form["stamp"]
    with site.app.app_context():
        assert not stamps.read(fresh).is_too_old(clock.now())
    assert _count(site, ConversationRequest) == 0


def test_a_browser_keeps_no_form_of_this_room(site, visitor):
    page = visitor.get("/gespraech")
    assert page.headers["Cache-Control"] == "no-store"
    assert "X-Robots-Tag" not in page.headers
    refused = visitor.post("/gespraech", data=site.form(contact=""))
    assert refused.headers["Cache-Control"] == "no-store"
    assert "noindex" in refused.headers["X-Robots-Tag"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"first_name": " "}, "Bitte schreiben Sie einen Namen."),
        ({"contact": ""}, "Bitte schreiben Sie, wie wir Sie erreichen."),
        ({"contact": "12"}, "Das sieht zu kurz aus."),
        ({"contact": "a@b"}, "Das sieht zu kurz aus."),
        ({"postcode": "4413"}, "Eine Postleitzahl hat fünf Ziffern."),
        ({"postcode": ""}, "Bitte schreiben Sie Ihre Postleitzahl oder den Code"),
        ({"whom": "inside"}, "Für jemanden im Betrieb brauchen wir den Code"),
        ({"code": "XXXX-XXXX"}, "Diesen Code kennen wir nicht."),
        ({"consent": None}, "Ohne Ihre Einwilligung dürfen wir Ihr Anliegen nicht lesen."),
        ({"whom": "boss"}, "Mit wem möchten Sie sprechen?"),
    ],
)
def test_a_bad_form_comes_back_with_everything_typed(site, visitor, changes, says):
    page = visitor.post("/gespraech", data=site.form(**changes))
    assert page.status_code == 422
    assert says in words_of(page)
    assert builders.WISH in page.text
    assert _count(site, ConversationRequest) == 0


@pytest.mark.parametrize(
    "contact", ["0231 555 0199", "aylin@beispiel.test", "Kantine, nach der Frühschicht"]
)
def test_every_sensible_way_to_be_reached_is_taken(site, visitor, contact):
    assert visitor.post("/gespraech", data=site.form(contact=contact)).status_code == 303


def test_a_form_that_was_sent_too_fast_asks_once_more(site, visitor):
    stamp = site.stamp(timedelta(0))
    page = visitor.post("/gespraech", data=site.form(stamp=stamp))
    assert page.status_code == 422
    assert "Das ging sehr schnell." in words_of(page)
    assert value_of(page, "stamp") == stamp
    assert _count(site, ConversationRequest) == 0


def test_a_filled_trap_asks_once_more_and_is_empty_then(site, visitor):
    page = visitor.post("/gespraech", data=site.form(homepage="http://beispiel.test"))
    assert page.status_code == 422
    assert "beispiel.test" not in page.text
    assert _count(site, ConversationRequest) == 0


@pytest.mark.parametrize("stamp", ["", "made up", None])
def test_a_stamp_that_is_not_ours_is_replaced(site, visitor, stamp):
    page = visitor.post("/gespraech", data=site.form(stamp=stamp))
    assert page.status_code == 422
    assert value_of(page, "stamp") not in ("", stamp)


def test_nobody_inside_is_said_kindly_and_outside_is_offered(site, visitor):
    form = site.form(whom="inside", code=site.empty_company.code)
    page = visitor.post("/gespraech", data=form)
    assert page.status_code == 422
    assert "In Ihrem Betrieb macht das noch niemand" in words_of(page)
    assert _count(site, ConversationRequest) == 0
    assert visitor.post("/gespraech", data={**form, "whom": "outside"}).status_code == 303


def test_a_code_is_understood_however_it_is_typed(site, visitor):
    code = site.company.code.replace("-", " ").lower()
    assert visitor.post("/gespraech", data=site.form(whom="inside", code=code)).status_code == 303
    assert _only_request(site).organisation_id == site.company.id


def _save(site, visitor):
    with site.database.writing() as session:
        offer = offers.by_key(session, OFFER)
        token = lists.save(session, offer, person_id=None, token=None, now=clock.now())
    with visitor.session_transaction() as cookie:
        cookie["saved"] = token


def test_what_was_saved_is_shown_before_it_is_agreed_to(site, visitor):
    _save(site, visitor)
    words = words_of(visitor.get("/gespraech?q=stapler"))
    assert "Sie haben gesucht: stapler" in words
    assert "Gabelstaplerschein (Abendkurs)" in words


@pytest.mark.parametrize("agreed", [True, False])
def test_searches_and_saved_offers_go_along_only_with_consent(site, visitor, agreed):
    _save(site, visitor)
    visitor.post("/gespraech", data=site.form(shows_search="y" if agreed else None))
    content = content_of(builders.CIPHER, _only_request(site))
    assert content.searched == (builders.SEARCHED if agreed else "")
    assert [each.key for each in content.saved] == ([OFFER] if agreed else [])


def test_a_poster_can_bring_code_and_postcode(visitor):
    page = visitor.get("/gespraech?plz=44137&code=ABCD-2345")
    assert (value_of(page, "postcode"), value_of(page, "code")) == ("44137", "ABCD-2345")


def test_guessing_codes_is_slowed_down(site, visitor):
    limiter.reset()
    limiter.enabled = True
    answers = [
        visitor.post("/gespraech", data=site.form(code="XXXX-XXXX")).status_code for _ in range(31)
    ]
    limiter.reset()
    assert answers == [422] * 30 + [429]


# The private link


def _link(visitor, site, **changes):
    return visitor.post("/gespraech", data=site.form(**changes)).location


def test_a_made_up_link_leads_nowhere(visitor):
    token = new_token()
    assert visitor.get(f"/gespraech/{token}").status_code == 404
    assert visitor.get(f"/gespraech/{token}/daten.json").status_code == 404
    assert visitor.post(f"/gespraech/{token}/widerruf", data={"sure": "y"}).status_code == 404
    assert visitor.post(f"/gespraech/{token}/aussen").status_code == 404


def test_the_link_tells_who_has_taken_the_request_and_what_comes_next(site, visitor):
    link = _link(visitor, site)
    mira = site.client(site.mira)
    request_id = _only_request(site).id
    case = mira.post(f"/anliegen/{request_id}/uebernahme").location
    assert "Mira Meer hat Ihr Anliegen übernommen" in words_of(visitor.get(link))
    mira.post(f"{case}/gespraeche", data=TALK)
    page = visitor.get(link)
    assert "Sie sind im Gespräch mit Mira Meer" in words_of(page)
    assert "Prüfung" not in page.text
    mira.post(f"{case}/ende", data={"outcome": "course_found"})
    assert "Ihre Gespräche sind beendet" in words_of(visitor.get(link))


def test_the_person_gets_what_they_told_and_no_notes(site, visitor):
    link = _link(visitor, site, shows_search="y")
    mira = site.client(site.mira)
    case = mira.post(f"/anliegen/{_only_request(site).id}/uebernahme").location
    mira.post(f"{case}/gespraeche", data=TALK)
    answer = visitor.get(f"{link}/daten.json")
    told = json.loads(answer.text)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert told["told"]["wish"] == builders.WISH
    assert told["told"]["contact"] == builders.CONTACT
    assert told["consent"]["text_version"]
    assert told["conversations"] == [{"on": "2026-11-20", "minutes": 40, "channel": "phone"}]
    assert told["mentors"] == ["Mira Meer"]
    assert "Prüfung" not in answer.text


def test_taking_the_consent_back_deletes_everything_and_says_so(site, visitor):
    link = _link(visitor, site)
    answer = visitor.post(f"{link}/widerruf", data={"sure": "y"})
    assert (answer.status_code, answer.location) == (303, link)
    words = words_of(visitor.get(link))
    assert "Alles ist gelöscht" in words
    assert "Gesuchtes und Gemerktes" not in words
    assert "Einwilligung zurücknehmen" not in words
    assert _only_request(site).sealed is None
    told = json.loads(visitor.get(f"{link}/daten.json").text)
    assert told["told"] == {}
    assert (told["postcode"], told["company"], told["desks"]) == ("", None, [])


def test_taking_the_consent_back_needs_a_tick(site, visitor):
    link = _link(visitor, site)
    page = visitor.post(f"{link}/widerruf")
    assert page.status_code == 422
    assert "Bitte setzen Sie den Haken" in words_of(page)
    assert _only_request(site).sealed is not None


def test_a_request_inside_can_still_go_outside(site, visitor):
    link = _link(visitor, site, whom="inside", code=site.company.code)
    assert "Lieber jemand von außen?" in words_of(visitor.get(link))
    assert visitor.post(f"{link}/aussen").status_code == 303
    words = words_of(visitor.get(link))
    assert "Verband Dortmund" in words
    assert "Metallbau Beispiel" not in words
    assert site.client(site.ines).get("/anliegen").status_code == 200
    assert "Aylin" not in site.client(site.ines).get("/anliegen").text


def test_an_empty_desk_is_told_openly(site, visitor):
    link = _link(visitor, site)
    with site.database.writing() as session:
        for id_ in (site.mira, site.milan):
            person = session.get_one(Person, id_)
            memberships.leave(session, person.memberships[0], by=None, now=clock.now())
    assert "Zurzeit ist die Anlaufstelle nicht besetzt" in words_of(visitor.get(link))


def test_an_expired_request_says_sorry(site, visitor):
    link = _link(visitor, site)
    with site.database.writing() as session:
        erasure.expire_waiting(session, now=clock.now() + timedelta(days=90))
    assert "Niemand konnte Ihr Anliegen übernehmen" in words_of(visitor.get(link))


# The desk


def test_the_desk_shows_who_waits_with_age_and_distance(site):
    site.request()
    words = words_of(site.client(site.mira).get("/anliegen"))
    assert "1 Mensch wartet auf eine Antwort" in words
    assert "Aylin" in words
    assert "59423 Unna" in words
    assert "16 km" in words
    assert "neu · 59423" in words
    assert builders.CONTACT not in words


def test_an_empty_desk_says_what_comes(site):
    words = words_of(site.client(site.mira).get("/anliegen"))
    assert "Niemand wartet" in words


def test_a_request_shows_what_was_searched_and_saved_and_no_contact(site):
    page = site.client(site.mira).get(f"/anliegen/{site.request()}")
    words = words_of(page)
    assert builders.WISH in words
    assert builders.CONTACT not in words
    assert f'href="/angebote/{OFFER}"' in page.text
    assert f"Gesucht: {builders.SEARCHED}" in words


def test_taking_leads_to_the_case_with_the_contact(site):
    mira = site.client(site.mira)
    answer = mira.post(f"/anliegen/{site.request()}/uebernahme")
    assert answer.status_code == 303
    assert builders.CONTACT in words_of(mira.get(answer.location))


def test_the_second_taker_gets_a_clear_409(site):
    request_id = site.request()
    site.client(site.mira).post(f"/anliegen/{request_id}/uebernahme")
    milan = site.client(site.milan)
    for answer in (
        milan.post(f"/anliegen/{request_id}/uebernahme"),
        milan.get(f"/anliegen/{request_id}"),
    ):
        assert answer.status_code == 409
        assert "Mira Meer war schneller" in words_of(answer)


def test_taking_twice_leads_the_taker_to_the_case(site):
    request_id = site.request()
    mira = site.client(site.mira)
    first = mira.post(f"/anliegen/{request_id}/uebernahme")
    again = mira.post(f"/anliegen/{request_id}/uebernahme")
    assert (again.status_code, again.location) in [(302, first.location), (303, first.location)]


def test_a_tampered_request_does_not_close_the_desk(site):
    bad, good = site.request(), site.request()
    with site.database.writing() as session:
        row = session.get_one(ConversationRequest, bad)
        row.sealed = session.get_one(ConversationRequest, good).sealed
    mira = site.client(site.mira)
    words = words_of(mira.get("/anliegen"))
    assert words.count("Aylin") == 1
    assert "Dieses Anliegen ist nicht lesbar." in words
    assert "Ich übernehme das" not in words_of(mira.get(f"/anliegen/{bad}"))


# Cases


def test_a_conversation_is_noted_with_its_steps(site):
    mira, case_id = site.client(site.mira), site.case()
    form = mira.get(f"/faelle/{case_id}/gespraeche")
    entry = value_of(form, "entry")
    answer = mira.post(f"/faelle/{case_id}/gespraeche", data={**TALK, "entry": entry})
    assert (answer.status_code, answer.location) == (303, f"/faelle/{case_id}")
    words = words_of(mira.get(answer.location))
    assert "Traut sich die Prüfung noch nicht zu" in words
    assert "Fr, 20. November 2026" in words
    assert "Am Telefon, 40 Minuten, Mira Meer" in words
    assert "Probestunde anschauen" in words
    assert "bis Fr, 15. Januar 2027" in words
    assert "Gespräch festgehalten" in words


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"held_on": "2090-01-01"}, "Dieser Tag kommt erst noch."),
        ({"held_on": "1990-01-01"}, "Bitte prüfen Sie das Jahr."),
        ({"held_on": ""}, "Bitte geben Sie an, wann Sie gesprochen haben."),
        ({"minutes": "0"}, "Bitte schreiben Sie eine Zahl von 1 bis 600 Minuten."),
        ({"minutes": "viele"}, "Wie viele Minuten?"),
        ({"channel": ""}, "Bitte wählen Sie, wie Sie gesprochen haben."),
        ({"notes": ""}, "Bitte schreiben Sie ein paar Worte."),
        ({"step1": ""}, "Was ist bis dahin zu tun?"),
    ],
)
def test_nothing_that_was_typed_is_lost_on_bad_input(site, changes, says):
    mira, case_id = site.client(site.mira), site.case()
    page = mira.post(f"/faelle/{case_id}/gespraeche", data=TALK | changes)
    assert page.status_code == 422
    assert says in words_of(page)
    for name in ("minutes", "step1", "due1"):
        assert value_of(page, name) == (TALK | changes)[name]
    if "notes" not in changes:
        assert "Traut sich die Prüfung\nnoch nicht zu" in page.text
    assert value_of(page, "entry") == TALK["entry"]
    assert _count(site, Conversation) == 0


def test_a_conversation_sent_twice_is_noted_once(site):
    mira, case_id = site.client(site.mira), site.case()
    for _ in range(2):
        assert mira.post(f"/faelle/{case_id}/gespraeche", data=TALK).status_code == 303
    assert (_count(site, Conversation), _count(site, NextStep)) == (1, 1)


def test_what_was_typed_stays_when_the_case_ended_meanwhile(site):
    mira, case_id = site.client(site.mira), site.case()
    mira.post(f"/faelle/{case_id}/ende", data={"outcome": "informed"})
    page = mira.post(f"/faelle/{case_id}/gespraeche", data=TALK)
    assert page.status_code == 409
    assert "Dieser Fall ist beendet." in words_of(page)
    assert "Traut sich die Prüfung" in page.text


def test_a_draft_waits_in_the_form(site):
    mira, case_id = site.client(site.mira), site.case()
    half = {"entry": "one-form", "notes": "Angefangen", "minutes": "viele", "foreign": "x"}
    assert mira.post(f"/faelle/{case_id}/entwurf", data=half).status_code == 303
    page = mira.get(f"/faelle/{case_id}/gespraeche")
    assert "Sie schreiben an Ihrem Entwurf" in words_of(page)
    assert "Angefangen" in page.text
    assert value_of(page, "minutes") == "viele"
    assert value_of(page, "entry") == "one-form"
    mira.post(f"/faelle/{case_id}/entwurf/loeschung")
    assert "Angefangen" not in mira.get(f"/faelle/{case_id}/gespraeche").text


def test_scripts_keep_the_draft_and_hear_when(site):
    mira, case_id = site.client(site.mira), site.case()
    answer = mira.post(
        f"/faelle/{case_id}/entwurf", data={"notes": "Ang"}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    assert "Entwurf um" in answer.text
    assert "<html" not in answer.text
    assert _count(site, CaseDraft) == 1


@pytest.mark.parametrize("page", ["entwurf", "gespraeche/{talk}"])
def test_a_draft_and_a_change_stay_in_the_form_when_the_case_ended_meanwhile(site, page):
    mira, case_id = site.client(site.mira), site.case()
    mira.post(f"/faelle/{case_id}/gespraeche", data=TALK)
    talk = site.read(lambda session: session.scalars(select(Conversation)).one())
    mira.post(f"/faelle/{case_id}/ende", data={"outcome": "informed"})
    typed = TALK | {"entry": "b", "version": str(talk.version), "notes": "Noch ein Satz"}
    answer = mira.post(f"/faelle/{case_id}/{page.format(talk=talk.id)}", data=typed)
    assert answer.status_code == 409
    assert "Dieser Fall ist beendet." in words_of(answer)
    assert "Noch ein Satz" in answer.text


@pytest.mark.parametrize("by_script", [True, False])
def test_a_draft_that_is_too_long_is_not_said_to_be_kept(site, by_script):
    mira, case_id = site.client(site.mira), site.case()
    headers = {"HX-Request": "true"} if by_script else {}
    typed = TALK | {"notes": "Wort " * 7000}
    answer = mira.post(f"/faelle/{case_id}/entwurf", data=typed, headers=headers)
    assert answer.status_code == 422
    assert "Das ist zu lang, um es als Entwurf zu sichern." in answer.text
    assert ("<html" in answer.text) is not by_script
    assert _count(site, CaseDraft) == 0


def test_a_note_is_changed(site):
    mira, case_id = site.client(site.mira), site.case()
    mira.post(f"/faelle/{case_id}/gespraeche", data=TALK)
    talk = site.read(lambda session: session.scalars(select(Conversation)).one())
    url = f"/faelle/{case_id}/gespraeche/{talk.id}"
    version = value_of(mira.get(url), "version")
    answer = mira.post(url, data=TALK | {"version": version, "notes": "Hat sich angemeldet"})
    assert answer.status_code == 303
    words = words_of(mira.get(answer.location))
    assert "Hat sich angemeldet" in words
    assert "geändert am" in words


def test_a_note_that_changed_meanwhile_shows_both_and_loses_none(site):
    mira, case_id = site.client(site.mira), site.case()
    mira.post(f"/faelle/{case_id}/gespraeche", data=TALK)
    talk = site.read(lambda session: session.scalars(select(Conversation)).one())
    url = f"/faelle/{case_id}/gespraeche/{talk.id}"
    version = value_of(mira.get(url), "version")
    mira.post(url, data=TALK | {"version": version, "notes": "Erste Fassung"})
    page = mira.post(url, data=TALK | {"version": version, "notes": "Zweite Fassung"})
    assert page.status_code == 409
    assert "Erste Fassung" in words_of(page)
    assert "Zweite Fassung" in page.text
    assert "Erste Fassung" in mira.get(f"/faelle/{case_id}").text
    newer = value_of(page, "version")
    again = mira.post(url, data=TALK | {"version": newer, "notes": "Zusammengeführt"})
    assert again.status_code == 303
    read = site.read(lambda session: text_of(builders.CIPHER, session.get(Conversation, talk.id)))
    assert read == "Zusammengeführt"


def test_a_step_is_added_done_and_opened_again(site):
    mira, case_id = site.client(site.mira), site.case()
    url = f"/faelle/{case_id}"
    step = {"entry": "a", "text": "Anrufen", "due_on": "2020-01-01"}
    assert mira.post(f"{url}/schritte", data=step).location == f"{url}#schritte"
    assert "überfällig" in words_of(mira.get(url))
    step_id = site.read(lambda session: session.scalars(select(NextStep.id)).one())
    mira.post(f"{url}/schritte/{step_id}/erledigt")
    assert "1 Schritt erledigt" in words_of(mira.get(url))
    mira.post(f"{url}/schritte/{step_id}/offen")
    assert "1 Schritt erledigt" not in words_of(mira.get(url))


def test_a_step_without_words_is_asked_for_again(site):
    mira, case_id = site.client(site.mira), site.case()
    page = mira.post(f"/faelle/{case_id}/schritte", data={"entry": "a", "due_on": "2027-01-01"})
    assert page.status_code == 422
    assert "Bitte schreiben Sie, was zu tun ist." in words_of(page)
    assert value_of(page, "due_on") == "2027-01-01"


def test_no_address_holds_what_the_person_wrote(site):
    mira, request_id, case_id = site.client(site.mira), site.request(), site.case()
    mira.post(f"/faelle/{case_id}/gespraeche", data=TALK)
    pages = ["/anliegen", f"/anliegen/{request_id}", "/faelle", f"/faelle/{case_id}"]
    pages += [f"/faelle/{case_id}/{page}" for page in ("gespraeche", "ende", "druck")]
    shown = [mira.get(page) for page in pages] + [mira.post("/faelle", data={"name": "Aylin"})]
    for page in shown:
        assert page.status_code == 200
        for address in re.findall(r'(?:href|action)="([^"]*)"', page.text):
            said = unquote_plus(html.unescape(address)).casefold()
            for secret in ("Aylin", builders.WISH, builders.SEARCHED, "Prüfung", "Probestunde"):
                assert secret.casefold() not in said, address


def test_the_mentor_searches_with_words_of_their_own(site):
    mira, case_id = site.client(site.mira), site.case()
    page = mira.get(f"/faelle/{case_id}")
    assert value_of(page, "q") == ""
    assert "keine Namen" in words_of(page)
    mira.post(f"/faelle/{case_id}/ende", data={"outcome": "informed"})
    assert 'name="q"' not in mira.get(f"/faelle/{case_id}").text


def _found(client, **asked):
    return client.post("/faelle", data=asked)


def test_cases_are_found_by_first_name(site):
    site.case()
    mira = site.client(site.mira)
    page = _found(mira, name="ayl")
    assert (page.status_code, value_of(page, "name")) == (200, "ayl")
    assert "Aylin" in words_of(page)
    assert "Niemand gefunden" in words_of(_found(mira, name="bo"))
    assert "Niemand gefunden" in words_of(_found(mira, name="ayl", stand="beendet"))
    assert "Aylin" not in words_of(mira.get("/faelle?stand=beendet"))
    assert words_of(mira.get("/faelle?page=kaputt")) == words_of(mira.get("/faelle"))


def test_without_a_name_the_list_has_an_address(site):
    mira = site.client(site.mira)
    assert _found(mira, name=" ").location == "/faelle"
    assert _found(mira, stand="beendet").location == "/faelle?stand=beendet"


def test_what_was_found_goes_over_several_pages(site):
    for _ in range(PAGE_ROWS + 1):
        site.case()
    mira = site.client(site.mira)
    first = _found(mira, name="ayl", stand="offen")
    assert f"Seite 1 von 2 · insgesamt {PAGE_ROWS + 1}" in words_of(first)
    assert 'name="page" value="2"' in first.text
    last = _found(mira, name="ayl", stand="offen", page="2")
    assert words_of(last).count("Aylin") == 1
    assert 'name="page" value="1"' in last.text
    assert words_of(_found(mira, name="ayl", page="kaputt")) == words_of(first)


def test_a_mentor_without_cases_is_led_to_the_desk(site):
    words = words_of(site.client(site.milan).get("/faelle"))
    assert "Sie haben keinen offenen Fall" in words
    assert "Zur Anlaufstelle" in words


def test_a_case_ends_and_opens_again(site):
    mira, case_id = site.client(site.mira), site.case()
    assert mira.post(f"/faelle/{case_id}/ende").status_code == 422
    mira.post(f"/faelle/{case_id}/ende", data={"outcome": "course_found"})
    page = mira.get(f"/faelle/{case_id}")
    assert "Beendet: Ein Kurs ist gefunden" in words_of(page)
    assert "Gespräch festhalten" not in words_of(page)
    assert "Aylin" in words_of(mira.get("/faelle?stand=beendet"))
    mira.post(f"/faelle/{case_id}/ende/ruecknahme")
    assert "Gespräch festhalten" in words_of(mira.get(f"/faelle/{case_id}"))


def test_a_withdrawal_cannot_be_chosen_as_an_outcome(site):
    mira, case_id = site.client(site.mira), site.case()
    assert "withdrawn" not in mira.get(f"/faelle/{case_id}/ende").text
    answer = mira.post(f"/faelle/{case_id}/ende", data={"outcome": Outcome.withdrawn.value})
    assert answer.status_code == 422


def test_a_case_goes_back_to_the_desk_and_on_with_another_mentor(site):
    mira, milan, case_id = site.client(site.mira), site.client(site.milan), site.case()
    mira.post(f"/faelle/{case_id}/gespraeche", data=TALK)
    assert mira.post(f"/faelle/{case_id}/rueckgabe").location == "/faelle"
    assert mira.get(f"/faelle/{case_id}").status_code == 404
    assert "geht weiter" in words_of(milan.get("/anliegen"))
    request_id = site.read(lambda session: session.get(Case, case_id).request_id)
    assert milan.post(f"/anliegen/{request_id}/uebernahme").location == f"/faelle/{case_id}"
    assert "Traut sich die Prüfung" in milan.get(f"/faelle/{case_id}").text


def test_the_mentor_can_delete_everything_for_the_person(site):
    mira, case_id = site.client(site.mira), site.case()
    mira.post(f"/faelle/{case_id}/gespraeche", data=TALK)
    assert mira.post(f"/faelle/{case_id}/loeschung").status_code == 422
    mira.post(f"/faelle/{case_id}/loeschung", data={"sure": "y"})
    page = mira.get(f"/faelle/{case_id}")
    assert "Alles über diese Person ist gelöscht" in words_of(page)
    for secret in ("Aylin", builders.WISH, builders.CONTACT, "Prüfung", "Probestunde"):
        assert secret not in page.text
    assert _count(site, Conversation) == 0
    assert f"Fall {case_id}, gelöscht" in words_of(mira.get("/faelle?stand=beendet"))
    assert mira.post(f"/faelle/{case_id}/gespraeche", data=TALK).status_code == 404
    assert mira.post(f"/faelle/{case_id}/ende/ruecknahme").status_code == 409


def test_the_sheet_holds_the_plan_and_no_notes(site):
    mira, case_id = site.client(site.mira), site.case()
    mira.post(f"/faelle/{case_id}/gespraeche", data=TALK)
    words = words_of(mira.get(f"/faelle/{case_id}/druck"))
    assert "Probestunde anschauen (bis Fr, 15. Januar 2027)" in words
    assert "Gabelstaplerschein" in words
    assert "Mira Meer" in words
    assert "Prüfung" not in words


def test_a_saved_course_that_is_gone_says_so(site):
    mira, request_id, case_id = site.client(site.mira), site.request(), site.case()
    pages = (f"/anliegen/{request_id}", f"/faelle/{case_id}", f"/faelle/{case_id}/druck")
    for page in pages:
        assert "gibt es nicht mehr" not in words_of(mira.get(page))
    with site.database.writing() as session:
        offer = offers.by_key(session, OFFER)
        catalogue.withdraw(session, offer, by=None, reason="full", now=clock.now())
    for page in pages:
        assert "gibt es nicht mehr" in words_of(mira.get(page))


def test_a_tampered_note_is_told_and_the_rest_stays_readable(site):
    mira, case_id = site.client(site.mira), site.case()
    mira.post(f"/faelle/{case_id}/gespraeche", data=TALK)
    mira.post(f"/faelle/{case_id}/gespraeche", data=TALK | {"entry": "b", "notes": "Zweites"})
    with site.database.writing() as session:
        first, second = session.scalars(select(Conversation).order_by(Conversation.id))
        second.sealed = first.sealed
    words = words_of(mira.get(f"/faelle/{case_id}"))
    assert words.count("Traut sich die Prüfung noch nicht zu") == 1
    assert "Diese Notiz ist nicht lesbar." in words


# Doors, through the pages

DOORS = TALK | {"name": "Aylin"}


def _pages(request_id, case_id, step_id, talk_id):
    case = f"/faelle/{case_id}"
    return [
        ("GET", "/anliegen"),
        ("GET", f"/anliegen/{request_id}"),
        ("POST", f"/anliegen/{request_id}/uebernahme"),
        ("GET", "/faelle"),
        ("POST", "/faelle"),
        ("GET", case),
        ("GET", f"{case}/druck"),
        ("GET", f"{case}/gespraeche"),
        ("POST", f"{case}/gespraeche"),
        ("GET", f"{case}/gespraeche/{talk_id}"),
        ("POST", f"{case}/gespraeche/{talk_id}"),
        ("POST", f"{case}/entwurf"),
        ("POST", f"{case}/entwurf/loeschung"),
        ("POST", f"{case}/schritte"),
        ("POST", f"{case}/schritte/{step_id}/erledigt"),
        ("POST", f"{case}/schritte/{step_id}/offen"),
        ("GET", f"{case}/foerderung"),
        ("POST", f"{case}/foerderung"),
        ("POST", f"{case}/foerderung/loeschung"),
        ("GET", f"{case}/ende"),
        ("POST", f"{case}/ende"),
        ("POST", f"{case}/ende/ruecknahme"),
        ("POST", f"{case}/rueckgabe"),
        ("POST", f"{case}/loeschung"),
    ]


@pytest.fixture
def everything(site):
    """Every address of this room that holds something about the company's person Aylin."""
    with site.database.writing() as session:
        mira = session.get_one(Person, site.mira)
        company = session.get_one(Organisation, site.company.id)
        request = builders.asked(session, clock.now(), organisation=company)
        case = builders.taken(session, mira, clock.now(), organisation=company)
        talk = builders.talked(session, case, mira, clock.now())
        step = session.scalars(select(NextStep)).first()
        return _pages(request.id, case.id, step.id, talk.id)


@pytest.mark.parametrize(
    "role",
    [
        Role.company_representative,
        Role.employee,
        Role.programme_admin,
        Role.coordinator,
        Role.editor,
        Role.researcher,
        Role.seal_reviewer,
        Role.committee,
    ],
)
def test_whoever_is_no_mentor_gets_nothing_from_any_page(site, everything, role):
    with site.database.writing() as session:
        person = people.person(session)
        home = session.get_one(Organisation, site.company.id)
        if role not in (Role.company_representative, Role.employee):
            home = people.organisation(session, OrganisationKind.coordination_office)
        people.member(session, person, home, role)
    _assert_closed(site.client(person.id), everything, {403})


def test_who_is_responsible_for_staff_gets_nothing_even_as_a_mentor_outside(site, everything):
    with site.database.writing() as session:
        mira = session.get_one(Person, site.mira)
        company = session.get_one(Organisation, site.company.id)
        people.member(session, mira, company, responsible=True)
    client = site.client(site.mira)
    assert "Aylin" not in client.get("/anliegen").text
    assert "Aylin" not in client.get("/faelle").text
    closed = [page for page in everything if page[1] not in ("/anliegen", "/faelle")]
    _assert_closed(client, closed, {404})


def test_a_former_mentor_gets_nothing(site, everything):
    with site.database.writing() as session:
        mira = session.get_one(Person, site.mira)
        memberships.leave(session, mira.memberships[0], by=None, now=clock.now())
    _assert_closed(site.client(site.mira), everything, {403})


def test_a_colleague_of_the_desk_gets_nothing_of_the_case(site, everything):
    closed = [page for page in everything if page[1].startswith("/faelle/")]
    _assert_closed(site.client(site.milan), closed, {404})


def test_a_mentor_inside_gets_nothing_of_what_went_outside(site, everything):
    closed = [page for page in everything if page[1] not in ("/anliegen", "/faelle")]
    _assert_closed(site.client(site.ines), closed, {404})


def test_visitors_are_sent_to_sign_in(site, everything):
    _assert_closed(site.client(), everything, {401})


def _assert_closed(client, pages, statuses):
    for method, path in pages:
        answer = client.open(path, method=method, data=DOORS if method == "POST" else None)
        assert answer.status_code in statuses, (method, path, answer.status_code)
        for secret in ("Aylin", builders.WISH, builders.CONTACT, "Prüfung", "Probestunde"):
            assert secret not in answer.text, (method, path)


# Today and navigation


def test_today_shows_who_waits_and_what_is_due(site):
    site.request()
    case_id = site.case()
    mira = site.client(site.mira)
    mira.post(f"/faelle/{case_id}/gespraeche", data=TALK)
    words = words_of(mira.get("/heute"))
    assert "1 Mensch wartet auf eine Antwort" in words
    assert "1 offener Fall" in words
    assert "Aylin: Probestunde anschauen bis Fr, 15. Januar 2027" in words


def test_the_places_of_mentors_are_theirs_alone(site, visitor):
    assert 'href="/anliegen"' in site.client(site.mira).get("/anliegen").text
    page = visitor.get("/gespraech").text
    assert 'href="/anliegen"' not in page
    assert 'href="/faelle"' not in page


# Mails


def test_every_mail_can_be_read_and_says_nothing_of_the_request(site):
    site.request()
    case_id = site.case()
    later = clock.now() + timedelta(days=4)
    with site.database.writing() as session:
        from mentorhub.tandems.actions import requests

        requests.remind(session, now=later)
        erasure.withdraw(session, session.get(Case, case_id).request, now=later)
        requests._tell_coordinators(session, later)
        office = people.organisation(session, OrganisationKind.coordination_office)
        people.member(session, people.person(session), office, Role.coordinator)
        requests._tell_coordinators(session, later)
    mailer = Mailer(site.app, "http://localhost")
    mails = site.read(lambda session: session.scalars(select(OutboxMail)).all())
    assert {mail.template for mail in mails} == {
        "tandems/mail/asked",
        "tandems/mail/reminder",
        "tandems/mail/withdrawn",
        "tandems/mail/nobody",
    }
    for mail in mails:
        letter = mailer(mail)
        assert letter.subject
        for secret in ("Aylin", builders.WISH, builders.CONTACT, "Unna"):
            assert secret not in letter.text + letter.subject


def test_deeds_leave_a_readable_log(site):
    mira, case_id = site.client(site.mira), site.case()
    with site.database.writing() as session:
        deeds.end(
            session,
            session.get_one(Case, case_id),
            Outcome.informed,
            by=session.get_one(Person, site.mira),
            now=clock.now(),
        )
    words = words_of(mira.get(f"/faelle/{case_id}"))
    assert "Fall übernommen (Mira Meer)" in words
    assert "Fall beendet (Mira Meer)" in words
