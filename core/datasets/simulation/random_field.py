"""Correlated shadowing as a function of place, the same wherever and whenever it is asked."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

N_WAVES = 512


@dataclass(frozen=True, eq=False)
class RandomField:
    """Independent stationary Gaussian fields, one for each beacon.

    S(x) = σ R^{-½} Σ_r [a_r cos(ω_r·x) + b_r sin(ω_r·x)], a and b standard normal. With ω drawn
    from the bivariate Cauchy law of scale 1/ℓ the correlation is exp(−‖x − x'‖/ℓ), up to
    fluctuations of order R^{-½} (R = 512; Rahimi, Recht, 2007).
    """

    wave: NDArray[np.float64]
    amplitude: NDArray[np.float64]

    @classmethod
    def draw(
        cls, n_fields: int, sd_db: float, length_m: float, rng: np.random.Generator
    ) -> "RandomField":
        """Draw ``n_fields`` fields with standard deviation and correlation length as given."""
        # A normal vector over the root of a χ² with one degree of freedom is bivariate Cauchy.
        normal = rng.normal(size=(N_WAVES, 2))
        wave = normal / np.abs(rng.normal(size=(N_WAVES, 1))) / length_m
        amplitude = rng.normal(size=(2 * N_WAVES, n_fields)) * sd_db / np.sqrt(N_WAVES)
        return cls(wave, amplitude)

    def __call__(self, position_m: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n, n_fields) dB at positions (n, 2) in metres."""
        phase = position_m @ self.wave.T
        return np.hstack([np.cos(phase), np.sin(phase)]) @ self.amplitude
