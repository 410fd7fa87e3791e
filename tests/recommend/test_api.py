"""The interface for programs: what it answers, what it refuses, what it never does."""

import json
from dataclasses import fields

import pytest

from mentorhub.accounts.actions import tokens
from mentorhub.accounts.models import ApiToken, OrganisationKind, Role
from mentorhub.accounts.queries import open_api_token
from mentorhub.kit import clock, schemas
from mentorhub.recommend.engine.document import Given
from mentorhub.recommend.exports.lines import line_of
from mentorhub.recommend.forms.api import SearchBody
from mentorhub.recommend.forms.api_answers import OfferTold
from mentorhub.web.limits import limiter
from tests import people
from tests.recommend.offers import record
from tests.recommend.site import ALWAYS, Site


@pytest.fixture(autouse=True)
def _unlimited(monkeypatch):
    """Each test asks as often as it likes, but for those about the limits."""
    monkeypatch.setattr(limiter, "enabled", False)


@pytest.fixture
def limited(monkeypatch):
    """The limits count, from nothing on."""
    monkeypatch.setattr(limiter, "enabled", True)
    limiter.reset()
    yield
    limiter.reset()


@pytest.fixture
def program(site):
    return site.app.test_client(use_cookies=False)


def problem(answer, status):
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    told = answer.get_json()
    assert told["status"] == status
    assert told["type"] == "about:blank"
    return told


def test_a_search_answers_as_the_command_does(program):
    answer = program.get("/api/v1/search?q=abends+in+Dortmund+Stapler+fahren&limit=3")
    told = answer.get_json()
    assert told.pop("total") >= len(told["hits"]) > 0
    links = told.pop("links")
    ages = {(hit["kind"], len(hit.pop("as_of") or "")) for hit in told["hits"]}
    assert ("course", len("2026-11-16")) in ages
    assert ages <= {("course", len("2026-11-16")), ("funding", 0)}
    schemas.check("find", told)
    assert told["hits"][0]["key"] in ALWAYS
    assert links["prev"] is None
    assert "page=1" in links["self"]


FILTERS = {
    "schedule": ["morning", "shift"],
    "not_schedule": ["weekend", "daytime"],
    "cheap": True,
    "max_days": 42,
    "language": "other",
}


def test_every_filter_of_the_page_is_one_of_the_interface_too():
    everything = SearchBody.model_validate(
        FILTERS
        | {"place": "Dortmund", "radius_km": 5, "form": "online", "max_price_eur": 5, "free": True}
        | {"azav": True, "level": "B1", "kind": "course"}
        | {"starts_from": "2027-01-01", "starts_by": "2027-02-01"}
    ).given()
    unset = {f.name for f in fields(Given) if getattr(everything, f.name) == f.default}
    assert unset == {"providers"}
    assert everything.not_schedules == {"weekend", "daytime"}
    assert (everything.max_days, everything.cheap, everything.language) == (42, True, "other")


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_counts_in_an_address_and_in_a_body(program, name):
    sent = {"q": "Kurs", "limit": 50, name: FILTERS[name]}
    address = sent | ({name: "true"} if FILTERS[name] is True else {})
    asked = program.get("/api/v1/search", query_string=address)
    sent_in = program.post("/api/v1/search", json=sent)
    assert (asked.status_code, sent_in.status_code) == (200, 200), asked.text
    keys = [[hit["key"] for hit in answer.get_json()["hits"]] for answer in (asked, sent_in)]
    assert keys[0] == keys[1]


def test_a_length_leaves_only_what_takes_no_longer(site, program):
    asked = "/api/v1/search?q=Kurs+in+Dortmund&limit=50&max_days=7"
    told = program.get(asked).get_json()
    assert told["hits"]
    assert "max_days" not in told["understood"]["loosened"]
    codes = [[reason["code"] for reason in hit["reasons"]] for hit in told["hits"]]
    assert all("fits_length" in each for each in codes)


def test_a_length_in_the_sentence_is_told_as_understood(program):
    answer = program.get("/api/v1/search?q=Kurs,+h%C3%B6chstens+3+Monate").get_json()
    chips = {chip["id"]: chip["params"] for chip in answer["understood"]["chips"]}
    assert chips["length"] == {"max_days": "93"}


def test_pages_lead_through_all_offers_once(program):
    seen, address = [], "/api/v1/offers?limit=10"
    while address:
        told = program.get(address.removeprefix("http://localhost")).get_json()
        seen += [one["id"] for one in told["items"]]
        address = told["links"]["next"]
    assert len(seen) == len(set(seen)) == told["total"] > 30


