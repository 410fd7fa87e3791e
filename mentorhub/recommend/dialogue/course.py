"""What somebody says of a course that they have found: hours, price, approval, begin, aim."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from mentorhub.recommend.dialogue.stating import PIECE, states, whole
from mentorhub.recommend.eligibility import Value
from mentorhub.recommend.engine.intent import start
from mentorhub.recommend.engine.intent.sentence import Sentence, said

UP_TO_SIX = r"\d\d?|einem|zwei|drei|vier|fünf|sechs"
AMOUNT = r"(\d{1,3}(?:[.]\d{3})+|\d{1,6})(?:,(\d\d?))?"
EURO = r"(?:euro|euros|eur|€|евро|євро|يورو)"
A_WEEK = r"(?:in der|in|die|pro|je|a|jede|per) (?:woche|week)|wöchentlich|wochenstunden"
_HOURS = said(
    r"""
    (\d{1,3}[.]\d{3}|\d{1,5})-? ?(?:unterrichts-?|u-?)?(?:stunden|std|h|ue|lektionen|hours)
    (\d{1,3}[.]\d{3}|\d{1,5}) ?unterrichtseinheiten
    (\d{1,3}[.]\d{3}|\d{1,5})[ -]?(?:stunden|std)-?(?:kurs|lehrgang|schulung)
    """
)
_NOT_WHOLE = said(
    r"mehr als|über|mindestens|höchstens|bis zu|unter|weniger als|je|mal|davon|fast|a|zu|more than"
)
_ABOUT = re.compile(r"(?:kurs|lehrgang|schulung|umschulung) (?:uber|uber rund|mit) $")
_PRODUCT = said(
    r"(\d{1,3}) (?:tage?n?|wochen|termine|abende|samstage|wochenenden|einheiten|module) (?:, )?"
    r"(?:a|je|zu je|mit je|mit jeweils|jeweils|zu) (\d{1,2}) (?:unterrichts-?|u-?)?(?:stunden"
    r"|std|ue|h)"
    r"|(\d{1,3}) wochen (?:(?:,|mit|lang) ){0,2}(\d{1,2}) (?:stunden|std|h) (?:[.] )?(?:pro"
    r"|in der|die|je) woche"
)
_LONG = said(
    r"""
    (?:dauert|läuft|geht|dauer|über|in) (?:[\w:]+ ){0,3}?(?:: )?(\d{1,2}) (monate?n?|jahre?n?)
    umfasst (?:[\w:]+ ){0,3}?(\d{1,2}) (monate?n?|jahre?n?)
    (\d{1,2}) (monate?n?|jahre?n?) (?:\w+ )?(?:a|vollzeit|teilzeit|vz|tz|lang)
    (\d{1,2}) (monate?n?|jahre?n?) (?:\w+ )?(?:berufsbegleitend|nebenberuflich)
    [,(] (\d{1,2}) (monate)(?= [,.)]| $)
    (\d{1,2})[ -]?(monat|jähr)ige\w* (?:\w*kurs|\w*lehrgang|umschulung|weiterbildung|massnahme)
    """
)
_NO_LENGTH = said(
    r"seit|vor|arbeite\w*|schaffe|bin|habe|beschäftigt|vertrag|stelle|job|ausbildung|lehre"
    r"|elternzeit"
    r"|beginnt|startet|start|fängt|los|nach"
)
_FULL = said(r"vollzeit|vz|ganztags|full[ -]time")
_PART = said(
    r"neben (?:der|meiner|dem|meinem) (?:arbeit|job|beruf)|teilzeit|tz|berufsbegleitend"
    r"|nebenberuflich|abendkurs|part[ -]time"
)
_HOW_LONG = said(r"dauert|läuft|dauer|(?:\d+ )?monate?n?|unterricht\w*")
_MINE = said(
    r"gemacht|besucht|arbeite\w*|angestellt|stelle|job|vertrag|beschäftigt|verdiene|bin"
    r"|habe (?:\w+ )?(?:stelle|job)|die woche(?! unterricht)|brutto"
)
_REPEATED = said(
    rf"{A_WEEK}|jede[nrs]? \w+|\w+tags|abends|(?:am|pro|jeden) tag|täglich|(?:im|pro) monat"
    rf"|jeweils|zu je"
)
_IN_ALL = said(r"insgesamt|gesamt\w*|dauer\w*|umfasst|umfang|unterricht\w*|ue|ustd|lektionen")
_OF_WORK = said(
    r"werkstudent\w*|nebenjob|aushilfe|student\w*|arbeite\w*|schaffe|jobbe|teilzeit|vollzeit"
    r"|vertrag|minijob\w*|stelle|job|angestellt|mindestlohn"
    r"|verdien\w*|beschäftigt|work|praxis|bin"
)
NO = said(r"nicht|nie|kein\w*|ohne|nein|not|no")
_ASKED = said(r"weiss (?:ich )?nicht|keine ahnung|unsicher|vielleicht|brauch\w*|was ist|frage")
_PROVIDER = said(r"anbieter\w*|\w*träger\w*")
_MEASURE = said(r"massnahmen?|\w*kurs|\w*lehrgang|umschulung|weiterbildung|massnahme-?nummer")
_SUBJECT = re.compile(rf"{_PROVIDER.pattern}|{_MEASURE.pattern}")
_AND_ITS_PROVIDER = re.compile(
    r" (?:geht|ist|is|hat|kostet|dauert|lauft|beginnt) .* und (?:\w+ )?\w*(?:trager|anbieter) "
)
_COST_WORD = said(
    r"kostet|kosten|kostenpunkt|kurskosten|lehrgangskosten|\w*gebühr|preis|costs?|price|kosztuje|costa|стоит"
    r"|коштує|سعر\w*|تكلفة\w*"
)
_LOWER_SCHOOL = said(r"haupt-?schul-?abschluss")
_FEW = 6
COURSE_WORD = said(
    r"\w*kurs\w*|\w*lehrgang\w*|\w*schulung|seminar|unterricht|weiterbildung|fortbildung"
    r"|massnahme|bildungsurlaub"
    r"|courses?|cursul?|курс\w*|دورة|الدورة|unterrichtsstunden|ustd|ue"
)
_COSTS = r"kostet|kosten|preis|\w*gebühr|lehrgangskosten|kurskosten|costs|price"
_BARE = r"(\d{1,3}(?:[.]\d{3})+|\d{3,6})(?:,(\d\d?))?"
"""An amount of three figures and more, which needs no "Euro" behind it."""
_ENDS = r"(?= (?:,(?! \d)|[.;!?()]|und|aber|netto) )"
_PRICE = said(
    rf"""
    (?:{_COSTS})(?: \w+){{0,3}}?(?: :)? {AMOUNT}(?= {EURO})
    {AMOUNT} ?(?:de )?{EURO}
    {AMOUNT}-?euro-?(?:kurs|lehrgang)
    (?:kostet|kostenpunkt)(?: (?:mich|uns|etwa|ca|rund|so|:))* {_BARE}{_ENDS}
    """
)
_EUROS = said(rf"{AMOUNT} ?{EURO}")
_NOT_THE_PRICE = re.compile(
    r" (?:unter|uber|bis|bis zu|ab|weniger als|mehr als|mindestens|hochstens|maximal|je|a|zwischen)"
    r" (?:\d[\d.]* (?:euro )?(?:und|bis) )?$"
)
_OTHER_MONEY = said(
    r"""
    verdien\w*|\w*gehalt|lohn|brutto|netto|einkommen|rente|zve|stundenlohn|monat|monatlich|zuschuss|miete
    jahr|jährlich|zahle dazu|earn|salary|gespart|\w*geld|minijob|\w*ticket|bahn\w*|prüfung
    beratung|versteuern
    budget|zur verfügung|ausgeben|leisten|höchstens|maximal|chef|chefin|rest|rate|raten|bücher
    fahrt\w*
    """
)
_OTHER_FEE = re.compile(
    r" (?:\w*prufungsgebuhr\w*|prufungskosten|anmeldegebuhr\w*|materialkosten|kaution)"
    r" (?:\w+ ){0,3}(?:: )?$"
)
_FREE = said(r"kostenlos\w*|kostenfrei\w*|gratis|kostet (?:mich |uns )?nichts")
_AZAV = said(
    r"(?:nach )?[\w-]*azav[\w-]*"
    r"|(?:kurs|lehrgang|umschulung|massnahme) (?:\w+ ){0,4}(?:für die förderung )?zugelassen"
    r"|(?:bildungs-?)?(?:träger|anbieter) (?:\w+ ){0,3}zugelassen"
    r"|massnahme-?nummer (?:[\w:]+ ){0,2}(?:vor|da|vorhanden|\d[\d/-]*)"
)
_DEGREE = said(
    r"""
    umschulung\w*|externenprüfung\w*
    (?:berufs-?abschluss|gesellenbrief|facharbeiterbrief) (?:\w+ ){0,2}(?:nach)?(?:holen|machen)
    (?:nachträglich|doch noch|endlich) (?:\w+ ){0,3}(?:berufs-?abschluss|gesellenbrief)
    (?:abschluss|prüfung|ausbildung) (?:als|zum|zur) \w{5,} (?:\w+ ){0,2}(?:nach)?(?:holen|machen)
    (?:führt|bringt) (?:\w+ ){0,3}(?:zum|einen) (?:berufs-?abschluss|ihk-?abschluss|gesellenbrief)
    mit (?:ihk-?|hwk-?)?(?:berufs-?abschluss|gesellenbrief)
    (?:\w{5,}(?:er|in|mann|frau|kraft|isten?|istin|eur|eurin)|den brief) (?:\w+ )?nachholen
    (?:gesellenbrief|facharbeiterbrief|berufsabschluss|lehre) (?:\w+ )?(?:nachholen|nachmachen)
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
_DONE = said(r"vor \d\d? jahr\w*|bezahlt|gemacht|abgeschlossen|abgebrochen|hatte|besucht")
_RUNS = (
    r"(?:läuft (?:schon|bereits|seit)|(?:schon|bereits) läuft|begonnen|angefangen|gestartet"
    r"|has (?:already )?started)"
)
BEGUN = said(
    rf"""
    (?:\w*kurs|\w*lehrgang|umschulung|\w*schulung|course|er|sie) (?:[\w.]+ ){{0,5}}{_RUNS}
    {_RUNS} (?:\w+ ){{0,2}}(?:kurs|lehrgang|umschulung)
    (?:mache?|besuche) (?:ich )?(?:gerade|jeden \w+|schon) \w+ (?:\w*kurs|\w*lehrgang)
    (?:kurs)?beginn war
    """
)
_NOT_BEGUN = said(
    rf"(?:\w*kurs|\w*lehrgang|umschulung|\w*schulung) (?:\w+ ){{0,2}}noch nicht {_RUNS}"
)
_BEGINS = said(
    r"beginn\w*|beginnt|startet|\w*start|fängt|los|losgeht|anfang|anfängt|kursbeginn|starts"
    r"|begins|starting"
)
_TAUGHT = said(r"umschulung|teilqualifi\w*|qualifizierung|ausbildung")
_ON = said(r"am|ab|vom|on|from")
_OTHER_DAY = said(
    r"geburtstag|\w*prüfung|termin|\w*vertrag|gekündigt|kündigung|arbeitslos\w*|\w*gespräch"
    r"|urlaub|umzug"
    r"|stelle|job|lief|fand|gemacht|besucht|heirate\w*|operation|rente|elternzeit|bewerbung\w*"
    r"|war|beratung|anmelde\w*|entlass\w*|probezeit|(?!\w*abschluss)\w*schluss"
)
_TODAY_TOO = said(
    r"(?:beginnt|startet|beginn|kursbeginn|start|los|fängt|geht) (?:\w+ ){0,2}(heute|morgen"
    r"|übermorgen)"
    r"|(heute|morgen|übermorgen) (?:beginnt|startet|fängt|geht) (?=(?:\w+ ){0,2}\w*(?:kurs|lehrgang"
    r"|schulung|los))"
)
_AHEAD = said(
    rf"(?:beginnt|startet|start|beginn|los|anfängt|fängt|geht) (?:\w+ ){{0,3}}in ({UP_TO_SIX}"
    rf"|einer)"
    r" (tag|woche|monat)\w*"
    rf"|in ({UP_TO_SIX}|einer) (tag|woche|monat)\w* (?:\w+ ){{0,4}}"
    r"(?:beginnt|startet|los|losgeht|anfängt|fängt|geht)"
)
_DAYS_OF: Final = {"tag": 1, "woche": 7, "monat": 30}
_DAYS: Final = {"heute": 0, "morgen": 1, "ubermorgen": 2}
_PRIVATE = said(
    r"nur (?:\w+ ){0,2}(?:für den urlaub|für mich privat|privat|als hobby|aus spass)|als hobby"
    r"|aus spass|einfach (?:\w+ )?für mich|zum spass"
    r"|(?:rein|nur) privat|nicht für (?:den beruf|die arbeit|meinen beruf)"
    r"|hat nichts mit (?:\w+ )?(?:beruf|arbeit)"
)
_WHILE_AT_WORK = said(
    r"(\d{1,4}) (?:(?:stunden|std|ue|davon) ){0,2}(?:während der (?:arbeit|arbeitszeit)"
    r"|in der arbeitszeit)"
)
LONGEST_WEEK = 60


