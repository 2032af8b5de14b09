"""Reads all of seeds/ as the server would, and names file and line of every fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from cnnviz.check import answers, networks, programs, records, texts
from cnnviz.check.fault import Fault
from cnnviz.check.needs import Filled, Needs, is_behind, written
from cnnviz.content import seeds
from cnnviz.content.files import display_path
from cnnviz.misconceptions import TOPICS, answer_words, wording

__all__ = ["Fault", "everything", "files"]


def files() -> list[Fault]:
    """The faults in the files of seeds/, sorted. It builds no scenes, so it is quick."""
    root, needs = seeds.folder("seeds"), written()
    wrong = _texts(root, needs)
    if wrong and is_behind():
        # The scenes' code is newer: they may ask for something else by now.
        from cnnviz.check.trials import anew

        wrong = _texts(root, anew(needs, {step for step in needs.scenes if _of(step, wrong)}))
    harmed = {*_data(root, needs)}
    # Scenes compute with these together, where each by itself can be read.
    return sorted({*wrong, *(harmed or answers.examples(root / "examples.json"))})


def everything() -> tuple[str, list[Fault]]:
    """All that `files` finds, and what is wrong with the scenes; and in a sentence what there is.

    Scenes are not built where the files are wrong that they are made of.
    """
    from cnnviz.check.scenes import scenes

    wrong = files()
    harmed = {step for step in written().scenes if _of(step, wrong)}
    count = 0
    if all(any(_of(step, [fault]) for step in harmed) for fault in wrong):
        count, more = scenes(harmed)
        wrong = sorted({*wrong, *more})
    if wrong:
        return "", wrong
    pages = len(written().scenes) + 2
    there = (f"{pages} texts", f"{len(seeds.examples())} examples", f"{len(seeds.digits())} digits")
    more_there = (f"{len(seeds.networks())} networks", f"{count} scenes")
    return f"{', '.join((*there, *more_there))}: all well", []


def _of(step: str, faults: list[Fault]) -> list[Fault]:
    """Those that are in the text of that step."""
    text = display_path(seeds.folder("seeds") / "text" / f"{step}.md")
    return [fault for fault in faults if fault.file == text]


def _texts(root: Path, needs: Needs) -> list[Fault]:
    folder = root / "text"
    faults = texts.text(folder / "chapter.md", {})
    for step, scenes in needs.scenes.items():
        faults += texts.text(folder / f"{step}.md", scenes)
    faults += texts.text(
        folder / f"{answer_words.FILE}.md", {wording.PART: _topics(), answer_words.WORDS: _words()}
    )
    for path in sorted(folder.glob("*.md")):
        if path.stem not in (*needs.scenes, "chapter", answer_words.FILE):
            known = ", ".join(needs.scenes)
            faults.append(
                Fault(display_path(path), 0, f"no step has this text; the steps are {known}")
            )
    return faults


def _topics() -> dict[str, Filled]:
    """What the sentence of each topic may use."""
    return {topic.name: Filled(wording.names(topic), ()) for topic in TOPICS}


def _words() -> dict[str, Filled]:
    """What units and words may use and claim."""
    known = dict.fromkeys(answer_words.UNITS, Filled(("count",), answer_words.CLAIMS))
    return known | dict.fromkeys(answer_words.SAID, Filled((), ()))


def _data(root: Path, needs: Needs) -> Iterator[Fault]:
    yield from records.examples(root / "examples.json", needs.examples)
    yield from records.digits(root / "digits.json", needs.digits)
    known = networks.classes(root / "weights" / "simplecnn.json")
    yield from records.pictures(root / "pictures.json", known, needs.pictures)
    for path in _all(root / "measured", needs.measured, ".json"):
        yield from records.measurement(path, needs.measured.get(path.stem, {}))
    for path in _all(root / "weights", needs.networks, ".json"):
        yield from networks.network(path, needs.networks.get(path.stem))
    for path in _all(root / "features", needs.features, ".npz"):
        yield from networks.features(path, needs.features.get(path.stem, {}))
    for path in _all(root / "code", [Path(name).stem for name in needs.programs], ".py"):
        yield from programs.program(path)


def _all(folder: Path, needed: Iterable[str], ending: str) -> list[Path]:
    """The files that are there, and those that should be."""
    there = {path.stem for path in folder.glob(f"*{ending}")}
    return [folder / f"{name}{ending}" for name in sorted({*there, *needed})]
