"""The pages of this room on a small site of their own, with one desk and one company."""

import html
import re
from datetime import timedelta

from flask import Flask, g, request

from mentorhub.accounts.models import Person
from mentorhub.accounts.policy import NotSignedIn
from mentorhub.kit import clock
from mentorhub.kit.db import Database
from mentorhub.kit.services import Services
from mentorhub.recommend import views as recommend_views
from mentorhub.recommend.funding import files as funding_files
from mentorhub.recommend.funding_book import FundingBook
from mentorhub.recommend.models import Offer, OfferDate
from mentorhub.tandems import views
from mentorhub.tandems.models import Whom
from mentorhub.tandems.views import stamps
from mentorhub.web import frame, navigation, today
from mentorhub.web.context import EXTENSION
from tests import content, people
from tests.tandems import builders

OFFER = "stapler-dortmund-abend"
BOOK = FundingBook(funding_files.load(content.in_time() / "funding"))


class Site:
    """An association in Dortmund with Mira and Milan, a company with Ines inside."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.app = self._app()
        with database.writing() as session:
            builders.places(session)
            home = people.association(session, "Verband Dortmund")
            self.company = people.company(session, "Metallbau Beispiel")
            self.empty_company = people.company(session, "Druckerei Beispiel")
            self.mira = builders.outside_mentor(session, "Mira Meer", home).id
            self.milan = builders.outside_mentor(session, "Milan Moor", home).id
            self.ines = builders.inside_mentor(session, "Ines Innen", self.company).id
            session.add(self._offer())

    def client(self, person_id: int | None = None):
        """A browser without scripts, of this person or of nobody."""
        client = self.app.test_client()
        if person_id is not None:
            client.environ_base["HTTP_X_PERSON"] = str(person_id)
        return client

    def stamp(self, ago: timedelta = timedelta(minutes=1)) -> str:
        """What a form holds that was opened a while ago."""
        with self.app.app_context():
            return stamps.new(clock.now() - ago)

    def form(self, **changes) -> dict[str, str]:
        """A form that is filled in well."""
        given = {
            "stamp": self.stamp(),
            "first_name": "Aylin",
            "contact": builders.CONTACT,
            "wish": builders.WISH,
            "whom": "outside",
            "postcode": "59423",
            "code": "",
            "searched": builders.SEARCHED,
            "consent": "y",
            "homepage": "",
        }
        return {name: text for name, text in (given | changes).items() if text is not None}

    def request(self, **fields) -> int:
        """A request that waits; returns its number."""
        with self.database.writing() as session:
            return builders.asked(session, clock.now(), **fields).id

    def inside_request(self, **fields) -> int:
        """A request for somebody inside the company; returns its number."""
        return self.request(whom=Whom.inside, organisation=self.company, **fields)

    def case(self, mentor_id: int | None = None, **fields) -> int:
        """A case that Mira holds, or another mentor; returns its number."""
        with self.database.writing() as session:
            mentor = session.get_one(Person, mentor_id or self.mira)
            return builders.taken(session, mentor, clock.now(), **fields).id

    def read(self, what):
        """Return what the function reads from the database."""
        with self.database.reading() as session:
            return what(session)

    def _app(self) -> Flask:
        app = Flask("mentorhub", static_folder=None)
        app.secret_key = "not a secret, only long enough"
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        services = Services()
        services.put(self.database)
        services.put(builders.CIPHER)
        services.put(BOOK)
        app.extensions[EXTENSION] = services
        frame.init(app, base_url="http://localhost", proxies=0)
        app.before_request(self._recognise)
        app.register_error_handler(NotSignedIn, lambda _problem: ("sign in first", 401))
        for room in (recommend_views, views):
            for blueprint in room.BLUEPRINTS:
                app.register_blueprint(blueprint)
        navigation.register(app, views.PLACES)
        today.init(app)
        today.register(app, views.TODAY)
        return app

    def _recognise(self) -> None:
        """Let the test say who is signed in, as accounts does on the real site."""
        id_ = request.headers.get("X-Person")
        g.person, g.roles = None, frozenset()
        if id_:
            with self.database.reading() as session:
                g.person = session.get(Person, int(id_))
                g.roles = frozenset(role.value for role in g.person.held_roles)

    @staticmethod
    def _offer() -> Offer:
        return Offer(
            key=OFFER,
            title="Gabelstaplerschein (Abendkurs)",
            provider="Lernwerk (Beispiel)",
            on_request=True,
            source="content",
            digest="x",
            added_at=people.LONG_AGO,
            changed_at=people.LONG_AGO,
            dates=[OfferDate(starts=clock.today() + timedelta(30))],
        )


def words_of(answer) -> str:
    """Return the words of a page as a reader sees them, in one line."""
    main = re.search(r"<main.*?</main>", answer.text, re.DOTALL)
    page = main.group() if main else answer.text
    bare = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(bare).replace("\xa0", " ").split())


def value_of(answer, name: str) -> str:
    """Return what a field of the page holds."""
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', answer.text).group()
    found = re.search(r'value="([^"]*)"', tag)
    return html.unescape(found[1]) if found else ""
