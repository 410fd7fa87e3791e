"""Who somebody is, in the words of offers for certain people. Their words stay in the topic."""

from collections.abc import Iterator
from typing import Final

from mentorhub.recommend.engine.document import Chip
from mentorhub.recommend.engine.intent.sentence import Found, Sentence, said

_AUDIENCES: Final = (
    (
        "no_school",
        said(
            r"""
            (?:ohne|kein\w*|nie (?:einen|nen)) (?:\w+ )?(?:schul|haupt|realschul)-?abschluss
            (?:ohne|kein\w*|nie (?:einen|nen)) (?:\w+ )?hauptschulabschluss
            schule abgebrochen|ohne abschluss
            """
        ),
    ),
    (
        "no_vocation",
        said(
            r"""
            ungelernt\w*
            (?:ohne|kein\w*|nie (?:eine|ne)) (?:\w+ )?(?:berufs)?ausbildung(?: gemacht)?
            nichts gelernt|angelernt\w*|hilfsarbeiter\w*
            """
        ),
    ),
    (
        "newcomers",
        said(
            r"""
            geflüchtet\w*|flüchtling\w*|geflohen|migrant\w*|(?:neu|erst kurz) in deutschland
            migrationshintergrund|refugees?|zugewandert\w*
            """
        ),
    ),
    (
        "older",
        said(r"(?:über|ab) [56]\d(?: jahre\w*)?|[56]0 ?plus|bin (?:schon )?[56]\d|ältere\w*"),
    ),
    ("women", said(r"(?:für |als |nur )?frauen|wiedereinsteigerin\w*|für mütter")),
    (
        "parents",
        said(
            r"""
            alleinerziehend\w*|(?:nach der |in |aus der )?elternzeit|mit (?:kleinen )?kindern
            """
        ),
    ),
    ("unemployed", said(r"arbeitslos\w*|arbeitssuchend\w*|arbeitsuchend\w*|unemployed")),
    ("disability", said(r"schwerbehindert\w*|behinderung|gleichgestellt\w*|disabilit\w*")),
)


def find(sentence: Sentence) -> Iterator[Found]:
    """Yield the groups that somebody says they belong to."""
    for name, pattern in _AUDIENCES:
        for _, at in sentence.find(pattern):
            chip = Chip(f"audience.{name}", "audience", {"audience": name})
            yield Found(chip, at, {"audience": name}, stays=True)
            break
