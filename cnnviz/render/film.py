"""A scene in motion: GIF, MP4 and WebM."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from io import BytesIO
from itertools import pairwise
from types import ModuleType
from typing import Any, BinaryIO, Literal, TypeAlias

from cnnviz.content.parameter_error import ParameterError
from cnnviz.render.engine import Film
from cnnviz.render.extras import extra
from cnnviz.render.raster import film_images, image

Progress: TypeAlias = Callable[[float], None]
"""Told how much is done, from 0 to 1."""
RATES = (30, 60)
"""Pictures a second of a film."""
GIF_LIMIT = 2_000_000
"""The most bytes of a GIF of 20 s at 960×540; longer and larger ones may have more by as much."""
_GIF_TRIES = ((12, 64), (10, 32), (6, 32), (4, 16))
"""Pictures a second and colours of a GIF: the next where those before come to too many bytes."""
_GIF_USUAL = 20 * 960 * 540
_BT709 = 1
"""The colours of high definition, by their number in ITU-T H.273."""
_SAMPLES, _AT_MOST = 12, 40
"""Of about so many frames a GIF's palette is made, a colour counting at most so many times."""
_CODECS: dict[str, tuple[str, dict[str, str]]] = {
    # So many threads on every machine: their number shows in the bytes. With two of x264's, which
    # one is ready first shows as well; and with mbtree, one film in some hundreds differs anyhow.
    "mp4": (
        "libx264",
        {"preset": "veryfast", "crf": "18", "threads": "1", "x264-params": "mbtree=0"},
    ),
    "webm": (
        "libvpx-vp9",
        {"deadline": "realtime", "cpu-used": "8", "crf": "24", "b:v": "0", "threads": "2"},
    ),
}


def pictures(film: Film, rate: int) -> Iterator[tuple[str, int]]:
    """All pictures of a film in their order as SVG, and for how many of its frames each stands.

    What rests is drawn once.
    """
    count = max(1, round(film.seconds * rate))
    rests = [(frame.settled, then.start) for frame, then in pairwise(film.frames)]
    rests.append((film.frames[-1].settled, film.seconds + 1))
    shown, repeated, k = "", 0, 0
    for i in range(count):
        seconds, before = i / rate, (i - 1) / rate
        while k + 1 < len(rests) and seconds > rests[k][1]:
            k += 1
        if repeated and before > rests[k][0]:
            repeated += 1
            continue
        svg = film.moving(seconds)
        if svg == shown:
            repeated += 1
            continue
        if repeated:
            yield shown, repeated
        shown, repeated = svg, 1
    yield shown, repeated


def rasterize(film: Film, rate: int, progress: Progress) -> Iterator[tuple[Any, int]]:
    """The same as Pillow's images."""
    repeats: list[int] = []

    def svgs() -> Iterator[str]:
        for svg, count in pictures(film, rate):
            repeats.append(count)
            yield svg

    done, total = 0, max(1, round(film.seconds * rate))
    for index, picture in enumerate(film_images(svgs())):
        done += repeats[index]
        yield picture, repeats[index]
        progress(done / total)


def video(
    film: Film, file: BinaryIO, form: Literal["mp4", "webm"], rate: int, progress: Progress
) -> None:
    """Writes the scene as H.264 or VP9. Raises ParameterError for an odd size, MissingExtra."""
    width, height = film.look.width, film.look.height
    if width % 2 or height % 2:
        raise ParameterError(
            "size", f"must be of even numbers, as {form} needs them; got {width}x{height}"
        )
    encode(rasterize(film, rate, progress), (width, height), file, form, rate)


def encode(
    shots: Iterable[tuple[Any, int]],
    size: tuple[int, int],
    file: BinaryIO,
    form: Literal["mp4", "webm"],
    rate: int,
) -> None:
    """Writes pictures of this width and height, each for so many frames: always the same bytes.

    Raises MissingExtra, OSError.
    """
    av = extra("av", "a film")
    codec, options = _CODECS[form]
    with (
        _saying_why(av),
        av.open(file, "w", format=form, options={"fflags": "+bitexact"}) as container,
    ):
        stream = container.add_stream(codec, rate=rate, options=options)
        (stream.width, stream.height), stream.pix_fmt = size, "yuv420p"
        coded = stream.codec_context
        coded.flags |= av.codec.context.Flags.bitexact
        # Players take films of this size to be so coloured, and others where it is said.
        coded.colorspace = coded.color_primaries = coded.color_trc = _BT709
        coded.color_range = av.video.reformatter.ColorRange.MPEG
        at = 0
        for picture, count in shots:
            frame = av.VideoFrame.from_image(picture).reformat(
                format="yuv420p", dst_colorspace=_BT709, dst_color_range=coded.color_range
            )
            for _ in range(count):
                frame.pts, frame.time_base = at, Fraction(1, rate)
                container.mux(stream.encode(frame))
                at += 1
        container.mux(stream.encode())


@contextmanager
def _saying_why(av: ModuleType) -> Iterator[None]:
    """Where a file cannot be written, closing it fails, too, and says less: the first is raised."""
    try:
        yield
    except av.error.FFmpegError as error:
        if isinstance(error.__context__, OSError):
            raise error.__context__ from None
        raise


def gif(film: Film, progress: Progress) -> bytes:
    """The scene as a GIF that loops, as small as GIF_LIMIT says, where four tries come to that."""
    shown = film.seconds * film.look.width * film.look.height
    limit = GIF_LIMIT * max(1, shown / _GIF_USUAL)
    body = b""
    for rate, colours in _GIF_TRIES:
        body = _gif(film, rate, colours, progress)
        if len(body) <= limit:
            break
    return body


def _gif(film: Film, rate: int, colours: int, progress: Progress) -> bytes:
    quantized: list[Any] = []
    durations: list[int] = []
    at = 0
    palette = _palette(film, colours)
    for picture, count in rasterize(film, rate, progress):
        quantized.append(picture.quantize(palette=palette, dither=0))
        # In hundredths of a second, as a GIF counts; what is rounded off is not lost.
        durations.append(round((at + count) * 100 / rate) * 10 - round(at * 100 / rate) * 10)
        at += count
    body = BytesIO()
    quantized[0].save(
        body,
        "GIF",
        save_all=True,
        append_images=quantized[1:],
        duration=durations,
        loop=0,
        optimize=False,
    )
    return body.getvalue()


def _palette(film: Film, colours: int) -> Any:
    """One palette for all pictures, of those that rest: what is small in them counts, too."""
    counts: dict[tuple[int, int, int], int] = {}
    for frame in film.frames[:: max(1, len(film.frames) // _SAMPLES)]:
        settled = image(film.settled(frame.k))
        for count, colour in settled.getcolors(settled.width * settled.height):
            counts[colour] = min(_AT_MOST, counts.get(colour, 0) + count)
    cells = bytes(part for colour, count in counts.items() for part in colour * count)
    sheet = extra("PIL.Image", "a GIF").frombytes("RGB", (1, len(cells) // 3), cells)
    return sheet.quantize(colours, dither=0)
