"""The pages of this room on a small site of their own: thirty real offers, a toy encoder."""

import hashlib
import html
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
from flask import Blueprint, Flask, g, request

from mentorhub.accounts.models import OrganisationKind, Person, Role
from mentorhub.kit import clock
from mentorhub.kit.crypto import Cipher
from mentorhub.kit.db import Database
from mentorhub.kit.services import Services
from mentorhub.recommend import glossary, occupations, views
from mentorhub.recommend.actions import catalogue, content, exposure
from mentorhub.recommend.engine.live import Live
from mentorhub.recommend.engine.search import SearchEngine
from mentorhub.recommend.engine.shelf import Shelf
from mentorhub.recommend.engine.text import words
from mentorhub.recommend.exports import LICENCES, Terms
from mentorhub.recommend.exposure import Exposure
from mentorhub.recommend.finder import Finder
from mentorhub.recommend.freshness import SourceBook
from mentorhub.recommend.funding import files as funding_files
from mentorhub.recommend.funding_book import FundingBook
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.guide import Guide
from mentorhub.recommend.link_check import LinkWatch
from mentorhub.recommend.models import ContentFile
from mentorhub.recommend.occupations import Occupations
from mentorhub.recommend.offer_record import OfferRecord
from mentorhub.recommend.places import PlaceRow
from mentorhub.recommend.queries import offers
from mentorhub.recommend.sources.xsd import Validation
from mentorhub.web import frame, navigation, today
from mentorhub.web.context import EXTENSION
from tests import people
from tests.content import in_time

CONTENT = in_time()
TOWNS = {
    "Dortmund": ("44137", 51.514, 7.465),
    "Bochum": ("44787", 51.482, 7.216),
    "Essen": ("45127", 51.457, 7.012),
    "Köln": ("50667", 50.938, 6.960),
    "Düsseldorf": ("40210", 51.222, 6.776),
    "Bielefeld": ("33602", 52.021, 8.531),
    "Münster": ("48143", 51.962, 7.626),
    "Hamm": ("59065", 51.678, 7.815),
    "Duisburg": ("47051", 51.434, 6.762),
    "Hagen": ("58095", 51.359, 7.475),
}
TAKEN = 34
ALWAYS = ("stapler-dortmund-tag", "stapler-dortmund-abend", "stapler-koeln-wochenende")


class WordEncoder:
    """Turns each word into a fixed direction: texts that share words lie close together."""

    name = "words-of-a-test"
    dimension = 64

    def documents(self, texts, progress=None):
        rows = np.stack([self._row(text) for text in texts]) if texts else np.zeros((0, 64))
        return rows.astype(np.float32)

    def query(self, text):
        return self._row(text).astype(np.float32)

    def _row(self, text):
        total = np.full(self.dimension, 1e-3)
        for word in words(text):
            seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
            total += np.random.default_rng(seed).standard_normal(self.dimension)
        return total / np.linalg.norm(total)


def gazetteer() -> Gazetteer:
    """Ten towns of the Ruhr and the Rhine."""
    return Gazetteer(
        PlaceRow(code, town, "NW", latitude, longitude, 300_000)
        for town, (code, latitude, longitude) in TOWNS.items()
    )


