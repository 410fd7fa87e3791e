"""How somebody wants to learn: online or on the spot, in which language, at which level."""

import itertools
import re
from collections.abc import Iterator

from mentorhub.recommend.engine.document import CEFR_LEVELS, NOT_GERMAN, Chip
from mentorhub.recommend.engine.intent import others
from mentorhub.recommend.engine.intent.sentence import Found, Sentence, said

_COURSE = (
    r"(?:kurs|schulung|unterricht|seminar|lehrgang|weiterbildung|training|angebot|format|lernen)"
)
_ONLINE = said(
    rf"""
    (?:(?<!nicht )nur |komplett |rein |ganz )?online(?:-?{_COURSE}\w*)?
    (?:bequem )?(?:von|vom) (?:zu ?hause|daheim)(?: aus)?|von zu ?haus(?: aus)?
    (?:zu ?hause|daheim)(?= (?:am (?:computer|pc|laptop|rechner)|lernen|machen) )
    (?:übers|über das) (?:internet|netz)|per internet
    (?:im|aus dem|vom) home-?office(?: aus)?|aus der ferne
    (?:per|über|mit) (?:zoom|teams)|virtuell\w*
    (?:per |über |mit |als )?(?:videokonferenz|webinar\w*|videokurs\w*)|(?:als|per) video
    fern(?:kurs|lehrgang|unterricht|studium)\w*|e-?learning|digitale\w* kurs\w*
    am (?:eigenen )?(?:bildschirm|computer|laptop|handy) lernen|from home|remote(?:ly)?
    """
)
_HANDLE = (
    r"(?:bedienen|benutzen|nutzen|einrichten|leiten|moderieren|halten|erstellen|entwickeln"
    r"|konzipieren)"
)
_CARED_FOR = (
    r"(?:pflege|pflegen|betreuen|betreuung|versorgen|mutter|vater|eltern|angehörige\w*|oma|opa"
    r"|kinder\w*|mann)"
)
_ONLINE_TOPIC = said(
    rf"""
    online-?(?:marketing|shop|handel|banking|redak|recht|händler|verkauf|auftritt|werbung)\w*
    online (?:\w+ ){{0,2}}(?:marketing|shop|handel|banking|verkauf\w*|werbung|einkauf\w*)
    verkauf\w* (?:\w+ ){{0,3}}online|online (?:bewerben|bewerbung\w*)|online-bewerbung\w*
    (?:fern(?:kurs|lehrgang|studium)\w*) (?:korrigieren|betreuen|erstellen|entwickeln)
    (?:zoom|teams|webinare?|e-?learning\w*|videokonferenz\w*) {_HANDLE}
    (?:im )?home-?office (?:arbeiten|führen|gestalten|einrichten)
    (?:führen|arbeiten) im home-?office
    {_CARED_FOR} (?:\w+ ){{0,2}}(?:zu ?hause|daheim)
    """
)
_PRESENCE = said(
    r"""
    (?:direkt )?vor ort
    (?:in |als )?präsenz(?:-?(?:kurs|unterricht|veranstaltung|seminar|form)\w*)?
    im klassenzimmer|im klassenraum|im kursraum|mit (?:einem )?(?:echten|richtigen) lehrer\w*
    in (?:einem|einen) (?:richtigen |echten )?(?:kursraum|klassenraum|klassenzimmer)
    in einem (?:richtigen|echten) raum|in a real (?:class|classroom|workshop|room)
    mit anderen (?:leuten |menschen )?(?:zusammen )?(?:sitzen|lernen)
    hingehen(?: können)?|in (?:einer |der )?(?:echten )?gruppe|in person|face to face|classroom
    """
)
_REFUSED = r"(?:nicht|nichts|ohne|kein\w*)(?: fall)? (?:(?:am|vor|vorm|mit|dem|den|ein\w*) )*"
_NO_SCREEN = said(
    rf"""
    {_REFUSED}(?:computer|bildschirm|pc|laptop|internet|zoom)
    """
)
_EITHER = said(
    r"""
    (?:egal|gleich|wurscht)(?: ,)? ob (?:\w+ ){1,3}oder (?:vor ort|\w+)
    online oder (?:in )?(?:präsenz|vor ort)|(?:präsenz|vor ort) oder online
    online oder(?= (?:in|bei|im|hier|nahe|am|auch in) )
    """
)
_BLENDED = said(
    r"""
    blended[- ]learning|teils online|halb online|online und (?:vor ort|präsenz)|hybrid
    teils (?:\S+ ){1,7}teils|ein teil (?:\S+ ){1,7}ein teil
    theorie (?:\w+ ){0,2}(?:online|per video|zu ?hause|am computer)
    """
)

