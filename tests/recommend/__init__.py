"""Tests of the catalogue, the search and the funding."""
