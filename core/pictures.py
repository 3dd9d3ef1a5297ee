"""Pictures people add: opened once, drawn anew, and nothing else of the file is kept.

What we serve is made of pixels only. The camera, the place and the time of a picture never reach the disk.
"""

import threading
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

LARGEST_FILE = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
_KINDS = ("JPEG", "PNG", "WEBP", "GIF")

# A picture of 40 megapixels takes about 160 MB while it is open.
_few_at_a_time = threading.BoundedSemaphore(2)


class PictureProblem(ValueError):
    """A file that is no picture for us; the message is a plain sentence for the person who chose it."""


@dataclass(frozen=True)
class EncodedPicture:
    """A WebP picture without any metadata."""

    content: bytes
    width: int
    height: int


def reencode(file: BinaryIO) -> EncodedPicture:
    """Return the picture in this file as a small WebP, upright, in sRGB and without metadata.

    Takes JPEG, PNG, WebP and the first frame of a GIF, told by content and never by name. Its size is read
    from the header and refused before anything is unpacked.
    """
    content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise PictureProblem(_("This picture is larger than 5 MB. A smaller copy of it will do."))
    if not content:
        raise PictureProblem(_("This file is empty. Please choose the picture again."))
    with _few_at_a_time:
        return _encode(_draw(_open(content)))


def _open(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(content), formats=_KINDS)
    except Image.DecompressionBombError as problem:
        raise _too_many_pixels() from problem
    # Readers of hostile files fail in every way there is; for the person they all mean the same.
    except Exception as problem:
        raise PictureProblem(
            _("This file is not a picture we can read. JPEG, PNG, WebP and GIF work.")
        ) from problem
    if picture.width * picture.height > MOST_PIXELS:
        raise _too_many_pixels()
    return picture


def _too_many_pixels() -> PictureProblem:
    return PictureProblem(_("This picture has more than 40 megapixels. A smaller copy of it will do."))


def _draw(picture: Image.Image) -> Image.Image:
    try:
        picture.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
        picture.load()
        orientation = picture.getexif().get(0x0112, 1)
        drawn = _in_eight_bits(picture)
        drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
        return _upright(_in_srgb(drawn, picture.info.get("icc_profile")), orientation)
    except Exception as problem:
        raise PictureProblem(
            _("This picture is damaged or cut short. Please try another copy of it.")
        ) from problem


def _in_eight_bits(picture: Image.Image) -> Image.Image:
    """Return the picture as grey, RGB, CMYK or RGB with transparency, eight bits each."""
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.has_transparency_data:
        return picture.convert("RGBA")
    return picture.copy() if picture.mode in {"L", "RGB", "CMYK"} else picture.convert("RGB")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    if profile:
        try:
            given = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(
                picture, given, ImageCms.createProfile("sRGB"), outputMode=mode
            )
            return converted or picture.convert(mode)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # A profile that does not fit the picture: its colours are shown as they stand.
    return picture.convert(mode)


def _upright(picture: Image.Image, orientation: object) -> Image.Image:
    turned = Image.new(picture.mode, picture.size)
    turned.paste(picture)
    turned.getexif()[0x0112] = orientation if isinstance(orientation, int) else 1
    return ImageOps.exif_transpose(turned)


def _encode(picture: Image.Image) -> EncodedPicture:
    pixels = Image.new(picture.mode, picture.size)
    pixels.paste(picture)
    out = BytesIO()
    pixels.save(out, "WEBP", quality=80, method=4)
    return EncodedPicture(out.getvalue(), *pixels.size)
