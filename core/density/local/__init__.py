"""Kernels whose width or shape differs from point to point or from column to column."""

from core.density.local.adaptive import AdaptiveKernelDensity
from core.density.local.covariance import LocalCovarianceKernelDensity
from core.density.local.product import ProductKernelDensity

__all__ = ["AdaptiveKernelDensity", "LocalCovarianceKernelDensity", "ProductKernelDensity"]
