"""What "Frag nach" asks and says."""

from collections.abc import Mapping

from mentorhub.recommend.dialogue.choices import MEANT, MORE, SHOW, UNKNOWN
from mentorhub.recommend.dialogue.talk import AskKind, Unworded
from mentorhub.recommend.eligibility import Condition, Verdict, is_likely, is_ordinary
from mentorhub.recommend.wording.speech import _, say


def question(kind: AskKind) -> str:
    """Return the one question of this kind."""
    words = {
        "topic": _("What would you like to learn, or what should get better?"),
        "place": _("Where do you live? The town or the postcode is enough."),
        "time": _("When do you have time to learn?"),
        "start": _("When do you want to begin?"),
        "german": _("How well do you know German?"),
        "employment": _("Do you have a job at the moment?"),
        "qualification": _("Do you have a vocational qualification?"),
        "company_size": _("About how many people work in your company?"),
        "income": _("What is your taxable income per year?"),
        "age": _("How old are you?"),
        "price": _("How much may the course cost you?"),
        "aim": _("What do you want the course for?"),
        "form": _("Would you rather learn on site or online?"),
    }
    return words[kind]


def why_asked(kind: AskKind) -> str:
    """Return what the answer is good for."""
    words = {
        "topic": _("Then we look for what fits."),
        "place": _("Then we show what you can get to, and what your Land pays."),
        "time": _("Then the course fits your day."),
        "start": _("Then you do not wait for nothing."),
        "german": _("Then the course is neither too easy nor too hard."),
        "employment": _("It decides who may pay for your course."),
        "qualification": _("It decides which funding you can get."),
        "company_size": _("It decides how much your company gets back."),
        "income": _("It decides whether you get the education cheque. It is on your tax letter."),
        "age": _("Some funding depends on it."),
        "price": _("Then we leave out what is too dear."),
        "aim": _("It decides which course is right, and who may pay for it."),
        "form": _("Both exist for many subjects."),
    }
    return words[kind]


def ready_answers(kind: AskKind) -> list[tuple[str, str]]:
    """Return the codes of the ready answers to a question, and what stands on their buttons."""
    return [(code, ready_answer(kind, code)) for code in MEANT.get(kind, ())]


def ready_answer(kind: AskKind | None, code: str) -> str:
    """Return what somebody said by picking this answer."""
    words = {
        (None, UNKNOWN): _("I do not know"),
        (None, SHOW): _("Show me courses now"),
        (None, MORE): _("Ask me more"),
        ("time", "evening"): _("In the evening"),
        ("time", "weekend"): _("At the weekend"),
        ("time", "part_time"): _("Part time"),
        ("time", "full_time"): _("Full time"),
        ("form", "presence"): _("On site"),
        ("form", "online"): _("Online"),
        ("start", "soon"): _("As soon as possible"),
        ("german", "A1"): _("I am a beginner (A1)"),
        ("german", "A2"): _("I understand simple sentences (A2)"),
        ("german", "B1"): _("I get along in daily life (B1)"),
        ("german", "B2"): _("I speak it well (B2)"),
        ("employment", "yes"): _("Yes, I work"),
        ("employment", "no"): _("No, I am out of work"),
        ("qualification", "yes"): _("Yes, I have one"),
        ("qualification", "no"): _("No, I have none"),
        ("income", "low"): _("At most 50,000 euros"),
        ("income", "high"): _("More than 50,000 euros"),
        ("price", "free"): _("It must be free"),
        ("price", "cheap"): _("At most 300 euros"),
        ("aim", "work"): _("To get ahead at work"),
        ("aim", "degree"): _("To catch up on a vocational qualification"),
        ("aim", "job"): _("To find work"),
        ("aim", "basics"): _("To read, write or calculate better"),
    }
    return words.get((kind, code)) or words.get((None, code)) or code


def unworded(why: Unworded) -> str:
    """Return why no chat model says anything to the courses."""
    no_answer = _("The language model did not answer.")
    reasons: Mapping[Unworded, str] = {
        "unfit": _("The language model has written nothing that we can show."),
        "limit": _("The language model has reached its limit for this dialogue or for today."),
        "busy": _("The language model has too much to do at the moment, or rests."),
    }
    ours = _("You see our own sentences.")
    return f"{reasons.get(why, no_answer)} {ours}"


def standing(verdict: Verdict) -> str:
    """Return what the rules say about one instrument, in a sentence of its own."""
    name = say(verdict.instrument.short)
    if verdict.reason:
        return f"{name}: {say(verdict.reason)}"
    if verdict.under_review:
        return f"{name}: {say(verdict.instrument.plain)}"
    if verdict.status == "fits":
        return _("%(name)s fits what you told us.", name=name)
    if verdict.status == "no":
        return _("%(name)s does not fit. %(why)s", name=name, why=_first(verdict.not_met))
    if is_likely(verdict):
        return _("%(name)s will probably fit.", name=name)
    return _("%(name)s may fit. %(why)s", name=name, why=_still_open(verdict))


def _first(conditions: tuple[Condition, ...]) -> str:
    return say(conditions[0].not_met) if conditions else ""


def _still_open(verdict: Verdict) -> str:
    deciding = [one for one in verdict.unknown if not is_ordinary(one)] or list(verdict.unknown)
    return say(deciding[0].unknown) if deciding else ""
