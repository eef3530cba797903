"""Pictures of forms: what was sent in is never kept, only what we have drawn anew from it.

So nothing rides along (place and camera, scripts, a second file behind the first), and the bytes,
whose hash is the picture's name, are always one of three plain formats.
"""

import hashlib
import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

#: The formats that are taken, and what each is served as.
FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
MAX_BYTES = 5_000_000
#: More than any telephone's camera makes; a bomb of a few bytes can say that it holds more.
MAX_PIXELS = 60_000_000
#: A picture beside a question is never shown larger.
LONGEST_SIDE = 1600


class BadPicture(ValueError):
    """Not a picture that can be taken; `code` is *large*, *format* or *broken*."""

    def __init__(self, code: str) -> None:
        """Keep the code, which the verb puts into words."""
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Redrawn:
    """A picture as it is kept and served."""

    data: bytes
    content_type: str
    width: int
    height: int

    @property
    def hash(self) -> str:
        """The name of the picture."""
        return hashlib.sha256(self.data).hexdigest()


def redraw(sent: bytes) -> Redrawn:
    """Return the picture drawn anew: upright, without what rides along, of a size for pages.

    Raises `BadPicture`.
    """
    if len(sent) > MAX_BYTES:
        raise BadPicture("large")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(sent), formats=list(FORMATS)) as opened:
                if opened.width * opened.height > MAX_PIXELS:
                    raise BadPicture("large")
                kind = str(opened.format)
                drawn = ImageOps.exif_transpose(opened)
                drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                return _saved(drawn, kind)
    except UnidentifiedImageError as error:
        raise BadPicture("format") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadPicture("large") from error
    except BadPicture:
        raise
    except (OSError, ValueError, SyntaxError, IndexError, EOFError, MemoryError) as error:
        # Whatever a decoder makes of bytes that are no picture after all.
        raise BadPicture("broken") from error


def _saved(drawn: Image.Image, kind: str) -> Redrawn:
    clear = drawn.mode in ("RGBA", "LA", "PA") or "transparency" in drawn.info
    mode = "RGBA" if clear and kind != "JPEG" else "RGB"
    plain = Image.new(mode, drawn.size)
    plain.paste(drawn.convert(mode))
    out = io.BytesIO()
    if kind == "PNG":
        plain.save(out, "PNG", optimize=True)
    else:
        plain.save(out, kind, quality=85)
    return Redrawn(out.getvalue(), FORMATS[kind], plain.width, plain.height)
