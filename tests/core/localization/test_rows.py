"""Every row of the tables of localization is whole, and nothing outside asks for a row by name."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from components.localization.accuracy.study_table import STUDIES, study_named
from components.localization.row_words import kernel_words, representation_words
from core.errors import ParameterError
from core.inference import export_onnx
from core.localization import KernelLocator, make_experiment
from core.localization.adaptation import AdaptedLocator
from core.localization.kernels import FILES as KERNEL_FILES
from core.localization.kernels import KERNEL_TABLE, KERNELS, kernel_named
from core.localization.method_row import (
    CURVES,
    DURATIONS,
    FOLDS,
    MODELS,
    SENSITIVITY,
    SETS,
    UNLABELLED,
    VOTE,
)
from core.localization.methods import METHODS, method
from core.localization.parameters import (
    LOCATOR_PARAMETERS,
    METHOD_PARAMETER,
    RESIDUAL_SHARE,
    TRACKER_PARAMETERS,
)
from core.localization.representations import FILES as REPRESENTATION_FILES
from core.localization.representations import (
    ON_PAGES,
    REPRESENTATION_TABLE,
    REPRESENTATIONS,
    representation_named,
)
from core.localization.tracker_table import TRACKERS, tracker_named
from tests.core.inference.surveys import made_up_survey

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = (
    ROOT / "core" / "localization" / "kernels",
    ROOT / "core" / "localization" / "representations",
)
OTHER_LABS = {"density", "graphs", "embedding"}
SETTINGS = {row.name: row for row in (*LOCATOR_PARAMETERS, RESIDUAL_SHARE)}


def is_sentence(text: str) -> bool:
    return len(text) > 20 and text.endswith(".")


@pytest.mark.parametrize("row", KERNEL_TABLE.values(), ids=lambda row: row.name)
def test_a_kernel_has_its_card_its_code_and_a_twin_or_a_reason(row):
    assert row.label
    assert is_sentence(row.description)
    assert (row.twin is None) == bool(row.no_twin)
    assert f"- *{row.label}.* {row.description} ${row.formula}$" in kernel_words().splitlines()
    q, places = np.random.default_rng(0).uniform(0.1, 1, (2, 5, 3))
    assert row.log_kernel(q, places, 0.5).shape == (5, 5)


@pytest.mark.parametrize("row", REPRESENTATION_TABLE.values(), ids=lambda row: row.name)
def test_a_representation_has_its_card_its_code_and_a_twin_or_a_reason(row):
    assert row.label
    assert is_sentence(row.description)
    assert (row.twin is None) == bool(row.no_twin)
    line = f"- *{row.label}.* {row.description} ${row.formula}$"
    assert (line in representation_words().splitlines()) == row.on_pages
    features = row.features(np.array([[-60.0, np.nan, -80.0]]), -105.0)
    assert features[0, 1] == 0
    assert (features >= 0).all()
    assert features[0, 0] > features[0, 2]


@pytest.mark.parametrize("row", METHODS, ids=lambda row: row.key)
def test_a_method_has_its_card_and_a_twin_or_a_reason(row):
    assert row.title
    assert is_sentence(row.description)
    assert not row.no_twin or is_sentence(row.no_twin)
    assert set(row.settings) <= set(SETTINGS)
    assert set(row.compared_in) <= {CURVES, DURATIONS, SENSITIVITY, SETS, MODELS, FOLDS}


def test_no_two_rows_have_the_same_label_and_every_file_has_rows():
    for rows, files in (
        (list(KERNEL_TABLE.values()), KERNEL_FILES),
        (list(REPRESENTATION_TABLE.values()), REPRESENTATION_FILES),
    ):
        assert len({row.label for row in rows}) == len({row.name for row in rows}) >= len(files)
    assert len({row.title for row in METHODS}) == len({row.key for row in METHODS}) == len(METHODS)


def test_pages_offer_the_tables_in_their_order():
    assert SETTINGS["kernel"].options == KERNELS
    assert SETTINGS["representation"].options == tuple(row.name for row in ON_PAGES)
    assert METHOD_PARAMETER.options == tuple(row.key for row in METHODS)
    for row in (*LOCATOR_PARAMETERS, METHOD_PARAMETER, *TRACKER_PARAMETERS):
        assert not row.options or len(row.labels) == len(row.options)


@pytest.mark.parametrize(
    ("find", "names"),
    [
        (kernel_named, KERNELS),
        (representation_named, REPRESENTATIONS),
        (method, [row.key for row in METHODS]),
        (tracker_named, [row.key for row in TRACKERS]),
        (study_named, [row.key for row in STUDIES]),
    ],
    ids=["kernel", "representation", "method", "tracker", "study"],
)
def test_an_unknown_name_is_refused_with_the_list(find, names):
    with pytest.raises(ParameterError) as refused:
        find("magic")
    assert str(refused.value).endswith(f"is 'magic'; choose one of: {', '.join(names)}.")


@pytest.mark.parametrize("table", ["kernel", "representation"])
def test_without_a_twin_the_export_gives_the_reason(table, monkeypatch):
    rows = {"kernel": KERNEL_TABLE, "representation": REPRESENTATION_TABLE}[table]
    locator = KernelLocator().fit(*made_up_survey())
    name = getattr(locator, table)
    assert export_onnx(locator)
    monkeypatch.setitem(rows, name, replace(rows[name], twin=None, no_twin="it is a secret."))
    with pytest.raises(ParameterError, match=f"{name!r} has no ONNX form: it is a secret"):
        export_onnx(locator)


OTHERS = {
    "representation": "dbm",
    "kernel": "student",
    "power": 7,
    "n_neighbors": 3,
    "missing_dbm": -99,
    "residual_share": 0.6,
}


@pytest.fixture(scope="module")
def building():
    from core.datasets import load

    return make_experiment("building", "Building", "simulated", load("building"))


@pytest.mark.parametrize("row", METHODS, ids=lambda row: row.key)
def test_what_a_method_lets_set_arrives_and_nothing_else_is_taken(row, building):
    survey = building.survey
    made = row.make(survey, **{name: OTHERS[name] for name in row.settings})
    inner = made.locator if isinstance(made, AdaptedLocator) else made
    for name in row.settings:
        assert inner.get_params()[name] == OTHERS[name]
    for name in set(SETTINGS) - set(row.settings):
        with pytest.raises(TypeError, match=name):
            row.make(survey, **{name: OTHERS[name]})
    assert set(VOTE) & set(row.settings) in (set(), set(VOTE))


@pytest.mark.parametrize("row", [row for row in METHODS if not row.slow], ids=lambda row: row.key)
def test_what_is_said_to_be_exported_is(row, building):
    few = building.survey.select(np.arange(0, building.survey.n_scans, 5))
    locator = row.fitted(few, building.test.rss_dbm[:200])
    if row.no_twin:
        with pytest.raises(ParameterError, match="has no ONNX form"):
            export_onnx(locator)
    else:
        assert export_onnx(locator)


def test_a_method_that_adapts_has_seen_the_test_scans_and_another_has_not(building):
    few = building.survey.select(np.arange(0, building.survey.n_scans, 5))
    test_dbm = building.test.rss_dbm[:200]
    for row in METHODS:
        if row.slow:
            continue
        seen, other = (row.fitted(few, scans) for scans in (test_dbm, test_dbm[:3]))
        same = np.array_equal(seen.posterior(test_dbm[:20]), other.posterior(test_dbm[:20]))
        assert same == (UNLABELLED not in row.marks), row.key


# Names belong to their rows: no other file may ask which kernel or representation it has.


def names_compared(source: str) -> Iterator[str]:
    """Names of rows in comparisons, patterns, and lists of more than one of a table."""
    tables = ({*KERNELS}, {*REPRESENTATIONS})
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare | ast.MatchValue):
            yield from _strings(node) & set.union(*tables)
        elif isinstance(node, ast.Tuple | ast.List | ast.Set | ast.Dict):
            listed = node.keys if isinstance(node, ast.Dict) else node.elts
            own = {each.value for each in listed if isinstance(each, ast.Constant)}
            for table in tables:
                if len(own & table) > 1:
                    yield from own & table


def _strings(node: ast.AST) -> set[str]:
    return {
        each.value
        for each in ast.walk(node)
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }


def elsewhere() -> list[Path]:
    """The project's own code but the packages of rows, and other labs, whose names are theirs."""
    found = [
        path
        for folder in ("core", "components", "pages", "benchmarks")
        for path in sorted((ROOT / folder).rglob("*.py"))
    ]
    return [
        path
        for path in found
        if not any(path.is_relative_to(package) for package in PACKAGES)
        and not {part.split("_")[0].removesuffix(".py") for part in path.parts} & OTHER_LABS
    ]


