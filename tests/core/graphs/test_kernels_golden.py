"""Every measure against values computed by two independent references (golden/graph)."""

import numpy as np
import pytest

from core.errors import ComputeError, ParameterError
from core.graphs import MEASURES, kernel_matrix, parameter, squared_distance
from tests.core.graphs.golden import GRAPHS, full_karate, graph, read

CASES = [
    (name, measure, item)
    for name in GRAPHS
    for measure, items in read(f"kernels_{name}")["measures"].items()
    for item in items
]


def case_id(case):
    return f"{case[0]}-{case[1]}-{case[2]['x']}"


def test_the_28_names():
    assert len(MEASURES) == 28
    assert set(MEASURES) == set(read("kernels_karate")["measures"])


@pytest.mark.parametrize("case", [c for c in CASES if c[2]["finite"]], ids=case_id)
def test_kernel_and_distance_agree_with_the_golden_values(case):
    name, measure, item = case
    adjacency, _ = graph(name)
    pairs = np.array(read(f"kernels_{name}")["entries_ij"])
    kernel = kernel_matrix(adjacency, measure, item["x"])
    scale = np.abs(kernel).max()
    at = kernel[pairs[:, 0], pairs[:, 1]]
    # golden values are stored with 12 significant digits; 1e-9 is the tolerance they state
    np.testing.assert_allclose(at, item["entries"], rtol=0, atol=1e-9 * scale)
    for key, value in (
        ("trace", np.trace(kernel)),
        ("fro", np.linalg.norm(kernel)),
        ("sum", kernel.sum()),
        ("min", kernel.min()),
        ("max", kernel.max()),
    ):
        assert value == pytest.approx(item[key], rel=1e-9, abs=1e-9 * scale * len(kernel)), key
    distance = squared_distance(kernel)
    rounding = len(kernel) * 256 * np.finfo(float).eps * scale
    np.testing.assert_allclose(
        distance[pairs[:, 0], pairs[:, 1]],
        item["sqdist_entries"],
        rtol=0,
        atol=1e-9 * distance.max() + rounding,
    )
    if item["param"] is not None:
        assert parameter(adjacency, measure, item["x"]) == pytest.approx(item["param"], rel=1e-11)


@pytest.mark.parametrize("key", sorted(full_karate()))
def test_the_full_karate_matrices(key):
    measure, _, x = key.partition("|")
    expected = full_karate()[key]
    if not np.isfinite(expected).all():
        with pytest.raises(ParameterError, match="not positive"):
            kernel_matrix(graph("karate")[0], measure, float(x))
        return
    kernel = kernel_matrix(graph("karate")[0], measure, float(x) if x else None)
    np.testing.assert_allclose(kernel, expected, rtol=0, atol=1e-9 * np.abs(expected).max())


@pytest.mark.parametrize("case", [c for c in CASES if not c[2]["finite"]], ids=case_id)
def test_what_has_no_finite_golden_value_is_refused_or_finite_by_its_logarithm(case):
    name, measure, item = case
    adjacency, _ = graph(name)
    if measure == "logAbs":
        with pytest.raises(ParameterError, match="x ≤ 2/3"):
            kernel_matrix(adjacency, measure, item["x"])
    elif measure == "DF":
        with pytest.raises(ComputeError, match=r"1\.8e308"):
            kernel_matrix(adjacency, measure, item["x"])
    else:
        assert measure == "logDF"
        assert np.isfinite(kernel_matrix(adjacency, measure, item["x"])).all()
