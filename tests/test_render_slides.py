"""Slides, and the whole chapter, as other programs read them."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import av
import pytest
from PIL import Image
from pptx import Presentation
from pypdf import PdfReader

from cnnviz import cli
from cnnviz.chapter import Chapter
from cnnviz.render import slides
from cnnviz.render.chapter import chapter_pdf, chapter_pptx
from cnnviz.render.engine import Engine
from cnnviz.render.forms import Chosen, Wanted, movie_slide, slides_of
from cnnviz.render.look import Look
from cnnviz.render.slides import look_of, pptx

_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures of a sixteenth of the pixels."""
    width, height = slides.PICTURE
    monkeypatch.setattr(slides, "PICTURE", (width // 4, height // 4))
    monkeypatch.setattr(slides, "_FALLBACK", (width // 4, 256))


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine() as opened:
        yield opened


def read(body: bytes) -> list[Any]:
    return list(Presentation(BytesIO(body)).slides)


def alt(shape: Any) -> str:
    return str(shape._element.xpath(".//p:cNvPr")[0].get("descr"))


def svg_of(slide: Any, picture: Any) -> bytes:
    """The SVG that a picture has beside its PNG."""
    (shown,) = picture._element.xpath(".//*[local-name()='svgBlip']")
    blob: bytes = slide.part.related_part(shown.get(_EMBED)).blob
    return blob


def one_step(scenes: int) -> Chapter:
    """A step whose scenes have few sentences, and so many of them."""
    whole = Chapter.default()
    step = next(each for each in whole.steps if each.name == "hierarchy")
    kept = type(step)(step.name, step.scenes[:scenes], step.texts)
    return Chapter(whole.title, whole.description, (kept,), subtitle="For all")


def test_a_slide_has_its_sentence_as_title_its_picture_twice_words_and_notes(
    engine: Engine,
) -> None:
    spec = Chapter.default().find("convolution", "edge")
    film = engine.open(spec.scene(), look_of(Look()))
    notes = tuple(spec.text.notes)
    made = read(pptx(slides_of(film, Wanted("pptx", notes=notes)), film.look, film.title))
    rests = [frame for frame in film.frames if frame.rests]
    assert [slide.shapes.title.text_frame.text for slide in made] == [
        frame.sentence for frame in rests
    ]
    for slide, frame in zip(made, rests, strict=True):
        (picture,) = [each for each in slide.shapes if each.shape_type == 13]
        assert alt(picture) == f"{film.title}: {frame.sentence}"
        svg = svg_of(slide, picture)
        assert svg.decode() == film.settled(frame.k)
        assert ElementTree.fromstring(svg).find("{http://www.w3.org/2000/svg}title") is not None
        with Image.open(BytesIO(picture.image.blob)) as fallback:
            assert fallback.format == "PNG"
            ratio = fallback.width / fallback.height
        assert abs(ratio - picture.width / picture.height) < 0.01
        assert abs(ratio - film.look.width / film.look.height) < 0.01
    assert made[0].notes_slide.notes_text_frame.text.split("\n") == list(notes)
    assert [slide.has_notes_slide for slide in made[1:]] == [False] * (len(made) - 1)


def test_slides_of_one_sentence_show_it_once_all_of_it_is_told(engine: Engine) -> None:
    film = engine.open(Chapter.default().find("convolution", "digit").scene(), look_of(Look()))
    told = [frame.sentence for frame in film.frames if frame.rests]
    assert set(told) == {frame.sentence for frame in film.frames} - {""}
    assert len(told) < len(film.frames) / 10


def test_the_same_slides_are_the_same_bytes(engine: Engine) -> None:
    film = engine.open(Chapter.default().find("lenet", "live").scene(), look_of(Look()))
    wanted = Wanted("pptx", Chosen(frame=1))
    once, again = (pptx(slides_of(film, wanted), film.look, film.title) for _ in range(2))
    assert once == again
    assert len(read(once)) == 1


@pytest.mark.long
def test_a_slide_can_play_the_scene(engine: Engine) -> None:
    film = engine.open(Chapter.default().find("lenet", "live").scene(), Look(320, 180))
    film.seconds = 2.0  # its beginning is enough
    slide = movie_slide(film, Wanted("pptx", movie=True), lambda share: None)
    (made,) = read(pptx([slide], film.look, film.title))
    assert made.shapes.title.text_frame.text == film.title
    (movie,) = [each for each in made.shapes if each.shape_type == 16]
    assert alt(movie).startswith(f"{film.title}: ")
    blobs = [each.target_part.blob for each in made.part.rels.values() if not each.is_external]
    with av.open(BytesIO(next(each for each in blobs if each[4:8] == b"ftyp")), "r") as read_film:
        assert read_film.streams.video[0].frames == 60


@pytest.mark.thorough
def test_a_chapter_has_a_slide_for_itself_each_step_and_each_sentence(engine: Engine) -> None:
    chapter = one_step(2)
    told: list[float] = []
    made = read(chapter_pptx(engine, chapter, Look(), told.append))
    (step,) = chapter.steps
    titles = [slide.shapes.title.text_frame.text for slide in made]
    assert titles[:2] == [chapter.title, f"1. {step.text.title}"]
    assert [slide.placeholders[1].text_frame.text for slide in made[:2]] == [
        "For all",
        step.text.lead,
    ]
    sentences = []
    for spec in step.scenes:
        film = engine.open(spec.scene(), look_of(Look()))
        sentences += [frame.sentence for frame in film.frames if frame.rests]
    assert titles[2:] == sentences
    assert told == [0.5, 1.0]
    notes = [slide for slide in made if slide.has_notes_slide]
    assert len(notes) == 2


def test_a_chapter_as_pdf_has_a_page_a_sentence_and_bookmarks(engine: Engine) -> None:
    chapter = one_step(2)
    body = chapter_pdf(engine, chapter, Look(960, 540, caption=True), lambda share: None)
    document = PdfReader(BytesIO(body))
    (step,) = chapter.steps
    outline: list[Any] = document.outline
    top, below = outline
    assert top.title == f"1. {step.text.title}"
    assert [each.title for each in below] == [spec.title for spec in step.scenes]
    sentences = []
    for spec in step.scenes:
        film = engine.open(spec.scene(), Look())
        sentences += [frame.sentence for frame in film.frames if frame.rests]
    for page, sentence in zip(document.pages, sentences, strict=True):
        assert sentence in " ".join(page.extract_text().split())


def test_a_chapter_is_no_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["render", "--chapter", "-o", str(tmp_path / "chapter.png")]) == 1
    said = capsys.readouterr().err
    assert said == "cnnviz: the file's ending must be one of .pdf, .pptx; got chapter.png\n"
    assert [*tmp_path.iterdir()] == []