def test_an_offer_has_the_fields_of_the_import():
    told = OfferTold.model_fields.keys()
    more = {"url", "changed_at", "seen_on", "stale", "licence", "link_state", "link_checked_on"}
    assert told == line_of(record()).keys() | more


def test_an_offer_is_found_by_its_key_and_its_page_exists(program):
    told = program.get("/api/v1/offers/stapler-dortmund-tag").get_json()
    assert told["title"]
    assert program.get(told["url"].removeprefix("http://localhost")).status_code == 200


@pytest.mark.parametrize("key", ["gibt-es-nicht", "..%2f..", "a%3Cb", "sgb3-82", "a//b"])
def test_what_is_no_offer_is_missing(program, key):
    problem(program.get(f"/api/v1/offers/{key}"), 404)


def test_what_was_withdrawn_is_gone(own_site):
    site = own_site(index=False)
    site.take(record("alt", on_request=True))
    program = site.app.test_client()
    assert program.get("/api/v1/offers/alt").status_code == 200
    site.withdraw("alt")
    problem(program.get("/api/v1/offers/alt"), 410)
    listed = program.get("/api/v1/offers?limit=100").get_json()["items"]
    assert "alt" not in {one["id"] for one in listed}


def test_offers_are_asked_for_by_provider_kind_and_age(program):
    some = program.get("/api/v1/offers?kind=course&limit=1").get_json()["items"][0]
    same = program.get("/api/v1/offers", query_string={"provider": some["provider"]}).get_json()
    assert {one["provider"] for one in same["items"]} == {some["provider"]}
    assert program.get("/api/v1/offers?changed_since=2199-01-01").get_json()["total"] == 0
    assert program.get("/api/v1/offers?changed_since=0001-01-01").get_json()["total"] > 0


def test_offers_are_asked_for_by_the_instrument_that_may_pay(own_site):
    site = own_site()
    program = site.app.test_client(use_cookies=False)
    site.take(
        record("lang", hours=480, azav=True, provider_azav=True, degree_kind="vocational"),
        record("kurz", hours=8, azav=True, provider_azav=True),
        record("fragt", hours=480),
    )
    told = program.get("/api/v1/offers?funding=sgb3-82&limit=100").get_json()
    keys = {each["id"] for each in told["items"]}
    assert {"lang", "fragt"} <= keys
    assert "kurz" not in keys
    assert "funding=sgb3-82" in told["links"]["self"]


@pytest.mark.parametrize("one", ["gibtsnicht", "bildungspraemie", "awbg-nrw"])
def test_what_pays_no_course_today_brings_no_offers(program, one):
    assert program.get(f"/api/v1/offers?funding={one}").get_json()["total"] == 0


def test_facts_decide_about_funding_and_stand_in_no_address(program):
    body = {"q": "Stapler in Dortmund", "facts": {"wohnsitz_land": "anderes"}}
    told = program.post("/api/v1/search", json=body).get_json()
    assert told["links"] is None
    without = program.get("/api/v1/search?q=Stapler+in+Dortmund").get_json()
    assert told["hits"][0]["key"] == without["hits"][0]["key"]
    assert told["hits"][0]["funding"] != without["hits"][0]["funding"]


