"""What people say of what they have learned: a trade, a degree, how well and when."""

# ruff: noqa: RUF001  words of many scripts

import re
from collections.abc import Iterator

from mentorhub.recommend.dialogue.course import COURSE_WORD
from mentorhub.recommend.dialogue.stating import (
    ANY_NO,
    claims,
    is_claimed,
    one_number,
    states,
    whole,
)
from mentorhub.recommend.eligibility import Value
from mentorhub.recommend.engine.intent.sentence import Sentence, said

_TRADE_ELSEWHERE = (
    r"(?:zawodu|zawód|wykształcenia zawodowego|професії|професію|професійної освіти|профессии"
    r"|профессию"
    r"|профессионального образования|calificare|meserie|شهادة مهنية|مهنة|تدريب مهني)"
)
_NO_TRADE = said(
    rf"""
    ungelernte?r?|angelernte?r?|hilfsarbeiter(?:in)?|(?:nichts|nix|nie was|nie etwas) gelernt
    (?:ohne|keine?n?|nie eine?|nie ne) (?:\w+ )?(?:berufs-?)?(?:ausbildung|lehre|berufsabschluss)
    (?:ohne|keine?n?) (?:berufs-?)?abschluss(?! in)
    (?:kein(?:en?)?|nie einen|nie nen) beruf (?:\w+ )?(?:gelernt|erlernt)
    (?:habe|hab) (?:noch )?(?:nie|nicht) (?:\w+ )?gelernt
    (?:ausbildung|lehre) (?:\w+ ){{0,3}}(?:nie|nicht) (?:\w+ ){{0,2}}(?:abgeschlossen|beendet)
    (?:ausbildung|lehre) (?:\w+ ){{0,3}}(?:nie|nicht) (?:\w+ ){{0,2}}(?:fertig|zu ende)
    (?:lehre|ausbildung) (?:[\w.]+ ){{0,8}}(?:abgebrochen|geschmissen|hingeschmissen|nicht fertig)
    (?:ausbildung|lehre|berufsausbildung) (?:habe ich |: )?keine(?= [.,])
    weder (?:\w+ ){{0,2}}(?:ausbildung|berufsausbildung|lehre|berufsabschluss) noch
    (?:no|without) (?:\w+ )?(?:training|qualification|apprenticeship)|unskilled
    (?:ليس|وليس|ليست|بدون|بلا|لا|ولا) (?:(?:habe|لدي|عندي|أملك|أي) ){{0,2}}{_TRADE_ELSEWHERE}
    (?:nicht|kein|ohne|nicht habe|nicht habe kein) {_TRADE_ELSEWHERE}
    (?:nu am nicio|nu am|fara|nie mam|bez) {_TRADE_ELSEWHERE}
    mesleğim yok|meslek öğrenmedim|meslek eğitimim yok|vasıfsız\w*
    (?:don[' ]?t|do not|never) have (?:any |a |an )?(?:vocational )?(?:training|qualifications?)
    (?:nichts|nix) (?:\w+ )?(?:fertig\w*|abgeschlossen\w*)|gelernt : (?:nichts|nix)
    aber nie abgeschlossen|nie abgeschlossen|nie zu ende gemacht
    (?:kein\w*|ohne|nie) (?:\w+ ){{0,2}}(?:gesellenbrief|facharbeiterbrief)
    (?:berufs-?)?abschluss (?:habe|hab) ich (?:\w+ ){{0,3}}(?:nicht|keinen)
    [,.;] nicht gelernt(?= [,.;])
    (?:ausbildung|lehre) (?:habe|hab) ich nie (?:gemacht|fertig)
    (?:kein|keine) (?:lehre|ausbildung) gemacht
    keine?n? beruf(?: gelernt)?(?= [,.;])|nie (?:eine? )?ausbildung(?= [,.;])|ohne alles(?= [,.;)])
    (?:keine?|ohne) (?:ba|ausb|berufsausb)(?= [,.;])|gelernt (?:habe|hab) ich (?:nichts|nix)
    """
)
_NO_OCCUPATION = (
    r"(?!(?:immer|wieder|weiter|besser|früher|sicher|leichter|schneller|später|darin|worin|latein"
    r"|\w?einer|computer|länger|über|unter|hinter|aber|oder) )"
)
OCCUPATION = (
    rf"{_NO_OCCUPATION}(?:(?:\w+-)?\w{{2,}}(?:er|in|mann|frau|kraft|eur|ist|ent|wirt)|\w*koch"
    rf"|\w*arzt)"
)
_TRADE = said(
    rf"""
    gelernte[rn]?|ausgelernte?r?|gesell(?:e|in|enbrief)|facharbeiter(?:in|brief)?|examinierte?r?
    (?:ausbildung|lehre) (?:\w+ ){{0,5}}(?:gemacht|abgeschlossen|fertig|beendet|hinter mir)
    (?:habe|hab) (?:\w+ ){{0,3}}(?:ausbildung|lehre) (?:zum|zur|als)
    (?:habe|hab) (?:\w+ ){{0,3}}(?:{OCCUPATION}|einen beruf|was) gelernt
    vor \d\d? jahren (?:\w+ ){{0,3}}gelernt
    (?:habe|hab) eine (?:fertige |abgeschlossene )?(?:ausbildung|lehre|berufsausbildung)
    (?:habe|hab) (?:\w+ ){{0,2}}(?:einen )?berufsabschluss|meisterbrief|bin meister(?:in)?
    (?:ausbildung|lehre) vor \d\d? jahren|staatlich (?:anerkannte?r?|geprüfte?r?) \w+
    mit (?:\w+ )?(?:brief|gesellenbrief|ihk-?abschluss|staatlicher anerkennung|berufsabschluss)
    gelernt (?:habe|hab) ich (?:mal |früher )?{OCCUPATION}|gelernt : {OCCUPATION}
    {OCCUPATION} gelernt|\w{{2,8}}-abschluss (?:\w+ ){{0,2}}(?:\d{{4}} )?(?:gemacht|bestanden)
    {OCCUPATION} [(] gelernt|{OCCUPATION} (?:habe|hab) ich (?:\w+ ){{0,2}}gelernt
    fachkraft für (?:\w+ ){{1,4}}gelernt|{OCCUPATION} bin ich von beruf
    von beruf (?:bin ich )?{OCCUPATION}
    (?:habe|hab) (?:\w+ ){{0,2}}(?:gesellen|abschluss)prüfung|(?:gesellen|abschluss)prüfung als
    prüfung (?:zum|zur|als) (?:[\w,]+ ){{1,6}}(?:abgelegt|bestanden)|mit abschluss(?= [,.;)])
    meister (?:bin|war) ich|ausgebildete[rn]?|ausgelernt
    abschluss (?:mit (?:\w+ )?[\d,.]+ )?als {OCCUPATION}
    aber eine (?:fertige |abgeschlossene )?(?:ausbildung|lehre) (?:zum|zur|als)
    habe (?:o )?{_TRADE_ELSEWHERE}
    finished my (?:apprenticeship|training)|trained as an? \w+|completed (?:my|an) apprenticeship
    """
)
_LEADS_THERE = re.compile(rf"{said('umschulung|externenprüfung').pattern}|{COURSE_WORD.pattern}")
_NEEDED = said(r"braucht man|man braucht|nötig|erforderlich|verlangt|gefragt|reicht")
_WANTED = said(r"will|möchte|brauche|suche|wollen|mag")
_LOW_SKILLED = said(r"ungelernte?r?|angelernte?r?|hilfsarbeiter(?:in)?")
_OTHER_DEGREE = said(r"\w*schule|studier\w*|studium\w*|schul\w*")
_ARABIC_NO = said(r"ليس|وليس|ليست|بدون|بلا")
_PAPER = re.compile("brief|abschluss|gesell|^aber")
_YET_TO_COME = said(
    r"mache|will|möchte\w*|werde|nachholen|nachmachen|nächste\w*|bald|würde|fehlt|brauche|bekomme"
)
_OTHER_LEARNING = said(
    r"""
    (?:deutsch|englisch|klavier|computer|gitarre|sprache|fahren|schwimmen) gelernt|\w*führerschein
    (?:ein-?|halb-?|1-?)jährige?\w*|fast (?:\w+ )?fertig|aufgehört|abgebrochen|geschmissen
    nicht (?:\w+ )?anerkannt|(?:noch )?nicht (?:\w+ ){0,2}anerkennen|ausländisch\w*|im ausland
    not recogni[sz]ed
    (?:aus|in) (?:der |dem )?(?:syrien|ukraine|türkei|polen|rumänien|russland|heimat)
    (?:aus|in) (?:dem )?(?:afghanistan|irak|iran|bulgarien|marokko|indien|serbien|albanien|kosovo)
    """
)
_DEGREE = said(
    r"(?:habe|hab) (?:\w+ ){0,3}studiert|studium (?:abgeschlossen|fertig)|bachelor|diplom-\w+"
    r"|(?:uni|fh|hochschul)-?diplom|habe (?:ein )?diplom"
)
_STUDY_BROKEN = said(
    r"nicht (?:\w+ ){0,2}(?:fertig|abgeschlossen|beendet)|abgebrochen\w*|semester"
    r"|(?:ohne|kein\w*) abschluss"
)
_MASTER = said(
    r"(?:habe|hab) (?:\w+ ){0,2}(?:master|masterabschluss)|(?:mit|master in|master of) master\w*"
    r"|diplom an der (?:uni|universität|th|tu|hochschule)|[(] master(?= [),])"
    r"|einen master (?:in \w+ )?(?:habe|hab) ich"
    r"|masterabschluss|masterstudium (?:abgeschlossen|fertig)|master of \w+|i have a master\w*"
)
_NO_MASTER = said(r"keine?n? master\w*")
_UNSKILLED = (
    r"(?:lager\w*|\w*stapler|\w*helfer(?:in)?|putze\w*|\w*reinigung|reinige|produktion|band|fliessband|kasse"
    r"|ungelernt|angelernt|aushilfe|fahrer(?:in)?|hilfsarbeite\w*|pack\w*|küchenhilfe"
    r"|hausmeister(?:in)?|nur noch als|leiharbeit\w*)"
)
_UNSKILLED_SINCE = said(
    rf"""
    seit (\d\d?) jahren (?:\w+ ){{0,6}}{_UNSKILLED}
    {_UNSKILLED} (?:\w+ ){{0,4}}seit (\d\d?) jahren
    seit ((?:19|20)\d\d) (?:\w+ ){{0,4}}{_UNSKILLED}
    """
)
_YEARS_UNSKILLED = 4
_APPRENTICE = said(
    r"(?:bin|als) (?:\w+ )?(?:azubi|auszubildende\w?|lehrling)|in der lehre"
    r"|azubi(?= [,.;(])|bin im (?:ersten|zweiten|dritten|vierten|\d[.]?) (?:lehr|ausbildungs)jahr"
    r"|mache? (?:ich )?(?:(?:gerade|zurzeit|derzeit|momentan|im moment|noch) ){1,2}(?:eine|meine"
    r"|die) "
    r"(?:lehre|ausbildung|berufsausbildung)"
)
_NO_APPRENTICE = said(
    r"(?:azubi\w*|auszubildende\w?|lehrling|in der lehre) bin ich (?:\w+ ){0,3}nicht mehr|"
    r"keine? (?:azubi\w*|auszubildende\w?|lehrling) mehr|nicht mehr in der (?:lehre|ausbildung)"
)
_CATCH_UP = said(
    r"""
    (?:berufsabschluss|lehre|ausbildung|abschluss) (?:\w+ ){0,2}(?:nachholen|nachmachen)
    (?:nachträglich|doch noch) (?:\w+ ){0,3}(?:abschluss|lehre|ausbildung)
    externenprüfung\w*
    """
)
_YEARS_SINCE = said(
    r"""
    (?:ausbildung|lehre|abschluss) (?:[\w,.]+ ){0,5}liegt (?:schon |nun )?(\d\d?) jahre zurück
    (?:apprenticeship|training) (\d\d?) years ago
    (?:gelernt|ausbildung|lehre) (?:\w+ ){0,4}(\d\d?) jahre her
    (?:finished|completed) (?:\w+ ){0,3}(\d\d?) years ago
    vor (\d\d?) jahre?n? (?:\w+ ){0,4}(?:gelernt|ausbildung|lehre|gesell\w*)
    vor (\d\d?) jahre?n? (?:\w+ ){0,4}(?:ausgelernt|abgeschlossen)
    abschluss , (\d\d?) jahre her
    (?:abschluss|ausgelernt) vor (\d\d?) jahre?n?
    (?:ausbildung|lehre|gelernt) (?:\w+ ){0,5}vor (\d\d?) jahren
    """
)
_POINTS = said(
    r"(?:prüfung|abschluss|bestanden) (?:\w+ ){0,4}(\d\d|100) punkte\w*"
    r"|(\d\d|100) punkte\w*(?= (?:\w+ ){0,4}(?:bestanden|prüfung|abschluss))"
    r"|(\d\d|100) punkte\w*"
)
_OF_TRADE = said(r"(?:abschluss|gesellen)prüfung|ausgelernt")
_FINAL_EXAM = said(
    r"\w*(?:abschluss|gesellen)prüfung|\w*abschluss|ausgelernt|lehre|ausbildung|bestanden|prüfung"
)
_GRADE = said(
    r"(?:prüfung|abschluss|abschlussnote|durchschnitt|note) (?:\w+ ){0,3}([1-6])(?:[,.] ?(\d))?"
    r"(?= (?:bestanden|abgeschlossen|gemacht|$|[,.]))"
    r"|mit (?:einer )?([1-6])(?:[,.] ?(\d))? bestanden"
    r"|(?:abschlussnote|note|notenschnitt|durchschnitt) (?:(?:von|war|ist|:) )*([1-6]),(\d)"
)
_OTHER_GRADE = said(
    r"\w*schul\w*|\w*abi|abitur|mathe\w*|zwischenprüfung|\w*kurs\w*|studium|bachelor"
)


