"""Where somebody wants to learn: towns, postcodes, regions, a radius; and no town by mistake."""

import re
from collections.abc import Iterable, Iterator
from typing import Final
from weakref import WeakKeyDictionary

from mentorhub.recommend.engine.document import Chip
from mentorhub.recommend.engine.intent import others
from mentorhub.recommend.engine.intent.sentence import Found, Sentence, said
from mentorhub.recommend.engine.intent.tongues import towns
from mentorhub.recommend.engine.intent.town_names import (
    BIG,
    CITIES_TOO,
    HARDLY_TOWNS,
    NO_SLIPS,
    NOT_IN_SMALL,
    OFTEN_TYPED,
    OTHERWISE,
    REGIONS,
    UNMISTAKABLE,
    WEATHER,
    WORDS_TOO,
)
from mentorhub.recommend.engine.places import Gazetteer, Place
from mentorhub.recommend.engine.text import STOP_WORDS, Spelling, fold

AROUND_KM: Final = 25  # what "bei", "Nähe" and "Raum" mean unless a distance is named
_LONGEST_NAME = 4  # words
_SPELT_OUT: Final = (("ae", "ä"), ("oe", "ö"), ("ue", "ü"))
_SURE_LETTERS: Final = 8  # a slip in a shorter name needs a preposition before it
_KITCHEN = said(
    r"""
    koch\w*|küche\w*|gekocht|zubereit\w*|ernährung\w*|diät\w*|trinken|speise\w*|mahlzeit\w*
    gesund\w*|lebensmittel\w*|hygiene\w*|service|kellner\w*|kantine\w*|catering|gastro\w*
    restaurant\w*|ausgeben|verteilen|ausliefern|auf rädern|imbiss|backen|bäcker\w*|mensa
    austeilen|anreichen|zunehmen|abnehmen
    """
)
_SLANG = re.compile(r"^(?:wir|se|sie|ihr|die|mer|ma|schon|kein\w*|ja|da) ")  # "hamm wir"
_RATHER_THERE = re.compile(
    r"\bnicht (?:in |nach )?([\w-]+) (?:, )?(?:lieber|sondern|eher|aber)\s*$"
)
_COURSE_NOUN = re.compile(
    r"(?:kurse?|schein|schulung|ausbildung|weiterbildung|fortbildung|lehrgang|pflege|helfer\w*"
    r"|unterricht|seminar|training|umschulung|prüfung|meister|fachkraft|kauffrau|kaufmann|deutsch"
    r"|englisch|stapler|schweissen|cnc|excel|sps|lager|büro|b1|b2|a1|a2|c1|verkauf|logistik|edv"
    r"|computer|buchhaltung|schweisser|fahrer|techniker|elektriker|informatik)"
    r" (?:[,;:(\u2013] )?$".replace("ü", "u")
)
_AROUND = (
    r"(?:ganz )?(?:in der )?nähe(?: von)?|(?:in der )?umgebung(?: von)?|(?:im )?(?:gross)?raum"
    r"|bei|(?:in der )?gegend(?: um| von)?|rund um|(?:im )?umkreis(?: von| um)?"
    r"|(?:im )?umland(?: von)?|(?:im )?kreis|in und um|nahe"
    r"|unweit(?: von)?|nicht (?:so |zu |allzu |sehr )?weit (?:(?:weg|entfernt) )?von|not (?:too "
    r"|so |very )?far from"
    r"|um|near|close to|around|nearby"
)
_IN = (
    r"(?:hier |irgendwo |direkt |mitten |zentral |am liebsten |am besten )*in|aus|nach|stadt|region"
    r"|(?:in der )?region|richtung|ab|standort|ort|wohnort|in the city of|von"
)
_LEAD = re.compile(
    r" (?P<self>(?:ich )?(?:wohne|lebe|komme|komm|bin|wohnhaft|wohn|live|am|arbeite) )?"
    rf"(?:(?P<around>{fold(_AROUND)})|(?P<inside>{fold(_IN)})) $"
)
_LOOSE_LEADS = ("von", "um", "ab", "ort")  # too weak for a name that is a word
_HERE = said(
    r"""
    (?:ganz )?(?:hier )?in (?:meiner|der|unserer) (?:nähe|umgebung|gegend)
    hier in der (?:nähe|gegend)|in der nähe
    nicht (?:so |zu |allzu )?weit (?:weg|entfernt|fahren)|wohnortnah\w*|um die ecke|near me
    nearby|bei mir (?:im ort|im dorf|vor ort|nebenan)
    """
)
_STANDARD = re.compile(r" (?:din|en|iso|iec|vde|nr|nummer) $")
_UNIT = r"(?:km|kilometer\w*|kilometre\w*)"
_ENVIRONS = re.compile(r"(?:und|oder) (?:umgebung|umland|umkreis) ")
# What only tells a name apart, cut short: "Mülheim a. d. Ruhr", "Monheim a. Rh."
_TOLD_APART = re.compile(
    r"(?:a [.]? ?d [.]? ?ruhr|a [.] rh(?:ein|(?: [.])?)|i [.] w(?:estf)? [.]) "
)
_NEAR_BEHIND = re.compile("nahe von ")
_ABOUT = r"(?:höchstens|maximal|max|bis zu|etwa|ca|circa)"
_AWAY = r"(?: (?:entfernt|weg|entfernung|umkreis|radius|fahrt|fahren|weit))?"
_SPELT = {"fünf": 5, "zehn": 10, "fünfzehn": 15, "zwanzig": 20, "dreissig": 30, "fünfzig": 50}
_DISTANCES = {fold(word): km for word, km in _SPELT.items()}
_KM = rf"(\d+|{'|'.join(_SPELT)})"
_RADIUS = said(
    rf"""
    (?:im |in einem )?(?:umkreis|radius)(?: von)?(?: {_ABOUT})? {_KM} ?{_UNIT}
    (?:{_ABOUT}|bis|nicht (?:weiter|mehr) als|weniger als|unter|within) {_KM} ?{_UNIT}{_AWAY}
    innerhalb von {_KM} ?{_UNIT}
    {_KM} ?{_UNIT}(?: (?:umkreis|radius|entfernt|im umkreis))?
    """
)
# A name behind one of these is that of a person or of a club.
_NAMED_BEHIND = re.compile(
    fold(
        r" (?:herr|herrn|frau|familie|doktor|dr|dr ?[.]|borussia|vfl|msv|fortuna|arminia|preussen"
        r"|bayer|alemannia|tus|fc|sc|rot-weiss|schwarz-weiss) $"
    )
)
_CALLED = said(r"(?:ich )?heisse?|(?:mein )?(?:nach)?name ist|my name is")
_NOT_THERE = re.compile("^bay ")  # Herne Bay
_FARTHEST_KM: Final = 1000
_MARKS_IN_NAMES = frozenset("().")  # "Halle (Saale)", "St. Augustin"
# What is said of a place where somebody is, rather than of one where they want to learn.
_HOME = said(r"wohne?|wohnen|wohnhaft|wohnort|lebe?|leben|zu ?hause|daheim|komme? aus|live")
_WORK = said(
    r"""
    arbeite?|arbeiten|arbeitsplatz|arbeitsstelle|job|jobbe|firma|betrieb|beschäftigt|angestellt
    schaffe|chef|work
    """
)
_WANTS = said(r"suche?|suchen|kurse?|lernen|weiterbildung|umschulung|möchte|will|looking")
_REGION_LEAD = re.compile(r" (?:(?:hier )?(?:im|in|am|aus dem|fur das|ganzen|gesamten)) $")
_ADJECTIVE_BEFORE = (
    "raum", "innenstadt", "umland", "gegend", "umgebung", "norden", "suden", "osten", "westen",
    "region", "stadtgebiet",
)  # fmt: skip


