"""What the engine keeps from call to call: bounded by bytes, and every thread's own."""

from __future__ import annotations

import threading
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from cnnviz.engine.conv import conv2d
from cnnviz.engine.pool import avg_pool2d, max_pool2d
from cnnviz.engine.scratch import SCRATCH, Scratch

Array = np.ndarray[Any, Any]
MEGABYTE = 1024 * 1024


def test_all_that_is_kept_after_twenty_photographs_is_at_most_64_megabytes() -> None:
    kernel = np.ones((1, 3, 3, 3), np.float32)
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for k in range(20):
            photograph = np.ones((3, 1000 + k, 1500), np.float32)
            conv2d(photograph, kernel, padding=1)
            avg_pool2d(photograph, 2, padding=1, count_include_pad=False)
            max_pool2d(photograph, 3, padding=1)
            del photograph
            after, _ = tracemalloc.get_traced_memory()
            assert after - before < 68 * MEGABYTE
            assert SCRATCH.nbytes <= SCRATCH.limit == 64 * MEGABYTE
        # What it says that it keeps is what it keeps.
        assert after - before < SCRATCH.nbytes + 4 * MEGABYTE
    finally:
        tracemalloc.stop()


def test_a_thousand_small_shapes_are_counted_too() -> None:
    for k in range(1000):
        conv2d(np.ones((1, 20 + k % 40, 20 + k // 40)), np.ones((8, 1, 3, 3)))
    assert SCRATCH.nbytes == sum(plan.nbytes for plan in SCRATCH._plans.values())
    assert SCRATCH.nbytes <= SCRATCH.limit


class Kept:
    def __init__(self, nbytes: int, owner: int = 0) -> None:
        self.nbytes = nbytes
        self.owner = owner


def test_what_was_made_first_goes_first_and_what_is_too_large_is_not_kept() -> None:
    scratch = Scratch(limit=100)
    for key in "abc":
        scratch.keep(key, Kept(40))
    scratch.keep("c", Kept(40))
    scratch.keep("all of it", Kept(101))
    found = {key: scratch.find(key) is not None for key in ("a", "b", "c", "all of it")}
    assert found == {"a": False, "b": True, "c": True, "all of it": False}
    assert scratch.nbytes == 80


def test_threads_never_share_a_plan_and_together_stay_within_the_limit() -> None:
    scratch = Scratch(limit=1000)
    together = threading.Barrier(8)

    def work(number: int) -> None:
        together.wait()
        for k in range(500):
            found = scratch.find(k % 7)
            assert found is None or found.owner == number
            if found is None:
                scratch.keep(k % 7, Kept(10 + k % 50, number))
            assert scratch.nbytes <= 1000 + 60

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert scratch.nbytes == sum(plan.nbytes for plan in scratch._plans.values()) <= 1000


@pytest.mark.parametrize("pool", [max_pool2d, avg_pool2d])
def test_eight_threads_compute_what_one_does(pool: Callable[..., Array]) -> None:
    random = np.random.default_rng(0)
    inputs = [random.standard_normal((3, 20, 20 + k % 3)) for k in range(60)]
    kernel = random.standard_normal((2, 3, 3, 3))

    def compute(x: Array) -> Array:
        return pool(conv2d(x, kernel, padding=1), 3, padding=1)

    expected = [compute(x) for x in inputs]
    with ThreadPoolExecutor(8) as threads:
        for one, many in zip(expected, threads.map(compute, inputs), strict=True):
            np.testing.assert_array_equal(one, many)
