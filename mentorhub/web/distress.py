"""Whether a text speaks of a danger to somebody, and whom to call then.

Whoever writes about that gets a number to call first, whatever else the page says. A word too
many here costs a notice, one too few may cost more.
"""

import re
from dataclasses import dataclass
from typing import Final

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

_GERMAN = r"""
    sui[zc]id|selbst(?:mord|tötung|toetung|verletz)|lebensmüde|lebensmuede
    |\bum(?:zu)?bring(?:en|t|e)\b
    |\bbring(?:t|e)?\ (?:ich\ )?(?:sich|mich|mi)\b.{0,30}\bum\ *(?:[,.;:!?]|$)
    |\b(?:nicht|nie|nimmer)\ mehr\ (?:weiter\ ?)?(?:leben|da\ sein)\b
    |\bn(?:icht\ weiter\ ?|immer\ |icht\ länger\ |et\ mehr\ )(?:weiter)?leben\b
    |\bkeine?n?\ lust\ mehr\ (?:zu|am)\ leben\b
    |\bleben\ (?:zu\ )?(?:nehmen|beenden)\b|\b(?:meinem|dem)\ leben\ ein\ ende\b
    |\b(?:et)?was\ an(?:zu)?(?:tun|tut|tue)\b|\btut?\ (?:ich\ )?(?:sich|mir)\ (?:et)?was\ an\b
    |\b(?:will|wollen|möchte|moechte|wünscht|mag)\b.{0,20}(?<!\bbeim\ )\b(?:sterben|tot\ sein)\b
    |\b(?:sterben|tot\ sein|tot)\ (?:will|wollen|möchte|moechte|wäre|waere|wär)\b
    |\b(?:wäre|waere|wär)\ (?:ich\ )?(?:(?:am\ liebsten|besser|lieber)\ )?tot\b
    |\britze?t?\ (?:sich|mich)\b|\bvor\ (?:den|einen|nen)\ zug\ (?:werf|schmei|spring|leg)
"""
_ENGLISH = r"""
    \b(?:kill|harm|hurt)(?:s|ing)?\ (?:him|her|my|your|them)sel(?:f|ves)\b
    |\b(?:wants?|wish(?:es)?|wanna)\ (?:to\ )?(?:die|be\ dead)\b
    |\bend(?:ing)?\ (?:his|her|my|their)\ life\b
    |\bno\ longer\ wants?\ to\ live\b|(?:\bnot|n.?t)\ (?:want|wanna)\ (?:to\ )?(?:live|be\ alive)\b
"""
# Turkish, Polish, Romanian, Russian, Ukrainian, Arabic
_OTHERS = r"""
    \bintihar|\bölmek\ ist|\byaşamak\ istemi|\bcanıma\ kıy
    |\bsamobój|\bnie\ chcę\ (?:już\ )?żyć\b|\bchcę\ umrzeć\b|\bzabi(?:ć|ję)\ się\b
    |\bsinucid|\bnu\ (?:mai\ )?vreau\ să\ (?:mai\ )?trăiesc\b|\bvreau\ să\ mor\b|\bmă\ omor\b
    |самоубий|суицид|суїцид|самогуб|покончить\ с\ (?:собой|жизнью)|накласти\ на\ себе\ руки
    |не\ хочу\ (?:больше\ |більше\ )?(?:жить|жити)\b|хочу\ (?:умереть|померти|вмерти)\b
    |انتحار|أنتحر|(?:أريد|بدي|اريد)\ (?:أن\ |ان\ )?(?:أموت|اموت)
    |لا\ (?:أريد|اريد)\ (?:أن\ |ان\ )?(?:أعيش|اعيش)
"""
_DYING = re.compile(f"{_GERMAN}|{_ENGLISH}|{_OTHERS}", re.IGNORECASE | re.VERBOSE)
_VIOLENCE = re.compile(
    r"""
    \bschl(?:ä|ae)gt\ (?:mich|uns|mir\ ins|die\ kinder|meine\ kinder)\b(?!.{0,40}\bvor\b)
    |\b(?:verprügelt|misshandelt|vergewaltigt|würgt|bedroht|stalkt)\ (?:mich|uns)\b
    |\b(?:mich|uns)\ (?:\w+\ ){0,3}(?:schlägt|geschlagen|verprügelt|misshandelt|bedroht)\b
    |\bwerde\ (?:\w+\ ){0,5}(?:geschlagen|verprügelt|misshandelt|vergewaltigt|bedroht)\b
    |\bvergewaltigt\b|häusliche[rn]?\ gewalt|\bgewalt\ (?:zu\ hause|zuhause)\b
    |\bgewalt\ in\ (?:meiner|der)\ (?:ehe|familie|beziehung)
    |\b(?:ins|im|in\ ein|in\ einem)\ frauenhaus\b
    |\b(?:hits|beats|threatens|rapes|abuses)\ (?:me|us)\b|domestic\ (?:violence|abuse)
    |beni\ döv|aile\ içi\ şiddet|ev\ içi\ şiddet
    |\bmnie\ bije|\bbije\ mnie|przemoc\w*\ domow|mă\ bate\b|violenț\w+\ (?:domestic|în\ familie)
    |(?:меня|мене)\ (?:\w+\ )?(?:бь[её]т|б['’]є)|(?:бь[её]т|б['’]є)\ (?:меня|мене)|домашн\w+\ насил
    |يضربني|عنف\ (?:أسري|منزلي)|العنف\ (?:الأسري|المنزلي)
    """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True)
class Help:
    """Who listens: what to do at once, who it is, and their numbers.

    ``comes_alone``: everything else waits until it is asked for.
    """

    urgent: LazyString
    who: LazyString
    numbers: tuple[str, ...]
    comes_alone: bool = False


_FOR_A_LIFE: Final = Help(
    _l("Is somebody in danger right now? Call 112."),
    _l("The TelefonSeelsorge listens day and night, free of charge:"),
    ("0800 111 0 111", "0800 111 0 222", "116 123"),  # https://www.telefonseelsorge.de, 2026-11-27
    comes_alone=True,
)
_AGAINST_VIOLENCE: Final = Help(
    _l("Is somebody in danger right now? Call 110."),
    _l("The Hilfetelefon for women who suffer violence listens day and night, free of charge:"),
    ("116 016",),  # https://www.hilfetelefon.de, "Angebot im Überblick"; HilfetelefonG
)


def help_for(text: str) -> Help | None:
    """Return whom to call about a text, None where it speaks of no danger."""
    plain = " ".join(text.split())
    if _DYING.search(plain):
        return _FOR_A_LIFE
    return _AGAINST_VIOLENCE if _VIOLENCE.search(plain) else None


def in_words(known: Help) -> str:
    """Return whom to call, in one line for a message that is shown once."""
    return f"{known.urgent} {_('You are not alone.')} {known.who} {', '.join(known.numbers)}."
