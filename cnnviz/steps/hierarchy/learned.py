"""What the units of a deeper network of photographs look for, layer by layer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from cnnviz.content import seeds
from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Frame, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.staging import panels
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import a_noun, about, number, spoken_percent
from cnnviz.staging.shots import all_but
from cnnviz.steps.hierarchy.liked import (
    BESIDE,
    FOUND,
    FOUND_BESIDE,
    RISING,
    agreeing_bars,
    beside,
    by_chance,
    found_table,
    large,
    rising,
    unit_panels,
)
from cnnviz.steps.hierarchy.looks import (
    BEST,
    Look,
    around,
    chosen_look,
    ladder,
    telling,
)
from cnnviz.steps.hierarchy.rungs import (
    NETWORK,
    STEPS,
    UNITS,
    growth,
    painted_picture,
    rungs,
    shown_pictures,
)
from cnnviz.steps.hierarchy.tiles import LINE, SIZE, growing_tiles, unit_tiles

LAYERS = ("first", "second", "third", "fourth", "fifth")
"""The keys of the sentences that speak of them."""

PICTURE = 16.0
"""How high the picture is."""

AMONG = 1.4 * SIZE[0] + 5 * LINE, 1.4 * SIZE[1]
"""How high and wide tiles are beside others like them."""

GROWING = 0.55
"""Seconds from one step of the tiles that grow out of noise to the next."""

PARTS = {4: (((27, 36), (17, 29)),), 5: (((38, 50), (0, 9)), ((38, 50), (10, 19)))}
"""By layer, the rows and columns of parts that can be made out in its unit's picture: two eyes and
a nose; two wheels. Nobody computed them: they are where many see them."""

ZEROS = 3
"""In the sentence of this layer, if not before, is said what it sees beyond the picture's edge."""

ROW = 0.8
"""Seconds from one row of the table to the next."""

PARTS_ROW = 3.0
"""As that, of the row of the layer whose unit stands beside it from the first."""

RGB = panels.Grid(channel=-1)


def _numbers(look: Look, chosen: Look) -> dict[str, object]:
    rung = look.rung
    found = seeds.measured(NETWORK)
    means, classes = found["agree in layer"], seeds.outlined("simplecnn").classes
    return {
        "photographs": number(found["learned from"]),
        "accuracy": spoken_percent(found["accuracy"]),
        "n": number(found["n"]),
        "strongest": found["strongest"],
        "few": number(means[0]),
        "many": number(means[-1]),
        "chance": about(by_chance(found["strongest"]), 0),
        "layer": rung.layer,
        "agree_here": rung.agree[look.unit],
        "class_here": a_noun(classes[rung.classes[look.unit]]),
        "size": rung.field.size,
        "a_picture": a_noun(shown_pictures()[chosen.place.picture]),
        "unit": chosen.rung.units[chosen.unit],
        "agree": chosen.rung.agree[chosen.unit],
        "class": classes[chosen.rung.classes[chosen.unit]],
    }


