"""What of a text tells how things are with the speaker now: the rest is no ground for facts.

Left out are clauses about other people ("mein Mann ist arbeitslos"), about the past, and what is
only asked, feared or imagined ("ob", "wenn", "falls").
"""

import re
from typing import Final

_PEOPLE: Final = (
    "mann|frau|sohn|tochter|kind|bruder|schwester|vater|mutter|eltern|freund|freundin|kollege"
    "|kollegin|nachbar|nachbarin|partner|partnerin|schwager|cousin|cousine|oma|opa|onkel|tante"
)
_OTHERS = re.compile(rf"\b(?:mein|unser|dein|ihr|sein)\w*\s+(?:{_PEOPLE})\b", re.IGNORECASE)
_SELF = re.compile(
    r"\b(?:ich|wir|mir|mich|uns|(?:mein|unser)\w*\s+(?:betrieb|firma|chef|chefin|arbeitgeber)"
    r"|(?:der|die|das|ein|eine)\s+\w*(?:kurs|lehrgang|umschulung|schulung|seminar))\b",
    re.IGNORECASE,
)
_IMAGINED = re.compile(
    r"^\W*(?:(?:und|aber|oder|nur|auch)\s+)?(?:ob|wenn|falls|sobald|bevor)\b|\bzu\s+werden\b",
    re.IGNORECASE,
)
_DOUBTED = re.compile(r"\bob\b.*$", re.IGNORECASE | re.DOTALL)
_PAST = re.compile(r"\b(?:war|waren|warst|früher|damals|ehemals|gewesen)\b", re.IGNORECASE)
_SENTENCES = re.compile(r"(?<=[.!?;\n])(?!\d)")
_CLAUSES = re.compile(r"((?:,(?!\d)|\s+(?:und|aber|sondern|jedoch|denn|weil)\s))", re.IGNORECASE)


def telling(text: str) -> str:
    """Return the text without the clauses from which nothing follows for the speaker."""
    return "".join(_of_sentence(sentence) for sentence in _SENTENCES.split(text))


def _of_sentence(sentence: str) -> str:
    kept: list[str] = []
    about_others = False
    parts = _CLAUSES.split(sentence)
    for clause, mark in zip(parts[::2], [*parts[1::2], ""], strict=True):
        about_others = _is_about_others(clause, about_others)
        if about_others or _PAST.search(clause) or _IMAGINED.search(clause):
            kept.append(" ,")
            continue
        kept.append(_DOUBTED.sub("", clause) + mark)
    end = sentence.rstrip()[-1:]
    return "".join(kept) + (end if end in ".!?;" and not "".join(kept).endswith(end) else "")


def _is_about_others(clause: str, so_far: bool) -> bool:
    """Return whether a clause speaks of somebody else; without a subject it goes on as before."""
    if _OTHERS.search(clause):
        return True
    return so_far and not _SELF.search(clause)
