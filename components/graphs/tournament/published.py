"""The Copeland tables of the articles: open one as it was played, and stand beside it."""

import json
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
import streamlit as st
from scipy.stats import spearmanr

from components.graphs.graph_models import POPULATIONS
from components.graphs.graph_parameters import MODEL_PARAMETERS
from components.graphs.measure_parameters import METHOD, score_parameter
from components.graphs.tournament.jobs import TournamentPlan
from components.graphs.tournament.parameters import MEASURE_SETS, TOURNAMENT_PARAMETERS
from components.memory import once
from components.project_folder import ROOT
from components.settings import keep
from components.text import counted
from core.graphs.copeland_count import copeland
from core.graphs.measures.selections import ARTICLE
from core.graphs.tournaments import TournamentResult

FILE = ROOT / "assets" / "published" / "copeland.json"
PLANTED = next(iter(POPULATIONS))
FIRST = 5
BEYOND = 2.0  # standard errors of the difference
LEAST_GRAPHS = 6  # of which a standard error says something


@dataclass(frozen=True)
class PublishedColumn:
    """One column of a table: counts of all measures on graphs of one model."""

    n_nodes: int
    n_classes: int
    p_in: float
    p_out: float
    n_graphs: int
    counts: dict[str, int]
    source: str

    @property
    def title(self) -> str:
        """The model in the article's notation."""
        return f"G({self.n_nodes}, ({self.n_classes}) {self.p_in:g}, {self.p_out:g})"

    @property
    def settings(self) -> dict[str, object]:
        """What must be set for the same model."""
        return {
            "model_nodes": self.n_nodes,
            "model_classes": self.n_classes,
            "model_smallest": 0.5,
            "p_in": self.p_in,
            "p_out": self.p_out,
        }


@cache
def published_columns(rank_by: str) -> tuple[PublishedColumn, ...]:
    """The columns of the table in which measures stand at this choice of x."""
    file = json.loads(FILE.read_text(encoding="utf-8"))
    return tuple(
        PublishedColumn(
            each["model_nodes"],
            each["model_classes"],
            file["p_in"],
            each["p_out"],
            each["graphs"],
            each["counts"],
            file["source"],
        )
        for each in file["tables"][rank_by]
    )


def offer_presets() -> None:
    """One button for each model of the tables, which sets all that the table's figures rest on."""
    with st.popover("As in the articles", icon=":material/menu_book:", width="stretch"):
        st.caption(
            "Each button sets the graphs, the 13 measures, Ward and the ranking of a published "
            "table; its figures then stand beside yours."
        )
        for column in published_columns("p90"):
            st.button(
                column.title,
                on_click=_open,
                args=(column,),
                key=f"article-{column.n_nodes}-{column.n_classes}-{column.p_out:g}",
                width="stretch",
            )


def _open(column: PublishedColumn) -> None:
    rows = TOURNAMENT_PARAMETERS
    keep(rows["model"], PLANTED)
    keep(rows["measure_set"], next(iter(MEASURE_SETS)))
    keep(rows["rank_by"], "p90")
    keep(METHOD, METHOD.default)
    keep(score_parameter(has_truth=True), "ari")
    for name, value in column.settings.items():
        keep(MODEL_PARAMETERS[name], value)


def published_for(plan: TournamentPlan, rank_by: str) -> PublishedColumn | None:
    """The column that this tournament plays again, if there is one."""
    if plan.model != PLANTED or plan.measures != ARTICLE or plan.score != "ari":
        return None
    given = dict(plan.settings)
    found = (each for each in published_columns(rank_by) if each.settings == given)
    return next(found, None)