class _Names:
    """The names of one gazetteer, folded, and a spelling check over those often typed."""

    def __init__(self, names: Iterable[str]) -> None:
        self.known: dict[str, str] = {}
        self.exact: dict[str, str] = {}
        for name in names:
            self.known.setdefault(_plain(name), name)
            self.exact.setdefault(_unfolded(name), name)
        self.spelling = Spelling([*self.known.keys() & OFTEN_TYPED, *NO_SLIPS])


_names_of: WeakKeyDictionary[Gazetteer, _Names] = WeakKeyDictionary()


def _names(gazetteer: Gazetteer) -> _Names:
    names = _names_of.get(gazetteer)
    if names is None:
        names = _names_of[gazetteer] = _Names(gazetteer.towns())
    return names


def _plain(name: str) -> str:
    return _joined(fold(name))


def _unfolded(name: str) -> str:
    """Return a name that keeps apart what folding makes one: Neuenkirchen and Neunkirchen."""
    return _joined(name.casefold())


def _joined(name: str) -> str:
    return " ".join("sankt" if word == "st" else word for word in re.findall(r"\w+", name))


def find(sentence: Sentence, gazetteer: Gazetteer) -> Iterator[Found]:
    """Yield place, radius and "near me"; of several places the first named counts.

    A name that is also a word is a place only where the sentence says so. Where somebody says
    where they live or work and where they want to learn, the latter counts.
    """
    taken: set[int] = set()
    named = [*_radius(sentence), *_here(sentence)]
    for found in named:
        taken.update(found.at)
        yield found
    around_km = None if any(found.chip.id == "radius" for found in named) else AROUND_KM
    search = _Search(sentence, gazetteer, taken, around_km)
    yield from _wanted(sentence, [*search.postcodes(), *search.towns(), *search.regions()])


