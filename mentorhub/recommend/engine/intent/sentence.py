"""A sentence as the finders read it: folded words in one line, with a way back to the text."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import Any

from mentorhub.recommend.engine.document import Chip
from mentorhub.recommend.engine.intent import tongues
from mentorhub.recommend.engine.text import Spelling, Token, fold, tokens

_NOT = (
    r"(?:nicht|kein\w*|(?<!finde )nichts|ohne|ausser|statt|anstatt|nie|niemals|bloss nicht|not|no"
    r"|auf (?:gar )?keinen fall|can['\u2019]?t(?: do)?|cannot(?: do)?"
    r"|(?:anything|everything) (?:but|except))"
)
_SMALL = (
    r"(?:(?:so|unbedingt|mehr|am|im|in|an|zu|auf|den|dem|einen|ein|eine|als|von|zur|zum|der|gut"
    r"|gern|gerne|wirklich|immer|schon|wieder|diese|diesen) )"
)
_LESSON = r"(?:(?:kurse?|unterricht|termine?|angebote?|lehrgange?|seminare?|schulung) )"
_NEGATED_BEFORE = re.compile(
    rf" (?:{_NOT} {_SMALL}{{0,3}}|kein\w* {_LESSON}{_SMALL}{{0,2}}"
    rf"|(?:keine?|no) (?:zeit|moglichkeit|lust|time) {_SMALL}{{0,2}}"
    rf"|weder (?:(?:\w+ ){{1,4}}noch )?{_SMALL}{{0,2}}"
    r"|(?:nicht|nie) (?:, )?(?:dann |erst )?wenn (?:\w+ )?|ohne dass (?:\w+ ){0,2})$"
)
_ONLY_BEFORE = re.compile(
    r" (?:(?:nicht|not) (?:nur|unbedingt|only)"
    r"|(?:nicht|kein\w*) (?:mehr|langer|ofter) (?:als|wie)) $"
)
_ADVERBS = r"(?:(?:leider|aber|auch|gar|eher|bitte|einfach|uberhaupt|halt|da) )*"
_BAD = (
    r"(?:tabu|schlecht|ausgeschlossen|unmoglich|schwierig|aussichtslos|dicht|voll|nichts(?! los)"
    r"|blod"
    r"|doof|ungunstig|gestrichen|utopisch|raus|no-?go|nicht (?:drin|moglich|machbar|mein ding)"
    r"|belegt|besetzt|vergeben|heilig|ausgebucht|unpassend|problematisch|familienzeit|keine option"
    r"|(?:der )?horror|stress(?= $| [,.;!?]))"
)
_TOO_MUCH = (
    r"(?:zu|too) (?:weit|spat|fruh|teuer|viel|lang|stressig|anstrengend|schwer|schwierig|einfach"
    r"|leicht|far|late|early|expensive|much)"
)
# Then nobody can come, or come home: "nach 17 Uhr fährt kein Bus".
_LACKS = (
    r"(?:fahr(?:t|en)|gibt es|komm(?:t|en)?|ist|is|sind|find\w*|hab\w*) (?:\w+ ){0,5}"
    r"(?:(?:kein(?:e|er|en)?|niemand\w*) (?:\w+ )?(?:bus|busse|bahn|zug|auto|\w*betreuung"
    r"|babysitter"
    r"|aufsicht|fahrgelegenheit|nerv\w*|energie|kraft|kopf|luft|lust|bock)|niemand (?:\w+ ){0,4}da)"
)
_LESSON_LESS = (
    r"(?:(?:bitte|moglichst|lieber|besser) (?:nicht(?= $| [,.;!?])"
    r"|kein\w* (?:kurse?|unterricht|termine?|schule|seminare?|stunden|lehrgange?))"
    r"|kein\w* (?:kurse?|unterricht|termine?)(?= $| [,.;!?]))"
)
_NEGATED_AFTER = re.compile(
    rf"^{_ADVERBS}(?:(?:geh(?:t|en)|kann|pass(?:t|en)|klapp(?:t|en)|will|mochte|habe|hab|schaffe?"
    r"|mag|bin|komme?|fahre?|lass(?:t|en)|darf|soll|packe?|krieg\w*|tue?|konnte|brauche?|halte"
    r"|kommt|kommen"
    r"|gehn|schafft|verkrafte|lieg(?:t|en) mir|bringt mir|taugt mir)"
    r"(?: \w+){0,4} "
    r"(?:nicht|nie|keine?|keinen?)|keine? (?:zeit|moglichkeit)"
    rf"|(?:ist|is|sind|ware|waren) (?:\w+ ){{0,2}}{_BAD}"
    r"|(?:ist|is) (?:leider |halt )?nicht(?= $| [,.;!?])|wird (?:\w+ ){0,2}nichts(?: mehr)?"
    rf"|{_LACKS}|{_LESSON_LESS}|(?:muss|mussen|soll\w*) (?:\w+ ){{0,2}}frei ?(?:bleiben|sein)"
    r"|(?:verlass\w*|trau\w*|geh) ich (?:\w+ ){0,4}(?:nicht|nie|ungern)"
    r"|(?:(?:geht|gehen|is|ist) (?:\w+ ){0,2}gar nicht|ungern|no way|vergiss es|ohne mich)"
    r"(?= $| [,.;!?])"
    r"|(?:kommt|kommen) (?:\w+ ){0,2}nicht in die tute|(?:frei ?lassen|vermeiden)(?= $| [,.;!?])"
    r"|(?:will|would) not do|won['\u2019]?t do|(?:is|are) (?:off limits|off the table|a no-?go)"
    r"|i (?:can['\u2019]?t|cannot|could not|am not able)"
    r"|(?:hass\w*|meide) ich|(?:schreckt|schrecken) mich ab|(?:hangt|hangen) mir zum hals"
    r"|scheide[tn] (?:\w+ )?aus|entfallt|entfallen"
    r"|(?:konn\w+|kann\w*) (?:\w+ ){1,3}(?:vergessen|knicken)"
    rf"|(?:(?:ist|sind|ware|waren|liegt|wird|is|are) (?:\w+ ){{0,3}})?{_TOO_MUCH}(?: weg"
    rf"| away)?(?!\w)"
    r"|(?:fallt|fallen) (?:\w+ ){0,2}(?:aus|flach|weg|raus)|nein(?: danke)?|no(?= $| [,.;!?])"
    r"|auf keinen fall|nie(?:mals)?(?= $| [,.;!?])"
    r"|habe? ich (?:\w+ )?(?:abgebrochen|hingeschmissen|(?:aus)?probiert|versucht)"
    r"|bin ich (?:\w+ ){0,2}raus|(?:ist|is) (?:bei mir |fur mich )?schluss"
    r"|(?:is|are) (?:no good|out|bad|impossible|difficult|not possible)"
    r"|[?] (?:nein|unmoglich|geht nicht|nie|niemals|bloss nicht|auf keinen fall|lieber nicht"
    r"|no)(?= )"
    r"|(?:do not|don['\u2019]?t|does not|doesn['\u2019]?t|won['\u2019]?t) (?:really )?(?:work|suit"
    r"|fit)"
    rf"|{_ADVERBS}nicht(?= $| [,.;!?]| und | aber | geht | moglich | notig | sein "
    r"| aufstehen | lernen | kommen | weg | da | frei ))"
)
_INSTEAD_BEFORE = re.compile(r" (?:als|statt|anstatt|instead of|than) (?:\w+ )?$")
_RATHER = re.compile(r" (?:lieber|eher|besser|rather|prefer) ")

# What a slip may have meant, one form each, and words that look like a slip but are none.
_USUAL = """
    abends samstags sonntags wochenende vormittags nachmittags feierabend vollzeit teilzeit ganztags
    halbtags online zuhause präsenz präsenzkurs kostenlos kostenlosen kostenfrei umsonst gratis
    anfänger einsteiger vorkenntnisse fortgeschrittene umkreis englisch türkisch russisch ukrainisch
    arabisch polnisch rumänisch berufsbegleitend nebenberuflich förderung bildungsgutschein
    bildungsscheck bildungsurlaub januar februar april august september oktober november dezember
    sofort monat nächsten tagsüber schichtdienst schichtarbeit homeoffice höchstens maximal
    arbeit morgens
    selbststudium weekend evening beginner frühschicht spätschicht nachtschicht wechselschicht
    """
_NO_SLIPS = """
    anfang anfangen einsteigen forderungen fördern nächster nächste nächstes monate monats präsent
    wochenenden beginnen begonnen beginners evenings weekends kostenlose englischer einsteigern
    anfangs morgen arbeite arbeiten arbeitet arbeits
    polnische
    """
_SPOKEN = {
    "nich": "nicht", "nit": "nicht", "nisch": "nicht", "nix": "nichts", "nischt": "nichts",
    "samstach": "samstag", "sonntach": "sonntag", "mittach": "mittag", "ovends": "abends",
    "nommittach": "nachmittag", "vormittach": "vormittag", "sondach": "sonntag",
    "nachmittach": "nachmittag", "nachmittachs": "nachmittags", "vormittachs": "vormittags",
    "samstachs": "samstags", "sonntachs": "sonntags", "tach": "tag", "tachs": "tags",
    "tachsuber": "tagsuber", "niks": "nichts", "nee": "nein", "nope": "nein", "wat": "was",
    "dat": "das", "sowat": "sowas", "aufm": "auf dem", "vonne": "von der", "inne": "in der",
    "ausm": "aus dem", "nachm": "nach dem", "gibts": "gibt es", "gibt's": "gibt es",
    "kost": "kostet", "krich": "krieg", "lappi": "laptop", "deswegen": "deshalb",
}  # fmt: skip
_SPELLING = Spelling(fold(_USUAL + _NO_SLIPS).split())


@lru_cache(maxsize=65536)
def _read(word: str) -> str:
    """Return the folded word that a folded word means, remembered, since words repeat."""
    return _SPOKEN.get(word) or _SPELLING.meant(word) or word


def said(pattern: str) -> re.Pattern[str]:
    """Compile alternatives for whole words: a regular expression, or one a line.

    Written in ordinary German spelling and folded like the sentence, so "für" also meets
    "fuer" and "fur". What folding would spoil cannot be written: classes with a capital
    letter, and a, o or u before an optional e.
    """
    lines = (line.strip(" ") for line in pattern.split("\n"))
    alternatives = "|".join(line for line in lines if line)
    return re.compile(rf"(?<= )(?:{fold(alternatives)})(?= )")


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was understood.

    ``at`` are the places of the tokens that said it; ``fields`` is what it sets in
    ``Understood``. Words that ``stay`` also belong to the topic. What was ``refused`` would
    only draw the meaning of the sentence to what is not wanted.
    """

    chip: Chip
    at: range
    fields: Mapping[str, Any] = field(default_factory=dict)
    stays: bool = False
    refused: bool = False


