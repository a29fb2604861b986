"""What the "Two dimensions" view computes: once for the data, and again for each bandwidth."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from components.density.two_dimensions.data import Array, Plane
from components.memory import once
from core.density import leave_one_out
from core.density.kernels import kernel_named
from core.density.mass_levels import mass_levels, n_pieces
from core.density.noise_of_samples import NoisePlaces
from core.density.plane_density import density_on_grid

SHARES = (0.5, 0.68, 0.9)
NOISE_PLACES = 40
# Points by how many carry their estimate: at least this many, and how a legend says it.
CARRIED = ((0.0, "fewer than 3 carry it"), (3.0, "3 to 10"), (10.0, "10 and more"))
UNREACHED = "no other reaches it"


@dataclass(frozen=True, eq=False)
class Estimate:
    """One bandwidth of one kernel on a plane.

    ``density`` (101, 101) per unit of area · ``levels`` (3,) that hold 50, 68, 90% of the mass,
    NaN where the picture does not · ``pieces`` (3,) of these regions · ``grid_mass`` in the picture
    · ``participation`` (n,) of one row of each point among all other rows, NaN where none reaches ·
    ``noise`` how far another sample would move a log density, median in nats; None but for the
    Gaussian.
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
    noise: float | None

    @property
    def carried(self) -> NDArray[np.intp]:
        """(n,) index in CARRIED of each point, −1 where no other reaches it."""
        least = [each for each, _ in CARRIED]
        found = np.searchsorted(least, self.participation, side="right") - 1
        return np.where(np.isfinite(self.participation), found, -1)

    @property
    def grid_steps(self) -> float:
        """The bandwidth in steps of the coarser axis of the grid."""
        x, y = self.plane.x, self.plane.y
        return float(self.h / max(x[1] - x[0], y[1] - y[0]))


@once
def estimate(plane: Plane, kernel: str, h: float, ratio: float) -> Estimate:
    """Everything that depends on the bandwidth."""
    density = density_on_grid(
        plane.points, plane.x, plane.y, h, kernel=kernel, sample_weight=plane.copies.astype(float)
    )
    levels = mass_levels(density, plane.cell_area, SHARES)
    return Estimate(
        plane=plane,
        kernel=kernel,
        h=h,
        ratio=ratio,
        density=density,
        levels=levels,
        pieces=tuple(n_pieces(density, level) for level in levels),
        grid_mass=float(density.sum() * plane.cell_area),
        participation=_participation(plane, kernel, h),
        noise=_noise(plane, h) if kernel_named(kernel).noise_is_told else None,
    )


def _participation(plane: Plane, kernel: str, h: float) -> Array:
    """(n,) k_eff at each point of all rows but one of its own: copies count as rows."""
    rows, first = plane.rows, np.cumsum(plane.copies) - plane.copies
    found = leave_one_out(
        rows, [h], kernel=kernel, precision="mixed", index=first, participation=True
    ).participation
    assert found is not None  # noqa: S101 - it was asked for
    return found[:, 0]


@once
def _noise_places(plane: Plane) -> NoisePlaces:
    """What of the noise is the same at every bandwidth."""
    rows = plane.rows
    some = rows[np.linspace(0, len(rows) - 1, NOISE_PLACES).astype(int)]
    return NoisePlaces(rows, some, own=False, random=np.random.RandomState(0))


def _noise(plane: Plane, h: float) -> float:
    return float(np.median(_noise_places(plane).noise(h)))
