"""Pure: GIFT, Aiken and Moodle XML in and out; ``door.read``, ``writers.write_gift`` and others.

A file is hostile until proven otherwise. Nothing of it is dropped silently: the report names every
question that was left out and everything that was changed in one that was taken.
"""

from mentorhub.courses.question_files.door import read
from mentorhub.courses.question_files.notes import SENTENCES, Imported, LeftOut, Note, Taken
from mentorhub.courses.question_files.writers import (
    NOWHERE,
    Filed,
    Written,
    write_gift,
    write_moodle_xml,
)

__all__ = [
    "NOWHERE",
    "SENTENCES",
    "Filed",
    "Imported",
    "LeftOut",
    "Note",
    "Taken",
    "Written",
    "read",
    "write_gift",
    "write_moodle_xml",
]
