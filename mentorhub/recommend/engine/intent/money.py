"""What it may cost, and who may pay for it."""

import re
from collections.abc import Iterator

from mentorhub.recommend.engine.document import Chip
from mentorhub.recommend.engine.intent import others
from mentorhub.recommend.engine.intent.sentence import Found, Sentence, said
from mentorhub.recommend.engine.text import fold

_MOST = (
    r"≤|<|unter|bis zu|bis|bis max|max(?: [.])?|maximal|höchstens|weniger als"
    r"|nicht mehr (?:als|wie)|nicht teurer als|nicht über|keine|budget(?: von| ist| sind)?"
    r"|(?:habe|hab) (?:nur )?(?:\w+ )?"
    r"|nur|under|less than|at most|up to|no more than"
)
_CURRENCY = r"(?:euro|euros|eur|€)"
_AMOUNT = r"(\d{1,3}(?:[.]\d{3})+|\d+)(?:,(\d\d?)| ,)?"
_NUMBERS = {"zwanzig": 20, "dreißig": 30, "vierzig": 40, "fünfzig": 50,
            "hundert": 100, "zweihundert": 200, "dreihundert": 300,
            "vierhundert": 400,
            "sechshundert": 600, "achthundert": 800, "fünfzehnhundert": 1500,
            "fünfhundert": 500, "siebenhundert": 700, "neunhundert": 900,
            "zwölfhundert": 1200, "tausend": 1000, "eintausend": 1000,
            "zweitausend": 2000, "dreitausend": 3000, "a hundred": 100, "one hundred": 100,
            "two hundred": 200, "three hundred": 300, "five hundred": 500}  # fmt: skip
