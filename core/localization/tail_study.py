"""Do heavy tails make a posterior honest? Three likelihoods, before anything is calibrated."""

from collections.abc import Iterator

import numpy as np

from core.localization.credible_sets import place_contents, scores_at
from core.localization.even_rows import thinned
from core.localization.experiment import Experiment
from core.localization.likelihood import LikelihoodLocator
from core.localization.methods import TAIL_NU
from core.parallel import Progress, no_progress

LEVEL = 0.9
# Title, degrees of freedom, temperature.
LAWS = (
    ("normal law", float("inf"), 1.0),
    ("heavy tails", TAIL_NU, 1.0),
    ("tempered normal law", float("inf"), 2.0),
)


def tail_study(experiment: Experiment, *, progress: Progress = no_progress) -> Iterator[dict]:
    """Locate the test scans, at most 1,500, with each law; the survey needs beacon positions.

    Yields for each law: law, covered (the share of the scans whose true place is among the
    likeliest that hold 90% of the posterior), places (how many those are on average)
    and mean_m (error).
    """
    survey, test = experiment.survey, thinned(experiment.test)
    for number, (law, tail_nu, temperature) in enumerate(LAWS):
        progress(number / len(LAWS), law)
        locator = LikelihoodLocator(
            beacon_position_m=survey.beacon_position_m, tail_nu=tail_nu, temperature=temperature
        )
        locator.fit(survey.rss_dbm, survey.known_position_m)
        contents = place_contents(locator.posterior(test.rss_dbm))
        covered = scores_at(contents, locator.grid_, test.known_position_m) <= LEVEL
        error_m = np.linalg.norm(locator.predict(test.rss_dbm) - test.known_position_m, axis=1)
        known = error_m[np.isfinite(error_m)]
        yield {
            "law": law,
            "covered": float(covered.mean()) if len(covered) else float("nan"),
            "places": float((contents <= LEVEL).sum(axis=1).mean()),
            "mean_m": float(known.mean()) if len(known) else float("nan"),
        }
