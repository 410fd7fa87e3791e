"""The base of all forms: WTForms whose own messages speak the reader's language."""

from typing import Any

from flask_babel import get_locale
from wtforms import Form as PlainForm
from wtforms.meta import DefaultMeta


class _Meta(DefaultMeta):
    def get_translations(self, form: Any) -> Any:
        """Return WTForms' own messages in the language of the page."""
        self.locales = [str(get_locale() or "de")]
        return super().get_translations(form)


class Form(PlainForm):
    """A form without a CSRF field of its own: the frame checks every POST."""

    Meta = _Meta
