"""How somebody wants to learn: online or on the spot, in which language."""

import re
from collections.abc import Iterator

from mentorhub.recommend.engine.document import NOT_GERMAN, Chip
from mentorhub.recommend.engine.intent import others
from mentorhub.recommend.engine.intent.sentence import Found, Sentence, said

_COURSE = (
    r"(?:kurs|schulung|unterricht|seminar|lehrgang|weiterbildung|training|angebot|format|lernen)"
)
_SCREEN = r"(?:bildschirm|computer|rechner|laptop|pc|tablet)"
_SOFA = r"(?:sofa|couch|küchentisch|schreibtisch|wohnzimmer)"
_HARDLY = r"(?:schlecht|nicht|kaum|selten)"
_OUT = r"(?:aus dem haus|aus der wohnung|vor die tür)"
_AT_HOME = r"(?:zu ?hause|daheim|zu haus)"
_ONLINE = said(
    rf"""
    (?:vom|von der|von meinem|aus dem) (?:eigenen )?{_SOFA} aus
    (?:bequem|gemütlich) (?:vom|auf dem|am|von der|auf der) {_SOFA}
    (?:auf dem|am|auf der) {_SOFA} lernen
    live am {_SCREEN}|live-online|online-live|web-?(?:kurs|seminar)\w*|per (?:computer|laptop)
    am {_SCREEN} (?:(?:geht|ginge) (?:es |das )?auch|mitmachen|{_AT_HOME}|von {_AT_HOME})
    (?:übers?|über mein|über das|am) (?:handy|smartphone|tablet) lernen|übers handy
    per (?:app|handy|video|teams|internet|mausklick)
    (?:vom|von meinem) (?:heimischen|eigenen|privaten) {_SCREEN}|(?:vom|am) heimischen {_SCREEN}
    (?:gerne?|am liebsten|lieber|nur) (?:im|übers?|über das) (?:internet|netz)(?= (?:$|[,.;!?]))
    (?:im|übers?|über das) (?:internet|netz) (?:lernen|mitmachen)
    (?:nichts|was|etwas|kurs),? wo (?:man|ich) (?:\w+ ){{0,2}}nicht (?:\w+ )?(?:hin|raus|weg|los)\w*
    nichts,? wo (?:man|ich) (?:\w+ ){{0,3}}(?:hin|anreisen|fahren|pendeln)\w*
    ohne (?:das haus|die wohnung) zu verlassen|(?:das|mein) haus (?:\w+ ){{0,4}}nicht verlassen
    (?:das )?haus verlassen (?:\w+ ){{0,4}}nicht|(?:ans|an das) (?:haus|bett|zuhause) gefesselt
    aus (?:den|meinen) (?:eigenen )?vier wänden|im schlafanzug|in jogginghose|vom bett aus
    (?:zu ?hause|daheim) (?:\w+ )?(?:am|vorm|vor dem) {_SCREEN}
    nicht (?:\w+ )?(?:hinfahren|hingehen|hin) (?:müssen|müsste|muss)
    ohne (?:anfahrt|hinzufahren|hinfahren|fahrerei)
    ortsunabhängig\w*|von überall aus|von unterwegs|von hier aus|als app|lernplattform
    ohne anwesenheit\w*|im (?:netz|internet) lernen|videos? zum (?:anschauen|lernen|mitmachen)
    (?:per |über |mit )?(?:videochat|videounterricht|videocall|skype)
    (?:komme?|kann|darf) (?:\w+ ){{0,3}}{_HARDLY} (?:\w+ )?{_OUT}
    (?:zum|zu) (?:selber|selbst)-?(?:machen|lernen) {_AT_HOME}
    (?:in ruhe|bequem|gemütlich) {_AT_HOME}
    {_AT_HOME} (?:mitmachen|teilnehmen|absolvieren|studieren|üben|am küchentisch)
    (?:nur |rein |komplett |voll )digital(?= (?:$|[,.;!?]|und|lernen) )
    (?:by|via|over|on) (?:zoom|teams|skype)|through (?:the|my) laptop
    from my (?:living room|own home)|stuck at home|from my (?:couch|sofa|bed)|distance learning
    (?:(?<!nicht )nur |komplett |rein |ganz )?online(?:-?{_COURSE}\w*)?
    (?:bequem )?(?:von|vom) (?:zu ?hause|daheim)(?: aus)?|von zu ?haus(?: aus)?
    (?:zu ?hause|daheim)(?= (?:am (?:computer|pc|laptop|rechner)|lernen|machen) )
    (?:übers|über das) (?:internet|netz)|per internet
    (?:im|aus dem|vom) home-?office(?: aus)?|aus der ferne
    (?:per|über|mit) (?:zoom|teams)|virtuell\w*
    (?:per |über |mit |als )?(?:videokonferenz|webinar\w*|videokurs\w*)|(?:als|per) video
    fern(?:kurs|lehrgang|unterricht|studium|schule)\w*|kurs im (?:internet|netz)|e-?learning
    digitale\w* (?:kurs\w*|angebot\w*|klassenzimmer|unterricht\w*)|online-?live
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
_OFFERING = r"(?:anleiten|unterrichten|anbieten|coachen|beraten|lehren|halten|moderieren|leiten)"
_ONLINE_TOPIC = said(
    rf"""
    online (?:\w+ ){{0,2}}{_OFFERING}
    online (?:\w+ ){{0,4}}(?:beworben|bestellt|gekauft|gelesen|gefunden|kennengelernt)
    (?:bestelle|kaufe|bewerbe|bezahle|shoppe|spiele) (?:\w+ ){{0,3}}online
    arbeite\w* (?:\w+ ){{0,2}}im home-?office|vor ort (?:beim|bei|zum) (?:kunde|patient)\w*
    (?:unterrichte|lehre|verkaufe|coache|berate) (?:\w+ ){{0,3}}online
    online-?(?:marketing|shop|handel|banking|redak|recht|händler|verkauf|auftritt|werbung)\w*
    online (?:\w+ ){{0,2}}(?:marketing|shop|handel|banking|verkauf\w*|werbung|einkauf\w*)
    verkauf\w* (?:\w+ ){{0,3}}online|online (?:bewerben|bewerbung\w*)|online-bewerbung\w*
    (?:fern(?:kurs|lehrgang|studium)\w*) (?:korrigieren|betreuen|erstellen|entwickeln)
    (?:zoom|teams|webinare?|e-?learning\w*|videokonferenz\w*) {_HANDLE}
    (?:im )?home-?office (?:arbeiten|führen|gestalten|einrichten)
    (?:führ\w*|leit\w*|teams?) (?:\w+ ){{0,4}}home-?office
    (?:mitarbeiter\w*|kollegen|gesund\w*|ergonomi\w*) (?:\w+ ){{0,4}}home-?office
    (?:führen|arbeiten) im home-?office
    {_CARED_FOR} (?:\w+ ){{0,2}}(?<!von )(?:zu ?hause|daheim)
    """
)
_ON_THE_SPOT = r"-?(?:kurs|unterricht|veranstaltung|seminar|form|termin|pflicht|tag|phase)"
_TEACHER = r"(?:lehrer\w*|dozent\w*|trainer\w*)"
_PRESENCE = said(
    rf"""
    im (?:seminar|unterrichts|schulungs|lehrgangs)raum|im hörsaal
    in (?:einer|einem|eine) (?:richtige[nr]?|echte[nr]?) (?:schule|klasse|werkstatt|kurs)
    {_TEACHER} (?:\w+ ){{0,2}}(?:vor mir|gegenüber|daneben|neben mir)
    {_TEACHER} (?:\w+ ){{0,2}}(?:vor der nase|im raum|zum anfassen)
    wo (?:man|ich) (?:\w+ ){{0,2}}(?:hingeht|hingehe|hingehen kann|hin ?kann)|zum hingehen
    lieber hin|(?:muss|will|möchte|kann) (?:ich )?(?:\w+ ){{0,2}}hinfahren
    (?:raum|tisch) (?:\w+ ){{0,3}}tafel|leute um mich(?: herum| rum)?|live und in farbe
    mit (?:lehrer|dozent|leuten|anderen) (?:\w+ ){{0,2}}(?:an einem tisch|im selben raum)
    in-person|face-to-face|direkt an der maschine|(?:kurs|lernen|unterricht) (?:mit|zum) anfassen
    lieber (?:im |in einen? )?(?:klassenraum|klassenzimmer|seminarraum)
    gehe? (?:\w+ )?lieber (?:wo )?hin|in echt(?= (?:mit|lernen|und) )
    mit (?:echten|richtigen) (?:menschen|leuten)|(?:lieber )?persönlich(?= (?:als|vor ort) )
    wo (?:ein|eine|jemand) (?:\w+ ){{0,2}}dabei ist|lieber persönlich
    (?:direkt )?vor ort
    (?:in |als )?präsenz(?:{_ON_THE_SPOT}\w*)?
    im klassenzimmer|im klassenraum|im kursraum|mit (?:einem )?(?:echte|richtige)[nm] lehrer\w*
    in (?:einem|einen) (?:richtigen |echten )?(?:kursraum|klassenraum|klassenzimmer)
    in einem (?:richtigen|echten) raum|in a real (?:class|classroom|workshop|room)
    in a class(?= with )
    mit anderen (?:leuten |menschen )?(?:zusammen )?(?:sitzen|lernen|im raum)
    hingehen(?: können)?|in (?:einer |der )?(?:echten )?gruppe|in person|face to face|classroom
    """
)
_REFUSED = r"(?:nicht|nichts|ohne|kein\w*)(?: fall)? (?:(?:am|vor|vorm|mit|dem|den|der|ein\w*) )*"
_NO_SCREEN = said(
    rf"""
    {_REFUSED}(?:computer|bildschirm\w*|pc|laptop|internet)
    not in front of (?:a|the) (?:computer|screen)
    {_REFUSED}(?:zoom|youtube|videos?|tablet|computer(?:kram|zeug)|skype|teams|webcam)
    {_REFUSED}(?:zoom|video|online|internet|teams|bildschirm)-?(?:gedöns|kram|zeug|quatsch|mist)
    {_REFUSED}(?:videocalls?|videokonferenz\w*|fernkurs\w*|e-?learning)
    kein\w* (?:\w+ )?(?:internet|wlan|computer|laptop|rechner)(?= (?:$|[,.;!?]|zu ?hause|daheim|da))
    (?:computer|bildschirm|video)-?(?:unterricht|kurs\w*|lernen) (?:\w+ ){{0,3}}kann ich nichts
    nothing out of (?:video|zoom|online)\w*(?: calls?| classes)?
    """
)
_EITHER = said(
    r"""
    (?:egal|gleich|wurscht)(?: ,)? ob (?:\w+ ){1,3}oder (?:vor ort|\w+)
    online or (?:in person|on-?site)|in person or online
    online oder (?:in )?(?:präsenz|vor ort)|(?:präsenz|vor ort) oder online
    online oder(?= (?:in|bei|im|hier|nahe|am|auch in) )
    """
)
# Said of two parts, they mix: "mal im Homeoffice, mal im Seminarraum".
_PARTS = said(
    r"""
    teils|teilweise|(?:ein|einen|zum|anderer|anderen) teil|(?:der|den) rest|partly
    """
)
_TURNS = said(r"mal|erst|halb|manchmal|theorie|praxis|dann|ab und zu|hin und wieder|gelegentlich")
# In a sentence of parts these tell one of them, alone they tell nothing.
_PART_OF = {
    "online": said(r"(?:im|übers?) (?:netz|internet)|zu ?hause|daheim|am (?:rechner|computer|pc)"),
    "presence": said(r"treffen|klassenzimmer|präsenz\w*|seminarraum|schule|werkstatt|zusammen"),
}
_MIXED = said(r"gemischt\w*|mischung|mix|kombinier\w*|kombination|abwechselnd|sowohl")
_BLENDED = said(
    r"""
    online\w* (?:\w+ ){0,2}mit (?:\w+ )?präsenz\w+|präsenz\w* mit (?:\w+ )?online\w*
    blended[- ]learning|(?:teils|teilweise|halb) online|online und (?:vor ort|präsenz)|hybrid
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
_CAN = r"(?:(?:soll|sollte|muss|müsste|der|die|auch|gut|bitte) ){0,3}"
_TEACHING = {
    code: said(
        rf"""
        (?:komplett )?auf (?:{names})|in (?:{names}) sprache|in (?:english|german)
        (?:kurs|unterricht|schulung)s?sprache (?:ist )?(?:{names})|(?:{names})-?sprachig\w*
        (?:{names})[- ]speaking|(?:held|taught) in (?:{names})
        wo (?:man|sie|alle|jemand|der lehrer|die lehrerin) (?:{names}) (?:spricht|sprechen|kann)
        (?:spreche|spricht|verstehe|versteht|kann) (?:nur|bloss|ausschliesslich) (?:{names})
        (?:{names}) (?:soll|sollte|muss|wäre|als) (?:\w+ )?(?:kurs|unterrichts)sprache
        (?:lehrer|lehrerin|dozent|dozentin) {_CAN}(?:{names}) (?:kann|können|spricht)
        (?:leiter|leiterin|trainer\w*|jemand) {_CAN}(?:{names}) (?:kann|können|spricht)
        (?:theorie|erklärt|erklärung\w*|gehalten) in (?:{names})
        (?:angeboten|übersetzt|vorgetragen|material) in (?:{names})
        (?:in )?(?:meiner|unserer) (?:sprache|muttersprache) (?:, )?(?:{names})
        (?:nicht auf deutsch|statt deutsch) (?:\w+ |, ){{0,3}}(?:{names})
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
    deutsch (?:ist )?(?:nicht (?:nötig|erforderlich|notwendig|wichtig)|keine (?:bedingung|pflicht))
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


def find_form(sentence: Sentence) -> Iterator[Found]:
    """Yield where somebody wants to learn: "online", "presence" or "blended"."""
    taken: set[int] = {place for _, at in sentence.find(_ONLINE_TOPIC) for place in at}
    for _, at in sentence.find(_EITHER):
        taken.update(at)
        yield Found(Chip("form", "form", {"form": "any"}), at)
    found = sorted(_forms(sentence, taken), key=lambda found: found.at.start)
    if _is_mixed(sentence, found):
        found = [_form("blended", one.at) for one in found]
    yield from found


def _is_mixed(sentence: Sentence, found: list[Found]) -> bool:
    """Return whether part of it is wanted online and part on the spot."""
    forms = {one.fields.get("form") for one in found if not one.refused}
    forms |= {name for name, pattern in _PART_OF.items() if forms and sentence.has(pattern)}
    if not forms:
        return False
    parts = sum(1 for _ in sentence.find(_PARTS))
    if sentence.has(_MIXED) or parts > 1:
        return True
    turns = sum(1 for _ in sentence.find(_TURNS))
    return (parts > 0 or turns > 1) and {"online", "presence"} <= forms


def _form(name: str, at: range, *, refused: bool = False) -> Found:
    return Found(Chip("form", "form", {"form": name}), at, {"form": name}, refused=refused)


def _forms(sentence: Sentence, taken: set[int]) -> Iterator[Found]:
    for name, refused, pattern in (
        ("presence", "presence", _NO_SCREEN),
        ("blended", "presence", _BLENDED),
        ("online", "presence", _ONLINE),
        ("presence", "online", _PRESENCE),
    ):
        for _, at in sentence.find(pattern):
            if not taken.isdisjoint(at) or others.are_told(sentence, at):
                continue
            taken.update(at)
            if either := _either(sentence, at):
                yield Found(Chip("form", "form", {"form": "any"}), either)
                continue
            against = None if pattern is _NO_SCREEN else sentence.refusal(at)
            form = refused if against else name
            no = against is not None or pattern is _NO_SCREEN
            yield _form(form, against or at, refused=no)


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
