"""What editors wrote about funding, words and occupations: as last loaded, and since."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from mentorhub.recommend import editor_words, glossary, occupations, sayings
from mentorhub.recommend.funding import files as funding_files
from mentorhub.recommend.funding_book import FundingBook
from mentorhub.recommend.glossary import Glossary
from mentorhub.recommend.models import ContentFile
from mentorhub.recommend.occupations import Occupations
from mentorhub.recommend.queries import words
from mentorhub.recommend.sayings import Sayings

FUNDING, GLOSSARY, SAYINGS = "funding/", "glossary/", "sayings/"
OCCUPATIONS = "occupations/"
KEPT = (FUNDING, GLOSSARY, SAYINGS, OCCUPATIONS)
"""The folders whose texts the database keeps; offers become rows of their own."""

Mark = tuple[tuple[str, str], ...]


def mark(session: Session) -> Mark:
    """Return path and digest of every text that is kept, and a mark of the editors' own words.

    It is another one after every change.
    """
    kept = or_(*(ContentFile.path.startswith(folder) for folder in KEPT))
    rows = select(ContentFile.path, ContentFile.digest).where(kept).order_by(ContentFile.path)
    loaded = tuple((path, digest) for path, digest in session.execute(rows))
    return (*loaded, ("words of editors", words.mark(session)))


def funding_book(session: Session) -> FundingBook:
    """Return the instruments.

    Raises:
        FundingFileError: a text was loaded by another version of the code, which reads it
            otherwise.
    """
    return FundingBook(funding_files.read(_texts(session, FUNDING)))


def glossary_now(session: Session) -> Glossary:
    """Return the everyday words: those that were loaded, and those that editors added.

    Raises:
        GlossaryError: as ``glossary_loaded``.
    """
    return editor_words.with_words(glossary_loaded(session), words.entries(session).values())


def glossary_loaded(session: Session) -> Glossary:
    """Return the everyday words of ``content/`` alone.

    Raises:
        GlossaryError: a text was loaded by another version of the code, which reads it otherwise.
    """
    return glossary.read(_texts(session, GLOSSARY))


def sayings_now(session: Session) -> Sayings:
    """Return what people say about subjects: what was loaded, and what editors added.

    Raises:
        SayingsError: as ``sayings_loaded``.
    """
    return editor_words.with_sayings(sayings_loaded(session), words.entries(session))


def sayings_loaded(session: Session) -> Sayings:
    """Return the sayings of ``content/`` alone.

    Raises:
        SayingsError: a text was loaded by another version of the code, which reads it otherwise.
    """
    return sayings.read(_texts(session, SAYINGS))


def occupations_now(session: Session) -> Occupations:
    """Return what people do for a living and where it can lead.

    Raises:
        OccupationsError: a text was loaded by another version of the code, which reads it
            otherwise.
    """
    return occupations.read(_texts(session, OCCUPATIONS))


def instrument_ids(session: Session) -> frozenset[str]:
    """Return the ids of our own instruments; no course may have one of them."""
    rows = select(ContentFile.path).where(ContentFile.path.startswith(FUNDING))
    names = (path.removeprefix(FUNDING) for path in session.scalars(rows))
    return frozenset(name.removesuffix(".toml") for name in names)


def _texts(session: Session, folder: str) -> dict[str, bytes]:
    rows = select(ContentFile.path, ContentFile.text).where(ContentFile.path.startswith(folder))
    found = session.execute(rows.order_by(ContentFile.path))
    return {path.removeprefix(folder): (text or "").encode() for path, text in found}
