"""The whole chapter as slides or as a document: its steps, their scenes, a picture a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from cnnviz.chapter import Chapter
from cnnviz.content.spec import SceneSpec, Step
from cnnviz.render.engine import Engine, Film
from cnnviz.render.film import Progress
from cnnviz.render.forms import Wanted, slides_of
from cnnviz.render.look import Look
from cnnviz.render.paper import PaperPage, pdf
from cnnviz.render.slides import Slide, look_of, pptx


def chapter_pptx(engine: Engine, chapter: Chapter, look: Look, progress: Progress) -> bytes:
    """All scenes as they are by default, below a slide for each step. Raises MissingExtra."""

    def slides() -> Iterator[Slide]:
        yield Slide(chapter.title, subtitle=chapter.subtitle or chapter.description)
        step = None
        for number, each, spec, film in _scenes(engine, chapter, look_of(look), progress):
            if each is not step:
                step = each
                yield Slide(f"{number}. {each.text.title}", subtitle=each.text.lead)
            yield from slides_of(film, Wanted("pptx", notes=tuple(spec.text.notes)))

    return pptx(slides(), look, chapter.title)


def chapter_pdf(engine: Engine, chapter: Chapter, look: Look, progress: Progress) -> bytes:
    """The same as pages, with steps and scenes as bookmarks. Raises MissingExtra."""

    def pages() -> Iterator[PaperPage]:
        step = None
        for number, each, spec, film in _scenes(engine, chapter, look, progress):
            begins = "" if each is step else f"{number}. {each.text.title}"
            marks: tuple[str, ...] = (begins, spec.title)
            step = each
            for frame in film.frames:
                if frame.rests:
                    words = f"{film.title}: {frame.sentence}"
                    yield PaperPage(film.settled(frame.k), words, marks)
                    marks = ()

    return pdf(pages(), look, chapter.title)


def _scenes(
    engine: Engine, chapter: Chapter, look: Look, progress: Progress
) -> Iterator[tuple[int, Step, SceneSpec, Film]]:
    """The number of each step, the step, and each of its scenes, open until the next one is."""
    count = sum(len(step.scenes) for step in chapter.steps)
    done = 0
    for number, step in enumerate(chapter.steps, 1):
        for spec in step.scenes:
            yield number, step, spec, engine.open(spec.scene(), look)
            done += 1
            progress(done / count)
