"""The editors' pages: offers, imports, the index; who may, what is kept, what is said."""

import html
import io
import re
import zlib
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, ValidationError

from mentorhub.accounts.models import Role
from mentorhub.assist.budget import FAILURES_BEFORE_REST, Budget
from mentorhub.kit import clock
from mentorhub.kit.audit import AuditEntry
from mentorhub.kit.content import ContentFolder
from mentorhub.kit.jobs import Desk, Job
from mentorhub.kit.tallies import Tallies
from mentorhub.recommend import jobs, places
from mentorhub.recommend.actions import catalogue, content
from mentorhub.recommend.actions import index as indexing
from mentorhub.recommend.actions.index import Pace, Workshop
from mentorhub.recommend.engine.cache import VectorCache
from mentorhub.recommend.engine.shelf import Shelf
from mentorhub.recommend.forms.editors import OfferForm, given_by, read_euros, write_euros
from mentorhub.recommend.models import (
    EditorWord,
    FundingVersion,
    JudgedQuery,
    Link,
    Offer,
    OfferImport,
    OfferMapping,
    OfferUpload,
    OfferVersion,
    QualityRun,
    Source,
    SourceFetch,
    WordTrial,
    WordVersion,
)
from mentorhub.recommend.offer_record import Start, from_line
from mentorhub.recommend.places import PlaceRow
from mentorhub.recommend.queries import offers as rows
from tests.recommend.offers import line, record
from tests.recommend.site import CONTENT, WordEncoder, links_of, words_of
from tests.recommend.sources.files import moochub, qcat, service

SOON = date(2099, 3, 2)
FOR_ADMINS = r"/redaktion/quellen/(neu|\d+/aenderung|\d+/loeschung)"
OTHERS = (Role.employee, Role.in_company_mentor, Role.coordinator, Role.researcher)


class Desktop:
    """The site with what editors need, and browsers for people of any role."""

    def __init__(self, site, folder) -> None:
        self.site = site
        self.database = site.database
        self.shelf = Shelf(folder / "shelf")
        workshop = Workshop(self.shelf, VectorCache(folder / "vectors.db"), lambda: WordEncoder())
        site.services.put(workshop)
        site.services.put(ContentFolder(CONTENT))
        self.desk = Desk(site.services, clock.now)
        jobs.register(self.desk)
        with self.database.writing() as session:
            codes = [("44137", "Dortmund"), ("50667", "Köln"), ("59065", "Hamm")]
            places.fill(session, [PlaceRow(*one, "NW", 51.5, 7.5, 9) for one in codes])

    def offer(self, key: str) -> Offer:
        """Return an offer as it is stored now."""
        with self.database.reading() as session:
            return rows.by_key(session, key)

    def count(self, what) -> int:
        """Return how many rows a table has."""
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(what))

    def deeds(self) -> list[str]:
        """Return what the log holds, oldest first."""
        with self.database.reading() as session:
            return list(session.scalars(select(AuditEntry.deed).order_by(AuditEntry.id)))


@pytest.fixture
def desktop(own_site, tmp_path) -> Desktop:
    """A site of this test's own."""
    return Desktop(own_site(index=False), tmp_path)


@pytest.fixture
def rosa(desktop):
    """The browser of an editor."""
    return desktop.site.browser(Role.editor)


@pytest.fixture
def stapler(desktop):
    """An offer that an editor wrote."""
    desktop.site.take(record(starts=(Start(SOON),)), source="editor")
    return "/redaktion/angebot/stapler"


def typed(page, name="offer") -> MultiDict:
    """Return what a browser would send back if somebody pressed the first button at once."""
    form = re.search(rf'<form method="post"[^>]*class="{name}".*?</form>', page.text, re.DOTALL)[0]
    sent = MultiDict()
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = (re.search(rf' {what}="([^"]*)"', tag) for what in ("name", "value"))
        is_choice = 'type="checkbox"' in tag or 'type="radio"' in tag
        if is_choice and " checked" not in tag:
            continue
        if name and name[1] != "csrf_token":
            sent.add(name[1], html.unescape(value[1]) if value else "")
    for name, text in re.findall(
        r'<textarea[^>]* name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.S
    ):
        sent.add(name, html.unescape(text).removeprefix("\r\n"))
    for name, inner in re.findall(r'<select[^>]* name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', inner)
        sent.add(name, chosen[1] if chosen else "")
    return sent


def filled(browser, address="/redaktion/angebote/neu", **changes) -> MultiDict:
    sent = typed(browser.get(address))
    for name, value in changes.items():
        sent.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
    return sent


NEW = {
    "title": "Schweißen für Einsteiger",
    "dates__0__starts": "2099-03-02",
    "price": "1.250,00",
    "town": "Hamm",
    "postcode": "59065",
}


# Doors


def every_address(desktop):
    """Yield method and address of every door of the editors' pages, each with a real thing."""
    with desktop.database.writing() as session:
        run = OfferImport(source="x", format="jsonl", at=clock.now(), report=[])
        session.add(run)
        upload = OfferUpload(
            name="x", source="x", format="csv", is_whole=False, packed=zlib.compress(b"a;b"),
            mapping="", at=clock.now(),
            forecast={"read": 1, "added": 0, "changed": 0, "unchanged": 0, "bad": 1, "report": []},
        )  # fmt: skip
        session.add(upload)
        version = session.scalars(select(OfferVersion)).first()
        session.flush()
        key = session.get_one(Offer, version.offer_id).key
        known = {
            "key": key, "import_id": run.id, "upload_id": upload.id, "version_id": version.id,
            **_quality_numbers(session), **_source_numbers(session), "link_id": _link_number(session),
            **_rule_numbers(session),
        }  # fmt: skip
    for rule in desktop.site.app.url_map.iter_rules():
        if rule.endpoint.startswith("editors."):
            path = rule.rule
            for name in rule.arguments:
                path = re.sub(rf"<[^<>]*{name}>", str(known[name]), path)
            for method in sorted(rule.methods & {"GET", "POST"}):
                yield method, path


def _rule_numbers(session) -> dict[str, str | int]:
    rule = FundingVersion(instrument_id="afbg", number=99, at=clock.now(), text="", changes=[])
    session.merge(rule)
    return {"instrument_id": "afbg", "number": 99}


