"""What is known about one proximity measure: the row that a measure card shows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """One proximity measure between the nodes of a graph.

    Attributes
    ----------
    name : the name by which ``kernel_matrix`` and all others know it
    title : the name that a reader of the literature knows
    formula : definition in the matrices of the graph (see ``core.graphs.measures``)
    parameter : symbol of the parameter that the flat x in (0, 1) is turned into, "" for none
    parameter_range : where that parameter may lie
    flat_map : how x becomes the parameter
    limit_low, limit_high : what the distance becomes as x → 0 and as x → 1
    metric : whether the distance Δ (or its root) obeys the triangle inequality
    positive_semidefinite : whether the centred kernel is, so that nodes are points in space
    cost : what evaluating it takes for n nodes
    source : authors and year
    family : measures of one family are the same distance up to a map of the parameter
    plain : the measure whose logarithm this one is, "" for a plain measure
    """

    name: str
    title: str
    formula: str
    parameter: str
    parameter_range: str
    flat_map: str
    limit_low: str
    limit_high: str
    metric: str
    positive_semidefinite: str
    cost: str
    source: str
    family: str
    plain: str = ""

    @property
    def is_logarithm(self) -> bool:
        """Whether the kernel is the element-wise logarithm of another measure's kernel."""
        return bool(self.plain)
