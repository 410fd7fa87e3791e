"""What a sentence tells of somebody else or of former times, for which nothing is wanted."""

from mentorhub.recommend.engine.intent.sentence import Sentence, said

_FAMILY = said(
    r"""
    (?:mein\w*|unser\w*) (?:mann|frau|partner\w*|freund\w*|sohn|tochter|schwester|bruder|vater)
    (?:mein\w*|unser\w*) (?:mutter|eltern|cousin\w*|onkel|tante|oma|opa|nachbar\w*|schwager)
    (?:mein\w*|unser\w*) (?:chef\w*|kolleg\w*|kumpel\w*|schwägerin|schwieger\w*|ex)
    my (?:husband|wife|partner|friend|son|daughter|sister|brother|father|mother|cousin|neighbour)
    """
)
_I = said(r"ich|man|i|i'[dm]|i\u2019[dm]|i'll|mir|mich")
_ME = said(r"ich|mir|mich|wir|uns")
_SEEKS = said(
    r"suche?|suchen|sucht|möchte|will|braucht|bräuchte|looking|looks|wants|needs|sagt|soll|sollte"
)
_IS_SO = said(
    r"""
    wohnt|lebt|arbeitet|jobbt|schafft|hat|ist|macht|machte|war|lernt|lernte|studiert|geht|ging
    arbeite|did|works|lives|has|had|was|studied|studies|learned|learnt|goes|went|does
    """
)
_LAST = r"letzte[mnrs]? (?:jahr|mal|monat|woche|herbst|winter|sommer|frühjahr|kurs|massnahme)"
_ONCE = said(
    rf"""
    (?:früher|damals|{_LAST}|vor (?:\w+ )?jahren) (?:habe?|hatte|war|bin|ging|wollte|gab)
    (?:habe?|hatte|war|bin|ging) (?:ich )?(?:früher|damals|{_LAST}|vor (?:\w+ )?jahren)
    bei(?:m| der| dem| meiner| meinem) letzten|letzte\w* \w+ war
    last (?:year|time|month)|years ago|used to
    """
)


# How it goes in a shop or at work.
_GUESTS = said(r"(?:die |unsere |meine )?(?:gäste|kunden|kundschaft|bewohner|patienten|leute)")
_COME = said(
    r"kommen|kommt|wollen|will|haben|sind|rufen|bestellen|fragen|(?:nichts|viel|wenig) los"
)


def are_told(sentence: Sentence, at: range) -> bool:
    """Return whether words only say how it is with somebody else, or how it once was."""
    return are_meant(sentence, at) or are_over(sentence, at) or is_business(sentence, at)


def are_meant(sentence: Sentence, at: range) -> bool:
    """Return whether words say how it is with the family of somebody who wants something else.

    "Meine Schwester wohnt in Essen, ich will ...": Essen is no wish.
    """
    clause = sentence.clause(at)
    told = _FAMILY.search(clause) and _IS_SO.search(clause) and not _SEEKS.search(clause)
    return bool(told) and (sentence.tongue is not None or sentence.has(_I))


def are_over(sentence: Sentence, at: range) -> bool:
    """Return whether words say how it once was: "früher hab ich abends gelernt"."""
    clause = sentence.clause(at)
    return bool(_ONCE.search(clause)) and not _SEEKS.search(clause)


def is_business(sentence: Sentence, at: range) -> bool:
    """Return whether words say when guests come: "am Wochenende kommen die meisten Gäste"."""
    clause = sentence.clause(at)
    return bool(_GUESTS.search(clause) and _COME.search(clause) and not _ME.search(clause))