def _quality_numbers(session) -> dict[str, int]:
    now, facts = clock.now(), {"kind": "word", "say": ["a"], "mean": ["b"], "language": "de"}
    judged = JudgedQuery(name="q", query="q", grades={"x": 3}, changed_at=now)
    word = EditorWord(versions=[WordVersion(number=1, facts=facts, at=now)])
    measured, trial = QualityRun(at=now, ended_at=now), WordTrial(facts=facts, at=now)
    session.add_all([judged, word, measured, trial])
    session.flush()
    return {
        "judged_id": judged.id,
        "run_id": measured.id,
        "word_id": word.id,
        "trial_id": trial.id,
    }


def _source_numbers(session) -> dict[str, int]:
    now, told = clock.now(), {"read": 1, "bad": 1, "report": []}
    source = Source(
        name="x", address="https://example.org/", every_hours=24, at=now, due_at=now
    )  # fmt: skip
    session.add(source)
    session.flush()
    fetch = SourceFetch(source_id=source.id, at=now, is_trial=True, ended_at=now, forecast=told)
    fetch.outcome = "tried"
    session.add(fetch)
    session.flush()
    return {"source_id": source.id, "fetch_id": fetch.id}


def _link_number(session) -> int:
    link = Link(address="https://lernwerk.example/", host="lernwerk.example")
    session.add(link)
    session.flush()
    return link.id


@pytest.mark.parametrize("roles", [(), *((role,) for role in OTHERS)], ids=str)
def test_every_door_is_shut_to_everybody_else(desktop, roles):
    browser = desktop.site.browser(*roles)
    doors = list(every_address(desktop))
    before = desktop.deeds()
    assert len(doors) >= 70
    answers = {door: browser.open(door[1], method=door[0]).status_code for door in doors}
    assert set(answers.values()) == {403}, answers
    assert desktop.deeds() == before


@pytest.mark.parametrize("role", [Role.editor, Role.programme_admin])
def test_every_page_opens_for_editors_and_programme_admins(desktop, role):
    browser = desktop.site.browser(role)
    gets = {path for method, path in every_address(desktop) if method == "GET"}
    for_admins = {path for path in gets if re.fullmatch(FOR_ADMINS, path)}
    assert len(for_admins) == 3
    assert {browser.get(path).status_code for path in gets - for_admins} == {200}
    answer = 200 if role is Role.programme_admin else 403
    assert {browser.get(path).status_code for path in for_admins} == {answer}


@pytest.mark.parametrize(
    "path",
    [
        "/redaktion/angebot/gibt-es-nicht",
        "/redaktion/verlauf/gibt-es-nicht",
        "/redaktion/ruecknahme/gibt-es-nicht",
        "/redaktion/importe/999",
        "/redaktion/importe/dateien/999",
    ],
)
def test_what_is_not_there_is_missing(rosa, path):
    assert rosa.get(path).status_code == 404


def test_the_places_of_editors_are_in_their_navigation_only(desktop, rosa):
    assert "/redaktion/angebote" in rosa.get("/heute").text
    assert "/redaktion" not in desktop.site.browser().get("/").text


# The list


def test_the_list_shows_current_offers_with_counts_of_all_states(desktop, rosa):
    desktop.site.take(record("alt", title="Vorbei", starts=(Start(date(2020, 1, 6)),)))
    desktop.site.take(record("fort", title="Fort", on_request=True))
    desktop.site.withdraw("fort")
    total = desktop.count(Offer)
    page = words_of(rosa.get("/redaktion/angebote"))
    assert f"aktuell {total - 2} vorbei 1 zurückgezogen 1 alle {total}" in page
    assert "Vorbei" not in page
    assert "Vorbei" in words_of(rosa.get("/redaktion/angebote?stand=over"))
    assert "Fort" in words_of(rosa.get("/redaktion/angebote?stand=withdrawn"))


def test_all_words_must_be_there_and_signs_are_only_signs(desktop, rosa):
    desktop.site.take(record("a", title="100% Excel_Kurs", town="Hamm", on_request=True))
    for words, found in {
        "100%": True, "excel_": True, "EXCEL hamm": True, "Excel Essen": False, "1_0": False,
        "lernwerk 44137": True, "%%": False,
    }.items():  # fmt: skip
        page = words_of(rosa.get("/redaktion/angebote", query_string={"q": words, "stand": "all"}))
        assert ("100% Excel_Kurs" in page) is found, words


def test_the_list_has_pages(desktop, rosa):
    desktop.site.take(*(record(f"k{n:03}", title=f"Kurs {n}") for n in range(60)))
    first = rosa.get("/redaktion/angebote?q=Lernwerk")
    assert "Seite 1 von 3" in words_of(first)
    assert "/redaktion/angebote?q=Lernwerk&seite=2" in links_of(first)
    assert "Seite 3 von 3" in words_of(rosa.get("/redaktion/angebote?q=Lernwerk&seite=99"))
    for odd in ("0", "-1", "x", "9" * 40, "٣"):
        page = rosa.get("/redaktion/angebote", query_string={"q": "Lernwerk", "seite": odd})
        assert page.status_code == 200


def test_an_empty_list_says_what_to_do(rosa):
    assert "Nichts gefunden" in words_of(rosa.get("/redaktion/angebote?q=gibtsnicht"))
    assert "Alle zeigen" in words_of(rosa.get("/redaktion/angebote?stand=withdrawn"))


# Adding


def test_an_offer_is_added_and_found_at_once(desktop, rosa):
    answer = rosa.post("/redaktion/angebote", data=filled(rosa, **NEW))
    key = "eigen-schweissen-fuer-einsteiger"
    assert (answer.status_code, answer.location) == (303, f"/redaktion/angebot/{key}")
    stored = desktop.offer(key)
    assert (stored.source, stored.price_cents, stored.as_of) == ("editor", 125000, clock.today())
    assert [day.starts for day in stored.dates] == [SOON]
    assert stored.latitude is not None
    assert "offer.added" in desktop.deeds()
    assert "Gespeichert" in words_of(rosa.get(answer.location))


def test_offers_of_one_title_get_keys_of_their_own(desktop, rosa):
    for _ in range(3):
        assert rosa.post("/redaktion/angebote", data=filled(rosa, **NEW)).status_code == 303
    with desktop.database.reading() as session:
        found = rows.keys_beginning(session, "eigen-schweissen")
    stem = "eigen-schweissen-fuer-einsteiger"
    assert found == {stem, f"{stem}-2", f"{stem}-3"}


