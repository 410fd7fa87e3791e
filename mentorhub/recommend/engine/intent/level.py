"""How much somebody knows already, and so at which level they want to learn."""

import itertools
import re
from collections.abc import Iterator

from mentorhub.recommend.engine.document import CEFR_LEVELS, Chip
from mentorhub.recommend.engine.intent import others
from mentorhub.recommend.engine.intent.sentence import Found, Sentence, said

_FOR_THEM = r"(?:in|innen|n|s|-?kurs\w*|-?niveau|-?lehrgang|-?seminar\w*|-?training|kram|zeug)?"
_UTTER = r"(?:(?:absolute|blutige|totale|völlige)\w* )"
_BEFORE = r"(?:vorkenntnisse|vorwissen|vorerfahrung|erfahrung)"
_OF_IT = rf"(?:{_BEFORE}|kenntnisse|ahnung)(?! (?:, )?(?:was|wo|ob|wer|wohin|welche\w*) )"
_KNOWN = r"(?:grundlagen|basics|basiswissen|grundwissen)"
_FIRST_COURSE = r"(?:grund|basis|anfänger|einsteiger|einführungs)kurs"
_HAVE = r"(?:habe?|hatte|kann|kenne|beherrsche|beherrsch)"
_DONE = r"(?:gemacht|hinter mir|fertig|besucht|absolviert|geschafft|abgeschlossen|in der tasche)"
_QUITE = r"(?:(?:schon|eigentlich|bereits|ganz|sehr|richtig|ziemlich|recht|echt) )*"
# What somebody knows comes before the words in it: "den Anfängerkurs hab ich hinter mir".
_KNOWS = (
    (
        "advanced",
        said(
            rf"""
            kann ich (?:schon|bereits) {_QUITE}(?:gut|super|perfekt|sicher)
            beherrsche ich {_QUITE}(?:gut|sicher)
            bin (?:\w+ )?(?:schon|bereits) {_QUITE}(?:fit|sicher) (?:in|mit|im|am)
            (?:already )?(?:very|quite|pretty) good at
            """
        ),
    ),
    (
        "intermediate",
        said(
            rf"""
            (?:(?:anfänger|einsteiger|grund|basis|einstiegs)kurs) (?:\w+ ){{0,5}}{_DONE}
            {_FIRST_COURSE} (?:\w+ ){{0,2}}(?:zeitverschwendung|langweil\w*)
            {_FIRST_COURSE} (?:\w+ ){{0,3}}(?:nicht mehr|unterforder\w*|zu leicht)
            {_KNOWN} (?:schon |noch |eigentlich )*(?:sitzen|sind (?:da|vorhanden|bekannt))
            {_KNOWN} (?:schon |noch |eigentlich )*reichen nicht
            {_KNOWN} (?:ist |sind )?(?:da|vorhanden)
            die (?:schon|bereits) (?:was|etwas|einiges) können
            (?:schon|bereits) (?:mal )?einen? (?:\w+ )?kurs (?:\w+ )?{_DONE}
            nicht mehr (?:ganz )?am anfang|know (?:a (?:little )?bit|a little|some) (?:of )?\w+
            {_KNOWN} {_HAVE}(?: ich)?(?! (?:ich )?(?:keine|nicht|nie))
            {_HAVE} (?:ich )?(?:(?:schon|die|ein|paar|bereits) )*{_KNOWN}
            (?:ein )?(?:bisschen|bissel|bisken) (?:\w+ )?(?:{_HAVE}|versteh\w*|spreche?) ich
            (?:ein )?(?:wenig|paar sachen) (?:\w+ )?(?:{_HAVE}|versteh\w*|spreche?) ich
            {_HAVE} (?:ich )?(?:\w+ )?(?:schon|bereits) (?:so )?(?:ein |etwas )?(?:bisschen|wenig)
            {_HAVE} (?:ich )?(?:\w+ )?(?:schon|bereits) (?:so )?(?:ein |etwas )?(?:einiges|etwas)
            """
        ),
    ),
)
# Not "wann ist der nächste Kurs".
_NEXT_COURSE = r"(?<!ist der )(?<!beginnt der )(?<!startet der )(?:mein\w* )?nächste\w* kurs"
_LEVELS = (
    (
        "basic",
        said(
            rf"""
            (?:für )?{_UTTER}?(?:anfänger|einsteiger){_FOR_THEM}
            (?:bin (?:\w+ )?|{_UTTER})(?:laien?|neulinge?|newbie)
            (?:computer|pc|technik)-?(?:neuling|laie)|neuling (?:am|in|im|auf)
            für (?:dummies|laien|neulinge|unwissende)
            idiotensicher\w*|narrensicher\w*|kinderleicht erklärt
            keinen (?:blassen |leisesten )?(?:schimmer|plan|dunst) (?:von|davon)
            keinen blassen schimmer(?! (?:, )?(?:was|wo|ob|wer|wie|warum|welche\w*) )
            kann (?:\w+ )?noch gar kein \w+|kann (?:\w+ )?kein bisschen
            kenne? mich (?:gar|überhaupt) nicht aus
            from the (?:very )?beginning
            (?:null|0|nullkommanull|zero) (?:plan|ahnung|kenntnisse|erfahrung|vorkenntnisse|peilung)
            (?:kapiere?|verstehe?|begreife?|weiss) (?:ich )?(?:\w+ ){{0,2}}(?:null|nur bahnhof)
            (?:noch )?völlig (?:unbedarft|unerfahren|ahnungslos)
            (?:bin|bin ich) (?:\w+ )?(?:unbedarft|ahnungslos)
            zwei linke[nr]? hände\w*|grünschnabel|greenhorn|anfängerin|(?:aller)?ersten schritte
            die das (?:zum )?(?:aller)?ersten? mal
            (?:mache?|probiere?) ich (?:\w+ )?zum (?:aller)?ersten mal
            nichts? (?:\w+ ){{0,3}}(?:wissen|können|kennen) (?:muss|braucht|müssen)
            (?:langsam|einfach|leicht|in ruhe) (?:und \w+ )?(?:erklärt|gezeigt|von vorne?)
            schritt für schritt (?:erklärt|gezeigt|lernen|anleitung)
            ganz ganz (?:leicht|einfach|langsam)
            (?:von|mit) (?:dem |den )?(?:abc|a b c|urschleim|tuten und blasen)
            bei (?:der )?stunde null
            (?:absolut|total|komplett|ganz|wirklich) (?:keine|null) (?:ahnung|kenntnisse)
            (?:complete|total|absolute) (?:novice|rookie|beginner|newbie)|no clue (?:about|of|how)
            clueless|(?:the )?very basics|just starting out|i know nothing
            ohne (?:voraussetzungen?|vorbedingung)|(?:keine|null) voraussetzungen
            (?:bin |ich bin )?nicht vom fach(?! sein)|fachfremd\w*|branchenfremd\w*
            noch nie(?:mals)? (?:\w+ ){{0,4}}(?:aufgemacht|angefasst|gesessen|angemacht)
            (?:blutige[rn]?|absolute[rn]?|totale[rn]?) (?:neuling\w*|laie\w*|amateur\w*)
            (?<=, )grundlagen(?= (?:$|[,.;!?]))
            die (?:noch )?(?:gar |überhaupt )?(?:nix|nichts) (?:davon )?können
            stehe? (?:noch )?(?:ganz )?am anfang
            bei adam und eva|von der pike auf|kleine einmaleins|(?:aller)?erste schritte
            noch nie (?:\w+ ){{0,4}}(?:in der hand|versucht|probiert|zu tun)
            (?:nichts|nie) (?:\w+ ){{0,3}}zu tun gehabt
            (?:einstiegs|einführungs|anfangs|grundlagen)kurs
            ohne (?:jede |jegliche |vorherige )?(?:kenntnisse|ahnung|vorbildung)
            never (?:\w+ )?(?:used|done|touched|worked|tried)|for dummies|know nothing about|newbie
            (?:ganz )?ohne (?:jede |jegliche )?{_BEFORE}
            (?:habe |hab )?(?:noch )?(?:keine|keinerlei|null|gar keine) {_OF_IT}
            noch nie (?:\w+ ){{0,4}}(?:\w*ge\w{{3,}}|\w+iert|\w+fasst|benutzt|bedient)
            {_BEFORE} (?:hab|habe) ich (?:leider )?(?:keine?s?|null)
            (?:ganz )?von (?:null|0|vorne?|anfang)(?: an)?|von grund auf|bei null(?! angefangen)
            ich kann (?:noch )?(?:gar )?(?:nix|nichts)(?= (?:[,.;!?]|$))
            (?:for )?(?:absolute )?beginners?|from (?:zero|scratch)
            no (?:prior |previous )?(?:knowledge|experience)|quereinsteiger\w*
            """
        ),
    ),
    (
        "advanced",
        said(
            r"""
            (?:für )?fortgeschritten\w*(?! (?:demenz|krankheit|alter|stadium|parkinson|krebs) )
            (?:für )?(?:(?<!wie )(?<!wie die )profis?(?! werden)|experten|könner\w*)
            für (?:erfahrene|versierte|geübte)
            für (?:leute|menschen|personen) mit (?:viel )?erfahrung
            für (?:alte hasen|leute vom fach|gestandene \w+)|(?:richtig|echt) schwer\w* \w*kurs
            masterclass|meisterklasse|(?:profi|experten)-?(?:kurs|wissen|niveau|level|training)
            auf hohem niveau|ans eingemachte|advanced
            """
        ),
    ),
    (
        "intermediate",
        said(
            rf"""
            (?:mit|habe|hab)(?: schon)? (?:\w+ )?(?:vorkenntnissen?|grundkenntnissen?|vorwissen)
            (?:grundkenntnisse|vorkenntnisse|vorwissen) (?:hab|habe|sind)(?! ich keine?)
            grundlagen brauche? ich (?:\w+ ){{0,2}}nicht
            (?:kann|kenne?|beherrsche?) ich (?:\w+ )?(?:halbwegs|einigermassen|leidlich)
            (?:halbwegs|einigermassen|leidlich) (?:fit|sicher|vertraut)
            mit \w+ hab(?:e)? ich (?:schon|bereits) (?:mal |viel |öfter )?(?:gearbeitet|zu tun)
            past the (?:beginner|basics?)\w*|already know the basics|not a (?:complete )?beginner
            nicht (?:mehr )?(?:ganz|völlig|komplett) (?:neu|unerfahren|ahnungslos)(?! für)
            (?:daran|darauf|da) (?:\w+ ){{0,2}}anknüpfen|schon (?:ein paar|etwas|einige) erfahrung
            (?:nicht mehr|nicht) bei (?:hello|null|adam und eva|a) (?:\w+ )?anfangen
            kenne? mich (?:schon )?(?:ganz )?(?:gut )?aus|know the basics
            (?:mein\w* )?zweite\w* kurs|{_NEXT_COURSE}|kann ich schon|intermediate
            aufbau-?(?:kurs|seminar|lehrgang|modul|stufe|training)\w*|mittelstufe\w*
            (?:folge|fortsetzungs)kurs\w*
            mittlere[sn]? niveau
            zweite\w* stufe|(?:die|den|das) ersten? (?:kurs |teil |stufe )?(?:habe?|hatte|kenne) ich
            grundkurs (?:(?:hab|habe|hatte|ich|schon|bereits) ){{1,3}}
            """
        ),
    ),
)
_CEFR_BEHIND = (
    r"(?:[.][12])?(?:-?(?:sprach|deutsch)?-?(?:niveau|kurs|level|prüfung|zertifikat|test))?"
)
_CEFR = said(rf"(?:niveau |stufe |level )?([abc][12]){_CEFR_BEHIND}")
_CEFR_SPOKEN = said(
    rf"(?:niveau |stufe |level )?([abc][12]|[abc](?: |-)(?:1|2|eins|zwei|zwo)){_CEFR_BEHIND}"
)
_FIGURES = str.maketrans({" ": None, "-": None})
_TOPICS = said(
    r"""
    anfänger\w* (?:\w+ ){0,2}(?:unterrichten|anleiten|trainieren|schulen|einarbeiten|betreuen)
    (?:unterrichte|betreue|trainiere|schule)n? (?:\w+ ){0,2}anfänger\w*
    """
)
_AFTER = dict(itertools.pairwise(CEFR_LEVELS))
_HAS = said(
    r"""
    habe?|hat|besitze|(?<!nicht )(?:bestanden|geschafft)|fertig|abgeschlossen|kann ich|ich kann|have
    has|got|passed
    absolviert|beendet|hinter mir|in der tasche|(?:reicht|genügt) (?:\w+ )?nicht|vorhanden|finished
    completed
    """
)
_FURTHER = said(
    r"""
    weiter\w*|nächst\w*|drüber|darüber|höher\w*|drauf|danach|mehr|aufbauen\w*|besser\w*|deutschkurs
    sprachkurs|next|further|continue|higher|more
    """
)
_BEYOND = (" nach ", " after ")
_NOW_AT = re.compile(
    " (?:bis jetzt|bisher|momentan|aktuell|derzeit|bin|bin auf|(?:deutsch|englisch|niveau"
    "|level) ist|stehe auf) $"
)
_FAILED = said(r"nicht (?:bestanden|geschafft)|durchgefallen")
_UP_TO = re.compile("(?:zu|auf|nach) [abc][12] ")
_DRIVING = said(r"\w*führerschein\w*|fahrerlaubnis\w*|\w*klassen?|lkw\w*|motorrad\w*|bus|pkw")
_NOT_FOR_BEGINNERS = "intermediate"
_RANKS = ("basic", "advanced", "intermediate")
_SURE = frozenset(pattern for name, pattern in _KNOWS if name == "intermediate")


