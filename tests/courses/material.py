"""A small course in files, to be changed by tests."""

COURSE_TOML = """\
title = "Zuhören (Beispiel)"
summary = "Wie man zuhört."
topics = ["Zuhören", "Nachfragen"]
lessons = ["anfang", "mitte"]
checked = 2026-11-20

[complete]
quizzes = ["abschluss"]
reflections = ["rueckblick"]

[certificate]
valid_months = 36
"""
ANFANG = """\
+++
title = "Der Anfang"
summary = "Worum es geht."

[[source]]
text = "Ein Gesetz, § 1"
url = "https://www.gesetze-im-internet.de/bbig_2005/__1.html"
date = 2026-11-20
+++

## Zuhören

Wer zuhört, **fragt nach**.

::: callout important "Merksatz"
Zwei Ohren, ein Mund.
:::

::: track in_company
Im eigenen Betrieb kennt man sich.
:::

::: checklist vorher "Vorher"
- Raum suchen
- Telefon aus
:::

::: quiz zwischendurch
:::
"""
MITTE = """\
+++
title = "Die Mitte"
+++

Noch mehr Text.

::: story pause
:::

::: reflection rueckblick "Denken Sie nach"
Wann hat Ihnen jemand zugehört?
:::
"""
STORY = """\
title = "In der Pause"
start = "tuer"

[[scene]]
id = "tuer"
text = "Frau Öz steht in der Tür."
[[scene.choice]]
text = "Ich frage sie."
to = "gut"
says = "Sie setzt sich."
[[scene.choice]]
text = "Ich rede."
to = "schlecht"

[[scene]]
id = "gut"
text = "Sie erzählt."
end = "good"

[[scene]]
id = "schlecht"
text = "Sie geht."
end = "poor"
"""
EXERCISE = """\
title = "Kurz geübt"

[[question]]
id = "ohren"
kind = "true_false"
text = "Zuhören heißt schweigen."
right = false
feedback_true = "Nachfragen gehört dazu."
feedback_false = "Richtig."
explanation = "Nachfragen zeigt Interesse."
lesson = "anfang"
"""
FINAL = """\
title = "Abschluss"
pass = 50
attempts = 3

[[question]]
id = "frage"
kind = "single"
text = "Was ist eine **offene** Frage?"
explanation = "Offene Fragen lassen erzählen."
lesson = "anfang"
[[question.option]]
text = "Was wünschen Sie sich?"
right = true
feedback = "Ja."
[[question.option]]
text = "Wollen Sie einen Kurs?"
feedback = "Darauf passt nur Ja oder Nein."

[[question]]
id = "stunden"
kind = "number"
text = "Wie viele Stunden sind es mehr als?"
value = 120
unit = "Stunden"
units = ["h"]
explanation = "§ 82 Abs. 1 SGB III."
"""


def files(**changed: str | bytes | None) -> dict[str, bytes]:
    """The files of the course; ``changed`` has ``__`` for the slash, None takes a file away."""
    texts: dict[str, str | bytes | None] = {
        "course.toml": COURSE_TOML,
        "lessons/anfang.md": ANFANG,
        "lessons/mitte.md": MITTE,
        "stories/pause.toml": STORY,
        "quizzes/zwischendurch.toml": EXERCISE,
        "quizzes/abschluss.toml": FINAL,
    }
    texts |= changed
    return {
        path: text if isinstance(text, bytes) else text.encode()
        for path, text in texts.items()
        if text is not None
    }
