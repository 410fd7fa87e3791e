"""Pure: whether a question speaks of a danger to somebody's life.

Whoever asks a course about that gets a number to call first, whatever the course says. A word too
many here costs a notice, one too few may cost more.
"""

import re

_DANGER = re.compile(
    r"sui[zc]id|selbst(?:mord|tötung|toetung|verletz)|lebensmüde|lebensmuede"
    r"|\bum(?:zu)?bring(?:en|t|e)\b|\bbring(?:t|e)? (?:sich|mich)\b.{0,30}\bum *(?:[,.;:!?]|$)"
    r"|\b(?:nicht|nie) mehr (?:weiter ?)?leben\b|\bn(?:icht weiter ?|immer )leben\b"
    r"|\bleben (?:zu )?(?:nehmen|beenden)\b"
    r"|\b(?:et)?was an(?:zu)?(?:tun|tut|tue)\b|\btut (?:sich|mir) (?:et)?was an\b"
    r"|\b(?:will|wollen|möchte|moechte|wünscht)\b.{0,20}\b(?:sterben|tot sein)\b"
    r"|\b(?:sterben|tot sein) (?:will|wollen|möchte|moechte)\b|\britzt? (?:sich|mich)\b"
    r"|\b(?:kill|harm|hurt)(?:s|ing)? (?:him|her|my|your|them)sel(?:f|ves)\b"
    r"|\b(?:wants?|wish(?:es)?) to (?:die|be dead)\b|\bend(?:ing)? (?:his|her|my|their) life\b",
    re.IGNORECASE,
)


def speaks_of_danger(text: str) -> bool:
    """Return whether a text speaks of suicide or of doing harm to oneself."""
    return bool(_DANGER.search(" ".join(text.split())))
