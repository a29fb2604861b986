"""From mean power to what a phone reports: packets, some of them lost, averaged over one second."""

import numpy as np
from numpy.typing import NDArray

PACKETS_PER_S = 8.5
MOST_PACKETS = 24
PACKET_SD_DB = 3.0
FADING_SD_DB, FADING_MEMORY = 2.8, 0.7
BLOCK_ROWS = 2_000  # rows at once: about 50 MB for 20 beacons


def reception(rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of packets received at a level: 0.75 σ((r + 94.5)/1.6) + 0.25 σ((r + 87)/3)."""
    sharp = 1 / (1 + np.exp(-(rss_dbm + 94.5) / 1.6))
    broad = 1 / (1 + np.exp(-(rss_dbm + 87.0) / 3.0))
    return 0.75 * sharp + 0.25 * broad


def slow_fading_db(n_seconds: int, n_beacons: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """(n_seconds, n_beacons) dB, autoregressive: correlation 0.7 from second to second."""
    fading = rng.normal(0, FADING_SD_DB, (n_seconds, n_beacons))
    for second in range(1, n_seconds):
        innovation = np.sqrt(1 - FADING_MEMORY**2) * fading[second]
        fading[second] = FADING_MEMORY * fading[second - 1] + innovation
    return fading


def one_second_windows(
    mean_dbm: NDArray[np.float64], swing_db: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.float64]:
    """(n, B) mean of the packets received in one second, in dBm; NaN when none was.

    ``swing_db`` (n, B) is added or subtracted packet by packet (a swinging arm). Packets are
    reported in whole dBm, as phones do.
    """
    result = np.full(mean_dbm.shape, np.nan)
    for start in range(0, len(mean_dbm), BLOCK_ROWS):
        rows = slice(start, start + BLOCK_ROWS)
        shape = (*mean_dbm[rows].shape, MOST_PACKETS)
        side = rng.choice([-1.0, 1.0], shape)
        noise = rng.normal(0, PACKET_SD_DB, shape)
        level = mean_dbm[rows, :, None] + swing_db[rows, :, None] * side + noise
        sent = rng.poisson(PACKETS_PER_S, shape[:2])[:, :, None] > np.arange(MOST_PACKETS)
        received = sent & (rng.random(shape) < reception(level))
        count = received.sum(axis=2)
        total = np.where(received, np.rint(level), 0.0).sum(axis=2)
        result[rows] = np.divide(total, count, out=np.full(count.shape, np.nan), where=count > 0)
    return result
