"""What to do to get an instrument, and until when, in the reader's words."""

from mentorhub.recommend.funding.checklist import Task
from mentorhub.recommend.funding.steps import Who
from mentorhub.recommend.wording.speech import _, say
from mentorhub.web.filters import day


def who(by: Who) -> str:
    """Return who has to do something."""
    words = {
        "person": _("You yourself"),
        "company": _("Your company"),
        "either": _("You or your company"),
    }
    return words[by]


def due(task: Task) -> str:
    """Return until when something must, or should, be done: the day, or words where it has none."""
    if task.due is None:
        return say(task.step.by_when)
    if task.step.binding:
        return _("At the latest on %(day)s", day=day(task.due))
    return _("Best by %(day)s", day=day(task.due))


def warning(task: Task) -> str:
    """Return what is special about the day of a task; nothing about an ordinary one."""
    if task.state == "late":
        return " ".join(filter(None, (_("This day has passed."), say(task.step.late))))
    if task.state == "hurry":
        return _("This day has passed. Do it at once.")
    parts = (_("That is today.") if task.state == "today" else "", _closed(task))
    return " ".join(filter(None, parts))


def _closed(task: Task) -> str:
    if not task.closed:
        return ""
    if task.better is None and not task.step.binding:
        return _("Offices are closed on that day. Do it on the next working day.")
    if task.better is None:
        return _("Offices are closed on that day, and no working day is left before it. Do it now.")
    return _("Offices are closed on that day. Better do it by %(day)s.", day=day(task.better))
