"""Pictures of a visit, small enough for a page of thirty."""

import io

from PIL import Image

from mentorway.web.core.kinds import PICTURES

SIDE = 480
QUALITY = 80


def is_picture(media_type: str) -> bool:
    """Whether browsers show it in a page."""
    return media_type in PICTURES


def small(content: bytes) -> bytes:
    """Return the picture with its longer side at most ``SIDE``, as WebP."""
    with Image.open(io.BytesIO(content)) as picture:
        picture.draft("RGB", (SIDE * 2, SIDE * 2))
        found = picture.convert("RGBA" if picture.mode in ("RGBA", "LA", "P") else "RGB")
    found.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    found.save(file, "WEBP", quality=QUALITY)
    return file.getvalue()
