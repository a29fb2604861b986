"""What stands in a session under a name is known to one file by that name; others import it."""

import ast
from collections.abc import Iterator

import pytest

from tests.conftest import ROOT

SOURCES = {
    str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
    for folder in ("pages", "components")
    for path in sorted((ROOT / folder).rglob("*.py"))
}


def is_session(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "session_state"


def text_of(node: ast.AST, constants: dict[str, str]) -> str | None:
    if isinstance(node, ast.Name):
        return constants.get(node.id)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def constants_of(tree: ast.Module) -> dict[str, str]:
    """Names at the top of a file that stand for a text, also where several are set at once."""
    found = {}
    for each in tree.body:
        if not isinstance(each, ast.Assign):
            continue
        target, value = each.targets[0], each.value
        several = isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
        pairs = zip(target.elts, value.elts, strict=True) if several else [(target, value)]
        for name, text in pairs:
            if isinstance(name, ast.Name) and (said := text_of(text, {})) is not None:
                found[name.id] = said
    return found


def in_session(node: ast.AST) -> Iterator[ast.AST]:
    """What a node takes as the name of something in the session."""
    if isinstance(node, ast.Subscript) and is_session(node.value):
        yield node.slice
    elif isinstance(node, ast.Compare) and is_session(node.comparators[0]):
        yield node.left
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        yield from node.args[:1] if is_session(node.func.value) else ()


def on_screen(node: ast.AST) -> Iterator[ast.AST]:
    """What a node calls a control, whose value then stands in the session."""
    if isinstance(node, ast.Call):
        yield from (each.value for each in node.keywords if each.arg == "key")
        if isinstance(node.func, ast.Name) and node.func.id in ("Parameter", "data_parameter"):
            yield from node.args[:1]


def keys(source: str) -> tuple[set[str], set[str]]:
    """The names that a file reads or writes in the session, and those of its controls."""
    tree = ast.parse(source)
    constants = constants_of(tree)
    used, drawn = (
        {text_of(key, constants) for node in ast.walk(tree) for key in kind(node)} - {None}
        for kind in (in_session, on_screen)
    )
    return used, drawn


def known_twice(sources: dict[str, str]) -> dict[str, list[str]]:
    found = {path: keys(source) for path, source in sources.items()}
    return {
        key: sorted(path for path, both in found.items() if key in both[0] | both[1])
        for key in sorted(set().union(*(used for used, _ in found.values())))
        if sum(key in used | drawn for used, drawn in found.values()) > 1
    }


def test_no_key_of_the_session_is_written_out_in_two_files():
    assert known_twice(SOURCES) == {}


@pytest.mark.parametrize(
    "second",
    [
        'st.session_state["here"] = 2',
        'st.session_state.pop("here", None)',
        '"here" in st.session_state',
        'st.toggle("There", key="here")',
        'row = Parameter("here", "There", int, 1)',
        'A, B = "there", "here"\nst.session_state[B]',
    ],
)
def test_a_second_file_that_knows_a_key_is_found(second):
    first = 'KEY = "here"\nst.session_state.get(KEY)'
    assert known_twice({"a.py": first, "b.py": second}) == {"here": ["a.py", "b.py"]}


def test_two_files_may_share_a_constant_or_a_parameter_nobody_else_reaches_for():
    assert not known_twice({"a.py": 'KEY = "here"\nst.session_state[KEY]', "b.py": "use(KEY)"})
    row = 'Parameter("here", "There", int, 1)'
    assert not known_twice({"a.py": row, "b.py": row})
