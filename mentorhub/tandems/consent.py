"""The words of the consent. Whoever changes them gives them a new version; a test insists."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

VERSION = "2026-11"


@dataclass(frozen=True)
class Sentence:
    """One promise, in everyday words and in Einfache Sprache."""

    normal: LazyString
    easy: LazyString


SENTENCES = (
    Sentence(
        _l(
            "Only the mentors of the desk that your request goes to can read it. One of them takes "
            "it and gets in touch with you."
        ),
        _l("Only our mentors read your text. One mentor gets in touch with you."),
    ),
    Sentence(
        _l(
            "Your employer, your superiors and the personnel department can never read it, not "
            "even if you choose somebody inside your company. The administration of this service "
            "cannot read it either."
        ),
        _l("Your boss never reads it. Your company's office never reads it."),
    ),
    Sentence(
        _l(
            "If your mentor drops out, another mentor of the same desk may take over and then "
            "reads what was noted."
        ),
        _l("Your mentor can be ill. Then another mentor helps you and reads the notes."),
    ),
    Sentence(
        _l(
            "Everything is stored encrypted. If nobody takes your request, it is deleted after 90 "
            "days. What was noted is deleted one year after your conversations have ended."
        ),
        _l("We keep your text safe. The talks are over? Then we delete everything after 1 year."),
    ),
    Sentence(
        _l(
            "You can take your consent back at any time and need give no reason: through your "
            "private link or by telling your mentor. Then everything is deleted at once."
        ),
        _l("You can say stop at any time. Then we delete everything."),
    ),
)
AGREE = Sentence(
    _l("I agree that the mentors read and keep what I wrote here, in order to advise me."),
    _l("Yes, the mentors may read and keep my text."),
)
AGREE_SEARCH = Sentence(
    _l("My mentor may also see what I searched for and saved."),
    _l("My mentor may see my search and my list."),
)
