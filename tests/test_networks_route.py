"""Networks that are sent to the server: what it takes, refuses, keeps and forgets."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient
from starlette.types import Message

from bad_networks import MEDIA, bad_files, body
from cnnviz.cli import main
from cnnviz.server import create_app, run
from cnnviz.server.errors import ApiError
from cnnviz.server.kept_networks import MOST_KEPT, MOST_KEPT_BYTES, KeptNetworks
from cnnviz.server.process.addresses import listen
from cnnviz.server.routes import uploads
from looping import looped
from onnx_models import model, node, small, with_data_file
from tiny import CHAPTER

BAD = {name: (data, sentence) for name, data, sentence in bad_files()}
SMALL = small().SerializeToString()
MOST_CALLS = 1_000_000
"""Functions of Python that are called until a bad file is refused; it takes a third of it to find
that the seeds are well, which the command does first."""


@pytest.fixture(scope="module")
def any_client() -> Iterator[TestClient]:
    with TestClient(create_app(CHAPTER, models="any")) as client:
        yield client


def send(
    client: TestClient, files: dict[str, bytes], headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str]]:
    answer = client.post("/api/networks", content=body(files), headers={**MEDIA, **(headers or {})})
    said: dict[str, str] = answer.json()
    return answer.status_code, said


def test_a_network_that_is_sent_is_played_at_an_address_of_its_own(any_client: TestClient) -> None:
    status, said = send(any_client, {"net.onnx": SMALL})
    assert (status, said["name"]) == (201, "net")
    page = any_client.get(said["address"])
    assert page.headers["cache-control"] == "no-store"
    assert "<h1>net</h1>" in page.text
    assert 'src="../../static/' in page.text
    record = any_client.get(f"{said['address']}api/chapter").json()
    assert [each["name"] for each in record["steps"][0]["scenes"]][:2] == ["input", "graph"]
    scene = any_client.get(f"{said['address']}api/scenes/opened/layers")
    assert json.loads(scene.text.splitlines()[-1])["type"] == "end"
    assert scene.headers["cnnviz-version"] == record["version"]
    assert any_client.get(f"{said['address']}healthz").json()["status"] == "ok"
    assert "<h1>" in any_client.get(f"{said['address']}questions").text
    # Sent again it is the same; of another name it is another.
    assert send(any_client, {"net.onnx": SMALL})[1] == said
    assert send(any_client, {"other.onnx": SMALL})[1]["address"] != said["address"]
    assert "<h1>" in any_client.get("/").text


def test_weights_and_names_of_answers_come_along(any_client: TestClient) -> None:
    made = small()
    data = with_data_file(made, "folder/w.data", 64)
    files = {"net.onnx": made.SerializeToString()}
    status, said = send(any_client, files)
    assert (status, said["parameter"]) == (422, "data")
    assert "the weights are in w.data, which was not given: give both files" in said["detail"]
    names = "\ufeffcat\ndog\nhen\ncow\nowl\n".encode()
    status, said = send(any_client, {**files, "w.data": data, "names.txt": names})
    assert status == 201
    told = any_client.get(f"{said['address']}api/scenes/opened/layers").text
    assert any(f"*{name}*" in told for name in ("cat", "dog", "hen", "cow", "owl"))
    status, said = send(any_client, {**files, "w.data": data, "names.txt": b"\xff\xff"})
    assert (status, said["detail"][:31]) == (422, "names.txt must be text in UTF-8")
    assert "w.data is cut off" in send(any_client, {**files, "w.data": data[:9]})[1]["detail"]


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_answered_with_node_and_reason(any_client: TestClient, name: str) -> None:
    data, sentence = BAD[name]
    status, said = send(any_client, {"net.onnx": data})
    assert status == 422
    assert sentence in said["detail"]
    assert said["detail"].endswith(".")


@pytest.mark.thorough
def test_bad_files_are_refused_in_a_gigabyte_and_few_steps(tmp_path: Path) -> None:
    for name, (data, _) in BAD.items():
        (tmp_path / f"{name}.onnx").write_bytes(data)
    script = Path(__file__).parent / "bad_networks.py"
    ran = subprocess.run(
        [sys.executable, str(script), str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    assert set(found) == set(BAD)
    for name, ways in found.items():
        for said, calls in ways.values():
            assert BAD[name][1] in said or "in the folder of the model" in said
            assert calls < MOST_CALLS


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        (b"", 422, "must begin with a line of JSON"),
        (b"[]\n", 422, "must begin with a line of JSON"),
        (b"{" * 9000 + b"\n", 422, "must begin with a line of JSON"),
        (b"[" * 7000 + b"\n", 422, "must begin with a line of JSON"),
        (b"\xff\n", 422, "must begin with a line of JSON"),
        (b"{}\n", 422, "files must list 1 to 4 files"),
        (b'{"files": [1]}\n', 422, "files must have names of their own"),
        (b'{"files": [{"name": "", "size": 0}]}\n', 422, "files must have names of their own"),
        (b'{"files": [{"name": "a.onnx", "size": true}]}\n', 422, "must say the size"),
        (b'{"files": [{"name": "a.onnx", "size": -1}]}\n', 422, "must say the size"),
        (b'{"files": [{"name": "a.onnx", "size": 5}]}\n1234', 422, "4 bytes; got 5"),
        (b'{"files": [{"name": "a.onnx", "size": 3}]}\n1234', 422, "4 bytes; got 3"),
        (body({f"{k}.onnx": b"" for k in range(5)}), 422, "files must list 1 to 4 files"),
        (body({"a" * 201: b""}), 422, "of 1 to 200 letters"),
        (body({"a.onnx": b"1", "b.onnx": b"2"}), 422, "one file must be a network"),
        (body({"cat.png": b"1"}), 422, "whose name ends in .onnx; got cat.png"),
    ],
)
def test_a_body_that_is_none_is_refused(
    any_client: TestClient, sent: bytes, status: int, said: str
) -> None:
    answer = any_client.post("/api/networks", content=sent, headers=MEDIA)
    assert answer.status_code == status
    assert said in answer.json()["detail"]


def test_files_that_are_too_large_are_413_announced_or_not(
    any_client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = {**MEDIA, "Content-Length": str(uploads.MAX_UPLOAD + uploads.MAX_LINE + 1)}
    answer = any_client.post("/api/networks", content=b"", headers=large)
    assert answer.status_code == 413
    assert "at most 128 MB together; cnnviz open FILE reads larger" in answer.json()["detail"]
    monkeypatch.setattr(uploads.read_upload, "__defaults__", (1000,))
    pieces = (b"x" * 1000 for _ in range(20))
    assert any_client.post("/api/networks", content=pieces, headers=MEDIA).status_code == 413
    assert send(any_client, {"net.onnx": SMALL})[0] == 413


def test_files_that_do_not_arrive_are_408(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "UPLOAD_SECONDS", 0)

    async def never() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    kind = (b"content-type", uploads.MEDIA_TYPE.encode())
    request = Request({"type": "http", "method": "POST", "headers": [kind]}, never)
    with pytest.raises(ApiError, match="must arrive within 0 seconds") as error:
        looped(uploads.read_upload(request))
    assert error.value.status == 408


def test_no_page_of_another_site_opens_a_network(any_client: TestClient) -> None:
    own = {"Origin": "http://testserver"}
    assert send(any_client, {"net.onnx": SMALL}, own)[0] == 201
    for origin in ("http://evil.example", "null", "http://testserver.evil.example", "testserver"):
        status, said = send(any_client, {"net.onnx": SMALL}, {"Origin": origin})
        assert (status, "own page only" in said["detail"]) == (403, True)
    # What a form, or a script that asks for no leave, can send is none of it.
    for kind in ("text/plain", "multipart/form-data; boundary=x", ""):
        headers = {"Content-Type": kind}
        assert send(any_client, {"net.onnx": SMALL}, headers)[0] == 415
    asked = {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}
    assert any_client.options("/api/networks", headers=asked).status_code == 405


@pytest.mark.parametrize(
    ("host", "status"),
    [
        *((each, 201) for each in ("127.0.0.1:8000", "localhost", "[::1]:80", "127.1.2.3")),
        *((each, 403) for each in ("evil.example", "127.0.0.1.evil.example", "localhost.evil")),
    ],
)
def test_a_server_of_one_s_own_opens_them_for_its_own_names_alone(host: str, status: int) -> None:
    with TestClient(create_app(CHAPTER, models="local")) as client:
        assert send(client, {"net.onnx": SMALL}, {"Host": host})[0] == status


def test_a_server_that_was_not_started_for_it_takes_none() -> None:
    with TestClient(create_app(CHAPTER)) as client:
        assert client.post("/api/networks", content=b"", headers=MEDIA).status_code == 404
        assert 'id="own"' not in client.get("/").text


@pytest.mark.parametrize(
    ("host", "allowed", "proxied", "models"),
    [
        ("127.0.0.1", None, False, "local"),
        ("127.0.0.1", None, True, ""),
        ("0.0.0.0", None, False, ""),
        ("0.0.0.0", True, False, "any"),
        ("127.0.0.1", False, False, ""),
        ("127.0.0.1", True, True, "any"),
    ],
)
def test_networks_are_taken_by_default_on_one_s_own_machine_only(
    host: str, allowed: bool | None, proxied: bool, models: str
) -> None:
    with listen(host, 0) as listener:
        assert run.models_from(allowed, listener, proxied=proxied) == models


def test_several_workers_take_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--allow-models", "--workers", "2"]) == 1
    assert "workers must be 1 with --allow-models; got 2" in capsys.readouterr().err


def test_the_networks_that_were_used_last_are_kept() -> None:
    with TestClient(create_app(CHAPTER, models="any")) as client:
        first, *others = [
            send(client, {f"net{k}.onnx": SMALL})[1]["address"] for k in range(MOST_KEPT)
        ]
        assert client.get(first).status_code == 200  # it is used once more
        send(client, {"last.onnx": SMALL})
        assert client.get(first).status_code == 200
        gone = client.get(others[0])
        assert gone.status_code == 410
        assert "This network is not here any more" in gone.text
        assert 'href="../../"' in gone.text
        scene = client.get(f"{others[0]}api/scenes/opened/layers")
        assert scene.status_code == 410
        assert "Open its file again" in scene.json()["detail"]
        assert client.get(others[1]).status_code == 200


def test_networks_take_a_bounded_room() -> None:
    kept = KeptNetworks[str](most=3, most_bytes=100)
    for name, size in (("a", 40), ("b", 40), ("c", 20)):
        kept.keep(name, name.upper(), size)
    assert kept.find("a") == "A"
    kept.keep("d", "D", 10)
    assert (kept.find("b"), kept.find("a"), len(kept)) == (None, "A", 3)
    kept.keep("e", "E", 1000)
    assert (kept.find("e"), len(kept)) == ("E", 1)
    kept.keep("e", "F", 50)
    assert (kept.find("e"), len(kept)) == ("F", 1)
    assert MOST_KEPT_BYTES == 512 * 2**20


def test_only_so_many_are_read_at_the_same_time() -> None:
    let = uploads.Uploads()
    with let.room(), let.room():
        with pytest.raises(ApiError) as error, let.room():
            raise AssertionError
        assert (error.value.status, error.value.retry) == (503, True)
    with let.room():
        pass


def test_what_can_be_read_is_played_though_a_part_of_it_cannot(any_client: TestClient) -> None:
    made = model([node("Relu", "x", "a", "known"), node("Einsum", "a", "y", "e", equation="ij")])
    status, said = send(any_client, {"net.onnx": made.SerializeToString()})
    assert status == 201
    assert "node e (Einsum)" in any_client.get(f"{said['address']}api/scenes/opened/graph").text
