"""The proximity measures: one file per family, whose rows hold the card and the code.

Notation: A adjacency (symmetric, non-negative), d = A1, D = diag d, L = D − A, P = D⁻¹A,
S = D^−½ A D^−½, ρ the spectral radius of A, H = I − 11ᵀ/n, L⁺ the pseudo-inverse of L.

A measure is added by a file with its ``ROWS``, and by the file's name in ``FAMILIES``.
"""

from importlib import import_module

from core.errors import ParameterError
from core.graphs.measures.measure import Measure

# In the order in which pages list them.
FAMILIES = (
    *("katz", "forest", "communicability", "heat", "normalised_heat", "sigmoid_commute_time"),
    *("randomised_paths", "free_energy", "pagerank", "heat_pagerank", "double_factorial"),
    *("absorption", "path_and_commute_time", "commute_time", "shortest_path"),
)
_ROWS: tuple[Measure, ...] = tuple(
    row for family in FAMILIES for row in import_module(f"{__name__}.{family}").ROWS
)
MEASURE_TABLE: dict[str, Measure] = {row.name: row for row in _ROWS}
MEASURES: tuple[str, ...] = tuple(MEASURE_TABLE)
LOGARITHM_PAIRS: tuple[tuple[str, str], ...] = tuple(
    (measure.plain, measure.name) for measure in MEASURE_TABLE.values() if measure.is_logarithm
)
LARGE_MEASURES = tuple(name for name, row in MEASURE_TABLE.items() if row.form.scales_to_large)


def measure_named(name: str) -> Measure:
    """The row of the table by its name.

    Parameters
    ----------
    name : str
        One of ``MEASURES``.

    Returns
    -------
    Measure
        Its card and its code.

    Raises
    ------
    ParameterError
        When there is none; it lists the names.

    Examples
    --------
    >>> measure_named("logFor").plain
    'For'
    """
    if name not in MEASURE_TABLE:
        raise ParameterError(f"measure is {name!r}; choose one of: {', '.join(MEASURES)}.")
    return MEASURE_TABLE[name]


def family_of(name: str, *, weighted: bool = False) -> str:
    """The family that a measure belongs to: one distance up to a map of the parameter.

    FE is the distance of logPPR at α = e^−β only while all edges weigh the same.

    Parameters
    ----------
    name : str
        One of ``MEASURES``.
    weighted : bool, optional
        Whether the edges of the graph have different weights.

    Returns
    -------
    str
        The name of the measure that the family is called after.

    Raises
    ------
    ParameterError
        For an unknown name.

    Examples
    --------
    >>> family_of("FE"), family_of("FE", weighted=True), family_of("logAbs")
    ('logPPR', 'FE', 'logPPR')
    """
    row = measure_named(name)
    return row.weighted_family or row.family if weighted else row.family
