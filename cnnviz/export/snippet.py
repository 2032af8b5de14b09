"""The block that puts a scene into a page of a course, with a still picture for its print."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from cnnviz.content.scene import strip_emphasis
from cnnviz.content.spec import SceneSpec
from cnnviz.wire.requests import request_key

HEIGHT = 520
"""Pixels of a frame as wide as a page's text."""


@dataclass(frozen=True)
class Snippet:
    """What the blocks of one scene are made of."""

    title: str
    sentence: str
    """What is said where the still picture is taken."""
    source: str
    """The address of the frame."""
    still: str
    """The name of the still picture, without its ending."""
    needs: tuple[str, ...]
    """The commands that write the files which the block names."""

    @property
    def alt(self) -> str:
        """The picture in words."""
        return f"{self.title}. {self.sentence}"

    def frame(self, *more: str) -> str:
        """The frame as HTML, with further attributes."""
        attributes = (
            f'src="{escape(self.source)}"',
            f'title="{escape(self.title)}"',
            f'width="100%" height="{HEIGHT}"',
            'allow="fullscreen" loading="lazy"',
            *more,
        )
        return f"<iframe {' '.join(attributes)}></iframe>"

    def picture(self, *more: str) -> str:
        """The still picture as HTML, with further attributes."""
        return " ".join((f'<img src="{self.still}.svg" alt="{escape(self.alt)}"', *more)) + ">"


def snippet(
    spec: SceneSpec, number: int, given: Mapping[str, object], frame: int | None, url: str
) -> Snippet:
    """The scene of step `number` with `given` parameters, at a frame from 1, or at its beginning.

    `url` is where the chapter is served; empty where the scene is exported beside the page. The
    still picture is of that frame, or of the last. Raises ParameterError.
    """
    scene = spec.scene(given)
    shown = scene.frames[-1 if frame is None else frame - 1]
    key = request_key(spec, {name: str(value) for name, value in given.items()})
    _, _, settings = key.partition("?")
    at = f"frame={frame}" if frame else ""
    place = "&".join(filter(None, (f"step={number}", f"scene={spec.name}", at, settings)))
    name = spec.path.replace("/", "-")
    words = "".join(f" --{name} {_shell(str(value))}" for name, value in given.items())
    still = f"cnnviz render {spec.step} {spec.name}{words}{f' --frame {frame}' if frame else ''}"
    page = () if url else (f"cnnviz export --scene {spec.path} {name}.html",)
    source = f"{url}?embed#{place}" if url else f"{quote(name)}.html#{place}"
    sentence = strip_emphasis(shown.narration)
    return Snippet(scene.title, sentence, source, name, (*page, f"{still} -o {name}"))


def _shell(word: str) -> str:
    return word if re.fullmatch(r"[\w.,:-]+", word) else f"'{word}'"


def _html(made: Snippet) -> str:
    return f"""<!-- {_commands(made, ".svg")} -->
<style>
  .cnnviz iframe {{ border: 0; }}
  .cnnviz img {{ display: none; width: 100%; }}
  @media print {{ .cnnviz iframe {{ display: none; }} .cnnviz img {{ display: block; }} }}
</style>
<figure class="cnnviz">
  {made.frame()}
  {made.picture()}
  <figcaption>{escape(made.title)}</figcaption>
</figure>"""


def _quarto(made: Snippet) -> str:
    return f"""<!-- {_commands(made, ".pdf")} -->
::: {{.content-visible when-format="html"}}
```{{=html}}
{made.frame('style="border: 0"')}
```
:::

::: {{.content-visible unless-format="html"}}
![{_markdown(made.title)}]({made.still}.pdf){{fig-alt="{_markdown(made.alt).replace('"', "'")}"}}
:::"""


def _myst(made: Snippet) -> str:
    return f"""% {_commands(made, ".png", by_hand="serve {} elsewhere: MyST takes no pages")}
:::{{iframe}} {made.source}
:width: 100%
:placeholder: {made.still}.png
{_markdown(made.title)}
:::"""


def _sphinx(made: Snippet) -> str:
    return f""".. {_commands(made, ".pdf", by_hand="name {} in html_extra_path of conf.py")}

.. only:: html

   .. raw:: html

      {made.frame('style="border: 0"')}

.. only:: not html

   .. figure:: {made.still}.pdf
      :alt: {made.alt}

      {made.title}"""


def _moodle(made: Snippet) -> str:
    return f"""<!-- {_commands(made, ".svg")} -->
<p>{made.frame('style="border: 0"')}</p>
<details>
<summary>{escape(made.title)}: the picture, for print</summary>
<p>{made.picture('style="width: 100%"')}</p>
</details>"""


def _commands(made: Snippet, *endings: str, by_hand: str = "") -> str:
    """How the files come to be that a block names; `by_hand`: what is to be done with the page."""
    *page, still = made.needs
    commands = " and ".join([*page, *(f"{still}{ending}" for ending in endings)])
    extra = 'needs pip install "cnnviz[render]"'
    more = f", and {by_hand.format(f'{made.still}.html')}" if page and by_hand else ""
    return f"Written by {commands} (render {extra}); keep them beside this page{more}."


def _markdown(text: str) -> str:
    return re.sub(r"([\\`*_\[\]{}<>$])", r"\\\1", text)


FORMS: dict[str, Callable[[Snippet], str]] = {
    "html": _html,
    "quarto": _quarto,
    "myst": _myst,
    "sphinx": _sphinx,
    "moodle": _moodle,
}
"""What writes the block, by what it is for."""