def test_each_instrument_says_what_it_says_to_the_facts(program):
    told = program.post("/api/v1/funding", json={"facts": {"beschaeftigt": False}}).get_json()
    by_id = {one["id"]: one for one in told["items"]}
    assert by_id["bildungspraemie"]["status"] == "no"
    assert by_id["bildungspraemie"]["reason"]["de"]
    assert told["next_question"]["question"]["en"]
    everything = program.get("/api/v1/funding?limit=100").get_json()
    assert {one["id"] for one in everything["items"]} == by_id.keys()
    one = program.get("/api/v1/funding/sgb3-81-bildungsgutschein").get_json()
    assert one["legal_basis"]
    assert one["conditions"]
    problem(program.get("/api/v1/funding/gibt-es-nicht"), 404)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("radius_km=viele", "radius_km"),
        ("radius_km=0", "radius_km"),
        ("limit=51", "limit"),
        ("free=ja", "free"),
        ("form=dort", "form"),
        ("schedule=nachts", "schedule.0"),
        ("not_schedule=nachts", "not_schedule.0"),
        ("cheap=ja", "cheap"),
        ("max_days=0", "max_days"),
        ("max_days=3661", "max_days"),
        ("max_days=lang", "max_days"),
        ("starts_from=2027-02-30", "starts_from"),
        ("starts_from=morgen", "starts_from"),
        ("without=_", "without.0"),
        ("without=place._", "without.0"),
        ("page=1&page=2", "page"),
        ("unbekannt=1", "unbekannt"),
        ("q=" + "x" * 501, "q"),
        ("place=Nirgendwo", "place"),
        ("place=00000&radius_km=5", "place"),
        ("q=Stapler&place=%20", "place"),
    ],
)
def test_a_wrong_value_is_named(program, query, name):
    told = problem(program.get(f"/api/v1/search?{query}"), 422)
    assert [each["name"] for each in told["errors"]] == [name]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"data": "{", "content_type": "application/json"}, 400),
        ({"data": "[" * 60_000, "content_type": "application/json"}, 400),
        ({"data": "[]", "content_type": "application/json"}, 422),
        ({"data": '{"q": NaN}', "content_type": "application/json"}, 422),
        ({"data": "{}", "content_type": "text/plain"}, 415),
        ({"data": {"q": "x"}}, 415),
        ({"data": b"x" * 70_000, "content_type": "application/json"}, 413),
        ({"json": {"facts": {"beschaeftigt": "ja"}}}, 422),
        ({"json": {"facts": {"kursgebuehr": 1}}}, 422),
        ({"json": {"limit": "5"}}, 422),
        ({"json": {"limit": True}}, 422),
    ],
)
def test_a_wrong_body_is_refused(program, sent, status):
    problem(program.post("/api/v1/search", **sent), status)


@pytest.mark.parametrize("place", ["Dortmund", "44137", "44137 Dortmund", " dortmund "])
def test_a_place_is_a_town_or_a_postcode(program, place):
    sent = {"q": "Stapler", "place": place}
    assert program.get("/api/v1/search", query_string=sent).status_code == 200
    assert program.post("/api/v1/search", json=sent).status_code == 200


def test_a_place_that_nobody_knows_is_refused_in_a_body_too(program):
    told = problem(program.post("/api/v1/search", json={"place": "Nirgendwo"}), 422)
    assert [each["name"] for each in told["errors"]] == ["place"]


def test_the_description_says_what_a_place_is(program):
    told = program.get("/api/v1/openapi.json").get_json()
    parameters = told["paths"]["/api/v1/search"]["get"]["parameters"]
    (place,) = [each for each in parameters if each["name"] == "place"]
    assert place["schema"]["format"] == "town-or-postcode"
    assert "refused" in place["description"]
    assert "422" in told["paths"]["/api/v1/search"]["get"]["responses"]
    assert told["components"]["schemas"]["SearchBody"]["properties"]["place"]["format"]


def test_a_list_of_offers_knows_no_place(program):
    told = problem(program.get("/api/v1/offers?place=Nirgendwo"), 422)
    assert [each["name"] for each in told["errors"]] == ["place"]


def test_every_error_is_a_problem(program):
    problem(program.get("/api"), 404)
    problem(program.get("/api/"), 404)
    problem(program.get("/api/v1/gibt-es-nicht"), 404)
    told = problem(program.delete("/api/v1/search"), 405)
    assert told["title"] == "Method Not Allowed"
    assert "form" not in told["detail"]
    assert "DELETE" not in program.delete("/api/v1/search").headers["Allow"]


def test_a_mistake_of_ours_is_a_problem_without_details(own_site):
    site = own_site(index=False, TESTING=False, PROPAGATE_EXCEPTIONS=False)
    site.services.put("no book at all", kind=type(site.book))
    told = problem(site.app.test_client().get("/api/v1/funding"), 500)
    assert "book" not in json.dumps(told)


def test_a_part_that_is_missing_is_a_problem_too(own_site):
    site = own_site(index=False)
    site.services.forget(type(site.book))
    problem(site.app.test_client().get("/api/v1/funding"), 503)


def test_no_cookie_is_set_and_none_is_needed(site):
    browser = site.client()
    browser.set_cookie("language", "en")
    for answer in (
        browser.get("/api/v1/search?q=Deutsch"),
        browser.post("/api/v1/search", json={"q": "Deutsch"}),
        browser.get("/api/v1/gibt-es-nicht"),
    ):
        assert "Set-Cookie" not in answer.headers


def test_pages_of_others_may_read_but_not_send(program):
    assert program.get("/api/v1/offers").headers["Access-Control-Allow-Origin"] == "*"
    assert program.get("/api/v1/nichts").headers["Access-Control-Allow-Origin"] == "*"
    sent = program.post("/api/v1/search", json={})
    assert "Access-Control-Allow-Origin" not in sent.headers
    assert "Access-Control-Allow-Credentials" not in program.get("/api/v1/offers").headers


