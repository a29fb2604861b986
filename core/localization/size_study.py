"""Does a smaller map do as well? The same vote over stores of several sizes, scan by scan."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from core.localization.even_rows import thinned
from core.localization.experiment import Experiment, independent_blocks
from core.localization.kernel_locator import KernelLocator
from core.localization.report import bootstrap_mean
from core.localization.small_map import BITS, store_bytes, with_codes, with_merged_places
from core.parallel import Progress, no_progress

WHOLE_BITS = 32
MERGED_TO = (128, 64, 32, 16)


@dataclass(frozen=True)
class Store:
    """A way to store a map: its label, the bits of a level, and the locator that votes with it."""

    label: str
    bits: int
    smaller: Callable[[KernelLocator], KernelLocator]


def stores(n_places: int) -> tuple[Store, ...]:
    """Those that make sense for so many places, the exact one first.

    >>> [row.label for row in stores(40)][-2:]
    ['32 merged places, 32 bits', '16 merged places, 32 bits']
    """
    return (
        Store("All places, 32 bits", WHOLE_BITS, lambda locator: locator),
        *(
            Store(
                f"All places, {bits} bit{'' if bits == 1 else 's'}",
                bits,
                partial(with_codes, bits=bits),
            )
            for bits in BITS
        ),
        *(
            Store(
                f"{count} merged places, {WHOLE_BITS} bits",
                WHOLE_BITS,
                partial(with_merged_places, n_places=count),
            )
            for count in MERGED_TO
            if count < n_places
        ),
    )


def size_study(experiment: Experiment, *, progress: Progress = no_progress) -> Iterator[dict]:
    """Locate the test scans, at most 1,500, with each store.

    Yields for each: store, places, bytes, mean_m, and by how much its mean error is above that of
    the exact map (more_m) with the ends of its 95% interval over stops or walks (low_m, high_m; NaN
    below five of them).
    """
    survey, test = experiment.survey, thinned(experiment.test)
    exact = KernelLocator().fit(survey.rss_dbm, survey.known_position_m)
    blocks, true_m = independent_blocks(test), test.known_position_m
    largest_m = float(np.abs(exact.grid_).max())
    rows, exact_m = stores(len(exact.grid_)), None
    for number, row in enumerate(rows):
        progress(number / len(rows), row.label)
        small = row.smaller(exact)
        error_m = np.linalg.norm(small.predict(test.rss_dbm) - true_m, axis=1)
        exact_m = error_m if exact_m is None else exact_m
        known = np.isfinite(error_m) & np.isfinite(exact_m)
        more_m = error_m - exact_m
        low_m, high_m = bootstrap_mean(more_m, blocks) if known.any() else (np.nan, np.nan)
        yield {
            "store": row.label,
            "places": len(small.grid_),
            "bytes": store_bytes(len(small.grid_), survey.n_beacons, row.bits, largest_m),
            "mean_m": float(error_m[known].mean()) if known.any() else float("nan"),
            "more_m": float(more_m[known].mean()) if known.any() else float("nan"),
            "low_m": low_m,
            "high_m": high_m,
        }