def training(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    """Yield what somebody has learned, or has not, and what they are learning now."""
    yield from _of_a_trade(sentence)
    yield from _of_study(sentence)
    if sentence.has(_NO_APPRENTICE):
        yield "auszubildend", False
    elif states(sentence, _APPRENTICE):
        yield "auszubildend", True


def _of_a_trade(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    if _has_no_trade(sentence):
        if not (_is_only_low_skilled(sentence) and _has_trade(sentence)):
            yield "berufsabschluss", False
        if claims(sentence, _CATCH_UP):
            yield "anlass", "berufsabschluss_fehlt"
    elif _has_trade(sentence) and not sentence.has(_OTHER_LEARNING):
        if not _is_out_of_trade(sentence):
            yield "berufsabschluss", True
        yield from one_number(sentence, _YEARS_SINCE, "jahre_seit_berufsabschluss")


def _of_study(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    """Yield a degree; what was learned abroad has to be recognised first."""
    abroad_or_broken = sentence.has(_STUDY_BROKEN) or sentence.has(_OTHER_LEARNING)
    if states(sentence, _DEGREE) and not abroad_or_broken:
        yield "hochschulabschluss", True
    if sentence.has(_NO_MASTER):
        yield "master", False
    elif states(sentence, _MASTER):
        yield "master", True
        yield "hochschulabschluss", True


def _has_no_trade(sentence: Sentence) -> bool:
    """Return whether somebody has no qualification; a degree of school or study is none."""
    return any(
        is_claimed(sentence, at)
        and not (match[0].endswith("abschluss") and _OTHER_DEGREE.search(sentence.period(at)))
        and not _NEEDED.search(sentence.clause(at))
        and not (match[0].endswith("abschluss") and _WANTED.search(sentence.clause(at)))
        for match, at in sentence.find(_NO_TRADE)
    )


def _is_only_low_skilled(sentence: Sentence) -> bool:
    """Return whether all that speaks against a qualification is what somebody works as now."""
    return all(
        _LOW_SKILLED.search(f" {match[0]} ")
        for match, at in sentence.find(_NO_TRADE)
        if is_claimed(sentence, at)
    )


def _has_trade(sentence: Sentence) -> bool:
    """Return whether somebody has a qualification, and does not only want to get one."""
    for match, at in sentence.find(_TRADE):
        clause = sentence.clause(at)
        if match[0].startswith(("mit ", "abschluss ")) and _LEADS_THERE.search(sentence.period(at)):
            continue
        wanted = _PAPER.search(match[0]) and _YET_TO_COME.search(clause)
        if not (ANY_NO.search(clause) or _ARABIC_NO.search(clause) or wanted):
            return True
    return False


def _is_out_of_trade(sentence: Sentence) -> bool:
    """Return whether somebody has long done work that needs no training.

    After more than four years of it the law may treat them as if they had no qualification
    (§ 81 Abs. 2 Satz 2 SGB III), and whether it does, no words of theirs can settle.
    """
    if any(_NEEDED.search(sentence.clause(at)) for _match, at in sentence.find(_NO_TRADE)):
        return True
    return any(
        int(years) > _YEARS_UNSKILLED
        for match, _at in sentence.find(_UNSKILLED_SINCE)
        for years in match.groups()
        if years
    )


def exam(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    """Yield how good the final exam was: points of 100, or a grade from 1 to 6."""
    for match, at in sentence.find(_POINTS):
        told = sentence.period(at)
        if _FINAL_EXAM.search(told) and not (
            _OTHER_GRADE.search(sentence.clause(at)) or sentence.asks(at)
        ):
            yield "abschlussnote_punkte", whole(match)
            if _OF_TRADE.search(told):
                yield "berufsabschluss", True
            break
    for match, at in sentence.find(_GRADE):
        if sentence.asks(at) or _OTHER_GRADE.search(sentence.clause(at)):
            continue
        pairs = zip(*[iter(match.groups())] * 2, strict=True)
        grade, part = next(pair for pair in pairs if pair[0])
        yield "abschlussnote", float(f"{grade}.{part or 0}")
        return
