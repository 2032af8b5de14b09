"""How many connections the system's limit of open files allows."""

from __future__ import annotations

from cnnviz.server.process.connections import MOST, TOLD, Connection
from cnnviz.server.process.workers import CannotStart

OTHER_FILES = 16
"""Files that a process needs beside its connections."""
LEAST = 6
"""Connections without which not even one browser gets the page."""
WANTED = MOST + TOLD + OTHER_FILES


def raise_file_limit() -> str:
    """Lets the process open as many connections as it serves, or serves as many as it may open.

    Returns a sentence where they are fewer than MOST. Raises CannotStart where they are too few.
    """
    files = _most_files()
    if files >= WANTED:
        return ""
    told, most = connections_for(files)
    helps = f"`ulimit -n {WANTED}` before the start gives room for {MOST}"
    if most < LEAST:
        raise CannotStart(f"the system lets it open {files} files only, too few to answer; {helps}")
    Connection.most, Connection.told = most, told
    return f"the system lets a process open {files} files: it serves {most} connections; {helps}"


def connections_for(files: int) -> tuple[int, int]:
    """Of so many files: connections that are told that there is no room, and that are served.

    >>> connections_for(64)
    (12, 36)
    """
    room = max(0, files - OTHER_FILES)
    told = min(TOLD, room // 4)
    return told, min(MOST, room - told)


def _most_files() -> int:
    """How many files the process may open, once it may open as many as it wants or can have."""
    try:
        import resource
    except ImportError:  # A system without such limits.
        return WANTED
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return WANTED
    if soft < WANTED:
        soft = WANTED if hard == resource.RLIM_INFINITY else min(hard, WANTED)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return soft
