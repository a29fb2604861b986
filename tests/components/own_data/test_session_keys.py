"""What a session holds is known to one file: no literal key of its state stands in two."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from components.navigation import ROOT
from components.own_data.store import KEY

METHODS = {"get", "pop", "setdefault"}
SOURCES = sorted([*(ROOT / "components").rglob("*.py"), *(ROOT / "pages").glob("*.py")])
# The names of the parameters that choose data, which are the keys of their controls.
CHOICES = {"points", "graph", "survey", "data"}


def session_keys(path: Path) -> set[str]:
    """The literal keys by which a file reads or writes the session's state."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = dict(pair for node in tree.body for pair in _constants(node))
    keys = [
        key
        for node in ast.walk(tree)
        for key in (_subscript(node), _call(node), _membership(node))
        if key is not None
    ]
    named = [constants.get(key.id) if isinstance(key, ast.Name) else None for key in keys]
    written = [key.value if isinstance(key, ast.Constant) else None for key in keys]
    return {key for key in (*named, *written) if isinstance(key, str)}


def _constants(node: ast.stmt) -> Iterator[tuple[str, object]]:
    """NAME = "text", also several at once."""
    for target in node.targets if isinstance(node, ast.Assign) else ():
        several = isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
        names = target.elts if several else [target]
        values = node.value.elts if several else [node.value]
        for name, value in zip(names, values, strict=True):
            if isinstance(name, ast.Name) and isinstance(value, ast.Constant):
                yield name.id, value.value


def _is_state(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "session_state"


def _subscript(node: ast.AST) -> ast.expr | None:
    found = isinstance(node, ast.Subscript) and _is_state(node.value)
    return node.slice if found else None


def _call(node: ast.AST) -> ast.expr | None:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return None
    asked = node.func.attr in METHODS and _is_state(node.func.value)
    return node.args[0] if asked and node.args else None


def _membership(node: ast.AST) -> ast.expr | None:
    found = isinstance(node, ast.Compare) and any(map(_is_state, node.comparators))
    return node.left if found else None


def test_no_literal_key_of_the_session_stands_in_two_files():
    files = defaultdict(set)
    for path in SOURCES:
        for key in session_keys(path):
            files[key].add(str(path.relative_to(ROOT)))
    assert KEY in files
    assert {key: found for key, found in files.items() if len(found) > 1} == {}


def test_no_file_sets_a_choice_among_data_by_its_key():
    for path in SOURCES:
        assert not session_keys(path) & CHOICES, path


def test_the_store_alone_knows_where_ones_own_data_are():
    places = [path for path in SOURCES if f'"{KEY}"' in path.read_text(encoding="utf-8")]
    assert [path.relative_to(ROOT).as_posix() for path in places] == [
        "components/own_data/store.py"
    ]
