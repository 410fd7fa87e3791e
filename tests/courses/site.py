"""The pages of this room on a small site of their own, with one course and one learner."""

from datetime import datetime
from pathlib import Path

from flask import Flask, g, request

from mentorhub.accounts.models import Person, Role
from mentorhub.accounts.policy import NotSignedIn
from mentorhub.courses import jobs, views
from mentorhub.courses.actions import content
from mentorhub.courses.actions.signing import Notary
from mentorhub.courses.actions.unpacking import PackageFolder
from mentorhub.courses.certificate.credential import Issuer
from mentorhub.courses.certificate.proof import Contexts
from mentorhub.courses.material.files import read_course
from mentorhub.courses.models import CourseFile
from mentorhub.courses.package_origin import PackageOrigin
from mentorhub.courses.packages.archive import Limits
from mentorhub.courses.tutor import Tutor
from mentorhub.courses.views import package_host
from mentorhub.kit import clock
from mentorhub.kit.crypto import Cipher
from mentorhub.kit.db import Database
from mentorhub.kit.services import Services
from mentorhub.web import frame, navigation, today, vendor
from mentorhub.web.context import EXTENSION
from tests import people
from tests.courses.material import MITTE, files
from tests.courses.words import PIECES

IMAGE = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
PICTURE = "\n::: image bild.svg\nalt: Ein Punkt\n:::\n"


class Site:
    """One course (``zuhoeren``), and Lena, who learns; ``now`` is the moment of every request."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.database = database
        self.app = self._app()
        self.course = read_course(
            "zuhoeren", files(**{"lessons/mitte.md": MITTE + PICTURE, "files/bild.svg": IMAGE})
        )
        with database.writing() as session:
            content.keep(session, self.course, now)
            digest = self.course.files["bild.svg"]
            session.add(CourseFile(digest=digest, data=IMAGE, size=len(IMAGE)))
            self.lena = people.person(session, "Lena Lerner").id
            self.otto = people.person(session, "Otto Ohne").id
            rosa = people.person(session, "Rosa Redaktion")
            people.member(session, rosa, people.association(session), Role.editor)
            self.rosa = rosa.id

    def client(self, person_id: int | None = None):
        """A browser without scripts, of this person or of nobody."""
        client = self.app.test_client()
        if person_id is not None:
            client.environ_base["HTTP_X_PERSON"] = str(person_id)
        return client

    def read(self, what):
        """Return what the function reads from the database."""
        with self.database.reading() as session:
            return what(session)

    def work(self) -> None:
        """Sign what was issued, as the worker does it."""
        services = self.app.extensions[EXTENSION]
        jobs.seal(services, {}, lambda *_: None)

    def _app(self) -> Flask:
        app = Flask("mentorhub", static_folder=None)
        app.secret_key = "not a secret, only long enough"
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        services = Services()
        services.put(self.database)
        cipher = Cipher("a secret of tests, long enough to be one")
        services.put(cipher)
        contexts = Contexts(vendor.VENDOR / "contexts")
        issuer = Issuer("Beispielverein e. V.", "http://localhost")
        self.notary = Notary(cipher, issuer, contexts)
        services.put(self.notary)
        services.put(Cipher("a secret of tests, long enough to be one"))
        services.put(Tutor(lambda: None, _no_vectors, PIECES))
        app.extensions[EXTENSION] = services
        services.put(PackageOrigin("http://127.0.0.1"))
        var = Path(self.database.url.database or "").parent
        services.put(PackageFolder(self.database, var / "packages", Limits(packed=300_000)))
        frame.init(
            app,
            base_url="http://localhost",
            proxies=0,
            beside=package_host.beside(
                services, base_url="http://localhost", origin="http://127.0.0.1"
            ),
        )
        app.before_request(self._recognise)
        app.register_error_handler(NotSignedIn, lambda _problem: ("sign in first", 401))
        app.add_url_rule("/anmelden", "security.login", lambda: "sign in")
        app.add_url_rule("/einladung/<int:organisation_id>", "accounts.newcomer", build_only=True)
        for blueprint in views.BLUEPRINTS:
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


def _no_vectors(texts, encoder):
    raise AssertionError("there is no encoder here")


class Clock:
    """Stands still until it is moved."""

    def __init__(self, monkeypatch, now: datetime) -> None:
        self.now = now
        monkeypatch.setattr(clock, "now", lambda: self.now)
