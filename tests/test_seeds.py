"""The chapter's seeds are whole, and found in a checkout as in a package."""

from __future__ import annotations

import re

import numpy as np
import pytest

from cnnviz.content import grammar, seeds
from cnnviz.steps import STEPS
from loosely import loosely


def test_the_chapter_has_a_title_and_a_description() -> None:
    words = seeds.text("chapter")
    assert words.title
    assert 40 < len(words.lead) < 200


@pytest.mark.parametrize("step", [step.name for step in STEPS])
def test_a_step_has_its_words(step: str) -> None:
    words = seeds.text(step)
    assert words.title
    assert not words.title.startswith("#")
    assert words.lead
    assert "\n" not in words.lead
    assert words.body.count("\n\n") >= 1, "the article has two paragraphs"
    assert {"Worked example", "Key insight", "Try it"} <= set(words.sections)
    assert "Scenes" not in words.sections


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_every_scene_has_a_title_and_no_text_is_left_of_one_that_is_gone(step: object) -> None:
    assert isinstance(step, type(STEPS[0]))
    words = seeds.text(step.name).scenes
    assert set(words) == {spec.name for spec in step.scenes}
    assert all(each.title for each in words.values())


@pytest.mark.parametrize("step", [step.name for step in STEPS])
def test_every_sentence_of_the_file_is_read(step: str) -> None:
    source = (seeds.folder("seeds") / "text" / f"{step}.md").read_text(encoding="utf-8")
    listed = re.findall(r"^- ", source.partition("## Scenes")[2], flags=re.MULTILINE)
    scenes = seeds.text(step).scenes
    read = [len(wordings) for words in scenes.values() for wordings in words.sentences.values()]
    assert sum(read) == len(listed)


@pytest.mark.parametrize("step", [step.name for step in STEPS])
def test_something_can_be_said_whatever_the_numbers_are(step: str) -> None:
    for name, words in seeds.text(step).scenes.items():
        for key, wordings in words.sentences.items():
            claims = [wording.claims for wording in wordings]
            assert len(set(claims)) == len(claims), f"{name}: {key} has the same claims twice"
            assert () not in claims[:-1], f"{name}: {key} has a wording that is never reached"


_NOTE = re.compile(r"^(Ask|Often said|Answer|Do): [^ ].*[.?]$")


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_every_scene_has_notes_to_speak_from(step: object) -> None:
    assert isinstance(step, type(STEPS[0]))
    for name, words in seeds.text(step.name).scenes.items():
        kinds = [note.partition(":")[0] for note in words.notes]
        assert kinds[:3] == ["Ask", "Often said", "Answer"], name
        assert len(kinds) <= 4, f"{name} has more notes than one can glance at"
        for note in words.notes:
            assert _NOTE.match(note), f"{name}: {note}"
            assert len(note) <= 220, f"{name}: {note}"


def test_notes_are_told_apart_from_sentences() -> None:
    words = seeds.text("convolution").scenes["edge"]
    assert not any(note.startswith(">") for note in words.notes)
    assert set(words.sentences) >= {"open", "ask", "close"}
    spoken = [wording.text for each in words.sentences.values() for wording in each]
    assert not any("Often said" in text for text in spoken)


def test_a_sentence_takes_its_numbers() -> None:
    words = seeds.SceneText("Title", {"sum": (seeds.Wording("The sum is {result}."),)})
    said = words("sum", result=3)
    assert said == "The sum is 3."
    assert (said.key, said.claims, said.numbers) == ("sum", (), {"result": 3})
    with pytest.raises(KeyError):
        words("sum")
    with pytest.raises(KeyError):
        words("nothing")


def test_the_first_wording_that_is_true_is_spoken() -> None:
    wordings = (
        seeds.Wording("All are 0.", ("all 0",)),
        seeds.Wording("{n} differ.", ("not all 0", "some differ")),
        seeds.Wording("Look."),
    )
    words = seeds.SceneText("Title", {"close": wordings})
    assert words("close", {"all 0": True, "some differ": False}, n=2) == "All are 0."
    of_numpy = loosely({"all 0": np.False_, "some differ": np.True_})
    assert words("close", of_numpy, n=2) == "2 differ."
    told = words("close", {"all 0": False, "some differ": True}, n=2)
    assert told == "2 differ."
    assert told.claims == ("not all 0", "some differ")
    assert words("close", {"all 0": False, "some differ": False}) == "Look."
    with pytest.raises(KeyError, match="all 0"):
        words("close")
    never = seeds.SceneText("Title", {"close": wordings[:1]})
    with pytest.raises(ValueError, match="no wording of close is true"):
        never("close", {"all 0": False})


def test_claims_stand_in_brackets_before_the_colon() -> None:
    sentences = "- a [all 0, not one]: Yes:\n    no.\n- a: Else [x]."
    source = f"# T\n\nL.\n\n## Scenes\n\n### sum: A sum\n{sentences}"
    words = grammar.parse(source, str)[0].scenes["sum"]
    assert words.title == "A sum"
    assert words.sentences == {
        "a": (
            seeds.Wording("Yes: no.", ("all 0", "not one")),
            seeds.Wording("Else [x]."),
        )
    }


def test_the_words_of_an_unknown_step_are_not_there() -> None:
    with pytest.raises(seeds.Unusable, match=r"^seeds/text/nowhere\.md is missing$"):
        seeds.text("nowhere")
    with pytest.raises(FileNotFoundError):
        seeds.folder("nowhere")


def test_the_checkerboard_is_1_where_row_plus_column_is_even() -> None:
    board = seeds.example("checkerboard")
    assert board.shape == (1, 5, 5)
    assert all(board[0, y, x] == ((y + x) % 2 == 0) for y, x in np.ndindex(5, 5))


def test_digits_are_ink_in_tenths_and_a_copy_each_time() -> None:
    for drawn in seeds.digits():
        ink = seeds.digit(drawn.name)
        assert ink.shape == (1, 28, 28)
        assert ink.min() == 0
        assert ink.max() == 1
        assert np.allclose(ink * 10, np.round(ink * 10))
        ink[:] = 7
        assert seeds.digit(drawn.name).max() == 1
    names = [drawn.name for drawn in seeds.digits()]
    assert len(names) == len(set(names))


def test_every_trained_network_has_a_card_and_is_loaded_once() -> None:
    for path in (seeds.folder("seeds") / "weights").glob("*.json"):
        if path.with_suffix(".npz").exists():
            assert {"data", "accuracy"} <= set(seeds.card(path.stem))
        network = seeds.network(path.stem)
        assert seeds.network(path.stem) is network