def test_no_file_of_the_content_folder_uses_the_keys_of_editors():
    records = content.read_offers(CONTENT / "offers", clock.today())
    assert not [each.key for each in records if each.key.startswith(catalogue.OWN_KEYS)]


def test_a_bad_form_comes_back_with_what_was_typed_and_links_to_the_fields(desktop, rosa):
    before = desktop.count(Offer)
    wrong = {**NEW, "title": " ", "postcode": "4413", "price": "viel", "dates__0__starts": "",
             "dates__0__ends": "2099-03-05", "description": "Eins\nZwei"}  # fmt: skip
    answer = rosa.post("/redaktion/angebote", data=filled(rosa, **wrong))
    assert answer.status_code == 422
    for target in ("title", "postcode", "price", "dates-0-ends", "on_request"):
        assert f'href="#{target}"' in answer.text
    kept = typed(answer)
    assert kept["postcode"] == "4413"
    assert kept["price"] == "viel"
    assert kept["description"] == "Eins\nZwei"
    assert kept["dates-0-ends"] == "2099-03-05"
    assert desktop.count(Offer) == before


def test_one_more_date_keeps_everything_and_saves_nothing(desktop, rosa):
    before = desktop.count(Offer)
    sent = filled(rosa, **NEW, schedules=["evening", "weekend"], azav="yes", level="basic")
    answer = rosa.post(
        "/redaktion/angebote", data=MultiDict([*sent.items(multi=True), ("more", "1")])
    )
    assert answer.status_code == 200
    kept = typed(answer)
    sent.add("dates-1-starts", "")
    sent.add("dates-1-ends", "")
    sent.add("dates-1-weeks", "")
    assert sorted(kept.items(multi=True)) == sorted(sent.items(multi=True))
    assert re.search(r'<input autofocus[^>]*name="dates-1-starts"', answer.text)
    assert desktop.count(Offer) == before


def test_several_dates_are_kept_in_order_and_empty_rows_are_ignored(desktop, rosa):
    sent = filled(
        rosa, **NEW, dates__1__starts="", dates__1__ends="",
        dates__7__starts="2099-01-05", dates__7__ends="2099-01-09",
    )  # fmt: skip
    answer = rosa.post("/redaktion/angebote", data=sent)
    stored = desktop.offer(answer.location.rpartition("/")[2])
    assert [(d.starts, d.ends) for d in stored.dates] == [
        (date(2099, 1, 5), date(2099, 1, 9)),
        (SOON, None),
    ]


