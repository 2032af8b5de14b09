"""What README and docs show can be done as they say."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from cnnviz.cli import main
from cnnviz.server import create_app
from unread_connection import question

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
TEXT = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
PYTHON = re.findall(r"```python\n(.*?)```", TEXT, flags=re.DOTALL)
FRAMES = re.findall(r"^cnnviz (frames [^#\n]*)", TEXT, flags=re.MULTILINE)


@pytest.mark.parametrize("block", PYTHON, ids=range(len(PYTHON)))
def test_their_python_runs(block: str) -> None:
    exec(compile(block, "docs", "exec"), {})


@pytest.mark.parametrize("line", FRAMES)
def test_their_frames_are_printed(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = shlex.split(line)
    if "--help" in words:
        with pytest.raises(SystemExit):
            main(words)
    else:
        assert main(words) == 0
    assert capsys.readouterr().out


def test_their_addresses_answer() -> None:
    lines = set(re.findall(r"WebSocket\s+at\s+`([^`]+)`", TEXT))
    addresses = set(re.findall(r"`(?:GET )?(/(?:api/|docs|openapi)[^`{ ]*)`", TEXT)) - lines
    assert len(addresses) > 2
    assert lines
    with TestClient(create_app()) as client:
        for address in addresses:
            assert client.get(address).status_code == 200, address
            assert not set(",;|") & set(address), "some proxies drop what holds a bare semicolon"
        for address in lines:
            with client.websocket_connect(address) as line:
                line.send_text(question("convolution/edge?kernel=1,0,-1;1,0,-1;1,0,-1"))
                assert line.receive_bytes()


def test_there_is_something_to_run() -> None:
    assert len(PYTHON) > 2
    assert len(FRAMES) > 2