def find(sentence: Sentence) -> Iterator[Found]:
    """Yield the level, of LEVELS or CEFR_LEVELS; its words stay, since titles carry them.

    A level that somebody has is none they want: "B1 habe ich, jetzt die Stufe drüber" wants B2.
    """
    yield from () if sentence.has(_DRIVING) else _cefr(sentence)
    yield from sorted(_in_words(sentence), key=_rank)


def _in_words(sentence: Sentence) -> Iterator[Found]:
    """Yield levels that are told without a figure; nothing where the best is waved aside."""
    taken = {place for _, at in sentence.find(_TOPICS) for place in at}
    for name, pattern in (*_KNOWS, *_LEVELS):
        for _, at in sentence.find(pattern):
            if not taken.isdisjoint(at):
                continue
            taken.update(at)
            if others.are_over(sentence, at):
                continue
            refused = pattern not in _SURE and sentence.refusal(at) is not None
            if not refused:
                yield _level(name, at)
            elif name == "basic":
                yield _level(_NOT_FOR_BEGINNERS, at)


def _rank(found: Found) -> int:
    return _RANKS.index(found.fields["level"])


def _cefr(sentence: Sentence) -> Iterator[Found]:
    """Yield the levels of languages that are wanted, the one beyond what somebody has first."""
    named = [
        (_code(match.group(1)), at)
        for match, at in sentence.find(_CEFR if sentence.tongue else _CEFR_SPOKEN)
        if not sentence.refusal(at)
    ]
    had = {level for level, at in named if _has(sentence, at)}
    best = max(had, default="")
    wanted = [(level, at) for level, at in named if level > best]
    further = sentence.has(_FURTHER) or any(
        sentence.before(at.start).endswith(_BEYOND) for _, at in named
    )
    if not wanted and had and further:
        wanted = [(_AFTER.get(best, best), at) for level, at in named if level == best]
    if not wanted and len(had) > 1:
        wanted = [(level, at) for level, at in named if level == best]
    if had:
        wanted.sort(reverse=True, key=lambda one: one[0])
    for level, at in wanted if had else named:
        yield _level(level, at)


def _has(sentence: Sentence, at: range) -> bool:
    """Return whether somebody has a level: "B1 hab ich", "nach B1", "von B1 auf B2"."""
    before, clause = sentence.before(at.start), sentence.clause(at)
    if before.endswith(_BEYOND) or _NOW_AT.search(before) or _UP_TO.match(sentence.after(at[-1])):
        return True
    return bool(_HAS.search(clause)) and not _FAILED.search(clause)


def _code(said_as: str) -> str:
    """Return a level as it is written, however it was: "b zwei" is B2."""
    plain = (
        said_as.translate(_FIGURES).replace("eins", "1").replace("zwei", "2").replace("zwo", "2")
    )
    return plain.upper()


def _level(level: str, at: range) -> Found:
    return Found(Chip("level", "level", {"level": level}), at, {"level": level}, stays=True)
