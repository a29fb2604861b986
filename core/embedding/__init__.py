"""Heat geodesics: maps whose distances follow the data, the heat kernel, and scores of maps."""

from core.embedding.along.branches import branches
from core.embedding.along.groups import heat_groups
from core.embedding.along.pseudotime import pseudotime
from core.embedding.heat.geodesic import HeatGeodesic
from core.embedding.heat.kernels import heat_kernel, log_heat_kernel
from core.embedding.scores.quality import quality

__all__ = [
    "HeatGeodesic",
    "branches",
    "heat_groups",
    "heat_kernel",
    "log_heat_kernel",
    "pseudotime",
    "quality",
]
