"""How many people work in a company, as somebody says it in passing."""

# ruff: noqa: RUF001  words of many scripts

import re
from collections.abc import Iterator

from mentorhub.recommend.dialogue.stating import whole
from mentorhub.recommend.eligibility import Value
from mentorhub.recommend.engine.intent.sentence import Sentence, said

_COUNT = r"(\d{1,3}(?:[.]\d{3})+|\d{1,6})"
_STAFF = (
    r"(?:leute\w?|mitarbeiter\w*|mitarbeitende\w*|kolleginnen und kollegen|kollegen|mann"
    r"|beschäftigte\w*|\w*angestellte\w*"
    r"|köpfe\w?"
    r"|employees|people|workers|человек\w*|сотрудник\w*|работник\w*|людей|осіб|працівник\w*|kişi"
    r"|çalışan\w*|pracownik\w*|osób|(?:de )?angajaţi|(?:de )?oameni|موظف\w*|شخص\w*|عامل\w*)"
)
_ABOUT = r"(?:so|etwa|ca|circa|rund|insgesamt|ungefähr|an die|um die)"
_SIZE = said(
    rf"""
    {_COUNT} {_STAFF}|{_COUNT} ma(?= [,.;)])
    (?:beschäftigen wir|wir beschäftigen|mit) (?:\w+ )?{_COUNT} (?:personen|menschen|kräfte\w?)
    (\d{{1,6}})[ -]?(?:mann|personen)-?betrieb
    wir sind (?:(?:zu|{_ABOUT}) ){{0,3}}(\d{{1,6}})(?= [,.;!?)]| (?:im|in|bei|und|hier) |$)
    \d{{1,5}} von {_COUNT} {_STAFF}
    (?:insgesamt|zusammen) sind wir (?:{_ABOUT} )?(\d{{1,6}})(?= [,.;!?)]| (?:im|in) | $)
    wir (?:arbeiten|schaffen) (?:\w+ ){{0,3}}?zu (\d{{1,6}})
    (?:bei uns|in unserer firma) arbeiten (?:{_ABOUT} ){{0,3}}(\d{{1,6}})(?= [,.;!?)])
    """
)
_SITES = (
    r"(?:standort\w*|gesellschaften|filialen|niederlassungen|betriebsstätten|praxen|läden"
    r"|häuser\w?)"
)
_GROUP_SIZE = said(
    rf"""
    (?:konzern\w*|\w+gruppe|kette) (?:[\w,]+ ){{0,4}}?{_COUNT}(?! {_SITES})(?: {_STAFF})?
    {_COUNT} (?:{_STAFF} )?(?:\w+ )?(?:im|in der) (?:\w+ )?(?:konzern|gruppe|unternehmensgruppe)
    """
)
_SITES_OF = said(
    rf"""
    {_SITES} (?:[\w,-]+ ){{0,9}}?((?:\d{{1,5}} , )*\d{{1,5}} und \d{{1,5}})(?: {_STAFF})?
    """
)
_SITES_EACH = said(
    rf"(\d{{1,3}}) {_SITES} (?:\w+ ){{0,2}}(?:je|jeweils|a) (\d{{1,5}})(?: {_STAFF})?"
)
_COUNTED_IN_PART = re.compile(
    r"^[+] \d|^.{0,40}?(?:nochmal|noch mal|plus|dazu|weitere|zusätzlich|zuzuglich|zusatzlich)"
)
_PART_TIME_AMONG = re.compile(
    r"^(?:(?:\w+ ){0,4}(?=, \d))?(?:[,(] )?(?:und )?(?:davon|\d+ davon|darunter"
    r"|mit \d+ (?:stunden|std)).{0,30}"
    r"(?:halb|teilzeit|stunden|std|mini)"
)
_SURE_ABOVE = 500  # no rule tells larger companies apart (§ 82 Abs. 2 und 3 SGB III)
_LIMIT = said(
    r"zwischen|unter|weniger als|mehr als|über|mindestens|höchstens|bis zu|bis|fast|knapp|oder|than"
)
_WANTED_FOR = said(r"(?:für|um)(?= +\d)")
_AT_LEAST = said(r"(?:mehr als|über|weit über|more than|over)")
_GROUP = said(r"konzern\w*|unternehmensgruppe|mutterkonzern|firmengruppe|(?:die|eine|der) kette")
_OTHER_PEOPLE = said(
    r"(?:im|in dem|dem) \w*(?:kurs|lehrgang)|familie|suchen|entlassen|klasse|gruppe|hatten?|mal"
    r"|stellen|einstellen|stelle|eingestellt|kündig\w*|brauchen|schulen|qualifizieren|umschulen"
    r"|dafür|hierfür|ausgesucht|im blick|haushalt|wohnen"
    r"|verein|\w*abteilung|\w*team|einsatzbetrieb|büro|halle|verleih\w*"
    r"|leiharbeit\w*|zeitarbeit\w*"
    r"|(?:pro|je|am|unser\w*|mein\w*|diese\w*) (?:standort|filiale|niederlassung)"
    r"|vollzeitkräfte|kinder|\w*kurs|lehrgang|schulung|im einsatz|eingesetzt"
)
_WANT = re.compile(
    r"^(?:(?:[(,] )?(?:(?!und )\w+ ){0,4}?)(?:sollen|wollen|mochten|konnten|teilen|mussen"
    r"|brauchen)(?= )"
)
_RECKONED = said(
    r"vollzeit (?:ausser|bis auf) (?:mir|mich)|rechnerisch|umgerechnet|vollzeit-?äquivalent\w*"
    r"|vollzeitstellen"
)


def staff(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    """Yield how many work in the company; nothing where it is a limit, a part, or other people.

    All sites of a company count, and all companies of a group, as the fact is asked for. Where
    some work part-time, the number only counts heads: how many hours they work is not told.
    """
    for match, _at in sentence.find(_SITES_EACH):
        yield "betriebsgroesse", int(match[1]) * int(match[2])
        return
    for match, _at in sentence.find(_SITES_OF):
        yield "betriebsgroesse", sum(map(int, re.findall(r"\d+", match[1])))
        return
    yield from _sized(sentence, _GROUP_SIZE if sentence.has(_GROUP) else _SIZE)


def _sized(sentence: Sentence, pattern: re.Pattern[str]) -> Iterator[tuple[str, Value]]:
    for match, at in sentence.find(pattern):
        near = f" {sentence.before(at.start)[-22:].lstrip()} {match[0]} "
        number = whole(match)
        sure = number > _SURE_ABOVE and _AT_LEAST.search(near)
        others = _OTHER_PEOPLE.search(sentence.clause(at)) or _WANTED_FOR.search(near)
        if " von " in match[0]:  # "60 von 200 Leuten brauchen neues Wissen"
            others = None
        if others or (_LIMIT.search(near) and not sure):
            continue
        behind = sentence.after(at[-1])
        if _WANT.search(behind) and " von " not in match[0]:
            continue
        if _PART_TIME_AMONG.search(behind) or _RECKONED.search(sentence.period(at)):
            yield "beschaeftigte_koepfe", number
            return
        if _COUNTED_IN_PART.search(behind):
            return
        yield "betriebsgroesse", number
        return