def some_records(today_: date) -> list[OfferRecord]:
    """Offers of our own content: some by name, the others spread over all subjects."""
    records = content.read_offers(CONTENT / "offers", today_)
    always = [record for record in records if record.key in ALWAYS]
    others = [record for record in records if record.key not in ALWAYS]
    return [*always, *others[:: max(1, len(others) // TAKEN)]]


class Site:
    """The application with everything in it that a test wants to reach for.

    ``index`` False leaves the shelf empty, ``encoder`` False searches by words only, ``talk``
    adds the endpoint where a conversation can be asked for, ``also`` are offers that are indexed
    beside our own.
    """

    def __init__(
        self,
        database: Database,
        folder: Path,
        *,
        index=True,
        encoder=True,
        talk=True,
        also=(),
        **config,
    ) -> None:
        self.database = database
        self.gazetteer = gazetteer()
        self.book = FundingBook(funding_files.load(CONTENT / "funding"))
        self.services = Services()
        self.services.put(database)
        self.services.put(Cipher("a secret that is long enough for a test"))
        self.services.put(self.gazetteer)
        self.services.put(self.book)
        self.services.put(Terms("MentorHub", "http://localhost", LICENCES["CC-BY-4.0"]))
        self.services.put(occupations.load(CONTENT / "occupations"), kind=Occupations)
        self.services.put(glossary.load(CONTENT / "glossary"))
        self.services.put(SourceBook(database, seconds=0))
        self.services.put(Validation())
        self.services.put(LinkWatch())
        self.exposure = Exposure(self._keep_exposure)
        self.services.put(self.exposure)
        self._keep_funding()
        self.take(*some_records(clock.today()), source="content")
        self.take(*also)
        engine = self._engine(folder, encoder) if index else self._empty(folder)
        finder = Finder(engine, self.book)
        self.services.put(finder)
        self.services.put(Guide(finder, self.gazetteer))
        self.app = self._app(config, talk)

    def take(self, *records: OfferRecord, source="editor") -> None:
        """Bring offers into the database; the index does not know them."""
        with self.database.writing() as session:
            catalogue.take(
                session,
                records,
                origin=catalogue.Origin(source, clock.now()),
                gazetteer=self.gazetteer,
            )

    def withdraw(self, key: str) -> None:
        """Take an offer back; the index still knows it."""
        with self.database.writing() as session:
            offer = offers.by_key(session, key)
            catalogue.withdraw(session, offer, by=None, reason="full", now=clock.now())

    def client(self):
        """A browser without scripts, fresh."""
        return self.app.test_client()

    def browser(self, *roles: Role):
        """A browser of somebody with these roles; without any, of a visitor."""
        client = self.client()
        if roles:
            with self.database.writing() as session:
                someone = people.person(session, "Rosa Lindner")
                inside = Role.in_company_mentor in roles
                kind = OrganisationKind.company if inside else OrganisationKind.coordination_office
                people.member(session, someone, people.organisation(session, kind), *roles)
                client.environ_base["HTTP_X_PERSON"] = str(someone.id)
        return client

    def _keep_exposure(self, counts) -> None:
        with self.database.writing() as session:
            exposure.add(session, counts)

    def _keep_funding(self) -> None:
        with self.database.writing() as session:
            for path in (CONTENT / "funding").glob("*.toml"):
                kept = {"path": f"funding/{path.name}", "text": path.read_text(encoding="utf-8")}
                session.add(ContentFile(**kept, digest="as on the disk", loaded_at=clock.now()))

    def _engine(self, folder: Path, encoder: bool) -> SearchEngine:
        with self.database.reading() as session:
            stored = offers.documents_of(session, [key for key, _ in offers.stamps(session)])
            documents = [*stored.values(), *self.book.documents()]
        return SearchEngine.of_documents(
            documents, WordEncoder() if encoder else None, folder / "index", self.gazetteer
        )

    def _empty(self, folder: Path) -> SearchEngine:
        return SearchEngine(Live(Shelf(folder / "empty")), lambda: None, self.gazetteer)

    def _app(self, config, talk: bool) -> Flask:
        app = Flask("mentorhub", static_folder=None)
        app.secret_key = "not a secret, only long enough"
        app.config.update({"TESTING": True, "WTF_CSRF_ENABLED": False} | config)
        app.extensions[EXTENSION] = self.services
        frame.init(app, base_url="http://localhost", proxies=0)
        app.before_request(self._recognise)
        for blueprint in views.BLUEPRINTS:
            app.register_blueprint(blueprint)
        navigation.register(app, views.PLACES)
        today.init(app)
        today.register(app, views.TODAY)
        if talk:
            app.register_blueprint(_tandems())
        return app

    def _recognise(self) -> None:
        """Let the test say who is signed in, as accounts does on the real site."""
        id_ = request.headers.get("X-Person")
        g.person = None
        g.roles = frozenset()
        if id_:
            with self.database.reading() as session:
                g.person = session.get(Person, int(id_))
                g.roles = frozenset(g.person.held_roles)


def open_site(template: Path, folder: Path, **choices) -> Iterator[Site]:
    """Yield a site on a fresh copy of an empty database, and close it afterwards."""
    shutil.copy(template, folder / "site.db")
    database = Database(f"sqlite:///{folder / 'site.db'}")
    try:
        yield Site(database, folder, **choices)
    finally:
        database.dispose()


def _tandems() -> Blueprint:
    """The one endpoint of a higher room that these pages link to."""
    tandems = Blueprint("tandems", __name__)
    tandems.add_url_rule("/gespraech", "ask", lambda: request.args.get("q", ""))
    tandems.add_url_rule("/gespraech/vorbereitung", "prepare", str, methods=["POST"])
    return tandems


def tell(client, **answers) -> None:
    """Answer questions about funding, by the name of the fact."""
    for name, answer in answers.items():
        reply = client.post("/foerderung/angaben", data={"name": name, "answer": answer})
        assert reply.status_code == 303, name


def words_of(answer) -> str:
    """Return the words of a page as a reader sees them, in one line."""
    main = re.search(r"<main.*?</main>", answer.text, re.DOTALL)
    page = main.group() if main else answer.text
    bare = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(bare).replace("\xa0", " ").split())


def titles_of(answer) -> list[str]:
    """Return the titles of the courses on a page, in order."""
    found = re.findall(r'<a class="card__link[^"]*" href="/angebote/[^"]*">(.*?)</a>', answer.text)
    return [html.unescape(title) for title in found]


def links_of(answer) -> list[str]:
    """Return the addresses that a page links to."""
    return [html.unescape(link) for link in re.findall(r'href="([^"]*)"', answer.text)]


def chips_of(answer) -> dict[str, str]:
    """Return the chips of an answer page: their words, and the address that removes each."""
    found = re.findall(
        r'<a class="chip__words" href="[^"]*">(.*?)</a><a class="chip__remove" href="([^"]*)">',
        answer.text,
    )
    return {html.unescape(w).replace("\xa0", " "): html.unescape(href) for w, href in found}
