"""Logging: what a teacher can act on, and nothing about students."""

from __future__ import annotations

import asyncio
import logging

from cnnviz.server.streaming.streams import BrokenOff


def log_to_the_terminal() -> None:
    """Warnings and errors, each with the module that has them; no request is ever logged."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("uvicorn.error").addFilter(_news)


def _news(record: logging.LogRecord) -> bool:
    """Whether it is news: why a scene broke off was said where it did, and what is cancelled is so
    because the server stops."""
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, BrokenOff | asyncio.CancelledError)
