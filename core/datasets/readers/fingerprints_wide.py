"""Wide tables of fingerprints: one row per scan, one column per beacon."""

import numpy as np

from core.datasets.fingerprint_set import FingerprintSet
from core.datasets.readers.column_mapping import ColumnMapping
from core.datasets.readers.numbers import parse_columns
from core.datasets.readers.result import Upload
from core.datasets.readers.row_columns import as_upload, position_notices, read_row_columns
from core.datasets.readers.rss_values import (
    clean_rss,
    columns_not_used,
    rows_left_out,
    size_notices,
)
from core.datasets.readers.table import Table
from core.errors import UploadError


def build_wide(table: Table, mapping: ColumnMapping) -> Upload:
    """A FingerprintSet of the rows that have a position (if any have) and heard a beacon."""
    if not mapping.values:
        raise UploadError(f"No column of {table.name} was chosen as a beacon; choose at least one.")
    rows = read_row_columns(table, mapping)
    rss, keep, notices = parse_columns(table, mapping.values, bad_cells=mapping.bad_cells)
    keep &= rows.keep
    if not keep.any():
        raise UploadError(f"No row of {table.name} is left; check that its cells are numbers.")
    rss_dbm, marks = clean_rss(
        rss[keep],
        table.name,
        spike_is_silence=mapping.spike_is_silence,
        signless=mapping.signless,
    )
    silent = np.isnan(rss_dbm).all(axis=1)
    used = ~np.isnan(rss_dbm).all(axis=0)
    notices = table.notices + rows.notices + notices + marks
    notices += rows_left_out(int(silent.sum()), "they heard no beacon")
    if not used.all():
        notices += (f"Beacon columns left out: {int((~used).sum()):,} (they heard nothing).",)
    used_columns = {*mapping.values, *mapping.roles.values()}
    notices += columns_not_used([c for c in table.columns if c not in used_columns])
    chosen = np.flatnonzero(keep)[~silent]
    position_m = None if rows.position_m is None else rows.position_m[chosen]
    notices += position_notices(table, mapping, rows, position_m, used_columns)
    text = {role: cells[chosen] for role, cells in rows.text.items()}
    dataset = FingerprintSet(
        rss_dbm=rss_dbm[~silent][:, used],
        position_m=position_m,
        beacon_ids=np.array(mapping.values, dtype=str)[used],
        stop_id=text.get("location"),
        session_id=text.get("session"),
        time_s=None if rows.time_s is None else rows.time_s[chosen],
        holding=text.get("holding"),
        role=text.get("role"),
        row_id=rows.row_id[chosen],
        floor_id=text.get("floor"),
        device_id=text.get("device"),
        georeference=rows.georeference,
    )
    notices += size_notices(dataset.n_scans, dataset.n_beacons)
    return as_upload(dataset, notices, rows)
