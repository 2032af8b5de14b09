"""What the player in a notebook asks, answered here: there is no server."""

from __future__ import annotations

import json
import re
from collections import OrderedDict
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from cnnviz import wire
from cnnviz.chapter import to_json
from cnnviz.content.param import ParameterError, Values, value_as_text
from cnnviz.content.scene import Scene
from cnnviz.content.spec import SceneSpec
from cnnviz.misconceptions import TOPICS
from cnnviz.wire.questions import SEED, twin_record

KEPT = 8
"""So many scenes are kept as they were sent last: what is asked for is then set."""
_SCENES, _HEALTH = "api/scenes/", "healthz"
_TWIN = re.compile(r"api/questions/([\w-]+)/twin")
_TOPICS = {topic.name: topic for topic in TOPICS}


@dataclass(frozen=True)
class KernelAnswer:
    """A status of HTTP, and a body."""

    status: int
    body: bytes


@dataclass
class Answers:
    """Answers the player's requests for one scene."""

    spec: SceneSpec
    _kept: OrderedDict[str, bytes] = field(default_factory=OrderedDict)

    def to(self, address: str, body: str | None = None) -> KernelAnswer:
        """To a request as the page writes it: an address, and a JSON object where it is long."""
        path = urlsplit(address).path
        if path == _HEALTH:
            return KernelAnswer(200, b"{}")
        given: dict[str, object] = dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))
        given |= json.loads(body) if body else {}
        topic = _TOPICS.get(asked[1]) if (asked := _TWIN.fullmatch(path)) else None
        try:
            if topic is not None:
                seed = Values.check((SEED,), given).integer(SEED.name)
                return KernelAnswer(200, to_json(twin_record(topic, seed)))
            if path != f"{_SCENES}{self.spec.path}":
                return KernelAnswer(404, to_json({"detail": "There is nothing of that name here."}))
            exact = given.pop("exact", "0") == "1"
            return KernelAnswer(200, self.lines(Values.check(self.spec.params, given), exact=exact))
        except ParameterError as error:
            refusal = {"detail": f"{error}.", "parameter": error.parameter}
            return KernelAnswer(422, to_json(refusal))
        except Exception as error:
            # It is told where the scene would stand, and the kernel goes on.
            return KernelAnswer(500, to_json({"detail": f"This cannot be made: {error}."}))

    def lines(self, values: Values, *, exact: bool = False) -> bytes:
        """The scene with these values as JSON lines. Raises ParameterError."""
        key = json.dumps([exact, {name: value_as_text(each) for name, each in values.items()}])
        if key not in self._kept:
            self._kept[key] = stream_of(self.spec.play(values), exact=exact)
        self._kept.move_to_end(key)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return self._kept[key]


def stream_of(scene: Scene, *, exact: bool = False) -> bytes:
    """A scene as JSON lines."""
    return b"".join(wire.lines(scene, exact=exact))