_OR = (" oder ", " or ")
_NOT_ONLY = r"(?:nicht|not) (?:nur|bloss|unbedingt|ausschliesslich|only|just)"
_NOT_ONLY_BEFORE = re.compile(rf" {_NOT_ONLY} $")
_NOT_ONLY_ONE = said(rf"{_NOT_ONLY} (?:in )?(?:online|präsenz|vor ort|in person)")
_ALSO_BEFORE = re.compile(r" (?:auch|also|even) $")
_LANGUAGES = {
    "de": r"deutsch\w{0,3}|german",
    "en": r"englisch\w{0,3}|english",
    "tr": r"türkisch\w{0,3}|turkish",
    "uk": r"ukrainisch\w{0,3}|ukrainian",
    "ru": r"russisch\w{0,3}|russian",
    "ar": r"arabisch\w{0,3}|arabic",
    "pl": r"polnisch\w{0,3}|polish",
    "ro": r"rumänisch\w{0,3}|romanian",
    "fr": r"französisch\w{0,3}|french",
    "es": r"spanisch\w{0,3}|spanish",
    "it": r"italienisch\w{0,3}|italian",
    "fa": r"persisch\w{0,3}|farsi|dari",
}
_TEACHING = {
    code: said(
        rf"""
        (?:komplett )?auf (?:{names})|in (?:{names}) sprache|in (?:english|german)
        (?:kurs|unterricht|schulung)s?sprache (?:ist )?(?:{names})|(?:{names})-?sprachig\w*
        (?:{names})[- ]speaking|(?:held|taught) in (?:{names})
        wo (?:man|sie|alle|jemand|der lehrer|die lehrerin) (?:{names}) (?:spricht|sprechen|kann)
        (?:spreche|spricht|verstehe|versteht|kann) (?:nur|bloss|ausschliesslich) (?:{names})
        """
    )
    for code, names in _LANGUAGES.items()
}
_NO_GERMAN = said(
    r"""
    ohne (?:\w+ )?deutsch(?:kenntnisse)?
    (?:kein|keine|keinerlei|null)(?: wort)? deutsch(?:kenntnisse)?(?: (?:kann|spricht|versteht))?
    (?:kann|spreche|spricht|verstehe|versteht) (?:\w+ )?kein(?: wort)? deutsch
    (?:do not|don't|don\u2019t|doesn't|cannot|can't) (?:speak|know|understand)(?: any)? german
    (?:no|without) german
    """
)
_OTHERS_SPEAK = said(
    r"(?:der|einer|kunden?|kundin\w*|gäste?|leute|bewohner\w*|patient\w*) (?:kann|können|sprech\w*"
    r"|spricht|versteh\w*) (?:\w+ )?kein"
)
_GERMAN_COURSE = said(
    r"""
    deutschkurs\w*|sprachkurs\w*|(?<!ohne )deutsch(?:unterricht| lernen| kurs)|integrationskurs\w*
    alphabetisierung\w*|learn german|german course
    """
)
_TALKING = said(
    r"""
    sprechen|reden|schreiben|telefonier\w*|verhandel\w*|präsentier\w*|verstehen|unterhalten
    e-?mails?|lesen|vorstellen|bewerben|korrespondenz|begrüssen|diskutier\w*|besser werden
    speak\w*|write|writing|read\w*|talk\w*
    """
)

_FOR_THEM = r"(?:in|innen|n|s|-?kurs\w*|-?niveau|-?lehrgang|-?seminar\w*|-?training)?"
_BEFORE = r"(?:vorkenntnisse|vorwissen|vorerfahrung|erfahrung)"
_LEVELS = (
    (
        "basic",
        said(
            rf"""
            (?:für )?(?:absolute\w* |blutige\w* |totale\w* )?(?:anfänger|einsteiger){_FOR_THEM}
            (?:ganz )?ohne (?:jede |jegliche )?{_BEFORE}
            (?:habe |hab )?(?:noch )?(?:keine|keinerlei|null|gar keine) (?:{_BEFORE}|ahnung)
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
            (?:für )?(?:fortgeschritten\w*|(?<!wie )(?<!wie die )profis?|experten)
            auf hohem niveau|advanced
            """
        ),
    ),
    (
        "intermediate",
        said(
            r"""
            (?:mit|habe|hab)(?: schon)? (?:\w+ )?(?:vorkenntnissen?|grundkenntnissen?|vorwissen)
            (?:grundkenntnisse|vorkenntnisse|vorwissen) (?:hab|habe|sind)(?! ich keine?)
            grundlagen brauche? ich (?:\w+ ){0,2}nicht
            kenne? mich (?:schon )?(?:ganz )?(?:gut )?aus|know the basics
            (?:mein\w* )?(?:zweite\w*|nächste\w*) kurs|kann ich schon|aufbaukurs\w*|intermediate
            grundkurs (?:(?:hab|habe|hatte|ich|schon|bereits) ){1,3}(?:gemacht|hinter mir|fertig)?
            """
        ),
    ),
)
_CEFR = said(
    r"(?:niveau |stufe |level )?([abc][12])(?:[.][12])?(?:-?(?:niveau|kurs|level|prüfung))?"
)
_AFTER = dict(itertools.pairwise(CEFR_LEVELS))
_HAS = said(
    r"""
    habe?|hat|besitze|bestanden|geschafft|fertig|abgeschlossen|kann ich|ich kann|have|has|got|passed
    """
)
_FURTHER = said(
    r"""
    weiter\w*|nächst\w*|drüber|darüber|höher\w*|drauf|danach|mehr|aufbauen\w*|besser\w*|deutschkurs
    sprachkurs|next|further|continue|higher|more
    """
)
_DRIVING = said(r"\w*führerschein\w*|fahrerlaubnis\w*|klassen?|lkw\w*|motorrad\w*|bus|pkw")
_NOT_FOR_BEGINNERS = "intermediate"


