"""A situation in somebody's own words, as facts of the funding rules: the person and the course.

``hearing`` reads what people say about themselves; this adds what they say about a course that
they have found, and about where they live and work. Only what leaves no doubt becomes a fact.
"""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain
from typing import Final

from mentorhub.recommend.dialogue.hearing import Facts, corrected, heard_in, states, whole
from mentorhub.recommend.dialogue.telling import telling
from mentorhub.recommend.eligibility import Value
from mentorhub.recommend.engine.intent import start
from mentorhub.recommend.engine.intent.sentence import Sentence, said
from mentorhub.recommend.funding.facts import LAENDER

LivesIn = Callable[[str], str | None]
"""Says in which Land a town or postcode lies, as the fact has it; None where that is not known."""

_UP_TO_SIX = r"\d\d?|einem|zwei|drei|vier|fünf|sechs"
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
_NOT_WHOLE = said(r"mehr als|über|mindestens|höchstens|bis zu|unter|weniger als|je|mal|davon|fast")
_REPEATED = said(rf"{_A_WEEK}|(?:am|pro|jeden) tag|täglich|(?:im|pro) monat|jeweils|zu je")
_OF_WORK = said(r"arbeite\w*|schaffe|teilzeit|vollzeit|vertrag|minijob|stelle")
_NO = said(r"nicht|nie|kein\w*|ohne|nein|not|no")
_ASKED = said(r"weiss (?:ich )?nicht|keine ahnung|unsicher|vielleicht|brauch\w*|was ist|frage")
_PROVIDER = said(r"anbieter\w*|träger\w*")
_COST_WORD = said(r"kostet|kosten|kurskosten|lehrgangskosten|\w*gebühr|preis")
_LOWER_SCHOOL = said(r"haupt-?schul-?abschluss")
_FEW = 6
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
    verdien\w*|\w*gehalt|lohn|einkommen|rente|zve|stundenlohn|monat|monatlich|zuschuss|miete
    jahr|jährlich|earn|salary|gespart|\w*geld|minijob|\w*ticket|bahn\w*|prüfung|beratung|versteuern
    höchstens|maximal|chef|chefin|rest|rate|raten|bücher|fahrt\w*
    """
)
_FREE = said(r"kostenlos\w*|kostenfrei\w*|gratis|kostet (?:mich |uns )?nichts")
_AZAV = said(
    r"(?:nach )?[\w-]*azav[\w-]*"
    r"|(?:kurs|lehrgang|umschulung|massnahme) (?:\w+ ){0,4}(?:für die förderung )?zugelassen"
)
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
_RUNS = r"(?:läuft (?:schon|bereits|seit)|(?:schon|bereits) läuft|begonnen|angefangen|gestartet)"
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
    rf"({_UP_TO_SIX}|einer) (tag|woche|monat)\w*"
)
_LONG: Final = {"tag": 1, "woche": 7, "monat": 30}
_DAYS: Final = {"heute": 0, "morgen": 1, "ubermorgen": 2}
_LIVES = said(
    r"(?:wohne?|lebe?|wohnhaft|(?:haupt)?wohnsitz) (?:\w+ ){0,2}?(?:in|bei) ((?:[\w-]+ ?){1,3})"
    r"|(?:komme|bin) aus ((?:[\w-]+ ?){1,3})"
)
_WORKS = said(
    r"(?:arbeite|arbeit|angestellt|beschäftigt|betrieb|firma) (?:\w+ ){0,4}?in ((?:[\w-]+ ?){1,3})"
)
_AGREEMENT = said(r"betriebsvereinbarung\w*|tarifvertrag\w*")
_ON_TRAINING = said(r"\w*weiterbildung\w*|qualifizierung\w*|\w*lernen|fortbildung\w*")
_WISHED = said(r"wollen|will|möchte\w*|planen|bräuchte\w*|sollte\w*")
_CHEQUE = said(r"bildungs-?schecks?|schecks?")
_HAD = said(r"(?:hatte|habe|hab) (?:\w+ ){0,3}(?:dieses jahr|in diesem jahr|heuer) (?:\w+ ){0,3}")
_NEVER_HAD = said(
    r"noch (?:nie|keine?n?)|dieses jahr (?:noch )?keine?n?|in diesem jahr (?:noch )?keine?n?"
)
_JOINT = said(r"(?:gemeinsam|zusammen) veranlagt\w*|ehegattensplitting|zusammenveranlagung")
_AGO = rf"vor ({_UP_TO_SIX}) jahr\w*"
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
_MONTHLY_GROSS = said(
    rf"{_AMOUNT} ?(?:{_EURO} )?(?:im monat |monatlich )?brutto"
    rf"|brutto(?:lohn|gehalt)? (?:\w+ ){{0,3}}{_AMOUNT}"
)
_HOURLY = said(r"stundenlohn|(?:die|pro|je) stunde|\w*kurs|kostet|kosten|preis")
_LEAST_A_YEAR = 12_000  # nobody's gross pay of a month
_LONGEST_WEEK = 60


def situation(text: str, today: date, lives_in: LivesIn = lambda _name: None) -> Facts:
    """Return the facts that the words state: what the person says of themselves comes first."""
    sentence = Sentence(telling(corrected(text)))
    facts = heard_in(sentence)
    more = chain(_course(sentence, today), _person(sentence), _places(sentence, lives_in))
    for name, value in more:
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
        clause, before = sentence.clause(at), sentence.before(at.start)[-22:]
        if _NOT_WHOLE.search(f" {before.lstrip()} ") or _REPEATED.search(clause):
            continue
        if _OF_WORK.search(clause) and not _COURSE_WORD.search(clause):
            continue
        hours = whole(match)
        yield "dauer_stunden", hours
        yield "unterrichtsstunden", hours
        return


def _price(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    for match, at in sentence.find(_PRICE):
        clause = sentence.clause(at)
        named = _COURSE_WORD.search(clause) or _COST_WORD.search(clause)
        bare = len(clause.split()) <= _FEW and sentence.has(_COURSE_WORD)
        if _OTHER_MONEY.search(clause) or _NO.search(clause) or not (named or bare):
            continue
        cents = next((group for group in match.groups()[1::2] if group), "")
        yield "kursgebuehr", whole(match) + (int(cents.ljust(2, "0")) / 100 if cents else 0)
        return
    for _match, at in sentence.find(_FREE):
        clause = sentence.clause(at)
        if _COURSE_WORD.search(clause) and not _NO.search(clause):
            yield "kursgebuehr", 0
            return


def _approval(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    """Yield what is said of the approval: an approved course has an approved provider.

    Source: § 176 SGB III; the reverse does not follow. What is asked or doubted is not said.
    """
    for _match, at in sentence.find(_AZAV):
        clause = f"{sentence.clause(at)}{sentence.after(at[-1])[:12]}"
        if _ASKED.search(clause) or sentence.after(at[-1]).lstrip(" .").startswith("?"):
            return
        if _NO.search(clause):
            if not _PROVIDER.search(clause):
                yield "massnahme_azav", False
            return
        if _PROVIDER.search(clause):
            yield "traeger_azav", True
            return
        yield "massnahme_azav", True
        yield "traeger_azav", True
        return


def _begin(sentence: Sentence, today: date) -> Iterator[tuple[str, Value]]:
    if states(sentence, _BEGUN):
        yield "kurs_begonnen", True
        return
    for match, at in sentence.find(_TODAY_TOO):
        if not _NO.search(sentence.clause(at)):
            yield "tage_bis_kursbeginn", _DAYS[match[1]]
        return
    for match, _at in sentence.find(_AHEAD):
        yield "tage_bis_kursbeginn", start.count_of(match[1]) * _LONG[match[2]]
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
        if states(sentence, pattern):
            yield "ziel", aim
            if sentence.has(_LOWER_SCHOOL):
                yield "anlass", "hauptschulabschluss"
            return


def _person(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    for match, at in sentence.find(_WEEKLY):
        clause = sentence.clause(at)
        if _COURSE_WORD.search(clause) or not (_OF_WORK.search(clause) or "-woche" in match[0]):
            continue
        pairs = zip(*[iter(match.groups())] * 2, strict=True)
        hours, part = next((hours, part) for hours, part in pairs if hours)
        week = float(f"{hours}.{part or 0}")
        if 0 < week <= _LONGEST_WEEK:
            yield "wochenstunden", int(week) if week.is_integer() else week
        break
    for match, at in sentence.find(_MONTHLY_GROSS):
        if _HOURLY.search(sentence.clause(at)):
            continue
        if 0 < whole(match) < _LEAST_A_YEAR:
            yield "bruttolohn_monat", whole(match)
        break
    yield from _agreement(sentence)
    yield from _before(sentence)


def _agreement(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    for _match, at in sentence.find(_AGREEMENT):
        clause = sentence.clause(at)
        if _WISHED.search(clause) or sentence.after(at[-1]).rstrip().endswith("?"):
            return
        refused = _NO.search(clause) is not None
        if refused or _ON_TRAINING.search(clause):
            yield "kollektivvereinbarung", not refused
        return


def _before(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    """Yield what was paid for earlier, and how the taxes are made."""
    for _match, at in sentence.find(_CHEQUE):
        clause = sentence.clause(at)
        if _NEVER_HAD.search(clause):
            yield "schecks_im_kalenderjahr", 0
        elif _HAD.search(clause) and not _NO.search(clause):
            yield "schecks_im_kalenderjahr", 1
    for match, at in sentence.find(_PAID_BEFORE):
        if not _WAS_PAID.search(sentence.clause(at)) or _NO.search(sentence.clause(at)):
            continue
        said_years = next(group for group in match.groups() if group)
        yield "jahre_seit_letzter_82_foerderung", start.count_of(said_years)
        break
    if states(sentence, _JOINT):
        yield "zusammen_veranlagt", True
    if states(sentence, _JUST_TRAINED):
        yield "berufsabschluss", True
        yield "jahre_seit_berufsabschluss", 0


def _places(sentence: Sentence, lives_in: LivesIn) -> Iterator[tuple[str, Value]]:
    for pattern, name in ((_LIVES, "wohnsitz_land"), (_WORKS, "beschaeftigungsschwerpunkt")):
        for match, at in sentence.find(pattern):
            folded = next(group for group in match.groups() if group).split()
            where = [token.raw for token in sentence.tokens[at.stop - len(folded) : at.stop]]
            land = None if _NO.search(sentence.clause(at)) else _land(where, lives_in)
            if land:
                yield name, land
                break


def _land(where: list[str], lives_in: LivesIn) -> str | None:
    """Return the Land of the longest name that the words begin with."""
    for length in range(len(where), 0, -1):
        name = " ".join(where[:length])
        if land := LAENDER.get(name.casefold()) or lives_in(name):
            return land
    return None
