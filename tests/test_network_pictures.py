"""The picture that a network of one's own is shown: cut, scaled, in its numbers, by either way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from starlette.testclient import TestClient

from bad_networks import MEDIA, body
from cnnviz.cli import network as network_command
from cnnviz.cli.opening import network_of
from cnnviz.onnx_reader import RANGES, Unreadable, in_range, pixels_from, pixels_of, read
from cnnviz.opened import chapter_of
from cnnviz.server import create_app
from onnx_models import array, model, node, small, written
from tiny import CHAPTER

GREY = model([node("Conv", "x w", "y", "c")], {"w": array(2, 1, 3, 3)}, (1, 1, 8, 8))
VECTOR = model([node("Relu", "x", "y", "r")], {}, (1, 5))


@pytest.fixture(scope="module")
def any_client() -> Iterator[TestClient]:
    with TestClient(create_app(CHAPTER, models="any")) as client:
        yield client


def opened(client: TestClient, made: Any, name: str = "net.onnx") -> dict[str, Any]:
    """What the page of a network knows of it, and where it is."""
    sent = body({name: made.SerializeToString()})
    address = client.post("/api/networks", content=sent, headers=MEDIA).json()["address"]
    return {"address": address, **own(client, address)}


def own(client: TestClient, address: str) -> dict[str, Any]:
    text = client.get(address).text.partition('id="own">')[2].partition("<")[0]
    found: dict[str, Any] = json.loads(text)
    return found


def show(client: TestClient, net: dict[str, Any], said: Any, data: bytes = b"") -> Any:
    path = net["picture"].removeprefix("../..")
    sent = json.dumps(said).encode() + b"\n" + data
    return client.post(path, content=sent, headers=MEDIA)


def read_numbers(client: TestClient, address: str) -> np.ndarray:
    """What the network reads, as its scene says it in full."""
    lines = client.get(f"{address}api/scenes/opened/input?exact=1").text.splitlines()
    header = json.loads(lines[0])
    (tensor,) = [each for each in header["tensors"] if each["name"] == "input"]
    return np.array(tensor["values"]).reshape(tensor["shape"])


def test_a_picture_is_shown_and_the_network_reads_it_in_its_numbers(any_client: TestClient) -> None:
    net = opened(any_client, small())
    assert (net["size"], net["range"], net["invert"]) == ([8, 8], "0-1", False)
    assert [name for name, _ in net["ranges"]] == [name for name in RANGES if name != "mnist"]
    pixels = np.random.default_rng(0).integers(0, 256, (8, 8, 3), np.uint8)
    said = {"range": "imagenet", "invert": False, "name": "my *cat*.png"}
    answer = show(any_client, net, said, pixels.tobytes())
    assert answer.status_code == 201
    address = answer.json()["address"]
    shares = pixels.transpose(2, 0, 1) / 255
    mean, deviation = np.array([[0.485, 0.456, 0.406], [0.229, 0.224, 0.225]])[..., None, None]
    np.testing.assert_allclose(
        read_numbers(any_client, address), (shares - mean) / deviation, atol=1e-5
    )
    assert "This is my ∗cat∗.png, as you see it" in (
        any_client.get(f"{address}api/scenes/opened/input").text
    )
    # The same picture in other numbers; what was there is still there.
    other = show(any_client, own(any_client, address) | {}, {"range": "signed", "invert": True})
    np.testing.assert_allclose(
        read_numbers(any_client, other.json()["address"]), 1 - 2 * shares, atol=1e-5
    )
    np.testing.assert_allclose(
        read_numbers(any_client, address), (shares - mean) / deviation, atol=1e-5
    )
    assert own(any_client, other.json()["address"])["invert"] is True


def test_a_network_of_one_channel_reads_grey_as_pillow_makes_it(any_client: TestClient) -> None:
    net = opened(any_client, GREY)
    assert [name for name, _ in net["ranges"]] == ["0-1", "signed", "0-255", "mnist"]
    pixels = np.random.default_rng(1).integers(0, 256, (8, 8, 3), np.uint8)
    answer = show(any_client, net, {"range": "0-255"}, pixels.tobytes())
    grey = np.asarray(Image.fromarray(pixels).convert("L"))
    found = read_numbers(any_client, answer.json()["address"])[0]
    assert np.abs(found - grey).max() <= 1
    assert "This is your picture" in (
        any_client.get(f"{answer.json()['address']}api/scenes/opened/input").text
    )


@pytest.mark.parametrize(
    ("said", "data", "sentence"),
    [
        ({"range": "loud"}, b"", "range must be one of 0-1, signed"),
        ({"range": 1}, b"", "range must be a text, and invert true or false."),
        ({"invert": 1}, b"", "range must be a text, and invert true or false."),
        ({"range": "mnist"}, b"", "the range mnist is for networks that read 1 channel."),
        ({}, b"123", "192 bytes: red, green and blue of 8×8 pixels; got 3."),
        ([], b"", "The body must begin with a line of JSON"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_refused_in_a_sentence(
    any_client: TestClient, said: Any, data: bytes, sentence: str
) -> None:
    answer = show(any_client, opened(any_client, small()), said, data)
    assert answer.status_code == 422
    assert sentence in answer.json()["detail"]


def test_pictures_are_bounded_and_for_networks_that_are_here(any_client: TestClient) -> None:
    net = opened(any_client, small())
    assert show(any_client, net, {}, bytes(8 * 8 * 3 + 1)).status_code == 413
    assert show(any_client, {"picture": "/api/networks/x/picture"}, {}).status_code == 410
    path = net["picture"].removeprefix("../..")
    foreign = {**MEDIA, "Origin": "http://evil.example"}
    assert any_client.post(path, content=b"{}\n", headers=foreign).status_code == 403
    vector = opened(any_client, VECTOR)
    assert "size" not in vector
    answer = show(any_client, vector, {"range": "0-1"})
    assert answer.json()["detail"] == "net reads no pictures of 1 or 3 channels."


def test_the_network_of_the_command_is_shown_pictures_too(tmp_path: Path) -> None:
    network = network_of(read(written(tmp_path, small())), None, "0-1", [])
    app = create_app(chapter_of(network.subject), models="any", opened=network)
    with TestClient(app) as client:
        net = own(client, "/")
        assert net["picture"] == f"api/networks/{network.mark}/picture"
        answer = show(client, net | {"picture": f"/{net['picture']}"}, {}, bytes(8 * 8 * 3))
        assert not read_numbers(client, answer.json()["address"]).any()


def test_the_command_offers_every_range() -> None:
    parser = network_command._parser()
    (action,) = [each for each in parser._actions if each.dest == "range"]
    assert [*(action.choices or ())] == [*RANGES]


@pytest.mark.parametrize("kind", ["cifar10", "mnist"])
def test_the_numbers_of_a_data_set_have_mean_0_and_deviation_1(kind: str) -> None:
    mean, deviation = {
        "cifar10": ([0.4914, 0.4822, 0.4465], [0.2470, 0.2435, 0.2616]),
        "mnist": ([0.1307], [0.3081]),
    }[kind]
    pixels = 255 * np.array([mean, np.add(mean, deviation)]).T[:, None].astype(np.float32)
    np.testing.assert_allclose(in_range(pixels, kind)[:, 0], [[0, 1]] * len(mean), atol=1e-4)


def test_a_picture_in_a_file_is_cut_to_the_form_and_lies_on_white(tmp_path: Path) -> None:
    wide = np.zeros((8, 24, 4), np.uint8)
    wide[:, 8:16] = (255, 0, 0, 255)
    Image.fromarray(wide).save(tmp_path / "wide.png")
    seen = pixels_of(tmp_path / "wide.png", (3, 8, 8))
    np.testing.assert_array_equal(seen[:, 2:6, 2:6].reshape(3, -1).T, [[255, 0, 0]] * 16)
    Image.fromarray(wide[:, :8]).save(tmp_path / "clear.png")
    assert pixels_of(tmp_path / "clear.png", (1, 8, 8)).min() == 255
    np.testing.assert_array_equal(pixels_from(bytes(range(12)), (3, 2, 2))[1], [[1, 4], [7, 10]])


def test_a_vast_picture_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    Image.new("1", (6000, 6000)).save(tmp_path / "vast.png")
    with pytest.raises(Unreadable, match=r"vast\.png cannot be .* more than 30,000,000 pixels"):
        pixels_of(tmp_path / "vast.png", (3, 8, 8))
