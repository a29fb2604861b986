"""One locator that a user can choose: what it is, what it needs, and how it is made and fitted."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.datasets.fingerprint_set import FingerprintSet
from core.depths import Depths
from core.localization.locator import Locator

POSITIONS = "beacon positions"
UNLABELLED = "unlabelled test scans"
# Names of the settings of pages (core/localization/parameters.py), in groups that go together.
VOTE = ("representation", "kernel", "power", "n_neighbors", "missing_dbm")
DETAIL = ("residual_share",)
AT_ONCE_S = 10.0  # nobody has to ask for what takes no longer
# Comparisons of several methods, of which a row names those that it is part of.
CURVES, DURATIONS, SENSITIVITY = "curves", "durations", "sensitivity"
SETS, MODELS, FOLDS = "sets", "models", "folds"


@dataclass(frozen=True)
class Method:
    """A row of the table of locators.

    Attributes
    ----------
    key : str
        What links call it.
    title, description : str
        What pages say.
    formula : str
        The same in mathematics, as LaTeX: for a scan q with levels q_j in dBm, features f(q) of its
        representation, places l at x_l with registered levels μ_l.
    meaning : str
        What the formula says, as Markdown with TeX, with its source.
    make : callable
        Of a survey, and any of ``settings`` by name; the unfitted locator.
    marks : tuple of str
        The information beyond registered fingerprints that it uses; its numbers are shown with
        them. A method marked ``UNLABELLED`` adapts to the test scans, without their positions.
    slow : bool
        Whether it takes seconds to minutes to fit.
    settings : tuple of str
        Which of the pages' settings mean something to it; the others are greyed out.
    no_twin : str
        Why it is not among the models that are exported, empty where it is.
    compared_in : tuple of str
        The comparisons that take it along without being asked: curves of errors (``CURVES``), scan
        durations, sensitivity to settings, calibrated sets, exported models (``MODELS``), places
        left out of the survey, by which one is recommended (``FOLDS``).
    fit_seconds : callable or None
        Of the number of scans and of beacons: what fitting takes on one core, of a ``slow`` method
        whose time is known. Where that is little, pages take it along without being asked.
    """

    key: str
    title: str
    description: str
    make: Callable[..., Locator]
    marks: tuple[str, ...] = ()
    slow: bool = False
    settings: tuple[str, ...] = ()
    no_twin: str = ""
    compared_in: tuple[str, ...] = ()
    fit_seconds: Callable[[int, int], float] | None = None
    formula: str = ""
    meaning: str = ""

    @property
    def depths(self) -> Depths:
        """The description, and the formula with what it says."""
        return Depths(self.description, f"${self.formula}$. {self.meaning}")

    def quick_on(self, survey: FingerprintSet) -> bool:
        """Whether it is fitted to this survey within seconds.

        Parameters
        ----------
        survey : FingerprintSet
            What it would learn from.

        Returns
        -------
        bool
            True for methods that are never slow.
        """
        if not self.slow:
            return True
        if self.fit_seconds is None:
            return False
        return self.fit_seconds(survey.n_scans, survey.n_beacons) <= AT_ONCE_S

    def fitted(
        self, survey: FingerprintSet, test_dbm: NDArray[np.float64], **settings: object
    ) -> Locator:
        """A locator fitted on a survey; a transductive method also sees test scans.

        Parameters
        ----------
        survey : FingerprintSet
            With positions.
        test_dbm : (n, B) array of float64
            Received powers of the test scans in dBm, NaN where not heard.
        **settings : object
            For ``make``, by name.

        Returns
        -------
        Locator
            Ready to predict.

        Raises
        ------
        ParameterError
            Where the survey lacks what the method needs.
        """
        locator = self.make(survey, **settings)
        if len(survey.floor_names) > 1:
            locator.fit(survey.rss_dbm, survey.known_position_m, survey.floor_id)
        else:
            locator.fit(survey.rss_dbm, survey.known_position_m)
        return locator.adapt(test_dbm) if UNLABELLED in self.marks else locator
