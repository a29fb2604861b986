"""The table of pages: one row per view, grouped by lab."""

from dataclasses import dataclass

import streamlit as st

from components.project_folder import ROOT


@dataclass(frozen=True)
class View:
    """One page: where its script lies, its address and its name in the navigation."""

    script: str
    url_path: str
    title: str
    section: str
    icon: str
    lead: str = ""  # the slider that arrow keys move for a room; without a name the first there is

    @property
    def lab(self) -> str:
        """The lab that the page belongs to, as its script is named; "" for none.

        >>> VIEWS[6].lab, VIEWS[0].lab
        ('localization', '')
        """
        lab, _, rest = self.script.partition("_")
        return lab if rest else ""


VIEWS: tuple[View, ...] = (
    View("home.py", "", "Home", "", ":material/home:"),
    View("data.py", "data", "Data", "", ":material/folder_open:"),
    View("lessons.py", "lessons", "Lessons", "Learn", ":material/school:"),
    View("story.py", "story", "Story", "Learn", ":material/auto_stories:"),
    View("ideas_how_deep.py", "how-deep", "How deep?", "Learn", ":material/layers:"),
    View("ideas_heard_of.py", "heard-of", "Heard of?", "Learn", ":material/hearing:"),
    View(
        "localization_where.py",
        "where",
        "Where?",
        "Localization",
        ":material/my_location:",
        lead="scan",
    ),
    View(
        "localization_radio_map.py",
        "radio-map",
        "Radio map",
        "Localization",
        ":material/wifi_tethering:",
    ),
    View("localization_beacons.py", "beacons", "Beacons", "Localization", ":material/sensors:"),
    View(
        "localization_accuracy.py",
        "how-good",
        "How good?",
        "Localization",
        ":material/query_stats:",
    ),
    View(
        "density_phase_diagram.py",
        "phase-diagram",
        "Phase diagram",
        "KDE regimes",
        ":material/area_chart:",
        lead="h",
    ),
    View(
        "density_two_dimensions.py",
        "two-dimensions",
        "Two dimensions",
        "KDE regimes",
        ":material/scatter_plot:",
    ),
    View("density_your_data.py", "your-data", "Your data", "KDE regimes", ":material/stethoscope:"),
    View(
        "density_memorise.py",
        "memorise",
        "Memorisation",
        "KDE regimes",
        ":material/content_copy:",
    ),
    View(
        "density_who_is_right.py",
        "who-is-right",
        "Who is right?",
        "KDE regimes",
        ":material/balance:",
    ),
    View("graphs_one_graph.py", "one-graph", "One graph", "Graph clustering", ":material/hub:"),
    View(
        "graphs_from_a_few_nodes.py",
        "from-a-few-nodes",
        "From a few nodes",
        "Graph clustering",
        ":material/ads_click:",
    ),
    View(
        "graphs_leaderboard.py",
        "leaderboard",
        "Leaderboard",
        "Graph clustering",
        ":material/leaderboard:",
    ),
    View(
        "graphs_tournament.py",
        "tournament",
        "Tournament",
        "Graph clustering",
        ":material/trophy:",
    ),
    View(
        "graphs_measure_cards.py",
        "measure-cards",
        "Measure cards",
        "Graph clustering",
        ":material/style:",
    ),
    View("embedding_map.py", "map", "Map", "Heat geodesics", ":material/scatter_plot:"),
    View(
        "embedding_side_by_side.py",
        "side-by-side",
        "Side by side",
        "Heat geodesics",
        ":material/grid_view:",
    ),
    View("embedding_truth.py", "is-it-true", "Is it true?", "Heat geodesics", ":material/rule:"),
    View(
        "embedding_kernel.py",
        "inside-the-kernel",
        "Inside the kernel",
        "Heat geodesics",
        ":material/whatshot:",
    ),
    View("live.py", "live", "Live", "Live", ":material/podcasts:"),
    View("live_models.py", "models", "Models", "Live", ":material/deployed_code:"),
)


def build_navigation() -> dict[str, list[st.Page]]:
    """Streamlit's pages by section, the home page first and default."""
    sections: dict[str, list[st.Page]] = {}
    for view in VIEWS:
        page = st.Page(
            ROOT / "pages" / view.script,
            title=view.title,
            icon=view.icon,
            url_path=view.url_path or None,
            default=not view.url_path,
        )
        sections.setdefault(view.section, []).append(page)
    return sections
