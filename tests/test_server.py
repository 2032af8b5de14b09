"""The server answers scenes as streams, and every bad request in one sentence."""

from __future__ import annotations

import json
import logging
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from cnnviz.page import cached_body
from cnnviz.server import create_app
from cnnviz.server.routes.parameters import MAX_BODY
from tiny import CHAPTER

SCENE = "/api/scenes/tiny/double"


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def cells(text: str) -> dict[str, list[float]]:
    return {each["name"]: each["values"] for each in lines(text)[0]["tensors"]}


def test_a_scene_is_a_stream_of_json_lines(client: TestClient) -> None:
    response = client.get(SCENE, params={"factor": 3})
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/jsonl"
    records = lines(response.text)
    assert [record["type"] for record in records] == ["scene", *["frame"] * 4, "end"]
    assert records[0]["values"]["factor"] == 3


def test_arrays_come_as_text_in_addresses_and_as_lists_in_bodies(client: TestClient) -> None:
    by_address = client.get(SCENE, params={"input": "5,6;7,8"})
    by_body = client.post(SCENE, json={"input": [[5, 6], [7, 8]]})
    assert by_address.text == by_body.text
    assert cells(by_body.text)["output"] == [10, 12, 14, 16]


def test_exact_sends_every_number_in_full(client: TestClient) -> None:
    rounded = client.get(SCENE, params={"input": "0.123456789"})
    exact = client.get(SCENE, params={"input": "0.123456789", "exact": "1"})
    assert cells(rounded.text)["output"] == [0.2469]
    assert cells(exact.text)["output"] == [0.246913578]


def test_a_repeated_request_gives_the_same_bytes(client: TestClient) -> None:
    first, second = (client.get(SCENE, params={"factor": 4}) for _ in range(2))
    assert first.content == second.content


def test_a_known_scene_is_not_sent_again(client: TestClient) -> None:
    etag = client.get(SCENE).headers["etag"]
    again = client.get(SCENE, headers={"If-None-Match": f'"other", {etag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(SCENE, params={"factor": 5}).headers["etag"] != etag


def test_a_default_that_is_written_out_is_the_same_scene(client: TestClient) -> None:
    plain, written = client.get(SCENE), client.get(SCENE, params={"factor": 2, "method": "a"})
    assert plain.headers["etag"] == written.headers["etag"]


@pytest.mark.parametrize("coding", ["gzip", "identity", "gzip;q=0", "br, gzip;q=0.5", "*"])
def test_streams_are_compressed_where_accepted(client: TestClient, coding: str) -> None:
    for _ in range(2):  # As it is made, and from what is kept.
        response = client.get(SCENE, headers={"Accept-Encoding": coding}, params={"factor": 6})
        zipped = coding not in ("identity", "gzip;q=0")
        assert response.headers.get("content-encoding") == ("gzip" if zipped else None)
        assert response.headers["vary"] == "Accept-Encoding"
        assert lines(response.text)[-1] == {"type": "end", "frames": 4}


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/api/scenes/nope/double", "There is no step nope; the steps are tiny, other."),
        ("/api/scenes/tiny/nope", "There is no scene nope in step tiny, which has double, broken."),
        ("/api/scenes/tiny", "There is nothing at this address."),
        ("/api/nope", "There is nothing at this address."),
        ("/nope", "There is nothing at this address."),
        (f"/api/scenes/{'x' * 5000}/y", "There is no step xxxx"),
    ],
)
def test_an_unknown_path_is_404_in_json(client: TestClient, path: str, said: str) -> None:
    for response in (client.get(path), client.post(path, json={})):
        assert response.status_code == 404
        assert response.json()["detail"].startswith(said)


BAD = [
    ({"factor": "0"}, "factor", "factor must be a whole number from 1 to 20; got 0."),
    ({"factor": "two"}, "factor", "factor must be a whole number from 1 to 20; got two."),
    ({"factor": ""}, "factor", "factor must be a whole number from 1 to 20; got nothing."),
    ({"factor": "13"}, "factor", "factor must not be 13, which is unlucky; got 13."),
    ({"method": "c"}, "method", "method must be one of a, b; got c."),
    ({"input": "1,2;3"}, "input", "input must have rows of equal length; got rows that differ."),
    ({"input": "1,x"}, "input", "input must hold numbers only; got x."),
    ({"input": ""}, "input", "input must hold numbers only; got nothing."),
    ({"input": "nan"}, "input", "input must hold finite numbers only; got NaN or infinity."),
    ({"input": "1e9"}, "input", "input must hold numbers from −1000 to 1000; got 1e+09."),
    ({"input": ",".join("1" * 65)}, "input", "input must be at most 64×64; got 1×65."),
    ({"input": "1|2"}, "input", "input must have 1 channel; got 2."),
    ({"exact": "2"}, "exact", "exact must be 1 or 0."),
    ({"pace": "2"}, "pace", "pace is not a parameter of this scene, which has input, factor, "),
    ({"é\n\0": "2"}, "é��", "é�� is not a parameter"),
]


@pytest.mark.parametrize(("given", "parameter", "said"), BAD)
def test_an_invalid_parameter_is_422(
    client: TestClient, given: dict[str, str], parameter: str, said: str
) -> None:
    for response in (client.get(SCENE, params=given), client.post(SCENE, json=given)):
        assert response.status_code == 422
        assert response.json()["parameter"] == parameter
        assert response.json()["detail"].startswith(said)


