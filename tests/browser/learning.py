"""An invented course with every kind of question, for a walk through all of learning."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from mentorhub.accounts.queries import person_by_email
from mentorhub.courses.actions import content, learning
from mentorhub.courses.material.files import read_course
from mentorhub.courses.queries import versions
from tests.browser.hands import Hand

COURSE = "alle-arten"
FILES = {
    "course.toml": """\
title = "Alle Arten (Beispiel)"
summary = "Eine Lektion und ein Test mit jeder Art von Frage."
topics = ["Fragen"]
lessons = ["anfang"]
checked = 2026-11-20
[complete]
quizzes = ["test"]
reflections = ["gedanke"]
[certificate]
valid_months = 36
""",
    "lessons/anfang.md": """\
+++
title = "Der Anfang"
+++

Ein Satz.

::: story pause
:::

::: checklist liste "Vorher"
- Raum suchen
:::

::: reflection gedanke "Denken Sie nach"
Was nehmen Sie mit?
:::
""",
    "stories/pause.toml": """\
title = "In der Pause"
start = "tuer"
[[scene]]
id = "tuer"
text = "Frau Öz steht in der Tür."
choice = [{text = "Ich frage sie.", to = "gut"}, {text = "Ich rede.", to = "schlecht"}]
[[scene]]
id = "gut"
text = "Sie erzählt."
end = "good"
[[scene]]
id = "schlecht"
text = "Sie geht."
end = "poor"
""",
    "quizzes/test.toml": """\
title = "Der Test"
pass = 80
shuffle = false

[[question]]
id = "eine"
kind = "single"
text = "Welche ist richtig?"
explanation = "Die erste."
option = [{text = "Erste", right = true, feedback = "Ja."}, {text = "Zweite", feedback = "Nein."}]

[[question]]
id = "mehrere"
kind = "multiple"
text = "Welche sind richtig?"
explanation = "Zwei."
option = [
  {text = "Rot", right = true, feedback = "Ja."},
  {text = "Blau", right = true, feedback = "Ja."},
  {text = "Gelb", feedback = "Nein."},
]

[[question]]
id = "stimmt"
kind = "true_false"
text = "Wasser ist nass."
right = true
explanation = "Sonst hieße es anders."

[[question]]
id = "kurz"
kind = "short"
text = "Wie heißt die Hauptstadt?"
accepted = ["Berlin"]
explanation = "Seit 1990."

[[question]]
id = "zahl"
kind = "number"
text = "Wie viele Stunden hat ein Tag?"
value = 24
unit = "Stunden"
units = ["h"]
explanation = "So ist es."

[[question]]
id = "paare"
kind = "matching"
text = "Was gehört zusammen?"
pair = [{left = "Salz", right = "Pfeffer"}, {left = "Nadel", right = "Faden"}]
explanation = "Wie immer."

[[question]]
id = "folge"
kind = "ordering"
text = "In welcher Folge?"
items = ["Morgen", "Mittag", "Abend"]
explanation = "Wie der Tag."

[[question]]
id = "luecke"
kind = "cloze"
text = "Der {{1}} scheint bei {{2}}."
explanation = "Am Himmel."
[[question.gap]]
id = "1"
accepted = ["Mond"]
[[question.gap]]
id = "2"
options = ["Tag", "Nacht"]
right = "Nacht"
""",
}


def keep(session: Session, now: datetime) -> None:
    """Offer the course; Ele began it and opened its lesson an hour ago."""
    course = read_course(COURSE, {name: text.encode() for name, text in FILES.items()})
    content.keep(session, course, now, origin=content.EDITOR)
    ele = person_by_email(session, "ele@beispiel.test")
    version = versions.offered_version(session, COURSE)
    assert ele
    assert version
    mine = learning.enrol(session, ele.id, version, by=ele.id, now=now)
    learning.open_lesson(session, mine, "anfang", "early", now - timedelta(hours=1))


def answer_rightly(hand: Hand) -> None:
    """Give the right answer to every question of the test."""
    page = hand.page
    hand.tick(page.get_by_label("Erste"))
    for colour in ("Rot", "Blau"):
        hand.tick(page.get_by_label(colour))
    hand.tick(page.locator("#stimmt-0"))
    hand.write(page.locator("#kurz-a"), "berlin")
    hand.write(page.locator("#zahl-a"), "24 h")
    hand.choose(page.get_by_label("Salz"), "Pfeffer")
    hand.choose(page.get_by_label("Nadel"), "Faden")
    order = {"Morgen": "1", "Mittag": "2", "Abend": "3"}
    places = page.locator("#q-folge select")
    for place in range(places.count()):  # as they are shown, so that nobody goes backwards
        box = places.nth(place)
        label = page.locator(f"label[for='{box.get_attribute('id')}']").inner_text()
        hand.choose(box, order[label])
    hand.write(page.get_by_label("Lücke 1"), "Mond")
    hand.choose(page.get_by_label("Lücke 2"), "Nacht")
