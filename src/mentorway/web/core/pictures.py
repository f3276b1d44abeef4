"""Pictures that people add, drawn anew: what they show and nothing else."""

import io
import warnings
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

LONGEST_SIDE: Final = 4000
# A JPEG is made smaller while it is read; of the others, every pixel has to be held.
MOST_PIXELS: Final = {"JPEG": 64_000_000, "PNG": 25_000_000, "WebP": 25_000_000}
QUALITY: Final = 88
DAMAGE: Final = (OSError, SyntaxError, ValueError, EOFError, TypeError, KeyError, IndexError, OverflowError)


def made_anew(content: bytes, title: str) -> bytes:
    """Return the picture upright, at most ``LONGEST_SIDE`` long, without metadata, of the same kind."""
    with warnings.catch_warnings():
        # Of the traps that Pillow warns of, size is judged below, and the rest is not used.
        warnings.simplefilter("ignore")
        try:
            return _redrawn(content, title)
        except Image.DecompressionBombError:
            raise _too_large(title) from None
        except DAMAGE:
            raise ValidationError(_("The picture is damaged and cannot be opened.")) from None


def _redrawn(content: bytes, title: str) -> bytes:
    with Image.open(io.BytesIO(content), formats=[title.upper()]) as picture:
        if picture.width * picture.height > MOST_PIXELS[title]:
            raise _too_large(title)
        if title == "JPEG":
            picture.draft(picture.mode, (LONGEST_SIDE, LONGEST_SIDE))
        # Made small first: copies of a large picture would fill the memory.
        small = _plain(picture, see_through=title != "JPEG")
        small.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
        upright = ImageOps.exif_transpose(_in_usual_colours(small, picture.info.get("icc_profile")))
    # Only the points themselves go on: what a file says beside them stays behind.
    drawn = Image.frombytes(upright.mode, upright.size, upright.tobytes())
    file = io.BytesIO()
    drawn.save(file, title.upper(), quality=QUALITY, method=2, compress_level=4)
    return file.getvalue()


def _in_usual_colours(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture in the colours that every screen takes for granted."""
    if not profile or picture.mode not in ("RGB", "RGBA"):
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        usual = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(picture, source, usual, outputMode=picture.mode) or picture
    except (ImageCms.PyCMSError, OSError):
        return picture


def _plain(picture: Image.Image, *, see_through: bool) -> Image.Image:
    if picture.mode.startswith("I"):  # sixteen bits of grey
        return picture.point(lambda value: value * (1 / 256)).convert("L")
    see_through = see_through and (picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info)
    wanted = "RGBA" if see_through else "L" if picture.mode in ("1", "L") else "RGB"
    return picture if picture.mode == wanted else picture.convert(wanted)


def _too_large(title: str) -> ValidationError:
    return ValidationError(
        _("The picture has more than %(most)d million pixels. Make it smaller and add it again.")
        % {"most": MOST_PIXELS[title] // 1_000_000}
    )
