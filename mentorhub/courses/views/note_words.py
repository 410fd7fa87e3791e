"""Reports about files of questions in the words of editors."""

from collections.abc import Iterable

from flask_babel import LazyString, ngettext
from flask_babel import lazy_gettext as _l

from mentorhub.courses.material.questions import KINDS
from mentorhub.courses.question_files import Note

NOTES: dict[str, LazyString] = {
    "unknown_kind": _l("this is neither GIFT nor Aiken nor Moodle XML"),
    "too_big": _l("the file is larger than %(detail)s MB"),
    "too_many": _l("the file holds more than %(detail)s questions; what follows was not read"),
    "no_questions": _l("there is no question in it"),
    "too_deep": _l("the file is nested too deeply or has too many parts"),
    "broken_xml": _l("the XML is broken here: %(detail)s"),
    "forbidden_xml": _l("the XML declares entities or a document type, which is refused"),
    "encoding": _l("the file does not say its encoding and was read as %(detail)s"),
    "penalty": _l("deductions for further tries were not taken: an attempt is graded once"),
    "order": _l("whether answers are shuffled is decided by the quiz, not by the question"),
    "kind": _l("there is no such kind of question here: %(detail)s"),
    "no_answers": _l("it has no answers"),
    "no_right": _l("none of its answers is fully right"),
    "braces": _l("an opening or closing brace is missing"),
    "two_blocks": _l("it has more than one block of answers"),
    "no_number": _l("this is no number: %(detail)s"),
    "no_arrow": _l("a pair has no arrow: %(detail)s"),
    "no_options": _l("an ANSWER line without a question and at least two answers before it"),
    "no_stem": _l("an answer without a question before it"),
    "no_answer_line": _l("there is no ANSWER line"),
    "long_stem": _l("the question has more than one line"),
    "answer_letter": _l("ANSWER must name one of the letters above: %(detail)s"),
    "gap_kind": _l("there is no such kind of gap here: %(detail)s"),
    "one_option": _l("a gap offers nothing to choose from but: %(detail)s"),
    "gap_tolerance": _l("a gap takes numbers with a tolerance: %(detail)s"),
    "gap_unknown": _l("a gap names an answer that is not there: %(detail)s"),
    "no_gaps": _l("it has no gaps"),
    "does_not_fit": _l("it does not fit: %(detail)s"),
    "not_equal": _l("the format cannot hold all of it"),
    "not_text": _l("it holds control characters"),
    "not_here": _l("the format has no such kind of question: %(detail)s"),
    "known": _l("the same question is in the bank already"),
    "twice": _l("the same question stands before in this file"),
    "bank_full": _l("a bank holds at most %(detail)s questions"),
    "new_id": _l("another question of the bank has this id; here it is called %(detail)s"),
    "points": _l("points were %(detail)s; here they are whole numbers from 1 to 10"),
    "partly": _l("partly right answers count as wrong here: %(detail)s"),
    "minus": _l("wrong answers to a single choice take nothing away here"),
    "several_right": _l("one of several right answers was to be chosen; here all of them are"),
    "weights": _l(
        "answers had weights of their own; here all right ones count alike and wrong ones take away"
    ),
    "other_numbers": _l("further right numbers were not taken: %(detail)s"),
    "comma": _l("a decimal comma was read: %(detail)s"),
    "answer_feedback": _l("feedback to written answers, pairs or gaps was not taken: %(detail)s"),
    "combined_feedback": _l("feedback to the whole answer was not taken: %(detail)s"),
    "hints": _l("hints were not taken: %(detail)s"),
    "tags": _l("tags were not taken: %(detail)s"),
    "unit_factor": _l("other units were not taken: %(detail)s"),
    "unit_needed": _l("the unit was optional or cost less; here it belongs to the answer"),
    "criterion": _l("one criterion with all points was added, because each essay has one here"),
    "uploads": _l("no files can be handed in here"),
    "template": _l("the template for the answer was not taken"),
    "subset": _l("only some of the things were to be ordered; here it is all of them"),
    "gap_case": _l("in gaps case does not count here"),
    "gap_weights": _l("gaps counted differently; here each counts alike"),
    "gap_number": _l("a gap for a number accepts its usual spellings: %(detail)s"),
    "picture": _l("a picture was not taken: %(detail)s"),
    "file": _l("a file was not taken: %(detail)s"),
    "link": _l("a link was not taken: %(detail)s"),
    "html": _l("this part of a text was not taken: %(detail)s"),
}
FAULTS: dict[str, LazyString] = {
    "no_zip": _l("This is no zip file."),
    "no_course": _l("There is no course.toml in it: this is no course."),
    "too_large": _l("The file is too large."),
    "unpacks_too_large": _l("Unpacked it is too large."),
    "too_many_files": _l("There are too many files in it."),
    "junk": _l("A file that a computer added by itself."),
    "not_served": _l("Programs are not taken."),
    "encrypted": _l("A file in it has a password."),
    "broken": _l("A file in it is broken."),
    "link": _l("A file is a link to somewhere else."),
    "double_name": _l("Two files have the same name, or differ only in case."),
    "hostile": _l("Something in it can harm computers. The whole file is refused."),
}
FORMATS = {"gift": "GIFT", "aiken": "Aiken", "moodle_xml": "Moodle XML"}
_KINDS: dict[str, LazyString] = {
    "single": _l("one right answer"),
    "multiple": _l("several right answers"),
    "true_false": _l("true or false"),
    "short": _l("short text"),
    "number": _l("number"),
    "matching": _l("pairs"),
    "ordering": _l("order"),
    "cloze": _l("gaps"),
    "essay": _l("free text"),
}


def say(note: Note) -> str:
    """Return a note in the language of the reader."""
    is_kind = note.code == "not_here" and note.detail in _KINDS
    return str(NOTES[note.code]) % {"detail": kind(note.detail) if is_kind else note.detail}


def fault(code: str) -> str:
    """Return why a file of a course, or something in it, is not taken."""
    return str(FAULTS.get(code, FAULTS["hostile"]))


def kind(name: str) -> str:
    """Return what a kind of question is called."""
    return str(_KINDS[name])


def counted(kinds: Iterable[str]) -> list[tuple[str, int]]:
    """Return how many questions of each kind there are, in our order of kinds."""
    told = list(kinds)
    return [(kind(each), told.count(each)) for each in KINDS if each in told]


def questions(count: int) -> str:
    """Return so many questions in words."""
    return str(ngettext("%(num)s question", "%(num)s questions", count))
