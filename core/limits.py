"""Every limit of Kernelscope in one table: what is larger is refused before it is computed.

A limit is declared here once and used by name: ``check_limit("csv_bytes", len(data))``. Whoever
runs a server sets some of them by a variable of the environment.
"""

import os
from dataclasses import dataclass

from core.errors import LimitError, ParameterError


@dataclass(frozen=True)
class Limit:
    """One limit: its largest allowed value, the unit, what it guards, and the way out.

    ``adjustable``: the environment may set another value, as ``KERNELSCOPE_`` and the name.
    """

    name: str
    maximum: int
    unit: str
    help: str
    way_out: str
    adjustable: bool = False

    @property
    def variable(self) -> str:
        """The variable of the environment that sets it."""
        return f"KERNELSCOPE_{self.name.upper()}"


_TABLE = (
    Limit(
        "csv_bytes",
        200_000_000,
        "bytes",
        "Largest CSV or TSV file.",
        "Keep fewer columns or rows, or save the table as Parquet or NPY.",
    ),
    Limit(
        "member_bytes",
        200_000_000,
        "bytes",
        "Largest file of a folder or ZIP archive, checked before it is read.",
        "Split it, or keep fewer rows.",
    ),
    Limit(
        "binary_bytes",
        400_000_000,
        "bytes",
        "Largest NPY, NPZ, Parquet or ZIP file, and the most that one may unpack to.",
        "Keep fewer columns or rows, or store 32-bit numbers.",
    ),
    Limit(
        "archive_members",
        5_000,
        "members",
        "Most files in an uploaded archive.",
        "Pack only the files that make up the data set.",
    ),
    Limit(
        "unpacking_ratio",
        200,
        "times its packed size when unpacked",
        "How far an archive may expand: real data do not, a bomb does.",
        "Store the arrays without compression.",
    ),
    Limit(
        "table_cells",
        100_000_000,
        "cells",
        "Most cells of a table or array.",
        "Keep fewer columns or rows.",
    ),
    Limit(
        "own_sets",
        20,
        "data sets",
        "Most data sets of a visitor's own in one session.",
        "Delete one that you no longer need.",
    ),
    Limit(
        "own_sets_bytes",
        1_000_000_000,
        "bytes",
        "Most that a visitor's own data sets hold together in one session.",
        "Delete one that you no longer need, or upload a part of it.",
    ),
    Limit(
        "graph_nodes",
        200_000,
        "nodes",
        "Most nodes of an uploaded graph.",
        "Upload a part of the graph.",
    ),
    Limit(
        "graph_edges",
        5_000_000,
        "edges",
        "Most edges of a graph, counted or read from a header before they are kept.",
        "Use a part of the graph, or one with fewer edges.",
    ),
    Limit(
        "graph_text_bytes",
        50_000_000,
        "bytes",
        "Largest GML, GraphML, GEXF, Pajek or JSON file of a graph.",
        "Save the graph as an edge list (CSV), Matrix Market or sparse NPZ file.",
    ),
    Limit(
        "json_bytes",
        50_000_000,
        "bytes",
        "Largest JSON file of a table.",
        "Save the table as CSV or Parquet.",
    ),
    Limit(
        "graph_nesting",
        64,
        "levels of nesting",
        "Deepest nesting of a GML, GraphML, GEXF or JSON file.",
        "Graphs need a handful of levels; save the graph again.",
    ),
    Limit(
        "node_attributes",
        200,
        "attributes of nodes",
        "Most attributes of the nodes in a graph's file; each is kept for every node.",
        "Leave out those that say nothing of communities.",
    ),
    Limit(
        "kernel_nodes",
        5_000,
        "nodes",
        "Most nodes for which all pairs of nodes are compared at once.",
        "Cluster it: larger graphs go through leading eigenvectors or landmarks.",
    ),
    Limit(
        "exact_cluster_nodes",
        300,
        "nodes",
        "Most nodes whose k-means is solved exactly, by a semidefinite program.",
        "Choose Ward or kernel k-means.",
    ),
    Limit(
        "mapped_nodes",
        5_000,
        "nodes",
        "Most nodes of a graph that is mapped by the paths between all pairs of them.",
        "Upload a part of the graph.",
    ),
    Limit(
        "joined_points",
        20_000,
        "points",
        "Most points that are joined with their neighbours to a graph.",
        "Upload a part of them.",
    ),
    Limit(
        "tracked_places",
        4_000,
        "registered places",
        "Most places that a tracker walks between: it keeps all walking distances.",
        "Track on a survey with coarser spacing, or look at each scan alone.",
    ),
    Limit(
        "image_bytes",
        25_000_000,
        "bytes",
        "Largest floor-plan image file.",
        "Save the plan at a lower resolution.",
    ),
    Limit(
        "image_pixels",
        40_000_000,
        "pixels",
        "Largest floor-plan image, checked before it is decoded.",
        "Scale the plan down to about 4,000 pixels on its longer side.",
    ),
    Limit(
        "columns",
        5_000,
        "columns",
        "Most columns of a table.",
        "Keep the columns that matter, or reduce the table with PCA first.",
    ),
    Limit(
        "map_points",
        200_000,
        "points",
        "Most points of a heat-geodesic map.",
        "Fit a random sample of 100,000 points and place the others with transform.",
    ),
    Limit(
        "kernel_entries",
        250_000_000,
        "entries",
        "Most entries of a dense heat kernel (8 bytes each).",
        "Ask for the columns of fewer nodes.",
    ),
    Limit(
        "isomap_points",
        6_000,
        "points",
        "Most points of Isomap, which keeps all pairs several times over.",
        "Draw fewer points, or choose a method without all pairs.",
    ),
    Limit(
        "neighbor_fill_pairs",
        200_000_000,
        "pairs of an incomplete row and another",
        "Most comparisons when empty cells are filled from the nearest rows: about ten seconds.",
        "Fill with the median, leave rows or columns out, or upload fewer rows.",
    ),
    Limit(
        "tsne_points",
        10_000,
        "points",
        "Most points of t-SNE, which takes minutes beyond that.",
        "Draw fewer points, or choose UMAP.",
    ),
    Limit(
        "cell_characters",
        100_000,
        "characters",
        "Longest single cell of a text table.",
        "Look for a quotation mark that is never closed.",
    ),
    Limit(
        "model_bytes",
        100_000_000,
        "bytes",
        "Largest ONNX model, made here or uploaded.",
        "Register fewer places, or keep fewer layers and digits of the weights.",
    ),
    Limit(
        "model_nodes",
        5_000,
        "nodes",
        "Most nodes of an uploaded ONNX model, subgraphs and functions included.",
        "Simplify the graph before the upload, for instance with onnxsim.",
    ),
    Limit(
        "model_parts",
        300_000,
        "parts",
        "Most tensors, attributes, sizes and other parts of an uploaded ONNX model.",
        "Simplify the graph before the upload, for instance with onnxsim.",
    ),
    Limit(
        "simulated_dimensions",
        2_000,
        "dimensions",
        "Most dimensions of a simulated law of the density estimate.",
        "Choose fewer; the limit of many dimensions is drawn as a line.",
    ),
    Limit(
        "generator_weights",
        20_000_000,
        "weights",
        "Most weights of rows in samples, over all noise levels, when generators are compared.",
        "Learn from fewer rows.",
    ),
    Limit(
        "settings_bytes",
        1_000_000,
        "bytes",
        "Largest file of a page's settings.",
        "Take the file that the page's Download menu gives.",
    ),
    Limit(
        "lesson_bytes",
        100_000,
        "bytes",
        "Largest file of a lesson.",
        "Make two lessons of it.",
    ),
    Limit(
        "lesson_steps",
        30,
        "steps",
        "Most steps of a lesson.",
        "Make two lessons of it.",
    ),
    Limit(
        "lessons_brought",
        20,
        "lessons",
        "Most lessons of one's own, brought or made.",
        "Delete one on the Lessons page.",
    ),
    Limit(
        "classes",
        20,
        "classes",
        "Most classes that one teacher holds at a time.",
        "End one on the Lessons page.",
    ),
    Limit(
        "classes_of_all",
        1_000,
        "classes",
        "Most classes that are held on a server at a time.",
        "End classes that are over, or ask who runs this server for more room.",
        adjustable=True,
    ),
    Limit(
        "poll_answers",
        2_000,
        "answers",
        "Most answers that a poll counts.",
        "Hold a class for each group.",
    ),
    Limit(
        "lessons_begun",
        200,
        "lessons",
        "Most lessons of which is kept how far somebody is.",
        "Press “Forget my progress” on the Lessons page.",
    ),
    Limit(
        "workspace_owner_bytes",
        5_000_000_000,
        "bytes",
        "Most that one owner keeps in a workspace.",
        "Delete sets that you no longer need, then keep this one.",
        adjustable=True,
    ),
    Limit(
        "workspace_owner_sets",
        1_000,
        "sets",
        "Most data sets that one owner keeps in a workspace.",
        "Delete sets that you no longer need, then keep this one.",
        adjustable=True,
    ),
    Limit(
        "workspace_bytes",
        50_000_000_000,
        "bytes",
        "Most that all owners of a workspace keep together.",
        "Delete sets that you no longer need, or ask who runs this server for more room.",
        adjustable=True,
    ),
)