@pytest.mark.parametrize(
    ("changes", "target"),
    [
        ({"dates__0__starts": "2.3.2099"}, "dates-0-starts"),
        ({"dates__0__starts": "0001-01-01"}, "dates-0-starts"),
        ({"dates__0__starts": "9999-12-31"}, "dates-0-starts"),
        ({"dates__0__ends": "2099-03-01"}, "dates-0-ends"),
        ({"dates__1__starts": "2099-03-02"}, "dates-1-starts"),
        ({"dates__0__starts": ""}, "on_request"),
        ({"hours": "0"}, "hours"),
        ({"hours": "99999999999999999999"}, "hours"),
        ({"hours": "acht"}, "hours"),
        ({"price": ""}, "price"),
        ({"price": "1.25"}, "price"),
        ({"price": "-1"}, "price"),
        ({"price": "2000000"}, "price"),
        ({"price_kind": "free"}, "price"),
        ({"price_kind": "billig"}, "price_kind-0"),
        ({"postcode": "٤٤١٣٧"}, "postcode"),
        ({"form": "im Wald"}, "form"),
        ({"level": "A1"}, "level"),
        ({"language": "klingonisch"}, "language"),
        ({"degree_kind": "doktor"}, "degree_kind"),
        ({"azav": "vielleicht"}, "azav-0"),
        ({"schedules": ["nachts"]}, "schedules-0"),
        ({"title": "x" * 1001}, "title"),
        ({"description": "x" * 20_001}, "description"),
        ({"as_of": "gestern"}, "as_of"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named(desktop, rosa, changes, target):
    before = desktop.count(Offer)
    answer = rosa.post("/redaktion/angebote", data=filled(rosa, **(NEW | changes)))
    assert answer.status_code == 422
    assert f'href="#{target}"' in answer.text
    assert f'id="{target}' in answer.text
    assert desktop.count(Offer) == before


def test_hostile_row_numbers_do_no_harm(rosa):
    odd = {"dates__9999999999__starts": "2099-01-05", "dates__x__starts": "2099-01-06"}
    assert rosa.post("/redaktion/angebote", data=filled(rosa, **(NEW | odd))).status_code == 303
    many = {f"dates__{n}__starts": f"20{n % 90 + 10}-01-05" for n in range(90)}
    crowd = filled(rosa, **(NEW | many))
    for n in range(100, 400):
        crowd.add(f"dates-{n}-starts", "2099-01-05")
    assert rosa.post("/redaktion/angebote", data=crowd).status_code == 422


def test_an_empty_post_is_a_bad_form(rosa, stapler):
    assert rosa.post("/redaktion/angebote").status_code == 422
    assert rosa.post(stapler).status_code == 422


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1.250,00", 125000), ("1250", 125000), ("1.250", 125000), ("1250,5", 125050),
        (" 1.250,00 € ", 125000), ("1 250 Euro", 125000), ("0,01", 1), ("0", 0),
        ("1.000.000", 100_000_000),
    ],
)  # fmt: skip
def test_amounts_are_read_as_germans_write_them(text, cents):
    assert read_euros(text) == cents
    assert read_euros(write_euros(cents)) == cents


@pytest.mark.parametrize(
    "text", ["1,250.00", "12.50", "1.25.000", "-5", "1e5", "٣", ",5", "5,", "1,234", "9" * 40, "kA"]
)
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(ValidationError):
        read_euros(text)


# Changing


def everything(form: OfferForm) -> MultiDict:
    """Return what a browser would send for this form as it stands."""
    sent = MultiDict()
    for field in form:
        parts = [f for row in field for f in row.form] if isinstance(field, FieldList) else [field]
        for part in parts:
            values = part.data if isinstance(part.data, list) else [part.data]
            if part.type == "BooleanField":
                values = ["y"] if part.data else []
            for value in values:
                sent.add(part.name, part._value() if hasattr(part, "_value") else value or "")
    return sent


def test_opening_and_saving_any_offer_changes_nothing(desktop):
    odd = [
        from_line({"id": "i1", "title": "X", "language": "sw", "start": "bald", "level": "?"}),
        from_line(
            {"id": "i2", "title": "Y", "description": "a\r\n\r\n\r\nb\u200b", "price_eur": 0}
        ),
        from_line({"id": "i3", "title": "Z", "kind": "funding", "price_eur": 0.5, "azav": True}),
    ]
    records = [*content.read_offers(CONTENT / "offers", clock.today()), *odd]
    with desktop.site.app.test_request_context():
        for each in records:
            offer = catalogue._new(each, catalogue.Origin("x", clock.now()), desktop.site.gazetteer)
            sent = everything(OfferForm(given=given_by(offer)))
            form = OfferForm(sent)
            assert form.validate(), (each.key, form.errors)
            assert form.record(each.key) == each
            assert form.record(each.key).digest() == each.digest() == form.seen.data


def test_saving_without_a_change_leaves_no_trace(desktop, rosa, stapler):
    before = desktop.count(OfferVersion)
    assert rosa.post(stapler, data=filled(rosa, stapler)).status_code == 303
    assert "Nichts wurde geändert" in words_of(rosa.get(stapler))
    assert desktop.count(OfferVersion) == before


def test_a_change_is_stored_noted_and_asks_for_the_index(desktop, rosa, stapler):
    sent = filled(rosa, stapler, title="Staplerschein", price_kind="free", price="")
    assert rosa.post(stapler, data=sent).status_code == 303
    stored = desktop.offer("stapler")
    assert (stored.title, stored.price_cents, stored.source) == ("Staplerschein", 0, "editor")
    assert desktop.deeds()[-1] == "offer.changed"
    assert desktop.count(Job) == 1


def test_of_two_editors_the_second_sees_both_versions_and_loses_nothing(desktop, rosa, stapler):
    ada = desktop.site.browser(Role.editor)
    hers = filled(ada, stapler, town="Köln", postcode="50667", description="Von Ada")
    rosa.post(stapler, data=filled(rosa, stapler, town="Hamm", postcode="59065"))
    answer = ada.post(stapler, data=hers)
    assert answer.status_code == 409
    page = words_of(answer)
    assert "Jemand anderes hat dieses Angebot inzwischen geändert" in page
    assert "Rosa Lindner" in page
    assert re.search(r"Ort Hamm Köln", page)
    assert re.search(r"Postleitzahl 59065 50667", page)
    kept = typed(answer)
    assert (kept["town"], kept["description"]) == ("Köln", "Von Ada")
    assert desktop.offer("stapler").town == "Hamm"
    assert ada.post(stapler, data=kept).status_code == 303
    assert (desktop.offer("stapler").town, desktop.offer("stapler").description) == (
        "Köln",
        "Von Ada",
    )


def test_a_start_that_moves_by_itself_goes_on_moving_until_its_day_is_changed(desktop, rosa):
    monday = clock.today() + timedelta(days=-clock.today().weekday(), weeks=4)
    desktop.site.take(record("bewegt", starts=(Start(monday, None, 4),)), source="content")
    address = "/redaktion/angebot/bewegt"
    rosa.post(address, data=filled(rosa, address, title="Neu"))
    assert [day.weeks for day in desktop.offer("bewegt").dates] == [4]
    other = (monday + timedelta(days=1)).isoformat()
    rosa.post(address, data=filled(rosa, address, dates__0__starts=other))
    assert [day.weeks for day in desktop.offer("bewegt").dates] == [None]


def test_weeks_that_somebody_made_up_are_ignored(desktop, rosa, stapler):
    for weeks in ("3", "x@2099-03-02", "-1@2099-03-02", "9999@2099-03-02", "٣@2099-03-02", "@"):
        rosa.post(stapler, data=filled(rosa, stapler, dates__0__weeks=weeks))
    assert [day.weeks for day in desktop.offer("stapler").dates] == [None]


@pytest.mark.parametrize(
    ("postcode", "town", "said"),
    [
        ("44137", "Köln", "Die Postleitzahl 44137 gehört zu Dortmund, nicht zu Köln."),
        ("99999", "Köln", "Die Postleitzahl 99999 kennen wir nicht."),
        ("44137", "dortmund", None),
        ("44137", "", None),
        ("", "Köln", None),
    ],
)
def test_a_town_that_does_not_fit_its_postcode_is_doubted_but_kept(
    desktop, rosa, stapler, postcode, town, said
):
    rosa.post(stapler, data=filled(rosa, stapler, postcode=postcode, town=town))
    page = words_of(rosa.get(stapler))
    assert ("Bitte prüfen Sie den Ort" in page) is (said is not None)
    assert said is None or said in page
    assert desktop.offer("stapler").town == (town or None)


def test_keys_with_slashes_and_dots_have_pages_too(desktop, rosa):
    for key in ("a/b", "a//b", "haus:1/x.y", "neu", "verlauf/x"):
        desktop.site.take(record(key, title=f"Titel von {key}"))
        for noun in ("angebot", "verlauf", "ruecknahme"):
            answer = rosa.get(f"/redaktion/{noun}/{key}")
            assert answer.status_code == 200, (noun, key)
            assert f"Titel von {key}" in words_of(answer)


def test_what_editors_type_is_shown_as_text(rosa, stapler):
    evil = '<script>alert("x")</script>'
    rosa.post(stapler, data=filled(rosa, stapler, title=evil, description=evil))
    for page in (stapler, "/redaktion/verlauf/stapler", "/redaktion/angebote?q=alert"):
        text = rosa.get(page).text
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text


# Withdrawing and looking back


def test_withdrawing_needs_a_reason(desktop, rosa, stapler):
    answer = rosa.post("/redaktion/ruecknahme/stapler", data={"reason": " \n"})
    assert answer.status_code == 422
    assert 'href="#reason"' in answer.text
    assert desktop.offer("stapler").withdrawal is None


def test_an_offer_is_withdrawn_and_taken_up_again(desktop, rosa, stapler):
    answer = rosa.post("/redaktion/ruecknahme/stapler", data={"reason": "Anbieter zu"})
    assert (answer.status_code, answer.location) == (303, stapler)
    page = words_of(rosa.get(stapler))
    assert "Dieses Angebot ist zurückgezogen Anbieter zu" in page
    assert "Rosa Lindner" in page
    assert desktop.site.browser().get("/angebote/stapler").status_code == 410
    assert rosa.post("/redaktion/wiederaufnahme/stapler").status_code == 303
    assert desktop.site.browser().get("/angebote/stapler").status_code == 200
    assert desktop.deeds()[-2:] == ["offer.withdrawn", "offer.restored"]


def test_pressing_twice_is_told_kindly(rosa, stapler):
    for _ in range(2):
        answer = rosa.post("/redaktion/ruecknahme/stapler", data={"reason": "zu"})
    assert answer.status_code == 303
    assert "war schon zurückgezogen" in words_of(rosa.get(stapler))
    for _ in range(2):
        rosa.post("/redaktion/wiederaufnahme/stapler")
    assert "ist nicht zurückgezogen" in words_of(rosa.get(stapler))


def test_the_history_tells_who_changed_what_from_what_to_what(rosa, stapler):
    rosa.post(stapler, data=filled(rosa, stapler, price="250,00", schedules=["weekend"]))
    rosa.post("/redaktion/ruecknahme/stapler", data={"reason": "Anbieter zu"})
    page = words_of(rosa.get("/redaktion/verlauf/stapler"))
    assert re.search(r"3\. Zurückgezogen: .* Von: Rosa Lindner .* weil: Anbieter zu", page)
    assert re.search(r"2\. Geändert: .* abends am Wochenende Preis 199 € 250 €", page)
    assert re.search(r"1\. Angelegt: .* Von: die Dateien dieser Seite", page)


def version_ids(browser) -> list[str]:
    page = browser.get("/redaktion/verlauf/stapler").text
    return re.findall(r"/redaktion/fassungen/(\d+)/wiederherstellung", page)


def test_an_earlier_version_comes_back(desktop, rosa, stapler):
    rosa.post(stapler, data=filled(rosa, stapler, title="Anders", price="1,00"))
    [first] = version_ids(rosa)
    answer = rosa.post(
        f"/redaktion/fassungen/{first}/wiederherstellung",
        data={"seen": desktop.offer("stapler").digest},
    )
    assert (answer.status_code, answer.location) == (303, stapler)
    stored = desktop.offer("stapler")
    assert (stored.title, stored.price_cents) == ("Gabelstaplerschein", 19900)
    assert len(version_ids(rosa)) == 1


def test_a_version_does_not_come_back_over_a_change_that_was_not_seen(desktop, rosa, stapler):
    seen = desktop.offer("stapler").digest
    [first] = [v.id for v in _versions(desktop)]
    rosa.post(stapler, data=filled(rosa, stapler, title="Anders"))
    answer = rosa.post(f"/redaktion/fassungen/{first}/wiederherstellung", data={"seen": seen})
    assert answer.location == "/redaktion/verlauf/stapler"
    assert "Jemand anderes hat" in words_of(rosa.get(answer.location))
    assert desktop.offer("stapler").title == "Anders"


def _versions(desktop):
    with desktop.database.reading() as session:
        return rows.history(session, rows.by_key(session, "stapler"))


def test_a_long_history_has_pages(desktop, rosa, stapler):
    for number in range(30):
        desktop.site.take(record(title=f"Titel {number}", starts=(Start(SOON),)), source="editor")
    first = words_of(rosa.get("/redaktion/verlauf/stapler"))
    assert "31. Geändert" in first
    assert "Seite 1 von 2" in first
    last = words_of(rosa.get("/redaktion/verlauf/stapler?seite=2"))
    assert "1. Angelegt" in last
    assert "Titel Gabelstaplerschein Titel 0" in last


# Imports


def send(browser, *lines, source="haus", name="kurse.jsonl", **more):
    data = {"file": (io.BytesIO(b"".join(lines)), name), "source": source, "mapping": ""} | more
    return browser.post("/redaktion/importe/dateien", data=data)


def kept_at(answer) -> str:
    assert answer.status_code == 303, words_of(answer)
    return answer.location


def test_a_file_is_read_without_changing_anything(desktop, rosa):
    before = desktop.count(Offer)
    dry = kept_at(send(rosa, line(1), b"kaputt\n", line(2, title="")))
    page = words_of(rosa.get(dry))
    assert "Gelesene Angebote 3 Neue Angebote 1 Geänderte Angebote 0 Unverändert 0" in page
    assert "2 Zeile: ist kein JSON" in page
    assert "3 Titel: fehlt haus-2" in page
    assert desktop.count(Offer) == before
    assert desktop.count(OfferImport) == 0


def imported(desktop, browser, *lines, **more) -> str:
    dry = kept_at(send(browser, *lines, **more))
    address = kept_at(browser.post(f"{dry}/import"))
    desktop.desk.run_due()
    return address


def test_the_worker_imports_the_file_and_then_it_is_gone(desktop, rosa):
    dry = kept_at(send(rosa, line(1), line(2), b"kaputt\n"))
    address = kept_at(rosa.post(f"{dry}/import"))
    waiting = rosa.get(address)
    assert "läuft" in words_of(waiting)
    assert f'hx-get="{address}/stand"' in waiting.text
    assert re.search(rf'<noscript>\s*<a [^>]*href="{address}"', waiting.text)
    desktop.desk.run_due()
    done = rosa.get(address)
    assert "vollständig" in words_of(done)
    assert "Neue Angebote 2" in words_of(done)
    assert "<noscript>" not in done.text
    assert desktop.offer("haus-1").source == "import:haus"
    assert desktop.count(OfferUpload) == 0
    assert rosa.get(dry).status_code == 404
    assert "offers.imported" in desktop.deeds()


def test_the_page_asks_how_far_it_is_and_is_told_to_reload_at_the_end(desktop, rosa):
    dry = kept_at(send(rosa, line(1)))
    address = kept_at(rosa.post(f"{dry}/import"))
    part = rosa.get(f"{address}/stand")
    assert "0 von 1" in words_of(part)
    assert "HX-Refresh" not in part.headers
    desktop.desk.run_due()
    assert rosa.get(f"{address}/stand").headers["HX-Refresh"] == "true"


def test_starting_twice_is_one_import(desktop, rosa):
    dry = kept_at(send(rosa, line(1)))
    first = kept_at(rosa.post(f"{dry}/import"))
    assert kept_at(rosa.post(f"{dry}/import")) == first
    assert kept_at(rosa.get(dry)) == first
    assert desktop.count(OfferImport) == 1


def test_an_empty_field_or_file_is_named(desktop, rosa):
    for answer, target in (
        (send(rosa), "file"),
        (send(rosa, b" \n\n"), "file"),
        (rosa.post("/redaktion/importe/dateien", data={"source": "haus", "mapping": ""}), "file"),
        (send(rosa, line(1), source=""), "source"),
        (send(rosa, line(1), source="x" * 61), "source"),
        (send(rosa, line(1), source="a/../b"), "source"),
        (send(rosa, line(1), mapping="../../etc/passwd"), "mapping"),
    ):
        assert answer.status_code == 422
        assert f'href="#{target}"' in answer.text
    assert desktop.count(OfferUpload) == 0


def test_a_file_over_twenty_megabytes_is_too_large(desktop, rosa):
    answer = rosa.post(
        "/redaktion/importe/dateien",
        data=b"--x\r\n",
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(20 * 1024 * 1024 + 1)},
    )
    assert answer.status_code == 413
    assert desktop.count(OfferUpload) == 0


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:/Temp/kurse.jsonl", "kurse.jsonl"),
        ("a\x00b\u202e.jsonl", "ab.jsonl"),
        ("x" * 5000, "x" * 120),
        ("/", "ohne Namen"),
    ],
)
def test_the_name_of_a_file_is_only_ever_shown(rosa, name, shown):
    assert f"Datei {shown} (JSON-Zeilen) Katalog" in words_of(
        rosa.get(kept_at(send(rosa, line(1), name=name)))
    )


