"""The guide of "Frag nach": hears a person, asks the search and the rules, and moves."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from mentorhub.recommend import funding_book
from mentorhub.recommend.dialogue import answers
from mentorhub.recommend.dialogue.answers import Heard
from mentorhub.recommend.dialogue.home import lands
from mentorhub.recommend.dialogue.moves import Ask, Seen, Show, next_move, one_more, wants_more
from mentorhub.recommend.dialogue.talk import Talk, Turn
from mentorhub.recommend.dialogue.wish import Wish, named_place, wish
from mentorhub.recommend.dialogue.worth import SHOWN, Candidate, Money
from mentorhub.recommend.eligibility import Value, Verdict, for_courses, ranked
from mentorhub.recommend.engine.document import CEFR_LEVELS, Given, Kind
from mentorhub.recommend.engine.places import Place
from mentorhub.recommend.engine.text import words
from mentorhub.recommend.finder import Answer, Finder, Found
from mentorhub.recommend.funding.seldom import is_for_few
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.models import Offer

LOOKED_AT = 20
INSTRUMENTS = 5
LOST = "Berufliche Orientierung: herausfinden, was zu mir passt"
"""What is looked for when somebody knows no subject, also after we have asked."""

_BESIDE = frozenset({"kind", "audience.unemployed"})
"""What decides who pays, and draws to other courses than the one that somebody names."""

_LEVEL = re.compile(rf"\b({'|'.join(CEFR_LEVELS)})\b")
_GERMAN = re.compile(r"deutsch|integrationskurs|sprachkurs", re.IGNORECASE)


@dataclass(frozen=True)
class Reply:
    """Our part of a turn: the dialogue with it, the courses shown, and every instrument named.

    ``about_money`` are verdicts on the person alone, each course carries its own. ``more`` says
    that beside the courses there is a question left whose answer would change something.
    """

    talk: Talk
    move: Ask | Show
    wish: Wish
    answer: Answer
    about_money: tuple[Verdict, ...] = ()
    more: bool = False

    @property
    def shown(self) -> tuple[Found, ...]:
        """Return the courses of this reply, best first."""
        return self.answer.found[:SHOWN] if isinstance(self.move, Show) else ()


class Guide:
    """Leads a dialogue; keeps nothing itself."""

    def __init__(self, finder: Finder, gazetteer: Gazetteer) -> None:
        self._finder = finder
        self._gazetteer = gazetteer

    def hear(self, talk: Talk, text: str, today: date, choice: str = "") -> tuple[Talk, Heard]:
        """Return the dialogue with what the person said, and what that says about them."""
        asked = talk.open_question
        heard = answers.read(asked, text)
        if asked == "place" and not heard.unknown:
            heard = self._at_home(heard, text, today)
        else:
            heard = replace(heard, facts={**lands(text, self._gazetteer, today), **heard.facts})
        turn = Turn(said=text, to=asked, read=heard.read or heard.unknown, choice=choice)
        return talk.heard(turn), heard

    def reply(
        self,
        session: Session,
        talk: Talk,
        facts: Mapping[str, Value],
        *,
        today: date,
        hurry: bool = False,
        seed: str | None = None,
    ) -> Reply:
        """Return the dialogue with our part; ``facts`` are what the person said of themselves."""
        wanted = wish(_telling(talk), self._gazetteer, today)
        text = wanted.sentence if wanted.subject else f"{wanted.sentence} {LOST}".strip()
        asks = wanted.asks_for_money
        beside = _BESIDE if asks and wanted.subject else frozenset()
        answer = self._find(session, text, "course", LOOKED_AT, facts, today, seed, beside)
        about = self._about_person(facts, today) + self._about_closed(wanted.sentence, facts, today)
        if asks:
            about += self._about_money(session, text, facts, today, seed)
        instruments = {one.id: one for one in for_courses(self._finder.book.instruments, today)}
        instruments |= {one.instrument.id: one.instrument for one in about}
        seen = Seen(
            wanted,
            [_candidate(found, today) for found in answer.found if found.offer],
            answer.results.none_near,
            Money(tuple(instruments.values()), facts, asks, today, is_paid=wanted.is_paid),
        )
        is_answered = asks and (
            any(one.reason for one in about) or _names_settled(wanted.sentence, about)
        )
        is_enough = is_answered and not wants_more(talk)
        move = next_move(talk, seen, hurry=hurry or is_enough)
        if isinstance(move, Ask):
            return Reply(talk.asking(move.kind), move, wanted, answer)
        keys = tuple(found.hit.key for found in answer.found[:SHOWN])
        shown = talk.showing(keys, none_fits=move.none_fits)
        is_more = not talk.is_full and one_more(talk, seen) is not None
        return Reply(shown, move, wanted, answer, about, is_more)

    def _about_person(self, facts: Mapping[str, Value], today: date) -> tuple[Verdict, ...]:
        """Return what fits the person for sure beside courses, such as a scholarship or leave."""
        others = [one for one in self._finder.book.instruments if not one.pays_course]
        verdicts = [funding_book.standing(one, facts, today) for one in others]
        return tuple(one for one in verdicts if one.status == "fits")

    def _about_closed(
        self, sentence: str, facts: Mapping[str, Value], today: date
    ) -> tuple[Verdict, ...]:
        """Return of each instrument that somebody names that it has ended, or is yet to come.

        To name it is to ask for it, and no search has to find it first.
        """
        closed = self._finder.book.called_closed(sentence, today)
        return tuple(funding_book.standing(one, facts, today) for one in closed)

    def _about_money(
        self, session: Session, text: str, facts: Mapping[str, Value], today: date, seed: str | None
    ) -> tuple[Verdict, ...]:
        """Return what the person's facts say about the instruments that were asked for."""
        answer = self._find(session, text, "funding", INSTRUMENTS, facts, today, seed)
        return tuple(found.verdict for found in answer.found if found.verdict)

    def _find(
        self,
        session: Session,
        text: str,
        kind: Kind,
        limit: int,
        facts: Mapping[str, Value],
        today: date,
        seed: str | None,
        without: frozenset[str] = frozenset(),
    ) -> Answer:
        return self._finder.find(
            session,
            text,
            today=today,
            given=Given(kind=kind),
            without=without,
            facts=facts,
            seed=seed,
            limit=limit,
        )

    def _at_home(self, heard: Heard, text: str, today: date) -> Heard:
        """Return what the answer to "where do you live" says, with the Land as a fact."""
        place = named_place(text, self._gazetteer, today)
        if place is None:
            return replace(heard, read=False)
        land = self._gazetteer.funding_land(place.postcode or place.name)
        return replace(heard, facts={**heard.facts, "wohnsitz_land": land}) if land else heard


