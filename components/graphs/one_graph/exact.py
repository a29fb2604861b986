"""Was it the measure, or the clusterer? k-means solved with a proof, beside what others found."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from components.graphs import kept_results
from components.graphs.graph_choice import GraphChoice
from components.graphs.measure_parameters import METHOD_TITLES
from components.graphs.one_graph.results import Setting
from components.graphs.slow_clusterers import (
    SLOW_METHODS,
    begins_by_itself,
    seconds_of,
    slow_offer,
)
from components.jobs import run_job
from components.memory import once
from core.graphs import QUICK_METHODS, Certificate, certificate
from core.graphs.labels import numbered_by_first_appearance
from core.limits import LIMITS
from core.parallel import Progress
from core.percentages import percent

NAME = "k-means with its proof"
PROVEN = 0.02  # a gap above is said to prove nothing
NEGATIVE = 0.001
Labels = NDArray[np.int64]


def show_exact(choice: GraphChoice, setting: Setting) -> None:
    """The question, its three sentences, and the table behind them."""
    st.subheader("Was it the measure, or the clusterer?", anchor=False)
    n, most = choice.graph.n_nodes, LIMITS["exact_cluster_nodes"].maximum
    if n > most:
        st.markdown(f"Only for graphs of up to {most:,} nodes; this one has {n:,}.")
        return
    found = _certificate_of(choice, setting)
    if found is None:
        return
    x = setting.x_of(setting.measure)
    quick = {
        name: kept_results.partition(
            choice, setting.measure, x, name, setting.n_clusters, setting.seed
        )
        for name in QUICK_METHODS
    }
    known = choice.graph.communities
    truth = None if known is None else numbered_by_first_appearance(known)
    usual = setting.method if setting.method in quick else QUICK_METHODS[0]
    for sentence in exact_sentences(found, quick, usual, truth):
        st.markdown(f"- {sentence}")
    st.dataframe(
        exact_table(found, quick, truth),
        hide_index=True,
        column_config={
            "above": st.column_config.NumberColumn("Cost above the best found", format="percent"),
            "ari": st.column_config.NumberColumn("ARI", format="%.3f"),
            "clusterer": "Partition by",
        },
        alt="Cost and ARI of every clusterer's partition and of the known communities",
    )
    st.caption(
        "Cost: the sum of squared distances to the means of the clusters, which k-means makes "
        "small. The proof is a bound that no partition into as many clusters undercuts. A lower "
        "cost is no higher ARI: that is up to the measure." + _left_out(found)
    )


def _certificate_of(choice: GraphChoice, setting: Setting) -> Certificate | None:
    def make(progress: Progress, done: list[Any]) -> Iterator[Certificate]:
        progress(0.0, f"k-means of {choice.graph.n_nodes:,} nodes, with a proof")
        kernel = kept_results.kernel(choice, setting.measure, setting.x_of(setting.measure))
        yield certificate(kernel.matrix, setting.n_clusters)

    seconds = seconds_of(SLOW_METHODS[0], choice.graph.n_nodes)
    key = ("certificate", choice.key, setting.measure, setting.x, setting.n_clusters)
    job = run_job(
        key,
        NAME,
        make,
        origin=choice.origin,
        start=begins_by_itself(seconds),
        offer=slow_offer(NAME, seconds),
    )
    return job.results[0] if job.results else None


@once
def exact_sentences(
    found: Certificate, quick: dict[str, Labels], usual: str, truth: Labels | None
) -> list[str]:
    """What the clusterer costs, what the truth costs, and the ARI of each."""
    title = METHOD_TITLES[usual]
    more = found.above(quick[usual])
    proof = (
        f"proven within {percent(found.gap, 1)} of the best possible"
        if found.gap <= PROVEN
        else f"not proven: one cheaper by up to {percent(found.gap, 1)} is not ruled out"
    )
    costs = (
        f"{title}'s partition costs **{percent(more, 1)} more** than the best found"
        if more > 1e-6
        else f"{title}'s partition costs **no more** than the best found"
    )
    sentences = [f"{costs}, which is {proof}."]
    if truth is None:
        return sentences
    n_known, n_clusters = len(np.unique(truth)), len(np.unique(found.labels))
    above = found.above(truth)
    if n_known != n_clusters:
        sentences.append(
            f"There are {n_known} known communities and {n_clusters} clusters, so that their costs "
            "say nothing of each other."
        )
    elif above <= max(found.gap, 1e-6):
        sentences.append(
            "**The known communities are the best partition as far as can be told**: their cost is "
            f"within the {percent(found.gap, 1)} that is not proven."
        )
    else:
        sentences.append(
            f"The known communities cost **{percent(above, 1)} more** than the best found: this "
            "measure prefers another partition, and no clusterer can mend that."
        )
    scores = {METHOD_TITLES[name]: adjusted_rand_score(truth, each) for name, each in quick.items()}
    scores[METHOD_TITLES[SLOW_METHODS[0]]] = adjusted_rand_score(truth, found.labels)
    listed = ", ".join(f"{name} {value:.2f}" for name, value in scores.items())
    sentences.append(f"ARI with the known communities: {listed}.")
    return sentences


@once
def exact_table(found: Certificate, quick: dict[str, Labels], truth: Labels | None) -> pd.DataFrame:
    """Cost above the best found, as a share, and ARI of each partition."""
    partitions = {METHOD_TITLES[name]: each for name, each in quick.items()}
    partitions[METHOD_TITLES[SLOW_METHODS[0]]] = found.labels
    if truth is not None:
        partitions["Known communities"] = truth
    table = pd.DataFrame(
        {
            "clusterer": list(partitions),
            "above": [max(found.above(each), 0.0) for each in partitions.values()],
        }
    )
    if truth is not None:
        table["ari"] = [adjusted_rand_score(truth, each) for each in partitions.values()]
    return table


def _left_out(found: Certificate) -> str:
    if found.negative_share < NEGATIVE:
        return ""
    return (
        f" {percent(found.negative_share)} of this kernel's eigenvalues, by size, are negative: no "
        "points have such distances, and they are left out here."
    )
