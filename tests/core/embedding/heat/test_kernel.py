"""The heat kernel against 50-digit references, and its laws."""

import json
from pathlib import Path

import numpy as np
import pytest

from core.embedding.heat.kernels import heat_kernel, log_heat_kernel
from core.errors import ParameterError

GOLDEN = json.loads(
    (Path(__file__).parents[3] / "golden" / "heat" / "golden_graphs.json").read_text()
)
CASES = [
    pytest.param(name, case, id=f"{name}-{case['laplacian']}-{case['t']}")
    for name, graph in GOLDEN.items()
    if not name.startswith("_")
    for case in graph["cases"]
]


@pytest.mark.parametrize(("name", "case"), CASES)
def test_golden_graphs(name, case):
    W = np.array(GOLDEN[name]["W"])
    log_reference = np.array(case["log_H"], dtype=float)  # None, exactly 0, becomes NaN
    H = heat_kernel(W, case["t"], case["laplacian"])
    log_h = log_heat_kernel(W, case["t"], case["laplacian"])
    reached = np.isfinite(log_reference)
    np.testing.assert_allclose(H, np.array(case["H"]), rtol=1e-12, atol=0)
    np.testing.assert_allclose(log_h[reached], log_reference[reached], rtol=0, atol=1e-9)
    assert (log_h[~reached] == -np.inf).all()


def test_negative_time_is_refused():
    with pytest.raises(ParameterError, match="t is -1"):
        heat_kernel([[0, 1], [1, 0]], t=-1)
