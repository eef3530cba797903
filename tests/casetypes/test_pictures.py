"""Pictures are drawn anew, served for good, and travel with their form."""

import io
import zlib
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from PIL import Image

from tests.casetypes import verbs_world as world
from tests.casetypes.verbs_world import PROBLEM
from vardpost.casetypes import actions
from vardpost.casetypes.fields import Text
from vardpost.casetypes.pictures import LONGEST_SIDE, BadPicture, redraw
from vardpost.casetypes.queries.pictures import picture
from vardpost.kernel.errors import BadInput, Denied

ALT = Text("En röd ruta", "A red square")


def drawn(kind: str, size: tuple[int, int] = (40, 20), **more: object) -> bytes:
    out = io.BytesIO()
    mode = "RGBA" if more.pop("clear", False) else "RGB"
    Image.new(mode, size, "red").save(out, kind, **more)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_drawn_anew_without_what_rides_along(kind: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Kameran AB"
    exif[0x0112] = 6  # turned a quarter
    sent = drawn(kind, exif=exif) + b"<script>"
    made = redraw(sent)
    assert b"Kameran" in sent
    assert b"Kameran" not in made.data
    assert b"<script>" not in made.data
    assert (made.width, made.height) == (20, 40)
    assert redraw(sent).hash == made.hash
    with Image.open(io.BytesIO(made.data)) as opened:
        assert not opened.getexif()


def test_a_large_picture_becomes_one_for_pages_and_a_clear_one_stays_clear() -> None:
    assert redraw(drawn("PNG", (4000, 1000))).width == LONGEST_SIDE
    with Image.open(io.BytesIO(redraw(drawn("PNG", clear=True)).data)) as opened:
        assert opened.mode == "RGBA"


def bomb() -> bytes:
    """Return a few bytes that say they are a hundred gigapixels."""
    made = bytearray(drawn("PNG", (10, 10)))
    made[16:24] = (400_000).to_bytes(4, "big") * 2
    made[29:33] = zlib.crc32(made[12:29]).to_bytes(4, "big")
    return bytes(made)


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (lambda: b"", "format"),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "format"),
        (lambda: b"%PDF-1.7", "format"),
        (lambda: drawn("GIF"), "format"),
        (lambda: drawn("PNG")[:60], "broken"),
        (lambda: drawn("JPEG")[:200], "broken"),
        (bomb, "large"),
        (lambda: b"\x89PNG" + bytes(5_000_001), "large"),
    ],
)
def test_what_is_no_picture_is_told(made: Callable[[], bytes], code: str) -> None:
    with pytest.raises(BadPicture) as caught:
        redraw(made())
    assert caught.value.code == code


@pytest.mark.django_db
def test_a_picture_is_added_published_and_served() -> None:
    offices = world.make()
    admin, unit = offices.as_("admin"), offices.unit.id
    made = actions.add_picture(actor=admin, data=drawn("PNG"), alt=ALT, unit_id=unit)
    again = actions.add_picture(actor=admin, data=drawn("PNG"), alt=ALT, unit_id=unit)
    assert made == again
    with pytest.raises(BadInput) as caught:
        actions.add_picture(actor=admin, data=b"x", alt=ALT, unit_id=unit)
    assert set(caught.value.errors) == {"picture"}
    type_id = actions.create(actor=admin, title=Text("Hud", "Skin"), unit_id=unit)
    gone = replace(PROBLEM, picture=replace(made, hash="0" * 64))
    with pytest.raises(BadInput):
        world.published(admin, type_id, gone)
    world.published(admin, type_id, replace(PROBLEM, picture=made))
    answer = Client().get(f"/bilder/{made.hash}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.content == picture(made.hash).data
    assert Client().get(f"/bilder/{'0' * 64}").status_code == 404
    receiver = offices.as_("receiver")
    with pytest.raises(Denied):
        actions.add_picture(actor=receiver, data=drawn("PNG"), alt=ALT, unit_id=unit)
