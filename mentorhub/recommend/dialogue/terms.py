"""On what terms somebody learns: who pays, what is agreed and demanded, what was paid before."""

import re
from collections.abc import Iterator
from typing import Final

from mentorhub.recommend.dialogue.course import BEGUN, NO, UP_TO_SIX
from mentorhub.recommend.dialogue.stating import Facts, states, whole
from mentorhub.recommend.eligibility import Value
from mentorhub.recommend.engine.intent import start
from mentorhub.recommend.engine.intent.sentence import Sentence, said

_OFFICE = r"(?:agentur|arbeitsagentur|arbeitsamt|jobcenter)"
_DOUBTED = said(
    r"vielleicht|glaube?|vermut\w*|wohl|unsicher|keine ahnung|angeblich|weiss|könnte\w*|würde\w*"
)
_WISHED = said(
    r"verhandel\w*|geplant|entwurf|bald|wollen|will|möchte\w*|planen|bräuchte\w*|sollte\w*"
    r"|in arbeit"
)
_AGREEMENT = said(
    r"""
    betriebsvereinbarung\w*|\w*tarifvertrag\w*|dienstvereinbarung\w*|tarifliche regelung
    vereinbarung(?= (?:zur|zum|über|für) )
    """
)
_ON_TRAINING = said(r"\w*weiterbildung\w*|\w*qualifizierung\w*|\w*lernen|fortbildung\w*")
_CHANGE = said(
    r"qualifizierungs-?geld|quali-?geld|\w*wandel|umbau\w*|umstellung"
    r"|(?:stellt|stellen) (?:[\w-]+ ){0,9}um|verliert (?:\w+ ){0,4}tätigkeit"
)
_SIGNED = said(
    r"es gibt|unterschrieben|abgeschlossen|geschlossen|gibt es|liegt vor|haben|gilt|besteht|steht"
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
_APART = said(
    r"(?:getrennt|einzeln) veranlagt\w*|einzelveranlagung"
    r"|(?:mache|machen) (?:\w+ ){0,3}steuer\w* (?:getrennt|einzeln)"
)
_PAID = r"(?:bezahlt|gezahlt|gefördert|finanziert|übernommen|bekommen|erhalten)"
_GRANT = r"(?:§ 82|agentur|arbeitsagentur|arbeitsamt|amt)"
_NEVER_PAID = said(
    rf"""
    {_GRANT} (?:\w+ ){{0,6}}(?:noch nie|nie) (?:\w+ ){{0,5}}{_PAID}
    (?:noch nie|nie) (?:\w+ ){{0,4}}{_GRANT} (?:\w+ ){{0,4}}{_PAID}
    (?:noch nie|nie) (?:\w+ ){{0,2}}(?:eine )?(?:förderung|gefördert)
    """
)
_AGO = rf"vor (?:ziemlich |jetzt |schon )?(?:genau )?({UP_TO_SIX}) (jahr|monat)\w*"
_HER = r"(?:genau )?(\d\d?) (jahr|monat)\w* her"
_WAS_PAID = said(r"bezahlt\w*|gezahlt|gefördert\w*|übernommen|finanziert")
_PAID_BEFORE = said(rf"{_AGO}|{_HER}")
_BY_THE_AGENCY = said(r"agentur|arbeitsagentur|arbeitsamt|gefördert\w*|förderung")
_ALLOWANCE = said(r"qualifizierungs-?geld|quali-?geld")
_NEVER = said(r"(?:noch|bisher|bis jetzt|bislang) (?:nie|niemals|keins|kein)|nie")
_PAYS = r"(?:zahlt|bezahlt|übernimmt|trägt|finanziert)"
_BOSS = r"(?:chef|chefin|betrieb|firma|arbeitgeber|arbeitgeberin|unternehmen)"
_COURSE = r"(?:kurs\w*|\w*kosten|lehrgang\w*|gebühr\w*)"
_BOSS_PAYS = said(
    rf"""
    {_BOSS} {_PAYS} (?:\w+ ){{0,4}}{_COURSE}
    {_BOSS} {_PAYS} (?:\w+ ){{0,4}}(?:alles|komplett|ganz|voll)
    (?:\w*kosten|kurs|lehrgang|schulung|gebühr|gebühren) (?:\w+ )?{_PAYS} (?:\w+ ){{0,3}}{_BOSS}
    [,.;(] {_PAYS} (?:die|der|unsere?|meine?|mein) {_BOSS}(?= [,.;!)])
    wir (?:zahlen|bezahlen|tragen) (?:\w+ ){{0,3}}(?:selbst|selber)
    wir (?:übernehmen|zahlen|tragen) (?:als \w+ )?(?:die|alle|den) (?:\w+ ){{0,2}}{_COURSE}
    wir (?:als \w+ )?(?:übernehmen|b?e?zahlen|tragen) (?:\w+ ){{0,2}}(?:komplett|ganz|voll|alles)
    (?:zahlen|bezahlen|übernehmen|tragen) wir (?:als )?(?:firma|betrieb|selbst|komplett|voll|ganz)
    """
)
_SELF_PAYS = said(
    rf"""
    {_COURSE} (?:trage|zahle|bezahle|übernehme) ich (?:\w+ ){{0,2}}(?:selbst|selber)
    (?:trage|zahle|bezahle|übernehme) (?:ich )?(?:\w+ )?{_COURSE} (?:\w+ )?(?:selbst|selber)
    zahlen muss ich (?:\w+ ){{0,3}}(?:selbst|selber)
    (?:zahle|bezahle) ich (?:\w+ ){{0,3}}(?:selbst|selber)
    (?:habe|hab) ich (?:\w+ )?(?:selbst|selber) (?:bezahlt|gezahlt|überwiesen)
    """
)
_PARTLY = said(
    r"nur|einen|etwas|teil\w*|hälfte|zuschuss|vielleicht|würde|könnte|will|viertel|prozent|wenn|rest"
)
_SHARE = said(
    rf"""
    {_BOSS} (?:gibt|schiesst) (?:\w+ )?(\d\d?|100) (?:prozent|%) (?:\w+ )?(?:dazu|zu)
    {_BOSS} {_PAYS} (?:\w+ ){{0,3}}(\d\d?|100) (?:prozent|%) (?:vom|der|des|am) (?:\w+ )?{_COURSE}
    {_BOSS} (?:sagt er )?{_PAYS} (?:\w+ )?(hälfte) (?:vom|von|der|des) (?:\w+ )?{_COURSE}
    """
)
_HALF: Final = 50
_MONTHS: Final = 12  # of a year
_ADVICE = r"(?:beratung\w*|termin|beraten|gespräch)"
_AGENCY = r"(?:agentur|arbeitsagentur|arbeitsamt|aa)"
_ADVISED = said(
    rf"""
    (?:war|bin|hatte|habe) (?:\w+ ){{0,4}}{_ADVICE} (?:\w+ ){{0,4}}{_AGENCY}
    {_AGENCY} (?:\w+ ){{0,4}}(?:beraten|gesprochen|beratung gehabt|beratungstermin)
    von der (?:agentur|arbeitsagentur) beraten
    (?:beratung|gespräch) (?:bei|mit) (?:der|dem) {_AGENCY} (?:\w+ ){{0,2}}(?:war|erfolgt)
    {_AGENCY} war schon (?:dran|da)
    {_AGENCY} war ich (?:\w+ ){{0,3}}(?:beratung|termin|gespräch|da|dort)
    """
)
_TOOK_PLACE = said(
    r"(?:beratung|gespräch) (?:\w+ ){0,5}(?:stattgefunden|erfolgt|gelaufen|war (?:schon|gut|am))"
)
_OF_AGENCY = said(_AGENCY)
_NOT_ADVISED = said(
    rf"""
    keine?n? (?:beratung|beratungstermin|termin|gespräch) (?:\w+ ){{0,3}}{_AGENCY}
    {_AGENCY} (?:\w+ ){{0,3}}(?:nicht|nie|keine) (?:\w+ )?(?:beraten|gesprochen|beratung)
    """
)
_INQA = said(r"inqa(?:-?\w*(?:beratung\w*|stelle|gespräch))?")
_INQA_DONE = said(r"war|waren|hatten|gehabt|stattgefunden|gesprochen|gemacht|hinter uns|erfolgt")
_DUTY = said(
    r"(?:gesetzlich|vom gesetz|per gesetz) (?:\w+ ){0,2}(?:vorgeschrieben|verpflichtend|pflicht"
    r"|verlangt)"
    r"|pflicht-?(?:schulung|unterweisung|fortbildung)|gesetzliche pflicht"
    r"|(?:müssen|muss) (?:\w+ ){0,3}(?:laut|nach dem|vom|per|von) gesetz"
    r"|laut gesetz (?:\w+ ){0,2}(?:müssen|muss)"
)
_NO_DUTY = said(
    r"""
    nicht (?:gesetzlich |vom gesetz )?(?:vorgeschrieben|verpflichtend)
    keine (?:gesetzliche )?pflicht
    vorgeschrieben (?:ist|bin|wird) (?:\w+ ){0,3}nicht|machen wir (?:\w+ )?freiwillig
    """
)
_ONLY_HERE = r"(?:\w*einweisung|einarbeitung|anlernen|unterweisung)"
_SHORT = said(rf"(?:nur|bloss|blosse|reine|lediglich) (?:(?!kein)\w+ ){{0,3}}{_ONLY_HERE}")
_NOT_SHORT = said(rf"(?:keine?|nicht nur eine) (?:\w+ )?{_ONLY_HERE}")
_PAID_NOW = said(
    rf"""
    (?:kurs|lehrgang|umschulung|weiterbildung) {_PAYS} (?:mir )?(?:schon|bereits) (?:\w+ )?{_OFFICE}
    {_OFFICE} {_PAYS} (?:mir )?(?:schon|bereits) (?:\w+ )?(?:kurs|lehrgang|umschulung|weiterbildung)
    (?:bekomme|kriege|erhalte|beziehe) (?:\w+ ){{0,5}}(?:meister|aufstiegs)-?bafög
    (?:meister|aufstiegs)-?bafög (?:bekomme|kriege|erhalte|beziehe) ich
    """
)
_OTHER_MONEY = r"(?:förderung\w*|fördergeld\w*|zuschuss|zuschüsse|fördermittel)"
_NO_OTHER_MONEY = said(
    rf"""
    (?:andere|sonstige|weitere)\w* (?:\w+ )?{_OTHER_MONEY} (?:\w+ ){{0,4}}(?:nicht|keine)
    keine?n? (?:andere|sonstige|weitere)\w* (?:\w+ )?{_OTHER_MONEY}
    sonst (?:bekomme|kriege) ich (?:nirgends|nichts|keine)(?: was| etwas)?
    sonst (?:\w+ ){{0,3}}(?:keine|nirgends) (?:\w+ )?{_OTHER_MONEY}
    """
)
_RECOGNISED = said(
    r"(?:anbieter|träger|bildungsurlaub|seminar|veranstaltung|kurs) (?:[\w(),]+ ){0,8}?anerkannt"
)
_FOR_LEAVE = said(r"awbg|bildungsurlaub\w*|arbeitnehmerweiterbildungsgesetz")
_ELSEWHERE = said(
    r"schleswig-holstein|hessen|niedersachsen|bayern|berlin|hamburg|bremen|rheinland-pfalz|sachsen"
)
_ON_LEAVE = r"(?:freigestellt|(?:im |auf )?bildungsurlaub)"
_STAFF = r"(?:belegschaft|leute|beschäftigte\w*|mitarbeite\w*)"
_SHARE_ON_LEAVE = said(rf"(\d\d?) (?:prozent|%) (?:\w+ ){{0,2}}{_STAFF} (?:\w+ ){{0,6}}{_ON_LEAVE}")
_NOBODY_ON_LEAVE = said(
    rf"(?:niemand|keiner|noch keiner) (?:\w+ ){{0,4}}{_ON_LEAVE}"
    rf"|bildungsurlaub (?:\w+ ){{0,5}}(?:niemand|keiner)"
)
_JUST_TRAINED = said(
    r"(?:gerade|eben|vor kurzem|frisch) (?:\w+ ){0,3}(?:ausgelernt|gesellenprüfung)"
)


def terms(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    """Yield the facts about paying, agreements, duties and earlier grants that the words state."""
    yield from _agreement(sentence)
    yield from _before(sentence)
    yield from _payers(sentence)
    yield from _demanded(sentence)
    yield from _advice(sentence)
    yield from _leave(sentence)


def _payers(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    if any(_is_told(sentence, at) for _match, at in sentence.find(_BOSS_PAYS)):
        yield "lehrgangskosten_traegt", "arbeitgeber"
    elif any(_is_told(sentence, at) for _match, at in sentence.find(_SELF_PAYS)):
        yield "lehrgangskosten_traegt", "beschaeftigte"
    for match, at in sentence.find(_SHARE):
        if not (sentence.asks(at) or NO.search(sentence.clause(at))):
            percent = next(group for group in match.groups() if group)
            yield "arbeitgeberanteil_lehrgang", int(percent) if percent.isdigit() else _HALF
        break
    if any(_is_told(sentence, at) for _match, at in sentence.find(_PAID_NOW)):
        yield "andere_oeffentliche_foerderung", True
    elif _is_stated(sentence, _NO_OTHER_MONEY):
        yield "andere_oeffentliche_foerderung", False


def _demanded(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    """Yield whether the law demands the course, and whether it only fits this one workplace."""
    if _is_stated(sentence, _NO_DUTY):
        yield "arbeitgeber_gesetzlich_verpflichtet", False
    elif states(sentence, _DUTY):
        yield "arbeitgeber_gesetzlich_verpflichtet", True
    if _is_stated(sentence, _NOT_SHORT):
        yield "nur_arbeitsplatzbezogene_kurzanpassung", False
    elif _is_stated(sentence, _SHORT):
        yield "nur_arbeitsplatzbezogene_kurzanpassung", True


def _advice(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    """Yield who has talked with the agency, or with an advice office of INQA."""
    took_place = any(
        not (
            NO.search(sentence.clause(at)) or sentence.asks(at) or _INQA.search(sentence.period(at))
        )
        and _OF_AGENCY.search(sentence.period(at))
        for _match, at in sentence.find(_TOOK_PLACE)
    )
    if took_place or states(sentence, _ADVISED):
        yield "beratung_agentur_vor_beginn", True
    elif sentence.has(_NOT_ADVISED) and states(sentence, BEGUN):
        yield "beratung_agentur_vor_beginn", False
    for _match, at in sentence.find(_INQA):
        told = sentence.period(at)
        if _INQA_DONE.search(told) and not (sentence.asks(at) or NO.search(told)):
            yield "beratung_inqa_vor_beginn", True
            return


def _leave(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    """Yield what counts for educational leave: the provider, and how many have had it."""
    for _match, at in sentence.find(_RECOGNISED):
        told = sentence.period(at)
        unsure = sentence.asks(at) or _DOUBTED.search(told) or _ELSEWHERE.search(told)
        if _FOR_LEAVE.search(told) and not unsure:
            yield "anbieter_anerkannt_awbg", not NO.search(told)
            break
    for match, at in sentence.find(_SHARE_ON_LEAVE):
        if not sentence.asks(at):
            yield "schon_freigestellt_anteil", whole(match) / 100
            return
    for _match, at in sentence.find(_NOBODY_ON_LEAVE):
        if _THIS_YEAR.search(sentence.period(at)) and not sentence.asks(at):
            yield "schon_freigestellt_anteil", 0.0
            return


def _is_told(sentence: Sentence, at: range) -> bool:
    """Return whether words are told of now: not asked, wished or refused."""
    clause = sentence.clause(at)
    return not (sentence.asks(at) or NO.search(clause) or _PARTLY.search(clause))


def _is_stated(sentence: Sentence, pattern: re.Pattern[str]) -> bool:
    """Return whether words occur that are neither asked nor doubted; they may refuse something."""
    return any(
        not (sentence.asks(at) or _DOUBTED.search(sentence.clause(at)))
        for _match, at in sentence.find(pattern)
    )


def _agreement(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    for match, at in sentence.find(_AGREEMENT):
        clause = sentence.clause(at)
        if _WISHED.search(sentence.period(at)) or sentence.asks(at) or _DOUBTED.search(clause):
            return
        refused = NO.search(clause) is not None
        if refused or _ON_TRAINING.search(clause):
            yield "kollektivvereinbarung", not refused
        elif _SIGNED.search(clause) and sentence.has(_CHANGE):
            of_company = match[0].startswith("betriebs")
            yield "vereinbarung", "betriebsvereinbarung" if of_company else "tarifvertrag"
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


def _got_this_year(sentence: Sentence, at: range, clause: str) -> bool:
    """Return whether somebody says that they have had a cheque this year; not asks or denies it."""
    asks = sentence.asks(at)
    got = _HAVE_GOT.search(clause) or _HAD.search(clause)
    return bool(got and _THIS_YEAR.search(clause)) and not (asks or NO.search(clause))


def _paid_before(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    """Yield how many years ago the agency last paid a course, and an allowance; None is never."""
    told: Facts = {}
    for match, at in sentence.find(_PAID_BEFORE):
        if name := _what_was_paid(sentence.period(at)):
            count, unit = (group for group in match.groups() if group)
            months = start.count_of(count) * (1 if unit == "monat" else _MONTHS)
            told.setdefault(name, months / _MONTHS if months % _MONTHS else months // _MONTHS)
    yield from told.items()
    if sentence.has(_NEVER_PAID):
        yield "jahre_seit_letzter_82_foerderung", None
    for _match, at in sentence.find(_ALLOWANCE):
        if _NEVER.search(sentence.period(at)) and not sentence.asks(at):
            yield "jahre_seit_letztem_qualifizierungsgeld", None
            return


def _what_was_paid(told: str) -> str | None:
    """Return the fact that a full sentence about something long paid tells of, None if none."""
    if NO.search(told):
        return None
    if _ALLOWANCE.search(told):
        return "jahre_seit_letztem_qualifizierungsgeld"
    paid = _WAS_PAID.search(told) and _BY_THE_AGENCY.search(told)
    return "jahre_seit_letzter_82_foerderung" if paid else None
