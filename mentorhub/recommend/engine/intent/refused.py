"""What somebody does not want to learn or to work at: "kein Büro", "alles außer Pflege"."""

import re
from collections.abc import Iterator, Set
from string import ascii_lowercase
from typing import Final

from mentorhub.recommend.engine.document import Chip
from mentorhub.recommend.engine.intent.others import are_meant
from mentorhub.recommend.engine.intent.sentence import Found, Sentence, said
from mentorhub.recommend.engine.text import fold

_MOST: Final = 3  # words of one thing
_SHORT: Final = 5  # words of a clause that is no story
_SHORTEST: Final = 3  # letters of a word that can be one

_SAID_BEFORE = said(
    r"""
    (?:will|wollen|wollte|möchte|mag|suche|bitte|lieber) (?:\w+ ){0,2}?kein\w*
    (?:will|wollen|wollte|möchte|mag|bitte|lieber) (?:\w+ ){0,2}?nicht
    (?:aber|bloß|nur|hauptsache) nicht|(?:auf|in) keine[nm] fall
    (?:alles |alles andere |egal was |hauptsache )?außer
    statt|anstatt|nie wieder|(?:nichts|nix) (?:mehr )?mit
    (?:keine? |null )?(?:lust|bock) (?:mehr )?auf
    (?:vergiss|vergessen sie) (?:bitte )?(?:das|die|den)
    (?:hab|habe) genug von|(?:raus|weg) (?:aus|von|vom)
    (?:don't|don\u2019t|dont|do not) want
    (?:anything|everything) (?:but|except)|instead of|no more
    """
)
_TOO = (
    r"zu (?:heiß|laut|dreckig|schmutzig|staubig|gefährlich|anstrengend|stressig|langweilig"
    r"|eintönig|trocken)"
)
_SAID_AFTER = said(
    rf"""
    (?:will|möchte|mag|wollte) (?:ich )?(?:nie|nicht)(?: mehr| wieder)?(?= $| [,.;!?])
    (?:ist|wäre?|war) (?:(?:doch|leider|einfach|gar|überhaupt) )?(?:nichts|nix) (?:mehr )?für mich
    (?:ist|wäre?|war) (?:mir |doch |echt |einfach )*(?:viel )?{_TOO}
    (?:kommt|käme) (?:für mich )?nicht in frage|liegt mir (?:gar |überhaupt )?nicht
    """
)
_SAID_BEFORE_ELSEWHERE = said(r"will nicht|bloß nicht|außer|statt")  # as other languages are read
_SAID_AFTER_ELSEWHERE = said(r"will nicht")
_WISHES = said(r"will|möchte|lieber|suche|gern|gerne|want|rather")
_NOT = said(r"nicht|nie|kein\w*")
_ENGLISH = said(r"i|i'm|want|the|with|something|please|no")
_BARE = said(r"kein(?:e|en|er|es)?|no")

