"""Large bodies that wait for their rest take a bounded room."""

from __future__ import annotations

import pytest

from cnnviz.server.routes import parameters
from cnnviz.server.routes.parameters import SMALL_BODY
from looping import looped, settled
from unread_connection import Unread, until


def posted(size: int, sent: int) -> bytes:
    head = f"POST /api/scenes/tiny/double HTTP/1.1\r\nHost: hall\r\nContent-Length: {size}\r\n\r\n"
    return head.encode() + b" " * sent


def test_large_bodies_that_wait_for_their_rest_take_a_bounded_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parameters, "MOST_WAITING", 5 * SMALL_BODY)
    large = 2 * SMALL_BODY

    async def send() -> None:
        waiting = [Unread(), Unread()]
        for each in waiting:
            each.say(posted(large, large - 2))
            await settled()
            assert not each.held
        refused, small = Unread(), Unread()
        refused.say(posted(large, large - 2))
        await until(lambda: refused.held)
        assert refused.held.startswith(b"HTTP/1.1 503")
        assert b"retry-after: 2" in refused.held
        small.say(posted(2, 0) + b"{}")
        await until(lambda: small.held)
        assert small.held.startswith(b"HTTP/1.1 200")
        waiting[0].abort()
        await settled()
        again = Unread()
        again.say(posted(large, large - 2) + b"{}")
        await until(lambda: again.held)
        assert again.held.startswith(b"HTTP/1.1 200")
        waiting[1].say(b"{}")
        await until(lambda: waiting[1].held)
        assert waiting[1].held.startswith(b"HTTP/1.1 200")
        for each in (waiting[1], refused, small, again):
            each.abort()
        await settled()

    looped(send())
    assert parameters._Waiting.size == 0