def test_a_mapping_of_the_site_translates_the_names(desktop, rosa):
    raw = b'{"id": "rlp-1", "title": "Yoga", "place": "Hamm", "theme": "T", "categories": [], "days": 3}'
    imported(desktop, rosa, raw, mapping="bildungsfreistellung-rlp")
    assert desktop.offer("rlp-1").town == "Hamm"


def test_a_mapping_of_ones_own_counts_first_and_stays_with_the_file(desktop, rosa):
    own = (io.BytesIO(b'[fields]\nid = "nr"\ntitle = "name"'), "karte.toml")
    imported(
        desktop, rosa, b'{"nr": "n1", "name": "Yoga"}', own_mapping=own,
        mapping="bildungsfreistellung-rlp",
    )  # fmt: skip
    assert desktop.offer("n1").title == "Yoga"


def test_a_wrong_mapping_is_named(desktop, rosa):
    own = (io.BytesIO(b'[fields]\nnummer = "nr"'), "karte.toml")
    answer = send(rosa, line(1), own_mapping=own)
    assert answer.status_code == 422
    assert "„nummer“ ist kein Feld des Imports" in words_of(answer)
    assert desktop.count(OfferUpload) == 0


TABLE = "Nr;Kurstitel;Farbe;Ort\n1;Excel;rot;Hamm\n2;Word;blau;Essen\n"


