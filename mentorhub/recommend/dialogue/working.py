"""What people say of their work: whether they have some, for how long, and if it ends."""

# ruff: noqa: RUF001  words of many scripts

import re
from collections.abc import Iterator

from mentorhub.recommend.dialogue.stating import ANY_NO, PIECE, SOME, claims, is_claimed
from mentorhub.recommend.eligibility import Value
from mentorhub.recommend.engine.intent.sentence import Sentence, said

_NO_WORK_HERE = (
    r"(?:(?:zurzeit|im moment|gerade|derzeit|momentan|aktuell) nicht|gern|gerne|"
    r"lieber|am liebsten|nicht|nie|(?:ich )?(?:das|es|den|die|diesen))"
)
_WHERE_OR_WHEN = r"(?:als|im|in|bei|auf|am|beim|an|seit|stunden|std|woche|noch)"
_A_JOB = re.compile("^habe? .*(?:job|stelle|arbeit)$")
_SPAN = r"(?:\d{1,3}) (?:jahr(?:en?)?|monat(?:en?)?)"
_WORKPLACE = (
    r"(?:\w*(?:betrieb|firma|laden|werk|fabrik|spedition|praxis|hotel|klinik|heim|bäckerei"
    r"|giesserei|reinigung|handwerk|bau|küche|lager|büro|schlachthof|werkstatt|druckerei|markt))"
)
_NOT_NOW = r"(?:gestanden|gesessen|gearbeitet|arbeiten|stehen|sitzen)"
_JOB = r"(?:\w*helfer|staplerfahrer|lagerist|\w*arbeiter)"
_AN_EMPLOYER = (
    r"(?!(?:agentur|arbeitsagentur|arbeitsamt|amt|jobcenter|arzt|ärztin|mutter|vater|eltern|freund\w*"
    r"|ihnen|euch|dir|uns|mir|beratung|therapie|reha|vhs|volkshochschule|\w*kurs\w*|familie|oma|opa"
    r"|kindern?|tochter|sohn|mann|frau|schwester|bruder|weitem|gutem|guter) )\w"
)
_UNPAID = said(r"ehrenamt\w*|freiwillig\w*|unbezahlt\w*|praktikum|fsj|bufdi|schwarz")
_EMPLOYED = said(
    rf"""
    ich (?:arbeite|schaffe|jobbe|maloche)(?! {_NO_WORK_HERE})
    (?:arbeite|schaffe|jobbe|maloche)(?! {_NO_WORK_HERE})(?= (?:[\w.,]+ ){{0,6}}{_WHERE_OR_WHEN})
    (?:arbeite|bin) (?:ich )?(?:\w+ ){{0,2}}(?:vollzeit|teilzeit|schicht|berufstätig|angestellt)
    berufstätig|(?<!\d )angestellte?|festangestellt|in festanstellung|unbefristet
    (?:bin|fest) (?:\w+ )?(?:angestellt|beschäftigt)
    (?:habe|hab) {SOME}{{0,3}}(?:arbeit|job|stelle)
    mein\w* (?:chef|chefin|arbeitgeber|betrieb|firma|kollegen|schicht|vorgesetzt\w*)
    unser\w* (?:chef|chefin|betrieb|firma|werk|schicht)
    (?:mein|unser|eine)\w* (?:mitarbeiter\w*|angestellte\w*|beschäftigte\w*|leute)
    neben (?:der|meiner|dem|meinem) (?:arbeit|job|beruf)
    (?:meine|die|eine halbe|halbe|unbefristete|feste) stelle (?:\w+ ){{0,6}}(?:habe ich|habe|noch)
    (?:habe|hab) {SOME}{{0,4}}(?:halbe|feste|volle|unbefristete) stelle
    (?:bin|sind|habe|haben|hab|mache|mach) {SOME}{{0,3}}(?:in )?kurzarbeit
    ungekündigte?[rn]?|(?:noch )?in einem arbeitsverhältnis
    (?:stehe|steh|bin|sitze|sitz) (?:\w+ ){{0,3}}am (?:band|fliessband)
    (?:habe|hab|mache|mach) {SOME}{{0,2}}(?:mini-?job|midi-?job|450-?euro-?job)
    (?:bin|arbeite) {SOME}{{0,2}}(?:minijobber(?:in)?|befristet|geringfügig)
    mein\w* (?:\w+ )?(?:arbeits)?(?:vertrag|stelle|job) ist {SOME}{{0,2}}befristet
    (?:habe|hab) {SOME}{{0,2}}befristet\w* (?:arbeits)?(?:vertrag|stelle|job)
    (?:verdiene|verdien) (?:\w+ ){{0,4}}(?:brutto|(?:die|pro|je) stunde)
    (?:bin|arbeite) (?:\w+ ){{0,6}}?(?:bei|in|im) (?:(?:der|dem|den|einer|einem) )?{_WORKPLACE}
    pendle (?:\w+ ){{0,4}}(?:zur|in die) arbeit|arbeite (?:leiharbeit|zeitarbeit)
    seit {_SPAN} (?:bei uns|im haus|im betrieb)|(?:arbeite|schaffe) seit {_SPAN}
    (?:bin|als) (?:\d\d , )?{SOME}{{0,2}}{_JOB}(?:in)?(?= [,.;)])
    (?:habe|hab) \d jobs
    bin {SOME}{{0,6}}?(?:bei|beim) (?:(?:der|den|dem|einer|einem|meiner|meinem) )?{_AN_EMPLOYER}
    seit {_SPAN} (?:\w+ )?bei (?:(?:der|einer|einem) )?{_AN_EMPLOYER}
    \w{{4,}}(?:er|in|kraft|hilfe|mann|frau|ist) bei (?:(?:der|den|einer|einem) )?{_AN_EMPLOYER}
    mein\w* (?:\w*schicht|\w*leiter(?:in)?|abteilung|arbeitsvertrag|arbeitgeber(?:in)?)
    (?:stehe?|sitze?) (?:ich )?(?:\w+ ){{0,3}}an der (?!strasse|bushaltestelle)\w+
    mache? (?:ich )?(?:\w+ ){{0,2}}(?:nacht|früh|spät|tag|wechsel)(?:dienst|schicht)
    bei uns in(?: der| dem)? {_WORKPLACE}
    in lohn und brot|übernommen worden|arbeitsvertrag geht über|auf arbeit
    (?:unbefristeten|festen) (?:arbeits)?vertrag|(?:die|pro|je) stunde (?:kriege?|bekomme|verdiene)
    (?:[,.;] )?(?:vollzeit|teilzeit) (?:in der|im|bei|beim) {_WORKPLACE}
    in (?:der|einer|ner) {_WORKPLACE} (?:bin|mache?|stehe?)
    bin (?:\w+ ){{0,2}}(?:in|im) (?:der )?(?:buchhaltung|verwaltung|einkauf|versand)
    im unternehmen (?:bin|seit)|bis heute (?:\w+ )?bei|immer noch da|hier im (?:betrieb|unternehmen)
    bin {SOME}{{0,2}}(?:küchenhilfe|lagerist|kassierer|putzfrau|hilfskraft|betriebsrat)(?:in)?
    (?:mache|mach) (?:ich )?(?:jetzt )?(?:den )?hausmeister|bei uns im (?:betrieb|haus|werk|laden)
    ich (?:fahr|fahre|liefere|trage) (?:\w+ ){{0,3}}(?:stapler|pakete|bus|lkw|taxi|post|zeitungen)
    (?:bin|arbeite) (?:\w+ ){{0,4}}fest (?:bei|in|im)|hier in der firma
    (?:hier )?in (?:der|meiner) firma
    (?:helfe?|putze?|koche?|packe|verkaufe|kassiere) (?:\w+ ){{0,3}}(?:in|im|bei|beim|an)
    an der (?:pforte|kasse|theke|maschine)(?! (?:\w+ ){{0,2}}{_NOT_NOW})
    i work(?! as a volunteer)|i am employed|my boss|my (?:company|employer)|i have a job
    """
)
_UNEMPLOYED = said(
    r"""
    arbeitslose?|erwerbslose?|jobsuchend|ohne (?:arbeit|job|stelle|anstellung|beschäftigung)
    (?:arbeitssuchend|arbeitsuchend)(?! (?:gemeldet|melden|gemacht))
    (?:habe|hab) (?:\w+ ){0,2}keinen? (?:arbeit|job|stelle)|keine arbeit|kein job
    (?:bekomme|beziehe|kriege) (?:(?!(?:kein\w*|nicht|nie) )[\w.]+ ){0,2}(?:arbeitslosengeld|alg)
    (?:alg|arbeitslosengeld) (?:1|i)|arbeitslosengeld (?:bekomme|beziehe|kriege)
    (?:suche|such) (?:\w+ ){0,3}(?:arbeit|job|stelle)|(?:job|arbeit|stelle) verloren
    (?:stehe?|sitze?) ich auf der strasse|(?:stehe?|sitze?) auf der strasse
    (?:habe|hab) zurzeit nichts
    unemployed|out of work|lost my job|looking for (?:work|a job)|no job
    """
)
_IS_NOT = said(r"nicht (?:sunt|jestem|я|mehr|länger|wirklich)")
_NOT_YET = said(r"werde\w*|wäre|würde|bald|demnächst|droht|drohend\w*|ab|zum|vielleicht|womöglich")
_WORKS = said(r"arbeite")
_DOES_NOT_WORK = said(r"nicht arbeite")
_REGISTERED = said(
    r"""
    beim (?:arbeits)?amt (?:bin ich )?gemeldet|bin (?:\w+ )?beim (?:arbeits)?amt gemeldet
    bei der agentur (?:für arbeit )?(?:bin ich )?gemeldet|стою на уч[её]те|стою на обліку
    arbeitslos (?:\w+ ){0,2}gemeldet|gemeldet (?:\w+ ){0,2}arbeitslos|arbeitslosmeldung
    (?:bekomme|beziehe|kriege) (?:(?!(?:kein\w*|nicht|nie) )[\w.]+ ){0,2}(?:arbeitslosengeld|alg)
    (?:alg|arbeitslosengeld) (?:1|i)|arbeitslosengeld (?:bekomme|beziehe|kriege)
    registered (?:as )?unemployed
    """
)
_NOT_REGISTERED = said(
    r"""
    nicht (?:\w+ ){0,3}(?:arbeitslos |als arbeitslos )?gemeldet
    gemeldet (?:bin|habe) ich (?:\w+ ){0,2}nicht
    """
)
_NO_JOB = said(
    rf"""
    (?:bin|als) {SOME}{{0,2}}(?:hausfrau|hausmann|rentner(?:in)?|pensionär(?:in)?)
    bin {SOME}{{0,2}}(?:in|im) (?:rente|ruhestand)
    ich arbeite (?:zurzeit |im moment |gerade |derzeit |momentan )?nicht(?= (?:mehr |[,.;])|$)
    çalışmıyorum|işim yok|i am not (?:employed|working)|i (?:don[' ]?t|do not) work
    """
)
_CIVIL_SERVANT = said(r"beamt\w*|verbeamtet\w*|lebenszeitbeamt\w*")
_UNTERMINATED = said(r"ungekündigt\w*|nicht gekündigt")
_SELF_EMPLOYED = said(
    rf"""
    freie[rn]? (?:mitarbeiter|dozent|journalist)\w*|auf (?:honorarbasis|rechnung)|honorarkraft
    bin {SOME}{{0,3}}(?:selbst(?:st)?ändige?r?|freiberuflich|freiberufler(?:in)?)
    als (?:selbst(?:st)?ändige[rn]?|freiberufler(?:in)?)
    (?:habe|hab) {SOME}?(?:eigene|kleine) (?:firma|werkstatt)|i am self-employed
    """
)
_ALSO_EMPLOYED = said(r"halbe stelle|teilzeitstelle|fest angestellt|festanstellung|angestellt")
_WANTS_TO_BE = said(r"will|möchte|werde|werden|würde|gern|gerne|träume|want")
_LOST = said(
    r"""
    (?:wurde|bin|worden|wurden) gekündigt|gekündigt worden|kündigung (?:bekommen|da|erhalten)
    (?:mir|uns) (?:[\w.]+ ){0,5}gekündigt|(?:werde|wurde) (?:\w+ ){0,3}entlassen
    kündigung (?:\w+ ){0,4}(?:bekommen|erhalten|im briefkasten)
    aufhebungsvertrag (?:\w+ ){0,2}(?:unterschrieben|unterschreiben|bekommen)
    i was (?:fired|laid off|dismissed)|меня уволили|мене звільнили|işten çıkarıldım|zwolnili mnie
    zosta[lł]\w+ zwolnion\w+|(?:habe|am) fost concediat\w*
    """
)
_OTHER_CONTRACT = said(r"wohnung|miete|mietvertrag|handy\w*|abo|konto|kredit|versicherung")
_ENDING = said(
    r"(?:\w*vertrag|stelle|job) (?:(?!und )\w+ ){0,4}(?:läuft|endet) (?:[\w.]+ ){0,4}(?:aus|bald)"
    r"|(?:\w*vertrag|stelle|job) (?:[\w.]+ ){0,4}ausläuft"
    r"|befristete\w? (?:arbeits)?vertrag (?:endet|läuft)"
    r"|(?:arbeitsvertrag|(?:mein|der) vertrag|stelle|job) (?:\w+ ){0,2}endet"
    r"|\w*vertrag (?:\w+ ){0,3}nicht verlängert"
)
_AT_RISK = said(
    r"""
    (?:stelle|job|arbeitsplatz|arbeit) (?:ist |fällt |wird )?(?:in gefahr|weg|gestrichen)
    (?:betrieb|firma|werk|laden) (?:\w+ ){0,2}(?:schliesst|macht (?:\w+ )?(?:zu|dicht)|pleite)
    """
)
_BROKE = said(
    rf"""
    (?:betrieb|firma|arbeitgeber|unternehmen|werk|laden|chef) {SOME}{{0,4}}(?:pleite|insolvent)
    insolvenz (?:\w+ )?(?:angemeldet|beantragt|eröffnet)|wegen (?:der )?insolvenz
    (?:in die|in) insolvenz (?:gegangen|gerutscht)|(?:ist|ging) (?:in die|in) insolvenz
    """
)
_FEARED = said(r"droht|drohend\w*|kurz vor|fast|beinahe|vielleicht|könnte|bald|angst|gefahr|würde")
_PLANNED = said(
    r"überleg\w*|plan\w*|gründen|will|wollen|soll|sollen|sollte\w*|angebot\w*|wechseln|gehen"
    r"|vielleicht|könnte\w*|möchte\w*"
)
_NO_TRANSFER = said(
    r"(?:keine|ohne) transfer(?:gesellschaft|kurzarbeit\w*)|transfergesellschaft gibt es nicht"
)
_NOBODY_LOST = said(
    r"kündigung (?:[\w,]+ ){0,4}zurückgenommen|gekündigt (?:ist|wurde|wird) (?:\w+ )?niemand\w*"
    r"|niemand\w* (?:\w+ )?gekündigt"
)
_TRANSFER = said(
    r"transfergesellschaft|transfer-?kug\w*(?:-\w+)?|transfer-?kurzarbeiter-?geld|transferkurzarbeit"
)
_THERE = (
    r"(?:im|in (?:dem|diesem|meinem|unserem|einem|der|dieser|meiner|unserer)) (?:gleichen "
    r"|selben )?"
    r"(?:betrieb|firma|unternehmen|werk|laden)"
)
_LONG = r"(\d{1,3}) (jahr(?:en?)?|monat(?:en?)?)"
_YEARS_THERE = said(
    rf"""
    (?:arbeite|schaffe|angestellt|beschäftigt) (?:[\w,]+ ){{0,5}}?seit {_LONG}(?! wieder)
    (?:arbeite|schaffe) (?:da|dort|hier) (?:schon |jetzt )?{_LONG}
    seit {_LONG} (?:(?!(?:und|aber) )\w+ ){{0,3}}(?:arbeite|angestellt|beschäftigt)
    (?:bin|seit) (?:schon |jetzt )?(?:seit )?{_LONG} (?:bei|dabei|hier|{_THERE})
    {_LONG} bin ich (?:\w+ ){{0,2}}(?:bei|dabei|hier|da|im betrieb|in diesem|in dieser)
    seit {_LONG} (?:\w+ ){{0,2}}(?:derselbe|dieselbe|unser|mein)
    seit {_LONG} (?:aber |jetzt )?(?:bei|beim) (?:(?:der|den|einer|einem) )?{_AN_EMPLOYER}
    seit {_LONG} bin ich (?:jetzt )?(?:bei|dabei|hier|{_THERE})
    vor {_LONG} (?:habe|hab) ich (?:\w+ ){{0,5}}angefangen
    seit {_LONG} (?:jetzt |schon )?(?:im haus|im betrieb|bei uns|bei mir|dabei|da|hier|dort)
    {_LONG} (?:\w+ ){{0,2}}{_THERE}|(?:bin|und|schon) {_LONG} dabei
    """
)
_SO_LONG = said(
    rf"[,.;(] (?:(?:schon|jetzt|und) )?(?:seit )?(?:jetzt )?{_LONG}(?: schon)?(?= [,.;)])"
)
_PIECES_BEFORE = 3  # pieces between marks, in which a workplace is named
_SHORTEST_AGE = 15  # "40 Jahre" alone is how old somebody is
_NOT_THERE = said(
    r"arbeitslos\w*|elternzeit|krank\w*|wohne|lebe|gelernt\w*|kurzarbeit|selbst\w*|rente|hausfrau"
    r"|verheiratet|in deutschland|\w*kurs|\w*lehrgang|dauert|dauer|umschulung|alt|ausbildung"
    r"|lehre|kinder?"
    r"|her|erfahrung|früher|alten"
)
_AT_WORK = said(
    r"arbeite|schaffe|jobbe|maloche|bei|angestellt|beschäftigt|betrieb|firma|hier|dabei|pendle"
    r"|mitarbeiter\w*|leute"
)


