"""How large a data set is, in words."""

from components.own_data.own_set import OwnSet
from components.text import counted
from core.datasets import FingerprintSet, GraphData


def size_in_words(own: OwnSet) -> str:
    """Rows × columns, in the words of its kind.

    >>> from core.datasets import PointCloud
    >>> size_in_words(OwnSet("yours-1", "a", PointCloud([[1.0, 2.0]], ["x", "y"])))
    '1 row × 2 columns'
    """
    dataset = own.dataset
    if isinstance(dataset, GraphData):
        return f"{counted(dataset.n_nodes, 'node')}, {counted(dataset.n_edges, 'edge')}"
    if isinstance(dataset, FingerprintSet):
        return f"{counted(dataset.n_scans, 'scan')} × {counted(dataset.n_beacons, 'beacon')}"
    n, d = dataset.values.shape
    return f"{counted(n, 'row')} × {counted(d, 'column')}"


def bytes_in_words(n_bytes: int) -> str:
    """Bytes with the unit that keeps the number short.

    >>> bytes_in_words(870), bytes_in_words(53_000), bytes_in_words(2_340_000)
    ('870 bytes', '53 kB', '2.3 MB')
    """
    if n_bytes < 1_000:
        return counted(n_bytes, "byte")
    if n_bytes < 1_000_000:
        return f"{n_bytes / 1e3:.0f} kB"
    return f"{n_bytes / 1e6:.1f} MB"
