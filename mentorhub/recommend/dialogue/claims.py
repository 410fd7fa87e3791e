"""Which sentences of a chat model may be shown: those that claim nothing we cannot prove.

Whatever a sentence says about money or eligibility is never shown in the model's words. If its
claim is what the rules say, the house's own sentence takes its place; otherwise it is dropped.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

MOST_SHOWN: Final = 5
NONE: Final = "none"

_MONEY: Final = re.compile(
    r"euro|eur\b|€|\$|%|prozent|cent\b|kost|gratis|umsonst|gebühr|preis|zahl|geld|leist|förder"
    r"|finanz|zuschu|zuschü|gutschein|scheck|prämie|bonus|bafög|stipend|kredit|darlehen|steuer"
    r"|anspruch|anrecht|berechtig|bewillig|genehmig|garant|sicher zu|versprech|übernimm|übernehm"
    r"|amt\b|agentur|jobcenter|behörde|staat|paragraf|§|sgb|gesetz|recht auf|erstatt|rückzahl"
    r"|\bfree\b|fund|\bpays?\b|paid|grant|subsid|voucher|eligib|entitle|cost|price|cheque|cheap"
    r"|günstig|billig|rabatt|nichts? (?:zahlen|bezahlen)|übernahme|unterstütz",
    re.IGNORECASE,
)
_NOT_PLAIN: Final = re.compile(
    r"[<>{}\[\]|\\`*_#]|https?:|www\.|://|\b[\w-]+\.(?:de|com|org|net|eu|io|ru)\b|@|javascript:"
    r"|ignor|anweisung|instruction|prompt|system",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"\d+")


@dataclass(frozen=True)
class Said:
    """One sentence of the model: its words, the ids it leans on, what it claims of a rule."""

    text: str
    about: Collection[str]
    claim: str = NONE


@dataclass(frozen=True)
class Proven:
    """What may be said: the text of each offer, and of each rule its claim and our sentence.

    ``names`` are the names of the rules: whoever uses one speaks about money.
    """

    offers: Mapping[str, str]
    claims: Mapping[str, str]
    sentences: Mapping[str, str]
    names: Collection[str]


def allowed(said: Iterable[Said], proven: Proven) -> Iterator[str]:
    """Yield what may be shown of the sentences, as they come, each once, at most MOST_SHOWN."""
    shown: set[str] = set()
    for one in said:
        words = _allowed(one, proven)
        if words and words not in shown:
            shown.add(words)
            yield words
        if len(shown) >= MOST_SHOWN:
            return


def _allowed(one: Said, proven: Proven) -> str | None:
    if _NOT_PLAIN.search(one.text) or not one.text.isprintable():
        return None
    rules = [id_ for id_ in one.about if id_ in proven.claims]
    if one.claim != NONE or rules or _is_about_money(one.text, proven.names):
        return _proven_claim(one, rules, proven)
    return one.text if _leans_on_offers(one, proven.offers) else None


def _proven_claim(one: Said, rules: list[str], proven: Proven) -> str | None:
    """Return our own sentence where the rules say what the model claims."""
    if len(rules) != 1 or proven.claims[rules[0]] != one.claim:
        return None
    return proven.sentences[rules[0]]


def _is_about_money(text: str, names: Collection[str]) -> bool:
    low = text.casefold()
    return bool(_MONEY.search(text)) or any(name.casefold() in low for name in names)


def _leans_on_offers(one: Said, offers: Mapping[str, str]) -> bool:
    """Return whether every number of the sentence stands in an offer that it names."""
    texts = [offers[id_] for id_ in one.about if id_ in offers]
    if not texts:
        return False
    known = {number for text in texts for number in _NUMBER.findall(text)}
    return set(_NUMBER.findall(one.text)) <= known
