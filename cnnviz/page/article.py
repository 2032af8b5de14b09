"""The article: Markdown as HTML, formulas as MathML, highlighted code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markupsafe import Markup, escape
from mdit_py_plugins.dollarmath import dollarmath_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from cnnviz.content.spec import Step
from cnnviz.content.texts import StepText
from cnnviz.mathml import mathml


@dataclass(frozen=True, slots=True)
class Section:
    """One step's part of the article; a part without text is empty."""

    number: int
    name: str
    title: str
    lead: Markup
    body: Markup
    example: Markup
    code: Markup
    insight: Markup
    task: Markup


def render_sections(steps: Iterable[Step]) -> list[Section]:
    """The sections of the steps, in order, numbered from 1."""
    return [render_section(number, step.name, step.text) for number, step in enumerate(steps, 1)]


def render_section(number: int, name: str, words: StepText) -> Section:
    """One step's words as HTML."""

    def part(heading: str) -> Markup:
        return render_markdown(words.sections.get(heading, ""))

    return Section(
        number=number,
        name=name,
        title=words.title,
        lead=render_markdown(words.lead, inline=True),
        body=render_markdown(words.body),
        example=part("Worked example"),
        code=part("Code"),
        insight=part("Key insight"),
        task=part("Try it"),
    )


def render_markdown(markdown: str, *, inline: bool = False) -> Markup:
    """Markdown as HTML: raw HTML is shown as text, $formulas$ become MathML.

    >>> render_markdown("A *map* <b>.")
    Markup('<p>A <em>map</em> &lt;b&gt;.</p>\\n')
    """
    parser = _markdown()
    html = parser.renderInline(markdown) if inline else parser.render(markdown)
    return Markup(html)  # noqa: S704 (the parser escapes what is not Markdown)


def find_formulas(markdown: str) -> Iterator[tuple[int, str]]:
    r"""(line, LaTeX) of every formula of a Markdown text.

    >>> list(find_formulas("One $a$\nand $b$.\n\n$$\nc\n$$"))
    [(1, 'a'), (2, 'b'), (4, 'c')]
    """
    for token in _markdown().parse(markdown):
        line = token.map[0] + 1 if token.map else 1
        if token.type.startswith("math_block"):
            yield line, token.content.strip()
        for part in token.children or ():
            if part.type.startswith("math_"):
                yield line, part.content.strip()
            line += part.type == "softbreak"


@cache
def _markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "highlight": _highlighted_listing})
    parser.enable("table")
    dollarmath_plugin(parser, renderer=_formula, allow_labels=False, double_inline=False)
    return parser


def _formula(latex: str, options: dict[str, bool]) -> str:
    return mathml(latex.strip(), display=options["display_mode"])


def _highlighted_listing(code: str, language: str, attributes: str) -> str:
    """Code with a class on each word of its grammar; the page's style sheets colour them.

    It may be wider than its place, so the keyboard can reach and scroll it.
    """
    try:
        lexer = get_lexer_by_name(language or "text")
    except ClassNotFound:
        return ""
    words = highlight(code, lexer, HtmlFormatter(nowrap=True)).rstrip("\n")
    kind = escape(language or "text")
    return f'<pre tabindex="0"><code class="language-{kind}">{words}\n</code></pre>'
