"""One step as a package for learning platforms: SCORM 1.2."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from xml.sax.saxutils import escape, quoteattr

from cnnviz.chapter import Chapter, content_hash
from cnnviz.content.names import find_named
from cnnviz.content.records import Json
from cnnviz.content.spec import Step
from cnnviz.export.figure import embedded_page
from cnnviz.export.precomputed import precompute

COURSE = "js/standalone/course.js"
"""The script with which its page begins."""
_WHEN = (1980, 1, 1, 0, 0, 0)
"""The time of its files: the same step gives the same bytes."""
_SPACES = (
    'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" '
    'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"'
)


def export_step(name: str, *, whole: str = "", chapter: Chapter | None = None) -> bytes:
    """The step of that name or number as a zip: imsmanifest.xml, and a page with all its scenes.

    `whole` is the address of the whole chapter, to which the page links; empty for no link. Raises
    UnknownName.
    """
    chapter = chapter or Chapter.default()
    step = step_of(name, chapter)
    alone = replace(chapter, steps=(step,), first=chapter.steps.index(step) + 1)
    course: Json = {
        "version": content_hash(),
        "kept": "cnnviz-answers",
        "questions": dict(_questions(step)),
    }
    streams = {step.name: precompute(step).text()}
    page = embedded_page(alone, streams, whole, entry=COURSE, course=course)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for path, body in (("imsmanifest.xml", manifest(step).encode()), ("index.html", page)):
            info = zipfile.ZipInfo(path, _WHEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, body)
    return packed.getvalue()


def step_of(name: str, chapter: Chapter) -> Step:
    """The chapter's step of that name or number. Raises UnknownName."""
    steps = chapter.steps
    number = int(name) if re.fullmatch(r"[0-9]{1,3}", name) else 0
    return steps[number - 1] if 0 < number <= len(steps) else find_named("step", name, steps)


def manifest(step: Step) -> str:
    """What a platform reads first: one organization of one item, the page."""
    title = escape(step.text.title)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier={quoteattr(f"cnnviz-{step.name}")} version="1.0" {_SPACES}>
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>1.2</schemaversion>
  </metadata>
  <organizations default="chapter">
    <organization identifier="chapter">
      <title>{title}</title>
      <item identifier="step" identifierref="page">
        <title>{title}</title>
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="page" type="webcontent" adlcp:scormtype="sco" href="index.html">
      <file href="index.html"/>
    </resource>
  </resources>
</manifest>
"""


def _questions(step: Step) -> list[tuple[str, Json]]:
    """What the step asks with the defaults, but aloud, by the key under which it is answered."""
    found: dict[str, Json] = {}
    for spec in step.scenes:
        for frame in spec.scene().frames:
            question = frame.question
            if question is None or question.kind == "open":
                continue
            right = next(option for option in question.options if not option.rule)
            rules: dict[str, Json] = {
                option.rule: [option.belief, option.mend]
                for option in question.options
                if option.rule
            }
            found[f"{spec.path}#{question.name}"] = {
                "topic": question.topic,
                "asked": frame.narration,
                "truth": right.text,
                "rules": rules,
            }
    return [*found.items()]