@once
def beside_published(
    result: TournamentResult, rank_by: str, column: PublishedColumn
) -> pd.DataFrame:
    """A row per measure: rank and points as a share of the most, here and in the table.

    Columns: measure, rank, published_rank, share, published_share, apart (difference in standard
    errors of the difference; NaN with few graphs).
    """
    index = result.best_index if rank_by == "best" else result.percentile_90_index
    scores = result.at(index)
    rivals = len(result.measures) - 1
    per_graph = np.array([copeland(row[None]) for row in scores]) / rivals
    share = per_graph.mean(axis=0)
    printed = np.array([column.counts[name] for name in result.measures])
    published = printed / (rivals * column.n_graphs)
    error = np.full(len(share), np.nan)
    if result.n_graphs >= LEAST_GRAPHS:
        # who always wins shows no spread; one point more or less is possible all the same
        spread = np.maximum(per_graph.std(axis=0, ddof=1), 1 / rivals)
        error = spread * np.sqrt(1 / result.n_graphs + 1 / column.n_graphs)
    table = pd.DataFrame(
        {
            "measure": result.measures,
            "rank": pd.Series(-share).rank(method="min").astype(int),
            "published_rank": pd.Series(-published).rank(method="min").astype(int),
            "share": share,
            "published_share": published,
            "apart": (share - published) / error,
        }
    )
    return table.sort_values("rank", kind="stable").reset_index(drop=True)


@once
def agreement_sentence(table: pd.DataFrame, column: PublishedColumn, n_graphs: int) -> str:
    """How far the two orders agree, and which measures differ beyond what the draws explain."""
    ours = table.nsmallest(FIRST, "rank")["measure"].tolist()
    theirs = table.nsmallest(FIRST, "published_rank")["measure"].tolist()
    same = len(set(ours) & set(theirs))
    first = (
        f"the first {FIRST} stand in the same order"
        if ours == theirs
        else f"{same} of the first {FIRST} are the same"
    )
    rho = spearmanr(table["share"], table["published_share"]).statistic
    said = f"Beside the published table of {column.title}: **{first}**, Spearman {rho:.2f} over all"
    if table["apart"].isna().all():
        return f"{said} {len(table)}. Play more graphs to see what is luck."
    beyond = table[table["apart"].abs() > BEYOND]
    if beyond.empty:
        return (
            f"{said} {len(table)}. No measure differs by more than other draws of the graphs "
            "explain."
        )
    listed = ", ".join(
        f"{row.measure} ({row.share:+.2f} against {row.published_share:+.2f})"
        for row in beyond.itertuples()
    )
    return (
        f"{said} {len(table)}. Beyond what {n_graphs} and {column.n_graphs} draws of the graphs "
        f"explain differ: {listed}."
    )


def show_published(plan: TournamentPlan, result: TournamentResult, rank_by: str) -> None:
    """Sentence and table beside the published figures; nothing where none were published."""
    column = published_for(plan, rank_by)
    if column is None:
        return
    st.markdown("**Beside the published table**")
    table = beside_published(result, rank_by, column)
    st.markdown(agreement_sentence(table, column, result.n_graphs))
    number = st.column_config.NumberColumn
    st.dataframe(
        table,
        hide_index=True,
        height=35 * (len(table) + 1) + 3,
        column_config={
            "measure": st.column_config.TextColumn("Measure", width=90),
            "rank": number("Here", width=50),
            "published_rank": number("Printed", width=65),
            "share": number("Points", format="%+.2f", width=65, help="Share of the most there is."),
            "published_share": number("Printed", format="%+.2f", width=65),
            "apart": number(
                "Apart",
                format="%+.1f",
                width=60,
                help="Difference in standard errors over graphs; beyond 2 it is no luck.",
            ),
        },
        alt="Ranks and points of the measures here and in the published table",
    )
    st.caption(
        f"{column.source}; {counted(column.n_graphs, 'graph')}, Ward, by a library that clusters "
        "in single precision, and at other values of x; here kernels, logarithms and Ward are in "
        "double precision. The author himself doubts which index the first figures were of. Much "
        "of such an order is the clusterer's: with k-means solved exactly (“Exact (SDP)”) the "
        "measures come closer on three classes of 34 nodes."
    )
