"""What of a text tells how things are with the person now: the rest is no ground for facts.

Left out are clauses about other people ("mein Mann ist arbeitslos"), about the past, and what is
only asked, feared or imagined ("ob", "wenn", "falls"). Whoever asks for somebody else tells of
them: then it is the other way round, and "sie ist 27" says what "ich bin 27" would.
"""

# ruff: noqa: RUF001  words of many scripts

import re
from typing import Final

from mentorhub.recommend.dialogue.notes import spelled_out
from mentorhub.recommend.dialogue.spoken import plainly

_PEOPLE: Final = (
    "mann|ehemann|frau|ehefrau|sohn|tochter|kind|kinder|bruder|schwester|vater|mutter|eltern"
    "|freunde?|freundin|kollegen?|kollegin|nachbarn?|nachbarin|partner|partnerin|schwager|cousin"
    "|cousine|oma|opa|onkel|tante|bekannter?n?|bekannte|mitbewohner|neffen?|nichte"
)
_FOREIGN_PEOPLE = re.compile(
    r"\b(?:my\s+(?:husband|wife|brother|sister|son|daughter|friend|colleague|neighbou?r|mother"
    r"|father"
    r"|partner|parents)"
    r"|kocam|karım|eşim|kardeşim|oğlum|kızım|arkadaşım|abim|ablam|annem|babam"
    r"|м(?:ой|оя|оего|оей|ій)\s+(?:муж\w*|жена|жен\w+|брат\w*|сестр\w+|сын\w*|дочь|друг\w*"
    r"|чоловік\w*|дружина|син\w*|донька|подруга)"
    r"|زوجي|زوجتي|أخي|أختي|ابني|ابنتي|صديقي|صديقتي"
    r"|m(?:ój|oja)\s+(?:mąż|żona|brat|siostra|syn|córka|kolega|koleżanka)"
    r"|(?:soțul|soția|fratele|sora|fiul|fiica|prietenul|prietena|colegul|colega)\s+me[ua])\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(rf"\b(?:mein|unser|dein|ihr|sein)\w*\s+(?:{_PEOPLE})\b", re.IGNORECASE)
_THEIR_PEOPLE = re.compile(rf"\b(?:ihr|sein)\w*\s+(?:{_PEOPLE})\b", re.IGNORECASE)
_SELF = re.compile(
    r"\b(?:ich|wir|mir|mich|uns|i|i'm|ben|bana|я|мне|мені|у меня|у мене|أنا|ja|eu|(?:mein"
    r"|unser)\w*\s+(?:betrieb|firma|chef|chefin|arbeitgeber)"
    r"|(?:der|die|das|ein|eine)\s+\w*(?:kurs|lehrgang|umschulung|schulung|seminar))\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"^\W*(?:er|sie|ihm|ihr\w{0,2}|sein\w{0,2}|he|she)\b", re.IGNORECASE)
_IMAGINED = re.compile(
    r"^\W*(?:(?:und|aber|oder|nur|auch)\s+)?"
    r"(?:ob|wenn|falls|sobald|bevor|angenommen|if|whether)\b|\bzu\s+werden\b",
    re.IGNORECASE,
)
_TAXES = re.compile(r"\b(?:\w*steuer\w*|\w*veranlag\w*)\b", re.IGNORECASE)
_STAFF: Final = (
    r"(?:mitarbeiter|mitarbeiterin|auszubildende[rn]?|azubi|kollegen?|kollegin|angestellte[rn]?|beschäftigte[rn]?|gesellen?"
    r"|gesellin|\w*helfer|\w*helferin)"
)
_ASIDE = re.compile(r"^\W*\d[\d.]*(?:\s+\w+)?\W*$")
_COLLEAGUE = re.compile(
    rf"\b(?:mein|unser|unsr|ein|die|der)\w*\s+(?:\w+\s+)?{_STAFF}\b|\b(?:kollegin|kollege|kandidat)\b"
    r"|\bunser\w*\s+(?:herrn|frau|(?-i:[A-ZÄÖÜ])\w+(?:er|erin|kraft|mann))\b",
    re.IGNORECASE,
)
_NO_LONGER = re.compile(r"\b(?:arbeitslos|gekündigt|ehemalig|früher|entlassen)", re.IGNORECASE)
_FOLLOWS = re.compile(
    r"^\W*(?:dann\b|(?:bin|habe|hab|werde|wäre|stehe|verliere)\s+(?:ich|wir)\b)", re.IGNORECASE
)
_DOUBTED = re.compile(r"\bob\b.*$", re.IGNORECASE | re.DOTALL)
_PAST = re.compile(
    r"^(?!.*(?:versteuer|steuerbescheid|berat|agentur|freigestellt|urlaub|scheck|förder|inqa"
    r"|kursbeginn)).*\b(?:war|waren|warst|früher|damals"
    r"|ehemals|gewesen)\b",
    re.IGNORECASE | re.DOTALL,
)
_SENTENCES = re.compile(r"(?<=[.!?;\n])(?!\d)")
_CLAUSES = re.compile(
    r"((?:,(?!\d)|\s+(?:und|aber|sondern|jedoch|denn|weil|and|but)\s))", re.IGNORECASE
)
_INSTEAD = re.compile(
    r"\bnicht\s+(?!nur\b|bloß\b|allein\b)(?:mehr\s+)?[^.;!?]{1,40}?,?\s+sondern\s+", re.IGNORECASE
)

_LED: Final = r"(?:mentee|teilnehmer|klient|kund|schützling|ratsuchende)\w*"
_ON_BEHALF = re.compile(
    rf"""
    \b(?:frag|such|schreib|wissen|info|brauch|geht)\w*\b[^.!?]{{0,40}}?
        \b(?:für|um)\s+(?:ein\w*\s+(?:\w+\s+)?(?:{_PEOPLE}|{_STAFF}|{_LED})|herrn|frau)\b
    |\b(?:für|um)\s+(?:mein|unser|ein)\w*\s+(?:\w+\s+)?(?:{_PEOPLE}|{_STAFF}|{_LED})\b
    |\b(?:begleite|betreue|berate|coache|unterstütze)\s+(?:gerade\s+)?(?:mein|unser|ein)\w*
    |\b(?:für|um)\s+unser\w*\s+(?:herrn|frau|(?-i:[A-ZÄÖÜ])\w+(?:er|in|ling|kraft|mann))\b
    |\b(?:sie|er)\s+arbeitet\s+bei\s+uns\b
    |\bwas\s+kann\s+(?:sie|er)\b|\bgibt\s+es\s+(?:da\s+)?(?:etwas\s+)?für\s+(?:sie|ihn)\b
    |\bum\s+(?:den|die)\s+es\s+(?:mir\s+)?geht\b
    |\b(?:mein|unser|ein)\w*\s+{_LED}\b
    |\b(?:frau|herr)\s+(?-i:[A-ZÄÖÜ])\w*\.?,?\s+(?:ist|hat|arbeitet|möchte|will|soll|wohnt|fragt|\d\d)\b
    |\bunser\w*\s+(?:\w+\s+)?{_STAFF}\b[^.!?]{{0,60}}\b(?:soll|möchte|will|braucht)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_OF_STAFF = re.compile(
    rf"\b(?:mein|unser|unsr|ein|die|der)\w*\s+(?:\w+\s+)?{_STAFF}\b[^.!?]{{0,60}}"
    r"\b(?:soll|möchte|will|braucht|würde)\b"
    rf"|\bmein\w*\s+(?:sohn|tochter|bruder|schwester|frau|mann|mutter|vater)\b[^.!?]{{0,90}}"
    r"\b(?:soll|möchte|will|braucht)\s+(?:er|sie|jetzt|gern|eine?n?|den|die|das|auf)\b"
    r"|\bunser\w*\s+(?!chef|leiter|meister|betriebsrat|kund|partner|firma|werk)(?-i:[A-ZÄÖÜ])\w+"
    r"(?:er|in|ist|kraft|mann|frau)\b[^.!?]{0,60}\b(?:soll|möchte|will|braucht|ist|hat|tut)\b"
    rf"|\b(?:unser|unsr|ein|die|der)\w*\s+(?:\w+\s+)?{_STAFF}\b[^.!?]{{0,60}}\b(?:hat|ist)\b",
    re.IGNORECASE,
)
_ABOUT_SOMEBODY = re.compile(
    r"\b(?:arbeitet|wohnt|lebt|verdient|jobbt|fragt|sie\s+(?:ist|hat)|er\s+(?:ist|hat|is))\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(
    r"\b(?:ich|mich|mir|mein\w*|bin|habe|i|my|me|am|benim|мен\w*|мо[йяеї]\w*|я|ja|eu)\b",
    re.IGNORECASE,
)
_WORTH_CUTTING = re.compile(
    rf"\b(?:(?:mein|unser|dein|ihr|sein)\w*\s+(?:{_PEOPLE}|{_STAFF}|{_LED})\b"
    rf"|(?:für|um)\s+(?:ein|mein|unser|herr|frau|de[nr]|die)|(?:herr|frau)\s|ein\w*\s+{_LED}"
    r"|begleite|betreue|berate|coache|unterstütze"
    r"|(?:war|waren|warst|früher|damals|ehemals|gewesen|ob|wenn|falls|sobald|bevor|angenommen|if"
    r"|whether|zu werden|my)\b)"
    rf"|{_FOREIGN_PEOPLE.pattern}",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    r"\b(?:ich|selbst|mir)\b.*\b(?:bin|habe?|arbeite|verdiene|wohne|lebe|geht|bekomme)\b"
    r"|\b(?:bin|habe?|arbeite|verdiene|wohne|lebe)\s+ich\b",
    re.IGNORECASE | re.DOTALL,
)
_AS_OWN: Final = {
    "er": "ich", "sie": "ich", "ist": "bin", "is": "bin", "hat": "habe", "arbeitet": "arbeite",
    "wohnt": "wohne", "lebt": "lebe", "verdient": "verdiene", "bekommt": "bekomme",
    "bezieht": "beziehe", "jobbt": "jobbe", "macht": "mache", "sucht": "suche", "ihm": "mir",
    "seine": "meine", "ihre": "meine", "sein": "mein", "kriegt": "kriege", "braucht": "brauche",
}  # fmt: skip
_NAMED = re.compile(
    r"(?<!geehrte )(?<!geehrter )(?<!liebe )(?<!lieber )(?<!hallo )(?<!tag )(?<!moin )"
    r"\b(?:frau|herrn?|kollegin|kollege)\s+(?:dr\.\s+)?((?-i:[A-ZÄÖÜ])\w*)",
    re.IGNORECASE,
)
_THEIRS = re.compile(rf"\b(?:{'|'.join(_AS_OWN)})\b", re.IGNORECASE)


def names_several(text: str) -> bool:
    """Return whether a text tells of two people or more by name: whose facts it tells is open."""
    return len({name.casefold() for name in _NAMED.findall(text)}) > 1


def telling(text: str) -> str:
    """Return, in plain words, the text without the clauses from which no fact follows."""
    plain = plainly(spelled_out(text))
    if "sondern" in plain:
        plain = _INSTEAD.sub("", plain)
    if _ABOUT_SOMEBODY.search(plain) and not _FIRST_PERSON.search(plain):
        return _as_own(plain)
    if not _WORTH_CUTTING.search(plain):
        return plain
    if _ON_BEHALF.search(plain) or (_OF_STAFF.search(plain) and not _SPEAKER.search(plain)):
        return _as_own(plain)
    kept, about_others = [], False
    for sentence in _SENTENCES.split(plain):
        goes_on = about_others and _GOES_ON.search(sentence) is not None
        clauses, about_others = _of_sentence(sentence, goes_on)
        kept.append(clauses)
    return "".join(kept)


def _as_own(plain: str) -> str:
    """Return what somebody tells of whom they ask for, as if these told it of themselves.

    Whoever works beside or for the one who asks has work.
    """
    works = _COLLEAGUE.search(plain) and not _NO_LONGER.search(plain)
    kept = ["ich bin angestellt. "] if works else []
    for sentence in _SENTENCES.split(plain):
        parts, left_out = _CLAUSES.split(sentence), False
        for clause, mark in zip(parts[::2], [*parts[1::2], ""], strict=True):
            goes_on = left_out and _ASIDE.search(clause)
            left_out = bool(goes_on) or any(
                part.search(clause) for part in (_SPEAKER, _THEIR_PEOPLE, _PAST, _IMAGINED)
            )
            kept.append(" ," if left_out else _DOUBTED.sub("", clause) + mark)
    return _THEIRS.sub(lambda word: _AS_OWN[word[0].casefold()], "".join(kept))


def _of_sentence(sentence: str, about_others: bool) -> tuple[str, bool]:
    """Return what is kept of a sentence, and whether it ends with somebody else."""
    kept: list[str] = []
    parts = _CLAUSES.split(sentence)
    imagined = past = False
    for clause, mark in zip(parts[::2], [*parts[1::2], ""], strict=True):
        about_others = _is_about_others(clause, about_others)
        imagined = bool(_IMAGINED.search(clause) or (imagined and _FOLLOWS.search(clause)))
        past = bool(_PAST.search(clause) or (past and _ASIDE.search(clause)))
        if about_others or imagined or past:
            kept.append(" ,")
            continue
        kept.append(_DOUBTED.sub("", clause) + mark)
    end = sentence.rstrip()[-1:]
    told = "".join(kept)
    return told + (end if end in ".!?;" and not told.endswith(end) else ""), about_others


def _is_about_others(clause: str, so_far: bool) -> bool:
    """Return whether a clause speaks of somebody else; without a subject it goes on as before."""
    if _TAXES.search(clause):
        return False
    if _OTHERS.search(clause) or _FOREIGN_PEOPLE.search(clause):
        return True
    return so_far and not _SELF.search(clause)
