"""One scene as a file of its own, small enough to travel with a course page."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import replace

from markupsafe import Markup

from cnnviz.chapter import Chapter, content_hash
from cnnviz.content import seeds
from cnnviz.content.records import Json
from cnnviz.content.spec import SceneSpec
from cnnviz.export.precomputed import Precomputed, usual_settings
from cnnviz.export.single_file import ENTRY, UNPACK, Standalone, packed_parts, policy, within
from cnnviz.page.assets import EMBED_SHEET, LATE_SHEET, PICTURE, page_texts
from cnnviz.page.bundling import bundle
from cnnviz.page.page import Page, inline_json

MOST_BYTES = 400_000
"""A figure is smaller than this: with its defaults each of the chapter's scenes is."""
_VIEWS = "js/views/index.js"
_VIEW = re.compile(r"^  (\w+)(?:: (\w+))?,\n", re.MULTILINE)
_TAKEN = re.compile(r'^import \{ (\w+) \} from "[^"]+";\n', re.MULTILINE)


def export_figure(path: str, *, whole: str = "", chapter: Chapter | None = None) -> bytes:
    """The page in UTF-8 with the player and that scene alone, such as convolution/edge.

    It has the usual settings of the scene, the defaults first, as many as fit into MOST_BYTES; the
    defaults it has in any case. `whole` is the address of the whole chapter, to which it links;
    empty for no link. Raises NotFound.
    """
    chapter = chapter or Chapter.default()
    step, name = (*path.split("/", 1), "")[:2]
    spec = chapter.find(step, name)
    alone = _scene_alone(chapter, spec)
    streams = Precomputed()
    for given in usual_settings(spec):
        streams.add(spec, given)
    kinds = streams.kinds()
    empty = embedded_page(alone, {}, whole, kinds=kinds)
    room = MOST_BYTES - len(empty) - len(json.dumps({spec.step: ""}))
    return embedded_page(alone, {spec.step: _that_fit(streams, room)}, whole, kinds=kinds)


def _scene_alone(chapter: Chapter, spec: SceneSpec) -> Chapter:
    """The chapter with that scene and no other; its step keeps its number."""
    numbers = {step.name: number for number, step in enumerate(chapter.steps, chapter.first)}
    step = next(each for each in chapter.steps if each.name == spec.step)
    return replace(chapter, steps=(replace(step, scenes=(spec,)),), first=numbers[spec.step])


def _that_fit(streams: Precomputed, room: int) -> str:
    """As many of the settings as fit into so many bytes, from the first on; the first at least."""
    fitting, beyond = 1, len(streams.streams) + 1
    while beyond - fitting > 1:
        middle = (fitting + beyond) // 2
        if len(streams.first(middle).text()) < room:
            fitting = middle
        else:
            beyond = middle
    return streams.first(fitting).text()


def embedded_page(
    chapter: Chapter,
    streams: dict[str, str],
    whole: str,
    *,
    entry: str = ENTRY,
    course: Json = None,
    kinds: Collection[str] = (),
) -> bytes:
    """The player alone as a file of its own, with packed streams by step.

    It begins with the script `entry`, which is told about the `course` that it is a part of. Of
    views it has those for panels of these kinds, and without any, all.
    """
    static, templates = seeds.folder("static"), seeds.folder("templates")
    page = Page(chapter, content_hash(), static, templates, dev=True)
    style, program, texts = page_texts(page.shelf, entry, EMBED_SHEET, LATE_SHEET)
    if kinds:
        program = bundle({**texts, _VIEWS: with_views(texts[_VIEWS], kinds)}, entry)
    # Those are the start screen's, which it does not have.
    style = PICTURE.sub("none", style)
    unpack = bundle(texts, UNPACK)
    alone = Standalone(
        policy([unpack, program], [style]),
        Markup(),
        within("script", unpack),
        page.shelf.data_address("favicon.svg"),
        Markup(json.dumps(streams)),  # noqa: S704 (names of steps, letters of base85)
        Markup("{}"),
        packed_parts([("style", style), ("script", program)]),
        inline_json(course) if course else Markup(),
    )
    return page.markup(alone, embed=True, whole=whole).encode()


def with_views(index: str, kinds: Collection[str]) -> str:
    r"""The module that lists the views, without those for panels of other kinds.

    >>> print(with_views(
    ...     'import { bars } from "./bars.js";\n'
    ...     'import { years } from "./years.js";\n'
    ...     'export const VIEWS = {\n  bars,\n  timeline: years,\n};',
    ...     {"timeline"},
    ... ))
    import { years } from "./years.js";
    export const VIEWS = {
      timeline: years,
    };
    """
    views, end, others = index.partition("};")
    listed = {kind: view or kind for kind, view in _VIEW.findall(views)}
    left_out = set(listed.values()) - {view for kind, view in listed.items() if kind in kinds}
    views = _TAKEN.sub(lambda found: "" if found[1] in left_out else found[0], views)
    views = _VIEW.sub(lambda found: found[0] if found[1] in kinds else "", views)
    return views + end + others
