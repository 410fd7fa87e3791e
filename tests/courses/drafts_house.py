"""A course, an editor, a worker and a chat model on this machine, for tests of drafts."""

import json
from datetime import timedelta
from functools import partial

from mentorhub.accounts.models import Role
from mentorhub.assist.drafting import Drafter
from mentorhub.assist.openai_drafter import OpenAIDrafter
from mentorhub.assist.openai_line import Endpoint
from mentorhub.courses import jobs
from mentorhub.courses.actions import content, drafting
from mentorhub.courses.material.files import read_course
from mentorhub.courses.models import Draft
from mentorhub.courses.queries import versions
from mentorhub.courses.queries.drafts import QUESTIONS
from mentorhub.kit import clock
from mentorhub.kit.db import Database
from mentorhub.kit.jobs import Desk
from mentorhub.kit.services import Services
from tests import people
from tests.courses.material import files

LESSON = """\
+++
title = "Der Anfang"
+++

Am Anfang steht eine offene Frage. Sie lässt erzählen und beginnt mit Was oder Wie.

## Notizen

Schreiben Sie **höchstens 5 Zeilen** auf, gleich nach dem Gespräch, mit Datum und Dauer.

::: callout scene "In der Halle"
Der Chef sagt: „Notizen bekommt die Personalabteilung, und zwar jede Woche am Montag.“
:::

::: callout law "Auskunft"
Jede Person bekommt binnen eines Monats Auskunft über ihre Daten (Artikel 12 DSGVO).
:::

::: quiz zwischendurch
:::
"""
QUOTES = (
    "Am Anfang steht eine offene Frage.",
    "Schreiben Sie höchstens 5 Zeilen auf, gleich nach dem Gespräch, mit Datum und Dauer.",
    "Jede Person bekommt binnen eines Monats Auskunft über ihre Daten (Artikel 12 DSGVO).",
)


def course(lesson=LESSON):
    return read_course("zuhoeren", files(**{"lessons/anfang.md": lesson}))


def question(quote, **changed):
    """What a model says about a passage in which ``quote`` stands."""
    told = {
        "kind": "single",
        "text": f"Was stimmt ({quote[:4]})?",
        "options": [
            {"text": "Das Erste", "right": True, "why": "So steht es da."},
            {"text": "Das Zweite", "right": False, "why": "Das steht nicht da."},
            {"text": "Das Dritte", "right": False, "why": "Auch das nicht."},
        ],
        "explanation": "So steht es in der Lektion.",
        "quote": quote,
    }
    return told | changed


def about(task):
    """Return a fitting question to what the model is asked."""
    quote = next(each for each in QUOTES if each in task["passage"])
    return question(quote)


def plainly(task):
    """Return the passage as it came, one sentence a line."""
    return {"text": task["passage"].replace(". ", ".\n")}


def answering(server, answer):
    """Let the server say what ``answer`` makes of each task."""

    def behave(handler):
        task = json.loads(server.asked[-1]["messages"][1]["content"])
        server.text = json.dumps(answer(task), ensure_ascii=False)
        server.whole(handler)

    server.behave = behave


def drafter(server, *, spend=lambda _tokens, _spent: None, **more):
    more = {"seconds": 5.0} | more
    return OpenAIDrafter(Endpoint(url=server.url, model="klein-1", key="k", spend=spend, **more))


class House:
    """Rosa edits; ``run`` is the worker, which does not wait for what is due later."""

    def __init__(self, database, hands, server):
        self.database, self.hands, self.server = database, hands, server
        self.services = Services()
        self.services.put(database, kind=Database)
        self.use(server)
        self.desk = Desk(self.services, clock.now)
        jobs.register(self.desk)
        with database.writing() as session:
            content.keep(session, course(), hands.now)
            rosa = people.person(session, "Rosa Redaktion")
            people.member(session, rosa, people.association(session), Role.editor)
            self.rosa = rosa.id
            self.version_id = versions.offered_version(session, "zuhoeren").id

    def use(self, server, **more):
        self.services.put(drafter(server, **more), kind=Drafter)

    def ask(self, kind=QUESTIONS):
        """Ask for drafts of the first lesson and return the id."""
        return self.write(partial(self._ask, kind=kind))

    def _ask(self, session, kind):
        version = versions.newest_version(session, "zuhoeren")
        lesson = versions.course_of(version).lesson("anfang")
        by, now = self.rosa, self.hands.now
        return drafting.ask(session, version, lesson, kind, "klein-1", by=by, now=now).id

    def run(self, later=timedelta()):
        self.hands.now += later
        self.desk.run_due()

    def write(self, deed):
        with self.database.writing() as session:
            return deed(session)

    def seen(self, draft_id):
        """Return why it ended, how many passages are done, and what is wrong with each piece."""
        with self.database.reading() as session:
            draft = session.get(Draft, draft_id)
            why = draft.ending.why if draft.ending else ""
            return why, draft.done, [each.trouble for each in draft.pieces]

    def bodies(self, draft_id):
        with self.database.reading() as session:
            return [each.body for each in session.get(Draft, draft_id).pieces]
