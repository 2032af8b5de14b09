"""The article says what the text says, and holds nothing that the page's policy forbids."""

from __future__ import annotations

from html.parser import HTMLParser

from cnnviz.page import article
from cnnviz.steps import STEPS
from tiny import WORDS


class Outline(HTMLParser):
    """The elements of a page, and whether each is closed."""

    VOID = frozenset({"meta", "link", "br", "hr", "img", "input", "mspace", "source"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag


def test_a_section_holds_each_part_of_the_text() -> None:
    made = article.render_section(1, "tiny", WORDS["tiny"])
    assert made.lead == "A lead with <em>emphasis</em>."
    assert "<math" in made.body
    assert "Doubling doubles." in made.insight
    assert "Guess first." in made.task
    assert "<math" in made.example


def test_code_is_coloured_by_classes_and_never_by_styles() -> None:
    code = article.render_section(1, "tiny", WORDS["tiny"]).code
    assert '<code class="language-python"><span class="nb">print</span>' in code
    assert "style=" not in code


def test_markup_in_the_text_is_shown_and_not_run() -> None:
    assert "&lt;script&gt;" in article.render_section(1, "tiny", WORDS["tiny"]).body


def test_missing_parts_are_empty() -> None:
    made = article.render_section(2, "other", WORDS["other"])
    assert (made.code, made.insight, made.task, made.example) == ("", "", "", "")


def test_an_unknown_language_is_shown_plain() -> None:
    assert "<code" in article.render_markdown("```klingon\nqapla' < 1\n```")
    assert "&lt; 1" in article.render_markdown("```klingon\nqapla' < 1\n```")


def test_each_step_has_lead_body_example_insight_and_task() -> None:
    for made in article.render_sections(STEPS):
        for part in (made.lead, made.body, made.example, made.insight, made.task):
            assert part.strip(), f"{made.name} lacks a part"
            Outline(part)
            assert "style=" not in part
            assert "\\" not in part.split("<code")[0], f"{made.name}: a formula was not understood"
