"""The walk from training a network in PyTorch to the page, as docs/own-network.md tells it."""

from __future__ import annotations

import re
from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import cnnviz
from cnnviz.cli.opening import subject_of
from cnnviz.onnx_reader import Unreadable, read
from cnnviz.opened import chapter_of
from later import Later

DOCUMENT = Path(__file__).parent.parent / "docs" / "own-network.md"
torch = Later("torch", "PyTorch is not installed: pip install torch")


def programs() -> list[str]:
    """The programs of PyTorch in the document, in order."""
    text = DOCUMENT.read_text(encoding="utf-8").partition("\n## From Keras\n")[0]
    return re.findall(r"```python no-test\n(.*?)```", text, re.DOTALL)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the exporter that is asked for
def test_ten_lines_train_a_network_that_is_played(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    torch.manual_seed(0)
    names: dict[str, Any] = {}
    train, use = programs()
    assert len([line for line in train.splitlines() if line]) <= 12
    exec(train, names)
    net, pictures, labels = names["net"], names["pictures"], names["labels"]
    right = (net(pictures).argmax(1) == labels).float().mean().item()
    assert right > 0.9
    reading = read(tmp_path / "stripes.onnx")
    assert not reading.fault
    step = chapter_of(subject_of(reading, None, "0-1", ["upright", "level"])).steps[0]
    assert [each.name for each in step.scenes] == [
        "input",
        "graph",
        "layers",
        "cell",
        "shift",
        "features",
        "costs",
    ]
    assert "*upright*" in (last := step.spec("layers").scene().frames[-1].narration) or (
        "*level*" in last
    )
    exec(use, names)
    scores = names["own"].run(pictures[0].numpy())
    np.testing.assert_allclose(
        list(scores.values())[-1], net(pictures[:1]).detach().numpy()[0], rtol=1e-4, atol=1e-5
    )


def test_a_module_keeps_its_names_and_its_mode() -> None:
    features = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.ReLU())
    parts = {"features": features, "flat": torch.nn.Flatten(), "classify": torch.nn.Linear(144, 2)}
    module = torch.nn.Sequential(OrderedDict(parts))
    net = cnnviz.open(module, torch.zeros(1, 3, 8, 8))
    assert net.name == "Sequential"
    assert [each.name for each in net.layers if each.parameters()] == ["features.0", "classify"]
    assert module.training


def test_what_is_no_network_is_refused_in_a_sentence() -> None:
    module = torch.nn.Conv2d(3, 4, 3)
    with pytest.raises(ValueError, match="example must be a tensor such as .*; got NoneType"):
        cnnviz.open(module)
    with pytest.raises(Unreadable, match="Conv2d cannot be exported by PyTorch: "):
        cnnviz.open(module, torch.zeros(1, 5, 8, 8))
    with pytest.raises(ValueError, match="open takes the name of a file of ONNX.*; got int"):
        cnnviz.open(3)
