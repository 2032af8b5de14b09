"""Prints the server's addresses and a QR code, and opens a browser."""

from __future__ import annotations

import os
import socket
import sys
import threading
import webbrowser
from typing import TextIO

import segno

from cnnviz.server.process.addresses import local_address, network_addresses

_BLACK_ON_WHITE, _PLAIN = "\033[30;107m", "\033[0m"
_MARGIN = 2
"""Light squares around a code; the terminal's next line and column do the rest."""


def print_banner(listener: socket.socket, root_path: str, *, browse: bool) -> None:
    """Prints where the chapter plays, and opens a browser there where that is wanted."""
    own = local_address(listener, root_path)
    print(f"cnnviz plays at {own} (Ctrl+C stops it)")
    addresses = network_addresses(listener, root_path)
    for address in addresses:
        print(f"In the same network: {address}")
    if addresses:
        print(_code(addresses[0], sys.stdout))
    sys.stdout.flush()
    if browse and _has_screen():
        threading.Thread(target=webbrowser.open, args=(own,), daemon=True).start()


def _code(address: str, out: TextIO) -> str:
    """A QR code in half blocks, black on white where `out` is a terminal."""
    code = segno.make_qr(address, error="l")
    rows = [bytes(row) for row in code.matrix_iter(border=_MARGIN)]
    if len(rows) % 2:
        rows.append(bytes(len(rows[0])))
    # In plain text the blocks are the light squares, as most terminals write light on dark.
    blocks, before, after = " ▄▀█", _BLACK_ON_WHITE, _PLAIN
    if not out.isatty():
        blocks, before, after = blocks[::-1], "", ""
    lines = [
        before + "".join(blocks[2 * top + low] for top, low in zip(*pair, strict=True)) + after
        for pair in zip(rows[::2], rows[1::2], strict=True)
    ]
    drawn = "\n".join(lines)
    try:
        drawn.encode(out.encoding or "ascii")
    except UnicodeEncodeError:
        return ""
    return drawn


def _has_screen() -> bool:
    """Whether a browser would have a window, not take over the terminal."""
    if sys.platform in ("darwin", "win32") or os.environ.get("BROWSER"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
