"""A situation in somebody's own words, as facts of the funding rules: the person and the course.

``hearing`` reads what people say about themselves; this adds what they say about a course that
they have found, and about where they live and work. Only what leaves no doubt becomes a fact.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from mentorhub.recommend.dialogue.hearing import Facts, claims, corrected, hear
from mentorhub.recommend.eligibility import Value
from mentorhub.recommend.engine.intent import start
from mentorhub.recommend.engine.intent.sentence import Sentence, said
from mentorhub.recommend.funding.facts import LAENDER

LivesIn = Callable[[str], str | None]
"""Says in which Land a town or postcode lies, as the fact has it; None where that is not known."""

_AMOUNT = r"(\d{1,3}(?:[.]\d{3})+|\d{1,6})(?:,(\d\d?)| ,)?"
_EURO = r"(?:euro|euros|eur|€)"
_A_WEEK = r"(?:in der|die|pro|je|a|jede|per) (?:woche|week)|wöchentlich|wochenstunden"
_HOURS = said(
    r"""
    (\d{1,3}[.]\d{3}|\d{1,5})-? ?(?:unterrichts)?-?(?:stunden|std|h|ue|lektionen|hours)
    (\d{1,3}[.]\d{3}|\d{1,5}) ?unterrichtseinheiten
    (\d{1,3}[.]\d{3}|\d{1,5})[ -]?(?:stunden|std)-?(?:kurs|lehrgang|schulung)
    """
)
_NOT_OF_A_COURSE = said(
    rf"{_A_WEEK}|(?:am|pro) tag|täglich|(?:im|pro) monat|arbeite|schaffe|teilzeit|vertrag|minijob"
)
_WEEKLY = said(
    rf"""
    (\d\d?)(?:,(\d\d?))? (?:stunden|std|h) (?:[.] )?(?:{_A_WEEK})
    (\d\d?)(?:,(\d\d?))?[ -]?stunden-?woche
    (?:teilzeit|vollzeit|vertrag) (?:\w+ ){{0,2}}(\d\d?)(?:,(\d\d?))? (?:stunden|std|h)
    (\d\d?)(?:,(\d\d?))? wochenstunden
    """
)
_COURSE_WORD = said(r"\w*kurs\w*|\w*lehrgang\w*|schulung|seminar|umschulung|unterricht")
_COSTS = r"kostet|kosten|preis|\w*gebühr|lehrgangskosten|kurskosten|costs|price"
_PRICE = said(
    rf"""
    (?:{_COSTS})(?: \w+){{0,3}}?(?: :)? {_AMOUNT}(?= {_EURO})
    {_AMOUNT} ?{_EURO}
    {_AMOUNT}-?euro-?(?:kurs|lehrgang)
    """
)
_OTHER_MONEY = said(
    r"""
    verdien\w*|gehalt|lohn|netto|brutto|einkommen|rente|zve|stundenlohn|monat|monatlich|zuschuss
    jahr|jährlich|earn|salary
    """
)
_FREE = said(r"kostenlos\w*|kostenfrei\w*|gratis|kostet (?:mich |uns )?nichts")
_AZAV = said(r"(?:nach )?[\w-]*azav[\w-]*|(?:für die förderung )?zugelassen\w*")
_DEGREE = said(
    r"""
    umschulung\w*|externenprüfung\w*
    (?:berufs-?abschluss|gesellenbrief|facharbeiterbrief) (?:\w+ ){0,2}(?:nach)?(?:holen|machen)
    (?:nachträglich|doch noch|endlich) (?:\w+ ){0,3}(?:berufs-?abschluss|gesellenbrief)
    (?:abschluss|prüfung|ausbildung) (?:als|zum|zur) \w{5,} (?:\w+ ){0,2}(?:nach)?(?:holen|machen)
    (?:führt|bringt) (?:\w+ ){0,3}(?:zum|einen) (?:berufs-?abschluss|ihk-?abschluss|gesellenbrief)
    mit (?:ihk-?|hwk-?)?(?:berufs-?abschluss|gesellenbrief)
    (?:den|die) \w{6,}(?:er|in|mann|frau|kraft|ist|isten|istin|eur|eurin) (?:\w+ )?nachholen
    """
)
_HIGHER = r"(?:\w*(?:meister|techniker|fachwirt|betriebswirt|bilanzbuchhalter)(?:in)?)"
_UPGRADE = said(
    rf"""
    (?:meisterkurs|meisterschule|meisterlehrgang|technikerschule|fachwirtlehrgang|meisterprüfung)
    (?:zum|zur|als|den|die) (?:geprüfte\w? )?{_HIGHER} (?:\w+ ){{0,2}}(?:machen|werden|lehrgang)
    (?:will|möchte|werde) (?:\w+ ){{0,4}}{_HIGHER} (?:machen|werden)
    """
)
_SCHOOL = said(r"(?:haupt-?|real-?)?schul-?abschluss (?:\w+ ){0,2}(?:nachholen|nachmachen|machen)")
_BASICS = said(r"(?:lese?n|schreibe?n|rechne?n) (?:\w+ ){0,3}(?:lernen|üben|verbessern)")
_RUNS = r"(?:läuft|begonnen|angefangen|gestartet)"
_BEGUN = said(
    rf"""
    (?:kurs|lehrgang|umschulung|schulung|er|sie) (?:\w+ ){{0,3}}{_RUNS}
    {_RUNS} (?:\w+ ){{0,2}}(?:kurs|lehrgang|umschulung)
    """
)
_BEGINS = said(r"beginn\w*|beginnt|startet|start|fängt|los|anfang|kursbeginn|am|ab|starts|begins")
_TODAY_TOO = said(
    r"(?:beginnt|startet|beginn|kursbeginn|start|los) (?:\w+ ){0,2}(heute|morgen|übermorgen)"
)
_AHEAD = said(
    r"(?:beginnt|startet|start|beginn|los|anfängt|fängt) (?:\w+ ){0,2}in "
    r"(\d\d?|einem|einer|zwei|drei|vier|fünf|sechs) (tag|woche|monat)\w*"
)
_LONG: Final = {"tag": 1, "woche": 7, "monat": 30}
_DAYS: Final = {"heute": 0, "morgen": 1, "ubermorgen": 2}
_LIVES = said(
    r"(?:wohne?|lebe?|wohnhaft|(?:haupt)?wohnsitz) (?:\w+ ){0,2}?(?:in|bei) ((?:\w+ ?){1,3})"
    r"|(?:komme|bin) aus ((?:\w+ ?){1,3})"
)
_WORKS = said(
    r"(?:arbeite|arbeit|angestellt|beschäftigt|betrieb|firma) (?:\w+ ){0,4}?in ((?:\w+ ?){1,3})"
)
_AGREEMENT = said(r"betriebsvereinbarung\w*|tarifvertrag\w*")
_ON_TRAINING = said(r"\w*weiterbildung\w*|qualifizierung\w*|\w*lernen|fortbildung\w*")
_CHEQUE = said(r"bildungs-?schecks?|schecks?")
_HAD = said(r"(?:schon|bereits|dieses jahr|in diesem jahr) (?:\w+ ){0,3}")
_JOINT = said(r"(?:gemeinsam|zusammen) veranlagt\w*|ehegattensplitting|zusammenveranlagung")
_AGO = r"vor (\d\d?|einem|zwei|drei|vier|fünf|sechs) jahr\w*"
_PAID_BEFORE = said(
    rf"""
    {_AGO} (?:\w+ ){{0,6}}(?:agentur|arbeitsamt|gefördert\w*)
    (?:agentur|arbeitsamt) (?:\w+ ){{0,6}}{_AGO}
    """
)
_JUST_TRAINED = said(
    r"(?:gerade|eben|vor kurzem|frisch) (?:\w+ ){0,3}(?:ausgelernt|gesellenprüfung)"
)
_MONTHLY_GROSS = said(
    rf"{_AMOUNT} ?(?:{_EURO} )?(?:im monat |monatlich )?brutto"
    rf"|brutto(?:lohn|gehalt)? (?:\w+ ){{0,3}}{_AMOUNT}"
)
_LEAST_A_YEAR = 12_000  # nobody's gross pay of a month
_WORDS = {"einem": 1, "einer": 1, "zwei": 2, "drei": 3, "vier": 4, "funf": 5, "sechs": 6}
_LONGEST_WEEK = 60


def situation(text: str, today: date, lives_in: LivesIn = lambda _name: None) -> Facts:
    """Return the facts that the words state: what the person says of themselves comes first."""
    text = corrected(text)
    sentence = Sentence(text)
    facts = hear(text)
    for name, value in _course(sentence, today):
        facts.setdefault(name, value)
    for name, value in _person(sentence):
        facts.setdefault(name, value)
    for name, value in _places(sentence, lives_in):
        facts.setdefault(name, value)
    return facts


def _course(sentence: Sentence, today: date) -> Iterator[tuple[str, Value]]:
    yield from _hours(sentence)
    yield from _price(sentence)
    yield from _approval(sentence)
    yield from _begin(sentence, today)
    yield from _aim(sentence)


def _hours(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    for match, at in sentence.find(_HOURS):
        behind = sentence.clause_behind(at)
        near = f"{sentence.before(at.start)[-25:]} {behind}"
        if _NOT_OF_A_COURSE.search(f" {near} ") and not _COURSE_WORD.search(sentence.clause(at)):
            continue
        if re.search(rf"^ ?(?:[.] )?(?:{_A_WEEK})", sentence.after(at[-1])):
            continue
        hours = _whole(match)
        yield "dauer_stunden", hours
        yield "unterrichtsstunden", hours
        return


def _price(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    for match, at in sentence.find(_PRICE):
        if not _OTHER_MONEY.search(f" {sentence.clause(at)} "):
            cents = next((group for group in match.groups()[1::2] if group), "")
            yield "kursgebuehr", _whole(match) + (int(cents.ljust(2, "0")) / 100 if cents else 0)
            return
    if claims(sentence, _FREE):
        yield "kursgebuehr", 0


def _approval(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    """An approved course has an approved provider (§ 176 SGB III); the reverse is not said."""
    for _match, at in sentence.find(_AZAV):
        approved = sentence.refusal(at) is None
        yield "massnahme_azav", approved
        if approved:
            yield "traeger_azav", True
        return


def _begin(sentence: Sentence, today: date) -> Iterator[tuple[str, Value]]:
    if claims(sentence, _BEGUN):
        yield "kurs_begonnen", True
        return
    for match, _at in sentence.find(_TODAY_TOO):
        yield "tage_bis_kursbeginn", _DAYS[match[1]]
        return
    for match, _at in sentence.find(_AHEAD):
        yield "tage_bis_kursbeginn", _count(match[1]) * _LONG[match[2]]
        return
    for found in start.find(sentence, today):
        first = found.fields.get("start_from")
        if first and _BEGINS.search(f" {sentence.clause(found.at)} "):
            yield "tage_bis_kursbeginn", (first - today).days
            return


def _aim(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    for pattern, aim in (
        (_UPGRADE, "aufstiegsfortbildung"),
        (_DEGREE, "abschluss_ausbildungsberuf_min_2_jahre"),
        (_SCHOOL, "schulabschluss"),
        (_BASICS, "grundkompetenzen"),
    ):
        if claims(sentence, pattern):
            yield "ziel", aim
            if aim == "schulabschluss":
                yield "anlass", "hauptschulabschluss"
            return


def _person(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    for match, _at in sentence.find(_WEEKLY):
        whole, part = next((w, p) for w, p in zip(*[iter(match.groups())] * 2, strict=True) if w)
        week = float(f"{whole}.{part or 0}")
        if 0 < week <= _LONGEST_WEEK:
            yield "wochenstunden", int(week) if week.is_integer() else week
        break
    for match, _at in sentence.find(_MONTHLY_GROSS):
        if 0 < _whole(match) < _LEAST_A_YEAR:
            yield "bruttolohn_monat", _whole(match)
        break
    yield from _agreement(sentence)
    yield from _before(sentence)


def _agreement(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    for _match, at in sentence.find(_AGREEMENT):
        refused = sentence.refusal(at) is not None
        if refused or _ON_TRAINING.search(f" {sentence.clause(at)} "):
            yield "kollektivvereinbarung", not refused
        return


def _before(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    """Yield what was paid for earlier, and how the taxes are made."""
    for _match, at in sentence.find(_CHEQUE):
        if sentence.refusal(at) is not None:
            yield "schecks_im_kalenderjahr", 0
        elif _HAD.search(f" {sentence.clause(at)} "):
            yield "schecks_im_kalenderjahr", 1
    for match, _at in sentence.find(_PAID_BEFORE):
        said_years = next(group for group in match.groups() if group)
        yield "jahre_seit_letzter_82_foerderung", _count(said_years)
        break
    if claims(sentence, _JOINT):
        yield "zusammen_veranlagt", True
    if claims(sentence, _JUST_TRAINED):
        yield "berufsabschluss", True
        yield "jahre_seit_berufsabschluss", 0


def _places(sentence: Sentence, lives_in: LivesIn) -> Iterator[tuple[str, Value]]:
    for pattern, name in ((_LIVES, "wohnsitz_land"), (_WORKS, "beschaeftigungsschwerpunkt")):
        for match, at in sentence.find(pattern):
            where = next(group for group in match.groups() if group).split()
            land = _land(where, lives_in)
            if land and sentence.refusal(at) is None:
                yield name, land
                break


def _land(where: list[str], lives_in: LivesIn) -> str | None:
    """Return the Land of the longest name that the words begin with."""
    for length in range(len(where), 0, -1):
        name = " ".join(where[:length])
        if land := LAENDER.get(name) or lives_in(name):
            return land
    return None


def _count(word: str) -> int:
    """Return the number that a figure or a word says."""
    return _WORDS.get(word) or int(word)


def _whole(match: re.Match[str]) -> int:
    return int(next(group for group in match.groups() if group).replace(".", ""))