def find_form(sentence: Sentence) -> Iterator[Found]:
    """Yield where somebody wants to learn: "online", "presence" or "blended"."""
    taken: set[int] = {place for _, at in sentence.find(_ONLINE_TOPIC) for place in at}
    for _, at in sentence.find(_EITHER):
        taken.update(at)
        yield Found(Chip("form", "form", {"form": "any"}), at)
    yield from sorted(_forms(sentence, taken), key=lambda found: found.at.start)


def _forms(sentence: Sentence, taken: set[int]) -> Iterator[Found]:
    for name, refused, pattern in (
        ("presence", "presence", _NO_SCREEN),
        ("blended", "presence", _BLENDED),
        ("online", "presence", _ONLINE),
        ("presence", "online", _PRESENCE),
    ):
        for _, at in sentence.find(pattern):
            if not taken.isdisjoint(at) or others.are_meant(sentence, at):
                continue
            taken.update(at)
            if either := _either(sentence, at):
                yield Found(Chip("form", "form", {"form": "any"}), either)
                continue
            against = None if pattern is _NO_SCREEN else sentence.refusal(at)
            form = refused if against else name
            yield Found(
                Chip("form", "form", {"form": form}),
                against or at,
                {"form": form},
                refused=against is not None or pattern is _NO_SCREEN,
            )


def _either(sentence: Sentence, at: range) -> range | None:
    """Return the places of a form and of what leaves another open: "nicht nur online"."""
    before = sentence.before(at.start)
    if only := _NOT_ONLY_BEFORE.search(before):
        return sentence.led(at, only)
    also = _ALSO_BEFORE.search(before) and sentence.has(_NOT_ONLY_ONE)
    return at if also or before.endswith(_OR) else None


def find_language(sentence: Sentence) -> Iterator[Found]:
    """Yield the language of teaching; a language to be learnt or spoken is a topic."""
    for code, pattern in _TEACHING.items():
        for _, at in sentence.find(pattern):
            if sentence.refusal(at) or _TALKING.search(sentence.clause(at)):
                continue
            yield _language(code, at)
    yield from _without_german(sentence)


def _without_german(sentence: Sentence) -> Iterator[Found]:
    """Yield that somebody knows no German, unless they want to learn it."""
    if sentence.has(_GERMAN_COURSE) or sentence.has(_OTHERS_SPEAK):
        return
    for _, at in sentence.find(_NO_GERMAN):
        yield _language(NOT_GERMAN, at)


def _language(code: str, at: range) -> Found:
    return Found(Chip("language", "language", {"language": code}), at, {"language": code})


def find_level(sentence: Sentence) -> Iterator[Found]:
    """Yield the level, of LEVELS or CEFR_LEVELS; its words stay, since titles carry them.

    A level that somebody has is none they want: "B1 habe ich, jetzt die Stufe drüber" wants B2.
    """
    yield from () if sentence.has(_DRIVING) else _cefr(sentence)
    refused = []
    for name, pattern in _LEVELS:
        for _, at in sentence.find(pattern):
            if name == "basic" and sentence.refusal(at):
                refused.append(_level(_NOT_FOR_BEGINNERS, at))
            else:
                yield _level(name, at)
    yield from refused


def _cefr(sentence: Sentence) -> Iterator[Found]:
    named = [
        (match.group(1).upper(), at)
        for match, at in sentence.find(_CEFR)
        if not sentence.refusal(at)
    ]
    had = [_HAS.search(sentence.clause(at)) is not None for _, at in named]
    for (level, at), has_it in zip(named, had, strict=True):
        if not has_it:
            yield _level(level, at)
        elif all(had) and sentence.has(_FURTHER):
            yield _level(_AFTER.get(level, level), at)


def _level(level: str, at: range) -> Found:
    return Found(Chip("level", "level", {"level": level}), at, {"level": level}, stays=True)