_NUMBERS |= {
    f"{word}fünfzig": number + 50
    for word, number in [*_NUMBERS.items()]
    if word.endswith("hundert")
}
_NUMBER_WORDS = {fold(word): number for word, number in _NUMBERS.items()}
_PRICE = said(
    rf"""
    (?:{_MOST}) ?(?:so )?(?:{_AMOUNT}|({"|".join(_NUMBERS)})) ?{_CURRENCY}
    (?:{_MOST}) {_CURRENCY} {_AMOUNT}
    zwischen \d+(?: {_CURRENCY})? und {_AMOUNT} {_CURRENCY}
    (?:{_MOST}) {_AMOUNT}(?= kosten)
    mehr als {_AMOUNT}(?= (?:\w+ ){{1,4}}nicht kosten)
    {_AMOUNT} {_CURRENCY} (?:budget|maximal|höchstens|max)
    mehr als {_AMOUNT} {_CURRENCY}(?= (?:\w+ ){{1,3}}nicht )
    ({"|".join(_NUMBERS)}) {_CURRENCY} (?:budget|maximal|höchstens|max)
    für {_AMOUNT} {_CURRENCY}
    bei {_AMOUNT}(?: {_CURRENCY})? (?:ist|wäre?) (?:\w+ )?(?:schluss|ende|feierabend|grenze)
    {_AMOUNT}(?: {_CURRENCY})? (?:ist|sind|wären?) (?:\w+ )?(?:limit|obergrenze|schmerzgrenze)
    {_AMOUNT}(?: {_CURRENCY})? (?:ist|sind|wären?) (?:\w+ )?(?:maximum|grenze)
    {_AMOUNT} {_CURRENCY}
    """
)
_MOST_EUROS = 1_000_000
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_OTHER_MONEY = said(
    r"""
    verdien\w*|gehalt|lohn|netto|brutto|einkommen|minijob|\w*-?euro-?job|stundenlohn|schulden
    zuschuss|bekomme|kriege|earn|salary|euro (?:jobs?|basis)|mini-?jobs?|rente|bürgergeld|zum leben
    """
)
# What somebody has in a month is no price, unless it is paid by the month.
_MONTHLY = said(
    r"(?:im|pro|per|jeden|a) (?:monat|month)|monatlich\w*|monthly|pro stunde|die stunde"
)
_PAYS = said(r"kosten|kostet|zahle|zahlen|bezahlen|ausgeben|raten?|pay|cost")
_OWNS = ("hab", "nur", "budget")
_AT_MOST = (
    r"(?:bis|bis zu|unter|max|max [.]|maximal|höchstens|nicht mehr als|weniger als|under|up to)"
)
# "Staplerschein bis 500": what can only be money, neither a year nor a weight.
_NAKED = said(
    rf"{_AT_MOST} ([1-9]\d\d\d?|[1-9][.]\d{{3}})[.]?(?= (?:$|[,;!?]|und |oder |aber |in |bei ))"
)
_MEASURED = said(
    r"""
    volt|ampere|kg|kilo\w*|tonnen?|kw|ps|\w*führerschein\w*|klassen?|din|iso|vde|normen|uhr|jahre?
    kran\w*|meter|teilnehmer\w*|wörter|rechnen|zahlen bis|zählen|grad|bar|watt|\d+
    """
)
_BARE = re.compile(rf"{_AMOUNT} {_CURRENCY}")
_NO_LIMIT = said(r"\w*gutschein\w*|\w*scheck\w*|\w*prämie\w*|\w*bonus|kostet|kosten|zahlen|zahle")
_WHOLLY = r"(?:ganz |völlig |komplett |möglichst )?"
_NEVER = r"(?:will not|won['\u2019]?t|doesn['\u2019]?t|does not|must not|should not)"
_FREE = said(
    rf"""
    {_WHOLLY}(?:kostenlos|kostenfrei|gebührenfrei|gratis)\w{{0,2}}(?! (?:nach)?hilfe)
    (?:kosten|zahle) (?:\w+ ){{0,4}}keinen cent|keinen cent (?:kosten|zahlen|ausgeben)
    (?:gebühren?|kosten) (?:darf|dürfen|soll|sollen|sollte) (?:\w+ ){{0,2}}keine\w*
    keine (?:kurs|teilnahme)?(?:gebühren?|kosten)(?= (?:$|[,.;!?]|haben|anfallen|bitte))
    ohne dass ich (?:\w+ ){{0,3}}(?:dazu|drauf|zu|be)?zahlen? ?(?:muss)?
    dazuzahlen (?:kann|will) ich nichts
    ohne (?:\w+ )?(?:portemonnaie|geldbeutel|portmonee)
    ohne (?:\w+ )?(?:brieftasche|geldbörse|zuzahlung|eigenbeteiligung)
    ohne(?: einen)? (?:cent|euro|pfennig|heller)(?= (?:$|[,.;!?]|zahlen|dazu|übrig|in))
    kostet (?:(?:mich|das|es|uns|aber) ){{0,3}}nichts
    nichts (?:dafür )?(?:hinblättern|hinlegen|löhnen|blechen)
    (?:darf|soll) (?:\w+ ){{0,2}}(?:0|null) (?:euro|€|cent) kosten
    {_NEVER} cost (?:me )?(?:a cent|a penny|anything)
    kosten darf (?:er|es|sie) (?:\w+ )?nichts|null budget|zahlen geht (?:\w+ )?nicht
    ohne dass ich (?:\w+ )?(?:be)?zahlen muss|ohne (?:was |etwas )?zu (?:be)?zahlen
    nichts kosten|kostet (?:mich |uns )?keinen cent|keinen euro (?:kosten|zahlen|ausgeben)
    umsonst(?! ge\w{{4,}}(?:t|en) )(?! (?:hab|habe|bin|war|hat|hatte) )|unentgeltlich\w{{0,2}}
    für (?:lau|null|umme|nass|nen appel und ein ei)|aus eigener tasche (?:\w+ ){{0,2}}nichts
    zum nulltarif|ohne (?:eigene )?(?:kosten|(?:kurs)?gebühr(?:en)?|eigenanteil)
    (?:der |das |die )?(?:mich )?nichts (?:kostet|kosten)|(?:darf|soll) (?:es )?nicht kosten
    (?:es |das )?(?:soll|darf|muss) (?:mich )?nichts kosten|kostet (?:mich )?nichts
    kosten (?:soll|darf) (?:es |das |der )?(?:mich )?(?:aber )?nichts
    (?:be)?zahlen (?:kann|könnte|will) ich (?:(?:das|es|dafür|aber|leider|gar) )*nichts?
    (?:kann|könnte) (?:(?:ich|das|es|ihn|dafür|aber|leider) )*nicht bezahlen
    (?:kann|könnte|will) (?:(?:ich|dafür|aber|leider|gar) )*nichts (?:dafür )?(?:be|dazu|zu)?zahlen
    (?:kann|könnte|will) (?:(?:ich|dafür|aber|leider|gar) )*nichts (?:dafür )?ausgeben
    (?:habe |hab )?(?:ich )?(?:aber |leider |gerade |dafür )*kein geld(?: (?:dafür|übrig))?
    (?<!fahrt )(?<!fahrten )(?:kann|könnte) (?:ich )?mir (?:\w+ ){{0,3}}nicht leisten|0 (?:euro|€)
    null euro|ohne (?:eigenes )?geld(?= (?:$|[,.;!?]|und |oder |in |bei |lernen |machen ))
    costs? (?:me )?nothing|without (?:paying|spending) (?:anything|a cent|a penny)|free of charge
    for free|free(?= (?:course|courses|class|classes|training|of charge) )
    no cost|(?:can not|cannot|can't) (?:pay|afford)(?: \w+)?|no money
    """
)
# What somebody does for others costs them nothing.
_GIVEN_FREE = said(
    r"""
    (?:betreue|helfe|arbeite|gebe|unterrichte)n? (?:\w+ ){0,3}(?:kostenlos|umsonst|gratis)
    (?:ich|wir) (?:\w+ )?pflegen? (?:\w+ ){0,3}(?:kostenlos|umsonst|gratis)
    pflegen? (?:ich|wir|sie|ihn|mein\w*|unser\w*) (?:\w+ ){0,3}(?:kostenlos|umsonst|gratis)
    """
)
_FREE_ENGLISH = said(
    r"(?<!i'm )(?<!am )(?<!only )free"
    r"(?! (?:on|in|at|after|from|time|weekends?|evenings?|mornings?))"
)
_ENGLISH = said(r"the|i|want|need|looking|course|courses|class|classes|learn|for|near|with|work")
_CHEAP = said(
    r"""
    (?:möglichst |sehr |eher |ziemlich )?(?:(?:preis|kosten)?günstig|billig)(?:er|e[nsmr]?)?
    (?:möglichst |sehr |eher |ziemlich )?preiswert(?:er|e[nsmr]?)?
    (?:möglichst |sehr |eher |ziemlich )?(?:erschwinglich|bezahlbar)(?:er|e[nsmr]?)?
    nichts teures|keine? teuren?|(?:klamm|knapp) bei kasse
    nicht (?:so |zu )?ins geld|(?:am günstigsten|günstigste\w*)
    möglichst wenig kosten|im rahmen bleiben
    nicht die welt kosten|für kleines geld|schmale\w* (?:budget|geldbeutel)|kleine\w* geldbeutel
    nicht (?:so |zu |allzu )?teuer|teuer (?:darf|soll) (?:es |das |er )?(?:aber )?nicht(?: sein)?
    wenig geld|kleine\w* (?:budget|preis)|cheap|affordable
    inexpensive
    """
)
_CHEAP_TOPIC = said(
    r"""
    (?:günstig|billig|preiswert)\w* (?:\w+ )?(?:ein)?(?:kaufen|kochen|bauen|wohnen|leben|reisen)
    (?:günstig|billig|preiswert)\w* (?:möbel|kleidung|sachen|lebensmittel|autos?|waren?)
    (?:einkaufen|kochen|leben|reisen|bauen) (?:für|mit) wenig geld
    (?:mit|für) wenig geld (?:kochen|einkaufen|leben|auskommen|haushalten|bauen|reisen|wirtschaften)
    """
)
_VOUCHER_WORD = (
    r"(?:bildungsgutschein\w*|gutschein (?:vom|von der|von meiner) "
    r"(?:amt|arbeitsamt|job-?center|agentur|arbeitsagentur))"
    r"(?: (?:habe|hab|bekommen|da|möglich|gefördert\w*))?"
)
_VOUCHER = said(
    rf"""
    (?:(?:mit|über|per|durch|auf|für) )?(?:(?:einen|einem|den|dem|meinem|meinen) )?{_VOUCHER_WORD}
    (?:azav|azwv)(?:-?(?:zertifiziert\w*|zugelassen\w*|massnahme\w*))?
    gefördert\w* (?:kurs\w*|weiterbildung\w*|umschulung\w*|lehrgang\w*)
    """
)
_WANTS_OFFER = said(
    r"""
    kurs\w*|lehrgang\w*|lehrgänge|umschulung\w*|schein|\w+schein|suche|angebot\w*|seminar\w*
    lernen|finde|\w+kurs|\w+lehrgang|\w+schulung|ausbildung
    """
)
_PAYER = (
    r"(?:amt|arbeitsamt|job-?center|agentur|arbeitsagentur|arbeitgeber|chef|firma|betrieb|staat"
    r"|land|kasse)"
)
_PAYER_TOO = (
    rf"(?:{_PAYER}|krankenkasse|rentenkasse|rentenversicherung|sozialamt|bundesagentur|bg|arge"
    r"|berufsgenossenschaft|kommune)(?: nrw)?"
)
_ADDS = r"(?:steuert|gibt|legt|schiesst)"
_ADDED = r"(?:dazu|zu|bei|drauf)"
_APPLIES = r"(?:antrag|anträge|beantrag\w*)"
_TRAINING = r"(?:\w+ )?(?:training|course|retraining)"
_MONEY = r"(?:geld|knete|kohle|zaster|moneten|kröten|mäuse|asche|zuschlag|beihilfe)"
_GIVEN = (
    r"(?:bezahlt|gezahlt|gefördert|geld|krieg\w*|bekomm\w*|übernommen|finanziert|unterstützt|hilfe"
    r"|förderung|zahlen|kommt|dazu)"
)
_OF_LEARNING = r"(?:weiterbildungs|bildungs|ausbildungs|aufstiegs|qualifizierungs)?-?"
_PAID_FOR = (
    r"(?:weiterbildung|kurs|ausbildung|fortbildung|lehrgang|umschulung|meister|schule|techniker"
    r"|führerschein|lernen|prüfung|schein)"
)
_FUNDING = said(
    rf"""
    (?:wer|was|wieviel|wie viel) (?:\w+ ){{0,4}}(?:zahlt|bezahlt|finanziert|übernimmt|fördert)
    wer (?:löhnt|blecht|berappt|spendiert|sponsert)
    wer (?:kommt|käme) (?:\w+ ){{0,2}}für (?:\w+ ){{0,5}}auf
    wer {_ADDS} (?:\w+ ){{0,4}}{_ADDED}(?= (?:$|[,.;!?]|wenn))
    (?:was|wieviel|wie viel) {_ADDS} (?:\w+ ){{0,2}}{_PAYER_TOO} (?:\w+ ){{0,2}}{_ADDED}
    {_PAYER_TOO} (?:\w+ ){{0,2}}{_ADDS} (?:(?:mir|uns|auch|da) )*(?:was|etwas|geld) {_ADDED}
    (?:gibt es|krieg\w*|bekomm\w*) (?:\w+ ){{0,3}}{_MONEY} (?:\w+ ){{0,2}}(?:vom|von|für|wenn)
    (?<!kein )(?:{_MONEY}) (?:vom|von der|von) {_PAYER_TOO}
    welche\w* töpfe?|fördertöpfe? (?:gibt|hat)|(?:gibt es|aus) (?:\w+ )?(?:einem |einen )?topf
    (?:welche\w*|wo|wie) (?:\w+ ){{0,3}}{_APPLIES} (?:\w+ ){{0,4}}(?:kurs\w*|geld|bezahlt)
    (?:welche\w*|wo|wie) (?:\w+ ){{0,3}}{_APPLIES} (?:\w+ ){{0,4}}{_PAYER_TOO}
    (?:welche\w*|was für (?:ein|einen)) antrag\w*
    (?:wird|werden) (?:\w+ ){{0,2}}\w*{_PAID_FOR} (?:\w+ )?bezahlt
    zahlt (?:da |mir |uns )?(?:wer|jemand|einer)(?= (?:was|etwas|dafür|dazu|mit|unterhalt|den|das))
    (?:wer|was) zahlt (?:\w+ )?unterhalt|unterhalt (?:während|in) (?:der|einer) \w*{_PAID_FOR}
    fahrtkosten (?:\w+ ){{0,3}}(?:erstatt\w*|zurück\w*|ersetzt)
    (?:kinderbetreuungskosten|prüfungsgebühren?) (?:\w+ ){{0,3}}(?:erstatt\w*|zurück\w*|ersetzt)
    (?:chip in|who (?:\w+ )?(?:covers?|sponsors?|contributes?|funds?))
    (?:cover|reimburse) (?:the |my )(?:fees?|costs?)
    (?:is there|any) (?:\w+ )?(?:money|support|help) (?:\w+ ){{0,3}}(?:for|towards) {_TRAINING}
    wer hilft (?:\w+ ){{0,3}}(?:kosten|bezahlen|zahlen)|who (?:\w+ ){{0,3}}pays?
    (?:jobcenter|job cent(?:re|er)) (?:will )?pays?
    (?:be)?zahlt (?:(?:das|der|die|mein|meine|mir) )*{_PAYER}
    (?:übernimmt|finanziert|fördert|hilft) (?:(?:das|der|die|mein|meine|mir) )*{_PAYER}
    {_PAYER} (?:\w+ ){{0,4}}(?:be)?(?:zahlt|zahlen)(?! (?:mir )?(?:nur |höchstens )?(?:bis|alles))
    vom (?:staat|amt|land|job-?center|arbeitsamt) {_GIVEN}
    {_GIVEN} (?:\w+ ){{0,3}}vom (?:staat|amt|land|job-?center|arbeitsamt)
    (?:bekomme?|krieg\w*) (?:ich|wir|man) (?:\w+ )?(?:geld|förderung|unterstützung|bafög|zuschuss)
    wer (?:\w+ ){{0,3}}trägt (?:\w+ ){{0,2}}kosten
    {_PAYER} (?:\w+ ){{0,4}}kosten (?:zu )?(?:trägt|tragen)
    (?:welche|gibt es) (?:\w+ )?fördert(?:opf|öpfe\w*)|fördert(?:opf|öpfe) (?:gibt|für|hat)
    bezuschusst\w*|auf staatskosten|begabtenförderung
    (?:gibt es|gibt's|kriege? ich|bekomme? ich) (?:\w+ ){{0,2}}geld zurück
    (?:sich|mir|uns) (?:\w+ ){{0,3}}(?:be)?zahlen lassen
    muss (?:ich|man) (?:\w+ ){{0,4}}(?:selbst|selber) (?:be)?zahlen
    bekomme? ich (?:\w+ ){{0,2}}(?:arbeitslosengeld|bürgergeld)|übergangsgeld
    (?:arbeitslosengeld|bürgergeld) (?:\w+ ){{0,2}}(?:weiter|während)
    (?:get|any) money (?:for|towards)
    (?:staat|amt|land) gibt (?:\w+ ){{0,2}}(?:was|etwas|geld) dazu|was steht mir (?:\w+ )?zu
    ist (?:der|die|das) (?:\w+ )?förderfähig
    wie (?:läuft|ist) das mit dem geld
    wovon (?:soll ich |sollen wir )?leben?(?: ich| wir)?(?! die)
    {_PAYER} (?:\w+ ){{0,4}}(?:übernimmt|übernehmen|dazugeben|zuschiessen)(?! alles)
    geld (?:vom|von der|von dem)|(?<!kein )geld für (?:\w+ )?\w*{_PAID_FOR}\w*
    \w*prämie\w*|bonus|freistell\w*|freigestellt\w*|lohnfortzahlung
    (?:lohn|gehalt) (?:\w+ ){{0,2}}weiter\w*|weiter (?:\w+ ){{0,2}}(?:lohn|gehalt)
    (?:urlaub|frei|freie tage) (?:bekommen |kriegen )?(?:für|zum) (?:\w+ )?{_PAID_FOR}
    {_OF_LEARNING}förder(?:ung|ungen|möglichkeit\w*|mittel|programme?|geld|gelder|n lassen)
    (?:unterstützung|hilfe) (?:vom amt|vom staat|vom job-?center|bekommen|beantragen|bei den kosten)
    (?:unterstützung|hilfe) für (?:\w+ ){{0,2}}(?:firmen|firma|betriebe?|\w*{_PAID_FOR}\w*)
    zuschuss|zuschüsse|finanzier\w*|finanziell\w*|stipendium|stipendien|bafög|\w+-?bafög
    meister-?bafög|bildungsscheck\w*|bildungsprämie|qualifizierungsgeld
    qualifizierungschancengesetz|bürgergeldbonus|weiterbildungsprämie|weiterbildungsgeld
    weiterbildungsstipendium|inqa\w*|lohnkosten\w*|arbeitsentgeltzuschuss
    arbeitnehmerweiterbildungsgesetz|kostenübernahme
    kosten (?:übernehmen|übernommen|erstattet|erstatten|zurück)
    (?:bezahlt|gezahlt|übernommen|erstattet|gefördert|finanziert) (?:werden|wird|bekomm\w*|krieg\w*)
    (?:bekomme|kriege|bekommt|kriegt|gibt es) (?:\w+ ){{0,3}}(?:geld|zuschuss|was dazu|erstattet)
    (?:bekomme|kriege|bekommt|kriegt|gibt es) (?:\w+ ){{0,3}}(?:bezahlt|gefördert)
    bursary|bursaries|funding|grant|grants|subsid\w*|scholarship|financial (?:help|support|aid)
    """
)


