"""What a report about a file says: codes, so that a page can say them in any language."""

from dataclasses import dataclass

from mentorhub.courses.material.questions import Question

SENTENCES = {
    # about the whole file
    "unknown_kind": "this is neither GIFT nor Aiken nor Moodle XML",
    "too_big": "the file is larger than %(detail)s MB",
    "too_many": "the file holds more than %(detail)s questions; what follows was not read",
    "no_questions": "there is no question in it",
    "too_deep": "the file is nested too deeply or has too many parts",
    "broken_xml": "the XML is broken here: %(detail)s",
    "forbidden_xml": "the XML declares entities or a document type, which is refused",
    "encoding": "the file does not say its encoding and was read as %(detail)s",
    "penalty": "deductions for further tries were not taken: an attempt is graded once",
    "order": "whether answers are shuffled is decided by the quiz, not by the question",
    # why a question is left out
    "kind": "there is no such kind of question here: %(detail)s",
    "no_answers": "it has no answers",
    "no_right": "none of its answers is fully right",
    "braces": "an opening or closing brace is missing",
    "two_blocks": "it has more than one block of answers",
    "no_number": "this is no number: %(detail)s",
    "no_arrow": "a pair has no arrow: %(detail)s",
    "no_options": "an ANSWER line without a question and at least two answers before it",
    "no_stem": "an answer without a question before it",
    "no_answer_line": "there is no ANSWER line",
    "long_stem": "the question has more than one line",
    "answer_letter": "ANSWER must name one of the letters above: %(detail)s",
    "gap_kind": "there is no such kind of gap here: %(detail)s",
    "one_option": "a gap offers nothing to choose from but: %(detail)s",
    "gap_tolerance": "a gap takes numbers with a tolerance: %(detail)s",
    "gap_unknown": "a gap names an answer that is not there: %(detail)s",
    "no_gaps": "it has no gaps",
    "does_not_fit": "it does not fit: %(detail)s",
    "not_equal": "the format cannot hold all of it",
    "not_text": "it holds control characters",
    "not_here": "the format has no such kind of question: %(detail)s",
    "known": "the same question is in the bank already",
    "twice": "the same question stands before in this file",
    "bank_full": "a bank holds at most %(detail)s questions",
    # what was changed in a question that was taken
    "new_id": "another question of the bank has this id; here it is called %(detail)s",
    "points": "points were %(detail)s; here they are whole numbers from 1 to 10",
    "partly": "partly right answers count as wrong here: %(detail)s",
    "minus": "wrong answers to a single choice take nothing away here",
    "several_right": "one of several right answers was to be chosen; here all of them are",
    "weights": "answers had weights of their own; here all right ones count alike and wrong ones "
    "take away",
    "other_numbers": "further right numbers were not taken: %(detail)s",
    "comma": "a decimal comma was read: %(detail)s",
    "answer_feedback": "feedback to written answers, pairs or gaps was not taken: %(detail)s",
    "combined_feedback": "feedback to the whole answer was not taken: %(detail)s",
    "hints": "hints were not taken: %(detail)s",
    "tags": "tags were not taken: %(detail)s",
    "unit_factor": "other units were not taken: %(detail)s",
    "unit_needed": "the unit was optional or cost less; here it belongs to the answer",
    "criterion": "one criterion with all points was added, because each essay has one here",
    "uploads": "no files can be handed in here",
    "template": "the template for the answer was not taken",
    "subset": "only some of the things were to be ordered; here it is all of them",
    "gap_case": "in gaps case does not count here",
    "gap_weights": "gaps counted differently; here each counts alike",
    "gap_number": "a gap for a number accepts its usual spellings: %(detail)s",
    "picture": "a picture was not taken: %(detail)s",
    "file": "a file was not taken: %(detail)s",
    "link": "a link was not taken: %(detail)s",
    "html": "this part of a text was not taken: %(detail)s",
}
LONGEST_DETAIL = 200


@dataclass(frozen=True)
class Note:
    """One remark: a code of ``SENTENCES`` and what it is about."""

    code: str
    detail: str = ""

    def __str__(self) -> str:
        return SENTENCES[self.code] % {"detail": self.detail}


@dataclass(frozen=True)
class Taken:
    """A question that was taken, where it began, and what had to be changed."""

    question: Question
    line: int
    title: str = ""
    category: str = ""
    changes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class LeftOut:
    """What was not taken, where it began (line 0: the whole file), and why."""

    line: int
    title: str
    reason: Note


@dataclass(frozen=True)
class Imported:
    """What a file holds; ``kind`` is gift, aiken, moodle_xml or unknown."""

    kind: str
    taken: tuple[Taken, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions, in the order of the file, each with an id of its own."""
        return tuple(each.question for each in self.taken)


class Refused(Exception):
    """A question, or what follows in a file, cannot be taken."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.note = note(code, detail)
        super().__init__(str(self.note))


def note(code: str, detail: object = "") -> Note:
    """Return a note whose detail is one short line."""
    text = " ".join(str(detail).split())
    return Note(code, text if len(text) <= LONGEST_DETAIL else text[: LONGEST_DETAIL - 1] + "…")
