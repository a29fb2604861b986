"""Points with true coordinates, tables of distances, and annotated matrices."""

import io

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from core.datasets import PointCloud, as_distances, load
from core.datasets.readers import build_upload, inspect_upload, open_upload, write_points
from core.datasets.readers.h5ad import inspect_h5ad
from core.datasets.readers.mapping import ColumnMapping
from core.errors import ParameterError, UploadError


def npz(**arrays) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def test_points_with_truth_come_back_as_they_were_written():
    roll = load("swiss_roll")
    cloud = open_upload(write_points(roll).encode(), "roll.csv").dataset
    np.testing.assert_array_equal(cloud.values, roll.values)
    np.testing.assert_array_equal(cloud.truth, roll.truth)
    assert cloud.feature_names.tolist() == roll.feature_names.tolist()


def test_columns_can_be_chosen_as_truth_and_rows_without_it_are_left_out():
    data = b"a,b,where,far\n1,2,0.0,9\n3,5,1.5,9\n4,4,,9\n7,7,2.0,8\n"
    table, guess = inspect_upload(data, "points.csv", "points")
    assert guess.truth == ()
    chosen = ColumnMapping("points", guess.roles, ("a", "b"), truth=("where",))
    upload = build_upload(table, chosen)
    assert upload.dataset.truth.ravel().tolist() == [0.0, 1.5, 2.0]
    assert "true coordinate is empty" in " ".join(upload.notices)


def test_truth_of_an_npz_follows_the_rows_that_are_kept():
    values = np.arange(12.0).reshape(4, 3)
    values[1, 0] = np.nan
    truth = np.arange(8.0).reshape(4, 2)
    cloud = open_upload(npz(X=values, intrinsic_coords=truth), "a.npz").dataset
    np.testing.assert_array_equal(cloud.truth, truth[[0, 2, 3]])
    distance = np.abs(np.subtract.outer(np.arange(4.0), np.arange(4.0)))
    cloud = open_upload(npz(X=values, truth=distance), "a.npz").dataset
    np.testing.assert_array_equal(cloud.truth, distance[np.ix_([0, 2, 3], [0, 2, 3])])
    with pytest.raises(UploadError, match="truth of shape"):
        open_upload(npz(X=values, truth=truth[:2]), "a.npz")


def test_a_table_of_distances_is_checked_cell_by_cell():
    distance = np.array([[0.0, 1.0, 2.0], [1.0, 0.0, 3.0], [2.0, 3.0, 0.0]])

    def cloud(array: np.ndarray) -> PointCloud:
        return PointCloud(array, [str(i) for i in range(array.shape[1])])

    np.testing.assert_array_equal(as_distances(cloud(distance)), distance)
    for change, message in (
        ((0, 1, -1.0), "row 1, column 2 is negative"),
        ((2, 2, 0.5), "row 3, column 3 should be 0"),
        ((2, 1, 4.0), "row 2, column 3 differs"),
    ):
        wrong = distance.copy()
        wrong[change[:2]] = change[2]
        with pytest.raises(ParameterError, match=message):
            as_distances(cloud(wrong))
    with pytest.raises(ParameterError, match="3 rows and 2 columns"):
        as_distances(cloud(distance[:, :2]))


def cells(write) -> bytes:
    """An HDF5 file that ``write`` fills."""
    h5py = pytest.importorskip("h5py", reason="the optional package h5py is not installed")
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        write(file)
    return buffer.getvalue()


def annotate(file, n: int) -> None:
    obs = file.create_group("obs")
    obs.attrs["_index"] = "_index"
    obs["_index"] = [f"cell {i}" for i in range(n)]
    obs["n_counts"] = np.arange(n)
    obs["dpt_pseudotime"] = np.linspace(0, 1, n)
    kinds = obs.create_group("cell type")
    kinds["codes"] = np.arange(n) % 2
    kinds["categories"] = ["T cell", "B cell"]


