"""What channels, outcomes and deeds are called."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from mentorhub.tandems.models import Channel, Deed, Outcome, Whom

WHOM: dict[Whom, LazyString] = {
    Whom.outside: _l("Somebody from outside"),
    Whom.inside: _l("Somebody inside my company"),
}

CHANNELS: dict[Channel, LazyString] = {
    Channel.in_person: _l("In person"),
    Channel.phone: _l("By telephone"),
    Channel.video: _l("By video"),
    Channel.writing: _l("In writing"),
}

OUTCOMES: dict[Outcome, LazyString] = {
    Outcome.course_found: _l("A course was found"),
    Outcome.informed: _l("Well informed, no course at the moment"),
    Outcome.handed_on: _l("Handed on to another advice centre"),
    Outcome.not_reached: _l("The person could not be reached"),
    Outcome.no_longer_wanted: _l("The person does not want to go on"),
    Outcome.fell_silent: _l("Nothing has happened for a year"),
    Outcome.withdrawn: _l("The consent was taken back"),
}

DEEDS: dict[Deed, LazyString] = {
    Deed.taken: _l("Case taken"),
    Deed.given_back: _l("Case given back to the desk"),
    Deed.conversation_logged: _l("Conversation noted"),
    Deed.conversation_changed: _l("Note of a conversation changed"),
    Deed.step_added: _l("Next step added"),
    Deed.step_done: _l("Next step done"),
    Deed.step_reopened: _l("Next step opened again"),
    Deed.funding_kept: _l("Details for funding kept"),
    Deed.funding_deleted: _l("Details for funding deleted"),
    Deed.rule_changed: _l("A rule of funding has changed"),
    Deed.rule_checked: _l("Next steps checked by the changed rule"),
    Deed.ended: _l("Case ended"),
    Deed.reopened: _l("Case opened again"),
    Deed.erased: _l("All details deleted"),
}


def channel_name(channel: Channel) -> LazyString:
    """Return what a channel is called."""
    return CHANNELS[channel]


def outcome_name(outcome: Outcome) -> LazyString:
    """Return what an outcome is called."""
    return OUTCOMES[outcome]


def deed_name(deed: Deed) -> LazyString:
    """Return what a deed is called."""
    return DEEDS[deed]
