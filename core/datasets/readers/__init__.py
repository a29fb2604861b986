"""Readers for a user's own data: look at a file, confirm what its columns mean, build the set."""

from core.datasets.readers.beacon_table import place_beacons, read_beacon_positions
from core.datasets.readers.column_guesses import ColumnGuess, guess_columns
from core.datasets.readers.column_mapping import ColumnMapping
from core.datasets.readers.empty_marks import EmptyMark, guess_empty_marks
from core.datasets.readers.format import Format
from core.datasets.readers.formats import (
    FORMATS,
    TEMPLATES,
    format_named,
    formats_holding,
    templates_for,
    titles,
)
from core.datasets.readers.graph_writers import write_edges, write_graphml
from core.datasets.readers.location_table import place_stops, read_locations
from core.datasets.readers.mapping import guess_mapping
from core.datasets.readers.node_attributes import community_candidates, with_communities
from core.datasets.readers.node_table import label_nodes
from core.datasets.readers.numbers import BadCellsError
from core.datasets.readers.part_names import PARTS, FilePart, guess_parts
from core.datasets.readers.parts import read_fingerprint_files, read_tables
from core.datasets.readers.points_table import missing_cells
from core.datasets.readers.positions import place_on_plan, place_on_plans
from core.datasets.readers.table import Table, inspect_table
from core.datasets.readers.template import Template
from core.datasets.readers.upload import (
    Upload,
    build_upload,
    inspect_cells,
    inspect_upload,
    open_upload,
    read_upload,
)
from core.datasets.readers.writers import write_long, write_points, write_wide

__all__ = [
    "FORMATS",
    "PARTS",
    "TEMPLATES",
    "BadCellsError",
    "ColumnGuess",
    "ColumnMapping",
    "EmptyMark",
    "FilePart",
    "Format",
    "Table",
    "Template",
    "Upload",
    "build_upload",
    "community_candidates",
    "format_named",
    "formats_holding",
    "guess_columns",
    "guess_empty_marks",
    "guess_mapping",
    "guess_parts",
    "inspect_cells",
    "inspect_table",
    "inspect_upload",
    "label_nodes",
    "missing_cells",
    "open_upload",
    "place_beacons",
    "place_on_plan",
    "place_on_plans",
    "place_stops",
    "read_beacon_positions",
    "read_fingerprint_files",
    "read_locations",
    "read_tables",
    "read_upload",
    "templates_for",
    "titles",
    "with_communities",
    "write_edges",
    "write_graphml",
    "write_long",
    "write_points",
    "write_wide",
]
