"""A situation in somebody's own words, as facts of the funding rules: the person and the course.

``hearing`` reads what people say about themselves; this adds what they say about a course that
they have found, and about where they live and work. Only what leaves no doubt becomes a fact.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain, islice

from mentorhub.recommend.dialogue.course import (
    A_WEEK,
    AMOUNT,
    COURSE_WORD,
    EURO,
    LONGEST_WEEK,
    NO,
    course,
    is_of_work,
    tells_of_course,
)
from mentorhub.recommend.dialogue.hearing import corrected, heard_in
from mentorhub.recommend.dialogue.stating import Facts, claims, whole
from mentorhub.recommend.dialogue.telling import names_several, telling
from mentorhub.recommend.dialogue.terms import terms
from mentorhub.recommend.dialogue.training import OCCUPATION
from mentorhub.recommend.eligibility import BY_NAME, Value
from mentorhub.recommend.engine.intent import start
from mentorhub.recommend.engine.intent.sentence import Sentence, said
from mentorhub.recommend.funding.facts import LAENDER, OTHER_LAENDER

LivesIn = Callable[[str], str | None]
"""Says in which Land a town or postcode lies, as the fact has it; None where that is not known."""
_A_DAY = said(
    r"(?:am|pro|jeden|je) tag|täglich\w*|(?:im|pro) monat|monatlich|schicht\w*|überstunden"
)
_WORKED = said(
    r"(?:arbeite|schaffe|jobbe|stelle|work|helfe?) (?:(?!(?:nicht|keine?) )[\w,]+ ){0,12}?"
    r"(\d\d)(?:,(\d\d?))? (?:stunden|std|hours)"
)
_SOME_OF_THEM = said(r"davon|je|jeweils|darunter")
_LEAST_WEEK = 10
_HOURS = "stunden|std|h|uhr|saat|godzin|de ore|ore|hours"
_WEEKLY = said(
    rf"""
    (\d\d?)(?:,(\d\d?))? (?:{_HOURS}) (?:[.] )?(?:{A_WEEK}|woche)
    in der woche (\d\d?)(?:,(\d\d?))? (?:stunden|std|h|saat)
    (\d\d?)(?:,(\d\d?))?[ -]?stunden-?woche
    (?:teilzeit|vollzeit|vertrag) (?:(?!a )\w+ ){{0,2}}(\d\d?)(?:,(\d\d?))? (?:stunden|std|h)
    (\d\d?)(?:,(\d\d?))? wochenstunden
    bei (?:\w+ ){{1,3}}mit (\d\d)(?:,(\d\d?))? (?:stunden|std|h)(?= [,.;)])
    """
)
_LIVES = said(
    r"(?:wohnort|wohnsitz) (?:: |ist )?((?:[\w-]+ ?){1,3})"
    r"|(?:wohne?|lebe?|wir (?:wohnen|leben)|wohnhaft|(?:haupt)?wohnsitz|live)"
    r" (?:(?!arbeite )[\w.]+ ){0,4}?(?:in|bei|z|im(?= saarland))"
    r" (?:' )?((?:(?!mein|und )[\w-]+ ?){1,3})"
    r"|(?:komme|bin) aus ((?:(?!und )[\w-]+ ?){1,3})|([\w-]+) wohne(?: ich)?(?= [,.!]| ?$)"
    r"|(?:wohnhaft|wohne) ((?!(?:in|bei|im) )(?:[\w-]+ ?){1,2})"
)
_SHORTEST_TOWN = 3  # letters
_BEFORE_A_TOWN = {"in", "nach", ","}
_AT_WORK_IN = said(
    r"chef|chefin|bin (?:\w+ ){0,5}(?:da|dabei)|arbeite|arbeiten|schaffe|jobbe|maloche"
    r"|angestellt|beschäftigt|minijob|auf arbeit|zur arbeit|pendle|job|stelle"
    r"|bin (?:\w+ ){0,5}(?:bei|beim)|bei (?:einem|einer)|\w*betrieb|firma|laden|werk|work"
    r"|kollegen|bin (?:\w+ ){0,5}in"
)
_NOT_AT_WORK = said(
    r"wohne\w*|lebe\w*|wohnhaft|wohnort|komme|aus|geboren|\w*kurs\w*|\w*lehrgang|umschulung|schule"
    r"|\w*schulung|seminar|anbieter|träger|gelernt|studiert|kind\w*|früher|war|bildungsurlaub"
    r"|home-?office|remote|zuhause|zu hause|termin|nähe|suche"
)
_SEATED = said(
    r"(?:betrieb|firma|arbeitgeber) (?:(?!(?:sitzt|sitz) )[\w-]+ ){0,4}?in ((?:[\w-]+ ?){1,3})"
)
_NOT_THERE = said(r"zu hause|zuhause|home-?office|remote")
_WORKS = said(
    r"(?:arbeite|angestellt|beschäftigt|job|stelle|work|arbeitsplatz) (?:(?!wohne )[\w-]+ ){0,6}?"
    r"(?:in|im(?= saarland)) ((?:[\w-]+ ?){1,3})"
)
_EXAM = r"(?:ausbildung|lehre|prüfung|\w*abschluss|gelernte?[rn]?|ausgelernt|gesell\w*|meister)"
_YEAR = r"((?:19|20)\d\d)"
_EXAM_YEAR = said(
    rf"{_EXAM} (?:(?!(?:und|bis) )[\w(-]+ ){{0,5}}?{_YEAR}(?! (?:euro|bis|(?:19|20)\d\d))"
    rf"|{_YEAR} (?:\w+ ){{0,4}}?{_EXAM}"
)
_NOT_FINISHED = said(
    r"angefangen|begonnen|begann|abgebrochen|start|beginnt|kurs\w*|\w*kurs|nachholen"
)
_SURE_AFTER = 3  # a year ago may be one by law and two by the calendar
_HIRED = said(
    rf"(?:seit )?(?:dem )?(?:anfang |ende |mitte )?(?:(\d\d?)[.] ?)?(?:({start.MONTH}) "
    rf"|(\d\d?)[.])?((?:19|20)\d\d)"
    rf"|seit (?:dem )?(\d\d?)[.] ?({start.MONTH})"
)
_STARTED = said(r"seit|angefangen|eingestellt|dabei")
_BORN = said(
    rf"(?:geboren|geb|geburtsdatum) (?:(?:[.:]|bin ich|am) ){{0,3}}(\d\d?)[.] ?"
    rf"(?:({start.MONTH}) |(\d\d?)[.])((?:19|20)\d\d)"
)
_AT_WORK = said(r"arbeite|schaffe|bei|angestellt|beschäftigt|betrieb|firma|hier|dabei")
_NOT_HIRED = said(
    r"arbeitslos\w*|elternzeit|krank\w*|wohne|lebe|gelernt\w*|kurzarbeit|selbst\w*|nur|meister"
    r"|als|rente"
)
_WANTS_TO_BE = said(
    rf"(?:will|möchte|würde) (?:\w+ ){{0,4}}(?:{OCCUPATION}|fachkraft für \w+) (?:werden|lernen)"
)
_WERE_ON_LEAVE = said(
    r"(?:waren|hatten) (?:dieses jahr )?(?:schon )?(\d+) (?:leute|kollegen|mitarbeiter)"
    r"(?= (?:\w+ ){0,4}(?:bildungsurlaub|freigestellt))"
    r"|(\d+) (?:leute|kollegen|mitarbeiter) (?:waren|hatten) (?:\w+ ){0,4}"
    r"(?:bildungsurlaub|freigestellt|welchen)"
)
_ON_LEAVE = said(r"bildungsurlaub|freigestellt")
_OF_THE_COMPANY = {"betriebsgroesse", "beschaeftigte_koepfe"}
_OF_THE_PERSON = {"alter", "berufsabschluss", "beschaeftigungsschwerpunkt"}
_NOT_OURS = said(
    r"inhaber(?:in)?|geschäftsführer(?:in)?|gründ\w*|selbst(?:st)?ändig\w*|bewerb\w*|anfangen"
    r"|vorher|früher\w*|ehemalig\w*|alte[nrs]? (?:betrieb|firma|chef|arbeitgeber)|pleite"
    r"|insolven\w*"
    r"|zugemacht|geschlossen|entlassen|gekündigt|verloren|arbeitslos\w*|jobcenter|rente|kursgruppe"
)
_OF_ONES_WORK = {"wochenstunden", "bruttolohn_monat", "beschaeftigungsmonate"}
_LAST_DAY = 31  # of a month, where no day is named
_LEAST_KNOWN = 12  # months, where only the year is named
_MONTHLY_GROSS = said(
    rf"{AMOUNT} ?(?:{EURO} )?(?:im monat |monatlich )?(?:brutto|gross)"
    rf"|brutto(?:lohn|gehalt)? (?:\w+ ){{0,3}}{AMOUNT}"
)
_HOURLY = said(r"stundenlohn|(?:die|pro|je) stunde|\w*kurs|kostet|kosten|preis")
_LEAST_A_MONTH = 100
_LEAST_A_YEAR = 12_000  # nobody's gross pay of a month


def situation(text: str, today: date, lives_in: LivesIn = lambda _name: None) -> Facts:
    """Return the facts that the words state: what the person says of themselves comes first."""
    sentence = Sentence(telling(corrected(text)))
    facts = heard_in(sentence)
    more = chain(
        course(sentence, today),
        _person(sentence),
        terms(sentence),
        _since_exam(sentence, today, facts),
        _since_when(sentence, today),
        _age(sentence, today),
        _places(sentence, lives_in),
    )
    for name, value in more:
        facts.setdefault(name, value)
    if _works_there(sentence, facts):
        facts["beschaeftigt"] = True
    facts |= _share_on_leave(sentence, facts)
    if facts.get("berufsabschluss") is False and claims(sentence, _WANTS_TO_BE):
        facts.setdefault("ziel", "abschluss_ausbildungsberuf_min_2_jahre")
    if facts.get("beschaeftigt") is False:
        facts.pop("beschaeftigungsschwerpunkt", None)
    if names_several(text):
        return {name: value for name, value in facts.items() if BY_NAME[name].knower != "person"}
    return facts


def _works_there(sentence: Sentence, facts: Facts) -> bool:
    """Return whether what is known of somebody's work and company means that they have work."""
    if "beschaeftigt" in facts or facts.get("gekuendigt") or facts.get("transfer_kug"):
        return False
    if facts.keys() & _OF_ONES_WORK:
        return True
    of_company = facts.keys() & _OF_THE_COMPANY and facts.keys() & _OF_THE_PERSON
    return bool(of_company) and not sentence.has(_NOT_OURS)


