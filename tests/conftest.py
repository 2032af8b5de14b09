"""What many tests share: a client of the tiny chapter's server, the option to accept goldens."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import hypothesis
import pytest
from starlette.testclient import TestClient
from threadpoolctl import threadpool_limits

import cnnviz
from cnnviz.server import create_app
from live_server import answering
from patience import eventually
from tiny import CHAPTER

hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=300)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="take the golden streams as they are")


def pytest_configure() -> None:
    # Hypothesis mixes the numbers in the modules loaded so far into its examples. Loaded once and
    # for all, they are the same whatever a worker has run before.
    for module in walk_packages(cnnviz.__path__, "cnnviz."):
        if not module.name.endswith("__main__"):
            with suppress(ImportError):  # of what an extra brings
                import_module(module.name)
    # Several of these run side by side, each with a core for its arithmetic: more threads of it
    # would only wait for one another. The variable is for the processes that are started here.
    for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    threadpool_limits(1)
    # A script that starts the tests in its background lets them, and all that they start, ignore
    # Ctrl+C; some of them send it to what they start.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Of what is sampled, all but the first few values of each parameter are thorough."""
    sampled, parameters = item.get_closest_marker("sampled"), getattr(item, "callspec", None)
    if sampled and parameters:
        indices = parameters.indices
        if any(indices[name] >= first for name, first in sampled.kwargs.items()):
            item.add_marker(pytest.mark.thorough)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts what takes long at the front of each worker's part, so that no core waits at the end."""
    longest = [item for item in items if item.get_closest_marker("long")]
    others = [item for item in items if item not in longest]
    slow = [item for item in others if item.get_closest_marker("browser")]
    quick = [item for item in others if item not in slow]
    # A worker begins with one part of the list; who is done takes from the ends of the others'.
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    items[:] = [
        item
        for worker in range(workers)
        for item in (
            *longest[worker::workers],
            *_part(slow, worker, workers),
            *_part(quick, worker, workers),
        )
    ]


def _part(items: list[pytest.Item], worker: int, workers: int) -> list[pytest.Item]:
    """Neighbours stay together: they share what they have computed."""
    return items[len(items) * worker // workers : len(items) * (worker + 1) // workers]


class Told(logging.Handler):
    """Keeps what a log is told."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def prefetching() -> Iterator[None]:
    """Ends when a server that is started in it has prefetched the tiny chapter.

    Two of its scenes cannot be built, and the log says so: no test is to find that in its own log.
    """
    told, log = Told(), logging.getLogger("cnnviz")
    log.addHandler(told)
    yield
    last = "scene other/late cannot be played"
    assert eventually(lambda: any(each.startswith(last) for each in told.messages))
    log.removeHandler(told)


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    with ExitStack() as stack:
        app = TestClient(create_app(CHAPTER), raise_server_exceptions=False)
        with prefetching():
            client = stack.enter_context(app)
        yield client


@pytest.fixture(scope="session")
def port() -> Iterator[int]:
    """A server of the tiny chapter as it really is, in a thread of this process."""
    with ExitStack() as stack:
        with prefetching():
            port, _ = stack.enter_context(answering(create_app(CHAPTER)))
        yield port


@pytest.fixture(scope="session")
def root() -> Path:
    return Path(__file__).parent.parent
