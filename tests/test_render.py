"""What `cnnviz render` writes is read by other programs, says what the scene says, and is whole."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from io import BytesIO
from typing import Any, Literal, cast
from xml.etree import ElementTree

import av
import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader

from cnnviz.chapter import Chapter
from cnnviz.content.parameter_error import ParameterError
from cnnviz.render.engine import Engine, Film
from cnnviz.render.film import GIF_LIMIT, encode, gif, pictures, rasterize, video
from cnnviz.render.look import Look, tokens
from cnnviz.render.paper import PaperPage, pdf
from cnnviz.render.raster import png
from drawn_texts import SVG, texts

FILMS: tuple[Literal["mp4", "webm"], ...] = ("mp4", "webm")
SMALL = Look(320, 180, caption=True)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine() as opened:
        yield opened


@pytest.fixture
def film(engine: Engine) -> Callable[..., Film]:
    def opened(path: str, look: Look = SMALL, **given: object) -> Film:
        return engine.open(Chapter.default().find(*path.split("/")).scene(given), look)

    return opened


Opened = Callable[..., Film]


def nothing(share: float) -> None:
    """Of a film that nobody waits for, no progress is told."""


# SVG


def test_cells_of_a_picture_are_sharp(film: Opened) -> None:
    svg = film("hierarchy/learning").settled(0)
    found = [re.findall(r"<image [^>]*>", svg), re.findall(r'<image width="(\d+)"', svg)]
    assert found[0]
    for cells, side in zip(*found, strict=True):
        view = f'viewBox="0 0 {side} {side}" width="400" height="400"'
        drawn = Image.open(BytesIO(png(f'<svg xmlns="{SVG[1:-1]}" {view}>{cells}</svg>')))
        colours = drawn.convert("RGB").getcolors(400 * 400)
        assert colours is not None
        assert len(colours) <= int(side) ** 2


def test_an_svg_is_xml_with_title_sentence_groups_and_every_number_as_text(film: Opened) -> None:
    shown = film("convolution/edge", Look(1920, 1080))
    scene = Chapter.default().find("convolution", "edge").scene()
    plain = [not frame.boxes and "kernel" not in frame.hidden for frame in scene.frames]
    last = max(k for k, each in enumerate(plain) if each)
    root = ElementTree.fromstring(svg := shown.settled(last))
    assert root.findtext(f"{SVG}title") == shown.title
    assert root.findtext(f"{SVG}desc") == shown.frames[last].sentence != ""
    names = {each.get("id") for each in root.findall(f"{SVG}g")}
    assert names <= {panel.name for panel in scene.panels}
    assert len(names) > 2
    numbers = [each for each in texts(svg) if re.fullmatch("−?[0-9]+", each)]
    filters = next(each.data for each in scene.tensors if each.weights)
    for value in np.unique(filters):
        assert numbers.count(f"{value:g}".replace("-", "−")) >= np.count_nonzero(filters == value)


def test_a_caption_has_the_sentence_and_the_formula_as_texts(film: Opened) -> None:
    shown = film("channels/depthwise", Look(1280, 720, caption=True))
    words = " ".join(texts(shown.settled(len(shown.frames) - 1)))
    assert shown.frames[-1].sentence in words
    assert "17,536" in words


def test_the_same_scene_gives_the_same_bytes_in_another_engine(film: Opened) -> None:
    shown = film("lenet/history")
    once = [shown.moving(1.5), shown.settled(1)]
    with Engine() as other:
        scene = Chapter.default().find("lenet", "history").scene()
        again = other.open(scene, SMALL)
        assert [again.moving(1.5), again.settled(1)] == once


def test_a_theme_has_the_colours_of_the_style_sheet(film: Opened) -> None:
    for name in ("light", "dark", "contrast"):
        assert f'fill="{tokens(name)["paper"]}"' in film("mlp/flatten", Look(theme=name)).settled(0)
    assert len({tokens(name)["ink"] for name in ("light", "dark", "contrast")}) == 3


def test_without_paper_what_lies_below_shines_through(film: Opened) -> None:
    for transparent, corner in ((True, 0), (False, 255)):
        svg = film("mlp/flatten", Look(320, 180, transparent=transparent)).settled(0)
        assert Image.open(BytesIO(png(svg))).convert("RGBA").getpixel((0, 0))[3] == corner


# Pixels, paper, motion


def test_a_png_has_its_size_and_letters(film: Opened) -> None:
    svg = film("lenet/history").settled(0)
    with_letters = Image.open(BytesIO(png(svg)))
    assert with_letters.size == (320, 180)
    assert png(svg) == png(svg)
    without = Image.open(BytesIO(png(re.sub(r"<text.*</text>", "", svg))))
    assert with_letters.tobytes() != without.tobytes()


def test_a_pdf_has_a_page_a_picture_with_texts_in_it_and_the_same_bytes_twice(
    film: Opened,
) -> None:
    shown = film("lenet/history", Look(960, 540, caption=True))
    pages = [PaperPage(shown.settled(frame.k), frame.sentence) for frame in shown.frames]
    body = pdf(pages, shown.look, shown.title)
    assert body == pdf(pages, shown.look, shown.title)
    read = PdfReader(BytesIO(body))
    assert len(read.pages) == len(shown.frames)
    assert read.metadata is not None
    assert read.metadata.title == shown.title
    for page, frame in zip(read.pages, shown.frames, strict=True):
        assert (page.mediabox.width, page.mediabox.height) == (720, 405)
        assert frame.sentence in " ".join(page.extract_text().split())
    assert b"/FontFile" in body
    assert frame_alts(read) == list(dict.fromkeys(frame.sentence for frame in shown.frames))


def frame_alts(read: PdfReader) -> list[str]:
    """What the pictures say to those who don't see them."""
    found = []
    for number in range(1, len(read.xref[0]) + len(read.xref_objStm) + 1):
        record: Any = read.get_object(number)
        if isinstance(record, dict) and "/Alt" in record:
            found.append((number, str(record["/Alt"])))
    return sorted({alt for _, alt in found}, key=[alt for _, alt in found].index)