def find_price(sentence: Sentence) -> Iterator[Found]:
    """Yield the most it may cost, that it must be free, or that it should be cheap."""
    taken = {place for _, at in sentence.find(_GIVEN_FREE) for place in at}
    for cents, at in _amounts(sentence):
        if taken.isdisjoint(at):
            taken.update(at)
            chip = Chip("price", "price", {"max_price_cents": str(cents)})
            yield Found(chip, at, {"max_price_cents": cents} if cents else {"free": True})
    english = sentence.has(_ENGLISH)
    for pattern in (_FREE, *((_FREE_ENGLISH,) if english else ())):
        for match, at in sentence.find(pattern):
            told = (
                _denied(sentence, at)
                or others.are_told(sentence, at)
                or _is_no_price(sentence, at, match.group())
            )
            if taken.isdisjoint(at) and not told:
                taken.update(at)
                yield Found(Chip("free", "free"), at, {"free": True})
    taken.update(place for _, at in sentence.find(_CHEAP_TOPIC) for place in at)
    for _, at in sentence.find(_CHEAP):
        if taken.isdisjoint(at) and not _denied(sentence, at):
            yield Found(Chip("cheap", "cheap"), at, {"cheap": True})


def _amounts(sentence: Sentence) -> Iterator[tuple[int, range]]:
    """Yield amounts in cents that limit a price; not what somebody earns or a course costs."""
    priced = False
    for match, at in sentence.find(_PRICE):
        cents = _cents(match.groups())
        priced = True
        if cents <= 100 * _MOST_EUROS and not _is_other_money(match.group(), sentence.clause(at)):
            yield cents, at
    if not priced:
        yield from _naked(sentence)


