"""The sentences of the "From a few nodes" view, from the numbers alone."""

import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score

from components.graphs.few_nodes.results import TOP, FewNodes
from components.graphs.graph_choice import GraphChoice
from components.text import as_plain_text, counted
from core.percentages import percent

HUBS = 1.2  # times the degree


def few_nodes_sentence(
    choice: GraphChoice, known: tuple[int, ...], ranked_by: str, table: pd.DataFrame
) -> str:
    """Who is nearest; with communities, how well the order tells them apart."""
    first = ", ".join(as_plain_text(str(each)) for each in table["node"].head(5))
    said = (
        f"Nearest to the {counted(len(known), 'known node')} by {ranked_by}: **{first}**. "
        f"The largest drop comes after {counted(int(table['suggested'].sum()), 'node')}. "
    )
    communities = choice.graph.communities
    if communities is None:
        return said + "No communities are known, so nobody can say how many of these are right."
    own = np.unique(communities[list(known)])
    if len(own) > 1:
        return said + f"The known nodes belong to {len(own)} communities, so none is looked for."
    belongs = (table["community"] == own[0]).to_numpy()
    if belongs.all() or not belongs.any():
        return said + "All others are of one community, so there is nothing to tell apart."
    auc = roc_auc_score(belongs, table["score"])
    return said + (
        f"A node of their community stands above one of another in **{percent(auc, 1)}** of all "
        f"pairs (AUC {auc:.3f}, chance 0.5)."
    )


def hubs_sentence(
    choice: GraphChoice, known: tuple[int, ...], ranked_by: str, found: FewNodes
) -> str:
    """Whether plain PageRank ranks by degree: the mean degree of its first ten, and of ours."""
    degree = np.asarray(choice.graph.adjacency.sum(axis=1)).ravel()
    rest = np.setdiff1d(np.flatnonzero(np.isfinite(found.scores)), known)
    top = min(TOP, len(rest))
    ours, plain = (
        degree[rest[np.argsort(-scores[rest], kind="stable")[:top]]].mean()
        for scores in (found.scores, found.pagerank)
    )
    begins = (
        "Plain PageRank mostly finds hubs: its"
        if plain > HUBS * ours
        else "Plain PageRank does not prefer hubs here: its"
    )
    return (
        f"{begins} first {top} have a mean degree of **{plain:.1f}**, those of {ranked_by} "
        f"**{ours:.1f}**, all nodes {degree.mean():.1f}."
    )