class Film(NamedTuple):
    """What the frames are made of."""

    text: SceneText
    looks: Sequence[Look]
    chosen: Look
    image: Tensor
    names: Sequence[str]
    """Of all panels, sorted."""

    @property
    def units(self) -> list[str]:
        """The panels in which six units of a layer stand."""
        return [look.rung.liked.name for look in self.looks]

    def facts(self, spoken: Look) -> dict[str, bool]:
        """What may be said of the unit chosen, of the one spoken of, and of all."""
        found, chosen = seeds.measured(NETWORK), self.chosen
        _, height, width = self.image.data.shape
        return {
            "beyond": any(spoken.beyond),
            "told": any(any(look.beyond) for look in self.looks[:ZEROS]),
            "nothing": chosen.place.value == 0,
            "all": chosen.rung.agree[chosen.unit] == found["strongest"],
            "sees all": chosen.rung.within(chosen.place) == ((0, height), (0, width)),
        }

    def at(
        self, seconds: float, key: str, *present: str, look: Look | None = None, lit: int = -1
    ) -> Frame:
        """A frame with these panels; of the unit chosen, or of another."""
        spoken = look or self.chosen
        own = {spoken.rung.liked.name: panels.TilesChanges(lit=lit, named=1)}
        return Frame(
            seconds,
            self.text(key, self.facts(spoken), **_numbers(spoken, self.chosen)),
            hidden=all_but(self.names, *present),
            boxes=spoken.boxes(self.image) if lit >= 0 else (),
            panels=own if lit >= 0 else {},
        )

    def roomy(self, frame: Frame, *looks: Look) -> Frame:
        """The same, with room around the picture for what these see beyond its edge."""
        changes = panels.GridChanges(around=around(looks))
        return replace(frame, panels={**frame.panels, self.image.name: changes})

    def layers(self) -> Iterator[Frame]:
        """The picture; how the first tiles come; then layer by layer."""
        yield self.at(OPENING, "open", "picture")
        first = self.looks[0]
        for step in range(STEPS):
            seconds = 3 * GROWING if step in (0, STEPS - 1) else GROWING
            yield replace(
                self.at(seconds, "ours", "picture", "grown", look=first),
                panels={"grown": panels.TilesChanges(first=step * UNITS)},
                tween=GROWING if step else 0.0,
            )
        # Of the first layer all stand there already; of each other one the framed one is large.
        six = self.at(5.0, LAYERS[0], "picture", self.units[0], look=first, lit=first.unit)
        yield self.roomy(replace(six, boxes=first.both(self.image)), first)
        for k, key in enumerate(LAYERS[1:], 1):
            look = self.looks[k]
            its, _ = unit_panels(look)
            one = replace(
                self.at(5.0, key, "picture", its, look=look),
                boxes=look.both(self.image),
                panels={its: panels.TilesChanges(first=look.unit)},
            )
            yield self.roomy(one, *self.looks[: k + 1])

    def parts(self) -> Iterator[Frame]:
        """One unit, and how units agree; then two of which more can be seen."""
        chosen, own = self.chosen, self.chosen.rung.liked.name
        unit = self.at(6.0, "unit", "picture", own, lit=chosen.unit)
        yield self.roomy(unit, *self.looks, chosen)
        yield self.at(6.0, "classes", "agreeing")
        # Each of the two is seen among its own before it grows.
        both = telling(self.looks)
        among = {
            look.rung.liked.name: panels.TilesChanges(lit=look.unit, size=AMONG) for look in both
        }
        enlarged = {
            f"large {look.rung.layer}": panels.TilesChanges(first=look.unit) for look in both
        }
        yield replace(self.at(2.0, "look", *among), panels=among)
        yield replace(self.at(6.0, "look", *enlarged), panels=enlarged, tween=1.4)
        named = {name: replace(each, named=1) for name, each in enlarged.items()}
        rings = (look.piece(*ring) for look in both for ring in PARTS[look.rung.layer])
        yield replace(self.at(6.0, "large", *enlarged), panels=named, boxes=tuple(rings))

    def close(self) -> Iterator[Frame]:
        """What others found, row by row, beside a part found here; one unit of each layer."""
        first, *_, last = telling(self.looks)
        for step in range(len(FOUND)):
            # Beside the last rows stands a unit of the same layer.
            part = last if step + 1 == last.rung.layer else first
            named = panels.TilesChanges(first=part.unit, named=1, size=FOUND_BESIDE)
            own = {f"large {part.rung.layer}": named}
            told = {"found": panels.TableChanges(shown=step + 1, lit=step)}
            seconds = CLOSING if part is last else PARTS_ROW if step + 1 == part.rung.layer else ROW
            row = self.at(seconds, "found", "found", *own)
            rings = PARTS[part.rung.layer] if part is first else ()
            boxes = tuple(part.piece(*ring) for ring in rings)
            yield replace(row, panels={**own, **told}, boxes=boxes)
        each = {
            unit_panels(look)[-1]: panels.TilesChanges(first=look.unit, named=1)
            for look in self.looks
        }
        framed = tuple(look.framed() for look in self.looks)
        yield replace(self.at(CLOSING, "close", *each), panels=each, boxes=framed)


_HELP = "Counted from the top left; 0 takes the one whose photographs agree most."


@scene(
    "learned",
    stage=Stage.STACK,
    params=(
        Param(
            "layer",
            "Layer",
            "choice",
            "5",
            choices=tuple((str(k), str(k)) for k in range(1, len(LAYERS) + 1)),
        ),
        Param("unit", "Unit", "integer", 0, 0, UNITS, help=_HELP),
        Param(
            "picture",
            "Picture",
            "choice",
            BEST,
            choices=((BEST, "its best"), *((name, name) for name in shown_pictures())),
        ),
    ),
)
def learned(values: Values, text: SceneText) -> Parts:
    """A picture seen by each of five layers, and what six units of each would like best."""
    every = tuple(rungs())
    chosen = chosen_look(every, values)
    picture = chosen.place.picture
    image = Tensor("picture", painted_picture(picture), "Picture", Stage.INPUT, "rgb", 1.0)
    looks = ladder(every, picture)
    grown = growth(every[0])
    listed = (
        panels.grid(image, RGB, zoom=PICTURE / image.data.shape[1]),
        growing_tiles(grown),
        *map(unit_tiles, every),
        *(beside(*each) for each in zip(looks[1:], BESIDE, strict=True)),
        *map(large, telling(looks)),
        found_table(),
        agreeing_bars(seeds.measured(NETWORK)["strongest"]),
        *(rising(rung, side) for rung, side in zip(every, RISING, strict=True)),
    )
    tensors = (image, grown, *(rung.liked for rung in every))
    film = Film(text, looks, chosen, image, sorted(panel.name for panel in listed))
    return Parts(tensors, listed, (*film.layers(), *film.parts(), *film.close()))