def _is_other_money(said: str, clause: str) -> bool:
    bare = _BARE.fullmatch(said) is not None
    has = bare or said.startswith(_OWNS)
    return bool(
        _OTHER_MONEY.search(clause)
        or (bare and _NO_LIMIT.search(clause))
        or (has and _MONTHLY.search(clause) and not _PAYS.search(clause))
    )


def _naked(sentence: Sentence) -> Iterator[tuple[int, range]]:
    """Yield a limit without a unit, where it can be no other."""
    for match, at in sentence.find(_NAKED):
        euros = int(match.group(1).replace(".", ""))
        around = sentence.before(at.start) + sentence.after(at[-1])
        if not (_FIRST_YEAR <= euros <= _LAST_YEAR or _MEASURED.search(around)):
            yield 100 * euros, at


def _cents(groups: tuple[str | None, ...]) -> int:
    said_as, *rest = (group for group in groups if group)
    euros = _NUMBER_WORDS.get(said_as) or int(said_as.replace(".", ""))
    return 100 * euros + int((rest[0] if rest else "0").ljust(2, "0"))


def _is_no_price(sentence: Sentence, at: range, said: str) -> bool:
    """Return whether what one cannot afford is time, or who has no money asks who pays."""
    if said.endswith("leisten") and _TIME_SPENT.search(sentence.clause(at)):
        return True
    return bool(_POOR.search(said)) and sentence.has(_FUNDING)


