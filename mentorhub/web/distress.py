"""Whether a text speaks of a danger to somebody's life, and whom to call then.

Whoever writes about that gets a number to call first, whatever else the page says. A word too
many here costs a notice, one too few may cost more.
"""

import re
from typing import Final

from flask_babel import gettext as _

LISTENING: Final = ("0800 111 0 111", "0800 111 0 222", "116 123")
"""The numbers of the TelefonSeelsorge. Source: https://www.telefonseelsorge.de, 2026-11-27."""

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
_DANGER = re.compile(f"{_GERMAN}|{_ENGLISH}|{_OTHERS}", re.IGNORECASE | re.VERBOSE)


def speaks_of_danger(text: str) -> bool:
    """Return whether a text speaks of suicide or of doing harm to oneself."""
    return bool(_DANGER.search(" ".join(text.split())))


def help_to_call() -> str:
    """Return whom to call, in one line for a message that is shown once."""
    numbers = ", ".join(LISTENING)
    return " ".join(
        (
            _("Is somebody in danger right now? Call 112."),
            _("You are not alone."),
            _("The TelefonSeelsorge listens day and night, free of charge:"),
            f"{numbers}.",
        )
    )
