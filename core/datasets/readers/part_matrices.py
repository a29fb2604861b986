"""Headerless matrices of one survey, joined row by row, and survey and test joined to one set."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.datasets.file_content import shown_name
from core.datasets.fingerprint_set import PER_SCAN, FingerprintSet
from core.datasets.readers.numbers import parse_columns
from core.datasets.readers.positions import NO_POSITION, metres_of
from core.datasets.readers.result import Upload
from core.datasets.readers.rss_values import clean_rss, rows_left_out, size_notices
from core.datasets.readers.table import Table
from core.datasets.readers.units import guess_length_unit, length_notice
from core.errors import UploadError


def read_matrices(
    group: dict[str, str], tables: dict[str, Table], length_unit: str | None
) -> Upload:
    """A FingerprintSet from matrices that belong together row by row.

    ``group`` names the file of each part (rss, and perhaps coordinates, ids, times). Raises
    UploadError when the numbers of rows differ or a position is missing.
    """
    rss_table = tables[group["rss"]]
    rss, _, _ = parse_columns(rss_table, rss_table.columns)
    for part in ("coordinates", "ids"):
        if part in group and len(tables[group[part]].frame) != len(rss):
            raise UploadError(
                f"{rss_table.name} has {len(rss):,} rows and {tables[group[part]].name} has "
                f"{len(tables[group[part]].frame):,}; each row must describe the same scan."
            )
    rss_dbm, notices = clean_rss(rss, rss_table.name)
    heard = np.asarray(~np.isnan(rss_dbm).all(axis=1))
    notices += rows_left_out(int((~heard).sum()), "they heard no beacon")
    position_m, georeference = None, None
    if "coordinates" in group:
        table = tables[group["coordinates"]]
        if len(table.columns) < 2:
            raise UploadError(f"{table.name} has one column; coordinates need x and y.")
        values, _, _ = parse_columns(table, table.columns[:2])
        if np.isnan(values).any():
            row = int(np.isnan(values).any(axis=1).argmax())
            raise UploadError(f"{table.name} has no position in row {table.row_number(row):,}.")
        unit = length_unit or guess_length_unit(values)
        in_metres, georeference = metres_of(values, unit, heard)
        position_m = in_metres[heard]
        notices += (length_notice(position_m, unit),)
    else:
        notices += (NO_POSITION,)
    row_id = (rss_table.frame.index.to_numpy() + 1).astype(str)[heard]
    row_id, stop_id, more = _named_rows(group, tables, row_id, heard, position_m)
    notices += more
    ignored = [shown_name(name) for part, name in group.items() if part == "times"]
    if ignored:
        notices += (f"{ignored[0]} was not used: its times have no stated format.",)
    beacon_ids = np.arange(1, rss.shape[1] + 1).astype(str)
    if rss_table.has_header:
        beacon_ids = np.array(rss_table.columns, dtype=str)
    dataset = FingerprintSet(
        rss_dbm[heard],
        position_m,
        beacon_ids,
        stop_id=stop_id,
        row_id=row_id,
        georeference=georeference,
    )
    return Upload(dataset, notices + size_notices(dataset.n_scans, dataset.n_beacons))


def _named_rows(
    group: dict[str, str],
    tables: dict[str, Table],
    row_id: NDArray[np.str_],
    heard: NDArray[np.bool_],
    position_m: NDArray[np.float64] | None,
) -> tuple[NDArray[np.str_], NDArray[np.str_] | None, tuple[str, ...]]:
    """Row ids, stops and notices of a file of ids, one for each scan.

    More ids than places call the scans; as many or fewer call the stops.
    """
    if "ids" not in group:
        return row_id, None, ()
    frame = tables[group["ids"]].frame
    cells = ["/".join(str(cell).strip() for cell in row) for row in frame.to_numpy()]
    named = np.array(cells, dtype=str)[heard]
    n_places = None if position_m is None else len(np.unique(position_m, axis=0))
    if n_places is None or len(np.unique(named)) <= n_places:
        return row_id, named, ()
    name = tables[group["ids"]].name
    return named, None, (f"{name} names single scans; scans of one place make a stop.",)


def join_sets(uploads: list[Upload]) -> Upload:
    """Survey and test as one set over all their beacons."""
    sets = [upload.dataset for upload in uploads if isinstance(upload.dataset, FingerprintSet)]
    beacon_ids = list(dict.fromkeys(b for scans in sets for b in scans.beacon_ids.tolist()))
    column = {beacon: i for i, beacon in enumerate(beacon_ids)}
    rss = np.full((sum(scans.n_scans for scans in sets), len(beacon_ids)), np.nan)
    start = 0
    for scans in sets:
        columns = [column[beacon] for beacon in scans.beacon_ids.tolist()]
        rss[start : start + scans.n_scans, columns] = scans.rss_dbm
        start += scans.n_scans
    common: dict[str, Any] = {}
    for name in (each for each in PER_SCAN if each != "rss_dbm"):
        values = [getattr(scans, name) for scans in sets]
        present = [value for value in values if value is not None]
        common[name] = np.concatenate(present) if len(present) == len(values) else None
    common["floors"] = {name: plan for scans in sets for name, plan in scans.floors.items()}
    for name in ("floor", "georeference"):
        common[name] = next((v for scans in sets if (v := getattr(scans, name)) is not None), None)
    common["rss_dbm"] = rss
    if all(scans.beacon_position_m is not None for scans in sets):
        common["beacon_position_m"] = np.full((len(beacon_ids), 2), np.nan)
        for scans in reversed(sets):
            columns = [column[beacon] for beacon in scans.beacon_ids.tolist()]
            common["beacon_position_m"][columns] = scans.beacon_position_m
    notices = tuple(dict.fromkeys(n for upload in uploads for n in upload.notices))
    return Upload(FingerprintSet(beacon_ids=np.array(beacon_ids), **common), notices)