LEAST_FREE_BYTES = Limit(
    "workspace_free_bytes",
    500_000_000,
    "bytes",
    "What keeping a set must leave free on the disk.",
    "Free some space on the disk, then keep this set.",
    adjustable=True,
)
LONGEST_UNOPENED = Limit(
    "workspace_days",
    0,
    "days",
    "How long a kept set may lie unopened before it is deleted; 0 keeps it until it is deleted.",
    "Open a set now and then to keep it.",
    adjustable=True,
)

LONGEST_CLASS = Limit(
    "class_days",
    90,
    "days",
    "How long a class may lie unused before it is deleted with its polls; 0 keeps it.",
    "Open a class now and then to keep it.",
    adjustable=True,
)

LIMITS: dict[str, Limit] = {limit.name: limit for limit in _TABLE}


def check_limit(name: str, value: int, *, what: str) -> None:
    """Raise :class:`~core.errors.LimitError` when ``value`` exceeds the limit called ``name``.

    ``what`` names the thing in the message: "The file survey.csv".

    >>> check_limit("columns", 12, what="The table")
    """
    limit = LIMITS[name]
    maximum = value_of(limit)
    if value > maximum:
        raise LimitError(
            f"{what} has {value:,} {limit.unit}; the limit is {maximum:,}. {limit.way_out}"
        )


def value_of(limit: Limit) -> int:
    """What the limit is here: the environment's value where that may set it, else the table's.

    Raises ParameterError for a value that is not a whole number of at least 0.

    >>> value_of(LIMITS["columns"])
    5000
    """
    said = os.environ.get(limit.variable, "") if limit.adjustable else ""
    if not said.strip():
        return limit.maximum
    try:
        value = int(said)
    except ValueError:
        value = -1
    if value < 0:
        raise ParameterError(
            f"{limit.variable} is {said!r}; it must be a whole number of {limit.unit}, 0 or more."
        )
    return value
