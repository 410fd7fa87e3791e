"""How often one address may ask; views that invite guessing set tighter limits."""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

GENEROUS = "900 per minute"

limiter = Limiter(
    key_func=get_remote_address,
    default_limits=[GENEROUS],
    storage_uri="memory://",
    strategy="moving-window",
    headers_enabled=True,
)