def test_nothing_outside_compares_names_of_kernels_or_representations():
    files = elsewhere()
    assert len(files) > 200
    assert ROOT / "core" / "inference" / "export" / "kernel_locator_graph.py" in files
    asked = {
        str(path.relative_to(ROOT)): found
        for path in files
        if (found := set(names_compared(path.read_text(encoding="utf-8"))))
    }
    assert asked == {}


@pytest.mark.parametrize(
    "source",
    [
        "x = kernel == 'cosine'",
        "if kernel not in ('cosine', 'other'): pass",
        "ANGLE = ('cosine', 'arc_cosine', 'ntk')",
        "UNITS = {'powed': 1, 'dbm': 2}",
        "match kernel:\n    case 'student': pass",
    ],
)
def test_such_a_comparison_would_be_found(source):
    assert set(names_compared(source))
    assert not set(names_compared("KernelLocator(kernel='cosine')\nx = key == 'other'"))


@pytest.mark.parametrize("row", METHODS, ids=lambda row: row.key)
def test_a_method_is_said_at_two_depths(row):
    """In words without a symbol, and as a formula whose braces close."""
    assert row.description.endswith(".")
    assert not set("$\\_^") & set(row.description)
    assert row.formula
    assert row.formula.count("{") == row.formula.count("}")
    assert row.formula.count(r"\bigl") == row.formula.count(r"\bigr")
