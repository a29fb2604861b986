"""The cases of side_by_side.py, and what is measured on each."""

from dataclasses import dataclass

REPEATS = 5
FEW = 20  # queries that slow methods are timed on
SLOW_S = 4.0  # what is expected to take longer in full is timed on FEW queries and scaled
FULL = "all cores"
SINGLE = "1"


@dataclass(frozen=True)
class Case:
    """Standard normal data, whitened, with a bandwidth near its leave-one-out optimum."""

    n: int
    queries: int
    d: int
    bandwidth: float

    @property
    def data_mb(self) -> float:
        """Megabytes of the data in float64."""
        return self.n * self.d * 8 / 1e6


CASES = (
    Case(10_000, 1_000, 2, 0.21),
    Case(100_000, 1_000, 8, 0.45),
    Case(100_000, 10_000, 32, 0.82),
    Case(1_000_000, 1_000, 32, 0.77),
)


@dataclass
class Measured:
    """Seconds for all queries (median) and to fit, megabytes beyond the data, error in nats."""

    score_s: float
    scaled: bool
    fit_s: float
    extra_mb: float
    error: float
    blas: str


Row = tuple[str, str, Measured]
