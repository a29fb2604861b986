"""Every picture says how to read it, in three sentences that stand in one place."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from components.readings import reading_of, readings
from tests.conftest import ROOT

END = re.compile(r"[.?!](?= [A-Z0-9]|$)")
# Keys that a function is handed, by the file that draws the picture.
HANDED_ON = {
    "radio_map/view.py": ("radio_beacon", "radio_coverage", "radio_gaps"),
    "embedding/kernel_view.py": ("floor_with", "floor_without"),
}
LONGEST = 480


def constants(tree: ast.AST) -> dict[str, ast.expr]:
    """What names in a file stand for, in functions too."""
    return {
        target.id: each.value
        for each in ast.walk(tree)
        if isinstance(each, ast.Assign)
        for target in each.targets
        if isinstance(target, ast.Name)
    }


def text_of(key: ast.expr, known: dict[str, ast.expr]) -> str | None:
    """A key as far as the file says it: the beginning of an f-string, the value of a name."""
    if isinstance(key, ast.Name) and key.id in known:
        return text_of(known[key.id], {})
    if isinstance(key, ast.JoinedStr) and isinstance(key.values[0], ast.Constant):
        return str(key.values[0].value)
    return key.value if isinstance(key, ast.Constant) else None


def keys_of_pictures() -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    imported = constants_of_all()
    for path in sorted([*(ROOT / "pages").glob("*.py"), *(ROOT / "components").rglob("*.py")]):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)]
        for scope in [tree] if path.parent.name == "pages" else functions:
            known = imported | constants(tree) | constants(scope)
            for key in drawn_in(scope, known, path):
                found.setdefault(key, []).append(path)
    return found


def drawn_in(scope: ast.AST, known: dict[str, ast.expr], path: Path) -> Iterator[str]:
    for node in ast.walk(scope):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        settings = {each.arg: each.value for each in node.keywords}
        if node.func.id == "chart" and "static" not in settings:
            key = text_of(settings["key"], known)
            handed = [keys for end, keys in HANDED_ON.items() if str(path).endswith(end)]
            assert key or handed, f"{path}:{node.lineno}: the key is handed on"
            yield from [key] if key else handed[0]
        if node.func.id == "show_reading" and isinstance(node.args[0], ast.Constant):
            yield str(node.args[0].value)


def constants_of_all() -> dict[str, ast.expr]:
    """Keys that stand in another file than the one that draws: CHART of the phase diagram."""
    path = ROOT / "components" / "density" / "phase" / "click.py"
    return constants(ast.parse(path.read_text(encoding="utf-8")))


def test_every_picture_has_a_reading_and_every_reading_a_picture() -> None:
    keys = keys_of_pictures()
    without = {key: paths for key, paths in keys.items() if reading_of(key.rstrip("_")) is None}
    assert not without, "write how to read these in assets/readings"
    used = {reading_of(key.rstrip("_")) for key in keys}
    assert not [name for name, text in readings().items() if text not in used]


def test_a_reading_is_three_sentences() -> None:
    assert readings()
    for name, text in readings().items():
        assert len(END.findall(text)) == 3, f"{name}: {text}"
        assert len(text) <= LONGEST, f"{name} has {len(text)} characters"
