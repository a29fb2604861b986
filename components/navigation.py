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
    cites: str = ""  # the articles of its methods, by their names in core/citing/references.bib

    @property
    def lab(self) -> str:
        """The lab that the page belongs to, as its script is named; "" for none.

        >>> VIEWS[6].lab, VIEWS[0].lab
        ('localization', '')
        """
        lab, _, rest = self.script.partition("_")
        return lab if rest else ""


VIEWS: tuple[View, ...] = (
    View(
        "home.py",
        "",
        "Home",
        "",
        ":material/home:",
        cites="ng2023 biroli2024 ivashkin2016 huguet2023",
    ),
    View("data.py", "data", "Data", "", ":material/folder_open:"),
    View("lessons.py", "lessons", "Lessons", "Learn", ":material/school:"),
    View(
        "story.py",
        "story",
        "Story",
        "Learn",
        ":material/auto_stories:",
        cites="ng2023 biroli2024 ivashkin2016 huguet2023",
    ),
    View(
        "ideas_how_deep.py",
        "how-deep",
        "How deep?",
        "Learn",
        ":material/layers:",
        cites="cho2009 jacot2018 radhakrishnan2023 roberts2022",
    ),
    View(
        "ideas_heard_of.py",
        "heard-of",
        "Heard of?",
        "Learn",
        ":material/hearing:",
        cites="yang2023 borup2021 havlicek2019",
    ),
    View(
        "localization_where.py",
        "where",
        "Where?",
        "Localization",
        ":material/my_location:",
        lead="scan",
        cites="ng2023 torres2015 lee2023 dunn2018 han2022",
    ),
    View(
        "localization_radio_map.py",
        "radio-map",
        "Radio map",
        "Localization",
        ":material/wifi_tethering:",
        cites="ng2023 luo2023 cohn1996 gonzalez1985",
    ),
    View(
        "localization_beacons.py",
        "beacons",
        "Beacons",
        "Localization",
        ":material/sensors:",
        cites="ng2023 derakhshani2021",
    ),
    View(
        "localization_accuracy.py",
        "how-good",
        "How good?",
        "Localization",
        ":material/query_stats:",
        cites="ng2023 hlee2022 zhang2023 balle2018 backurs2024",
    ),
    View(
        "density_phase_diagram.py",
        "phase-diagram",
        "Phase diagram",
        "KDE regimes",
        ":material/area_chart:",
        lead="h",
        cites="biroli2024 benarous2005 pitman1997 abate1995",
    ),
    View(
        "density_two_dimensions.py",
        "two-dimensions",
        "Two dimensions",
        "KDE regimes",
        ":material/scatter_plot:",
        cites="biroli2024 hyndman1996 hill1975",
    ),
    View(
        "density_your_data.py",
        "your-data",
        "Your data",
        "KDE regimes",
        ":material/stethoscope:",
        cites="biroli2024 abramson1982 vincent2003 hill1975 levina2004 duin1976 scott1992",
    ),
    View(
        "density_memorise.py",
        "memorise",
        "Memorisation",
        "KDE regimes",
        ":material/content_copy:",
        cites="biroli2024diffusion jacot2018 lopezpaz2017",
    ),
    View(
        "density_who_is_right.py",
        "who-is-right",
        "Who is right?",
        "KDE regimes",
        ":material/balance:",
        cites="biroli2024",
    ),
    View(
        "graphs_one_graph.py",
        "one-graph",
        "One graph",
        "Graph clustering",
        ":material/hub:",
        cites="ivashkin2016 chebotarev2011 avrachenkov2017",
    ),
    View(
        "graphs_from_a_few_nodes.py",
        "from-a-few-nodes",
        "From a few nodes",
        "Graph clustering",
        ":material/ads_click:",
        cites="ivashkin2016 chebotarev2011",
    ),
    View(
        "graphs_leaderboard.py",
        "leaderboard",
        "Leaderboard",
        "Graph clustering",
        ":material/leaderboard:",
        cites="ivashkin2016 sommer2016 kivimaki2014",
    ),
    View(
        "graphs_tournament.py",
        "tournament",
        "Tournament",
        "Graph clustering",
        ":material/trophy:",
        cites="ivashkin2016 copeland1951 lancichinetti2008 wilcoxon1945 holm1979 traag2019",
    ),
    View(
        "graphs_measure_cards.py",
        "measure-cards",
        "Measure cards",
        "Graph clustering",
        ":material/style:",
        cites="chebotarev2013 chebotarev2011 kivimaki2014 estrada2008 klein1993",
    ),
    View(
        "embedding_map.py",
        "map",
        "Map",
        "Heat geodesics",
        ":material/scatter_plot:",
        cites="huguet2023 varadhan1967 jensen1953",
    ),
    View(
        "embedding_side_by_side.py",
        "side-by-side",
        "Side by side",
        "Heat geodesics",
        ":material/grid_view:",
        cites="huguet2023 tenenbaum2000 moon2019 coifman2006 venna2001",
    ),
    View(
        "embedding_truth.py",
        "is-it-true",
        "Is it true?",
        "Heat geodesics",
        ":material/rule:",
        cites="huguet2023 shepard1962 kruskal1964 spearman1904",
    ),
    View(
        "embedding_kernel.py",
        "inside-the-kernel",
        "Inside the kernel",
        "Heat geodesics",
        ":material/whatshot:",
        cites="huguet2023 varadhan1967 li1986 marcotte2021 jensen1953",
    ),
    View("live.py", "live", "Live", "Live", ":material/podcasts:", cites="ng2023"),
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