_MARKS = str.maketrans("،؛؟", ",;?")  # as Arabic writes them


class Sentence:
    """The tokens of a text, and one line of their folded, spell-checked words.

    Only words of wishes are checked ("abens"); the text itself is never changed. Wishes in
    another language are read in German, ``tongue`` says in which.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[Token] = tokens(text.translate(_MARKS))
        self.tongue = tongues.tongue_of(text, self.tokens)
        read = [token.folded for token in self.tokens]
        if self.tongue is not None:
            self.tokens, read = tongues.in_german(text, self.tokens, self.tongue)
        self.words = list(map(_read, read))
        self.line = " " + "".join(word + " " for word in self.words)
        self._starts = [1, *accumulate((len(word) + 1 for word in self.words), initial=1)][1:]
        letters = [token.raw for token in self.tokens if token.raw[0].isalpha()]
        # Phones write the first word of a sentence large by themselves.
        small_behind = all(word == word.lower() for word in letters[1:])
        self.has_case = not (small_behind or all(word == word.upper() for word in letters))
        self.begins_large = small_behind and any(word != word.lower() for word in letters)

    def find(self, pattern: re.Pattern[str]) -> Iterator[tuple[re.Match[str], range]]:
        """Yield each match of a ``said`` pattern and the places of its tokens."""
        for match in pattern.finditer(self.line):
            first = bisect_right(self._starts, match.start()) - 1
            last = bisect_right(self._starts, match.end() - 1) - 1
            yield match, range(first, last + 1)

    def has(self, pattern: re.Pattern[str]) -> bool:
        """Return whether a ``said`` pattern occurs."""
        return pattern.search(self.line) is not None

    def before(self, at: int) -> str:
        """Return the line up to the token, a space at both ends."""
        return self.line[: self._starts[at]]

    def after(self, at: int) -> str:
        """Return the line behind the token, beginning with the next word."""
        return self.line[self._starts[at + 1] :] if at + 1 < len(self.tokens) else " "

    def clause(self, at: range) -> str:
        """Return the part of the line around the tokens, up to marks and linking words."""
        left = _BREAK.split(self.before(at.start))[-1]
        right = self.clause_behind(at)
        middle = " ".join(self.words[place] for place in at)
        return f" {left.strip()} {middle} {right.strip()} "

    def clause_at(self, at: range) -> range:
        """Return the places of the tokens and of all around them, up to marks and linking words."""
        left = _BREAK.split(self.before(at.start))[-1]
        first = bisect_left(self._starts, self._starts[at.start] - len(left))
        last = self._starts[at.stop] + len(self.clause_behind(at)) - 2
        return range(first, max(at.stop, bisect_right(self._starts, last)))

    def clause_behind(self, at: range) -> str:
        """Return the part of the line behind the tokens, up to the next mark or linking word."""
        return _BREAK.split(" " + self.after(at[-1]))[0].strip() + " "

    def period(self, at: range) -> str:
        """Return the part of the line around the tokens, up to the marks that end a sentence."""
        left = _END.split(self.before(at.start))[-1]
        middle = " ".join(self.words[place] for place in at)
        return f" {left.strip()} {middle} {_END.split(' ' + self.after(at[-1]))[0].strip()} "

    def asks(self, at: range) -> bool:
        """Return whether the next mark behind the tokens that ends a sentence is a question's."""
        mark = _END.search(" " + self.after(at[-1]))
        return mark is not None and mark[0] == " ?"

    def refusal(self, at: range) -> range | None:
        """Return the places of the words and of what refuses them, None if nothing does.

        "nicht abends", "abends geht nicht", "lieber online als vor Ort".
        """
        before, after = self.before(at.start), self.after(at[-1])
        if _ONLY_BEFORE.search(before):
            return None
        instead = _INSTEAD_BEFORE.search(before)
        if instead and _is_rather(before):
            return self.led(at, instead)
        if refused := _NEGATED_BEFORE.search(before):
            return self.led(at, refused)
        if refused := _NEGATED_AFTER.search(after):
            return self.followed(at, refused)
        return None

    def led(self, at: range, lead: re.Match[str]) -> range:
        """Return the places with those of words found in what is before them.

        ``lead`` begins with a space and ends where they begin.
        """
        return range(bisect_right(self._starts, lead.start() + 1) - 1, at.stop)

    def followed(self, at: range, tail: re.Match[str]) -> range:
        """Return the places with those of words found at the beginning of what is after them."""
        end = self._starts[at.stop] + tail.end() - 1
        return range(at.start, bisect_right(self._starts, end))


def _is_rather(before: str) -> bool:
    return bool(_RATHER.search(before)) or any(
        word in before.split()[-3:] for word in ("statt", "anstatt", "instead")
    )


_END = re.compile(" [.!?;](?= )")
_BREAK = re.compile(
    r" (?:[,.;:!?()]|und|oder|aber|wenn|weil|dass|damit|da|deshalb|and|but|because|when"
    r"|ich(?= (?:arbeite|schaffe|jobbe) )) "
)
