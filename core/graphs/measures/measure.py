"""One proximity measure: the row that a card shows and that every computation asks."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import nan

from core.depths import Depths
from core.graphs.measures.flat_maps import FlatMap
from core.graphs.measures.form import At, Form
from core.graphs.measures.spectral_form import LogarithmForm, SpectralForm

SPECTRAL_COST = (
    "one eigendecomposition per graph, then at most one product (n³ flops) per parameter"
)
_LOG_SOURCE = "Chebotarev, 2011; Ivashkin, Chebotarev, 2016"


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One proximity measure between the nodes of a graph.

    Attributes
    ----------
    name : str
        The name by which ``kernel_matrix`` and all others know it.
    title : str
        The name that a reader of the literature knows.
    formula : str
        Definition in the matrices of the graph (see ``core.graphs.measures``).
    tex : str
        The same as TeX, without what is said of the matrices.
    form : Form
        How the kernel is made.
    flat : FlatMap
        How the flat x in (0, 1) becomes the parameter.
    parameter : str
        Symbol of that parameter, "" for none.
    parameter_range : str
        Where it may lie.
    limit_low, limit_high : str
        What the distance becomes as x → 0 and as x → 1.
    metric : str
        Whether the distance Δ (or its root) obeys the triangle inequality.
    positive_semidefinite : str
        Whether the centred kernel is, so that nodes are points in space.
    cost : str
        What evaluating it takes for n nodes.
    source : str
        Authors and year.
    family : str
        Measures of one family are the same distance up to a map of the parameter.
    weighted_family : str
        The same where edges have weights, "" where these change nothing.
    in_words : str
        One sentence for a reader who knows no article (see :class:`core.depths.Depths`).
    meaning : str
        What the formula says, as Markdown with TeX.
    plain : str
        The measure whose logarithm this one is, "" for a plain measure.
    """

    name: str
    title: str
    formula: str
    tex: str
    form: Form
    flat: FlatMap
    parameter: str
    parameter_range: str
    limit_low: str
    limit_high: str
    metric: str
    positive_semidefinite: str
    cost: str
    source: str
    family: str
    weighted_family: str = ""
    plain: str = ""
    in_words: str = ""
    meaning: str = ""

    @property
    def depths(self) -> Depths:
        """The sentence, and the formula with what it says and its source."""
        return Depths(self.in_words, f"${self.tex}$. {self.meaning} ({self.source}.)")

    @property
    def flat_map(self) -> str:
        """How x becomes the parameter, in words."""
        return self.flat.text

    @property
    def is_logarithm(self) -> bool:
        """Whether the kernel is the element-wise logarithm of another measure's kernel."""
        return bool(self.plain)

    def checked_x(self, x: float | None) -> float | None:
        """x within its bounds, None where there is no parameter; ParameterError otherwise."""
        return self.flat.checked(self.name, x)

    def at(self, x: float | None, radius: Callable[[], float]) -> At:
        """The place of a checked x on a graph, of which ``radius`` gives ρ(A) if it is needed."""
        own = self.flat.own
        return At(self.name, x, nan if own is None or x is None else own(x, radius))

    def logarithm(
        self,
        *,
        title: str,
        family: str,
        metric: str,
        positive_semidefinite: str,
        limit_low: str = "shortest path",
        limit_high: str,
        way_out: str = "",
        in_words: str = "",
        meaning: str = "",
    ) -> "Measure":
        """The row of the element-wise logarithm; ``way_out`` as in :class:`LogarithmForm`."""
        if not isinstance(self.form, SpectralForm):
            raise TypeError(f"{self.name} is no series, so its logarithm has no form yet.")
        return replace(
            self,
            name=f"log{self.name}",
            title=title,
            formula=f"K_ij = log k_ij, k the {self.name} kernel: {self.formula}",
            tex=rf"K_{{ij}} = \log k_{{ij}},\ {self.tex.replace('K', 'k', 1)}",
            form=LogarithmForm(self.form, way_out),
            parameter_range=f"{self.parameter_range}; every entry of k must be positive",
            limit_low=limit_low,
            limit_high=limit_high,
            metric=metric,
            positive_semidefinite=positive_semidefinite,
            cost=f"as {self.name}, and n² logarithms",
            source=_LOG_SOURCE,
            family=family,
            plain=self.name,
            in_words=in_words,
            meaning=meaning,
        )
