"""An application with nothing but the frame and this room, on each database."""

import re
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from mentorhub.accounts import jobs, security
from mentorhub.accounts import views as accounts_views
from mentorhub.accounts.models import OrganisationKind, Role
from mentorhub.kit import clock
from mentorhub.kit.db import Database
from mentorhub.kit.jobs import Desk
from mentorhub.kit.mail import SEND_JOB, OutboxMail
from mentorhub.kit.services import Services
from mentorhub.web import frame, navigation, today
from mentorhub.web.context import EXTENSION
from mentorhub.web.limits import limiter
from tests import people

SECRET = "a secret for tests that is long enough"
HOST = "http://localhost"


def build(database: Database | None, **settings: object) -> Flask:
    """Return an application; ``settings`` go to ``security.init``."""
    app = Flask("mentorhub", static_folder=None)
    app.config.update(TESTING=True, SECRET_KEY=SECRET)
    services = Services()
    if database:
        services.put(database)
    app.extensions[EXTENSION] = services
    given = {"secret_key": SECRET, "base_url": HOST, "demo_mode": True} | settings
    frame.init(app, base_url=given["base_url"], proxies=0)
    security.init(app, services, **given)
    today.init(app)
    for blueprint in accounts_views.BLUEPRINTS:
        app.register_blueprint(blueprint)
    navigation.register(app, accounts_views.PLACES)
    today.register(app, accounts_views.TODAY)
    app.add_url_rule("/", "start", lambda: "start")
    limiter.reset()
    return app


@dataclass
class Visitor:
    """Somebody with a browser: every POST carries the proof that a page gave out."""

    client: FlaskClient

    def get(self, path: str, **more: object) -> TestResponse:
        """Open a page."""
        return self.client.get(path, **more)

    def post(self, path: str, data: dict | None = None, **more: object) -> TestResponse:
        """Send a form."""
        return self.client.post(path, data={"csrf_token": self.proof()} | (data or {}), **more)

    def proof(self) -> str:
        """Return what a page of the site puts into its forms."""
        page = self.client.get("/impressum")
        return re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]

    def sign_in(self, email: str, password: str = people.PASSWORD) -> TestResponse:
        """Send the sign-in form."""
        return self.post("/anmelden", {"email": email, "password": password})

    def is_signed_in(self) -> bool:
        """Return whether the account page opens."""
        return self.get("/konto").status_code == 200


@pytest.fixture(scope="session")
def house() -> Flask:
    """One application for all tests that only look at it; building one takes half a second."""
    return build(None)


@pytest.fixture
def web(house, database, monkeypatch) -> Flask:
    """The application on each database."""
    house.extensions[EXTENSION].put(database)
    monkeypatch.setattr(limiter, "enabled", True)
    limiter.reset()
    return house


@pytest.fixture
def visitor(web):
    """A browser of nobody in particular."""
    return Visitor(web.test_client())


@pytest.fixture
def browser(web):
    """Return a function that opens another browser."""
    return lambda: Visitor(web.test_client())


@pytest.fixture
def ele(database):
    """An employee of a company."""
    with database.writing() as session:
        someone = people.person(session, "Ele Eins", email="ele@beispiel.test")
        people.member(session, someone, people.company(session, "Erz GmbH"), Role.employee)
        return someone


@pytest.fixture
def ada(database):
    """A programme admin."""
    with database.writing() as session:
        someone = people.person(session, "Ada Amt", email="ada@beispiel.test")
        office = people.organisation(session, OrganisationKind.coordination_office, "Büro")
        people.member(session, someone, office, Role.programme_admin)
        return someone


@pytest.fixture
def koni(database):
    """A coordinator of an association."""
    with database.writing() as session:
        someone = people.person(session, "Koni Kern", email="koni@beispiel.test")
        people.member(session, someone, people.association(session, "Verband"), Role.coordinator)
        return someone


@pytest.fixture
def work(database):
    """Run what the worker would run, now."""
    services = Services()
    services.put(database)
    desk = Desk(services, clock.now)
    jobs.register(desk)
    desk.register(SEND_JOB, lambda *_: None)
    return desk.run_due


@pytest.fixture
def mails(database):
    """Return a function that lists the mails to an address, oldest first."""

    def listed(to: str) -> list[OutboxMail]:
        with database.reading() as session:
            query = select(OutboxMail).where(OutboxMail.to == to).order_by(OutboxMail.id)
            return list(session.scalars(query))

    return listed
