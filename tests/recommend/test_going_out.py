"""The catalogue as it leaves the house: only what can be taken, whole, and back again."""

import html
import json
import re
from datetime import timedelta

import pytest
from defusedxml import ElementTree

from mentorhub.recommend import going_out
from mentorhub.recommend.actions import catalogue, content, imports
from mentorhub.recommend.exports import FORMATS, LICENCES, Terms
from mentorhub.recommend.offer_record import Start, one_line
from mentorhub.recommend.queries import offers, public
from mentorhub.web.limits import limiter
from tests.recommend.offers import GAZETTEER, NOON, TODAY, lines_read, offer, record, take
from tests.recommend.site import CONTENT
from tests.recommend.test_exports import EVIL

TERMS = Terms("Weiterbildung Ruhr", "https://wbm.example", LICENCES["CC-BY-4.0"])


def lines(database) -> list[str]:
    pieces = going_out.catalogue(database, TERMS, FORMATS["jsonl"], NOON)
    return "".join(pieces).splitlines()


def keys(database) -> list[str]:
    return [json.loads(line)["id"] for line in lines(database)]


def test_only_what_can_be_taken_goes_out(database):
    with database.writing() as session:
        take(
            session,
            record("da"),
            record("vorbei", starts=(Start(TODAY - timedelta(days=1)),)),
            record("weg", on_request=True),
            record("text", kind="funding"),
        )
        gone = offers.by_key(session, "weg")
        catalogue.withdraw(session, gone, by=None, reason="voll", now=NOON)
    assert keys(database) == ["da", "text"]
    with database.reading() as session:
        state = public.state(session, TODAY)
        assert (state.courses, state.texts) == (1, 1)
        assert public.providers(session, TODAY) == [("Lernwerk (Beispiel)", False)]


def test_more_offers_than_one_batch_go_out_once_each(database, monkeypatch):
    monkeypatch.setattr(going_out, "BATCH", 7)
    with database.writing() as session:
        take(session, *(record(f"k-{number}") for number in range(23)))
    assert keys(database) == [f"k-{number}" for number in range(23)]


def test_an_offer_that_goes_while_the_file_is_read_does_no_harm(database, monkeypatch):
    monkeypatch.setattr(going_out, "BATCH", 2)
    with database.writing() as session:
        take(session, *(record(f"k-{number}") for number in range(6)))
    pieces = going_out.catalogue(database, TERMS, FORMATS["jsonl"], NOON)
    found = [next(pieces)]
    with database.writing() as session:
        gone = offers.by_key(session, "k-4")
        catalogue.withdraw(session, gone, by=None, reason="voll", now=NOON)
    found += pieces
    assert [json.loads(line)["id"] for line in found] == ["k-0", "k-1", "k-2", "k-3", "k-5"]


def test_what_went_out_comes_in_again_without_loss(database):
    many = [
        record("a", link="https://lernwerk.example/a?b=1&c=2#d"),
        record("b", begin_text="im Frühjahr 2027", starts=(), on_request=True),
        record("c", starts=(Start(TODAY, TODAY), Start(TODAY + timedelta(9))), azav=True),
        record("d", title=one_line(EVIL), town=None, postcode=None, form=None),
        record("e", kind="funding", price_cents=0, provider_azav=False, hours=8),
    ]
    with database.writing() as session:
        take(session, *many)
    written = [line.encode() for line in lines(database)]
    with database.reading() as session:
        rows = offers.by_keys(session, [one.key for one in many])
        before = {key: going_out.record_of(row, TODAY) for key, row in rows.items()}
    records = {one.key: one for _number, one in lines_read(*written)}
    assert {key: records[key] for key in before} == before
    run = imports.run(
        database,
        lines_read(*written),
        source="haus",
        format_="jsonl",
        gazetteer=GAZETTEER,
        now=NOON,
        total=5,
    )
    assert (run.unchanged, run.changed, run.bad) == (5, 0, 0)


def test_the_mark_changes_with_the_offers(session):
    marks = [public.state(session, TODAY).mark]
    offer(session, "a")
    marks.append(public.state(session, TODAY).mark)
    offer(session, "b")
    marks.append(public.state(session, TODAY).mark)
    marks.append(public.state(session, TODAY + timedelta(days=1)).mark)
    assert len(set(marks)) == 4


