"""The one sentence that a whole dialogue asks the search, and what it already says."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from mentorhub.recommend.dialogue.hearing import corrected, hear
from mentorhub.recommend.dialogue.talk import AskKind, Turn
from mentorhub.recommend.dialogue.turning import QUALITIES, is_subject, leaves_question
from mentorhub.recommend.engine.document import CEFR_LEVELS, Understood
from mentorhub.recommend.engine.intent import understand
from mentorhub.recommend.engine.intent.sentence import Sentence, said
from mentorhub.recommend.engine.places import Gazetteer, Place
from mentorhub.recommend.engine.text import STOP_WORDS, fold_word, raw_words, words
from mentorhub.recommend.engine.wishes import find_place

_MATTERS: Final = {
    "place": "place", "not_place": "place", "radius": "place", "nearby": "place",
    "time": "time", "not_time": "time", "form": "form", "price": "price", "free": "price",
    "cheap": "price", "start": "start", "not_start": "start", "language": "language",
    "level": "level", "length": "length",
}  # fmt: skip
_SHORT: Final = 5  # words: so few need no small ones
_KNOWN_WORDS: Final = 0.1  # of the judged queries, two thirds in other languages have fewer
_IN_PLACE: Final = "in {where}"
_HOME = said(r"(?:wohne|wohn|lebe|leb|komme|bin|bei|raum|nähe) (?:\w+ )?(?:in|aus|von) (\w+)")
_ANY_TIME = said(
    r"""
    (?:den )?ganzen tag (?:\w+ )?zeit|(?:jeden tag|immer|jederzeit) (?:\w+ )?zeit|flexibel
    zeit (?:\w+ )?(?:jeden tag|immer|den ganzen tag)|sa so|bildungsurlaub|(?:eine|ganze) woche
    """
)
_PAID = said(
    r"(?:chef\w*|firma|betrieb|arbeitgeber\w*) (?:\w+ ){0,4}(?:be)?(?:zahlt|zahlen|übernimmt)"
)
_WHAT_NOW = said(
    r"""
    was (?:nun?|jetzt|denn nun?)|(?:wie|was) (?:\w+ ){0,2}weiter|wie geht(?: e)?s (?:\w+ )?weiter
    was (?:kann|soll|könnte) (?:ich|man) (?:\w+ ){0,3}(?:noch|machen|tun|werden|überhaupt)
    was (?:\w+ ){0,2}noch geht|what now|what (?:can|should) i do
    """
)
_WHAT_FOR = re.compile(r"\bfür\b", re.IGNORECASE)
# Words of a wish to learn that say nothing about what.
_EMPTY = STOP_WORDS | frozenset(
    words(
        """
        lernen lern weiterbilden weiterbildung fortbildung fortbilden kurs kurse kursen lehrgang
        schulung seminar job arbeit beruf beruflich neues neu neue anderes was etwas irgendwas
        verändern ändern machen weiterkommen weiter hilfe helfen möchte wollen suche suchen finden
        verdienen geld mehr besser qualifizieren qualifizierung bilden bildung ausbildung angebot
        angebote hallo hi guten tag moin bitte danke möglichkeiten beraten beratung informieren
        vorankommen voran leben zukunft perspektive chance chancen tun gerne gern mal irgendwie
        learn course training something new job work help want guten morgen abend servus zeit lust
        mir mich ich uns wir mein meine kann können soll bin hab habe weiß nicht keine ahnung
        doch lieber stattdessen eher nein anders sorry interessiere interesse frage fragen gibt
        passt passendes passend richtige richtiges thema bereich bessere besseren bezahlt bezahlten
        arbeite arbeiten jahr jahre jahren gelernt verdiene netto brutto bezahlt bezahle zahlt
        zahlen weis plan wurst wurscht gleich keinen kein
        kostet kosten euro wer arbeitslos arbeitslose ungelernt ungelernte alleinerziehend kinder
        abschluss brauche brauch gerade endlich immer schon nie noch ja nein egal bekomme kriege
        förderung gefördert fördern geld zuschuss amt jobcenter agentur chef firma betrieb stelle
        bleibt finde derzeit aktuell momentan gekündigt verloren schule hauptsache nix nichts sagt
        sage soll sollen nich net aber weiss kp ka sowas irgendwie egal wat dat halt eben einfach
        sinn macht wohne wohn lebe komme maßnahme maßnahmen ruhe geben muss müssen scheiß scheiss
        mist stress kürzen kürzt sonst damit lassen
        ne nen mach mache
        """
    )
)


@dataclass(frozen=True)
class Wish:
    """What a dialogue comes to: a sentence for the search, taken apart, and its subject."""

    sentence: str
    understood: Understood
    subject: tuple[str, ...]
    """The folded words that say what it is about; none: nobody knows yet."""

    @property
    def is_readable(self) -> bool:
        """Return whether the wishes in it can be read: it has small words that we know."""
        said = words(self.sentence)
        known = sum(word in STOP_WORDS for word in said)
        return len(said) < _SHORT or known >= _KNOWN_WORDS * len(said)

    @property
    def asks_for_money(self) -> bool:
        """Return whether somebody asks who pays; not where the employer does so anyway."""
        return self.understood.kind == "funding" and not self.is_paid

    @property
    def is_paid(self) -> bool:
        """Return whether the words say that the employer pays."""
        return "?" not in self.sentence and Sentence(self.sentence).has(_PAID)

    @property
    def known(self) -> frozenset[AskKind]:
        """Return the kinds of questions that the words have answered."""
        return frozenset(_known(self))


def wish(turns: Sequence[Turn], gazetteer: Gazetteer, today: date) -> Wish:
    """Return the wish of all that was said: later words win over earlier ones on each matter."""
    parts: list[str] = []
    settled: set[str] = set()
    for turn in reversed(turns):
        part = _part(turn, gazetteer, today)
        understood = understand(part, gazetteer, today)
        kept = _without(part, understood, settled, gazetteer, today)
        if kept:
            parts.append(kept)
        settled |= {_MATTERS[chip.kind] for chip in understood.chips if chip.kind in _MATTERS}
        if _replaces(part, turn, understood):
            settled.add("topic")
    sentence = ". ".join(part.rstrip(" .,;") for part in reversed(parts))
    home = _home(sentence, gazetteer) if "place" not in settled else None
    if home:
        sentence = f"{sentence}. {_IN_PLACE.format(where=home.name)}"
    whole = understand(sentence, gazetteer, today)
    return Wish(sentence, whole, _subject(turns, whole) if _has_topic(whole) else ())


def _subject(turns: Sequence[Turn], whole: Understood) -> tuple[str, ...]:
    """Return the words of the subject; who only asks what to do now has told none with it."""
    lost = [turn.said for turn in turns if Sentence(turn.said).has(_WHAT_NOW)]
    gone = {word for said in lost for word in words(_WHAT_FOR.split(said)[0])}
    return tuple(word for word in subject_of(whole.topic) if word not in gone)


def _home(text: str, gazetteer: Gazetteer) -> Place | None:
    """Return where somebody says to live, also where the town's name is an everyday word."""
    for match, _at in Sentence(text).find(_HOME):
        found = gazetteer.find_town(match.group(1))
        if found:
            return found
    return None


