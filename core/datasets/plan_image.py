"""Floor-plan images: decoded safely to RGB pixels, and nothing else of the file is kept."""

import io
import re
import warnings

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from core.datasets.file_content import looks_like, shown_name
from core.errors import UploadError
from core.limits import check_limit


def decode_plan_image(data: bytes, filename: str = "the plan") -> NDArray[np.uint8]:
    """The pixels of a PNG or JPEG file as (height, width, 3) uint8, row 0 at the top.

    The EXIF rotation is applied and all metadata dropped; transparency becomes white; 16-bit and
    CMYK images are converted; of an animation the first frame is taken.

    Raises UploadError for other formats and damaged files, LimitError above the size limits, which
    are checked before the image is decoded.
    """
    name = shown_name(filename)
    check_limit("image_bytes", len(data), what=f"The image {name}")
    if not data:
        raise UploadError(f"The file {name} is empty.")
    kind = looks_like(data)
    if kind not in ("PNG image", "JPEG image"):
        raise UploadError(
            f"{name} looks like {kind}; a floor plan must be a PNG or JPEG image. "
            "Export the plan as PNG."
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our limit is lower
            image = Image.open(io.BytesIO(data), formats=["PNG", "JPEG"])
        check_limit("image_pixels", image.width * image.height, what=f"The image {name}")
        image.load()
        upright = ImageOps.exif_transpose(image)
        return np.asarray(_to_rgb(upright), dtype=np.uint8)
    except Image.DecompressionBombError as error:
        # Pillow names the size only in its message, and refuses to open the file.
        size = re.search(r"\((\d+) pixels\)", str(error))
        check_limit("image_pixels", int(size[1]) if size else 2**31, what=f"The image {name}")
        raise
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise UploadError(
            f"The image {name} is damaged and cannot be decoded ({error}); export it again."
        ) from None


def _to_rgb(image: Image.Image) -> Image.Image:
    """RGB on white; 16-bit grey is scaled, because a plain conversion would clip it to white."""
    if image.mode.startswith("I;16") or image.mode == "I":
        grey = np.asarray(image, dtype=np.float64) / 65535 * 255
        image = Image.fromarray(grey.clip(0, 255).astype(np.uint8))
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        white.alpha_composite(layer)
        image = white
    return image.convert("RGB")
