"""What the scores of a map are called on screen, what they mean, and which way is better."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ScoreName:
    """``title`` of the column, ``help`` for it, and whether a larger value is better."""

    title: str
    help: str
    larger_is_better: bool = True


SCORE_NAMES: dict[str, ScoreName] = {
    "pearson": ScoreName(
        "Pearson",
        "Mean over the points of the linear correlation between their distances on the map and "
        "their true ones. 1 is perfect.",
    ),
    "spearman": ScoreName(
        "Spearman",
        "The same with ranks: is what is truly nearer also nearer on the map?",
    ),
    "stress": ScoreName(
        "Stress",
        "Root of the squared error of all distances over the squares of the true ones, at the best "
        "scale. 0 is perfect.",
        larger_is_better=False,
    ),
    "trustworthiness": ScoreName(
        "Trustworthiness",
        "Are neighbours on the map (15) neighbours in the data? 1 is perfect, 0.5 is chance.",
    ),
    "continuity": ScoreName(
        "Continuity",
        "Are neighbours in the data (15) neighbours on the map? 1 is perfect, 0.5 is chance.",
    ),
    "overlap_15": ScoreName(
        "Overlap 15", "Share of the 15 nearest in the data that are the 15 nearest on the map."
    ),
    "overlap_50": ScoreName("Overlap 50", "The same for the 50 nearest."),
    "overlap_150": ScoreName("Overlap 150", "The same for the 150 nearest."),
    "lying_over": ScoreName(
        "Superimposed",
        "Share of the 15 nearest on the map that are far in the data (not among the nearest "
        "tenth): branches or sheets that lie on each other. 0 is perfect.",
        larger_is_better=False,
    ),
    "ari": ScoreName(
        "ARI", "k-means on the map against the labels, chance-corrected: 1 is perfect, 0 is chance."
    ),
    "ami": ScoreName("AMI", "The same, measured by shared information."),
    "v_measure": ScoreName(
        "V-measure", "Harmonic mean of homogeneity and completeness of k-means against the labels."
    ),
    "silhouette": ScoreName(
        "Silhouette", "How much nearer a point is to its own class than to the next, −1 to 1."
    ),
    "neighbor_accuracy": ScoreName(
        "Neighbour accuracy",
        "Share of points whose nearest others (10) on the map mostly share their label.",
    ),
    "withheld_w1": ScoreName(
        "Withheld time",
        "Wasserstein distance between a withheld time point and what the ones before and after "
        "predict, in standard deviations of the map. Smaller is better.",
        larger_is_better=False,
    ),
    "withheld_w1_unmoved": ScoreName(
        "… if unmoved",
        "The same if the nearer neighbour in time is taken as it is: the score to beat.",
        larger_is_better=False,
    ),
}