def work(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    """Yield whether somebody has work, and whether it ends; nothing in doubt."""
    if _is_so_now(sentence, _TRANSFER):
        yield "transfer_kug", True
    elif sentence.has(_NO_TRANSFER):
        yield "transfer_kug", False
    if any(_is_broke(sentence, at) for _match, at in sentence.find(_BROKE)):
        yield "insolvenz", True
    if sentence.has(_NOBODY_LOST):
        yield "gekuendigt", False
    if any(
        is_claimed(sentence, at) and not _OTHER_CONTRACT.search(sentence.clause(at))
        for _match, at in sentence.find(_LOST)
    ):
        yield "gekuendigt", True
        yield "anlass", "arbeitslosigkeit_abwenden"
    elif claims(sentence, _ENDING):
        yield "beschaeftigt", True
        yield "gekuendigt", True
        yield "anlass", "arbeitslosigkeit_abwenden"
    else:
        yield from _standing(sentence)
    yield from _registered(sentence)


def _is_broke(sentence: Sentence, at: range) -> bool:
    """Return whether a company has no more money; not asked, feared or refused."""
    clause = sentence.clause(at)
    return not (sentence.asks(at) or ANY_NO.search(clause) or _FEARED.search(clause))


def _standing(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    """Yield whether somebody has work that nobody has ended."""
    if _is_self_employed(sentence):
        if not claims(sentence, _ALSO_EMPLOYED):
            yield "beschaeftigt", False
    elif _will_be_unemployed(sentence):
        yield "anlass", "arbeitslosigkeit_abwenden"
    elif _is_unemployed(sentence):
        yield "beschaeftigt", False
        yield "anlass", "arbeitslosigkeit_beenden"
    elif _is_employed(sentence) or _works_elsewhere(sentence):
        yield from _employed(sentence)
    elif claims(sentence, _NO_JOB) or (sentence.tongue and sentence.has(_DOES_NOT_WORK)):
        yield "beschaeftigt", False


def _is_employed(sentence: Sentence) -> bool:
    return any(
        is_claimed(sentence, at)
        and not _UNPAID.search(sentence.clause(at))
        and not (_A_JOB.search(match[0]) and _NOT_YET.search(sentence.clause(at)))
        for match, at in sentence.find(_EMPLOYED)
    )


def _is_so_now(sentence: Sentence, pattern: re.Pattern[str]) -> bool:
    """Return whether words occur that are neither refused nor only planned."""
    return any(
        sentence.refusal(at) is None
        and not (_PLANNED.search(sentence.clause(at)) or ANY_NO.search(sentence.clause(at)))
        for _match, at in sentence.find(pattern)
    )


def _is_unemployed(sentence: Sentence) -> bool:
    """Return whether somebody is out of work; "nie jestem bezrobotny" says they are not."""
    return any(
        sentence.refusal(at) is None and not _IS_NOT.search(sentence.clause(at))
        for _match, at in sentence.find(_UNEMPLOYED)
    )


def _will_be_unemployed(sentence: Sentence) -> bool:
    """Return whether all that is said of unemployment is yet to come."""
    said_of = [sentence.clause(at) for _match, at in sentence.find(_UNEMPLOYED)]
    return (
        sentence.tongue is None
        and bool(said_of)
        and all(_NOT_YET.search(clause) and not ANY_NO.search(clause) for clause in said_of)
    )


def _works_elsewhere(sentence: Sentence) -> bool:
    """Return whether somebody says in another language that they work."""
    return sentence.tongue is not None and claims(sentence, _WORKS)


def _employed(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    """Yield what work means; civil servants are not insured (§ 27 Abs. 1 Nr. 1 SGB III)."""
    if claims(sentence, _CIVIL_SERVANT):
        return
    yield "beschaeftigt", True
    if sentence.has(_UNTERMINATED):
        yield "gekuendigt", False
    if claims(sentence, _AT_RISK):
        yield "anlass", "arbeitslosigkeit_abwenden"


def _registered(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    if sentence.has(_NOT_REGISTERED):
        yield "arbeitslos_gemeldet", False
    elif claims(sentence, _REGISTERED):
        yield "arbeitslos_gemeldet", True


def _is_self_employed(sentence: Sentence) -> bool:
    """Return whether somebody works on their own account, and does not only wish to."""
    return any(
        sentence.refusal(at) is None and not _WANTS_TO_BE.search(sentence.clause(at))
        for _match, at in sentence.find(_SELF_EMPLOYED)
    )


def time_there(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    """Return for how many months somebody has worked where they work now."""
    for match, _at in sentence.find(_YEARS_THERE):
        yield "beschaeftigungsmonate", _months_of(match)
        return
    for match, at in sentence.find(_SO_LONG):
        sure = "seit" in match[0] or "schon" in match[0] or _months_of(match) < _SHORTEST_AGE * 12
        before = PIECE.split(sentence.before(at.start))[-_PIECES_BEFORE:]
        at_work = any(_AT_WORK.search(f" {piece} ") for piece in before)
        if sure and at_work and not _NOT_THERE.search(f" {before[-1]} "):
            yield "beschaeftigungsmonate", _months_of(match)
            return


def _months_of(match: re.Match[str]) -> int:
    number, unit = [group for group in match.groups() if group]
    return int(number) * (12 if unit.startswith("jahr") else 1)
