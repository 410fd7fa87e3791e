"""Whether drafts can be asked for here, and of which lessons there are some."""

from sqlalchemy.orm import Session

from mentorhub.assist.drafting import Drafter
from mentorhub.courses.models import CourseVersion
from mentorhub.courses.queries import drafts
from mentorhub.courses.queries.versions import course_of
from mentorhub.web.context import service, services


def model_name() -> str:
    """Return the name of the language model, empty where the operator has set none."""
    return service(Drafter).name if services().has(Drafter) else ""


def with_drafts(session: Session, version: CourseVersion) -> frozenset[str]:
    """Return the lessons that have a page of drafts: all where a model is set."""
    if model_name():
        return frozenset(each.id for each in course_of(version).lessons)
    return drafts.drafted_lessons(session, version)