# What may stand between the refusal and the thing.
_BEFORE_IT = frozenset(
    fold(
        """
        der die das den dem des ein eine einen einem einer so sowas mehr wieder in im ins an am auf
        bei beim zu zum zur als für mein meine meinem meinen meiner noch immer nur unbedingt was mit
        etwas irgendwas arbeiten a an the to do work in at any with w do na la un
        в на працювати работать pracować lucrez العمل
        """
    ).split()
)
_BEFORE_NO = frozenset({"bloss", "nur", "bitte", "hauptsache", "aber", "also", "auch", "dann"})
_LINKS = frozenset({"und", "aber", "sondern", "oder", "denn", "doch", "and", "but"})
# What ends it.
_BEHIND_IT = frozenset(
    fold(
        """
        und oder or sondern aber lieber dann weil wenn da denn was ich suche such
        suchen will möchte mag
        arbeiten arbeite machen mache tun sein gehen lernen werden haben hab habe hätte mehr zurück
        bleiben bitte gern gerne würde nicht mit in im ins für von bei auf an am zu zum zur als geht
        gibt es etwas irgendwas landen sitzen stehen rein kein keine keinen and but i rather please
        because so for
        """
    ).split()
)
_HANGS_ON = frozenset(
    fold(
        """
        arbeiten sitzen landen stehen rein raus machen mehr zurück sondern sein gehen lernen
        job jobs
        """
    ).split()
)
# How what one does ends in Russian and Ukrainian, Polish and Turkish.
_VERBS = ("ть", "ти", "ться", "тися", "ć", "mak", "mek")
# What is only talked about: "keine Ahnung".
_NO_THING = frozenset(
    fold(
        """
        geld auto zeit ahnung lust bock arbeit job stelle kind kinder problem probleme plan kita
        betreuung angst hilfe angebot kurs kurse termin chance mensch sinn interesse frage thema
        ding sache sachen wunder ende anfang hausaufgaben stress druck chef ärger cent euro wort
        leute kollegen unterricht rolle fall weg das dies dich mich mir dir sie ihn uns alles alle
        money time car kids idea course ich du er wir
        """
    ).split()
)
# What people lack: whoever has "keine Ausbildung" may want one.
_LACKED = frozenset(
    fold(
        """
        abschluss schulabschluss berufsabschluss hauptschulabschluss realschulabschluss ausbildung
        berufsausbildung lehre beruf führerschein schein deutsch deutschkenntnisse englisch
        erfahrung erfahrungen zeugnis zeugnisse papiere papier vorkenntnisse internet computer pc
        laptop handy abitur abi prüfung prüfungen diplom zertifikat school degree experience license
        """
    ).split()
)
# Verbs that are no occupation: "aber nicht umziehen".
_NO_WORK = frozenset(
    fold(
        """
        fahren gehen stehen sitzen umziehen arbeiten lernen warten zahlen bezahlen reden kommen
        machen haben sein werden bleiben aufhören kündigen sagen wissen müssen können dürfen sollen
        wollen anfangen aufstehen mehr verlieren weg heben tragen bücken laufen schleppen
        """
    ).split()
)


def find(sentence: Sentence, taken: Set[int]) -> Iterator[Found]:
    """Yield what is refused, each thing once; words at the places ``taken`` are other wishes."""
    seen: set[str] = set()
    refusals = sorted(_refusals(sentence), key=lambda one: one[1].start)
    for refusal, thing in refusals[: len(ascii_lowercase)]:
        at = range(min(refusal.start, thing.start), max(refusal.stop, thing.stop))
        at = range(at.start, _end(sentence, at.stop))
        name = " ".join(sentence.tokens[place].raw for place in thing)
        if not taken.isdisjoint(thing) or fold(name) in seen or are_meant(sentence, at):
            continue
        seen.add(fold(name))
        chip = Chip(f"not_topic.{ascii_lowercase[len(seen) - 1]}", "not_topic", {"text": name})
        yield Found(chip, at, {"not_topics": name}, refused=True)


def _end(sentence: Sentence, at: int) -> int:
    """Return the place behind the words that only hang on a refusal."""
    while at < len(sentence.words) and sentence.words[at] in _HANGS_ON:
        at += 1
    return at


def _refusals(sentence: Sentence) -> Iterator[tuple[range, range]]:
    """Yield the places of the words that refuse something, and of the thing."""
    elsewhere = sentence.tongue is not None
    yield from _before(sentence, _SAID_BEFORE_ELSEWHERE if elsewhere else _SAID_BEFORE)
    if not elsewhere:
        yield from _bare(sentence)
    for _, at in sentence.find(_SAID_AFTER_ELSEWHERE if elsewhere else _SAID_AFTER):
        if thing := _ahead(sentence, at.start):
            yield at, thing


def _before(sentence: Sentence, refuses: re.Pattern[str]) -> Iterator[tuple[range, range]]:
    for match, at in sentence.find(refuses):
        if _is_meant(match.group(), sentence.clause(at)):
            for thing in _behind(sentence, at.stop):
                yield at, thing


def _is_meant(refusal: str, clause: str) -> bool:
    """Return whether words that may refuse something do so here.

    "Weg von den Leuten will ich nicht" and "hier hängt ein Tablet statt Papier" do not.
    """
    if refusal.startswith(("raus", "weg")):
        return not _NOT.search(clause)
    if refusal.endswith("statt"):
        return len(clause.split()) <= _SHORT or bool(_WISHES.search(clause))
    return True


