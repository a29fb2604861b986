"""The four questions of the home page, with the picture that answers each."""

from components.density.home_picture import bandwidth_of_wine
from components.embedding.home_picture import unrolled_sheet
from components.graphs.home_picture import karate_club
from components.home_card import Question
from components.localization.home_picture import located_phone

QUESTIONS = (
    Question(
        "localization",
        "Localization",
        "Where is the phone, how sure are we, and which beacons can be trusted?",
        located_phone,
        "localization_where.py",
        "Open Where?",
    ),
    Question(
        "density",
        "KDE regimes",
        "Does this bandwidth still estimate a density?",
        bandwidth_of_wine,
        "density_your_data.py",
        "Open Your data",
    ),
    Question(
        "graphs",
        "Graph clustering",
        "Which proximity finds the communities, and does the logarithm help?",
        karate_club,
        "graphs_one_graph.py",
        "Open One graph",
    ),
    Question(
        "embedding",
        "Heat geodesics",
        "Does this map keep the distances?",
        unrolled_sheet,
        "embedding_map.py",
        "Open Map",
    ),
)
