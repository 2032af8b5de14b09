"""The forms in which a scene is written, by the ending of the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO, Literal, TypeAlias, get_args

from cnnviz.render import javascript
from cnnviz.render.engine import Film
from cnnviz.render.extras import extra
from cnnviz.render.film import Progress, gif, video
from cnnviz.render.paper import PaperPage, pdf
from cnnviz.render.raster import png
from cnnviz.render.slides import Slide, pptx

Form: TypeAlias = Literal["svg", "png", "pdf", "pptx", "gif", "mp4", "webm"]
FORMS: tuple[Form, ...] = get_args(Form)
MOVING: tuple[Form, ...] = ("gif", "mp4", "webm")
"""Those that show all of a scene in motion."""
PAGED: tuple[Form, ...] = ("pdf", "pptx")
"""Those that have a page for each of many frames; of others each frame is a file."""
_SPELLED: tuple[Form, ...] = ("svg", "mp4")
"""Those whose first letter is said with a vowel before it."""
_LIBRARIES: dict[Form, tuple[str, ...]] = {
    "svg": (),
    "png": ("resvg_py",),
    "pdf": ("typst",),
    "pptx": ("pptx", "resvg_py", "PIL.Image"),
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

    def pictures(self, film: Film) -> Iterator[PaperPage]:
        """The pictures as SVG, each with its sentence."""
        if self.at is not None:
            begun = [frame for frame in film.frames if frame.start <= self.at]
            yield PaperPage(film.moving(self.at), begun[-1].sentence)
            return
        for k in self.frames(film):
            yield PaperPage(film.settled(k), film.frames[k].sentence)

    def frames(self, film: Film) -> range:
        """The numbers of its frames, from 0."""
        count = len(film.frames)
        first = 0 if self.every else count - 1 if self.frame is None else self.frame
        return range(first, count if self.every else first + 1)


def a_form(form: Form) -> str:
    """The form with its article.

    >>> a_form("mp4"), a_form("gif")
    ('an mp4', 'a gif')
    """
    return f"{'an' if form in _SPELLED else 'a'} {form}"


def check_installed(form: Form) -> None:
    """Raises MissingExtra, which says what is missing and how it is installed."""
    for library in (*javascript.LIBRARIES, *_LIBRARIES[form]):
        extra(library, f"a file of the form {form}")


@dataclass(frozen=True)
class Wanted:
    """What is written of a film, and how."""

    form: Form
    chosen: Chosen = Chosen()
    rate: int = 30
    notes: tuple[str, ...] = ()
    """What the speaker says, for slides."""
    movie: bool = False
    """Whether a slide plays the scene, in place of slides of its frames."""


def write(film: Film, wanted: Wanted, file: BinaryIO, progress: Progress) -> None:
    """Writes what was chosen. Raises ParameterError, MissingExtra."""
    form, chosen = wanted.form, wanted.chosen
    if form == "mp4" or form == "webm":
        video(film, file, form, wanted.rate, progress)
    elif form == "gif":
        file.write(gif(film, progress))
    elif form == "pdf":
        file.write(pdf(chosen.pictures(film), film.look, film.title))
    elif form == "pptx":
        slides = [movie_slide(film, wanted, progress)] if wanted.movie else slides_of(film, wanted)
        file.write(pptx(slides, film.look, film.title))
    else:
        svg = next(chosen.pictures(film)).svg
        file.write(svg.encode() if form == "svg" else png(svg))


def slides_of(film: Film, wanted: Wanted) -> Iterator[Slide]:
    """A slide for each frame at which the film rests, or for those that were chosen."""
    chosen, notes = wanted.chosen, wanted.notes
    told: Iterator[PaperPage]
    if chosen == Chosen():
        rests = (each for each in film.frames if each.rests)
        told = (PaperPage(film.settled(each.k), each.sentence) for each in rests)
    else:
        told = chosen.pictures(film)
    for svg, sentence, _ in told:
        yield Slide(sentence or film.title, svg, f"{film.title}: {sentence}", notes)
        notes = ()


def movie_slide(film: Film, wanted: Wanted, progress: Progress) -> Slide:
    """A slide that plays the scene; its poster is the last frame."""
    movie = BytesIO()
    video(film, movie, "mp4", wanted.rate, progress)
    last = film.frames[-1]
    words = f"{film.title}: {last.sentence}"
    return Slide(film.title, film.settled(last.k), words, wanted.notes, movie=movie.getvalue())
