"""Tells Schemathesis what the format of a place is: what the small site of the tests knows."""

import schemathesis
from hypothesis import strategies

from mentorhub.recommend.forms.api import PLACE_FORMAT
from tests.recommend.site import TOWNS

KNOWN = [*TOWNS, *(code for code, _latitude, _longitude in TOWNS.values())]

schemathesis.openapi.format(PLACE_FORMAT, strategies.sampled_from(KNOWN))
