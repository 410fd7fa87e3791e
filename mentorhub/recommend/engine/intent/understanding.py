"""Takes a sentence apart: wishes on one side, the topic on the other."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mentorhub.recommend.engine.document import Chip, Understood
from mentorhub.recommend.engine.intent import (
    audience,
    length,
    level,
    manner,
    money,
    refused,
    schedule,
    start,
    where,
)
from mentorhub.recommend.engine.intent.sentence import Found, Sentence
from mentorhub.recommend.engine.places import Gazetteer
from mentorhub.recommend.engine.text import STOP_WORDS, Token, fold

_SETS = ("times", "not_times")
_LISTS = ("also_places", "not_places", "not_starts", "not_topics", "audience")
# Words that carry no topic and dangle where a wish was taken out.
_DANGLING = frozenset(
    fold(
        """
        am an ab auf aus bei bis der die das dem den des dass ein eine einen einem einer für gern
        gerne im in ist kann möchte nur oder sein soll sollte und von vor wäre wenn wird zu zum zur
        es er sie also aber bitte ich mit nach noch um wo was muss will suche brauche hätte habe
        möglichst lieber am liebsten besten at in on and or for the a an is that it with but only
        hier geht gehts klappt passt gehen gibt gibts arbeite als kurs kurse irgendwas etwas was
        dort da weg auch halt so dann leider weil damit zwischen mir mich sondern ja nein schon hab
        i want de
        """
    ).split()
)


def understand(
    text: str, gazetteer: Gazetteer, today: date, without: Collection[str] = frozenset()
) -> Understood:
    """Take a sentence apart.

    Knows plain German with slips of the keyboard, missing umlauts or capitals, and the basics
    in English. ``without`` names chips to drop: their words are treated as not said. The
    answer's ``topic`` is what remains, or the whole text where no content would remain.
    """
    sentence = Sentence(text)
    found = _without_contradictions(list(_find(sentence, gazetteer, today)))
    found += refused.find(sentence, {place for one in found for place in one.at})
    kept = [one for one in found if one.chip.id not in without]
    dropped = {place for one in found if one.chip.id in without for place in one.at}
    unwanted = {place for one in kept if one.refused for place in one.at}
    asked = _remaining(sentence, dropped | unwanted) or _otherwise(sentence, kept)
    wished = {place for one in kept if not one.stays for place in one.at}
    topic = None if "topic" in without else _remaining(sentence, dropped | wished)
    chips = tuple({one.chip.id: one.chip for one in reversed(kept)}.values())[::-1]
    if topic:
        chips = (Chip("topic", "topic", {"text": topic.text}), *chips)
    elif "topic" not in without:
        topic = asked
    return Understood(
        text=text,
        said=tuple(_said(asked, topic.starts.keys() if topic else ())),
        topic=topic.text if topic else "",
        chips=chips,
        tongue=sentence.tongue.code if sentence.tongue else None,
        **_fields(kept),
    )


@dataclass(frozen=True, slots=True)
class _Rest:
    """What is left of a sentence, and where in it each of its tokens stands, by their places."""

    text: str
    starts: Mapping[int, int]


def _said(rest: _Rest, topic: Collection[int]) -> Iterator[tuple[str, bool]]:
    """Yield the words that are left, and whether each has a token of the topic."""
    own = {start for at, start in rest.starts.items() if at in topic}
    for word in re.finditer(r"\S+", rest.text):
        yield word.group(), any(start in own for start in range(*word.span()))


def _find(sentence: Sentence, gazetteer: Gazetteer, today: date) -> Iterator[Found]:
    yield from where.find(sentence, gazetteer)
    yield from schedule.find(sentence)
    yield from manner.find_form(sentence)
    yield from money.find_price(sentence)
    yield from manner.find_language(sentence)
    yield from level.find(sentence)
    yield from start.find(sentence, today)
    yield from length.find(sentence)
    yield from money.find_funding(sentence)
    yield from audience.find(sentence)


def _without_contradictions(found: list[Found]) -> list[Found]:
    """Let a refusal win over the same wish, and the first of several places stand."""
    refused = {time for one in found for time in one.fields.get("not_times", ())}
    result = []
    for one in found:
        times = one.fields.get("times")
        if times is not None and times <= refused:
            continue
        if one.fields == {"kind": "funding"} and any(other.fields.get("azav") for other in found):
            continue
        result.append(one)
    return result


def _fields(found: list[Found]) -> dict[str, Any]:
    """Merge what was found: lists and times add up, of everything else the first counts."""
    merged: dict[str, Any] = {}
    for one in found:
        for name, value in one.fields.items():
            if name in _LISTS:
                merged[name] = (*merged.get(name, ()), value)
            elif name in _SETS:
                merged[name] = merged.get(name, frozenset()) | value
            elif value is not None:
                merged.setdefault(name, value)
    if "times" in merged:
        merged["times"] -= merged.get("not_times", frozenset())
    if "place" not in merged and merged.get("also_places"):
        merged["place"], *merged["also_places"] = merged["also_places"]
        merged["also_places"] = tuple(merged["also_places"])
    around = merged.pop("place_radius_km", None)
    merged.setdefault("radius_km", around)
    return merged


def _otherwise(sentence: Sentence, kept: list[Found]) -> _Rest:
    """Return what was asked where nothing remains: all, or nothing where a thing is refused."""
    if any("not_topics" in one.fields for one in kept):
        return _Rest("", {})
    return _whole(sentence)


def _whole(sentence: Sentence) -> _Rest:
    text = sentence.text.lstrip()
    gone = len(sentence.text) - len(text)
    starts = {at: token.start - gone for at, token in enumerate(sentence.tokens)}
    return _Rest(text.rstrip(), starts)


def _remaining(sentence: Sentence, gone: set[int]) -> _Rest | None:
    """Return the text without the tokens that are gone and what dangles beside them.

    Nothing where it would have no content.
    """
    if not gone:
        return _whole(sentence) if _has_content(sentence.tokens) else None
    parts: list[list[int]] = [[]]
    for at in range(len(sentence.tokens)):
        if at in gone:
            parts.append([])
        else:
            parts[-1].append(at)
    kept = [
        at for index, part in enumerate(parts) for at in _trimmed(sentence, part, index, len(parts))
    ]
    if not _has_content([sentence.tokens[at] for at in kept]):
        return None
    return _joined(sentence, kept)


def _trimmed(sentence: Sentence, part: list[int], index: int, parts: int) -> list[int]:
    """Drop small words at the edges of a part that a gap has opened."""
    start, end = 0, len(part)
    while index < parts - 1 and end > start and _dangles(sentence.words[part[end - 1]]):
        end -= 1
    while index > 0 and end > start and _dangles(sentence.words[part[start]]):
        start += 1
    return part[start:end]


def _dangles(word: str) -> bool:
    """Return whether a word, or all that one spoken word is read as, only holds others together."""
    return _DANGLING.issuperset(word.split()) or not word[0].isalnum()


def _has_content(tokens: list[Token]) -> bool:
    return any(token.raw[0].isalnum() and token.folded not in STOP_WORDS for token in tokens)


def _joined(sentence: Sentence, kept: list[int]) -> _Rest:
    """Return the kept tokens as they stand in the text, one space for each gap."""
    text, starts = "", {}
    for before, at in zip([None, *kept], kept, strict=False):
        token = sentence.tokens[at]
        if before is not None:
            between = sentence.text[sentence.tokens[before].end : token.start]
            text += re.sub(r"\s+", " ", between) if at == before + 1 else " "
        starts[at] = len(text)
        text += token.raw
    return _Rest(text, starts)
