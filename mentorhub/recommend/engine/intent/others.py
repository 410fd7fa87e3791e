"""What a sentence tells of somebody else, for whom nothing is wanted."""

from mentorhub.recommend.engine.intent.sentence import Sentence, said

_FAMILY = said(
    r"""
    (?:mein\w*|unser\w*) (?:mann|frau|partner\w*|freund\w*|sohn|tochter|schwester|bruder|vater)
    (?:mein\w*|unser\w*) (?:mutter|eltern|cousin\w*|onkel|tante|oma|opa|nachbar\w*|schwager)
    my (?:husband|wife|partner|friend|son|daughter|sister|brother|father|mother|cousin|neighbour)
    """
)
_I = said(r"ich|i|i'[dm]|i\u2019[dm]|i'll")
_SEEKS = said(r"suche?|suchen|sucht|möchte|will|braucht|looking|looks|wants|needs")
_IS_SO = said(
    r"wohnt|lebt|arbeitet|jobbt|schafft|hat|ist|macht|machte|war|did|works|lives|has|had|was"
)


def are_meant(sentence: Sentence, at: range) -> bool:
    """Return whether words say how it is with the family of somebody who wants something else.

    "Meine Schwester wohnt in Essen, ich will ...": Essen is no wish.
    """
    clause = sentence.clause(at)
    told = _FAMILY.search(clause) and _IS_SO.search(clause) and not _SEEKS.search(clause)
    return bool(told) and sentence.has(_I)
