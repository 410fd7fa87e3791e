"""The plain words that a chat model may use of its own: none of them can promise anything.

Every other word of its sentences has to stand in the offer that it names or in what the person
said, every other word of its questions nowhere. A list of what must not be said never ends; a list
of what may be said does.
"""

from collections.abc import Iterable
from typing import Final

from mentorhub.recommend.engine.text import STOP_WORDS, words

_STEM: Final = 5  # letters that two forms of one word share

_ABOUT_COURSES: Final = frozenset(
    words(
        """
        kurs kurse angebot angebote passen passt passend passende wunsch wünsche wunsches ziel
        ziele lernen lernt gelernt lehrgang unterricht thema themen inhalt inhalte suchen gesucht
        sucht interesse interessieren interessiert geeignet eignet entspricht richtig gut besser
        genau dazu dort nah nahe nähe gegend zeit zeiten dauer dauert beginn beginnt start startet
        anfang anfangen üben übung übungen praktisch praxis theorie wissen kenntnisse grundlagen
        erklärt erklären zeigt zeigen vermittelt vermitteln behandelt umfasst enthält vorbereitung
        vorbereiten bereitet einstieg einsteigen schritt schritte alltag beruf beruflich arbeit
        arbeiten arbeitsplatz job tätigkeit bereich gebiet neu neue neues gemeinsam zusammen
        gruppe gruppen anderen tempo ruhig kurz kurzer lang länger früh spät tag tage stunden uhr
        sprache deutsch einfach leicht schwer wichtig nötig nötige nützlich hilfreich helfen hilft
        erfahrung erfahrungen vorkenntnisse anfänger fortgeschrittene gesagt geschrieben genannt
        erwähnt erwähnten beschrieben gewünscht möchten wollen können brauchen mag mögen lieber
        liegt findet statt stattfinden ort weg erste ersten zweite zweiten dritte dritten beide
        beiden drei zwei lösung wechsel wechseln umsteigen neben abwechslung interessant spannend
        gefallen gefällt fit work course learn fits wish you want near begins lasts ihrem ihren
        ihrer ihres ihnen dieser dieses diesem diesen sind sie weil ganz also schnell danach davor
        nachdem während damit denn sowie deshalb darum außerdem stattfindet hier gerade jeder jede
        jedes verteilt mehrere einige
        """
    )
)
_IN_QUESTIONS: Final = frozenset(
    words(
        """
        wohnen wohnort ort stadt gegend region postleitzahl hause lernen gelernt weiterbildung
        thema interessieren interessiert zeit zeiten tageszeit uhrzeit abends wochenende morgens
        tagsüber alltag anfangen beginnen starten start beginn losgehen deutsch sprechen verstehen
        gut arbeit arbeiten job stelle angestellt beschäftigt berufsabschluss abschluss ausbildung
        lehre beruf abgeschlossen fertig gemacht machen viele menschen leute betrieb firma
        mitarbeiter mitarbeitende kollegen beschäftigte alt alter jahre ziel zweck brauchen wofür
        wozu kurs möchten wollen online vor lieber gerade moment zurzeit ungefähr etwa schon gern
        gerne erreichen besser hilft helfen passt besten bevorzugen eher werden soll sollen neues
        würden welche welchem welchen welcher wann wo wie was wer where do you live town city
        postcode area learn like time day begin german speak well work employed have qualification
        apprenticeship how many people company old age course person on site prefer want need aim
        what when which would right now ihrem ihren ihrer ihres ihnen dieser dieses diesem diesen
        sind sie
        """
    )
)


def is_grounded(text: str, sources: Iterable[str]) -> bool:
    """Return whether every word of a sentence is plain or stands in one of the sources."""
    known = {word for source in sources for word in words(source)}
    stems = {word[:_STEM] for word in known if len(word) >= _STEM}
    return all(_is_small(word) or word in known or word[:_STEM] in stems for word in words(text))


def is_plain_question(text: str) -> bool:
    """Return whether a question holds none but plain words."""
    return all(word in STOP_WORDS or word in _IN_QUESTIONS for word in words(text))


def _is_small(word: str) -> bool:
    return word in STOP_WORDS or word in _ABOUT_COURSES or word.isdecimal()
