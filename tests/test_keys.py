"""Every key and every event of the player is described, and tested."""

from __future__ import annotations

import re

from documents import ROOT, block, names, read, rows

NAMED = {" ": "Space", "arrowright": "→", "arrowleft": "←", "arrowup": "↑", "arrowdown": "↓"}
NAMED |= {"pageup": "Page Up", "pagedown": "Page Down", "=": "+", "-": "−"}


def told_keys() -> set[str]:
    """The keys of the table in docs/lecture.md, one by one."""
    cells = (first for first, _ in rows("docs/lecture.md", "## Keys"))
    return {key.strip(" `") for cell in cells for key in re.split(r",| or ", cell)}


def bound_keys() -> list[str]:
    """The keys of the player's own table, as a browser names them, in small letters."""
    keys = block("static/js/inputs/keys.js", "TABLE")
    return re.findall(r'^ {2}"?([^"\n]+?)"?: \{ type', keys, re.MULTILINE)


def test_every_key_is_described_and_in_the_help() -> None:
    bound = bound_keys()
    assert len(bound) > 20
    expected = {NAMED.get(key, key.capitalize()) for key in bound}
    assert expected - told_keys() == set(), "not in the table of keys of docs/lecture.md"
    helped = " ".join(
        re.findall(r"keys: \[(.*)\], what", block("static/js/inputs/key-help.js", "KEY_HELP"))
    )
    shown = set(re.findall(r'"([^"]+)"', helped.replace("B or .", 'B", ".')))
    assert expected - shown == set(), "not in KEY_HELP of static/js/inputs/key-help.js"


def test_every_key_is_pressed_in_a_test() -> None:
    tested = read("tests/js/keys.test.js").lower()
    assert [key for key in bound_keys() if f'"{key}"' not in tested] == [], (
        "not in tests/js/keys.test.js"
    )


def test_every_event_of_the_reducer_is_sent_in_a_test() -> None:
    tests = sorted((ROOT / "tests" / "js").glob("*.js"))
    sent = "".join(path.read_text("utf-8") for path in tests if path.name != "keys.test.js")
    assert [event for event in player_events() if f'"{event}"' not in sent] == [], (
        "in no test of tests/js"
    )


def test_every_described_key_does_something() -> None:
    bound = {NAMED.get(key, key.capitalize()) for key in bound_keys()}
    # These are held to in keys.test.js and, in a network, in cell-cursor.test.js.
    apart = {"A", "C", "D", "1", "2", "…", "End", "Tab", "arrows"}
    apart |= {"Shift+Space", "Ctrl+Z", "Ctrl+Y"}
    assert told_keys() - bound - apart == set()


def player_events() -> list[str]:
    """The events that the reducer answers."""
    answers = block("static/js/state/reducer.js", "answers")
    return re.findall(r"^ {2}(\w+)[,:]", answers, re.MULTILINE)


def test_every_event_of_the_player_is_described() -> None:
    reducer = read("static/js/state/reducer.js")
    events = player_events()
    window = re.search(r'@typedef \{\{type: ((?:"\w+"\|?)+)\}\} WindowEvent', reducer)
    assert window
    described = set(names("docs/reference.md", "## Player events"))
    answered = {*events, *re.findall(r"\w+", window[1])}
    assert described == answered, "docs/reference.md"
    table = reducer[: reducer.index("*/")]
    missing = [each for each in events if not re.search(rf"\b{each}\b", table)]
    assert missing == [], "not in the table of static/js/state/reducer.js"
