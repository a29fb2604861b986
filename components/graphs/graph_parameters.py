"""The settings that choose a graph: which one, how a random one is made, what counts as truth."""

from collections.abc import Sequence

from components.data_origin import names_in_links, own_only
from core.datasets import GraphData
from core.parameters import Parameter

KNOWN, HIDDEN = "known", "none"

MODEL_PARAMETERS: dict[str, Parameter] = {
    row.name: row
    for row in (
        Parameter(
            "model_nodes",
            "Nodes",
            int,
            100,
            minimum=20,
            maximum=600,
            step=10,
            help="Nodes of the random graph. More nodes make communities easier to find.",
        ),
        Parameter(
            "model_classes",
            "Classes",
            int,
            2,
            minimum=2,
            maximum=8,
            step=1,
            help="Number of planted classes.",
        ),
        Parameter(
            "model_smallest",
            "Share of the first class",
            float,
            0.5,
            minimum=0.02,
            maximum=0.5,
            step=0.01,
            help="Size of the first class as a share of two equal classes: 0.5 makes all "
            "classes equal, less makes the first one small and the others larger.",
        ),
        Parameter(
            "p_in",
            "p within a class",
            float,
            0.3,
            minimum=0.02,
            maximum=1.0,
            step=0.01,
            help="Probability that two nodes of one class are joined.",
        ),
        Parameter(
            "p_out",
            "p between classes",
            float,
            0.1,
            minimum=0.0,
            maximum=0.5,
            step=0.01,
            help="Probability that two nodes of different classes are joined. The closer to "
            "p within, the harder.",
        ),
        Parameter(
            "mean_degree",
            "Mean degree",
            int,
            10,
            minimum=4,
            maximum=30,
            step=1,
            help="Mean number of neighbours in an LFR graph.",
        ),
        Parameter(
            "mixing",
            "Mixing",
            float,
            0.2,
            minimum=0.0,
            maximum=0.8,
            step=0.05,
            help="Share of a node's edges that leave its community, in an LFR graph.",
        ),
        Parameter(
            "graph_seed",
            "Seed of the graph",
            int,
            0,
            minimum=0,
            maximum=999,
            step=1,
            help="Another seed draws another graph of the same model.",
        ),
    )
}


def truth_parameter(graph: GraphData, attributes: Sequence[str], graph_key: str) -> Parameter:
    """What counts as the communities: those of the data set, a node attribute, or nothing."""
    options: tuple[str, ...] = (HIDDEN, *attributes)
    labels: tuple[str, ...] = ("Nothing (no ground truth)", *(f"Node: {a}" for a in attributes))
    if graph.communities is not None:
        options, labels = (KNOWN, *options), ("Known communities", *labels)
    return Parameter(
        "truth",
        "Truth",
        str,
        options[0],
        options=options,
        labels=labels,
        belongs_to=graph_key,
        links=names_in_links(graph_key, options),
        help="What the clusters are compared with. Without truth the page shows modularity, "
        "stability and the agreement between measures instead, and says how sure it is.",
    )


def component_parameter(graph_key: str) -> Parameter:
    """Whether only the largest component is clustered."""
    return Parameter(
        "component",
        "Largest component only",
        bool,
        True,
        belongs_to=own_only(graph_key),
        help="Leave out nodes that no path joins to the largest component. Logarithms of "
        "proximities need one component.",
    )