def test_what_was_asked_is_not_in_the_log(program, caplog):
    with caplog.at_level("DEBUG"):
        program.get("/api/v1/search?q=Geheimnis")
        program.post("/api/v1/search", json={"q": "Geheimnis", "facts": {"alter": 4711}})
        program.post("/api/v1/search", json={"q": "Geheimnis", "facts": {"alter": "Geheimnis"}})
    told = " ".join(str(each.__dict__) for each in caplog.records)
    assert "Geheimnis" not in told
    assert "4711" not in told


def test_the_description_names_every_endpoint_and_every_problem(program):
    told = program.get("/api/v1/openapi.json").get_json()
    assert told["openapi"].startswith("3.1")
    assert set(told["paths"]) == {
        "/api/v1/search", "/api/v1/offers", "/api/v1/offers/{key}", "/api/v1/funding",
        "/api/v1/funding/{instrument_id}", "/api/v1/funding/{instrument_id}/steps",
    }  # fmt: skip
    for methods in told["paths"].values():
        for operation in methods.values():
            assert {"200", "400", "401", "429", "500", "503"} <= operation["responses"].keys()
            for code, answer in operation["responses"].items():
                kind = "application/json" if code == "200" else "application/problem+json"
                assert list(answer["content"]) == [kind]
            for parameter in operation["parameters"]:
                assert "null" not in json.dumps(parameter["schema"])
                assert parameter["description"]


@pytest.fixture
def token(own_site):
    """A site and a key for a program there."""
    site = own_site(index=False)
    with site.database.writing() as session:
        by = people.person(session)
        key = tokens.give(session, "Portal", by=by.id, now=clock.now())
    return site, key


def ask(site, key="", times=1):
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    program = site.app.test_client()
    return [program.get("/api/v1/funding/sgb3-82", headers=headers) for _ in range(times)][-1]


def test_without_a_key_a_program_asks_sixty_times_a_minute(limited, token):
    site, _key = token
    assert ask(site, times=60).status_code == 200
    refused = ask(site)
    problem(refused, 429)
    assert int(refused.headers["Retry-After"]) > 0
    problem(site.app.test_client().get("/api/v1/offers"), 429)


def test_with_a_key_a_program_asks_more_often_and_its_day_is_kept(limited, token):
    site, key = token
    ask(site, times=60)
    answer = ask(site, key, times=70)
    assert answer.status_code == 200
    assert int(answer.headers["X-RateLimit-Limit"]) == 600
    with site.database.reading() as session:
        assert open_api_token(session, key).used_on == clock.today()


def test_a_key_that_does_not_count_is_refused_and_counts_as_a_question(limited, token):
    site, key = token
    told = ask(site, "mh_geraten")
    problem(told, 401)
    assert told.headers["WWW-Authenticate"].lower().startswith("bearer")
    for headers in ({"Authorization": key}, {"Authorization": "Basic YTpi"}):
        problem(site.app.test_client().get("/api/v1/funding", headers=headers), 401)
    ask(site, "mh_geraten", times=60)
    problem(ask(site), 429)


def test_a_revoked_key_is_refused(token):
    site, key = token
    with site.database.writing() as session:
        row = open_api_token(session, key)
        tokens.revoke(session, session.get(ApiToken, row.id), by=row.by_id, now=clock.now())
    problem(ask(site, key), 401)


def test_somebody_who_is_signed_in_is_nobody_here(own_site):
    site = own_site(index=False)
    site.take(record("alt", starts=(), on_request=True))
    site.withdraw("alt")
    with site.database.writing() as session:
        editor = people.person(session)
        home = people.organisation(session, OrganisationKind.coordination_office)
        people.member(session, editor, home, Role.editor)
    answer = site.app.test_client().get("/api/v1/offers/alt", headers={"X-Person": str(editor.id)})
    problem(answer, 410)


def test_both_databases_answer_alike(database, tmp_path):
    program = Site(database, tmp_path).app.test_client()
    for address in (
        "/api/v1/search?q=Deutsch+lernen&starts_from=2027-01-01",
        "/api/v1/offers?kind=course&changed_since=2026-01-01&limit=5",
        "/api/v1/offers/stapler-dortmund-tag",
        "/api/v1/funding",
        "/daten/dateien/mentorhub-qcat.xml",
    ):
        assert program.get(address).status_code == 200, address
    problem(program.get("/api/v1/offers/gibt%20es%20nicht"), 404)
    problem(program.get("/api/v1/offers/%F0%9F%91%A9"), 404)
