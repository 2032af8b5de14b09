"""Where the server listens, what it prints of that, and the code that a hall's phones read."""

from __future__ import annotations

import io
import socket
from collections.abc import Iterator

import pytest

from cnnviz.server.process.addresses import listen, local_address, network_addresses
from cnnviz.server.process.banner import print_banner

FINDER = ["#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"]
"""The square in three corners of every QR code, by its standard (ISO/IEC 18004)."""


@pytest.fixture
def everywhere() -> Iterator[socket.socket]:
    listener = listen("0.0.0.0", 0)
    yield listener
    listener.close()


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def printed(
    listener: socket.socket,
    monkeypatch: pytest.MonkeyPatch,
    kind: type[io.TextIOWrapper],
    coding: str,
) -> str:
    raw = io.BytesIO()
    out = kind(raw, encoding=coding)
    monkeypatch.setattr("sys.stdout", out)
    print_banner(listener, "", browse=False)
    return raw.getvalue().decode(coding)


def squares(blocks: str, dark: dict[str, str]) -> list[str]:
    """The code as rows of # and ., from half blocks."""
    rows = []
    for line in blocks.splitlines():
        halves = [dark[each] for each in line]
        rows += ["".join(each[0] for each in halves), "".join(each[1] for each in halves)]
    return rows


def test_listening_locally_prints_no_other_address() -> None:
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        assert local_address(listener, "/cnn") == f"http://127.0.0.1:{port}/cnn/"
        assert network_addresses(listener, "/cnn") == []


def test_listening_everywhere_prints_the_local_and_the_network_address(
    everywhere: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = everywhere.getsockname()[1]
    ways = {"192.0.2.1": "192.168.7.20", "10.255.255.254": "10.0.0.3"}
    monkeypatch.setattr(
        "cnnviz.server.process.addresses._source", lambda _, afar: ways.get(afar, "192.168.7.20")
    )
    assert local_address(everywhere, "") == f"http://127.0.0.1:{port}/"
    assert network_addresses(everywhere, "") == [
        f"http://192.168.7.20:{port}/",
        f"http://10.0.0.3:{port}/",
    ]


def test_a_machine_without_a_network_names_no_other_address(
    everywhere: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cnnviz.server.process.addresses._source", lambda *_: "")
    assert network_addresses(everywhere, "") == []
    assert printed(everywhere, monkeypatch, io.TextIOWrapper, "utf-8").count("\n") == 1


@pytest.mark.parametrize("kind", [io.TextIOWrapper, Terminal])
def test_the_network_address_is_printed_with_a_qr_code(
    everywhere: socket.socket, monkeypatch: pytest.MonkeyPatch, kind: type[io.TextIOWrapper]
) -> None:
    monkeypatch.setattr("cnnviz.server.process.addresses._source", lambda *_: "192.168.7.20")
    said = printed(everywhere, monkeypatch, kind, "utf-8")
    first, second, code = said.split("\n", 2)
    assert first.startswith("cnnviz plays at http://127.0.0.1:")
    assert second.startswith("In the same network: http://192.168.7.20:")
    if kind is Terminal:
        assert all(each.startswith("\033[30;107m") for each in code.splitlines())
        code = code.replace("\033[30;107m", "").replace("\033[0m", "")
        rows = squares(code, {"█": "##", "▀": "#.", "▄": ".#", " ": ".."})
    else:
        rows = squares(code, {" ": "##", "▄": "#.", "▀": ".#", "█": ".."})
    side = len(rows[0])
    assert [row[2:9] for row in rows[2:9]] == FINDER
    assert [row[side - 9 : side - 2] for row in rows[2:9]] == FINDER
    assert [row[2:9] for row in rows[side - 9 : side - 2]] == FINDER
    assert {row[:2] + row[-2:] for row in rows} == {"...."}


def test_a_terminal_without_block_letters_gets_the_address_alone(
    everywhere: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cnnviz.server.process.addresses._source", lambda *_: "192.168.7.20")
    assert "http://192.168.7.20" in printed(everywhere, monkeypatch, Terminal, "latin-1")
