"""Every button pressed twice at once, on both databases: one deed, and no error for the reader."""

import pytest
from sqlalchemy import func, select

from mentorhub.tandems.models import (
    Case,
    CaseFunding,
    CaseLog,
    Conversation,
    ConversationRequest,
    Deed,
    NextStep,
    Outcome,
)
from mentorhub.web.limits import limiter
from tests.tandems import builders
from tests.tandems.site import Site, words_of
from tests.tandems.test_views import TALK


@pytest.fixture
def site(_german, database, monkeypatch):
    """A site on each database."""
    monkeypatch.setattr(limiter, "enabled", False)
    return Site(database)


def _twice(site, person_id, path, data=None):
    """Press a button twice at once; return where each answer led."""

    def press(_number):
        answer = site.client(person_id).post(path, data=data)
        assert answer.status_code == 303, words_of(answer)
        return answer.location

    return builders.at_once(2, press)


def _count(site, table):
    return site.read(lambda session: session.scalar(select(func.count()).select_from(table)))


def _deeds(site, case_id):
    lines = select(CaseLog.deed).where(CaseLog.case_id == case_id).order_by(CaseLog.id)
    return site.read(lambda session: session.scalars(lines).all())


def test_asking(site):
    first, second = _twice(site, None, "/gespraech", site.form())
    assert first == second
    assert _count(site, ConversationRequest) == 1


def test_taking_the_consent_back(site):
    link = site.client().post("/gespraech", data=site.form()).location
    assert _twice(site, None, f"{link}/widerruf", {"sure": "y"}) == [link, link]


def test_going_outside(site):
    form = site.form(whom="inside", code=site.company.code)
    link = site.client().post("/gespraech", data=form).location
    assert _twice(site, None, f"{link}/aussen") == [link, link]


def test_taking(site):
    first, second = _twice(site, site.mira, f"/anliegen/{site.request()}/uebernahme")
    assert first == second
    assert _count(site, Case) == 1


def test_noting_a_conversation(site):
    case = f"/faelle/{site.case()}"
    assert _twice(site, site.mira, f"{case}/gespraeche", TALK) == [case, case]
    assert (_count(site, Conversation), _count(site, NextStep)) == (1, 1)


def test_keeping_details_for_funding_taking_tasks_over_and_deleting(site):
    page = f"/faelle/{site.case()}/foerderung"
    told = {
        "beschaeftigt": "ja",
        "dauer_stunden": "480",
        "keep": "case",
        "aufgabe": "sgb3-81-bildungsgutschein/termin",
        "weg": "sgb3-81-bildungsgutschein",
        "tun": "uebernehmen",
    }
    assert _twice(site, site.mira, page, told) == [f"{page}#ergebnis"] * 2
    assert (_count(site, CaseFunding), _count(site, NextStep)) == (1, 1)
    assert _twice(site, site.mira, f"{page}/loeschung") == [page, page]
    assert _count(site, CaseFunding) == 0


def test_keeping_and_dropping_a_draft(site):
    page = f"/faelle/{site.case()}/gespraeche"
    draft = page.replace("gespraeche", "entwurf")
    assert _twice(site, site.mira, draft, TALK) == [page, page]
    assert _twice(site, site.mira, f"{draft}/loeschung") == [page, page]


def test_changing_a_note(site):
    case_id = site.case()
    site.client(site.mira).post(f"/faelle/{case_id}/gespraeche", data=TALK)
    talk = site.read(lambda session: session.scalars(select(Conversation)).one())
    changed = TALK | {"version": str(talk.version), "notes": "Hat sich angemeldet"}
    path = f"/faelle/{case_id}/gespraeche/{talk.id}"
    assert _twice(site, site.mira, path, changed) == [f"/faelle/{case_id}"] * 2
    assert _deeds(site, case_id).count(Deed.conversation_changed) == 1


def test_adding_finishing_and_opening_a_step(site):
    case_id = site.case()
    case = f"/faelle/{case_id}"
    steps = [f"{case}#schritte"] * 2
    step = {"entry": "a", "text": "Anrufen"}
    assert _twice(site, site.mira, f"{case}/schritte", step) == steps
    step_id = site.read(lambda session: session.scalars(select(NextStep.id)).one())
    assert _twice(site, site.mira, f"{case}/schritte/{step_id}/erledigt") == steps
    assert _twice(site, site.mira, f"{case}/schritte/{step_id}/offen") == steps
    assert _deeds(site, case_id)[1:] == [Deed.step_added, Deed.step_done, Deed.step_reopened]


def test_ending_and_opening_a_case(site):
    case_id = site.case()
    case = f"/faelle/{case_id}"
    end = {"outcome": Outcome.informed.value}
    assert _twice(site, site.mira, f"{case}/ende", end) == [case, case]
    assert _twice(site, site.mira, f"{case}/ende/ruecknahme") == [case, case]
    assert _deeds(site, case_id)[1:] == [Deed.ended, Deed.reopened]


def test_giving_a_case_back(site):
    case_id = site.case()
    assert _twice(site, site.mira, f"/faelle/{case_id}/rueckgabe") == ["/faelle"] * 2
    assert _deeds(site, case_id)[1:] == [Deed.given_back]


def test_deleting_everything(site):
    case_id = site.case()
    path, sure = f"/faelle/{case_id}/loeschung", {"sure": "y"}
    assert _twice(site, site.mira, path, sure) == [f"/faelle/{case_id}"] * 2
    assert _deeds(site, case_id)[1:] == [Deed.erased]
