"""Does a longer scan help? The same packets averaged over 1, 2, 5 and 10 seconds."""

from collections.abc import Iterator, Sequence

import numpy as np

from core.datasets.fingerprint_set import FingerprintSet
from core.datasets.packet_log import PacketLog
from core.localization.experiment import Experiment, independent_blocks
from core.localization.methods import Method, fit_method
from core.localization.report import bootstrap_mean
from core.parallel import Progress, no_progress

DURATIONS_S = (1.0, 2.0, 5.0, 10.0)
FULL_SHARE = 0.9


def full_windows(packets: PacketLog, duration_s: float) -> FingerprintSet:
    """The windows of ``duration_s`` seconds that their session filled to at least nine tenths.

    A recording of 19 s holds one full window of 10 s; its last 9 s would pass for a longer scan
    than they are.
    """
    windows = packets.windows(duration_s)
    sessions, session = np.unique(packets.session_id, return_inverse=True)
    end_s = np.full(len(sessions), -np.inf)
    np.maximum.at(end_s, session, packets.time_s)
    start_s, recording = np.asarray(windows.time_s), np.asarray(windows.session_id)
    left_s = end_s[np.searchsorted(sessions, recording)] - start_s
    return windows.select(left_s >= FULL_SHARE * duration_s)


def scan_durations(
    methods: Sequence[Method],
    experiment: Experiment,
    packets: PacketLog,
    *,
    durations_s: Sequence[float] = DURATIONS_S,
    progress: Progress = no_progress,
) -> Iterator[dict]:
    """Yield duration_s, method, uses, n_scans, mean_m, median_m, low_m, high_m one by one.

    The survey stays as it is; the test scans are rebuilt from ``packets``, whose windows never join
    two sessions. A method that adapts to the test scans adapts to the rebuilt ones.
    """
    total = len(methods) * len(durations_s)
    for done, duration_s in enumerate(durations_s):
        test = full_windows(packets, duration_s).only("test")
        tried = Experiment(
            f"{experiment.key}-{duration_s:g}s",
            experiment.title,
            experiment.origin,
            experiment.survey,
            test,
            experiment.split,
        )
        blocks = independent_blocks(test)
        for step, row in enumerate(methods):
            progress(
                (done * len(methods) + step) / total, f"{row.title}, scans of {duration_s:g} s"
            )
            predicted_m = fit_method(row, tried).predict(test.rss_dbm)
            error_m = np.linalg.norm(predicted_m - test.known_position_m, axis=1)
            low, high = bootstrap_mean(error_m, blocks, random_state=0)
            yield {
                "duration_s": duration_s,
                "method": row.title,
                "uses": ", ".join(row.marks) or "fingerprints only",
                "n_scans": test.n_scans,
                "mean_m": float(np.nanmean(error_m)),
                "median_m": float(np.nanmedian(error_m)),
                "low_m": low,
                "high_m": high,
            }
