"""Writes docs/gallery.md, every scene's picture with its link and its command: make golden

The pictures are those of tests/pictures, which the tests hold to be what the page draws.
"""

from __future__ import annotations

from keyword import iskeyword
from pathlib import Path

from cnnviz.chapter import Chapter
from cnnviz.content.spec import SceneSpec

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "gallery.md"
PICTURES = ROOT / "tests" / "pictures"
_SERVER = "http://127.0.0.1:8000/"
_HEAD = """# Gallery

Every scene as it ends, with the address that plays it while `cnnviz` runs, the command that renders
it ([render.md](render.md)), where `--frame` takes another frame, and the Python that plays it in a
notebook ([python.md](python.md#in-a-notebook)). On the page `G` takes along what is on the screen.
`make golden` writes this page.
"""


def picture(spec: SceneSpec) -> Path:
    """The file of a scene's picture."""
    return PICTURES / f"{spec.path.replace('/', '-')}.svg"


def gallery(chapter: Chapter) -> str:
    """The page: a heading for each step and each of its scenes, in order."""
    parts = [_HEAD]
    for number, step in enumerate(chapter.steps, 1):
        parts.append(f"## {number}. {step.text.title}\n")
        parts += [_entry(number, spec) for spec in step.scenes]
    return "\n".join(parts)


def _entry(number: int, spec: SceneSpec) -> str:
    address = f"{_SERVER}#step={number}&scene={spec.name}"
    command = f"cnnviz render {spec.step} {spec.name} -o {spec.name}.svg"
    return f"""### {spec.title}

![{spec.title}, its last frame](../tests/pictures/{picture(spec).name})

[{address}]({address}) · `{command}` · `{call(spec)}`
"""


def call(spec: SceneSpec) -> str:
    """The scene in Python: by its own function, where Python can spell that."""
    function = f"cnnviz.scenes.{spec.step.replace('-', '_')}"
    own = not iskeyword(spec.name)
    return f"{function}.{spec.name}()" if own else f'{function}(scene="{spec.name}")'


if __name__ == "__main__":
    PAGE.write_text(gallery(Chapter.default()), encoding="utf-8")
    print(PAGE)
