"""One kind of random numbers whatever ``random_state`` is."""

from typing import Any

import numpy as np
from sklearn.utils import check_random_state


def random_generator(random_state: Any) -> np.random.Generator:
    """A numpy Generator from None, a seed, a Generator or a RandomState.

    >>> random_generator(0).integers(10)
    np.int64(8)
    """
    if isinstance(random_state, np.random.Generator):
        return random_state
    if isinstance(random_state, (int, np.integer)) and random_state >= 0:
        return np.random.default_rng(int(random_state))
    return np.random.default_rng(check_random_state(random_state).randint(2**31 - 1))
