"""Who reads nothing, or sends what asks for nothing, holds little memory and gains no time."""

from __future__ import annotations

import asyncio
import http.client
import io
import json
import zlib

import pytest
from starlette.testclient import TestClient
from websockets.frames import CloseCode

from cnnviz.server.process.connections import Connection
from cnnviz.server.process.websocket import MOST_FRAMES
from cnnviz.server.read_budget import PIECE
from looping import looped, settled
from loosely import loosely
from unread_connection import (
    BYTES,
    CLOSE,
    PART,
    PING,
    PONG,
    TEXT,
    UPGRADE,
    Unread,
    frame,
    frames,
    opened,
    question,
    until,
)

HELD = 2 * PIECE + 1024
"""A piece that was written when a piece was not read yet, and what frames it."""
LARGE = "tiny/double?input=" + ";".join([",".join("1" * 64)] * 64)


class Socket(io.BytesIO):
    def makefile(self, mode: str) -> Socket:
        return self


def answer(heard: bytes) -> tuple[int, bytes]:
    """Status and unpacked body of an answer."""
    response = http.client.HTTPResponse(loosely(Socket(heard)))
    response.begin()
    body = response.read()
    packed = response.headers["Content-Encoding"] == "gzip"
    return response.status, zlib.decompress(body, 31) if packed else body


@pytest.mark.parametrize("coding", ["gzip", "identity"])
@pytest.mark.parametrize(
    "path", ["/", "/docs", "/openapi.json", "/api/chapter", f"/api/scenes/{LARGE}"]
)
def test_unread_answers_do_not_pile_up_in_memory(
    client: TestClient, path: str, coding: str
) -> None:
    request = f"GET {path} HTTP/1.1\r\nHost: hall\r\nAccept-Encoding: {coding}\r\n\r\n".encode()

    async def ask() -> list[tuple[int, bytes]]:
        answers, unread = [], Unread()
        for _ in ("new", "kept"):
            unread.say(request)
            await until(lambda: unread.held)
            await settled()
            heard = b""
            while not loosely(unread.protocol).cycle.response_complete:
                heard += unread.hear()
                await settled(5)
            answers.append(answer(heard + unread.hear()))
            assert unread.most <= HELD
        unread.close()
        return answers

    assert looped(ask()) == [(200, client.get(path).content)] * 2


def test_unread_websocket_answers_do_not_pile_up_in_memory(client: TestClient) -> None:
    async def ask() -> bytes:
        unread, _ = await opened()
        heard = b""
        unread.say(frame(TEXT, question(LARGE).encode()) * 3)
        while ended(heard) < 3:
            await until(lambda: unread.held)
            await settled()
            heard += unread.hear()
        assert unread.most <= HELD
        unread.close()
        return heard

    heard = looped(ask())
    assert set(kinds(heard)) == {BYTES, PART}
    parts = [part for _, part in frames(heard)]
    assert all(len(part) <= PIECE for part in parts)
    head, _, packed = b"".join(parts).partition(b"\n")
    assert json.loads(head) == {"type": "scene", "id": 1}
    plain = zlib.decompressobj(31)
    assert plain.decompress(packed) == client.get(f"/api/scenes/{LARGE}").content


def kinds(heard: bytes) -> list[int]:
    return [kind for kind, _ in frames(heard)]


def ended(heard: bytes) -> int:
    """How many answers of a scene are whole."""
    return sum(1 for kind, part in frames(heard) if len(part) < PIECE)


BESIDE = {
    "pings": frame(PING, b"x" * 125),
    "empty pings": frame(PING),
    "pongs": frame(PONG, b"x" * 125),
    "parts of nothing": frame(PART, last=False),
}


@pytest.mark.parametrize("kind", BESIDE)
def test_too_many_frames_before_a_message_close_the_websocket(kind: str) -> None:
    async def flood() -> list[tuple[int, bytes]]:
        unread, line = await opened()
        begin = frame(TEXT, b"tiny", last=False) if kind.startswith("parts") else b""
        unread.say(begin + BESIDE[kind] * (MOST_FRAMES - 1))
        assert not unread.is_closing()
        unread.say(BESIDE[kind] * 10_000)
        assert unread.is_closing()
        assert len(unread.held) < HELD
        assert len(line.frames) <= 1 + MOST_FRAMES
        return list(frames(unread.hear()))

    assert looped(flood())[-1][1][:2] == CloseCode.POLICY_VIOLATION.to_bytes(2, "big")