_TIME_SPENT = said(r"ganzen tag|ganze tage|vollzeit|\w*zeit|verdienstausfall|zu fehlen|ausfälle?")
_POOR = re.compile("leisten$|nicht bezahlen$|kein geld")


def _denied(sentence: Sentence, at: range) -> bool:
    """Return whether "kostenlos" is waved aside: "muss nicht kostenlos sein"."""
    return sentence.before(at.start).endswith(" nicht ")


def find_funding(sentence: Sentence) -> Iterator[Found]:
    """Yield whether somebody asks for money rather than for a course, or has a voucher.

    "Kurs mit Bildungsgutschein" wants an approved course; "wie bekomme ich einen
    Bildungsgutschein" asks about the voucher.
    """
    taken: set[int] = set()
    wants_offer = sentence.has(_WANTS_OFFER)
    for _, at in sentence.find(_VOUCHER):
        taken.update(at)
        if wants_offer and not _asks(sentence):
            yield Found(Chip("azav", "azav"), at, {"azav": True}, stays=True)
        else:
            yield _asked(at)
    for _, at in sentence.find(_LEAVE):
        if not wants_offer and _asks(sentence):
            taken.update(at)
            yield _asked(at)
    for _, at in sentence.find(_FUNDING):
        if taken.isdisjoint(at):
            taken.update(at)
            yield _asked(at)


_LEAVE = said(r"bildungsurlaub\w*|bildungsfreistellung|arbeitnehmerweiterbildung")
_ASKING = said(
    r"""
    (?:wie|wer|was|wo|wann|welche\w*|habe ich|kann ich|bekomme ich|kriege ich|gibt es|darf ich|muss)
    how|who|what|can i|do i
    """
)


def _asks(sentence: Sentence) -> bool:
    return sentence.text.rstrip().endswith("?") or bool(_ASKING.match(sentence.line, 1))


def _asked(at: range) -> Found:
    return Found(Chip("kind", "kind", {"kind": "funding"}), at, {"kind": "funding"}, stays=True)
