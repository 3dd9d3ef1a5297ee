"""Pictures: what is kept is pixels, and what is refused is refused in words."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageCms

from core.pictures import LARGEST_FILE, LONGEST_SIDE, PictureProblem, reencode

pytestmark = pytest.mark.once


def file_of(picture: Image.Image, kind: str, **options: Any) -> BytesIO:
    out = BytesIO()
    picture.save(out, kind, **options)
    return BytesIO(out.getvalue())


def two_halves(size: tuple[int, int] = (40, 20)) -> Image.Image:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, *size))
    return picture


def opened(file: BytesIO) -> Image.Image:
    encoded = reencode(file)
    picture = Image.open(BytesIO(encoded.content))
    assert picture.format == "WEBP"
    assert picture.size == (encoded.width, encoded.height)
    return picture


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_the_four_kinds_become_webp(kind: str) -> None:
    picture = opened(file_of(two_halves(), kind))

    red, _, blue = picture.convert("RGB").getpixel((5, 10))
    assert red > 200
    assert blue < 60


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "PPM", "ICO"])
def test_other_kinds_are_refused_whatever_they_are_called(kind: str) -> None:
    file = file_of(two_halves((32, 32)), kind)
    file.name = "kind.jpg"

    with pytest.raises(PictureProblem, match="not a picture we can read"):
        reencode(file)


@pytest.mark.parametrize(
    "content",
    [b"hello", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%!PS-Adobe", b"\xff\xd8\xff", b"GIF89a"],
)
def test_what_is_not_a_picture_is_refused(content: bytes) -> None:
    with pytest.raises(PictureProblem):
        reencode(BytesIO(content))


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(PictureProblem, match="empty"):
        reencode(BytesIO(b""))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
def test_a_file_cut_short_is_refused(kind: str, part: float) -> None:
    noise = Image.effect_noise((300, 300), 60).convert("RGB")
    content = file_of(noise, kind).getvalue()

    with pytest.raises(PictureProblem):
        reencode(BytesIO(content[: int(len(content) * part)]))


def test_a_file_over_the_limit_is_refused() -> None:
    with pytest.raises(PictureProblem, match="5 MB"):
        reencode(BytesIO(b"\0" * (LARGEST_FILE + 1)))


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


@pytest.mark.parametrize("side", [6_400, 9_000, 12_000, 30_000, 60_000])
def test_a_decompression_bomb_is_refused_before_it_is_unpacked(side: int) -> None:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    bomb = (
        b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 100_000)) + chunk(b"IEND", b"")
    )

    with pytest.raises(PictureProblem, match="40 megapixels"):
        reencode(BytesIO(bomb))


def test_a_bomb_of_text_in_a_picture_is_refused() -> None:
    good = file_of(two_halves(), "PNG").getvalue()
    text = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * 90_000_000, 9))
    packed = good[:33] + text + good[33:]

    with pytest.raises(PictureProblem):
        reencode(BytesIO(packed))


def test_the_place_the_camera_and_every_comment_are_gone() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of Asha"
    exif[0x9286] = "a private comment"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 36.0)})
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>a private address</x:xmpmeta>"
    file = file_of(two_halves(), "JPEG", exif=exif, comment=b"a private remark", xmp=xmp)
    assert b"private" in file.getvalue()

    encoded = reencode(file)

    picture = Image.open(BytesIO(encoded.content))
    assert not picture.getexif()
    assert not {"exif", "xmp", "comment", "icc_profile"} & set(picture.info)
    for word in (b"private", b"Asha", b"EXIF", b"XMP", b"ICCP"):
        assert word not in encoded.content


@pytest.mark.parametrize(
    ("orientation", "corner", "size"),
    [(1, "red", (40, 20)), (3, "blue", (40, 20)), (6, "red", (20, 40)), (8, "blue", (20, 40))],
)
def test_a_picture_taken_sideways_is_turned_upright(
    orientation: int, corner: str, size: tuple[int, int]
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation

    picture = opened(file_of(two_halves(), "JPEG", exif=exif, quality=95))

    red, _, blue = picture.convert("RGB").getpixel((2, 2))
    assert picture.size == size
    assert (red > blue) == (corner == "red")


def test_a_nonsense_orientation_changes_nothing() -> None:
    exif = Image.Exif()
    exif[0x0112] = 77

    assert opened(file_of(two_halves(), "JPEG", exif=exif)).size == (40, 20)


def test_the_first_frame_of_an_animation_is_kept_and_nothing_moves() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    for kind in ("GIF", "WEBP", "PNG"):
        picture = opened(file_of(frames[0], kind, save_all=True, append_images=frames[1:]))

        assert getattr(picture, "n_frames", 1) == 1
        assert picture.convert("RGB").getpixel((5, 5))[0] > 200


def test_a_printers_picture_becomes_one_for_screens() -> None:
    picture = opened(file_of(Image.new("CMYK", (20, 20), (0, 255, 255, 0)), "JPEG"))

    red, green, blue = picture.convert("RGB").getpixel((5, 5))
    assert red > 180
    assert max(green, blue) < 80


def test_sixteen_bits_of_grey_keep_their_shades() -> None:
    deep = Image.new("I;16", (20, 20), 32_768)

    picture = opened(file_of(deep, "PNG"))

    assert abs(picture.convert("L").getpixel((5, 5)) - 128) < 6


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA"])
def test_other_modes_are_taken(mode: str) -> None:
    opened(file_of(two_halves().convert(mode), "PNG"))


def test_what_is_see_through_stays_so() -> None:
    picture = opened(file_of(Image.new("RGBA", (20, 20), (255, 0, 0, 0)), "PNG"))

    assert picture.convert("RGBA").getpixel((5, 5))[3] == 0


def test_colours_are_turned_into_those_of_screens() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    for profile in (lab, b"not a profile"):
        picture = opened(file_of(two_halves(), "JPEG", icc_profile=profile))
        assert "icc_profile" not in picture.info


def test_a_large_picture_is_made_smaller_and_keeps_its_shape() -> None:
    picture = opened(file_of(two_halves((4_000, 1_000)), "JPEG"))

    assert picture.size == (LONGEST_SIDE, 400)


def test_a_very_thin_picture_keeps_a_width() -> None:
    assert opened(file_of(Image.new("RGB", (1, 9_000), "red"), "PNG")).size == (1, LONGEST_SIDE)


@pytest.mark.parametrize("tail", [b"<script>alert(1)</script>", b"PK\x03\x04 an archive", b"<?php ?>"])
def test_what_is_hidden_behind_a_picture_is_gone(tail: bytes) -> None:
    content = file_of(two_halves(), "GIF").getvalue() + tail

    assert tail not in reencode(BytesIO(content)).content
