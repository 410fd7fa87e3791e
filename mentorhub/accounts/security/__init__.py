"""Signing in: Flask-Security on our tables, our session, our outbox and in our words."""

from mentorhub.accounts.security.wiring import init

__all__ = ["init"]
