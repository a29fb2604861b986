"""Values printed in the articles (golden/graph/published_values.json)."""

import numpy as np
import pytest

from core.graphs import kernel_matrix, squared_distance
from tests.core.graphs.golden import read

PUBLISHED = read("published_values")
PATH = np.diag(np.ones(3), 1) + np.diag(np.ones(3), -1)
RHO = np.abs(np.linalg.eigvalsh(PATH)).max()


def of_t(t):
    """x of t = ½ x / (1 − x)."""
    return 2 * t / (1 + 2 * t)


def of_alpha(alpha):
    """x of the walk distance's α: t = 1 / (1/α + ρ)."""
    return RHO / (1 / alpha + RHO)


ROWS = {
    "SP": ("SP", None, 1),
    "Resistance(CT)": ("CT", None, 1),
    "Walk (=log Katz)": ("logKatz", of_alpha(1.0), 1),
    "logFor": ("logFor", of_t(2.0), 1),
    "For": ("For", of_t(1.0), 1),
    "SqrtResistance": ("CT", None, 0.5),
    "Comm (sqrt taken)": ("Comm", of_t(1.0), 0.5),
    "plain Walk (Katz)": ("Katz", of_alpha(4.5), 1),
    "plain Walk (Katz) alpha=1": ("Katz", of_alpha(1.0), 1),
    "R": ("CT", None, 1),
    "Walk alpha=1": ("logKatz", of_alpha(1.0), 1),
    "logFor t=2": ("logFor", of_t(2.0), 1),
    "For t=1": ("For", of_t(1.0), 1),
    "pWalk alpha=4.5": ("Katz", of_alpha(4.5), 1),
    "pWalk alpha=1": ("Katz", of_alpha(1.0), 1),
}


def path_distance(name):
    measure, x, power = ROWS[name]
    return squared_distance(kernel_matrix(PATH, measure, x)) ** power


@pytest.mark.parametrize("name", PUBLISHED["chebotarev_fig1_path4"]["rows"])
def test_chebotarev_figure_1(name):
    block = PUBLISHED["chebotarev_fig1_path4"]
    d = path_distance(name)
    d = 3 * d / (d[0, 1] + d[1, 2] + d[2, 3])
    got = [d[0, 1], d[1, 2], d[0, 2], d[0, 3]]
    np.testing.assert_allclose(got, block["rows"][name]["values"], atol=block["atol"])


@pytest.mark.parametrize("name", PUBLISHED["chebotarev_table1_path4"]["rows"])
def test_chebotarev_table_1(name):
    block = PUBLISHED["chebotarev_table1_path4"]
    d = path_distance(name)
    got = [d[0, 1] / d[1, 2], (d[0, 1] + d[1, 2]) / d[0, 2], d[0, 3] / d[0, 2]]
    np.testing.assert_allclose(got, block["rows"][name], atol=block["atol"])


@pytest.mark.parametrize("name", PUBLISHED["kivimaki_fig2_triangle_with_tail"]["rows"])
def test_kivimaki_figure_2(name):
    block = PUBLISHED["kivimaki_fig2_triangle_with_tail"]
    adjacency = np.zeros((4, 4))
    for i, j in block["graph_edges_1based"]:
        adjacency[i - 1, j - 1] = adjacency[j - 1, i - 1] = 1
    measure, _, setting = name.partition(" ")
    value = float(setting.split("=")[1]) if setting else None
    x = None if value is None else of_t(value) if measure == "logFor" else 1 / (1 + value)
    d = squared_distance(kernel_matrix(adjacency, measure, x))
    assert d[0, 1] / d[1, 2] == pytest.approx(block["rows"][name], abs=block["atol"])
