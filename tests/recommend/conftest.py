"""The tables that this room's tables point to, known before any database is made."""

import mentorhub.accounts.models
import mentorhub.recommend.models  # noqa: F401