def choose(browser, upload, **choices):
    """Send the page of the columns as it stands, but for these choices."""
    sent = typed(browser.get(upload + "/spalten"), "columns")
    for name, value in choices.items():
        sent[name] = value
    return browser.post(upload + "/spalten", data=sent)


def test_the_columns_of_a_table_are_guessed_shown_and_saved_for_next_time(desktop, rosa):
    dry = kept_at(send(rosa, TABLE.encode(), name="kurse.bin"))
    page = rosa.get(dry, follow_redirects=True)
    assert page.request.path == f"{dry}/spalten"
    assert "Farbe rot · blau" in words_of(page)
    assert 'value="title" selected' in page.text or 'selected value="title"' in page.text
    answer = choose(rosa, dry, provider="Lernwerk (Beispiel)", save_as="Meine Tabelle")
    assert kept_at(answer) == dry
    page = words_of(rosa.get(dry))
    assert "Neue Angebote 2" in page
    assert "Excel Lernwerk (Beispiel) Hamm auf Anfrage nicht bekannt" in page
    address = kept_at(rosa.post(f"{dry}/import"))
    desktop.desk.run_due()
    assert "vollständig" in words_of(rosa.get(address))
    stored = desktop.offer("haus:1")
    assert (stored.title, stored.town, stored.provider) == ("Excel", "Hamm", "Lernwerk (Beispiel)")
    form = rosa.get("/redaktion/importe/neu").text
    [value] = re.findall(r'<option value="(saved-\d+)">Meine Tabelle', form)
    again = kept_at(send(rosa, TABLE.encode(), mapping=value))
    assert "Unverändert 2" in words_of(rosa.get(again))


def test_a_choice_is_kept_and_can_be_changed_before_the_import(desktop, rosa):
    dry = kept_at(send(rosa, TABLE.encode()))
    choose(rosa, dry, column_2="learn", column_0="")
    page = words_of(rosa.get(f"{dry}/spalten"))
    chosen = typed(rosa.get(f"{dry}/spalten"), "columns")
    assert (chosen["column_0"], chosen["column_2"]) == ("", "learn")
    assert "Bitte berichtigen Sie" in page
    rosa.post(f"{dry}/import")
    desktop.desk.run_due()
    assert desktop.offer("haus:Excel").learn == "rot"


def test_without_a_title_nothing_is_kept(desktop, rosa):
    dry = kept_at(send(rosa, TABLE.encode()))
    answer = choose(rosa, dry, column_1="", save_as="x")
    assert answer.status_code == 422
    assert "welche Spalte der Titel ist" in words_of(answer)
    assert kept_at(rosa.get(dry)) == f"{dry}/spalten"
    assert kept_at(rosa.post(f"{dry}/import")) == f"{dry}/spalten"
    assert desktop.count(OfferImport) == desktop.count(OfferMapping) == 0


def test_lines_with_other_names_are_asked_for_as_well(rosa):
    dry = kept_at(send(rosa, b'{"nr": "1", "name": "Excel"}'))
    assert kept_at(rosa.get(dry)) == f"{dry}/spalten"
    choose(rosa, dry)
    assert "Neue Angebote 1" in words_of(rosa.get(dry))