def _bare(sentence: Sentence) -> Iterator[tuple[range, range]]:
    """Yield what is refused without a verb: "kein Büro", with nothing else between two marks."""
    for _, at in sentence.find(_BARE):
        things = [
            thing
            for thing in _behind(sentence, at.stop)
            if _LACKED.isdisjoint(sentence.words[place] for place in thing)
        ]
        start = _start(sentence, at.start)
        if things and start is not None and _ends(sentence, things[-1].stop):
            for thing in things:
                yield range(start, at.stop), thing


def _start(sentence: Sentence, at: int) -> int | None:
    """Return where a bare refusal begins, with small words as in "bloß keine"; None in a clause."""
    while not _is_edge(sentence, at - 1) and sentence.words[at - 1] in _BEFORE_NO:
        at -= 1
    begins = _is_edge(sentence, at - 1) or sentence.words[at - 1] in ("und", "and")
    return at if begins else None


def _behind(sentence: Sentence, start: int) -> list[range]:
    """Return the thing that begins there, and others that an "oder" adds."""
    things = []
    while (thing := _thing(sentence, start)) is not None:
        things.append(thing)
        if sentence.words[thing.stop : thing.stop + 1] not in (["oder"], ["or"]):
            break
        start = thing.stop + 1
    return things


def _thing(sentence: Sentence, first: int) -> range | None:
    words = sentence.words
    start = first
    while start < len(words) and words[start] in _BEFORE_IT:
        start += 1
    if words[first:start] == ["in"] and sentence.tongue is None:
        return None  # "nicht in Essen": a place, known or not
    stop = start
    while stop < min(start + _MOST, len(words)) and not _ends(sentence, stop):
        stop += 1
    return _told(sentence, range(start, stop))


def _ahead(sentence: Sentence, stop: int) -> range | None:
    """Return the thing that a clause consists of up to there, None if there is more."""
    start = stop
    while not (_is_edge(sentence, start - 1) or sentence.words[start - 1] in _LINKS):
        start -= 1
    while start < stop and sentence.words[start] in _BEFORE_IT:
        start += 1
    return _told(sentence, range(start, stop)) if stop - start <= _MOST else None


def _told(sentence: Sentence, thing: range) -> range | None:
    """Return the thing without what only hangs on behind, None where none is named."""
    if len(thing) == 1 and _is_work(sentence, thing[0]):
        return thing
    while len(thing) and sentence.words[thing[-1]] in _HANGS_ON:
        thing = thing[:-1]
    if any(_is_verb(sentence, at) for at in thing):
        return None
    if (
        len(thing) == 0
        or not _tells(sentence, thing[-1])
        or not _NO_THING.isdisjoint(sentence.words[at] for at in thing)
    ):
        return None
    return thing


def _is_verb(sentence: Sentence, at: int) -> bool:
    """Return whether a word of another language is something to do, not a thing."""
    return sentence.tongue is not None and sentence.tokens[at].raw.lower().endswith(_VERBS)


def _tells(sentence: Sentence, at: int) -> bool:
    """Return whether a word can end a thing; in German what things are called has a capital."""
    word = sentence.words[at]
    if len(word) < _SHORTEST or word in _NO_THING:
        return False
    german = sentence.has_case and sentence.tongue is None and not sentence.has(_ENGLISH)
    return not german or sentence.tokens[at].raw[0].isupper()


def _is_work(sentence: Sentence, at: int) -> bool:
    """Return whether a clause ends with a word that looks like something to do: "schweißen"."""
    word = sentence.words[at]
    follows = _is_edge(sentence, at + 1) or sentence.words[at + 1] in _LINKS
    return word.endswith(("en", "eln", "ern")) and word not in _NO_WORK | _NO_THING and follows


def _ends(sentence: Sentence, at: int) -> bool:
    """Return whether a thing ends there: at a mark, a linking word, an edge of the sentence."""
    return _is_edge(sentence, at) or sentence.words[at] in _BEHIND_IT


def _is_edge(sentence: Sentence, at: int) -> bool:
    """Return whether a mark or an edge of the sentence is there."""
    return not 0 <= at < len(sentence.words) or not sentence.words[at][0].isalnum()
