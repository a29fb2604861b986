"""A weighted undirected graph, perhaps with known communities."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from core.datasets.validation import as_label_array, as_row_numbers, check_length
from core.errors import ParameterError


@dataclass(frozen=True, eq=False)
class GraphData:
    """n nodes with symmetric non-negative weights.

    Attributes
    ----------
    adjacency : (n, n) scipy.sparse CSR array of float64
        Symmetric, non-negative, finite.
    node_ids : (n,) array of str
        All different.
    communities : (n,) array of str or None
        Known communities.
    row_number : (n,) array of int64 or None
        Where each node was a row of a file (a point that was joined to its neighbours), the number
        of that row as a spreadsheet counts it.

    Raises
    ------
    ParameterError
        When a rule above is broken.

    Examples
    --------
    >>> GraphData(np.array([[0, 1], [1, 0]]), ["a", "b"]).n_nodes
    2
    """

    adjacency: sparse.csr_array
    node_ids: NDArray[np.str_]
    communities: NDArray[np.str_] | None = None
    row_number: NDArray[np.int64] | None = None

    def __post_init__(self) -> None:
        adjacency = sparse.csr_array(self.adjacency, dtype=np.float64, copy=True)
        n = adjacency.shape[0]
        if adjacency.shape != (n, n) or n == 0:
            raise ParameterError(f"adjacency has shape {adjacency.shape}; it must be square.")
        if not np.isfinite(adjacency.data).all():
            raise ParameterError("adjacency holds weights that are not finite numbers.")
        if (adjacency.data < 0).any():
            raise ParameterError(
                f"The smallest weight is {adjacency.data.min():g}; weights must not be negative."
            )
        adjacency.eliminate_zeros()
        asymmetry = abs(adjacency - adjacency.T)
        if asymmetry.nnz and asymmetry.max() > 1e-12 * abs(adjacency).max():
            raise ParameterError("adjacency is not symmetric; symmetrise the graph first.")
        node_ids = as_label_array("node_ids", self.node_ids)
        check_length("node_ids", node_ids, n, "nodes")
        if len(set(node_ids)) != n:
            raise ParameterError("Two nodes carry the same id; ids must differ.")
        object.__setattr__(self, "adjacency", adjacency)
        object.__setattr__(self, "node_ids", node_ids)
        if self.communities is not None:
            communities = as_label_array("communities", self.communities)
            check_length("communities", communities, n, "nodes")
            object.__setattr__(self, "communities", communities)
        if self.row_number is not None:
            numbers = as_row_numbers(self.row_number, n, "nodes")
            object.__setattr__(self, "row_number", numbers)

    @property
    def n_nodes(self) -> int:
        """Number of nodes."""
        return self.adjacency.shape[0]

    @property
    def row_id(self) -> NDArray[np.str_]:
        """(n,) what each node is called: ``node_ids``, under the name that every data set has."""
        return self.node_ids

    @property
    def n_edges(self) -> int:
        """Number of undirected edges, self-loops included."""
        loops = int(np.count_nonzero(self.adjacency.diagonal()))
        return (self.adjacency.nnz - loops) // 2 + loops
