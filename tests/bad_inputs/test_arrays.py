"""NumPy files that lie or carry code (rows 28 to 30 of the checklist)."""

import pickle

import numpy as np
import pytest

from core.datasets.readers import read_upload
from core.errors import UploadError
from tests.bad_inputs import builders


class Exploding:
    """Fails the test if it is ever unpickled."""

    def __reduce__(self):
        return (pytest.fail, ("it was unpickled",))


@pytest.mark.parametrize("kind", [None, "points", "graph", "fingerprints"])
def test_python_objects_are_refused_and_never_run(kind):
    array = builders.npy(np.array([Exploding()], dtype=object), allow_pickle=True)
    with pytest.raises(UploadError, match="Python objects"):
        read_upload(array, "a.npy", kind)
    with pytest.raises(UploadError, match="Python pickle"):
        read_upload(pickle.dumps(Exploding()), "a.npy", kind)
    packed = builders.archive([("values.npy", array)])
    with pytest.raises(UploadError, match="Python objects"):
        read_upload(packed, "a.npz", kind)


@pytest.mark.parametrize("shape", [(10**12,), (10**6, 10**6), (-4, -2), (3,), (2**63, 2), (0, 5)])
@pytest.mark.parametrize("fortran", [True, False])
def test_a_lying_shape_is_refused_before_allocation(shape, fortran):
    data = builders.npy_claiming(shape, fortran=fortran)
    with pytest.raises(UploadError, match="bytes of numbers, but 64 are there"):
        read_upload(data, "a.npy")


@pytest.mark.parametrize("dtype", ["<c16", "<M8[s]", "V8"])
def test_other_types_are_refused(dtype):
    with pytest.raises(UploadError, match="values of type"):
        read_upload(builders.npy_claiming((4,), dtype=dtype), "a.npy")


def test_structured_arrays_are_refused():
    array = np.zeros(3, dtype=[("a", "f8"), ("b", "i4")])
    with pytest.raises(UploadError, match="plain numbers"):
        read_upload(builders.npy(array), "a.npy")


@pytest.mark.parametrize("cut", [3, 8, 20, 127, 140])
def test_truncated_arrays(cut):
    whole = builders.npy(np.eye(4))
    with pytest.raises(UploadError):
        read_upload(whole[:cut], "a.npy")


def test_version_three_headers_are_refused():
    data = bytearray(builders.npy(np.eye(2)))
    data[6] = 3
    with pytest.raises(UploadError, match=r"version 3\.0"):
        read_upload(bytes(data), "a.npy")


def test_a_missing_key_lists_those_found():
    with pytest.raises(UploadError, match="arrays 'apples', 'pears'"):
        read_upload(builders.npz(apples=np.eye(2), pears=np.eye(3)), "a.npz")


def test_infinite_values_are_refused_with_their_place():
    array = np.eye(3)
    array[1, 2] = np.inf
    with pytest.raises(UploadError, match="row 2, column 3"):
        read_upload(builders.npy(array), "a.npy")


@pytest.mark.parametrize("shape", [(), (2, 2, 2)])
def test_a_wrong_number_of_axes(shape):
    with pytest.raises(UploadError, match="axes"):
        read_upload(builders.npy(np.ones(shape)), "a.npy")


def test_an_empty_array():
    with pytest.raises(UploadError):
        read_upload(builders.npy(np.ones((0, 3))), "a.npy")


@pytest.mark.parametrize(
    ("matrix", "reason"),
    [
        (np.ones((2, 3)), "square"),
        (-np.ones((2, 2)), "negative weight -1"),
        (np.full((2, 2), np.nan), "not finite"),
        (np.ones((0, 0)), "shape 0 × 0"),
    ],
)
def test_matrices_that_are_no_graph(matrix, reason):
    with pytest.raises(UploadError, match=reason):
        read_upload(builders.npy(matrix), "a.npy", "graph")


@pytest.mark.parametrize(
    "change",
    [
        {"indices": np.array([5, 9])},
        {"indptr": np.array([0, 1])},
        {"format": np.array(b"dia")},
        {"shape": np.array([-1, 2])},
        {"shape": np.array([2, 2, 2])},
        {"data": np.array([1.0])},
    ],
)
def test_damaged_sparse_matrices(change):
    parts = {
        "format": np.array(b"csr"),
        "shape": np.array([2, 2]),
        "data": np.array([1.0, 1.0]),
        "indices": np.array([1, 0]),
        "indptr": np.array([0, 1, 2]),
    }
    assert read_upload(builders.npz(**parts), "a.npz").n_nodes == 2
    with pytest.raises(UploadError):
        read_upload(builders.npz(**{**parts, **change}), "a.npz")
