"""The settings of the "One graph" view."""

from components.data_origin import names_in_links
from components.graphs.count_view import OFFERS
from components.graphs.graph_choice import GraphChoice
from core.limits import LIMITS
from core.parameters import Parameter

NODE = "node"
GIVEN, FROM_TRUTH = "given", "truth"
COUNTED = "The choice above finds the number; “Given below” hands it over."
MOST_CLUSTERS = 12
MATRIX_LEADS_ABOVE = 1_500  # nodes; a drawing of more is a hairball


def one_graph_parameters(choice: GraphChoice) -> dict[str, Parameter]:
    """The view's parameters by name; options and bounds follow the graph."""
    sources = ((FROM_TRUTH,) if choice.has_truth else ()) + (*OFFERS, GIVEN)
    titles = {
        FROM_TRUTH: f"As many as known ({choice.n_communities})",
        **OFFERS,
        GIVEN: "Given below",
    }
    most = max(min(MOST_CLUSTERS, choice.graph.n_nodes), 3)
    # A list of more nodes than a matrix is formed for would choke the widget.
    nodes = tuple(choice.graph.node_ids[: LIMITS["kernel_nodes"].maximum].tolist())
    rows = (
        Parameter(
            "clusters_from",
            "Number of clusters",
            str,
            FROM_TRUTH if choice.has_truth else "eigengap",
            options=sources,
            labels=tuple(titles[source] for source in sources),
            belongs_to=choice.judged_as,
            help="Taken from the known communities, proposed from the graph (the evidence is shown "
            "further down), or given by you.",
        ),
        Parameter(
            "n_clusters",
            "Clusters",
            int,
            2,
            minimum=2,
            maximum=most,
            step=1,
            belongs_to=choice.judged_as,
            help="How many clusters the nodes are sorted into, when you give the number.",
        ),
        Parameter(
            "order",
            "Order of the matrix",
            str,
            "truth" if choice.has_truth else "clusters",
            options=(("truth",) if choice.has_truth else ()) + ("clusters", "file"),
            labels=(("Known",) if choice.has_truth else ()) + ("Clusters", "File"),
            belongs_to=choice.judged_as,
            help="How the rows of the distance matrix are sorted: by known community, by the "
            "clusters found, or as in the file.",
        ),
        Parameter(
            NODE,
            "Node",
            str,
            nodes[0],
            options=nodes,
            belongs_to=choice.graph_key,
            links=names_in_links(choice.graph_key, nodes),
            help="Whose proximity to all others is shown. A click on a node chooses it too.",
        ),
    )
    return {row.name: row for row in rows}