def named_place(text: str, gazetteer: Gazetteer, today: date) -> Place | None:
    """Return the place that an answer names; the answer may be no more than its name."""
    return find_place(text.strip(" .!"), gazetteer) or understand(text, gazetteer, today).place


def subject_of(text: str) -> tuple[str, ...]:
    """Return the words that say what somebody wants to learn, each once."""
    return tuple(dict.fromkeys(word for word in words(text) if _tells(word)))


def _tells(word: str) -> bool:
    return word not in _EMPTY and not word.isdecimal() and len(word) > 1


def _part(turn: Turn, gazetteer: Gazetteer, today: date) -> str:
    """Return what of a turn concerns the course: of an answer about a matter only that matter."""
    text = corrected(turn.said)
    if turn.to is None or turn.to in ("topic", "aim"):
        return text
    if _turns_elsewhere(text, turn, gazetteer, today):
        return text
    if not turn.read:
        tells_only_of_person = bool(hear(text)) and not subject_of(text)
        return "" if tells_only_of_person else text
    if turn.to == "german":
        return f"Deutsch {text}"
    place = named_place(text, gazetteer, today) if turn.to == "place" else None
    if place:
        return _IN_PLACE.format(where=place.postcode or place.name)
    return _wishes_only(text, understand(text, gazetteer, today))


def _wishes_only(text: str, understood: Understood) -> str:
    """Return the words of the wishes, without those of a topic; nothing without wishes."""
    if not any(chip.kind in _MATTERS for chip in understood.chips):
        return ""
    return _drop_words(text, understood.topic) if _has_topic(understood) else text


def _without(
    part: str, understood: Understood, settled: Collection[str], gazetteer: Gazetteer, today: date
) -> str:
    """Return the words of a part that later ones have not overruled."""
    wishes = [chip.id for chip in understood.chips if chip.kind in _MATTERS]
    stale = [chip.id for chip in understood.chips if _MATTERS.get(chip.kind) in settled]
    text = part
    if stale and len(stale) == len(wishes):
        text = understood.topic if _has_topic(understood) else ""
    elif stale:
        text = understand(part, gazetteer, today, stale).asked
    if "topic" in settled and _has_topic(understood):
        text = _drop_words(text, understood.topic)
    return text.strip(" .,;")


def _drop_words(text: str, gone: str) -> str:
    out = set(words(gone))
    return " ".join(word for word in raw_words(text) if fold_word(word) not in out)


def _replaces(part: str, turn: Turn, understood: Understood) -> bool:
    """Return whether a turn names another subject in place of the earlier ones."""
    if not turn.said or not _has_topic(understood) or not _subject_in(understood):
        return False
    if turn.to is None:
        return is_subject(Sentence(part))
    return turn.to == "topic" or _leaves(part, turn.to, understood)


def _turns_elsewhere(text: str, turn: Turn, gazetteer: Gazetteer, today: date) -> bool:
    """Return whether somebody answers our question by naming another subject."""
    assert turn.to
    understood = understand(text, gazetteer, today)
    names = _has_topic(understood) and bool(_subject_in(understood))
    return names and _leaves(text, turn.to, understood)


def _leaves(text: str, asked: AskKind, understood: Understood) -> bool:
    return leaves_question(Sentence(text), asked, refuses=bool(understood.not_topics))


def _subject_in(understood: Understood) -> list[str]:
    return [word for word in subject_of(understood.topic) if word not in QUALITIES]


def _has_topic(understood: Understood) -> bool:
    return any(chip.kind == "topic" for chip in understood.chips)


def _known(one: Wish) -> Iterable[AskKind]:
    understood = one.understood
    if one.subject:
        yield "topic"
    if understood.place or understood.not_places or understood.form == "online":
        yield "place"
    if understood.times or understood.not_times or Sentence(one.sentence).has(_ANY_TIME):
        yield "time"
    if understood.start_from or understood.start_until or understood.not_starts:
        yield "start"
    if understood.form or understood.place:
        yield "form"
    if one.is_paid or understood.free or understood.cheap or understood.max_price_cents is not None:
        yield "price"
    if understood.level in CEFR_LEVELS or understood.level == "basic":
        yield "german"
