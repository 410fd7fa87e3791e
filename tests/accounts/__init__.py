"""Tests of people, organisations and signing in."""
