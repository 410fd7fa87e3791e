"""Which sentences of a chat model may be shown: those that claim nothing we cannot prove.

Whatever a sentence says about money or eligibility is never shown in the model's words. If its
claim is what the rules say, the house's own sentence takes its place; otherwise it is dropped.
So is what says of a course that it has something its own text does not name.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from mentorhub.recommend.dialogue.vocabulary import is_grounded
from mentorhub.recommend.engine.text import STOP_WORDS, words

MOST_SHOWN: Final = 5
NONE: Final = "none"

_MONEY: Final = re.compile(
    r"euro|eur\b|€|\$|£|%|prozent|cent\b|kost|gratis|umsonst|gebühr|preis|zahl|geld|leist|förder"
    r"|finanz|zuschu|zuschü|gutschein|scheck|prämie|bonus|bafög|stipend|kredit|darlehen|steuer"
    r"|anspruch|anrecht|berechtig|bewillig|genehmig|garant|sicher zu(?=[.,!]|$)|versprech|übernimm"
    r"|übernehm"
    r"|amt\b|agentur|jobcenter|behörde|staat|paragraf|§|sgb|gesetz|recht auf|erstatt|rückzahl"
    r"|günstig|billig|rabatt|nichts? (?:zahlen|bezahlen)|übernahme|unterstütz|hundert|tausend"
    r"|million|schenk|sparen|spart\b|verdien|gehalt|lohn|antrag|beantrag|ermäßig|ermässig|nachlass"
    r"|subvention|urlaub|freistell|freigestellt|hälfte|zur gänze|für lau|für umme|\braten\b"
    r"|rechnung|steh\w* ihnen|ihnen steh|steh\w* .{0,40}\bzu\b|zusag|zugesagt"
    r"|zugesichert|(?:trägt|tragen) (?:der|die|das|ihr)"
    r"|\bkommt? .{0,30}\bauf\b|\bumme\b|spesen"
    r"|\bfree\b|fund|\bpays?\b|paid|grant|subsid|voucher|eligib|entitle|cost|price|cheque|cheap"
    r"|charge|money|percent|ücret|bedava|paras\u0131z|\bpara\b|darmo|bezpłat|koszt|płac|złot|gratuit"
    r"|\bbani\b|plăt|\blei\b|dinero|\bpago|argent\b|\bpayer\b|soldi|\bdolar",
    re.IGNORECASE,
)
_HIDDEN_MONEY: Final = re.compile(r"kostenlos|kostenfrei|gratis|umsonst|prozent|förder|bezahlt")
"""Looked for once more with everything between the letters gone."""

_NOT_PLAIN: Final = re.compile(
    r"[<>{}\[\]|\\`*_#~^=]|https?:|www\.|://|[^\W\d_]{2,}\.[^\W\d_]{2,}|@|javascript:|data:"
    r"|ignor|anweisung|instruction|prompt|system|überweis|\banruf|rufen sie|schicken sie|senden sie"
    r"|geben sie|klick|whatsapp|telegram|passwort|password|kontodaten|personalausweis",
    re.IGNORECASE,
)
_SPELLED_OUT: Final = re.compile(r"(?:(?<!\w)\w[\s.\-·,]+){3,}\w(?!\w)")
_NUMBER: Final = re.compile(r"\d+")
_MIXED: Final = re.compile(r"\b(?=\w*\d)(?=\w*[^\W\d_])\w+\b")
_UNITS: Final = ("ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
_TEENS: Final = (
    "zehn", "elf", "zwölf", "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn",
    "neunzehn",
)  # fmt: skip
_TENS: Final = (
    "zwanzig",
    "dreißig",
    "vierzig",
    "fünfzig",
    "sechzig",
    "siebzig",
    "achtzig",
    "neunzig",
)
_NUMBER_WORDS: Final[Mapping[str, int]] = {
    **{word: number for number, word in enumerate(_UNITS, 1) if number > 1},
    **{word: number for number, word in enumerate(_TEENS, 10)},
    **{word: number for number, word in zip(range(20, 100, 10), _TENS, strict=True)},
    **{
        f"{unit}und{tens}": number + at
        for number, tens in zip(range(20, 100, 10), _TENS, strict=True)
        for at, unit in enumerate(_UNITS, 1)
    },
}
_SPOKEN: Final = re.compile(rf"\b({'|'.join(_NUMBER_WORDS)})\b(?! (?:kurse|angebote)\b)")
_STATED: Final = re.compile(
    r"abend|vormittag|nachmittag|morgens|wochenend|montag|dienstag|mittwoch|donnerstag|freitag"
    r"|samstag|sonntag|januar|februar|märz|april|\bmai\b|juni|juli|august|september|oktober"
    r"|november|dezember|online|vollzeit|teilzeit|zu hause|zuhause|zertifi|zertifk|anerkannt"
    r"|zugelassen|azav|\bihk\b|\bhwk\b|prüfung|gesellenbrief|meister|abschluss|kinderbetreuung"
    r"|barrierefrei|praktikum|täglich|monat|woche"
)
"""What a sentence only says of a course whose own text says it too."""

_LETTERS: Final = frozenset("äöüßÄÖÜẞéèêëáàâîôû")
"""What German and English words hold beside a to z."""

_IN_TOWN: Final = re.compile(r"\bin (?!Ihr)([A-ZÄÖÜ][\w-]+)")
_KNOWN_WORDS: Final = 0.2  # of a German or English sentence, at the least


@dataclass(frozen=True)
class Said:
    """One sentence of the model: its words, the ids it leans on, what it claims of a rule."""

    text: str
    about: Collection[str]
    claim: str = NONE


@dataclass(frozen=True)
class Proven:
    """What may be said: the text of each offer, and of each rule its claim and our sentence.

    ``names`` are the names of the rules: whoever uses one speaks about money. ``said`` are the
    person's own words.
    """

    offers: Mapping[str, str]
    claims: Mapping[str, str]
    sentences: Mapping[str, str]
    names: Collection[str]
    said: Collection[str] = ()


def allowed(said: Iterable[Said], proven: Proven) -> Iterator[str]:
    """Yield what may be shown of the sentences, as they come, each once, at most MOST_SHOWN."""
    shown: set[str] = set()
    for one in said:
        words_ = _allowed(one, proven)
        if words_ and words_ not in shown:
            shown.add(words_)
            yield words_
        if len(shown) >= MOST_SHOWN:
            return


def is_plain(text: str) -> bool:
    """Return whether a line is ordinary German or English, with nothing hidden in it.

    Letters of other scripts that look like ours, marks, addresses and calls to act are refused.
    """
    return (
        text.isprintable()
        and text == unicodedata.normalize("NFKC", text)
        and all(letter.isascii() or letter in _LETTERS for letter in text if letter.isalpha())
        and not _NOT_PLAIN.search(text)
        and not _SPELLED_OUT.search(text)
        and _is_readable(text)
    )


def is_about_money(text: str, names: Collection[str]) -> bool:
    """Return whether a line speaks of money or of who gets it, also by the name of a rule."""
    low = text.casefold()
    bare = "".join(letter for letter in low if letter.isalpha())
    return bool(
        _MONEY.search(text)
        or _HIDDEN_MONEY.search(bare)
        or any(name.casefold() in low for name in names)
    )


def _allowed(one: Said, proven: Proven) -> str | None:
    if not is_plain(one.text):
        return None
    rules = [id_ for id_ in one.about if id_ in proven.claims]
    if one.claim != NONE or rules or is_about_money(one.text, proven.names):
        return _proven_claim(one, rules, proven)
    return one.text if _leans_on_offers(one, proven) else None


def _is_readable(text: str) -> bool:
    """Return whether enough of the small words are German or English ones."""
    said = words(text)
    known = sum(word in STOP_WORDS for word in said)
    return bool(said) and known >= _KNOWN_WORDS * len(said)


def _proven_claim(one: Said, rules: list[str], proven: Proven) -> str | None:
    """Return our own sentence where the rules say what the model claims."""
    if len(rules) != 1 or proven.claims[rules[0]] != one.claim:
        return None
    return proven.sentences[rules[0]]


def _leans_on_offers(one: Said, proven: Proven) -> bool:
    """Return whether all that the sentence says stands in an offer that it names.

    Only plain words that promise nothing, and the person's own, may stand there beside.
    """
    texts = [proven.offers[id_] for id_ in one.about if id_ in proven.offers]
    if not texts:
        return False
    known = " ".join(texts).casefold()
    numbers = set(_NUMBER.findall(known))
    low = one.text.casefold()
    spoken = {str(_NUMBER_WORDS[word]) for word in _SPOKEN.findall(low)}
    return (
        set(_NUMBER.findall(low)) | spoken <= numbers
        and all(name in known for name in _MIXED.findall(low))
        and all(sign in known for sign in _STATED.findall(low))
        and all(town.casefold() in known for town in _IN_TOWN.findall(one.text))
        and is_grounded(one.text, [known, *proven.said])
    )
