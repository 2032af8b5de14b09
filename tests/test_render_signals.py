"""What is told to end while it draws ends between two calls, whatever moment it is told at."""

from __future__ import annotations

import gc
import os
import signal
import sys
import warnings
from itertools import count
from threading import Thread
from types import FrameType
from typing import Any

import pytest

from cnnviz.render.javascript import javascript
from cnnviz.render.signals import uninterrupted


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_no_process_is_half_begun_when_a_command_is_ended(number: signal.Signals) -> None:
    heard: list[str] = []
    before = signal.signal(number, lambda *_: heard.append("the end"))
    try:
        with uninterrupted():
            # Told by another thread, as the system may choose any that hears.
            telling = Thread(target=os.kill, args=(os.getpid(), number))
            telling.start()
            telling.join()
            heard.append("it has begun")
    finally:
        signal.signal(number, before)
    assert heard == ["it has begun", "the end"]


def test_no_call_of_what_draws_is_broken_off_at_whichever_line_it_is_told_to_end() -> None:
    engine = javascript()
    engine.eval("var calls = 0")
    try:
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            for line in count(1):
                before = engine.eval("calls")
                if not _is_interrupted(lambda: engine.eval("calls += 1"), line):
                    break
                assert engine.eval("calls - 1") == before
            gc.collect()
    finally:
        engine.close()
    assert line > 5, "it was never told within a call"
    assert [str(each.message) for each in said] == []


def _is_interrupted(call: Any, line: int) -> bool:
    """Whether the call is ended by Ctrl+C, which comes at the so-maniest line of its library."""
    left = line

    def step(frame: FrameType, event: str, _: object) -> Any:
        nonlocal left
        if "py_mini_racer" not in frame.f_code.co_filename:
            return None
        left -= event == "line"
        if left == 0:
            sys.settrace(None)
            signal.raise_signal(signal.SIGINT)
        return step

    traced = sys.gettrace()
    sys.settrace(step)
    try:
        call()
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(traced)
    return False
