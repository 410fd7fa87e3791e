"""What this room brings in from the content folder."""

from sqlalchemy.orm import Session

from mentorhub.courses.actions import content
from mentorhub.courses.material.files import WrongFiles
from mentorhub.kit import clock
from mentorhub.kit.content import ContentFolder
from mentorhub.kit.services import Services

CONTENT_PROBLEMS = (WrongFiles,)


def read(services: Services) -> content.Material:
    """Return all courses and programmes of the content folder.

    Raises:
        WrongFiles: a file is wrong; every mistake is told.
    """
    return content.read(services.get(ContentFolder).path)


def load(session: Session, material: content.Material) -> list[str]:
    """Bring courses and programmes in and return what to say about it."""
    taken = content.load(session, material, clock.now())
    told = {
        "courses with a new version": taken.versions,
        "courses gone": taken.gone,
        "programmes changed": taken.programmes,
    }
    return [f"{what}: {', '.join(ids)}" for what, ids in told.items() if ids]
