"""Heat geodesics: maps whose distances follow the data, the heat kernel, and scores of maps."""

from core.embedding.heat.geodesic import HeatGeodesic
from core.embedding.heat.kernels import heat_kernel, log_heat_kernel
from core.embedding.scores.quality import quality

__all__ = ["HeatGeodesic", "heat_kernel", "log_heat_kernel", "quality"]
