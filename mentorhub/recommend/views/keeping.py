"""Where the dialogue of a browser lies: an encrypted row, found by a note of the session."""

from flask import session as cookie
from sqlalchemy.orm import Session

from mentorhub.kit import clock
from mentorhub.kit.crypto import Cipher
from mentorhub.recommend.actions import visits
from mentorhub.recommend.dialogue.talk import Talk, from_json, to_json
from mentorhub.recommend.models import KeptTalk
from mentorhub.web.context import service

COOKIE = "talk"


def kept(session: Session) -> Talk:
    """Return the dialogue of this browser, an empty one if there is none."""
    plain = visits.recall(
        session, service(Cipher), cookie.get(COOKIE), now=clock.now(), kind=KeptTalk
    )
    return from_json(plain) if plain else Talk()


def keep(session: Session, talk: Talk) -> None:
    """Keep the dialogue for another hour."""
    cookie[COOKIE] = keep_under(session, talk, cookie.get(COOKIE))


def keep_under(session: Session, talk: Talk, token: str | None) -> str:
    """Keep the dialogue under a token, for answers that have begun to leave; return the token."""
    return visits.remember(
        session, service(Cipher), token, to_json(talk), now=clock.now(), kind=KeptTalk
    )


def forget(session: Session) -> None:
    """Delete the dialogue now."""
    visits.forget_talk(session, cookie.pop(COOKIE, None))