def _wanted(sentence: Sentence, places: list[Found]) -> Iterator[Found]:
    """Yield the places where somebody wants to learn, the first one named first, and refusals.

    A place named twice is one: "Wuppertal Barmen". Home and work are left out where another place
    is named; home comes before work.
    """
    refusals = {id(found): sentence.refusal(found.at) for found in places}
    refused = [found for found in places if refusals[id(found)] is not None]
    wanted = [found for found in places if refusals[id(found)] is None]
    wanted = [found for found in wanted if not others.are_meant(sentence, found.at)]
    ranks = {id(found): _rank(sentence, found.at) for found in wanted}
    best = min(ranks.values(), default=0)
    kept = [found for found in wanted if ranks[id(found)] == best or best > 0]
    kept.sort(key=lambda found: (ranks[id(found)], found.at.start))
    first: dict[str, Found] = {}
    for found in kept:
        place: Place = found.fields["place"]
        if place.name in first:
            yield Found(first[place.name].chip, found.at, {})
            continue
        first[place.name] = found if not first else _another(found)
        yield first[place.name]
    for found in refused:
        yield _refused(found, refusals[id(found)] or found.at)


def _rank(sentence: Sentence, at: range) -> int:
    """Return 0 for a place to learn, 1 for a home, 2 for a place of work."""
    clause = sentence.clause(at)
    if _WANTS.search(clause):
        return 0
    return 1 if _HOME.search(clause) else 2 if _WORK.search(clause) else 0


def _another(found: Found) -> Found:
    place: Place = found.fields["place"]
    chip = Chip(f"place.{_plain(place.name)}", "place", found.chip.params)
    return Found(chip, found.at, {"also_places": place})


def _refused(found: Found, at: range) -> Found:
    place: Place = found.fields["place"]
    chip = Chip(f"not_place.{_plain(place.name)}", "not_place", {"place": place.name})
    return Found(chip, at, {"not_places": place}, refused=True)


def _radius(sentence: Sentence) -> Iterator[Found]:
    for match, at in sentence.find(_RADIUS):
        named = next(group for group in match.groups() if group)
        km = _DISTANCES.get(named) or int(named)
        if 0 < km <= _FARTHEST_KM:
            yield Found(Chip("radius", "radius", {"km": str(km)}), at, {"radius_km": km})


def _here(sentence: Sentence) -> Iterator[Found]:
    for _, at in sentence.find(_HERE):
        if not sentence.after(at[-1]).startswith(("von ", "of ")):
            yield Found(Chip("nearby", "nearby"), at, {"nearby": True})


