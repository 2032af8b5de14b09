"""Slides for PowerPoint, Keynote and LibreOffice: one for each frame at which the film rests.

The sentence is the slide's title, in real text; the picture is an SVG, with a PNG for programs that
show none; the speaker's notes are the scene's.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from cnnviz.render.extras import extra
from cnnviz.render.look import LETTERS, Look, tokens
from cnnviz.render.raster import images

_INCH = 914_400
WIDTH, HEIGHT = int(13.333 * _INCH), int(7.5 * _INCH)
"""Of a slide, in the units of its format."""
_MARGIN = int(0.35 * _INCH)
_TITLE = int(1.2 * _INCH)
"""How high the room for the sentence is."""
PICTURE = (1920, 2 * round(960 * (HEIGHT - 2 * _MARGIN - _TITLE) / (WIDTH - 2 * _MARGIN)))
"""How many pixels the picture below the sentence is drawn for: even numbers, as a film needs."""
_SIZES = ((60, 32), (110, 28), (170, 24), (260, 20))
"""Up to so many letters a sentence is set in so many points."""
_SMALLEST = 18
_FALLBACK = (1600, 256)
"""How wide the PNG is, and of how many colours."""
_SVG = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_SVG_SPACE = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True)
class Slide:
    """What stands on one: a sentence, a picture as SVG, what is said to it; and maybe its film."""

    title: str
    svg: str = ""
    words: str = ""
    """The picture's, for those who don't see it."""
    notes: tuple[str, ...] = ()
    subtitle: str = ""
    movie: bytes = b""
    """An MP4, of which the picture is the poster."""


def look_of(look: Look, *, film: bool = False) -> Look:
    """The same for a slide's picture: in its size, with letters for the whole slide.

    The formula stands below it; the sentence is the slide's title, its paper the slide's ground. A
    film has sentences and paper of its own.
    """
    width, height = PICTURE
    return replace(
        look,
        width=width,
        height=height,
        letters=LETTERS * width * HEIGHT / WIDTH,
        caption=True,
        formula_only=not film,
        transparent=not film,
    )


def pptx(slides: Iterable[Slide], look: Look, title: str) -> bytes:
    """The slides as one file, the same bytes for the same slides. Raises MissingExtra."""
    deck = _Deck(look)
    for slide, picture in _rasterize(slides):
        deck.add(slide, picture)
    return deck.body(title)


def _rasterize(slides: Iterable[Slide]) -> Iterator[tuple[Slide, Any]]:
    """Each with its picture as an image, None where it has none."""
    waiting: list[Slide] = []

    def pictures() -> Iterator[str]:
        for slide in slides:
            waiting.append(slide)
            if slide.svg:
                yield slide.svg

    for image in images(pictures()):
        while not waiting[0].svg:
            yield waiting.pop(0), None
        yield waiting.pop(0), image
    yield from ((slide, None) for slide in waiting)


class _Deck:
    """A presentation that grows by slides."""

    def __init__(self, look: Look) -> None:
        self._presentation = extra("pptx", "slides").Presentation()
        self._presentation.slide_width, self._presentation.slide_height = WIDTH, HEIGHT
        self._colours = tokens(look.theme)
        self._count = 0

    def add(self, slide: Slide, image: Any) -> None:
        layouts = self._presentation.slide_layouts
        made = self._presentation.slides.add_slide(layouts[5 if slide.svg else 0])
        fill = made.background.fill
        fill.solid()
        fill.fore_color.rgb = self._colour("paper")
        self._count += 1
        if slide.svg:
            top, high = _MARGIN, _TITLE
        else:
            top, high = int(2.2 * _INCH), int(1.5 * _INCH)
            self._place(made.placeholders[1], slide.subtitle, top + high, _INCH * 2, 24, "muted")
        self._place(made.shapes.title, slide.title, top, high, _points(slide.title), "ink")
        if slide.svg:
            self._picture(made, slide, image)
        if slide.notes:
            made.notes_slide.notes_text_frame.text = "\n".join(slide.notes)

    def _place(
        self, shape: Any, text: str, top: int, height: int, points: int, colour: str
    ) -> None:
        shape.left, shape.top, shape.width, shape.height = (
            _MARGIN,
            top,
            WIDTH - 2 * _MARGIN,
            height,
        )
        frame = shape.text_frame
        frame.text = text
        frame.word_wrap = True
        for paragraph in frame.paragraphs:
            paragraph.font.size = points * 12_700
            paragraph.font.color.rgb = self._colour(colour)

    def _picture(self, made: Any, slide: Slide, image: Any) -> None:
        place = (_MARGIN, _MARGIN + _TITLE, WIDTH - 2 * _MARGIN, HEIGHT - 2 * _MARGIN - _TITLE)
        poster = _fallback(image, self._colours["paper"])
        if slide.movie:
            shape = made.shapes.add_movie(
                BytesIO(slide.movie), *place, poster_frame_image=poster, mime_type="video/mp4"
            )
        else:
            shape = made.shapes.add_picture(poster, *place)
            self._with_svg(made, shape, slide.svg)
        named = shape._element.xpath(".//p:cNvPr")[0]
        named.set("descr", slide.words)
        named.set("name", "Film" if slide.movie else "Picture")

    def _with_svg(self, made: Any, shape: Any, svg: str) -> None:
        """Lets a program that knows SVG show it in place of the PNG."""
        packuri, package = extra("pptx.opc.packuri", "slides"), extra("pptx.opc.package", "slides")
        etree = extra("lxml.etree", "slides")
        part = package.Part(
            packuri.PackURI(f"/ppt/media/picture{self._count}.svg"),
            "image/svg+xml",
            made.part.package,
            svg.encode(),
        )
        relation = made.part.relate_to(part, f"{_RELATION}/image")
        blip = shape._element.xpath(".//a:blip")[0]
        space = blip.nsmap["a"]
        listed = etree.SubElement(blip, f"{{{space}}}extLst")
        one = etree.SubElement(listed, f"{{{space}}}ext", uri=_SVG)
        shown = etree.SubElement(one, f"{{{_SVG_SPACE}}}svgBlip", nsmap={"asvg": _SVG_SPACE})
        shown.set(f"{{{_RELATION}}}embed", relation)

    def _colour(self, token: str) -> Any:
        rgb = extra("pptx.dml.color", "slides").RGBColor
        return rgb.from_string(self._colours[token].removeprefix("#"))

    def body(self, title: str) -> bytes:
        """The file. Its parts bear one date, as else no two were the same."""
        properties = self._presentation.core_properties
        properties.title, properties.author = title, "cnnviz"
        dated, undated = BytesIO(), BytesIO()
        self._presentation.save(dated)
        with (
            zipfile.ZipFile(dated) as read,
            zipfile.ZipFile(undated, "w", zipfile.ZIP_DEFLATED) as written,
        ):
            for name in read.namelist():
                entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                written.writestr(entry, read.read(name))
        return undated.getvalue()


def _points(sentence: str) -> int:
    return next((points for most, points in _SIZES if len(sentence) <= most), _SMALLEST)


def _fallback(image: Any, paper: str) -> BytesIO:
    """A small PNG on paper: where SVG is not known, nothing should shine through its letters."""
    pillow = extra("PIL.Image", "slides")
    width, colours = _FALLBACK
    sheet = pillow.new("RGB", image.size, paper)
    sheet.paste(image, mask=image if image.mode == "RGBA" else None)
    small = sheet.resize((width, round(width * image.height / image.width)), pillow.LANCZOS)
    body = BytesIO()
    small.quantize(colours, method=pillow.Quantize.FASTOCTREE, dither=0).save(body, "PNG")
    body.seek(0)
    return body