def test_pictures_are_those_of_each_moment_and_what_rests_is_drawn_once(film: Opened) -> None:
    shown = film("lenet/history")
    drawn = [*pictures(shown, 6)]
    assert sum(count for _, count in drawn) == round(shown.seconds * 6)
    assert len(drawn) < sum(count for _, count in drawn) / 2
    each = [svg for svg, count in drawn for _ in range(count)]
    assert each == [shown.moving(i / 6) for i in range(len(each))]


@pytest.mark.thorough
@pytest.mark.long
def test_films_have_their_length_rate_size_and_last_picture(film: Opened) -> None:
    shown = film("lenet/history")
    shown.seconds = 2.0  # its beginning is enough
    last = image_of(png(shown.moving(2.0)))
    forms: tuple[tuple[Literal["mp4", "webm"], str, int], ...]
    forms = (("mp4", "h264", 60), ("webm", "vp9", 30))
    for form, codec, rate in forms:
        file = BytesIO()
        told: list[float] = []
        video(shown, file, form, rate, told.append)
        assert told == sorted(told)
        assert told[-1] == 1
        file.seek(0)
        with av.open(file, "r") as container:
            (stream,) = container.streams.video
            assert stream.codec_context.name == codec
            assert stream.average_rate == Fraction(rate)
            assert stream.codec_context.colorspace == 1
            frames = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
        assert len(frames) == round(shown.seconds * rate)
        assert frames[0].shape == (180, 320, 3)
        assert np.abs(frames[-1].astype(int) - last).mean() < 2
        assert np.abs(frames[0].astype(int) - last).mean() > 3


def image_of(body: bytes) -> Any:
    return np.asarray(Image.open(BytesIO(body)).convert("RGB")).astype(int)


@pytest.mark.long
def test_the_same_scene_is_the_same_film_to_the_last_byte(film: Opened) -> None:
    shown = film("lenet/history", Look(160, 120))
    shown.seconds = 3.0  # its beginning is enough
    once, again = (list(rasterize(shown, 30, nothing)) for _ in range(2))
    assert once == again
    for form in FILMS:
        files = set()
        # As often as shows an encoder whose bytes differ now and then.
        for _ in range(12):
            encode(once, (160, 120), file := BytesIO(), form, 30)
            files.add(file.getvalue())
        assert len(files) == 1, form
    assert gif(shown, nothing) == gif(shown, nothing)


class Full(BytesIO):
    """A file on a full disk."""

    def write(self, body: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("form", FILMS)
def test_a_film_on_a_full_disk_is_an_error_of_writing(form: Literal["mp4", "webm"]) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (60, 120, 160, 3), np.uint8)
    with pytest.raises(OSError, match="No space left on device"):
        encode(((Image.fromarray(each), 1) for each in noise), (160, 120), Full(), form, 30)


@pytest.mark.long
def test_a_gif_loops_lasts_as_long_as_the_scene_and_is_small(film: Opened) -> None:
    shown = film("lenet/history")
    # Its beginning is enough, up to where a frame is complete and nothing moves.
    shown.seconds = end = next(each.settled for each in shown.frames if each.settled > 5)
    body = gif(shown, nothing)
    assert len(body) <= GIF_LIMIT
    with Image.open(BytesIO(body)) as read:
        assert (read.format, read.size, read.info["loop"]) == ("GIF", (320, 180), 0)
        lengths = []
        for k in range(read.n_frames):
            read.seek(k)
            lengths.append(read.info["duration"])
        ended = np.asarray(read.convert("RGB")).astype(int)
    assert abs(sum(lengths) / 1000 - shown.seconds) < 0.2
    assert np.abs(ended - image_of(png(shown.moving(end)))).mean() < 6


def test_a_look_that_cannot_be_names_what_is_wrong() -> None:
    with pytest.raises(ParameterError, match="size must be"):
        Look(4097, 100)
    with pytest.raises(ParameterError, match="theme must be"):
        Look(theme=cast("Any", "paper"))


@pytest.mark.parametrize(
    ("size", "letters"),
    [((1024, 768), 19.2), ((1920, 1080), 27), ((600, 800), 20), ((390, 844), 13)],
)
def test_letters_follow_the_height_but_on_a_phone_its_width(
    size: tuple[int, int], letters: float
) -> None:
    assert Look(*size).record()["least"] == pytest.approx(letters)
