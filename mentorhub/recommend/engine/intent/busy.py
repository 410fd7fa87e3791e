"""When somebody has no time: at work, tired, with the children."""

import re
from typing import Final

from mentorhub.recommend.engine.intent.sentence import Sentence, said

_AT_WORK = said(
    r"""
    arbeite|arbeiten|arbeitet|schaffe|jobbe|muss ich arbeiten|im dienst|i work|habe ich dienst
    fahre? ich|schlafe?|gejobbt|gearbeitet|hab ich dienst
    bin ich (?:unterwegs|weg|auf montage|auf tour)
    betreue|versorge|pflege?(?= (?:sie|ihn|mein\w*) )
    """
)
_CHILD: Final = r"(?:kind|kinder|kids|baby|tochter|sohn|enkel)"
_CHORE: Final = r"(?:putzen|jobben|kellnern|kassieren|zur arbeit|auf schicht)"
_TAKEN = said(
    rf"""
    (?<!nicht )(?:(?:zu|total|so|immer|meist|very|too) )*(?:(?:tod)?müde|kaputt|erschöpft|tired)
    (?:fix und|zu|so|total|völlig|ganz) fertig|ausgelaugt|exhausted|busy|verhindert|verplant
    eingespannt|gebunden|unabkömmlich|ausgebucht|hochbetrieb|hauptgeschäft|im einsatz|auf arbeit
    am (?:arbeiten|malochen|putzen|schuften)|nicht verfügbar|geplättet|geschlaucht|groggy|im eimer
    (?:zu nichts|nicht|kaum)(?: mehr)? zu (?:gebrauchen|haben)|fix und foxi|bettreif|schlagkaputt
    (?:i'm|i am) (?:always |usually )?(?:busy|out|away|exhausted|with (?:the|my) (?:kids|children))
    (?:bin|sind) (?:\w+ ){{0,2}}(?:platt|hinüber|erledigt|gerädert)
    (?:bin|sind) (?:\w+ ){{0,2}}(?:k[.]o[.]|am ende|durch|eingeteilt)
    gehör(?:t|en) (?:der|den|meine\w*|mir|unser\w*)|i'm working|i am working
    brauche? ich (?:zum (?:ausruhen|schlafen|erholen|abschalten)|für (?:mich|die familie))
    brauche? ich meine ruhe
    have (?:my|the) (?:kids|children|baby)
    bin (?:ich )?(?:immer|meist\w*|oft|ständig|dauernd) (?:bei|im|in|auf|unterwegs|weg|beim)
    (?:bin|gehe?) ich (?:immer |meist\w* |oft )?\w{{3,}}en(?= (?:$|[,.;!?]|und|weil))
    (?:sind|ist|habe?) (?:\w+ ){{0,2}}{_CHILD} (?:da|daheim|zu ?hause)
    {_CHORE} (?:gehe?|bin)|gehe? (?:ich )?(?:\w+ ){{0,2}}{_CHORE}|putze|kellnere
    look after|looking after|babysit|take care of
    """
)
_DOES = re.compile(
    r"(?:(?!(?:kann|konnte?|mochte?|will|wurde?|hatte?|lerne?|suche?|brauche?|ware?|darf|gehe?"
    r"|kame?|bin|habe?|soll|muss|passt|weil|wenn|dass|damit|obwohl|falls|bevor|sodass|solange"
    r"|finde?"
    r"|bevorzuge|nehme?|besuche) )\w{3,} ich (?!zeit|frei|lernen)"
    r"|(?:habe?|bin) ich (?!zeit|frei|da |zu|immer|meist|noch|dann|fur|am|erst|nur|flexibel))"
)
_DOES_BEFORE = re.compile(
    r" (?:ich|wir)(?: im \w+)? (?:pflege?|koche?|trainiere?|spiele?|unterrichte?|helfe?|trage?"
    r"|verkaufe?|betreue?|putze?|singe?|backe?|leite?|liefere?)n?(?: immer| oft| meist\w*)? $"
)
# "Ich fahre abends Pizza aus": no more than what somebody does.
_TELLS_BEFORE = re.compile(
    r" ich (?!(?:suche|mochte|lerne|brauche|hatte|wurde|konnte|mache|komme|besuche|nehme|wunsche"
    r"|bevorzuge|plane|ware|finde|wolle|habe|gehe|starte|beginne|fange|schaffe|belege|wahle) )"
    r"\w{3,}e $"
)
_OFTEN: Final = r"(?:immer |meist\w* |leider |dann |oft |auch )*"
_MUST: Final = r"(?:muss ich|ich muss|musste ich|i have to|i must)"
_HAS_BEFORE = re.compile(r" ich (?:immer |oft |meist\w* )?(?:habe?|hatte) $")
_ENGAGED = re.compile(
    r"(?:(?:immer|meist\w*|oft|die|den|das|meine?n?|mit) )*(?:chor|training|probe|feuerwehr"
    r"|verein\w*|dienst\w*|schicht|sport|fussball|termine?|enkel\w*|kinder|kids|kleinen?|familie"
    r"|gottesdienst|kirche|moschee|vorstellung|auftritte?|nebenjob|minijob|arbeit|therapie|dialyse"
    r"|(?:ruf)?bereitschaft|besuch) "
)
# What is said of the time before: "samstags ist Hochbetrieb, da krieg ich nie frei".
_MAY: Final = (
    r"(?:kann|konnte?|darf|geht|gehen|ginge|passt|klappt|krieg\w*|bekomm\w*|schaff\w*|komm\w*"
    r"|lauft|wird|will|mag)"
)
_NO_TIME: Final = (
    r"kein(?:e|en)? (?:\w+ )?(?:zeit|kurse?|unterricht|luft|moglichkeit|chance|termine?|kopf)"
)
_SO_NOT = re.compile(
    r"(?:(?![,.;:!?])[^ ]+ ){0,7}(?:[,.;:!?] )?(?:(?:und|also|daher|so) )*(?:da|dann|deshalb) "
    rf"(?:{_MAY} (?:\w+ ){{0,5}}(?:nicht|nie|nichts|raus|unmoglich)"
    rf"|(?:{_MAY}|habe?|ist|is) (?:\w+ ){{0,5}}{_NO_TIME}"
    r"|(?:will|brauche?) ich meine ruhe)"
)
_OTHER_TIME = re.compile(r" (?:abends|morgens|\w*mittags|tagsuber|nachts|samstags|wochenende) ")
_DUTY = re.compile(rf"{_OFTEN}{_MUST} ")
_DUTY_BEFORE = re.compile(rf" {_MUST} {_OFTEN}$")
# What one must do as well, and is no other duty.
_LEARNS = said(
    r"""
    \w*lern\w*|\w*kurs\w*|\w*schein|(?<!von der )(?<!aus der )\w*schule|unterricht|prüfung|frei|zeit
    learn\w*|course|class
    """
)
_UNTIL = ("um", "bis", "spatestens")  # "um eins muss ich am Kindergarten sein" leaves the morning


