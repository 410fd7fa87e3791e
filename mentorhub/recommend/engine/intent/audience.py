"""Who somebody is, and whom an offer addresses.

The words of a searcher stay in the topic, but for those of a school certificate that they have,
and for being unemployed in a language in which few courses are described.
"""

from collections.abc import Iterator
from typing import Final

from mentorhub.recommend.engine.document import Chip
from mentorhub.recommend.engine.intent.money import find_funding
from mentorhub.recommend.engine.intent.sentence import Found, Sentence, said

_AUDIENCES: Final = (
    (
        "no_school",
        said(
            r"""
            (?:ohne|kein\w*|nie (?:einen|nen)) (?:\w+ )?(?:schul|haupt|realschul)-?abschluss
            (?:ohne|kein\w*|nie (?:einen|nen)) (?:\w+ )?hauptschulabschluss
            schule abgebrochen|ohne abschluss
            """
        ),
    ),
    (
        "no_vocation",
        said(
            r"""
            ungelernt\w*
            (?:ohne|kein\w*|nie (?:eine|ne)) (?:\w+ )?(?:berufs)?ausbildung(?: gemacht)?
            (?:ohne|kein\w*) (?:\w+ )?berufsabschluss
            nichts gelernt|angelernt\w*|hilfsarbeiter\w*
            """
        ),
    ),
    (
        "newcomers",
        said(
            r"""
            geflüchtet\w*|flüchtling\w*|geflohen|migrant\w*|(?:neu|erst kurz) in deutschland
            migrationshintergrund|refugees?|zugewandert\w*
            """
        ),
    ),
    (
        "older",
        said(r"(?:über|ab) [56]\d(?: jahre\w*)?|[56]0 ?plus|bin (?:schon )?[56]\d|ältere\w*"),
    ),
    ("women", said(r"(?:für |als |nur )?frauen|wiedereinsteigerin\w*|für mütter")),
    (
        "parents",
        said(
            r"""
            alleinerziehend\w*|(?:nach der |in |aus der )?elternzeit|mit (?:kleinen )?kindern
            """
        ),
    ),
    ("unemployed", said(r"arbeitslos\w*|arbeitssuchend\w*|arbeitsuchend\w*|unemployed")),
    (
        "disability",
        said(r"schwerbehindert(?:e[rnms]?)?|behinderung|gleichgestellt\w*|disabilit\w*"),
    ),
)


_CERTIFICATE = (
    r"(?:abi|(?:fach)?abitur|(?:fach)?hochschulreife|mittlere reife|mittlere[rn]? schulabschluss"
    r"|(?:haupt|real|mittel)schulabschluss)"
)
_SOME = r"(?:(?!(?:noch|nicht|nie|kein\w*) )\w+ )"
_HAS_SCHOOL = said(
    rf"""
    (?:mit|habe|hab) {_SOME}{{0,2}}{_CERTIFICATE}(?: (?:gemacht|geschafft|in der tasche))?
    {_CERTIFICATE} (?:habe|hab) ich
    (?:mit|habe|hab) (?:[\w,]+ ){{0,1}}nur (?:haupt|real|volks)schule
    """
)
_WANTS_SCHOOL = said(
    r"""
    (?:nach)?(?:zu)?(?:holen|machen)|erwerben|erreichen|schaffen|bekommen|am ende|abschliessen
    vorbereit\w*|\w*kurs\w*|\w*lehrgang\w*|lust|vor
    """
)
# Whom somebody works for, or wants to: "Menschen mit Behinderung betreuen".
_OTHERS = said(
    r"""
    (?:zu )?(?:betreuen|pflegen|begleiten|unterstützen|unterrichten|beraten|helfen|fördern|umgehen)
    (?:arbeit|arbeiten|arbeite|umgang) (?:\w+ )?mit|mit (?:\w+ ){1,4}arbeiten
    care for|work(?:ing)? with
    """
)
_ALSO_ADDRESSED: Final = {"parents": said(r"eltern|mütter\w*|väter")}
_EVERYBODY = said(r"frauen (?:und|oder|wie) männer|männer (?:und|oder|wie) frauen")


def addressed(target_group: str) -> frozenset[str]:
    """Return the groups for whom an offer is, by what it says about that."""
    if not target_group.strip():
        return frozenset()
    sentence = Sentence(target_group)
    named = {chip.params["audience"] for chip in (found.chip for found in find(sentence))}
    named |= {name for name, pattern in _ALSO_ADDRESSED.items() if sentence.has(pattern)}
    return frozenset(named - ({"women"} if sentence.has(_EVERYBODY) else set()))


def find(sentence: Sentence) -> Iterator[Found]:
    """Yield the groups that somebody says they belong to."""
    for name, pattern in _AUDIENCES:
        for match, at in sentence.find(pattern):
            if sentence.refusal(at) or _OTHERS.search(sentence.clause(at)):
                continue
            yield _found(name, at, stays=not _drowns(sentence, name, match[0]))
            break
    for _, at in sentence.find(_HAS_SCHOOL):
        if not sentence.refusal(at) and not _WANTS_SCHOOL.search(sentence.clause(at)):
            yield _found("school", at, stays=False)
            break


def _drowns(sentence: Sentence, name: str, told: str) -> bool:
    """Return whether "unemployed" in another language would draw more than what to learn does.

    Where somebody asks for funding, it is what decides about that.
    """
    is_foreign = sentence.tongue is not None or told == "unemployed"
    return name == "unemployed" and is_foreign and not any(find_funding(sentence))


def _found(name: str, at: range, *, stays: bool) -> Found:
    """Return a group; the words of what somebody has would draw to courses that lead there."""
    chip = Chip(f"audience.{name}", "audience", {"audience": name})
    return Found(chip, at, {"audience": name}, stays=stays, refused=not stays)
