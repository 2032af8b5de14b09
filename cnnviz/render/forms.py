"""The forms in which a scene is written, by the ending of the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Literal, TypeAlias, get_args

from cnnviz.content.parameter_error import ParameterError
from cnnviz.render.engine import Film
from cnnviz.render.extras import extra
from cnnviz.render.film import Progress, gif, video
from cnnviz.render.paper import pdf
from cnnviz.render.raster import png

Form: TypeAlias = Literal["svg", "png", "pdf", "gif", "mp4", "webm"]
FORMS: tuple[Form, ...] = get_args(Form)
MOVING: tuple[Form, ...] = ("gif", "mp4", "webm")
"""Those that show all of a scene in motion."""
PAGED: tuple[Form, ...] = ("pdf",)
"""Those that have a page for each of many frames; of others each frame is a file."""
_LIBRARIES: dict[Form, tuple[str, ...]] = {
    "svg": (),
    "png": ("resvg_py",),
    "pdf": ("typst",),
    "gif": ("resvg_py", "PIL.Image"),
    "mp4": ("resvg_py", "PIL.Image", "av"),
    "webm": ("resvg_py", "PIL.Image", "av"),
}


@dataclass(frozen=True)
class Chosen:
    """What of a scene is written: a frame from 0, a second, all frames; else its last frame."""

    frame: int | None = None
    at: float | None = None
    every: bool = False

    def check(self, count: int, seconds: float) -> None:
        """Raises ParameterError where a scene of so many frames and seconds has no such moment."""
        if self.frame is not None and not 0 <= self.frame < count:
            raise ParameterError(
                "frame", f"must be a whole number from 1 to {count}; got {self.frame + 1}"
            )
        if self.at is not None and not 0 <= self.at <= seconds:
            raise ParameterError("at", f"must be a second from 0 to {seconds:.2f}; got {self.at:g}")

    def pictures(self, film: Film) -> Iterator[tuple[str, str]]:
        """The pictures as SVG, each with its sentence."""
        if self.at is not None:
            begun = [frame for frame in film.frames if frame.start <= self.at]
            yield film.moving(self.at), begun[-1].sentence
            return
        for k in self.frames(film):
            yield film.settled(k), film.frames[k].sentence

    def frames(self, film: Film) -> range:
        """The numbers of its frames, from 0."""
        count = len(film.frames)
        first = 0 if self.every else count - 1 if self.frame is None else self.frame
        return range(first, count if self.every else first + 1)


def check_installed(form: Form) -> None:
    """Raises MissingExtra, which says what is missing and how it is installed."""
    for library in ("py_mini_racer", *_LIBRARIES[form]):
        extra(library, f"a file of the form {form}")


def write(
    film: Film, form: Form, chosen: Chosen, rate: int, file: BinaryIO, progress: Progress
) -> None:
    """Writes what was chosen. Raises ParameterError, MissingExtra."""
    if form == "mp4" or form == "webm":
        video(film, file, form, rate, progress)
    elif form == "gif":
        file.write(gif(film, progress))
    elif form == "pdf":
        file.write(pdf(chosen.pictures(film), film.look, film.title))
    else:
        svg, _ = next(chosen.pictures(film))
        file.write(svg.encode() if form == "svg" else png(svg))
