"""A diffusion model that has learned its rows perfectly, and what keeps one from giving them back.

The law of a row plus h z, z standard normal, is the Gaussian kernel estimate with bandwidth h.
"""

from core.density.diffusion.denoisers import BlobDenoiser, ExactDenoiser, LinearDenoiser
from core.density.diffusion.ridge_denoiser import RidgeDenoiser
from core.density.diffusion.study import MemorisationStudy, study_memorisation

__all__ = [
    "BlobDenoiser",
    "ExactDenoiser",
    "LinearDenoiser",
    "MemorisationStudy",
    "RidgeDenoiser",
    "study_memorisation",
]
