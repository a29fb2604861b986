"""What the "Two dimensions" view computes: once for the data, and again for each bandwidth."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from components.density.two_dimensions.data import Array, Plane
from components.memory import mine, once
from core.density import KernelDensity
from core.density.kernels import kernel_named
from core.density.mass_levels import mass_levels, n_pieces
from core.density.neighborhoods import study_neighborhoods
from core.density.plane_density import density_on_grid
from core.density.regimes import regime_index

SHARES = (0.5, 0.68, 0.9)


@dataclass(frozen=True, eq=False)
class Estimate:
    """One bandwidth of one kernel on a plane.

    ``density`` (101, 101) per unit of area · ``levels`` (3,) that hold 50, 68, 90% of the mass,
    NaN where the picture does not · ``pieces`` (3,) of these regions · ``grid_mass`` in the picture
    · ``participation`` (n,) of each point left out, NaN where no other reaches · ``tail_index``
    (n,) μ̂, None for kernels without one · ``local_condensation`` (n,) h_G around each point.
    """

    plane: Plane
    kernel: str
    h: float
    ratio: float
    density: Array
    levels: Array
    pieces: tuple[int, ...]
    grid_mass: float
    participation: Array
    tail_index: Array | None
    local_condensation: Array

    @property
    def regime(self) -> NDArray[np.intp] | None:
        """(n,) index of each point's regime, None for kernels without regimes."""
        return None if self.tail_index is None else regime_index(self.tail_index)

    @property
    def grid_steps(self) -> float:
        """The bandwidth in steps of the coarser axis of the grid."""
        x, y = self.plane.x, self.plane.y
        return float(self.h / max(x[1] - x[0], y[1] - y[0]))


@mine()
def local_condensation(key: tuple, places: tuple, _plane: Plane) -> Array:
    """(n,) h_G around each point, added ones included."""
    return study_neighborhoods(_plane.points).local_condensation


@once
def estimate(plane: Plane, kernel: str, h: float, ratio: float, local: Array) -> Estimate:
    """Everything that depends on the bandwidth."""
    copies = plane.copies.astype(float)
    density = density_on_grid(
        plane.points, plane.x, plane.y, h, kernel=kernel, sample_weight=copies
    )
    levels = mass_levels(density, plane.cell_area, SHARES)
    left_out = (
        KernelDensity(bandwidth=h, kernel=kernel, precision="mixed")
        .fit(plane.points, sample_weight=copies)
        .leave_one_out()
        .participation
    )
    assert left_out is not None  # noqa: S101 - the estimator always computes it
    return Estimate(
        plane=plane,
        kernel=kernel,
        h=h,
        ratio=ratio,
        density=density,
        levels=levels,
        pieces=tuple(n_pieces(density, level) for level in levels),
        grid_mass=float(density.sum() * plane.cell_area),
        participation=left_out[:, 0],
        tail_index=kernel_named(kernel).local_tail_index(h, local),
        local_condensation=local,
    )