def test_a_catalogue_of_another_format_has_no_columns(rosa):
    dry = kept_at(send(rosa, qcat(service())))
    assert "Neue Angebote 1" in words_of(rosa.get(dry))
    assert rosa.get(f"{dry}/spalten").status_code == 404


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"\x00\x01", b"<rss/>", b"nur Text"])
def test_a_file_of_no_known_format_is_refused_with_those_that_are(desktop, rosa, data):
    answer = send(rosa, data, name="kurse.xml")
    assert answer.status_code == 422
    assert "Dieses Format kennen wir nicht" in words_of(answer)
    assert desktop.count(OfferUpload) == 0


def test_a_whole_catalogue_that_takes_most_away_waits_for_a_word(desktop, rosa):
    imported(desktop, rosa, qcat(*(service(f"K{n}") for n in range(4))))
    dry = kept_at(send(rosa, qcat(service("K1"))))
    assert "3 von 4 Angeboten dieses Katalogs fehlen" in words_of(rosa.get(dry))
    refused = rosa.post(f"{dry}/import")
    assert refused.status_code == 422
    assert 'href="#confirm"' in refused.text
    address = kept_at(rosa.post(f"{dry}/import", data={"confirm": "y"}))
    desktop.desk.run_due()
    assert "Zurückgezogen 3" in words_of(rosa.get(address))
    assert desktop.offer("haus:K2").withdrawal.reason == "no longer in its catalogue"
    assert "Es steht nicht mehr in seinem Katalog." in words_of(
        rosa.get("/redaktion/verlauf/haus:K2")
    )
    rosa.post(f"{address}/ruecknahme")
    assert desktop.offer("haus:K2").withdrawal is None


def test_a_table_that_is_said_to_be_whole_takes_away_what_it_leaves_out(desktop, rosa):
    imported(desktop, rosa, line(1), line(2), line(3))
    imported(desktop, rosa, line(1), line(2), is_whole="y")
    assert desktop.offer("haus-3").withdrawal.reason == "no longer in its catalogue"
    assert desktop.offer("haus-2").withdrawal is None


def test_one_page_of_several_cannot_be_said_to_be_whole(desktop, rosa):
    page = moochub({}, then="/kurse?page=2")
    answer = send(rosa, page, is_whole="y")
    assert answer.status_code == 422
    assert "Diese Datei ist eine von mehreren Seiten" in words_of(answer)
    assert "Neue Angebote 1" in words_of(rosa.get(kept_at(send(rosa, page))))


def test_a_file_can_be_thrown_away(desktop, rosa):
    dry = kept_at(send(rosa, line(1)))
    assert rosa.post(f"{dry}/verwerfung").status_code == 303
    assert desktop.count(OfferUpload) == 0
    assert rosa.post(f"{dry}/import").status_code == 404


def test_a_file_whose_import_has_begun_cannot_be_thrown_away(desktop, rosa):
    dry = kept_at(send(rosa, line(1)))
    rosa.post(f"{dry}/import")
    assert rosa.post(f"{dry}/verwerfung").status_code == 409
    desktop.desk.run_due()
    assert desktop.offer("haus-1") is not None


def test_an_address_of_a_thrown_away_file_never_leads_to_another(desktop, rosa):
    first = kept_at(send(rosa, line(1)))
    rosa.post(f"{first}/verwerfung")
    assert kept_at(send(rosa, line(2))) != first


def test_bad_lines_come_as_a_table_without_formulas(desktop, rosa):
    address = imported(desktop, rosa, line(1, title=""), line(2, price_eur="=1+1"))
    answer = rosa.get(f"{address}/bericht.csv")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.text == (
        '\ufeff"Nummer";"Angebot";"Feld";"Was nicht stimmt"\r\n'
        '"1";"haus-1";"title";"fehlt"\r\n"2";"haus-2";"price_eur";"muss eine Zahl sein"\r\n'
    )


def test_a_long_report_has_pages(desktop, rosa):
    address = imported(desktop, rosa, *(line(n, title="") for n in range(250)))
    assert "Seite 1 von 3" in words_of(rosa.get(address))
    assert "250 Titel: fehlt haus-249" in words_of(rosa.get(f"{address}?seite=3"))


def test_taking_back_asks_first_and_then_does_it(desktop, rosa):
    address = imported(desktop, rosa, line(1), line(2))
    question = words_of(rosa.get(f"{address}/ruecknahme"))
    assert "zurückgezogen: 2" in question
    assert desktop.offer("haus-1").withdrawal is None
    assert kept_at(rosa.post(f"{address}/ruecknahme")) == address
    page = words_of(rosa.get(address))
    assert "2 Angebote zurückgezogen, 0 wieder wie vorher" in page
    assert desktop.offer("haus-1").withdrawal.reason == "import 1 undone"
    assert "Import 1 wurde zurückgenommen." in words_of(rosa.get("/redaktion/angebot/haus-1"))
    assert kept_at(rosa.post(f"{address}/ruecknahme")) == address
    assert "war schon zurückgenommen" in words_of(rosa.get(address))


def test_only_the_last_import_of_an_offer_can_be_taken_back(desktop, rosa):
    first = imported(desktop, rosa, line(1, title="Eins"))
    imported(desktop, rosa, line(1, title="Zwei"))
    rosa.post(f"{first}/ruecknahme")
    assert "Ein späterer Import" in words_of(rosa.get(first))
    assert desktop.offer("haus-1").title == "Zwei"


def test_a_broken_off_import_is_carried_on(desktop, rosa):
    dry = kept_at(send(rosa, *(line(n) for n in range(3))))
    address = kept_at(rosa.post(f"{dry}/import"))
    with desktop.database.writing() as session:
        session.query(Job).delete()
    page = words_of(rosa.get(address))
    assert "Dieser Import wurde abgebrochen 0 von 3 Angeboten" in page
    assert kept_at(rosa.post(f"{address}/fortsetzung")) == address
    desktop.desk.run_due()
    assert "vollständig" in words_of(rosa.get(address))
    assert rosa.post(f"{address}/fortsetzung").status_code == 409


def test_the_list_of_imports_names_waiting_files_and_runs(desktop, rosa):
    assert "Noch keine Importe" in words_of(rosa.get("/redaktion/importe"))
    imported(desktop, rosa, line(1), b"kaputt", source="Haus A")
    send(rosa, line(2), source="Haus B")
    page = words_of(rosa.get("/redaktion/importe"))
    assert "Haus B (kurse.jsonl" in page
    assert re.search(r"1: Haus A .* Rosa Lindner 2 1 0 0 1 vollständig", page)


