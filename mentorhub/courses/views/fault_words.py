"""Mistakes in the files of a course in the words of editors."""

import re

from flask_babel import gettext

from mentorhub.courses.material.files import Fault
from mentorhub.courses.package_words import words_of
from mentorhub.web.reasons import Reasons, reworded

Told = dict[str, str | bool]


def _(text: str, **values: object) -> str:
    return str(gettext(text, **values))


def _list(names: str) -> str:
    return names.replace(" or ", ", ").replace("'", "")


# What pydantic and tomllib say belongs to programmers; each pattern names what a person must do.
_VALUES: Reasons = (
    ("Field required", lambda: _("is missing")),
    ("is not known", lambda: _("There is no field of this name.")),
    ("is not written here", lambda: _("This is not written here.")),
    (
        r"Tuple should have at least (\d+) items? .*",
        lambda least: _("at least %(count)s are needed", count=least),
    ),
    (
        r"Tuple should have at most (\d+) items? .*",
        lambda most: _("at most %(count)s are allowed", count=most),
    ),
    (r"String should have at least \d+ .*", lambda: _("must not be empty")),
    (
        r"String should have at most (\d+) .*",
        lambda most: _("is longer than %(most)s characters", most=most),
    ),
    (
        "Input should be a valid (?:tuple|list)",
        lambda: _("must be a list in square brackets"),
    ),
    ("Input should be a valid date.*", lambda: _("must be a day such as 2026-11-30")),
    (
        "Input should be a valid integer.*",
        lambda: _("must be a whole number without quotes"),
    ),
    (
        "Input should be a (?:valid|finite) number.*",
        lambda: _("must be a number without quotes"),
    ),
    ("Input should be a valid boolean.*", lambda: _("must be true or false, without quotes")),
    ("Input should be a valid string", lambda: _("must be a text in quotes")),
    ("Input should be a valid dictionary.*", lambda: _("must be a table of its own")),
    (
        "Input should be greater than or equal to (.*)",
        lambda least: _("must be at least %(count)s", count=least),
    ),
    (
        "Input should be less than or equal to (.*)",
        lambda most: _("must be at most %(count)s", count=most),
    ),
    (
        "Input should be ('.*')",
        lambda names: _("must be one of these: %(names)s", names=_list(names)),
    ),
    (
        "Input tag '(.*)' found using 'kind' .* expected tags: (.*)",
        lambda kind, names: _(
            "There is no kind %(kind)s. These are there: %(names)s", kind=kind, names=_list(names)
        ),
    ),
    ("Unable to extract tag .*", lambda: _("The kind is missing.")),
    (
        "must begin with https.*",
        lambda: _("must begin with https:// or http://"),
    ),
    ("holds a character .*", lambda: _("holds a character that nobody can read")),
    ("must be small letters .*", lambda: _("Small letters a to z, digits and single hyphens.")),
)
_TOML: Reasons = (
    ("Cannot (?:overwrite|declare|mutate|redefine) .*", lambda: _("This stands there twice.")),
    (
        "Expected newline .*",
        lambda: _("A line ends too late. After a value nothing more may follow."),
    ),
    (
        "Invalid value",
        lambda: _("This is no value. Texts stand in quotes, lists in square brackets."),
    ),
    (
        "(?:Unclosed|Expected '[]}\"]').*|Unterminated .*",
        lambda: _("A bracket or a quote is not closed."),
    ),
    (
        "(?:Expected|Invalid|Illegal|Found|Unescaped|Escaped|Key|Dates|Hex) .*",
        lambda: _('This line is no TOML. It must look like this: name = "value"'),
    ),
)
_FILES: Reasons = (
    ("the file is not there", lambda: _("The file is not there.")),
    (
        r"the file is larger than (\d+) bytes",
        lambda most: _("the file is larger than %(detail)s MB", detail=int(most) // 1_000_000),
    ),
    ("this is no UTF-8", lambda: _("The file is not stored as UTF-8.")),
    (r"must begin with a line \+\+\+", lambda: _("The first line must be +++.")),
    (r"the head is not closed .*", lambda: _("After the head a line +++ is missing.")),
    ("the lesson is empty", lambda: _("The lesson is empty.")),
    ("files of this kind are not allowed", lambda: _("Files of this kind are not allowed.")),
    ("is not what its name says", lambda: _("The file is not what its name says.")),
    ("course.toml does not list it", lambda: _("course.toml does not list this lesson.")),
    ("nothing reads it", lambda: _("Nothing in the course needs this file.")),
    (
        r"no SCORM package to take: (\w+).*",
        lambda code: _("This package is not taken: %(why)s", why=words_of(code)),
    ),
    ("not a block: '(.*)'; there are (.*)", lambda line, names: _no_block(line, names)),
    ("a block begins inside .*", lambda: _("A block begins inside of another one.")),
    ("a block ends that .*", lambda: _("A block ends here that has not begun.")),
    ("the block is not closed .*", lambda: _("After this block a line ::: is missing.")),
    ("a checklist holds lines .*", lambda: _("In a checklist each point begins with a hyphen.")),
    ("a heading begins with .*", lambda: _("Headings begin with ##. # is the lesson's title.")),
    ("HTML is shown .*", lambda: _("HTML is shown as it stands. Write Markdown.")),
    ("a picture stands .*", lambda: _("A picture needs a block of its own: ::: image")),
    ("(.*) is no picture", lambda name: _("%(name)s is no picture.", name=name)),
    ("(.*) is no film .*", lambda name: _("No browser plays %(name)s as a film.", name=name)),
    ("(.*) is no sound .*", lambda name: _("No browser plays %(name)s as a sound.", name=name)),
    (
        r"(.*) is no captions .*",
        lambda name: _("%(name)s holds no captions. They are called .vtt.", name=name),
    ),
    (
        r"(.*) is no text .*",
        lambda name: _("%(name)s is no text. Texts are called .md or .txt.", name=name),
    ),
    ("a film needs captions", lambda: _("A film needs captions.")),
    ("the text is empty", lambda: _("The text is empty.")),
    (
        "(.*) holds nothing: .*",
        lambda kind: _("A block %(kind)s holds nothing but its first line.", kind=kind),
    ),
    (
        "(.*) holds lines such as .*",
        lambda kind: _("A block %(kind)s holds lines such as this: title: …", kind=kind),
    ),
)
_FITTING: Reasons = (
    (
        "there is no (?:quiz|reflection|story|file|lesson|scene) (.*)",
        lambda name: _("%(name)s is named here and is not there.", name=name),
    ),
    (
        "the (?:quiz|reflection|checklist|lesson|question) (.*) is there twice",
        lambda name: _("%(name)s is there twice.", name=name),
    ),
    ("two scenes have the same id", lambda: _("Two scenes have the same id.")),
    ("something stands there twice", lambda: _("Something stands there twice.")),
    (
        "completes the course and .*",
        lambda: _("This test completes the course and has no pass mark."),
    ),
    (
        "renews the certificate: .*",
        lambda: _("This test renews the certificate. It needs a pass mark and a place of its own."),
    ),
    (
        "without valid_months .*",
        lambda: _("Without valid_months there is nothing to renew."),
    ),
    (
        "practice completes the course: .*",
        lambda: _("A practice task is demanded. Describe it under [practice]."),
    ),
    (
        "the practice task completes nothing",
        lambda: _("There is a practice task. Under [complete], practice = true is missing."),
    ),
    ("exactly one option must be right", lambda: _("Exactly one answer must be right.")),
    ("at least one option must be right", lambda: _("At least one answer must be right.")),
    ("there must be two different .*", lambda: _("There must be two different right sides.")),
    (
        "a distractor is the right side .*",
        lambda: _("A further right side is also the right side of a pair."),
    ),
    (
        "must have either accepted or options",
        lambda: _("must have either accepted or options, not both"),
    ),
    ("right must be one .*", lambda: _("right must be one of the options")),
    (
        "the text has the gaps .*",
        lambda: _("The gaps in the text and the tables for them do not match."),
    ),
    (
        "points are the sum .*",
        lambda: _("The points are the sum of the criteria. Leave them out."),
    ),
    (
        r"draw is (\d+), there are (\d+) questions",
        lambda draw, count: _(
            "%(draw)s are to be drawn, only %(count)s are there.", draw=draw, count=count
        ),
    ),
    (
        "where questions are drawn, .*",
        lambda: _("Where questions are drawn, all must have the same points."),
    ),
    (
        "the scene (.*) has an end and choices",
        lambda name: _("The scene %(name)s has an end and choices.", name=name),
    ),
    (
        "the scene (.*) needs two choices or an end",
        lambda name: _("The scene %(name)s needs two choices or an end.", name=name),
    ),
    (
        "nothing leads to the scene (.*)",
        lambda name: _("No choice leads to the scene %(name)s.", name=name),
    ),
    (
        "a way leads back to the scene (.*)",
        lambda name: _("A way leads back to the scene %(name)s.", name=name),
    ),
    (
        "one end must be good .*",
        lambda: _("At least one end must be good and one must not."),
    ),
)
_ALL = (*_VALUES, *_FILES, *_FITTING, *_TOML)
_NAMED = re.compile(r"(\w+): (.*)", re.DOTALL)


def told(fault: Fault) -> Told:
    """Return place and words of a mistake; ``en`` says that the words are English."""
    words = say(fault.text)
    where = f"{fault.file}:{fault.line}"
    return {"where": where, "says": words or fault.text, "en": not words}


def say(text: str) -> str:
    """Return what is wrong in the language of the reader, nothing if there are no such words."""
    words = reworded(text, _ALL)
    if words is not None:
        return words
    named = _NAMED.fullmatch(text)
    inner = say(named[2]) if named else ""
    return f"{named[1]}: {inner}" if named and inner else ""


def _no_block(line: str, names: str) -> str:
    return _("There is no such block: %(line)s. These are there: %(names)s", line=line, names=names)
