"""What CONTRIBUTING and ARCHITECTURE name is there: files, folders, modules, tables."""

import re
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from tests.conftest import ROOT

TEXTS = ("ARCHITECTURE.md", "CONTRIBUTING.md")
SOURCES = ("core", "components", "pages", "tests", "docs", ".ci", "benchmarks")
NOT_IN_THE_TREE = {"dist/", "../shared"}  # made by a release; beside a developer's checkout
QUOTED = re.compile(r"`([^`]+)`")
FILE = re.compile(r"[\w.*<>/-]*(?:/[\w.*<>-]*|\.(?:py|md|txt|toml|lock|js))")
MODULE = re.compile(r"(?:core|components)(?:\.\w+)+")
TABLE = re.compile(r"[A-Z][A-Z_]{2,}")


def quoted(text: str) -> list[list[str]]:
    """What stands in backquotes, by paragraph, item of a list and row of a table."""
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    blocks = re.split(r"\n\s*\n|\n(?=- |\d\. |\| )", prose)
    return [[" ".join(each.split()) for each in QUOTED.findall(block)] for block in blocks]


def absent(text: str) -> list[str]:
    """Paths that lead to nothing.

    A path starts at the top, or beside one named before it in the same block, or in it; <name>
    stands for any name.
    """
    missing = []
    for block in quoted(text):
        beside = [ROOT]
        for path in block:
            if path in NOT_IN_THE_TREE or not FILE.fullmatch(path):
                continue
            pattern = re.sub(r"<\w+>", "*", path).rstrip("/")
            found = [each for folder in beside for each in folder.glob(pattern)]
            missing += [] if found else [path]
            beside += [folder for each in found for folder in (each, each.parent)]
    return missing


@cache
def sources() -> str:
    return "\n".join(
        path.read_text(encoding="utf-8")
        for folder in SOURCES
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix in ("", ".py") and path != Path(__file__)
    )


@pytest.mark.parametrize("name", TEXTS)
def test_every_path_is_there(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert sum(bool(FILE.fullmatch(each)) for block in quoted(text) for each in block) > 40
    assert absent(text) == []


@pytest.mark.parametrize("name", TEXTS)
def test_every_module_and_every_table_is_there(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    names = [each for block in quoted(text) for each in block]
    modules = [each for each in names if MODULE.fullmatch(each) and not each.endswith(".py")]
    assert modules
    for path in modules:
        owner, last = path.rsplit(".", 1)
        found = import_module(owner)
        assert hasattr(found, last) or import_module(path), path
    for table in filter(TABLE.fullmatch, names):
        assert re.search(rf"\b{table}\b", sources()), table


def test_a_path_that_moved_is_found_out():
    there = "`core/density/kernels/` and `twin.py`, then `core/embedding/laplacian.py`, `scores/`"
    assert absent(there) == []
    assert absent("`core/gone.py`") == ["core/gone.py"]
    assert absent("`core/density/kernels/`\n\n`twin.py`") == ["twin.py"]
    assert absent("`pages/<name>.py`, `pages/<name>.toml`") == ["pages/<name>.toml"]
