"""A course in the database and somebody who takes it."""

import pytest

import mentorhub.courses.models  # noqa: F401
from mentorhub.courses.actions import content, learning
from mentorhub.courses.material.files import read_course
from mentorhub.courses.queries import versions
from mentorhub.kit.crypto import Cipher
from tests import people
from tests.courses.material import files


@pytest.fixture
def cipher():
    return Cipher("a secret of tests, long enough to be one")


@pytest.fixture
def version(session, noon):
    """The small course, published."""
    content.keep(session, read_course("zuhoeren", files()), noon)
    return versions.offered_version(session, "zuhoeren")


@pytest.fixture
def lena(session):
    return people.person(session, "Lena Lerner")


@pytest.fixture
def enrolment(session, version, lena, noon):
    return learning.enrol(session, lena.id, version, by=lena.id, now=noon)
