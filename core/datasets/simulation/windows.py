"""From mean power to what a phone reports: packets, some of them lost, averaged over one second."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import exp1

# Fitted to 1.4 million packets of the Guelph survey: rate, share of seconds with a packet, spread
# of packets and of seconds, and their correlation, all against the mean level that was heard.
PACKETS_PER_S = 8.4
PACKET_SD_DB = 1.6
RICE_K, FADING_MEMORY = 2.0, 0.83
MEAN_FADING_DB = 10 / np.log(10) * (np.log(RICE_K / (RICE_K + 1)) + exp1(RICE_K))
SILENT_DBM = -115.0  # fainter than this, a beacon is heard in one of a thousand seconds
BLOCK_CELLS = 400_000  # scans × beacons at once: about 100 MB of packets


def reception(rss_dbm: NDArray[np.floating]) -> NDArray[np.floating]:
    """Share of packets received at a level: 0.75 σ((r + 96.4)/1.1) + 0.25 σ((r + 89.2)/3.5).

    The steep part is the receiver's limit, the flat one what interference takes away.
    """
    sharp = 1 / (1 + np.exp(-(rss_dbm + 96.4) / 1.1))
    broad = 1 / (1 + np.exp(-(rss_dbm + 89.2) / 3.5))
    return 0.75 * sharp + 0.25 * broad


def slow_fading_db(
    n_steps: int, n_columns: int, rng: np.random.Generator, *, step_s: float = 1.0
) -> NDArray[np.float64]:
    """(n_steps, n_columns) dB around 0: Rice fading, a steady part and scattered parts that drift.

    20 log₁₀ |√(K/(K+1)) + g/√(K+1)|, K = 2, g complex normal with correlation 0.83 from second to
    second. Its deep fades are what silences a beacon for some seconds now and then.
    """
    memory = FADING_MEMORY**step_s
    scattered = rng.normal(0, np.sqrt(0.5), (n_steps, n_columns, 2))
    for step in range(1, n_steps):
        innovation = np.sqrt(1 - memory**2) * scattered[step]
        scattered[step] = memory * scattered[step - 1] + innovation
    scattered[..., 0] += np.sqrt(RICE_K)
    power = (scattered**2).sum(axis=2) / (RICE_K + 1)
    return 10 * np.log10(power) - MEAN_FADING_DB


def one_second_windows(
    mean_dbm: NDArray[np.float64], swing_db: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.float64]:
    """(n, B) mean of the packets received in one second, in dBm; NaN when none was.

    ``swing_db`` (n, B) is added or subtracted packet by packet (a swinging arm). Packets are
    reported in whole dBm, as phones do.
    """
    result = np.full(mean_dbm.size, np.nan)
    audible = np.flatnonzero((mean_dbm + np.abs(swing_db)).ravel() > SILENT_DBM)
    for start in range(0, len(audible), BLOCK_CELLS):
        cells = audible[start : start + BLOCK_CELLS]
        sent = np.repeat(np.arange(len(cells)), rng.poisson(PACKETS_PER_S, len(cells)))
        side = rng.choice(np.array([-1.0, 1.0]), len(sent))
        level = mean_dbm.ravel()[cells][sent] + swing_db.ravel()[cells][sent] * side
        level += rng.normal(0, PACKET_SD_DB, len(sent))
        received = rng.random(len(sent)) < reception(level)
        count = np.bincount(sent[received], minlength=len(cells))
        total = np.bincount(sent[received], np.rint(level[received]), minlength=len(cells))
        result[cells] = np.divide(total, count, out=np.full(len(cells), np.nan), where=count > 0)
    return result.reshape(mean_dbm.shape)