def test_a_parameter_given_twice_is_422(client: TestClient) -> None:
    for response in (
        client.get(f"{SCENE}?factor=2&factor=3"),
        client.get(f"{SCENE}?factor=2&factor=2"),
        client.post(f"{SCENE}?factor=2", json={"factor": 3}),
        client.post(SCENE, content='{"factor": 2, "factor": 3}'),
    ):
        assert response.status_code == 422
        assert response.json() == {
            "detail": "factor is given more than once.",
            "parameter": "factor",
        }


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "The body is not JSON"),
        (b"{", "The body is not JSON"),
        (b"factor=2", "The body is not JSON"),
        (b"[1]", "The body must be a JSON object"),
        (b'"x"', "The body must be a JSON object"),
        (b"null", "The body must be a JSON object"),
        (b'{"factor": NaN}', "The body must hold finite numbers only; got NaN."),
        (b'{"factor": -Infinity}', "The body must hold finite numbers only; got -Infinity."),
        (b"[" * 200_000, "The body may hold at most 100 brackets within one another."),
        (b'{"a":' * 40_000, "The body may hold at most 100 brackets within one another."),
        (b'{"a":' * 101 + b"1" + b"}" * 101, "The body may hold at most 100 brackets"),
        (b'{"a":' * 100 + b"1" + b"}" * 100, "a is not a parameter"),
        (b'{"factor": ' + b"9" * 100_000 + b"}", "The body holds a number with too many digits."),
        (b'{"factor": ' + b"9" * 400 + b"}", "factor must be a whole number from 1 to 20"),
        (b'{"factor": 1e999}', "factor must be a whole number from 1 to 20; got inf."),
        (b'{"input": ' + b"[" * 99 + b"]" * 99 + b"}", "input must be"),
        (b"\xff\xfe{}", "The body is not UTF-8 text."),
        ('{"factor": "2"}'.encode("utf-16"), "The body is not UTF-8 text."),
        (b'{"\\ud800": 1}', "� is not a parameter"),
        (b'{"factor": "\\ud800"}', "factor must be a whole number from 1 to 20; got �."),
        (b'{"factor": true}', "factor must be a whole number"),
        (b'{"input": [[true]]}', "input must hold numbers only; got True."),
        (b'{"input": [["1"]]}', "input must hold numbers only; got 1."),
        (b'{"input": []}', "input must hold at least one number"),
        (b'{"input": {"a": 1}}', "input must be an array of rows of numbers"),
    ],
    ids=range(25),
)
def test_an_invalid_body_is_422(client: TestClient, body: bytes, said: str) -> None:
    response = client.post(SCENE, content=body)
    assert response.status_code == 422
    assert response.json()["detail"].startswith(said)


def chunked(size: int) -> Iterator[bytes]:
    while size > 0:
        yield b" " * min(size, 65_536)
        size -= 65_536


@pytest.mark.parametrize("size", [MAX_BODY + 1, 10 * MAX_BODY])
def test_a_body_over_256_kb_is_413_announced_or_not(client: TestClient, size: int) -> None:
    for response in (
        client.post(SCENE, content=b" " * size),
        client.post(SCENE, content=chunked(size)),
    ):
        assert response.status_code == 413
        assert response.json() == {"detail": "The body must be at most 256 KB."}


def test_a_body_of_256_kb_is_read(client: TestClient) -> None:
    body = b'{"factor": 2}'
    assert client.post(SCENE, content=body + b" " * (MAX_BODY - len(body))).status_code == 200


def test_another_method_is_405_that_names_what_is_allowed(client: TestClient) -> None:
    response = client.put(SCENE, json={})
    assert response.status_code == 405
    assert "GET" in response.headers["allow"]


def test_a_scene_that_cannot_be_built_is_500_and_the_rest_goes_on(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "cnnviz"):
        response = client.get("/api/scenes/tiny/broken")
    assert response.status_code == 500
    assert response.json()["detail"].startswith("The scene tiny/broken could not be built")
    assert "secret" not in response.text
    assert "the secret of the log" in caplog.text
    assert client.get(SCENE).status_code == 200


def test_a_stream_that_breaks_off_says_so_and_has_no_closing_line(client: TestClient) -> None:
    with client.stream("GET", "/api/scenes/other/late") as response:
        records = lines("".join(response.iter_text()))
    assert [record["type"] for record in records[:3]] == ["scene", "frame", "frame"]
    assert records[-1]["type"] == "error"
    assert client.get("/api/scenes/other/late").status_code == 200, "it was not kept as whole"


def test_what_is_the_same_for_all_is_compressed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    bodies: list[bytes] = []

    def counted(body: bytes) -> bytes:
        bodies.append(body)
        return zlib.compress(body, 1, 31)

    monkeypatch.setattr(cached_body, "gzip_body", counted)
    with TestClient(create_app(CHAPTER)) as client:
        for path in ("/", "/docs", "/openapi.json", "/api/chapter", "/api/notes") * 2:
            assert client.get(path).status_code == 200
        client.get("/service-worker.js")
    assert len(bodies) == len(set(bodies))
