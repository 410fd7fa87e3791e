"""Whether somebody turns to another subject, or says more about the one at hand."""

from typing import Final

from mentorhub.recommend.dialogue.hearing import hear
from mentorhub.recommend.dialogue.talk import AskKind
from mentorhub.recommend.engine.intent.sentence import Sentence, said
from mentorhub.recommend.engine.text import words

_INSTEAD = said(
    r"doch|lieber|stattdessen|sondern|eher|nein|nee|falsch|quatsch|anders|instead|rather|sorry"
    r"|vergiss|vergessen sie"
)
_COURSE = r"\w*(?:kurse?|lehrgang|schulung|ausbildung|umschulung|seminar|schein)"
_LEARNS = said(rf"lernen|learn|{_COURSE}")
_LEAVES = said(rf"lernen|learn|{_COURSE}|(?:et)?was (?:\w+ ){{0,2}}mit")
_WANTS = said(
    rf"""
    lernen|learn|{_COURSE}|(?:et)?was (?:\w+ ){{0,2}}mit|interessier\w*|lieber|instead|rather
    (?:ich|wir) (?:will|wollen|möchten?|mag|würden?|suchen?|brauchen?)
    (?:will|möchte) (?:ich|wir)|i want|i would like
    """
)
_BARE = said(
    rf"{_COURSE}|englisch|deutsch|französisch|spanisch|italienisch|türkisch|english|german"
)
_AND_ALSO = said(
    r"""
    auch|ausserdem|zusätzlich|dazu|sowie|damit|dafür|davon|darin|dabei|danach|zugleich|gleichzeitig
    (?:und|oder|and|or) (?:noch|dann)|also|too|as well|besides
    """
)
_BEGINS_MORE = frozenset(
    words(
        """
        und oder aber mit für ohne nur wegen bei beim in im am an auf ab bis nach vor zum zur
        and or but with for without in on at
        """
    )
)
_OF_IT = said(
    r"(?:der|den|dem|diese\w*) kurs\w*|(?:das|es|dies|it|this) (?:\w+ )?(?:ist|wäre|geht|passt|is)"
)
_REFUSES = said(r"nicht|nich|net|keine?\w*|nie|no|not")
_ASKS = said(r"wie|was|wann|wo|wer|warum|wieso|welche\w*|wieviel|how|what|when|where|who|why")
_REMARKS = said(
    r"""
    ich|wir|mir|mich|es|das|zu|nur|sehr|etwas|mehr|weniger|habe|hab|bin|ist|sind|kann|gut|schlecht
    ja|ok(?:ay)?|danke|i|my|is
    """
)
_LONGEST_BARE: Final = 4  # words
_LONGEST_OTHER_ANSWER: Final = 3
_NEVER_A_COURSE: Final[frozenset[AskKind]] = frozenset({"time", "form", "start", "price"})
"""Questions whose answer is no course."""

QUALITIES: Final = frozenset(
    words(
        """
        zertifikat zertifikate zeugnis prüfung nachweis bescheinigung praxis praktisch theorie
        gruppe gruppen klein kleine kleinen kleiner kurz kurzer kürzer kürzere lang länger längere
        lange dauert dauer näher nah weit weg früher später bald schnell schneller langsam
        langsamer einfach einfacher leicht leichter schwer schwerer schwierig günstig günstiger
        günstigeres billig billiger teuer teurer kostenlos gratis anbieter präsenz kinderbetreuung
        betreuung kind kita gruppenkurs einzelunterricht lehrer tempo ruhe anfangen anfängt beginnen
        beginn starten start wissen sehen zeigen ferien urlaub schicht pause woche wochen tag tage
        stunde stunden monat monate uhr termin termine ort nähe bahn bus auto gehen ihk hwk tüv
        zugelassen anerkannt certificate cheaper shorter longer nearer closer
        """
    )
)
"""Words about how a course is, not about what it teaches."""


def is_subject(sentence: Sentence) -> bool:
    """Return whether words that answer no question name another subject than before.

    They do not where they add to it, speak or ask about it, or tell of the person.
    """
    if sentence.has(_INSTEAD):
        return True
    if sentence.words[0] in _BEGINS_MORE or sentence.has(_AND_ALSO):
        return False
    if sentence.has(_OF_IT) or sentence.has(_REFUSES):
        return False
    if "?" in sentence.text or sentence.has(_ASKS):
        return sentence.has(_LEARNS)
    return sentence.has(_WANTS) or (
        _count(sentence) <= _LONGEST_BARE and not sentence.has(_REMARKS) and not hear(sentence.text)
    )


def leaves_question(sentence: Sentence, asked: AskKind, *, refuses: bool = False) -> bool:
    """Return whether an answer leaves the question aside and names another subject.

    An answer may speak of anything, so the words have to be clear; ``refuses``: they say what
    somebody does not want to learn.
    """
    if sentence.has(_AND_ALSO) or asked == "aim":
        return False
    if sentence.has(_INSTEAD) and (refuses or sentence.has(_LEAVES)):
        return True
    is_short = _count(sentence) <= _LONGEST_OTHER_ANSWER
    return asked in _NEVER_A_COURSE and is_short and sentence.has(_BARE)


def _count(sentence: Sentence) -> int:
    return len(words(sentence.text))
