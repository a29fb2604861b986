"""The two precisions of a pass over the distances, behind one function."""

from core.density.double_pass import double_sums
from core.density.float32_tiles import Float32Tiles, float32_tiles
from core.density.kernel_sums import Index, KernelSums, Matrix, Vector, WeightedPoints
from core.density.kernels import Kernel
from core.density.mixed_pass import mixed_sums
from core.density.near_pass import near_sums, pays_off
from core.errors import ParameterError
from core.parallel import Progress, no_progress

PRECISIONS = ("double", "mixed")


def prepared_tiles(points: WeightedPoints, precision: str) -> Float32Tiles | None:
    """What the points need for passes at this precision; ParameterError names the choices."""
    if precision not in PRECISIONS:
        raise ParameterError(f"precision is {precision!r}; choose one of: {', '.join(PRECISIONS)}.")
    return float32_tiles(points) if precision == "mixed" else None


def sum_kernel(
    points: WeightedPoints,
    tiles: Float32Tiles | None,
    queries: Matrix,
    bandwidths: Vector,
    kernel: Kernel,
    *,
    squares: bool = False,
    own_index: Index | None = None,
    progress: Progress = no_progress,
    n_workers: int | None = None,
) -> KernelSums:
    """Sums of the kernel at queries (m, d) for bandwidths (H,); mixed precision with tiles."""
    if pays_off(points, queries, bandwidths, kernel, "double" if tiles is None else "mixed"):
        return near_sums(
            points, queries, bandwidths, kernel,
            squares=squares, own_index=own_index, progress=progress, n_workers=n_workers,
        )  # fmt: skip
    if tiles is None:
        return double_sums(
            points, queries, bandwidths, kernel,
            squares=squares, own_index=own_index, progress=progress, n_workers=n_workers,
        )  # fmt: skip
    return mixed_sums(
        points, tiles, queries, bandwidths, kernel,
        squares=squares, own_index=own_index, progress=progress, n_workers=n_workers,
    )  # fmt: skip
