"""How small a map can be: few bits for each level, or fewer places, for the same vote."""

import copy
import json
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans

from core.errors import ParameterError
from core.localization.kernel_locator import KernelLocator
from core.localization.kernels import kernel_named
from core.localization.kernels.angle_twin import AngleTwin
from core.localization.representations import represent

BITS = (8, 4, 2, 1)
LARGEST_CM = 32_767  # of an int16
FORMAT = "kernelscope-map 1"


def place_codes(features: NDArray[np.float64], bits: int) -> NDArray[np.uint8]:
    """Whole numbers for the levels of each place: c = round(f / max f · (2ᵏ − 1)), half to even.

    A kernel of the angle does not see a row's scale, so no scale is kept, and each place uses all
    codes. 0 stays exactly 0: what was never heard stays so.

    Parameters
    ----------
    features : (M, B) array of float64
        Represented levels, 0 or more.
    bits : int
        k: 8, 4, 2 or 1.

    Returns
    -------
    (M, B) array of uint8
        At most 2ᵏ − 1; a row of zeros stays one.

    Raises
    ------
    ParameterError
        For another number of bits.

    References
    ----------
    H. Zhang et al., Experimental analysis of large-scale learnable vector storage compression,
    2023, arXiv:2311.15578: which of fourteen compressions wins depends on the budget.

    Examples
    --------
    >>> f = represent("powed", np.array([[-60.0, -75.0, -90.0, np.nan]]), -105.0)
    >>> [place_codes(f, bits).ravel().tolist() for bits in (8, 4, 2)]
    [[255, 85, 13, 0], [15, 5, 1, 0], [3, 1, 0, 0]]
    """
    if bits not in BITS:
        raise ParameterError(f"bits is {bits}; choose one of: {', '.join(map(str, BITS))}.")
    highest = features.max(axis=1, keepdims=True)
    share = np.divide(features, highest, out=np.zeros(features.shape), where=highest > 0)
    return np.round(share * (2**bits - 1)).astype(np.uint8)


def pack_codes(codes: NDArray[np.uint8], bits: int) -> bytes:
    """Codes row by row, several in a byte, the first in its lowest bits; the last byte is filled.

    >>> pack_codes(np.array([[3, 1, 0, 2, 1]], dtype=np.uint8), 2).hex()
    '8701'
    """
    flat, each = codes.ravel(), 8 // bits
    padded = np.zeros(-(-len(flat) // each) * each, dtype=np.uint8)
    padded[: len(flat)] = flat
    shifted = padded.reshape(-1, each) << (bits * np.arange(each, dtype=np.uint8))
    return shifted.sum(axis=1, dtype=np.uint8).tobytes()


def unpack_codes(data: bytes, shape: tuple[int, int], bits: int) -> NDArray[np.uint8]:
    """The codes (M, B) again.

    >>> unpack_codes(bytes.fromhex("8701"), (1, 5), 2).tolist()
    [[3, 1, 0, 2, 1]]
    """
    each = 8 // bits
    found = np.frombuffer(data, dtype=np.uint8)[:, None] >> (bits * np.arange(each, dtype=np.uint8))
    return (found & (2**bits - 1)).ravel()[: shape[0] * shape[1]].reshape(shape)


def with_codes(locator: KernelLocator, bits: int) -> KernelLocator:
    """The locator with codes instead of levels; scans stay as they are. See :func:`place_codes`.

    ParameterError for a kernel that is no function of the angle.
    """
    return _voting(locator, locator.grid_, place_codes(_angle_features(locator), bits))


def with_merged_places(
    locator: KernelLocator, n_places: int, random_state: int = 0
) -> KernelLocator:
    """The locator with neighbouring places merged: k-means of positions, means of the features.

    ParameterError for a kernel that is no function of the angle, and for no place at all. As many
    places as there are change nothing.
    """
    features, grid_m = _angle_features(locator), locator.grid_
    if n_places < 1:
        raise ParameterError(f"n_places is {n_places}; choose 1 or more.")
    if n_places >= len(grid_m):
        return _voting(locator, grid_m, features)
    means = KMeans(n_places, n_init=3, random_state=random_state).fit(grid_m)
    count = np.bincount(means.labels_, minlength=n_places)[:, None]
    merged, centre_m = np.zeros((n_places, features.shape[1])), np.zeros((n_places, 2))
    np.add.at(merged, means.labels_, features)
    np.add.at(centre_m, means.labels_, grid_m)
    return _voting(locator, centre_m / count, merged / count)


def store_bytes(n_places: int, n_beacons: int, bits: int, largest_m: float = 0.0) -> int:
    """Bytes of packed codes and positions: whole centimetres (int16) up to 327 m, else float32.

    >>> store_bytes(276, 15, 4), store_bytes(276, 15, 32)
    (3174, 18768)
    """
    position = 4 if bits < 32 and round(100 * largest_m) <= LARGEST_CM else 8
    return -(-n_places * n_beacons * bits // 8) + position * n_places


def write_small_map(locator: KernelLocator, beacon_ids: Sequence[str], bits: int) -> bytes:
    """A file for small machines: a line of JSON that says what follows, positions, packed codes.

    Everything is little-endian; positions are x and y of each place, as the line says.
    """
    codes = place_codes(_angle_features(locator), bits)
    centimetres = np.round(100 * locator.grid_)
    as_int16 = np.abs(centimetres).max(initial=0) <= LARGEST_CM
    positions = centimetres.astype("<i2") if as_int16 else locator.grid_.astype("<f4")
    header = {
        "format": FORMAT,
        "places": len(codes),
        "beacons": [str(name) for name in beacon_ids],
        "bits": bits,
        "positions": "int16 centimetres" if as_int16 else "float32 metres",
        "codes": "row by row, first code in the lowest bits, rounded half to even",
        "representation": locator.representation,
        "missing_dbm": locator.missing_dbm,
        "kernel": locator.kernel,
        "power": locator.power,
        "n_neighbors": locator.n_neighbors,
    }
    return json.dumps(header).encode() + b"\n" + positions.tobytes() + pack_codes(codes, bits)


def read_small_map(data: bytes) -> tuple[dict, NDArray[np.float64], NDArray[np.uint8]]:
    """The line, positions (M, 2) in metres and codes (M, B) of ``write_small_map``."""
    line, _, rest = data.partition(b"\n")
    header = json.loads(line)
    small = header["positions"].startswith("int16")
    n_bytes = header["places"] * (4 if small else 8)
    positions = np.frombuffer(rest[:n_bytes], dtype="<i2" if small else "<f4").reshape(-1, 2)
    shape = header["places"], len(header["beacons"])
    codes = unpack_codes(rest[n_bytes:], shape, header["bits"])
    return header, positions / 100 if small else positions.astype(np.float64), codes


def _angle_features(locator: KernelLocator) -> NDArray[np.float64]:
    kernel = kernel_named(locator.kernel)
    if not isinstance(kernel.twin, AngleTwin):
        raise ParameterError(
            f"{kernel.label} is no function of the angle, so the scale of a place matters to it; "
            "choose the cosine, and no scale has to be stored."
        )
    levels = locator.fingerprint_dbm_[:, locator.support_]
    return np.asarray(represent(locator.representation, levels, locator.missing_dbm))


def _voting(
    locator: KernelLocator, grid_m: NDArray[np.float64], features: NDArray
) -> KernelLocator:
    small = copy.copy(locator)
    small.grid_, small._features = grid_m, features.astype(np.float64)
    return small
