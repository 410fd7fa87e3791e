"""A situation in somebody's own words, as facts of the funding rules: the person and the course.

``hearing`` reads what people say about themselves; this adds what they say about a course that
they have found, and about where they live and work. Only what leaves no doubt becomes a fact.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain

from mentorhub.recommend.dialogue.course import (
    A_WEEK,
    AMOUNT,
    BEGUN,
    COURSE_WORD,
    EURO,
    LONGEST_WEEK,
    NO,
    UP_TO_SIX,
    course,
    is_of_work,
)
from mentorhub.recommend.dialogue.hearing import corrected, heard_in
from mentorhub.recommend.dialogue.stating import Facts, states, whole
from mentorhub.recommend.dialogue.telling import names_several, telling
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
    r"(?:arbeite|schaffe|jobbe|stelle|work) (?:(?!(?:nicht|keine?) )[\w,]+ ){0,8}?"
    r"(\d\d)(?:,(\d\d?))? (?:stunden|std|hours)"
)
_LEAST_WEEK = 10
_HOURS = "stunden|std|h|uhr|saat|godzin|de ore|ore|hours"
_WEEKLY = said(
    rf"""
    (\d\d?)(?:,(\d\d?))? (?:{_HOURS}) (?:[.] )?(?:{A_WEEK}|woche)
    in der woche (\d\d?)(?:,(\d\d?))? (?:stunden|std|h|saat)
    (\d\d?)(?:,(\d\d?))?[ -]?stunden-?woche
    (?:teilzeit|vollzeit|vertrag) (?:(?!a )\w+ ){{0,2}}(\d\d?)(?:,(\d\d?))? (?:stunden|std|h)
    (\d\d?)(?:,(\d\d?))? wochenstunden
    """
)
_LIVES = said(
    r"(?:wohnort|wohnsitz) (?:: |ist )?((?:[\w-]+ ?){1,3})"
    r"|(?:wohne?|lebe?|wir (?:wohnen|leben)|wohnhaft|(?:haupt)?wohnsitz|live)"
    r" (?:(?!arbeite )[\w.]+ ){0,4}?(?:in|bei|z|im(?= saarland))"
    r" (?:' )?((?:[\w-]+ ?){1,3})"
    r"|(?:komme|bin) aus ((?:[\w-]+ ?){1,3})|([\w-]+) wohne(?: ich)?(?= [,.!]| ?$)"
)
_SEATED = said(
    r"(?:betrieb|firma|arbeitgeber) (?:(?!(?:sitzt|sitz) )[\w-]+ ){0,4}?in ((?:[\w-]+ ?){1,3})"
)
_NOT_THERE = said(r"zu hause|zuhause|home-?office|remote")
_WORKS = said(
    r"(?:arbeite|angestellt|beschäftigt|job|stelle|work|arbeitsplatz) (?:(?!wohne )[\w-]+ ){0,6}?"
    r"(?:in|im(?= saarland)) ((?:[\w-]+ ?){1,3})"
)
_AGREEMENT = said(r"betriebsvereinbarung\w*|\w*tarifvertrag\w*|dienstvereinbarung\w*")
_ON_TRAINING = said(r"\w*weiterbildung\w*|\w*qualifizierung\w*|\w*lernen|fortbildung\w*")
_WISHED = said(
    r"verhandel\w*|geplant|entwurf|bald|wollen|will|möchte\w*|planen|bräuchte\w*|sollte\w*"
)
_CHEQUE = said(r"bildungs-?schecks?|schecks?")
_THIS_YEAR = said(r"dieses jahr(?:es)?|diesem jahr|heuer|in diesem kalenderjahr")
_HAD = said(r"(?:hatte|habe|hab|bekam|wurde)")
_HAVE_GOT = said(
    r"bekommen|gehabt|erhalten|eingelöst|genutzt|hatte|bekam|verbraucht|benutzt|gekriegt"
)
_HOW_MANY = said(r"(\d) (?:bildungs-?)?schecks?")
_NEVER_HAD = said(
    r"noch (?:nie|keine?n?)|dieses jahr (?:noch )?keine?n?|in diesem jahr (?:noch )?keine?n?"
)
_JOINT = said(
    r"(?:gemeinsam|zusammen) veranlagt\w*|ehegattensplitting|zusammenveranlagung"
    r"|gemeinsames zu versteuernde\w* einkommen"
    r"|steuer\w* (?:\w+ ){0,2}(?:zusammen|gemeinsam)|(?:zusammen|gemeinsam) (?:\w+ ){0,3}steuer\w*"
)
_APART = said(r"(?:getrennt|einzeln) veranlagt\w*|einzelveranlagung")
_NEVER_PAID = said(
    r"(?:agentur|arbeitsagentur|arbeitsamt|amt) (?:\w+ ){0,4}(?:noch nie|nie) (?:\w+ ){0,4}"
    r"(?:bezahlt|gezahlt|gefördert|finanziert|übernommen)"
    r"|(?:noch nie|nie) (?:\w+ ){0,4}(?:agentur|arbeitsagentur|arbeitsamt) (?:\w+ ){0,4}"
    r"(?:bezahlt|gezahlt|gefördert|finanziert|übernommen|bekommen)"
    r"|(?:noch nie|nie) (?:\w+ ){0,2}(?:eine )?(?:förderung|gefördert)"
)
_PAYS = r"(?:zahlt|bezahlt|übernimmt|trägt|finanziert)"
_BOSS = r"(?:chef|chefin|betrieb|firma|arbeitgeber|arbeitgeberin|unternehmen)"
_BOSS_PAYS = said(
    rf"""
    {_BOSS} {_PAYS} (?:\w+ ){{0,4}}(?:kurs\w*|\w*kosten|lehrgang\w*|gebühr\w*)
    {_BOSS} {_PAYS} (?:\w+ ){{0,4}}(?:alles|komplett|ganz|voll)
    (?:kosten|kurs|lehrgang|schulung|gebühr|gebühren) (?:\w+ )?{_PAYS} (?:\w+ ){{0,3}}{_BOSS}
    """
)
_PARTLY = said(
    r"nur|einen|etwas|teil\w*|hälfte|zuschuss|vielleicht|würde|könnte|will|viertel|prozent|wenn|rest"
)
_ADVISED = said(
    r"(?:war|bin|hatte|habe) (?:\w+ ){0,4}(?:beratung|termin|beraten|gespräch) (?:\w+ ){0,4}"
    r"(?:agentur|arbeitsagentur|arbeitsamt)"
    r"|(?:agentur|arbeitsagentur|arbeitsamt) (?:\w+ ){0,4}(?:beraten|gesprochen|beratung gehabt"
    r"|beratungstermin)"
    r"|von der (?:agentur|arbeitsagentur) beraten"
)
_DUTY = said(
    r"(?:gesetzlich|vom gesetz|per gesetz) (?:\w+ ){0,2}(?:vorgeschrieben|verpflichtend|pflicht"
    r"|verlangt)"
    r"|pflicht-?(?:schulung|unterweisung|fortbildung)|gesetzliche pflicht"
    r"|(?:müssen|muss) (?:\w+ ){0,3}(?:laut|nach dem|vom|per|von) gesetz"
    r"|laut gesetz (?:\w+ ){0,2}(?:müssen|muss)"
)
_NOT_ADVISED = said(
    r"keine?n? (?:beratung|beratungstermin|termin|gespräch) (?:\w+ ){0,3}"
    r"(?:agentur|arbeitsagentur|arbeitsamt)"
    r"|(?:agentur|arbeitsagentur|arbeitsamt) (?:\w+ ){0,3}(?:nicht|nie|keine) "
    r"(?:\w+ ){0,1}(?:beraten|gesprochen|beratung)"
)
_OFFICE = r"(?:agentur|arbeitsagentur|arbeitsamt|jobcenter)"
_PAID_NOW = said(
    rf"""
    (?:kurs|lehrgang|umschulung|weiterbildung) {_PAYS} (?:mir )?(?:schon|bereits) (?:\w+ )?{_OFFICE}
    {_OFFICE} {_PAYS} (?:mir )?(?:schon|bereits) (?:\w+ )?(?:kurs|lehrgang|umschulung|weiterbildung)
    (?:bekomme|kriege|erhalte|beziehe) (?:\w+ ){{0,5}}(?:meister|aufstiegs)-?bafög
    """
)
_AGO = rf"vor ({UP_TO_SIX}) jahr\w*"
_WAS_PAID = said(r"bezahlt\w*|gezahlt|gefördert\w*|übernommen|finanziert")
_PAID_BEFORE = said(
    rf"""
    {_AGO} (?:\w+ ){{0,6}}(?:agentur|arbeitsamt|gefördert\w*)
    (?:agentur|arbeitsamt) (?:\w+ ){{0,6}}{_AGO}
    """
)
_JUST_TRAINED = said(
    r"(?:gerade|eben|vor kurzem|frisch) (?:\w+ ){0,3}(?:ausgelernt|gesellenprüfung)"
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
    rf"seit (?:dem )?(?:anfang |ende |mitte )?(?:\d\d?[.] ?)?(?:({start.MONTH}) "
    rf"|(\d\d?)[.])?((?:19|20)\d\d)"
)
_AT_WORK = said(r"arbeite|schaffe|bei|angestellt|beschäftigt|betrieb|firma|hier|dabei")
_NOT_HIRED = said(
    r"arbeitslos\w*|elternzeit|krank\w*|wohne|lebe|gelernt\w*|kurzarbeit|selbst\w*|nur|meister"
    r"|als|rente"
)
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
        _since_exam(sentence, today, facts),
        _since_when(sentence, today),
        _places(sentence, lives_in),
    )
    for name, value in more:
        facts.setdefault(name, value)
    if names_several(text):
        return {name: value for name, value in facts.items() if BY_NAME[name].knower != "person"}
    return facts


def _person(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    yield from _week(sentence)
    for match, at in sentence.find(_MONTHLY_GROSS):
        if _HOURLY.search(sentence.clause(at)):
            continue
        if _LEAST_A_MONTH < whole(match) < _LEAST_A_YEAR:
            yield "bruttolohn_monat", whole(match)
        break
    yield from _agreement(sentence)
    yield from _before(sentence)
    yield from _of_company(sentence)


def _week(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    """Yield how many hours a week somebody works; those of a course or of a day are none."""
    for match, at in sentence.find(_WEEKLY):
        of_work = is_of_work(sentence, at) or "-woche" in match[0]
        if COURSE_WORD.search(sentence.clause(at)) or not of_work:
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


def _of_company(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    """Yield who pays the course, and whether the law demands it."""
    if any(_is_told(sentence, at) for _match, at in sentence.find(_BOSS_PAYS)):
        yield "lehrgangskosten_traegt", "arbeitgeber"
    if states(sentence, _DUTY):
        yield "arbeitgeber_gesetzlich_verpflichtet", True
    if states(sentence, _ADVISED):
        yield "beratung_agentur_vor_beginn", True
    elif sentence.has(_NOT_ADVISED) and states(sentence, BEGUN):
        yield "beratung_agentur_vor_beginn", False
    if any(_is_told(sentence, at) for _match, at in sentence.find(_PAID_NOW)):
        yield "andere_oeffentliche_foerderung", True


def _is_told(sentence: Sentence, at: range) -> bool:
    """Return whether words are told of now: not asked, wished or refused."""
    clause = sentence.clause(at)
    return not (sentence.asks(at) or NO.search(clause) or _PARTLY.search(clause))


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
        month, number, year = match.groups()
        if _NOT_HIRED.search(sentence.clause(at)) or not _AT_WORK.search(sentence.clause(at)):
            continue
        began = start.month_of(month) if month else int(number or 12)
        months = 12 * (today.year - int(year)) + today.month - began
        if months >= (_LEAST_KNOWN if not (month or number) else 0):
            yield "beschaeftigungsmonate", months
            return


def _agreement(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    for _match, at in sentence.find(_AGREEMENT):
        clause = sentence.clause(at)
        if _WISHED.search(clause) or sentence.asks(at):
            return
        refused = NO.search(clause) is not None
        if refused or _ON_TRAINING.search(clause):
            yield "kollektivvereinbarung", not refused
        return


def _before(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    """Yield what was paid for earlier, how the taxes are made, and who has just learned."""
    yield from _cheques(sentence)
    yield from _paid_before(sentence)
    if states(sentence, _APART):
        yield "zusammen_veranlagt", False
    elif states(sentence, _JOINT):
        yield "zusammen_veranlagt", True
    if states(sentence, _JUST_TRAINED):
        yield "berufsabschluss", True
        yield "jahre_seit_berufsabschluss", 0


def _cheques(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    for _match, at in sentence.find(_CHEQUE):
        clause = sentence.clause(at)
        if _NEVER_HAD.search(clause):
            yield "schecks_im_kalenderjahr", 0
        elif _got_this_year(sentence, at, clause):
            many = _HOW_MANY.search(clause)
            yield "schecks_im_kalenderjahr", int(many[1]) if many else 1


def _paid_before(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    for match, at in sentence.find(_PAID_BEFORE):
        if not _WAS_PAID.search(sentence.clause(at)) or NO.search(sentence.clause(at)):
            continue
        said_years = next(group for group in match.groups() if group)
        yield "jahre_seit_letzter_82_foerderung", start.count_of(said_years)
        break
    if sentence.has(_NEVER_PAID):
        yield "jahre_seit_letzter_82_foerderung", None


def _got_this_year(sentence: Sentence, at: range, clause: str) -> bool:
    """Return whether somebody says that they have had a cheque this year; not asks or denies it."""
    asks = sentence.asks(at)
    got = _HAVE_GOT.search(clause) or _HAD.search(clause)
    return bool(got and _THIS_YEAR.search(clause)) and not (asks or NO.search(clause))


def _places(sentence: Sentence, lives_in: LivesIn) -> Iterator[tuple[str, Value]]:
    for pattern, name in (
        (_LIVES, "wohnsitz_land"),
        (_WORKS, "beschaeftigungsschwerpunkt"),
        (_SEATED, "beschaeftigungsschwerpunkt"),
    ):
        for match, at in sentence.find(pattern):
            named = next(group for group in match.groups() if group)
            behind = match[0].rpartition(named)[2].split()
            end = at.stop - len(behind)
            where = [token.raw for token in sentence.tokens[end - len(named.split()) : end]]
            clause = sentence.clause(at)
            elsewhere = "firma" in match[0] and _NOT_THERE.search(clause)
            land = None if elsewhere or NO.search(clause) else _land(where, lives_in)
            if land:
                yield name, land
                break


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
