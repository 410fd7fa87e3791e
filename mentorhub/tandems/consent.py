"""The words of the consent. Whoever changes them gives them a new version; a test insists."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

VERSION = "2026-11-26"


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
            "even if you choose somebody inside your company. Whoever represents a company or is "
            "responsible for its staff gets no request from there. If you do not name your "
            "company, nobody gets it who does so anywhere. The administration of this service "
            "cannot read it either."
        ),
        _l("Your boss never reads it. Your company's office never reads it."),
    ),
    Sentence(
        _l(
            "If your mentor drops out, another mentor of the same desk may take over and then "
            "reads what was noted. If a desk outside your company has nobody left, the nearest "
            "other desk gets it."
        ),
        _l("Your mentor can be ill. Then another mentor helps you and reads the notes."),
    ),
    Sentence(
        _l(
            "What you write and what is noted is stored encrypted. Your postcode or company and "
            "the days are not, because your request finds its way by them. If nobody takes your "
            "request, it is deleted after 90 days. Otherwise everything is deleted one year after "
            "your conversations have ended; if nothing happens for a year, they count as ended."
        ),
        _l(
            "We keep your text safe. Nobody takes it? Then we delete it after 90 days. The talks "
            "are over? Then we delete everything after 1 year."
        ),
    ),
    Sentence(
        _l(
            "You can take your consent back at any time and need give no reason: through your "
            "private link or by telling your mentor. Then everything that you wrote and that was "
            "noted is deleted at once. What stays is the number of your request, your company if "
            "you named it, and which mentor did what on which day."
        ),
        _l("You can say stop at any time. Then we delete your text and all notes."),
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