# The index


def test_without_an_index_the_page_says_what_to_do(rosa):
    assert "Es gibt noch keinen Suchindex" in words_of(rosa.get("/redaktion/index"))


def test_it_shows_what_a_chat_model_has_used_where_there_is_one(desktop, rosa, tmp_path):
    assert "Sprachmodell von" not in words_of(rosa.get("/redaktion/index"))
    counted = Tallies(desktop.database.engine.url, tmp_path / "counted")
    budget = Budget(lambda: counted, a_talk=5000, a_day=9000, now=clock.now)
    budget.spend(1234, 0)
    for _ in range(FAILURES_BEFORE_REST):
        budget.failed()
    desktop.site.services.put(budget)
    page = words_of(rosa.get("/redaktion/index"))
    assert "1.234 von 9.000" in page
    assert "Das Modell pausiert eine Minute" in page
    counted.close()


def build(desktop, browser):
    assert browser.post("/redaktion/index/aufbau").status_code == 303
    desktop.desk.run_due()


def test_the_index_is_built_by_the_worker_and_shown_with_its_numbers(desktop, rosa):
    rosa.post("/redaktion/index/aufbau")
    waiting = rosa.get("/redaktion/index")
    assert "Suchindex bauen: wartet" in words_of(waiting)
    assert 'hx-get="/redaktion/index/stand"' in waiting.text
    desktop.desk.run_due()
    page = words_of(rosa.get("/redaktion/index"))
    documents = desktop.count(Offer) + len(desktop.site.book.documents())
    assert re.search(rf"000001 .* words-of-a-test {documents} in Benutzung", page)
    assert "Nichts wartet" in page
    assert "index.asked" in desktop.deeds()
    assert rosa.get("/redaktion/index/stand").headers["HX-Refresh"] == "true"


def test_how_far_the_meaning_of_a_big_import_is_told(desktop, rosa):
    cache = VectorCache(desktop.shelf.path("x").parent / "v.db")
    workshop = Workshop(desktop.shelf, cache, WordEncoder, pace=Pace(at_once=0, step=3))
    desktop.site.services.put(workshop)
    indexing.rebuild(desktop.database, workshop, whole=False)
    total = workshop.arrival().total
    assert f"Bedeutung 0 von {total}" in words_of(rosa.get("/redaktion/index"))
    indexing.rebuild(desktop.database, workshop, whole=False)
    page = rosa.get("/redaktion/index")
    assert f"Bedeutung 3 von {total}" in words_of(page)
    assert "Nach Wörtern lassen sich alle Angebote schon finden" in words_of(page)
    assert 'hx-get="/redaktion/index/stand"' in page.text
    assert "HX-Refresh" not in rosa.get("/redaktion/index/stand").headers


def test_going_back_uses_the_generation_before(desktop, rosa):
    build(desktop, rosa)
    assert "Zurück zur vorigen" not in words_of(rosa.get("/redaktion/index"))
    build(desktop, rosa)
    assert "Zurück zur vorigen" in words_of(rosa.get("/redaktion/index"))
    assert rosa.post("/redaktion/index/rueckkehr").status_code == 303
    assert desktop.shelf.current() == "000001"
    assert "Fassung 000001 wird benutzt" in words_of(rosa.get("/redaktion/index"))
    assert desktop.deeds()[-1] == "index.rolled_back"
    rosa.post("/redaktion/index/rueckkehr")
    assert "Es gibt keine ältere Fassung" in words_of(rosa.get("/redaktion/index"))


def test_going_back_waits_for_a_build(desktop, rosa):
    with desktop.shelf.locked():
        rosa.post("/redaktion/index/rueckkehr")
    assert "Der Index wird gerade gebaut" in words_of(rosa.get("/redaktion/index"))


def test_a_broken_generation_is_shown_as_broken(desktop, rosa):
    build(desktop, rosa)
    (desktop.shelf.path("000001") / "manifest.json").write_text("{}")
    assert "000001 nicht lesbar" not in words_of(rosa.get("/redaktion/angebote"))
    assert re.search(r"000001 .*in Benutzung", words_of(rosa.get("/redaktion/index")))
    build(desktop, rosa)
    assert "000001 nicht lesbar" in words_of(rosa.get("/redaktion/index"))


def test_an_index_of_another_encoder_is_told(desktop, rosa):
    build(desktop, rosa)
    other = WordEncoder()
    other.name = "another"
    cache = VectorCache(desktop.shelf.path("x").parent / "v.db")
    desktop.site.services.put(Workshop(desktop.shelf, cache, lambda: other))
    page = words_of(rosa.get("/redaktion/index"))
    assert "mit words-of-a-test gebaut, diese Seite benutzt another" in page


def test_a_build_that_failed_for_good_is_told(desktop, rosa):
    from mentorhub.kit.jobs import JobEnding

    rosa.post("/redaktion/index/aufbau")
    with desktop.database.writing() as session:
        job = session.scalars(select(Job)).one()
        job.ending = JobEnding(at=clock.now(), error="BuildRefused")
    page = words_of(rosa.get("/redaktion/index"))
    assert "Der letzte Aufbau ist gescheitert" in page
    assert "BuildRefused" in page
    assert "Aufbau des Suchindex ist gescheitert" in words_of(rosa.get("/heute"))


# Today


def test_today_tells_editors_how_the_catalogue_stands(desktop, rosa):
    desktop.site.take(record("alt", starts=(Start(date(2020, 1, 6)),)))
    imported(desktop, rosa, line(1), b"kaputt")
    send(rosa, line(2), source="Haus B")
    page = words_of(rosa.get("/heute"))
    total = desktop.count(Offer) - 1
    assert f"{total} aktuelle Angebote" in page
    assert "1 Angebot, dessen Termine vorbei sind" in page
    assert "Haus B wurde geprüft, aber noch nicht importiert" in page
    assert "Letzter Import: haus, 2 Zeilen 1 ausgelassen" in page


def test_today_tells_nothing_of_the_catalogue_to_others(desktop):
    assert "Katalog" not in words_of(desktop.site.browser(Role.employee).get("/heute"))