def _share_on_leave(sentence: Sentence, facts: Facts) -> Facts:
    """Return which share of a company's people had educational leave, if both numbers are told."""
    of_all = facts.get("beschaeftigte_koepfe", facts.get("betriebsgroesse"))
    for match, at in sentence.find(_WERE_ON_LEAVE):
        about = _ON_LEAVE.search(sentence.line) and not sentence.asks(at)
        if isinstance(of_all, int) and about and 0 < whole(match) <= of_all:
            return {"schon_freigestellt_anteil": round(whole(match) / of_all, 4)}
    return {}


def _person(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    yield from _week(sentence)
    for match, at in sentence.find(_MONTHLY_GROSS):
        if _HOURLY.search(sentence.clause(at)):
            continue
        if _LEAST_A_MONTH < whole(match) < _LEAST_A_YEAR:
            yield "bruttolohn_monat", whole(match)
        break


def _week(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    """Yield how many hours a week somebody works; those of a course or of a day are none."""
    for match, at in sentence.find(_WEEKLY):
        told = sentence.period(at)
        of_work = is_of_work(sentence, at) or "-woche" in match[0] or not tells_of_course(told)
        clause = sentence.clause(at)
        if COURSE_WORD.search(clause) or _SOME_OF_THEM.search(clause) or not of_work:
            continue
        yield from _hours_of(match, 1)
        return
    for match, at in sentence.find(_WORKED):
        told = sentence.period(at)
        if not (COURSE_WORD.search(told) or _A_DAY.search(told)):
            yield from _hours_of(match, _LEAST_WEEK)
            return


def _hours_of(match: re.Match[str], least: int) -> Iterator[tuple[str, Value]]:
    pairs = zip(*[iter(match.groups())] * 2, strict=True)
    hours, part = next((hours, part) for hours, part in pairs if hours)
    week = float(f"{hours}.{part or 0}")
    if least <= week <= LONGEST_WEEK:
        yield "wochenstunden", int(week) if week.is_integer() else week


def _since_exam(sentence: Sentence, today: date, facts: Facts) -> Iterator[tuple[str, Value]]:
    """Yield how many years ago somebody learned, if they name a year that lies back far enough."""
    if facts.get("berufsabschluss") is False:
        return
    for match, at in sentence.find(_EXAM_YEAR):
        years = today.year - whole(match)
        if years >= _SURE_AFTER and not _NOT_FINISHED.search(sentence.clause(at)):
            yield "jahre_seit_berufsabschluss", years
            return


def _since_when(sentence: Sentence, today: date) -> Iterator[tuple[str, Value]]:
    """Yield for how many months somebody has surely worked there, if they name the day."""
    for match, at in sentence.find(_HIRED):
        day, month, number, year, this_day, this_month = match.groups()
        clause = sentence.clause(at)
        if _NOT_HIRED.search(clause) or not (_AT_WORK.search(clause) and _STARTED.search(clause)):
            continue
        named = this_month or month
        began = start.month_of(named) if named else int(number or 12)
        if year is None:
            year = today.year - (began > today.month)
        months = 12 * (today.year - int(year)) + today.month - began
        months -= int(this_day or day or _LAST_DAY) > today.day
        if months >= (_LEAST_KNOWN if not (named or number) else 0):
            yield "beschaeftigungsmonate", months
            return


def _age(sentence: Sentence, today: date) -> Iterator[tuple[str, Value]]:
    """Yield how old somebody is who says on which day they were born."""
    for match, _at in sentence.find(_BORN):
        day, month, number, year = match.groups()
        birthday = (start.month_of(month) if month else int(number), int(day))
        yield "alter", today.year - int(year) - (birthday > (today.month, today.day))
        return


def lives_at(sentence: Sentence, lives_in: LivesIn) -> Iterator[str]:
    """Yield the Land of each place where the words say that somebody lives."""
    return _lands(sentence, _LIVES, lives_in)


def works_at(sentence: Sentence, lives_in: LivesIn) -> Iterator[str]:
    """Yield the Land of each place where the words say that somebody works."""
    yield from _lands(sentence, _WORKS, lives_in)
    yield from _lands(sentence, _SEATED, lives_in)
    yield from _works_in(sentence, lives_in)


def _places(sentence: Sentence, lives_in: LivesIn) -> Iterator[tuple[str, Value]]:
    for land in islice(lives_at(sentence, lives_in), 1):
        yield "wohnsitz_land", land
    for land in islice(works_at(sentence, lives_in), 1):
        yield "beschaeftigungsschwerpunkt", land


def _lands(sentence: Sentence, pattern: re.Pattern[str], lives_in: LivesIn) -> Iterator[str]:
    """Yield the Land of each place that the words name as the pattern has it."""
    for match, at in sentence.find(pattern):
        named = next(group for group in match.groups() if group)
        behind = match[0].rpartition(named)[2].split()
        end = at.stop - len(behind)
        where = [token.raw for token in sentence.tokens[end - len(named.split()) : end]]
        clause = sentence.clause(at)
        elsewhere = "firma" in match[0] and _NOT_THERE.search(clause)
        land = None if elsewhere or NO.search(clause) else _land(where, lives_in)
        if land:
            yield land


def _works_in(sentence: Sentence, lives_in: LivesIn) -> Iterator[str]:
    """Yield the Land of a town that a full sentence names beside somebody's work."""
    for place, token in enumerate(sentence.tokens[:-1]):
        name = sentence.tokens[place + 1].raw
        if token.folded not in _BEFORE_A_TOWN or len(name) < _SHORTEST_TOWN:
            continue
        if sentence.has_case and not name[0].isupper():
            continue
        at = range(place, place + 1)
        piece, told = sentence.clause(range(place + 1, place + 2)), sentence.period(at)
        if _NOT_AT_WORK.search(piece) or not _AT_WORK_IN.search(told) or NO.search(piece):
            continue
        land = _land([token.raw for token in sentence.tokens[place + 1 : place + 4]], lives_in)
        if land:
            yield land
            return


def _land(where: list[str], lives_in: LivesIn) -> str | None:
    """Return the Land of the longest name that the words begin with."""
    for length in range(len(where), 0, -1):
        name = " ".join(where[:length]).partition("'")[0].partition("\u2019")[0]
        if land := _land_of(name, lives_in):
            return land
    return None


def _land_of(name: str, lives_in: LivesIn) -> str | None:
    """Return the Land of a name; of a part ("Köln-Ehrenfeld") that of the town it names first."""
    if name.casefold() in OTHER_LAENDER:
        return "anderes"
    land = LAENDER.get(name.casefold()) or lives_in(name)
    return land or (lives_in(name.partition("-")[0]) if "-" in name else None)
