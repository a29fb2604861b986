"""The raw packets of the Guelph survey: one CSV file for each place, sessions told apart."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from core.datasets.data_source import DataSource, ZipSource
from core.datasets.guelph.files import find_guelph
from core.datasets.guelph.site import beacon_positions, guelph_floor
from core.datasets.packet_log import PacketLog, split_sessions
from core.datasets.sentinels import not_heard
from core.errors import UploadError
from core.parallel import Progress, no_progress

_PACKET_FILE = re.compile(r"(?:^|/)(?P<test>testing_)?(?P<x>\d{3})(?P<y>\d{3})_raw\.csv$")
_PACKED = ("raw_training_data.zip", "raw_testing_data.zip")


def load_guelph_packets(
    folder: str | Path | None = None,
    *,
    unsurveyed_beacons: bool = False,
    progress: Progress = no_progress,
) -> PacketLog:
    """Every packet of survey and test: 1,027,038 and 371,595.

    ``folder`` is a folder or ZIP archive that holds the CSV files (NNNNNN_raw.csv and
    testing_NNNNNN_raw.csv) or raw_training_data.zip and raw_testing_data.zip; without it the data
    are looked for like in :func:`core.datasets.guelph.load_guelph`.

    The digits of a file name are decimetres (the published text says centimetres, which would put
    the corridor in a shoe box). ``time_s`` is the phone's clock, which was unset for most of the
    survey: some sessions fall in 1970 and 2016. A file is split into sessions where its time runs
    back or pauses for more than 30 s. ``session_id`` is the place's six digits, "/", and the
    session's number in its file, preceded by "test " in the test.

    Raises UploadError when there are no such files or one is not what it should be.
    """
    files = list(_packet_files(find_guelph(folder)))
    if not files:
        raise UploadError(
            "The copy of the Guelph survey holds no raw packets (files like 000120_raw.csv, or "
            "raw_training_data.zip); add them or use the averaged windows."
        )
    tables = []
    for index, (match, source) in enumerate(files):
        if index % 50 == 0:
            progress(index / len(files), "Reading the raw packets")
        tables.append(_read_packets(match, source))
    packets = pd.concat(tables, ignore_index=True)
    beacon_id = packets["beacon"].astype(str).to_numpy(dtype=str)
    role = packets["role"].to_numpy(dtype=str)
    counted = beacon_id if unsurveyed_beacons else beacon_id[role == "survey"]
    beacon_ids = np.array(sorted(set(counted.tolist()) or set(beacon_id.tolist()), key=int))
    return PacketLog(
        time_s=packets["time"].to_numpy(dtype=np.float64) / 1000,
        beacon_id=beacon_id,
        rss_dbm=packets["rss"].to_numpy(dtype=np.float64),
        stop_id=packets["stop"].to_numpy(dtype=str),
        session_id=packets["session"].to_numpy(dtype=str),
        position_m=packets[["x", "y"]].to_numpy(dtype=np.float64),
        role=role,
        beacon_ids=beacon_ids,
        beacon_position_m=beacon_positions(beacon_ids),
        floor=guelph_floor(),
    )


def _packet_files(source: DataSource) -> Iterator[tuple[re.Match[str], DataSource]]:
    """Matched name and source of each packet file, also those inside the two packed archives."""
    names = list(source.names())
    yield from ((match, source) for name in sorted(names) if (match := _PACKET_FILE.search(name)))
    for name in sorted(names):
        if name.rsplit("/", 1)[-1] in _PACKED:
            packed = ZipSource(source.read(name))
            inner = sorted(packed.names())
            yield from ((match, packed) for name in inner if (match := _PACKET_FILE.search(name)))


def _read_packets(match: re.Match[str], source: DataSource) -> pd.DataFrame:
    """One file's packets, in session order and by time within each, marks for "not heard" gone."""
    try:
        table = pd.read_csv(io.BytesIO(source.read(match.string)))
        rss, beacon = table["rss"].astype(float), table["beacon"].astype(int)
        time = table["time"].astype(float)
    except (KeyError, ValueError, TypeError) as error:
        raise UploadError(
            f"The packet file {match.group(0).lstrip('/')} lacks numbers in its columns rss, time "
            f"or beacon ({error}); copy it again."
        ) from None
    stop, role = match["x"] + match["y"], "test" if match["test"] else "survey"
    session = split_sessions(time.to_numpy() / 1000)
    prefix = "test " if match["test"] else ""
    packets = pd.DataFrame({"time": time, "beacon": beacon, "rss": rss, "number": session})
    packets["session"] = [f"{prefix}{stop}/{number + 1}" for number in session]
    packets["x"], packets["y"] = int(match["x"]) / 10, int(match["y"]) / 10
    packets["stop"], packets["role"] = stop, role
    return packets[~not_heard(rss.to_numpy())].sort_values(["number", "time"], kind="stable")