class _Search:
    """One pass over a sentence; each word belongs to one place at most."""

    def __init__(
        self,
        sentence: Sentence,
        gazetteer: Gazetteer,
        taken: set[int],
        around_km: int | None,
    ) -> None:
        self._sentence = sentence
        self._gazetteer = gazetteer
        self._names = _names(gazetteer)
        self._taken = taken
        self._measured = frozenset(taken)
        self._around_km = around_km

    def postcodes(self) -> Iterator[Found]:
        """Yield five-digit numbers that are postcodes, with a town named behind them."""
        for at, word in enumerate(self._sentence.words):
            place = self._postcode(at, word)
            if place is None:
                continue
            town = (
                self._name_at(at + 1, hardly=True) if at + 1 < len(self._sentence.words) else None
            )
            last = at + 1 + (town[1] if town else 0)
            yield self._found(range(at, last), place, self._lead(at))

    def _postcode(self, at: int, word: str) -> Place | None:
        if not re.fullmatch(r"\d{5}", word) or _STANDARD.search(self._sentence.before(at)):
            return None
        return self._gazetteer.find_postcode(word)

    def towns(self) -> Iterator[Found]:
        """Yield names of towns, with the preposition that belongs to them."""
        at = 0
        while at < len(self._sentence.words):
            town = None if at in self._taken else self._name_at(at)
            if town is None:
                at += 1
                continue
            name, length = town
            place = self._gazetteer.find_town(name)
            if place is not None:
                yield self._found(range(at, at + length), place, self._lead(at))
            at += length

    def regions(self) -> Iterator[Found]:
        """Yield regions, as a circle around a town in their middle."""
        for at, word in enumerate(self._sentence.words):
            middle = REGIONS.get(word)
            place = self._gazetteer.find_town(middle[0]) if middle else None
            if middle and place and at not in self._taken:
                named = Place(self._sentence.tokens[at].raw, place.latitude, place.longitude)
                lead = _REGION_LEAD.search(self._sentence.before(at))
                yield self._found(range(at, at + 1), named, lead, middle[1])

    def _environs(self, at: range) -> re.Match[str] | None:
        """Return the words behind a name that mean what lies around: Turkish puts "near" there."""
        after = self._sentence.after(at[-1])
        tongue = self._sentence.tongue
        near_behind = tongue is not None and tongue.code == "tr"
        return _ENVIRONS.match(after) or (_NEAR_BEHIND.match(after) if near_behind else None)

    def _lead(self, at: int) -> re.Match[str] | None:
        return _LEAD.search(self._sentence.before(at))

    def _found(
        self, at: range, place: Place, lead: re.Match[str] | None, radius_km: int | None = None
    ) -> Found:
        environs = self._environs(at)
        around = environs is not None or (
            lead is not None and "around" in lead.groupdict() and lead["around"] is not None
        )
        radius_km = radius_km or (self._around_km if around else None)
        whole = self._sentence.led(at, lead) if lead else at
        apart = _TOLD_APART.match(self._sentence.after(at[-1]))
        if apart is not None:
            whole = self._sentence.followed(whole, apart)
        if environs is not None:
            whole = self._sentence.followed(whole, environs)
        self._taken.update(whole)
        params = {"place": place.name}
        if place.postcode:
            params["postcode"] = place.postcode
        if radius_km:
            params["radius_km"] = str(radius_km)
        fields = {"place": place, **({"place_radius_km": radius_km} if radius_km else {})}
        return Found(Chip("place", "place", params), whole, fields)

    def _name_at(self, at: int, *, hardly: bool = False) -> tuple[str, int] | None:
        """Return the town named from this word on and how many words it takes."""
        words = self._sentence.words
        if self._is_somebody(at):
            return None
        for length in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
            if not self._may_be_a_name(at, length):
                continue
            plain = _plain(" ".join(words[at : at + length]))
            name = self._as_written(at, length) or self._names.known.get(
                OTHERWISE.get(plain, plain)
            )
            if name and (hardly or " " in plain or self._is_meant(at, plain)):
                return name, length
        return (
            self._part_of_a_town(at)
            or self._abroad(at)
            or self._misspelt(at)
            or self._adjective(at)
        )

    def _may_be_a_name(self, at: int, length: int) -> bool:
        """Return whether these tokens begin with a word and hold no mark but those of names."""
        words = self._sentence.words[at : at + length]
        marks = {word for word in words if not word[0].isalnum()}
        return words[0][0].isalnum() and marks <= _MARKS_IN_NAMES and words[-1] not in ("(", ".")

    def _as_written(self, at: int, length: int) -> str | None:
        said = _unfolded(" ".join(one.raw for one in self._sentence.tokens[at : at + length]))
        spelt = (said, *(said.replace(letters, umlaut) for letters, umlaut in _SPELT_OUT))
        return next(filter(None, map(self._names.exact.get, spelt)), None)

    def _is_meant(self, at: int, word: str) -> bool:
        if word in HARDLY_TOWNS or word in STOP_WORDS or not word.isalpha():
            return False
        lead = self._lead(at)
        if self._environs(range(at, at + 1)) or word in UNMISTAKABLE:
            return True
        if word in WORDS_TOO:
            return self._is_meant_as_town(at, word, lead)
        return lead is not None or self._is_name(at) or not self._sentence.has_case

    def _is_somebody(self, at: int) -> bool:
        """Return whether the word is rather the name of a person, a club or a place abroad."""
        before = self._sentence.before(at)
        called = self._sentence.has(_CALLED) and self._lead(at) is None
        return called or bool(
            _NAMED_BEHIND.search(before) or _NOT_THERE.match(self._sentence.after(at))
        )

    def _is_name(self, at: int) -> bool:
        return self._sentence.tokens[at].raw[0].isupper()

    def _is_all_small(self) -> bool:
        return not (self._sentence.has_case or self._sentence.begins_large)

    def _is_meant_as_town(self, at: int, word: str, lead: re.Match[str] | None) -> bool:
        behind = self._sentence.after(at)
        if behind.startswith(("und trinken", "auf radern", "und getranke")):
            return False
        if word == "hamm" and _SLANG.search(behind):
            return False
        if word == "halle" and behind[:1].isdigit():
            return False
        small = self._sentence.has_case and not self._is_name(at)
        if small and not self._is_led_in(word, lead):
            return False
        if lead is None:
            return self._is_bare_city(at, word)
        preposition = lead.group().split()[-1]
        if preposition in _LOOSE_LEADS and lead["around"] in (None, "um"):
            return at - 2 in self._measured  # "20 km um Essen"
        return not (preposition == "bei" and word in WEATHER)

    def _is_led_in(self, word: str, lead: re.Match[str] | None) -> bool:
        """Return whether a name in small letters stands where only a town can: "wohne in essen"."""
        if lead is None or "inside" not in lead.groupdict() or lead["inside"] is None:
            return False
        led = lead["inside"].split()[-1] == "in" and word not in NOT_IN_SMALL
        return led or lead["self"] is not None

    def _is_bare_city(self, at: int, word: str) -> bool:
        """Return whether "Pflegekurs Essen" names the city: a course before it, no kitchen.

        Of small towns only as the last word: "Excel Kurs Kamen".
        """
        if word == "hamm" and at and self._sentence.has_case:
            return True
        last = not any(word[0].isalnum() for word in self._sentence.words[at + 1 :])
        if not (last or word in CITIES_TOO) or self._sentence.has(_KITCHEN):
            return False
        before = self._sentence.before(at)
        rather = _RATHER_THERE.search(before)
        return bool(_COURSE_NOUN.search(before) or (rather and rather[1] in self._names.known))

    def _abroad(self, at: int) -> tuple[str, int] | None:
        """Return the town of "Köln'de" or "Дортмунде", where the sentence is in such a language."""
        sentence = self._sentence
        if sentence.tongue is None or not (
            self._is_name(at) or self._lead(at) or self._is_all_small()
        ):
            return None
        name = towns.meant(sentence.tokens[at].raw, sentence.tongue.code)
        return (name, 1) if name else None

    def _misspelt(self, at: int) -> tuple[str, int] | None:
        word = self._sentence.words[at]
        if self._sentence.has_case and not self._is_name(at):
            return None
        lead = self._lead(at)
        led = lead is not None and lead.group().split()[-1] not in _LOOSE_LEADS
        unsure = self._sentence.begins_large and not self._is_name(at)
        sure = led or (len(word) >= _SURE_LETTERS and not unsure)
        meant = self._names.spelling.meant(word) if sure else None
        name = self._names.known.get(meant or "")
        return (name, 1) if name else None

    def _part_of_a_town(self, at: int) -> tuple[str, int] | None:
        """Return the town of "Köln-Mülheim" or "Dortmund-Hörde"."""
        first, hyphen, _ = self._sentence.words[at].partition("-")
        if not hyphen or first in HARDLY_TOWNS or first not in self._names.known:
            return None
        if self._sentence.has_case and not self._is_name(at):
            return None
        if self._lead(at) is None and first not in UNMISTAKABLE | BIG:
            return None
        return self._names.known[first], 1

    def _adjective(self, at: int) -> tuple[str, int] | None:
        """Return the town of "Kölner Raum", with the noun."""
        word = self._sentence.words[at]
        town = word.removesuffix("er")
        if town == word or not self._sentence.after(at).startswith(_ADJECTIVE_BEFORE):
            return None
        for name in (town, town + "en", town + "e"):
            if name in self._names.known and name not in HARDLY_TOWNS:
                return self._names.known[name], 2
        return None