def test_every_invented_offer_says_so():
    for one in content.read_offers(CONTENT / "offers", TODAY):
        assert "(Beispiel)" in one.provider + one.title, one.key


@pytest.fixture
def reader(site, monkeypatch):
    monkeypatch.setattr(limiter, "enabled", False)
    return site.client()


@pytest.mark.parametrize("name", FORMATS)
def test_each_file_on_the_page_can_be_fetched(reader, name):
    page = reader.get("/daten").text
    address = f"/daten/dateien/{FORMATS[name].file_name}"
    assert address in page
    file = reader.get(address)
    assert file.status_code == 200
    assert file.mimetype == FORMATS[name].media_type
    assert "attachment" in file.headers["Content-Disposition"]
    assert "stapler-dortmund-tag" in file.text
    assert "(Beispiel)" in file.text
    if name == "qcat":
        assert ElementTree.fromstring(file.text).tag == "OPENQCAT"


def test_a_file_that_is_still_the_same_is_not_sent_again(reader):
    first = reader.get("/daten/dateien/mentorhub-amb.json")
    again = reader.get(
        "/daten/dateien/mentorhub-amb.json", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert reader.head("/daten/dateien/mentorhub-amb.json").status_code == 200
    assert reader.get("/daten/dateien/mentorhub-amb.exe").status_code == 404


def test_the_pages_say_licence_number_and_how_to_ask(reader):
    page = html.unescape(reader.get("/daten").text)
    assert "CC BY 4.0" in page
    assert re.search(r"Kurse</dt>\s*<dd[^>]*>\d+</dd>", page)
    described = html.unescape(reader.get("/daten/schnittstelle").text)
    assert "60 Anfragen pro Minute" in described
    assert "Höchste Entfernung vom Ort" in described
    for path in ("/search", "/offers/{key}", "/funding/{instrument_id}"):
        assert f"/api/v1{path}" in described
    assert 'href="/daten"' in reader.get("/").text


def test_every_example_on_the_page_works(reader):
    page = html.unescape(reader.get("/daten/schnittstelle").text)
    examples = re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.DOTALL)
    assert len(examples) == 8
    for example in examples:
        address = re.search(r"'http://localhost(/[^']*)'\Z", example)[1]
        body = re.search(r"-d '([^']*)'", example)
        answer = reader.post(address, json=json.loads(body[1])) if body else reader.get(address)
        assert answer.status_code == 200, example


def test_a_course_page_carries_its_data_for_search_engines(own_site):
    site = own_site(index=False)
    site.take(record("boese", title=EVIL, on_request=True), record("text", kind="funding"))
    answer = site.client().get("/angebote/boese")
    nonce, data = re.search(
        r'<script type="application/ld\+json" nonce="([^"]+)">(.*?)</script>',
        answer.text,
        re.DOTALL,
    ).groups()
    told = json.loads(data)
    assert told["@type"] == "Course"
    assert told["name"] == EVIL
    assert told["@id"] == "http://localhost/angebote/boese"
    assert f"'nonce-{nonce}'" in answer.headers["Content-Security-Policy"]
    site.withdraw("boese")
    assert "ld+json" not in site.client().get("/angebote/boese").text
    assert "ld+json" not in site.client().get("/angebote/text").text


def test_a_page_holds_what_was_asked_for_in_a_lasting_order(database):
    with database.writing() as session:
        take(session, *(record(f"k-{number}") for number in range(5)))
        take(session, record("andere", provider="Andere"), record("text", kind="funding"))
    with database.reading() as session:

        def asked(limit=2, offset=0, **wanted):
            rows, total = public.page(
                session, public.Wanted(**wanted), TODAY, limit=limit, offset=offset
            )
            return [row.key for row in rows], total

        assert asked() == (["k-0", "k-1"], 7)
        assert asked(offset=4) == (["k-4", "andere"], 7)
        assert asked(offset=70) == ([], 7)
        assert asked(provider="Andere") == (["andere"], 1)
        assert asked(kind="funding") == (["text"], 1)
        assert asked(changed_since=NOON)[1] == 7
        assert asked(changed_since=NOON + timedelta(seconds=1))[1] == 0