def money_of(reply: Reply) -> tuple[Verdict, ...]:
    """Return every verdict that a reply names, each instrument once, the most fitting first.

    Of an instrument that several courses speak of counts what it says to the best of them; what
    does not fit is only named where somebody asked about it.
    """
    on_courses = [verdict for found in reply.shown for verdict in found.chances]
    hopes = [one for one in on_courses if one.status != "no" and not is_for_few(one)]
    by_id: dict[str, Verdict] = {}
    for verdict in ranked([*hopes, *reply.about_money]):
        by_id.setdefault(verdict.instrument.id, verdict)
    return tuple(by_id.values())


def _names_settled(sentence: str, verdicts: Iterable[Verdict]) -> bool:
    """Return whether somebody names an instrument of which the rules know enough to say no or yes.

    So is one that is under review, which no answer settles. People leave out most of a long name,
    so its longest word counts.
    """
    said = set(words(sentence))
    settled = [one for one in verdicts if one.status != "unknown" or one.under_review]
    return any(max(words(one.instrument.short.de), key=len) in said for one in settled)


def _telling(talk: Talk) -> list[Turn]:
    """Return the turns that say something; whoever does not mind has said nothing."""
    return [turn for turn in talk.turns if turn.said and not answers.is_unknown(turn.said)]


def _candidate(found: Found, today: date) -> Candidate:
    offer = found.offer
    assert offer
    return Candidate(
        key=offer.key,
        score=found.hit.score,
        title=offer.title,
        learn=offer.learn,
        where=_where(offer),
        form=offer.form,
        schedules=frozenset(offer.schedules),
        next_start=found.next_start,
        price_cents=offer.price_cents,
        degree_kind=offer.degree_kind,
        levels=frozenset(_LEVEL.findall(offer.title))
        if _GERMAN.search(offer.title)
        else frozenset(),
        facts=funding_book.facts_of_offer(offer, today),
    )


def _where(offer: Offer) -> Place | None:
    if offer.latitude is None or offer.longitude is None:
        return None
    return Place(offer.town or "", offer.latitude, offer.longitude)