def works(sentence: Sentence, at: range) -> bool:
    """Return whether somebody works then, or has another thing to do that takes all their time."""
    clause = sentence.clause(at)
    return bool(_AT_WORK.search(clause) or _TAKEN.search(clause))


def busy(sentence: Sentence, at: range) -> range | None:
    """Return the places of a time and of what somebody has to do then, None if they are free.

    "Am Wochenende spiele ich", "abends muss ich auf die Kinder aufpassen".
    """
    before, behind = sentence.before(at.start), sentence.after(at[-1])
    if before.endswith(" nur "):
        return None
    clause = sentence.clause_at(at)
    if _is_duty(sentence, at):
        return range(at.start, clause.stop)
    for _, taken in sentence.find(_TAKEN):
        if taken.start in clause:
            return range(min(at.start, taken.start), max(at.stop, taken.stop))
    if _HAS_BEFORE.search(before) and (engaged := _ENGAGED.match(behind)):
        return sentence.followed(at, engaged)
    if works(sentence, at) or _DOES.match(behind) or _DOES_BEFORE.search(before):
        return at
    return _so_not(sentence, at)


def only_tells(sentence: Sentence, at: range) -> bool:
    """Return whether a time only belongs to what somebody says they do."""
    return bool(_TELLS_BEFORE.search(sentence.before(at.start)))


def _so_not(sentence: Sentence, at: range) -> range | None:
    """Return the places of a time and of the next clause, which says it does not suit."""
    said = _SO_NOT.match(sentence.after(at[-1]))
    if said is None or _OTHER_TIME.search(f" {said.group()} "):
        return None
    return sentence.followed(at, said)


def _is_duty(sentence: Sentence, at: range) -> bool:
    if sentence.words[at.start].startswith(_UNTIL):
        return False
    behind = sentence.clause_behind(at)
    must = _DUTY.match(behind) or (
        behind.strip() and _DUTY_BEFORE.search(sentence.before(at.start))
    )
    return bool(must) and not _LEARNS.search(" " + behind)
