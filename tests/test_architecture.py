"""House rules that an import linter cannot see."""

import ast
import re
from pathlib import Path

import pytest

from mentorhub.kit import schema
from mentorhub.kit.db import Database

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "mentorhub").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("test_*.py"))
STYLES = sorted((ROOT / "mentorhub" / "web" / "static" / "css").glob("*.css"))
VIEWS = [p for p in SOURCES if p.name == "views.py" or "views" in p.parent.parts]
DATABASE_CALLS = {"session.get", "session.scalars", "session.scalar", "session.execute", "select"}


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _calls(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_only_the_database_commits(path):
    ending = {call for call in _calls(path) if call.endswith((".commit", ".rollback"))}
    if _name(path) != "mentorhub/kit/db.py":
        assert not {call for call in ending if not call.endswith("shelf.rollback")}


@pytest.mark.parametrize("path", VIEWS, ids=_name)
def test_views_load_things_through_policy(path):
    assert not DATABASE_CALLS & _calls(path)


@pytest.mark.parametrize("path", TESTS, ids=_name)
def test_every_test_function_is_collected(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.decorator_list:
            assert node.name.startswith("test_") or node.name in used, node.name


@pytest.mark.parametrize("path", STYLES, ids=_name)
def test_every_rule_of_a_stylesheet_is_closed_before_the_next_begins(path):
    depth, told = 0, re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for line in told.splitlines():
        assert depth == 0 or line.startswith((" ", "}")) or not line.strip(), line
        depth += line.count("{") - line.count("}")
    assert depth == 0


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_the_clock_is_read_at_the_edge_only(path):
    edge = {"views", "jobs", "commands", "security", "web"} & {
        *path.parts,
        path.stem.partition("_")[0],
    }
    if edge or path.name in {"clock.py", "app.py", "preparation.py", "logs.py", "cli.py"}:
        return
    calls = _calls(path)
    assert not {"clock.now", "clock.today", "datetime.now", "date.today"} & calls


def test_the_migrations_lead_to_the_models(tmp_path, postgres_beside):
    import mentorhub.app  # noqa: F401  every table is known once the application is

    for address in (f"sqlite:///{tmp_path / 'steps.db'}", postgres_beside("steps")):
        database = Database(address)
        assert not schema.is_current(database)
        schema.upgrade(database)
        assert schema.is_current(database)
        assert schema.differences(database) == []
        schema.upgrade(database)
        database.dispose()
