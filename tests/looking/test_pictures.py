"""Pictures of the documentation are light, and each is used where it says that its data is made up."""

import io
import random
from pathlib import Path

import pytest
import screenshots
from PIL import Image

DOCS = Path(__file__).parent.parent.parent / "docs"


def png(picture):
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def test_a_picture_is_made_light():
    light = screenshots.small(png(Image.linear_gradient("L").resize((900, 700))))
    assert len(light) < screenshots.MOST
    assert Image.open(io.BytesIO(light)).size == (900, 700)


@pytest.mark.long
def test_a_picture_that_cannot_be_light_is_refused():
    noise = Image.frombytes("RGB", (900, 700), random.Random(1).randbytes(900 * 700 * 3))  # noqa: S311
    with pytest.raises(ValueError, match="show less"):
        screenshots.small(png(noise))


def test_every_picture_is_there_and_light_and_used():
    pages = "".join(page.read_text("utf-8") for page in DOCS.glob("*.md"))
    for picture in screenshots.PICTURES:
        file = DOCS / "images" / f"{picture.name}.png"
        assert 5_000 < file.stat().st_size < screenshots.MOST
        assert f"](images/{file.name})" in pages