@pytest.mark.extra
@pytest.mark.parametrize("layout", ["dense", "csr", "csc"])
def test_an_annotated_matrix_gives_points_labels_and_times(layout):
    values = np.random.default_rng(0).poisson(0.7, size=(6, 4)).astype(np.float32)

    def write(file) -> None:
        annotate(file, 6)
        var = file.create_group("var")
        var.attrs["_index"] = "gene"
        var["gene"] = ["CD3", "CD19", "MS4A1", "n_counts"]
        if layout == "dense":
            file["X"] = values
            return
        matrix = sparse.csr_array(values) if layout == "csr" else sparse.csc_array(values)
        group = file.create_group("X")
        group.attrs["encoding-type"] = f"{layout}_matrix"
        group.attrs["shape"] = values.shape
        for part in ("data", "indices", "indptr"):
            group[part] = getattr(matrix, part)

    data = cells(write)
    cloud = open_upload(data, "cells.h5ad").dataset
    np.testing.assert_array_equal(cloud.values, values)
    assert cloud.feature_names.tolist() == ["CD3", "CD19", "MS4A1", "n_counts"]
    assert cloud.labels.tolist() == ["T cell", "B cell"] * 3
    np.testing.assert_allclose(cloud.time, np.linspace(0, 1, 6))
    table, guess = inspect_upload(data, "cells.h5ad", "points")
    assert "n_counts (annotation)" in table.columns
    assert guess.roles == {"label": "cell type", "time": "dpt_pseudotime", "id": "cell"}
    assert cloud.row_id.tolist() == [f"cell {i}" for i in range(6)]


@pytest.mark.extra
def test_a_wide_matrix_falls_back_on_its_principal_components(monkeypatch):
    def write(file) -> None:
        annotate(file, 5)
        file["X"] = np.ones((5, 6000), dtype=np.float32)
        file.create_group("obsm")["X_pca"] = np.arange(10.0).reshape(5, 2)

    upload = open_upload(cells(write), "cells.h5ad")
    assert upload.dataset.feature_names.tolist() == ["PC1", "PC2"]
    assert any("principal components" in notice for notice in upload.notices)


def _linked_out(file) -> None:
    import h5py

    annotate(file, 3)
    file["X"] = h5py.ExternalLink("/etc/passwd", "X")


def _huge(file) -> None:
    annotate(file, 3)
    file.create_dataset("X", shape=(10**7, 10**4), chunks=(100, 100), dtype="f4")


def _without_matrix(file) -> None:
    annotate(file, 3)


def _of_text(file) -> None:
    annotate(file, 3)
    file["X"] = ["a", "b", "c"]


def _damaged_sparse(file) -> None:
    annotate(file, 3)
    group = file.create_group("X")
    group.attrs["encoding-type"], group.attrs["shape"] = "csr_matrix", (3, 2)
    group["data"], group["indices"], group["indptr"] = [1.0], [7], [0, 1, 1, 1]


@pytest.mark.extra
@pytest.mark.parametrize(
    ("write", "message"),
    [
        (_linked_out, "link instead of data"),
        (_huge, "the limit is 400,000,000"),
        (_without_matrix, "has X"),
        (_of_text, "no readable .h5ad file"),
        (_damaged_sparse, "no readable .h5ad file"),
    ],
)
def test_a_hostile_annotated_matrix_is_refused(write, message):
    with pytest.raises(UploadError, match=message):
        open_upload(cells(write), "cells.h5ad")


def test_without_the_package_the_way_out_is_named(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "h5py", None)
    with pytest.raises(UploadError, match="pip install h5py"):
        inspect_h5ad(b"\x89HDF\r\n\x1a\n" + bytes(64), "cells.h5ad")


def test_parquet_carries_truth_too():
    buffer = io.BytesIO()
    frame = pd.DataFrame({"a": [1.0, 2.0], "b": [3.0, 5.0], "true_1": [0.0, 1.0]})
    frame.to_parquet(buffer)
    cloud = open_upload(buffer.getvalue(), "x.parquet").dataset
    assert cloud.truth.ravel().tolist() == [0.0, 1.0]


def test_columns_that_are_not_used_are_counted_and_named_and_a_constant_text_is_no_label():
    rows = "".join(f"{i},{i * 2.5},inf,n{i}\n" for i in range(12))
    found = open_upload(("a,b,c,d\n" + rows).encode(), "t.csv")
    assert found.dataset.labels is None
    assert "1 column was not used: 'c'." in found.notices
    assert found.dataset.row_id.tolist() == [f"n{i}" for i in range(12)]
    many = ",".join(f"t{i}" for i in range(8))
    wide = f"a,b,{many}\n" + "".join(
        f"{i},{i * 2.5}," + ",".join(f"w{i}{j}" for j in range(8)) + "\n" for i in range(12)
    )
    notices = open_upload(wide.encode(), "t.csv").notices
    (notice,) = [said for said in notices if "not used" in said]
    assert notice.startswith("7 columns were not used: 't1', ")
    assert notice.endswith("'t5' and 2 more.")
