"""Measured fingerprints of the corridor: survey and test, in windows of two kinds."""

import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.io import loadmat

from core.datasets.data_source import DataSource
from core.datasets.fingerprint_set import FingerprintSet
from core.datasets.guelph.files import PLAN_NAME, find_guelph, read_guelph_file
from core.datasets.guelph.site import beacon_positions, guelph_floor, stop_code
from core.datasets.plan_image import decode_plan_image
from core.datasets.sentinels import not_heard
from core.errors import ParameterError, UploadError

WINDOWS = {"1 s": "3", "all beacons": "2"}


def load_guelph(
    windows: str = "1 s",
    folder: str | Path | None = None,
    *,
    unsurveyed_beacons: bool = False,
) -> FingerprintSet:
    """Survey (phone on the floor) and test (phone in the hand) scans of the corridor.

    Parameters
    ----------
    windows : "1 s" or "all beacons"
        Means over one second (published as fData3: 22,977 survey and 5,573 test scans), or over
        the time until every beacon in range was heard (fData2: 6,917 and 3,129).
    folder : path of a folder or ZIP archive that holds the data; without it KERNELSCOPE_DATA and
        then an earlier download are used.
    unsurveyed_beacons : keep the columns of beacons that only the test heard (beacon 10). Without
        it they are left out: a radio map says nothing about them.

    Returns
    -------
    FingerprintSet with rss_dbm (n, 15) dBm, position_m in metres, role, holding, stop_id (one for
    each of 276 places), beacon positions and the floor plan. Beacons never heard are dropped.

    Raises
    ------
    UploadError : no copy of the data, or a file that is not what it should be.

    Source: P. Spachos, K. N. Plataniotis, RSSI_BLE_Localization_UoG (no licence stated).
    """
    if windows not in WINDOWS:
        raise ParameterError(f"windows is {windows!r}; choose one of: {', '.join(WINDOWS)}.")
    source = find_guelph(folder)
    survey_rss, survey_m = _read_scans(source, f"survey {windows}", WINDOWS[windows])
    test_rss, test_m = _read_scans(source, f"test {windows}", WINDOWS[windows])
    beacon_number = np.arange(1, survey_rss.shape[1] + 1)
    if test_rss.shape[1] != survey_rss.shape[1]:
        raise UploadError("Survey and test have different numbers of beacons; they do not match.")
    rss_dbm = np.vstack([survey_rss, test_rss])
    heard_by = rss_dbm if unsurveyed_beacons else survey_rss
    used = ~np.isnan(heard_by).all(axis=0)
    position_m = np.vstack([survey_m, test_m])
    counts = [len(survey_rss), len(test_rss)]
    beacon_ids = beacon_number[used].astype(str)
    return FingerprintSet(
        rss_dbm=rss_dbm[:, used],
        position_m=position_m,
        beacon_ids=beacon_ids,
        beacon_position_m=beacon_positions(beacon_ids),
        stop_id=stop_code(position_m),
        holding=np.repeat(["floor", "hand"], counts),
        role=np.repeat(["survey", "test"], counts),
        floor=guelph_floor(_read_plan(source)),
    )


def _read_scans(
    source: DataSource, content: str, suffix: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """One MATLAB file as rss_dbm (n, 25), NaN not heard, and position_m (n, 2)."""
    data = read_guelph_file(source, content)
    try:
        matrices = loadmat(io.BytesIO(data))
        # The labels are uint16 centimetres, whose differences would wrap around: floats first.
        rss_dbm = np.asarray(matrices[f"fData{suffix}"], dtype=np.float64).T
        position_m = np.asarray(matrices[f"fLabel{suffix}"], dtype=np.float64) / 100
    except Exception as error:  # noqa: BLE001 - MATLAB's reader raises whatever it stumbles over
        raise UploadError(
            f"The {content} file of the Guelph survey is not the MATLAB file it should be "
            f"({type(error).__name__}); download it again."
        ) from None
    if rss_dbm.ndim != 2 or position_m.shape != (len(rss_dbm), 2):
        raise UploadError(
            f"The {content} file of the Guelph survey has {rss_dbm.shape} readings and "
            f"{position_m.shape} positions, which do not match; download it again."
        )
    return np.where(not_heard(rss_dbm), np.nan, rss_dbm), position_m


def _read_plan(source: DataSource) -> NDArray[np.uint8] | None:
    """The published plan, if the copy has it; the corridor is drawn without it."""
    name = source.find(PLAN_NAME)
    return None if name is None else decode_plan_image(source.read(name), PLAN_NAME)
