"""What the README shows can be done as it says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from cnnviz.cli import main
from cnnviz.server import create_app
from wired import question


@pytest.fixture
def readme(root: Path) -> str:
    return (root / "README.md").read_text(encoding="utf-8")


def test_its_python_runs(readme: str) -> None:
    blocks = re.findall(r"```python\n(.*?)```", readme, flags=re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})


def test_its_frames_are_printed(readme: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines = re.findall(r"^cnnviz (frames [^#\n]*)", readme, flags=re.MULTILINE)
    assert lines
    for line in lines:
        words = shlex.split(line)
        if "--help" in words:
            with pytest.raises(SystemExit):
                main(words)
        else:
            assert main(words) == 0
        assert capsys.readouterr().out


def test_its_addresses_answer(readme: str) -> None:
    addresses = re.findall(r"(?<!at )`(?:GET )?(/(?:api/|docs|openapi)[^`{ ]*)`", readme)
    lines = re.findall(r"WebSocket\s+at\s+`([^`]+)`", readme)
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


def test_the_files_that_it_names_are_there(readme: str, root: Path) -> None:
    named = re.findall(r"`((?:seeds|cnnviz|static|templates|tests|bench)/[^`<]*)`", readme)
    assert len(named) > 5
    for path in named:
        assert (root / path).exists(), path
