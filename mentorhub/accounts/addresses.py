"""Mail addresses: is this one, and how is it written? Asks no server."""

from email_validator import EmailNotValidError, validate_email

LONGEST = 254


class NoAddress(ValueError):
    """The text is not a mail address."""


def clean(text: str) -> str:
    """Return the address in the one spelling that the database keeps.

    Case does not count. ``ß`` stays what it is: with ``ss`` it would be another mailbox, and
    IDNA 2008 tells both apart in domains, too. The reserved ending ``.test`` is taken, because
    demo people live there; no mail reaches it.

    Raises:
        NoAddress: the text is not a mail address.
    """
    try:
        found = validate_email(text.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError as problem:
        raise NoAddress from problem
    if len(found.normalized) > LONGEST:
        raise NoAddress
    return found.normalized.lower()


def key(text: str) -> str:
    """Return what stands for an address when attempts are counted, whether it is one or not."""
    try:
        return clean(text)
    except NoAddress:
        return text.strip().lower()
