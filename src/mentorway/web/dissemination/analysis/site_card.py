"""The picture that other sites show of a page: its title, its figure if it has one, and whose it is."""

from __future__ import annotations

import io
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

import mentorway.typesetting

WIDTH, HEIGHT, EDGE = 1200, 630, 80
FACES: Final = Path(mentorway.typesetting.__file__).parent / "typeface"
GROUND, INK, SOFT, MAIN, ACCENT, BAD = "#f8f7f3", "#1b2524", "#54605e", "#12524d", "#e9b44c", "#a02620"
KEPT: Final = 256  # pictures of about 20 kB
MOST_LINES: Final = 4
ELLIPSIS: Final = "…"


@lru_cache(maxsize=KEPT)
def drawn(title: str, figure: str, foot: str, warning: str) -> bytes:
    """Return the card as PNG, 1200 × 630; the same words give the same bytes."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, WIDTH, 14), fill=MAIN)
    pen.rounded_rectangle((EDGE, 58, EDGE + 40, 98), radius=10, fill=MAIN)
    pen.line((EDGE + 9, 88, EDGE + 20, 72, EDGE + 31, 76), fill=GROUND, width=4, joint="curve")
    pen.ellipse((EDGE + 5, 83, EDGE + 13, 91), fill=ACCENT)
    pen.ellipse((EDGE + 27, 72, EDGE + 35, 80), fill=ACCENT)
    pen.text((EDGE + 52, 58), "Mentorway", font=_face(bold=True, size=34), fill=INK)
    top = 160
    if figure:
        size = _fitting(figure, 150, WIDTH - 2 * EDGE)
        pen.text((EDGE, top - 18), figure, font=_face(bold=True, size=size), fill=SOFT if warning else MAIN)
        top += round(size * 1.18)
    if warning:
        top = _lines(pen, warning, (top, 30), BAD, most=2) + 12
    size = 48 if figure else 66
    room = max(1, min(MOST_LINES, int((HEIGHT - 110 - top) // (size * 1.22))))
    _lines(pen, title, (top, size), INK, most=room)
    pen.text(
        (EDGE, HEIGHT - 84),
        _cut(foot, _face(bold=False, size=28)),
        font=_face(bold=False, size=28),
        fill=SOFT,
    )
    file = io.BytesIO()
    picture.quantize(64).save(file, "PNG", optimize=False)
    return file.getvalue()


@cache
def _face(*, bold: bool, size: int) -> ImageFont.FreeTypeFont:
    name = "Inter-SemiBold.otf" if bold else "Inter-Regular.otf"
    return ImageFont.truetype(FACES / name, size)


def _fitting(text: str, size: int, width: int) -> int:
    while size > 48 and _face(bold=True, size=size).getlength(text) > width:  # noqa: PLR2004 - still large
        size -= 10
    return size


def _lines(pen: ImageDraw.ImageDraw, text: str, place: tuple[int, int], colour: str, *, most: int) -> int:
    """Write a text in at most so many lines from ``place`` (top, size); return where they end."""
    top, size = place
    face = _face(bold=True, size=size)
    rows: list[str] = []
    for word in text.split():
        longer = f"{rows[-1]} {word}" if rows else word
        if rows and face.getlength(longer) <= WIDTH - 2 * EDGE:
            rows[-1] = longer
        else:
            rows.append(word)
    if len(rows) > most:
        rows = [*rows[: most - 1], f"{rows[most - 1]}{ELLIPSIS}"]
    for number, row in enumerate(rows):
        pen.text((EDGE, top + number * size * 1.22), _cut(row, face), font=face, fill=colour)
    return round(top + len(rows) * size * 1.22)


def _cut(text: str, face: ImageFont.FreeTypeFont) -> str:
    while len(text) > 1 and face.getlength(text) > WIDTH - 2 * EDGE:
        text = f"{text[:-2].rstrip()}{ELLIPSIS}" if text.endswith(ELLIPSIS) else f"{text[:-1]}{ELLIPSIS}"
    return text
