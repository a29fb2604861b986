"""Maps as annotated cells: what is written is read back, and lies where programs look for it."""

import io

import numpy as np
import pytest

from core.datasets import PointCloud
from core.datasets.readers import open_upload
from core.embedding import HeatGeodesic, pseudotime
from core.embedding.annotated_cells import GRAPH, MAP, annotated_cells
from core.errors import ParameterError

h5py = pytest.importorskip("h5py", reason="the optional package h5py is not installed")
pytestmark = pytest.mark.extra
VALUES = np.random.default_rng(2).normal(size=(40, 3))
VALUES[39] = VALUES[4]  # a copy shares its place and its edges
CLOUD = PointCloud(
    VALUES,
    ["CD3", "CD19", "ünicode"],
    labels=["T", "B"] * 20,
    row_id=[f"cell {i}" for i in range(40)],
)
MODEL = HeatGeodesic(n_neighbors=5, random_state=0).fit(VALUES)


def written(**columns):
    return annotated_cells(CLOUD, MODEL, columns)


def test_rows_names_and_columns_come_back():
    order = pseudotime(MODEL, 3)
    read = open_upload(written(pseudotime=order), "map.h5ad").dataset
    np.testing.assert_array_equal(read.values, VALUES)
    assert read.feature_names.tolist() == CLOUD.feature_names.tolist()
    assert read.row_id.tolist() == CLOUD.row_id.tolist()
    assert read.labels.tolist() == CLOUD.labels.tolist()
    np.testing.assert_array_equal(read.time, order)


def test_the_map_and_the_graph_lie_where_programs_look_for_them():
    with h5py.File(io.BytesIO(written()), "r") as file:
        assert file.attrs["encoding-type"] == "anndata"
        np.testing.assert_array_equal(file["obsm"][MAP][...], MODEL.embedding_)
        graph = file["obsp"][GRAPH]
        assert graph.attrs["encoding-type"] == "csr_matrix"
        assert graph.attrs["shape"].tolist() == [40, 40]
        rows = np.split(graph["indices"][...], graph["indptr"][1:-1])
        assert sorted(rows[39]) == sorted(rows[4])
        for member in (file["obs"], file["var"]):
            assert member.attrs["encoding-type"] == "dataframe"
            assert member.attrs["_index"] == "_index"


def test_columns_of_other_rows_are_refused():
    with pytest.raises(ParameterError, match="late has 3 rows, the points 40"):
        written(late=np.zeros(3))
