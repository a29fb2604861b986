"""A visitor's own survey as the localization views see it."""

from components.data_origin import YOURS
from components.own_data.own_set import OwnSet
from core.datasets import FingerprintSet
from core.errors import UploadError
from core.localization.experiment import Experiment, make_experiment


def own_experiment(own: OwnSet) -> Experiment:
    """Survey and test scans; raises where there is no survey, or no two places to tell apart."""
    if not isinstance(own.dataset, FingerprintSet):
        raise UploadError(
            f"{own.what_it_is}: a locator needs a survey, the received power at known places."
        )
    return make_experiment(own.key, own.title, YOURS, own.dataset)
