"""Docstrings of public names can be read by a machine and leave nothing out.

Held over all that the faces export: a section for every argument with its type, what is returned,
what is raised, and an example, which the test run executes elsewhere.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from importlib import import_module
from typing import Any

import pytest

from core import errors
from core.errors import ParameterError
from tests.public_names import MEMBERS, at

docscrape = pytest.importorskip("numpydoc.docscrape")

FACES = (
    "core.datasets",
    "core.localization",
    "core.density",
    "core.graphs",
    "core.embedding",
    "core.inference",
)
PROJECT_ERRORS = {name for name, found in vars(errors).items() if inspect.isclass(found)}


def exported(wanted: Callable[[Any], bool]) -> list[str]:
    return [
        f"{face}.{name}"
        for face in FACES
        for name in import_module(face).__all__
        if callable(at(f"{face}.{name}")) and wanted(at(f"{face}.{name}"))
    ]


FUNCTIONS = exported(inspect.isfunction)
RECORDS = exported(is_dataclass)
CLASSES = exported(lambda found: inspect.isclass(found) and not is_dataclass(found))
METHODS = [  # inherited ones too, except those of scikit-learn
    f"{path}.{name}"
    for path in MEMBERS
    for name in MEMBERS[path].split()
    if path.startswith(FACES) and getattr(at(path), name).__module__.startswith("core.")
]


def method(path: str) -> Callable:
    owner, name = path.rsplit(".", 1)
    return getattr(at(owner), name)


def sections(found: Any) -> Any:
    return docscrape.NumpyDocString(inspect.getdoc(found))


def documented(parameters: list) -> dict[str, tuple[str, str]]:
    """Type and text by name; "a, b : float" documents both."""
    return {
        name.strip().lstrip("*"): (each.type, " ".join(each.desc).strip())
        for each in parameters
        for name in each.name.split(",")
    }


def arguments(found: Callable) -> set[str]:
    return set(inspect.signature(found).parameters) - {"self"}


def raised(found: Callable) -> set[str]:
    """Errors of the project that the source raises by itself."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(found)))
    calls = [n.exc for n in ast.walk(tree) if isinstance(n, ast.Raise)]
    names = {c.func.id for c in calls if isinstance(c, ast.Call) and isinstance(c.func, ast.Name)}
    return names & PROJECT_ERRORS


def complaints(found: Callable) -> list[str]:
    doc = sections(found)
    wrong = []
    listed = documented(doc["Parameters"])
    if set(listed) != arguments(found):
        wrong.append(f"arguments {set(listed) ^ arguments(found)}")
    wrong += [f"{name} has no type or no text" for name, each in listed.items() if not all(each)]
    said = {name.strip() for each in doc["Raises"] for name in each.type.split(",")}
    if inspect.isfunction(found):
        if not raised(found) <= said:
            wrong.append(f"raises {raised(found) - said}")
        if not (doc["Returns"] or doc["Yields"]):
            wrong.append("nothing about what it returns")
    if ">>>" not in "\n".join(doc["Examples"]):
        wrong.append("no example")
    if not "".join(doc["Summary"]):
        wrong.append("no summary")
    return wrong


@pytest.mark.parametrize("path", [*FUNCTIONS, *CLASSES])
def test_every_argument_error_and_result_of_a_public_name_is_described(path):
    assert complaints(at(path)) == []


@pytest.mark.parametrize("path", METHODS)
def test_so_is_every_promised_method(path):
    assert complaints(method(path)) == []


@pytest.mark.parametrize("path", RECORDS)
def test_every_field_of_a_record_is_described_with_its_type(path):
    doc = sections(at(path))
    listed = documented([*doc["Parameters"], *doc["Attributes"]])
    assert set(listed) == {field.name for field in fields(at(path))}
    assert all(kind and text for kind, text in listed.values())


def test_what_is_left_out_is_noticed():
    def half(length_m: float, width_m: float) -> float:
        """Half of something.

        Parameters
        ----------
        length_m : float
        """
        if width_m < 0:
            raise ParameterError("width_m must not be negative.")
        return length_m / 2

    assert complaints(half) == [
        "arguments {'width_m'}",
        "length_m has no type or no text",
        "raises {'ParameterError'}",
        "nothing about what it returns",
        "no example",
    ]