def course(sentence: Sentence, today: date) -> Iterator[tuple[str, Value]]:
    """Yield the facts of the offer that the words state; a day counts from ``today``."""
    yield from _hours(sentence)
    yield from _price(sentence)
    yield from _approval(sentence)
    yield from _begin(sentence, today)
    yield from _aim(sentence)
    yield from _length(sentence)
    for match, at in sentence.find(_WHILE_AT_WORK):
        if not (sentence.asks(at) or NO.search(sentence.clause(at))):
            yield "kursstunden_in_arbeitszeit", int(match[1])
            break
    if states(sentence, _PRIVATE) or sentence.has(_PRIVATE):
        yield "kurs_berufsbezogen", False


def _hours(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    for match, at in sentence.find(_PRODUCT):
        if not tells_of_course(sentence.period(at)) and is_of_work(sentence, at):
            continue
        many, each = (int(group) for group in match.groups() if group)
        hours = many * each
        yield "dauer_stunden", hours
        yield "unterrichtsstunden", hours
        return
    for match, at in sentence.find(_HOURS):
        clause, before = sentence.clause(at), sentence.before(at.start)[-22:]
        vague = _NOT_WHOLE.search(f" {before.lstrip()} ") and not _ABOUT.search(before)
        if vague or _REPEATED.search(clause):
            continue
        hours = whole(match)
        if is_of_work(sentence, at) if hours > LONGEST_WEEK else not _is_of_course(sentence, at):
            continue
        yield "dauer_stunden", hours
        yield "unterrichtsstunden", hours
        return


def is_of_work(sentence: Sentence, at: range) -> bool:
    """Return whether the full sentence around some hours speaks of work and of no course."""
    told = sentence.period(at)
    learns = COURSE_WORD.search(told) or _COST_WORD.search(told)
    return bool(_OF_WORK.search(told)) and not learns


def tells_of_course(told: str) -> bool:
    """Return whether a full sentence speaks of a course, its price or its whole length."""
    return any(pattern.search(told) for pattern in (COURSE_WORD, _COST_WORD, _IN_ALL))


def _is_of_course(sentence: Sentence, at: range) -> bool:
    """Return whether few hours may be those of a course: they could be those of a week's work."""
    if _OF_WORK.search(sentence.clause(at)) and not COURSE_WORD.search(sentence.clause(at)):
        return False
    told = sentence.period(at)
    if COURSE_WORD.search(told) or _IN_ALL.search(told):
        return True
    return sentence.has(COURSE_WORD) and not _OF_WORK.search(told)


def _length(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    """Yield how many months a course takes, and whether it takes whole days."""
    for match, at in sentence.find(_LONG):
        clause = sentence.clause(at)
        may_be_else = match[0].startswith((",", "(", "in "))
        bare = may_be_else and not COURSE_WORD.search(sentence.period(at))
        if bare or (_NO_LENGTH.search(clause) and not COURSE_WORD.search(clause)):
            continue
        count, unit = (group for group in match.groups() if group)
        yield "zeitrahmen_monate", int(count) * (12 if unit.startswith("ja") else 1)
        break
    for pattern, form in ((_FULL, "vollzeit"), (_PART, "teilzeit")):
        for _match, at in sentence.find(pattern):
            clause = sentence.clause(at)
            about = COURSE_WORD.search(clause) or _HOW_LONG.search(clause) or _told_of(sentence, at)
            if about and not _MINE.search(clause) and not NO.search(clause):
                yield "lernform", form
                return


def _told_of(sentence: Sentence, at: range) -> bool:
    """Return whether the full sentence speaks of a course, and of nobody's work."""
    told = sentence.period(at)
    return bool(COURSE_WORD.search(told) or _HOW_LONG.search(told)) and not _MINE.search(told)


def _price(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    for match, at in sentence.find(_PRICE):
        if _is_price(sentence, match, at):
            cents = next((group for group in match.groups()[1::2] if group), "")
            part = int(cents.ljust(2, "0")) if cents else 0
            yield "kursgebuehr", whole(match) + part / 100 if part else whole(match)
            return
    for _match, at in sentence.find(_FREE):
        clause = sentence.clause(at)
        if COURSE_WORD.search(clause) and not NO.search(clause):
            yield "kursgebuehr", 0
            return


def _is_price(sentence: Sentence, match: re.Match[str], at: range) -> bool:
    """Return whether an amount is what a course costs: no limit, no part, no other money."""
    clause = sentence.clause(at)
    named = COURSE_WORD.search(clause) or _COST_WORD.search(clause)
    told_once = sum(1 for _ in sentence.find(_EUROS)) == 1
    bare = len(clause.split()) <= _FEW and (
        told_once or sentence.has(COURSE_WORD) or sentence.has(_COST_WORD)
    )
    if _OTHER_MONEY.search(clause) or NO.search(clause) or not (named or bare):
        return False
    lead = next(match.start(number) for number in (1, 3, 5, 7) if match[number]) - match.start()
    near = f" {sentence.before(at.start)[-22:].lstrip()}{match[0][:lead]}"
    if _NOT_THE_PRICE.search(near) or _OTHER_FEE.search(near):
        return False
    return named is not None or not sentence.asks(at)


def _approval(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    """Yield what is said of the approval: an approved course has an approved provider.

    Source: § 176 SGB III; the reverse does not follow. What is asked or doubted is not said.
    """
    for _match, at in sentence.find(_AZAV):
        told = (
            PIECE.split(sentence.before(at.start))[-1]
            + PIECE.split(f"{' '.join(sentence.words[at.start :])} ")[0]
        )
        if _ASKED.search(f"{told} ") or sentence.after(at[-1]).lstrip(" .").startswith("?"):
            return
        if _AND_ITS_PROVIDER.search(told):
            told = told.rpartition(" und ")[2]
        subject = told if _SUBJECT.search(f" {told}") else sentence.period(at)
        of_provider = _PROVIDER.search(f" {subject}") and not _MEASURE.search(f" {subject}")
        approved = not NO.search(f" {told} ")
        if approved or of_provider:
            yield "traeger_azav", approved
        if not of_provider:
            yield "massnahme_azav", approved
        return


def _begin(sentence: Sentence, today: date) -> Iterator[tuple[str, Value]]:
    if sentence.has(_NOT_BEGUN):
        yield "kurs_begonnen", False
    elif states(sentence, BEGUN):
        yield "kurs_begonnen", True
        return
    for match, at in sentence.find(_TODAY_TOO):
        if not NO.search(sentence.clause(at)):
            yield "tage_bis_kursbeginn", _DAYS[match[1] or match[2]]
        return
    for match, _at in sentence.find(_AHEAD):
        count, unit = (group for group in match.groups() if group)
        yield "tage_bis_kursbeginn", start.count_of(count) * _DAYS_OF[unit]
        return
    for found in start.find(sentence, today):
        first = found.fields.get("start_from")
        if first and _is_begin(sentence, found.at):
            yield "tage_bis_kursbeginn", (first - today).days
            return


def _is_begin(sentence: Sentence, at: range) -> bool:
    """Return whether a day is that of a course: "am 15. Januar habe ich Geburtstag" is none."""
    clause, told = f" {sentence.clause(at)} ", sentence.period(at)
    begins = _BEGINS.search(clause)
    if _OTHER_DAY.search(clause if begins else told):
        return False
    few = len(told.split()) <= _FEW and sentence.has(COURSE_WORD)
    taught = COURSE_WORD.search(told) or _TAUGHT.search(told)
    return bool(begins or (_ON.search(clause) and (few or taught)))


def _aim(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    for pattern, aim in (
        (_UPGRADE, "aufstiegsfortbildung"),
        (_DEGREE, "abschluss_ausbildungsberuf_min_2_jahre"),
        (_SCHOOL, "schulabschluss"),
        (_BASICS, "grundkompetenzen"),
    ):
        if _is_ahead(sentence, pattern):
            yield "ziel", aim
            if sentence.has(_LOWER_SCHOOL):
                yield "anlass", "hauptschulabschluss"
            return


def _is_ahead(sentence: Sentence, pattern: re.Pattern[str]) -> bool:
    """Return whether an aim is named that is neither refused nor reached."""
    clauses = [sentence.clause(at) for _match, at in sentence.find(pattern)]
    return any(not (NO.search(clause) or _DONE.search(clause)) for clause in clauses)
