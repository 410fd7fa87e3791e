"""The registry: made once, or asked for anew each time."""

import pytest

from mentorhub.kit.errors import Unavailable
from mentorhub.kit.services import Services


def test_a_recipe_is_followed_once():
    services = Services()
    services.put_recipe(list, list)
    assert services.get(list) is services.get(list)


def test_what_changes_is_asked_for_each_time():
    services, states = Services(), iter(["first", "second"])
    services.put_changing(str, lambda: next(states))
    assert services.has(str)
    assert (services.get(str), services.get(str)) == ("first", "second")


def test_what_was_put_outranks_what_changes():
    services = Services()
    services.put_changing(str, lambda: "changing")
    services.put("put")
    assert services.get(str) == "put"


def test_what_nobody_put_is_unavailable():
    with pytest.raises(Unavailable):
        Services().get(str)