def test_a_message_makes_room_for_pings_again() -> None:
    async def ask() -> None:
        unread, _ = await opened()
        for _ in range(5):
            unread.say(
                frame(PING, b"still there?") * (MOST_FRAMES - 1)
                + frame(TEXT, question("tiny/double").encode())
            )
            await until(lambda: any(kind == BYTES for kind, _ in frames(unread.held)))
            assert [kind for kind, _ in frames(unread.hear())] == [PONG] * (MOST_FRAMES - 1) + [
                BYTES
            ]
            await settled(5)
        assert not unread.is_closing()
        unread.close()

    looped(ask())


def test_only_messages_and_read_answers_renew_the_timeout() -> None:
    async def ask() -> None:
        unread, line = await opened()
        timer = line._timer
        for beside in (frame(PING), frame(PONG), frame(TEXT, b"tiny", last=False), b"\x81"):
            unread.say(beside)
            await settled(5)
            assert line._timer is timer
        unread.abort()
        unread, line = await opened()
        timer = line._timer
        unread.say(frame(TEXT, question(LARGE).encode()))
        await until(lambda: unread.held)
        await settled()
        assert line._timer is not timer
        timer = line._timer
        await settled()
        assert line._timer is timer, "while the answer is not read"
        while ended(unread.heard) < 1:
            unread.hear()
            await settled(5)
        assert line._timer is not timer
        unread.abort()

    looped(ask())


def test_a_client_that_never_reads_is_cut_off_in_time() -> None:
    async def ask() -> None:
        unread, line = await opened()
        unread.say(frame(TEXT, question(LARGE).encode()))
        await until(lambda: unread.held)
        line._over()
        assert unread.cut
        await settled(5)
        assert line not in line.connections
        unread, line = await opened()
        line._over()
        assert next(frames(unread.held))[0] == CLOSE
        assert not unread.cut
        line._over()
        assert unread.cut, "it does not even read that"

    looped(ask())


def test_few_of_many_messages_are_read_ahead() -> None:
    async def flood() -> None:
        unread, line = await opened()
        unread.say(frame(TEXT, b"x") * (PIECE // 7))
        assert line.queue.qsize() < 200
        assert not unread.reading
        answered = 0
        while answered < PIECE // 7:
            await settled()
            assert line.queue.qsize() + len(line._unread) // 7 + answered <= PIECE // 7
            answered += sum(1 for _ in frames(unread.hear()))
        assert answered == PIECE // 7, "each is answered, none twice"
        await settled()
        assert loosely(unread).reading
        unread.close()

    looped(flood())


def test_frames_sent_before_the_handshake_are_kept() -> None:
    async def early() -> list[int]:
        unread = Unread()
        unread.say(UPGRADE)
        unread.say(frame(PING) + frame(TEXT, question("tiny/double").encode()))
        await until(lambda: b"\r\n\r\n" in unread.held)
        await until(lambda: BYTES in kinds(after(unread)))
        unread.close()
        return kinds(after(unread))

    def after(unread: Unread) -> bytes:
        return bytes(unread.held).partition(b"\r\n\r\n")[2]

    assert looped(early()) == [PONG, BYTES]


def test_an_unread_answer_does_not_hold_its_connection_for_ever() -> None:
    async def ask() -> None:
        unread = Unread()
        unread.say(b"GET /healthz HTTP/1.1\r\nHost: hall\r\n\r\n")
        await until(lambda: unread.held)
        await settled()
        connection = unread.protocol
        assert isinstance(connection, Connection)
        connection.timeout_keep_alive_handler()
        assert unread.is_closing()
        assert not unread.cut, "it may still be read"
        connection._over()
        assert loosely(unread).cut
        unread = Unread()
        unread.say(b"nonsense\r\n\r\n")
        assert unread.held.startswith(b"HTTP/1.1 400")
        connection = unread.protocol
        assert isinstance(connection, Connection)
        assert connection._timer is not None
        assert not unread.cut
        loosely(connection._timer)._run()
        assert loosely(unread).cut

    looped(ask())


def test_a_closed_websocket_is_not_answered() -> None:
    async def leave() -> int:
        unread, line = await opened()
        unread.say(frame(TEXT, question(LARGE).encode()))
        await settled(5)
        (asking,) = line.tasks
        unread.abort()
        await asyncio.wait({asking})
        return len(line.tasks)

    assert looped(leave()) == 0
