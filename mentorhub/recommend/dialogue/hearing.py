"""What people say about themselves in passing, as facts of the funding rules.

Only what leaves no doubt becomes a fact; everything else stays unknown, and may be asked.
What is about health is heard as well: whoever asks leaves it out without the person's consent.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from mentorhub.recommend.dialogue.telling import telling
from mentorhub.recommend.eligibility import Value
from mentorhub.recommend.engine.intent.sentence import Sentence, said

Facts = dict[str, Value]

_SOME = r"(?:(?!(?:nicht|nie|kein\w*) )\w+ )"  # a word between, and no refusal
_EMPLOYED = said(
    rf"""
    ich (?:arbeite|schaffe|jobbe|maloche)(?! (?:gern|gerne|lieber|am liebsten|nicht|nie))
    (?:arbeite|schaffe|jobbe|maloche)(?= (?:\w+ ){{0,4}}(?:als|im|in|bei|auf|am|beim|an))
    (?:arbeite|bin) (?:ich )?(?:\w+ ){{0,2}}(?:vollzeit|teilzeit|schicht|berufstätig|angestellt)
    berufstätig|angestellte?|festangestellt|in festanstellung|unbefristet
    (?:bin|fest) (?:\w+ )?(?:angestellt|beschäftigt)
    (?:habe|hab) (?:\w+ ){{0,2}}(?:arbeit|job|stelle)
    mein\w* (?:chef|chefin|arbeitgeber|betrieb|firma|kollegen|schicht|vorgesetzt\w*)
    unser\w* (?:chef|chefin|betrieb|firma|werk|schicht)
    (?:mein|unser|eine)\w* (?:mitarbeiter\w*|angestellte\w*|beschäftigte\w*|leute)
    neben (?:der|meiner|dem|meinem) (?:arbeit|job|beruf)
    (?:stehe|steh|bin|sitze|sitz) (?:\w+ ){{0,3}}am (?:band|fliessband)
    (?:habe|hab|mache|mach) {_SOME}{{0,2}}(?:mini-?job|midi-?job|450-?euro-?job)
    (?:bin|arbeite) {_SOME}{{0,2}}(?:minijobber(?:in)?|befristet|geringfügig)
    mein\w* (?:\w+ )?(?:arbeits)?(?:vertrag|stelle|job) ist {_SOME}{{0,2}}befristet
    (?:habe|hab) {_SOME}{{0,2}}befristet\w* (?:arbeits)?(?:vertrag|stelle|job)
    i work|i am employed|my boss|my company
    """
)
_UNEMPLOYED = said(
    r"""
    arbeitslos|erwerbslos|arbeitssuchend|arbeitsuchend|jobsuchend|ohne (?:arbeit|job|stelle)
    (?:habe|hab) (?:\w+ ){0,2}keine? (?:arbeit|job|stelle)|keine arbeit
    (?:suche|such) (?:\w+ ){0,3}(?:arbeit|job|stelle)|(?:job|arbeit|stelle) verloren
    unemployed|lost my job|looking for (?:work|a job)|no job
    """
)
_SELF_EMPLOYED = said(
    rf"""
    bin {_SOME}{{0,3}}(?:selbst(?:st)?ändige?r?|freiberuflich|freiberufler(?:in)?)
    als (?:selbst(?:st)?ändige[rn]?|freiberufler(?:in)?)
    (?:habe|hab) {_SOME}?(?:eigene|kleine) (?:firma|werkstatt)|i am self-employed
    """
)
_WANTS_TO_BE = said(r"will|möchte|werde|werden|würde|gern|gerne|träume|want")
_LOST = said(r"(?:wurde|bin|worden|wurden) gekündigt|gekündigt worden|kündigung (?:bekommen|da)")
_ENDING = said(
    r"(?:vertrag|stelle|job) (?:(?:ist|nur|noch) )*(?:läuft|endet) (?:\w+ ){0,4}(?:aus|bald)"
    r"|(?:vertrag|stelle|job) (?:\w+ ){0,4}ausläuft"
)
_AT_RISK = said(
    r"""
    (?:stelle|job|arbeitsplatz|arbeit) (?:ist |fällt |wird )?(?:in gefahr|weg|gestrichen)
    (?:betrieb|firma|werk|laden) (?:\w+ ){0,2}(?:schliesst|macht (?:\w+ )?(?:zu|dicht)|pleite)
    """
)
_TRANSFER = said(r"transfergesellschaft|transfer-?kurzarbeiter-?geld|transferkurzarbeit")
_NO_TRADE = said(
    r"""
    ungelernte?r?|angelernte?r?|hilfsarbeiter(?:in)?|(?:nichts|nix|nie was|nie etwas) gelernt
    (?:ohne|keine?n?|nie eine?|nie ne) (?:\w+ )?(?:berufs-?)?(?:ausbildung|lehre|berufsabschluss)
    (?:ohne|keine?n?) (?:berufs-?)?abschluss(?! in)
    (?:keinen|nie einen|nie nen) beruf (?:\w+ )?(?:gelernt|erlernt)
    (?:habe|hab) (?:noch )?(?:nie|nicht) (?:\w+ )?gelernt
    (?:ausbildung|lehre) (?:\w+ ){0,3}(?:nie|nicht) (?:\w+ ){0,2}(?:abgeschlossen|beendet|fertig)
    (?:ausbildung|lehre) (?:\w+ ){0,3}(?:nie|nicht) (?:\w+ ){0,2}zu ende
    (?:lehre|ausbildung) (?:\w+ ){0,2}(?:abgebrochen|geschmissen|hingeschmissen|nicht fertig)
    (?:no|without) (?:\w+ )?(?:training|qualification|apprenticeship)|unskilled
    """
)
_OCCUPATION = r"\w{2,}(?:er|in|mann|frau|kraft|eur|ist|ent|wirt|koch|arzt)"
_TRADE = said(
    rf"""
    gelernte[rn]?|ausgelernte?r?|gesell(?:e|in|enbrief)|facharbeiter(?:in)?|examinierte?r?
    (?:ausbildung|lehre) (?:\w+ ){{0,5}}(?:gemacht|abgeschlossen|fertig|beendet|hinter mir)
    (?:habe|hab) (?:\w+ ){{0,3}}(?:ausbildung|lehre) (?:zum|zur|als)
    (?:habe|hab) (?:\w+ ){{0,3}}(?:{_OCCUPATION}|einen beruf|was) gelernt
    vor \d\d? jahren (?:\w+ ){{0,3}}gelernt
    (?:habe|hab) eine (?:fertige |abgeschlossene )?(?:ausbildung|lehre|berufsausbildung)
    (?:habe|hab) (?:\w+ ){{0,2}}(?:einen )?berufsabschluss|meisterbrief|bin meister(?:in)?
    (?:ausbildung|lehre) vor \d\d? jahren
    """
)
_OTHER_LEARNING = said(
    r"""
    (?:deutsch|englisch|klavier|computer|gitarre|sprache|fahren|schwimmen) gelernt|\w*führerschein
    (?:ein-?|halb-?|1-?)jährige?\w*|fast (?:\w+ )?fertig|aufgehört|abgebrochen|geschmissen
    """
)
_DEGREE = said(
    r"(?:habe|hab) (?:\w+ ){0,3}studiert|studium (?:abgeschlossen|fertig)|bachelor|diplom"
)
_APPRENTICE = said(r"(?:bin|als) (?:\w+ )?(?:azubi|auszubildende\w?|lehrling)|in der lehre")
_READING = said(
    r"""
    (?:besser|richtig|endlich|kaum|schlecht) (?:\w+ ){0,2}(?:lese?n|schreibe?n|rechne?n)
    (?:nicht|nich|net) (?:\w+ ){0,2}(?:lese?n|schreibe?n|rechne?n)
    (?:lese?n|schreibe?n|rechne?n) (?:\w+ ){0,3}(?:lernen|schwer|üben|verbessern|probleme)
    (?:schwer|probleme) (?:\w+ ){0,3}(?:lese?n|schreibe?n|rechne?n)
    """
)
_CATCH_UP = said(
    r"""
    (?:berufsabschluss|lehre|ausbildung|abschluss) (?:\w+ ){0,2}(?:nachholen|nachmachen)
    (?:nachträglich|doch noch) (?:\w+ ){0,3}(?:abschluss|lehre|ausbildung)
    externenprüfung\w*
    """
)
_FOR_WORK = said(
    r"""
    für (?:die|meine|meinen|den) (?:arbeit|job|beruf|stelle)|beruflich|im beruf|auf der arbeit
    bei der arbeit|mehr verdienen|aufsteigen|befördert|aufstieg
    """
)
_AGE = said(
    r"""
    (?:ich )?bin (?:jetzt |schon |bald |erst )?(\d\d)(?! (?:stunden|std|euro|km|leute|prozent))
    (?:mit|schon|erst) (\d\d)(?= (?:jahren|bin|noch|zu|[?]))|(\d\d) jahre alt|(\d\d)-?jährige?r?
    [,(] (\d\d)(?= [,.)])|(\d\d) jahre(?= [,.)])
    """
)
_SIZE = said(
    r"""
    (\d{1,3}(?:[.]\d{3})+|\d{1,6}) (?:leute\w?|mitarbeiter\w*|mitarbeitende\w*|kollegen|mann)
    (\d{1,3}(?:[.]\d{3})+|\d{1,6}) (?:beschäftigte\w*|angestellte\w*)
    (\d{1,6})-?(?:mann|personen)-?betrieb
    wir sind (?:zu )?(\d{1,6})|(\d{1,6}) (?:employees|people)
    """
)
_SPAN = r"(\d\d?) (jahre?n?|monate?n?)"
_YEARS_THERE = said(
    rf"""
    (?:arbeite|schaffe|angestellt|beschäftigt) (?:[\w,]+ ){{0,5}}?seit {_SPAN}
    (?:arbeite|schaffe) (?:da|dort|hier) (?:schon |jetzt )?{_SPAN}
    seit {_SPAN} (?:\w+ ){{0,3}}(?:arbeite|angestellt|beschäftigt)
    (?:bin|seit) (?:schon |jetzt )?(?:seit )?{_SPAN} (?:bei|dabei|hier|im betrieb|in de[rm] firma)
    """
)
_LIMIT = said(r"unter|weniger als|mehr als|über|mindestens|höchstens|bis zu|bis|fast|knapp|oder")
_GROUP = said(r"konzern|unternehmensgruppe|mutterkonzern|firmengruppe")
_OTHER_PEOPLE = said(
    r"(?:im|in dem|dem) \w*(?:kurs|lehrgang)|familie|suchen|entlassen|klasse|gruppe|hatten?|mal"
)
_YEARS_SINCE = said(
    r"""
    vor (\d\d?) jahren (?:\w+ ){0,4}(?:gelernt|ausbildung|lehre|geselle\w*|ausgelernt|abgeschlossen)
    (?:ausbildung|lehre|gelernt) (?:\w+ ){0,5}vor (\d\d?) jahren
    """
)
_EARNS = said(
    r"""
    (?:verdien\w*|einkommen|zve|gehalt|lohn) (?:\w+ ){0,3}?(\d{1,3}(?:[.]\d{3})+|\d{4,6})
    (\d{1,3}(?:[.]\d{3})+|\d{4,6}) (?:euro |€ )?(?:netto|brutto)
    """
)
_NO_INCOME = said(r"\w*kurs|kostet|kosten|preis|stundenlohn|die stunde|pro stunde|je stunde")
_DISABILITY = said(
    rf"""
    (?:bin|als) {_SOME}{{0,2}}(?:schwer-?behindert\w*|gleichgestellt)
    schwer-?behindertenausweis|schwer-?behinderung
    """
)
_POINTS = said(
    r"(?:prüfung|abschluss|bestanden) (?:\w+ ){0,4}(\d\d|100) punkte\w*"
    r"|(\d\d|100) punkte\w*(?= (?:\w+ ){0,4}(?:bestanden|prüfung|abschluss))"
)
_GRADE = said(
    r"(?:prüfung|abschluss|abschlussnote|durchschnitt|note) (?:\w+ ){0,3}([1-6])(?:[,.] ?(\d))?"
    r"(?= (?:bestanden|abgeschlossen|gemacht|$|[,.]))"
    r"|mit (?:einer )?([1-6])(?:[,.] ?(\d))? bestanden"
)
_AFFECTED = said(
    r"(\d\d?|100) (?:prozent|%) (?:\w+ ){0,3}(?:leute|mitarbeite\w*|beschäftigte\w*|belegschaft)"
    r" (?:\w+ ){0,6}(?:neue|andere|umlernen|umschulen|weiterbild\w*|qualifizier\w*|betroffen)"
)
_WHOLE = 100
_ANY_NO = said(r"nicht|nie|niemals|kein\w*|noch nicht|not|never|no")
_SINGLE = said(r"ledig|unverheiratet|unmarried|i am single")
_ABOVE = said(r"(?:über|mehr als|mindestens|ab|more than|over)(?= \d)")
_MONTHLY = said(r"(?:im|pro|jeden) monat|monatlich\w*|a month|monthly")
_NET = said(r"netto|auf die hand|net")
_GROSS = said(r"brutto|gross")
_MONTHS, _SALARIES_A_YEAR = 12, 13  # many get one salary more
_MOST_GROSS_OF_NET = 2  # nobody's gross pay is more than twice the net pay
_INCOME_LIMIT = 50_000
_MOST_DEDUCTED = 0.4  # of gross pay: what is taxed may be so much less
_LEAST_A_YEAR = 10_000
_MOST_INCOME = 1_000_000
_CORRECTION = re.compile(
    r"\b(?:quatsch|blödsinn|unsinn|falsch|stimmt nicht|ich meine|sorry)\b[\s,.:!]*", re.IGNORECASE
)
_YOUNGEST, _OLDEST = 14, 90


def corrected(text: str) -> str:
    """Return what counts of words in which somebody corrects themselves: what comes after."""
    _before, mark, after = _CORRECTION.sub("\n", text).rpartition("\n")
    return after.strip() if mark and any(letter.isalnum() for letter in after) else text


def hear(text: str) -> Facts:
    """Return the facts of the funding rules that the words state beyond doubt."""
    return heard_in(Sentence(telling(text)))


def heard_in(sentence: Sentence) -> Facts:
    """Return the same of what a text tells, see ``telling``."""
    facts: Facts = {}
    for find in _FINDERS:
        for name, value in find(sentence):
            facts.setdefault(name, value)
    return facts


def _work(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    if claims(sentence, _TRANSFER):
        yield "transfer_kug", True
    if claims(sentence, _LOST):
        yield "gekuendigt", True
        yield "anlass", "arbeitslosigkeit_abwenden"
    elif claims(sentence, _ENDING):
        yield "beschaeftigt", True
        yield "gekuendigt", True
        yield "anlass", "arbeitslosigkeit_abwenden"
    elif _is_self_employed(sentence):
        yield "beschaeftigt", False
    elif claims(sentence, _UNEMPLOYED):
        yield "beschaeftigt", False
        yield "anlass", "arbeitslosigkeit_beenden"
    elif claims(sentence, _EMPLOYED):
        yield "beschaeftigt", True
        if claims(sentence, _AT_RISK):
            yield "anlass", "arbeitslosigkeit_abwenden"


def _is_self_employed(sentence: Sentence) -> bool:
    """Return whether somebody works on their own account, and does not only wish to."""
    return any(
        sentence.refusal(at) is None and not _WANTS_TO_BE.search(sentence.clause(at))
        for _match, at in sentence.find(_SELF_EMPLOYED)
    )


def _schooling(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    if claims(sentence, _NO_TRADE):
        yield "berufsabschluss", False
        if claims(sentence, _CATCH_UP):
            yield "anlass", "berufsabschluss_fehlt"
    elif states(sentence, _TRADE) and not sentence.has(_OTHER_LEARNING):
        yield "berufsabschluss", True
        yield from _number(sentence, _YEARS_SINCE, "jahre_seit_berufsabschluss")
    if states(sentence, _DEGREE):
        yield "hochschulabschluss", True
    if states(sentence, _APPRENTICE):
        yield "auszubildend", True


def _exam(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    """Yield how good the final exam was: points of 100, or a grade from 1 to 6."""
    yield from _number(sentence, _POINTS, "abschlussnote_punkte")
    for match, _at in sentence.find(_GRADE):
        whole, part = next(pair for pair in (match.groups()[:2], match.groups()[2:]) if pair[0])
        yield "abschlussnote", float(f"{whole}.{part or 0}")
        return


def _change(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    """Yield which share of the staff needs new skills, between 0 and 1."""
    for match, _at in sentence.find(_AFFECTED):
        percent = int(match[1])
        if percent <= _WHOLE:
            yield "anteil_betroffen_strukturwandel", percent / _WHOLE
        return


def _aims(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    if sentence.has(_READING):
        yield "lese_schreib_rechen_bedarf", True
        yield "anlass", "grundkompetenzen"
    if claims(sentence, _FOR_WORK):
        yield "kurs_berufsbezogen", True


def _numbers(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    for name, value in _number(sentence, _AGE, "alter"):
        if isinstance(value, int) and _YOUNGEST <= value <= _OLDEST:
            yield name, value
    yield from _size(sentence)


def _size(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    """Yield how many work in the company; nothing where it is a limit, a part, or other people."""
    if sentence.has(_GROUP):
        return
    for match, at in sentence.find(_SIZE):
        near = f" {sentence.before(at.start)[-22:].lstrip()} "
        if _LIMIT.search(near) or _OTHER_PEOPLE.search(sentence.clause(at)):
            continue
        yield "betriebsgroesse", whole(match)
        return


def whole(match: re.Match[str]) -> int:
    """Return the number in the first group of a match that says one; dots part thousands."""
    return int(next(group for group in match.groups() if group).replace(".", ""))


def _pay(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    if claims(sentence, _SINGLE):
        yield "zusammen_veranlagt", False
    for match, at in sentence.find(_EARNS):
        if not _NO_INCOME.search(sentence.clause(at)):
            yield from income(sentence, whole(match)).items()
            return


def income(sentence: Sentence, number: int) -> Facts:
    """Return what may be taxed in a year, on the right side of the limit; nothing in doubt.

    What is taxed is never more than the gross pay, so pay whose year stays below the limit
    settles the question, and pay a little above it does not.
    """
    if not 0 < number <= _MOST_INCOME:
        return {}
    if sentence.has(_ABOVE):
        return {"zve_jahr": number + 1}
    monthly = number < _LEAST_A_YEAR or sentence.has(_MONTHLY)
    most = number * (_SALARIES_A_YEAR if monthly else 1)
    least = most * (1 - _MOST_DEDUCTED)
    if sentence.has(_NET):
        most, least = most * _MOST_GROSS_OF_NET, float(most)
    is_pay = monthly or sentence.has(_NET) or sentence.has(_GROSS)
    if is_pay and least <= _INCOME_LIMIT < most:
        return {}
    in_a_year = number * _MONTHS if monthly else number
    return {"zve_jahr": in_a_year if most <= _INCOME_LIMIT else most}


def _health(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    """Return what nobody may keep or use without a consent of its own."""
    if claims(sentence, _DISABILITY):
        yield "schwerbehindert", True


def _time_there(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    """Return for how many months somebody has worked where they work now."""
    for match, _at in sentence.find(_YEARS_THERE):
        number, unit = [group for group in match.groups() if group]
        yield "beschaeftigungsmonate", int(number) * (12 if unit.startswith("jahr") else 1)
        return


def _number(sentence: Sentence, pattern: re.Pattern[str], name: str) -> Iterator[tuple[str, Value]]:
    for match, _at in sentence.find(pattern):
        yield name, whole(match)
        return


def claims(sentence: Sentence, pattern: re.Pattern[str]) -> bool:
    """Return whether the words of a ``said`` pattern occur and nothing refuses them."""
    return any(sentence.refusal(at) is None for _match, at in sentence.find(pattern))


def states(sentence: Sentence, pattern: re.Pattern[str]) -> bool:
    """Return whether the words of a ``said`` pattern occur in a clause without a "no" or "not"."""
    return any(not _ANY_NO.search(sentence.clause(at)) for _match, at in sentence.find(pattern))


_FINDERS: Final[tuple[Callable[[Sentence], Iterator[tuple[str, Value]]], ...]] = (
    _work,
    _schooling,
    _aims,
    _numbers,
    _pay,
    _time_there,
    _exam,
    _change,
    _health,
)
