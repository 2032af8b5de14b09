"""One's own answers: kept by the browser alone, listed by step, asked again with other numbers."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from cnnviz.misconceptions.layers import SIDE
from filming import Film

FRACTION = next(each for each in SIDE.wrong if each.name == "the fraction stays")
KEY = "cnnviz-answers"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_AXE = """async (rules) => {
  const { violations } = await axe.run("dialog", { runOnly: rules, resultTypes: ["violations"] });
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0].target}`);
}"""


def asking(film: Film, step: int, scene: str) -> None:
    """The scene, as it waits at its question with options."""
    film.open(f"#step={step}&scene={scene}").press(*"++++")
    while True:
        film.until(status="asking", scene=scene)
        if film.page.get_by_role("group", name="Question").get_by_role("button").count():
            return
        frame = film.data("frame")
        film.press("k")
        film.page.wait_for_function("frame => player.dataset.frame !== frame", arg=frame)


def dialog(film: Film) -> Locator:
    return film.page.get_by_role("dialog", name="Your answers")


def answered(film: Film, letter: str = "a") -> Film:
    """How many windows fit, answered, revealed, and the list of answers open."""
    asking(film, 3, "formula")
    film.press(letter, "Space").press("y")
    expect(dialog(film)).to_be_visible()
    return film


def kept(film: Film) -> Any:
    return json.loads(film.page.evaluate("key => localStorage.getItem(key)", KEY) or "null")


def keep(film: Film, *said: tuple[str, str]) -> None:
    """Lets the browser keep the wrong answer to such topics, as if they had been given before."""
    with urlopen(f"{film.url}api/chapter") as chapter:
        version = json.load(chapter)["version"]
    answer = {
        "said": "7",
        "words": "7",
        "rule": "a rule",
        "right": False,
        "asked": "How many?",
        "truth": "8",
    }
    answers = {
        f"{path}#ask": answer | {"topic": topic, "belief": "So it is.", "mend": "It is not."}
        for path, topic in said
    }
    film.page.goto(film.url)
    film.page.evaluate(
        "([key, text]) => localStorage.setItem(key, text)",
        [KEY, json.dumps({"version": version, "answers": answers})],
    )


def test_an_answer_is_listed_with_its_belief_and_outlives_a_reload(film: Film) -> None:
    answered(film)
    listed = dialog(film).get_by_role("listitem")
    for _ in range(2):
        expect(listed).to_have_count(1)
        expect(listed).to_contain_text("Your answer: 15.5. Right is 16.")
        expect(listed).to_contain_text(f"“{FRACTION.belief}” {FRACTION.mend}")
        # At its own question it would be asked anew.
        film.open("#step=2").press("y")


def test_before_it_is_revealed_an_answer_is_not_listed(film: Film) -> None:
    asking(film, 3, "formula")
    film.press("a", "y")
    expect(dialog(film)).to_contain_text("Nothing here yet.")
    film.press("y", "Space", "y")
    expect(dialog(film).get_by_role("listitem")).to_have_count(1)


def test_the_link_plays_the_scene_that_speaks_of_it(film: Film) -> None:
    answered(film)
    film.page.get_by_role("link", name="Watch “").click()
    expect(dialog(film)).to_have_count(0)
    film.until(status="playing", scene="formula")


def test_all_is_erased_by_one_button(film: Film) -> None:
    answered(film)
    assert kept(film)["answers"]
    film.button("Erase all").click()
    expect(dialog(film)).to_contain_text("Erased.")
    expect(dialog(film).get_by_role("listitem")).to_have_count(0)
    assert kept(film) is None
    film.page.reload()
    film.page.wait_for_selector("#player[data-status]")
    film.press("y")
    expect(dialog(film)).to_contain_text("Nothing here yet.")


def test_the_file_is_a_table_of_what_is_listed(film: Film, tmp_path: Path) -> None:
    answered(film)
    with film.page.expect_download() as download:
        film.button("Save as a file").click()
    assert download.value.suggested_filename == "cnnviz-answers.csv"
    download.value.save_as(tmp_path / "answers.csv")
    text = (tmp_path / "answers.csv").read_text(encoding="utf-8-sig")
    head, row = csv.reader(io.StringIO(text))
    told = dict(zip(head, row, strict=True))
    assert told["step"] == f"3 {film.steps[2]['title']}"
    assert (told["my answer"], told["right"], told["right answer"]) == ("15.5", "no", "16")
    assert (told["belief"], told["what mends it"]) == (FRACTION.belief, FRACTION.mend)


@pytest.mark.parametrize(
    "text",
    ["{", "7", '{"version":"older","answers":{"mlp/flatten#ask":{}}}', '{"answers":"x"}', "\u0000"],
)
def test_nonsense_in_the_storage_is_dropped_without_a_word(film: Film, text: str) -> None:
    film.page.goto(film.url)
    film.page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
    film.open("#step=2").press("y")
    expect(dialog(film)).to_contain_text("Nothing here yet.")


def test_a_browser_that_keeps_nothing_is_no_hindrance(film: Film) -> None:
    film.page.add_init_script("""
      for (const name of ["getItem", "setItem", "removeItem"])
        Storage.prototype[name] = () => { throw new DOMException("full", "QuotaExceededError"); };
    """)
    answered(film)
    expect(dialog(film).get_by_role("listitem")).to_have_count(1)
    film.button("Erase all").click()
    expect(dialog(film).get_by_role("listitem")).to_have_count(0)


def asked_again(film: Film) -> Page:
    film.press("y")
    film.button("Ask me again").click()
    expect(film.page.get_by_role("heading", name="Asked again")).to_be_visible()
    return film.page


def twin(film: Film, topic: str, seed: int) -> Any:
    with urlopen(f"{film.url}api/questions/{topic}/twin?seed={seed}") as answer:
        return json.load(answer)


def test_a_choice_is_asked_again_by_keys_alone_as_often_as_one_wants(film: Film) -> None:
    keep(film, ("stride-padding/stride", "side"))
    film.open("#step=3")
    page = asked_again(film)
    for seed in (1, 2):
        question = twin(film, "side", seed)
        assert question["kind"] == "choice"
        expect(page.locator("dialog .asked")).to_have_text(question["text"])
        wrong = next(i for i, each in enumerate(question["options"]) if each.get("rule"))
        right = next(each["text"] for each in question["options"] if not each.get("rule"))
        film.press("ABCD"[wrong])
        told = page.locator("dialog .told")
        expect(told).to_contain_text(f"“{question['options'][wrong]['belief']}”")
        expect(told).to_contain_text(question["options"][wrong]["mend"])
        expect(told).to_contain_text(f", {right}.")
        expect(page.locator("dialog .worked math").last).to_be_visible()
        # The focus waits on what comes next.
        film.press("Enter")
    film.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    film.until(step=3)


def test_a_number_is_typed_and_asked_for_again_where_it_is_none(film: Film) -> None:
    keep(film, ("pooling/max", "pooled-maps"))
    film.open("#step=4")
    page = asked_again(film)
    question = twin(film, "pooled-maps", 1)
    assert question["kind"] == "number"
    wrong = next(each for each in question["options"] if each.get("rule"))
    field = page.get_by_role("textbox", name="Your answer")
    expect(field).to_be_focused()
    film.press(*"many", "Enter")
    expect(page.get_by_text("That isn't a number.")).to_be_visible()
    expect(field).to_have_value("many")
    field.fill(str(wrong["value"]))
    film.press("Enter")
    told = page.locator("dialog .told")
    expect(told).to_contain_text(f"“{wrong['belief']}” {wrong['mend']}")
    expect(field).not_to_be_editable()


def test_wrong_answers_are_asked_one_after_the_other(film: Film) -> None:
    keep(film, ("mlp/flatten", "parameters"), ("stride-padding/stride", "side"))
    film.open("#step=1")
    page = asked_again(film)
    expect(page.locator("dialog .asked")).to_have_text(twin(film, "parameters", 1)["text"])
    film.button("Next question").click()
    expect(page.locator("dialog .asked")).to_have_text(twin(film, "side", 1)["text"])
    expect(film.button("Next question")).to_have_count(0)
    film.button("Back to your answers").click()
    expect(dialog(film).get_by_role("listitem")).to_have_count(2)


def test_without_the_server_it_says_that_other_numbers_need_it(film: Film) -> None:
    keep(film, ("stride-padding/stride", "side"))
    film.open("#step=3")
    film.page.route("**/api/questions/**", lambda route: route.abort())
    page = asked_again(film)
    expect(page.get_by_text("Other numbers need the server")).to_be_visible()
    film.page.unroute("**/api/questions/**")
    film.button("Try again").click()
    expect(page.locator("dialog .asked")).to_have_text(twin(film, "side", 1)["text"])
    film.complaints = [each for each in film.complaints if "ERR_FAILED" not in each]


def test_at_the_end_of_a_step_they_are_offered_and_space_goes_on(film: Film) -> None:
    keep(film, ("stride-padding/stride", "side"))
    last = len(film.steps[2]["scenes"]) - 1
    film.at(3, last)
    offer = film.page.locator(".offer")
    expect(offer).to_be_hidden()
    film.open(f"#step=3&scene={film.scene(3, last)}&frame={film.count(3, last)}")
    film.until(status="paused", scene=film.scene(3, last))
    expect(offer).to_have_text("Your answers: 1 answer to look at againY")
    offer.click()
    expect(dialog(film)).to_be_visible()
    film.press("Escape", "Space").until(step=4)
    expect(offer).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_every_state_passes_the_rules_and_fits(
    browser: Any, server: str, theme: str, width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 720}, bypass_csp=True, reduced_motion="reduce"
    )
    film = Film(context.new_page(), server)

    def look(state: str) -> None:
        if not film.page.evaluate("'axe' in window"):
            film.page.evaluate(Axe().axe_script)
        assert film.page.evaluate(_AXE, RULES) == [], state
        # At 200 % of the text, too, nothing lies beside the window.
        for size in ("", "200%"):
            film.page.evaluate("size => { document.documentElement.style.fontSize = size; }", size)
            wide = film.page.locator("dialog[open]").evaluate("each => each.scrollWidth")
            assert wide <= width, f"{state} {size}"

    keep(film, ("stride-padding/stride", "side"))
    film.page.evaluate("theme => localStorage.setItem('cnnviz-theme', theme)", theme)
    film.open("#step=3").press("y")
    look("the list")
    film.button("Ask me again").click()
    film.page.locator("dialog .choices").wait_for()
    look("asked")
    film.press("a")
    film.page.locator("dialog .told em").first.wait_for()
    look("told")
    film.button("Back to your answers").click()
    film.button("Erase all").click()
    look("empty")
    context.close()
