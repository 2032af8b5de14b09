"""Drawing on the page's paper with real pointers."""

from __future__ import annotations

from playwright.sync_api import Locator

from chapter_page import ChapterPage

ONE = [[(0.5, 0.12 + 0.038 * k) for k in range(21)]]
SEVEN = [
    [(0.25 + 0.05 * k, 0.18) for k in range(10)]
    + [(0.7 - 0.02 * k, 0.2 + 0.05 * k) for k in range(14)]
]


def last_point(pad: ChapterPage) -> tuple[float, float]:
    """Where the last point of SEVEN lies in the window."""
    sheet, (x, y) = paper(pad), SEVEN[0][-1]
    return sheet["x"] + x * sheet["width"], sheet["y"] + y * sheet["height"]


HEAR = """() => {
  const sentence = document.querySelector(".narration .sentence");
  window.heard = [];
  new MutationObserver(() => window.heard.push(sentence.textContent))
    .observe(sentence, {childList: true, characterData: true, subtree: true});
}"""
ANOTHER = "() => window.heard.some(said => !said.startsWith('The network says 7'))"
"""Whether since then a sentence was there that does not name a seven, however soon it went."""

TWO = "() => location.hash.split('drawing=').at(-1).split('.').length === 3"
"""Whether the address tells of two strokes."""


def live(chapter_page: ChapterPage, frame: int = 1) -> ChapterPage:
    step, scene = next(
        (number, index)
        for number, each in enumerate(chapter_page.steps, 1)
        for index, one in enumerate(each["scenes"])
        if any(param["kind"] == "strokes" and param["knob"] for param in one["params"])
    )
    return chapter_page.at(step, scene, frame)


def paper(chapter_page: ChapterPage) -> dict[str, float]:
    """Where the sheet lies in the window: the white square, found by its colour."""
    found: dict[str, float] = chapter_page.page.wait_for_function(
        """() => {
          const canvas = document.querySelector("cnn-stage canvas");
          const {left, top, width, height} = canvas.getBoundingClientRect();
          const ratio = canvas.width / width;
          const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d");
          copy.drawImage(canvas, 0, 0);
          const pixels = copy.getImageData(0, 0, canvas.width, canvas.height);
          const white = (x, y) => {
            const i = 4 * (y * canvas.width + x);
            return [0, 1, 2].every((c) => pixels.data[i + c] === 255);
          };
          let box = null;
          for (let y = 0; y < canvas.height; y += 2) {
            let run = 0;
            for (let x = 0; x < canvas.width / 2; x++) {
              run = white(x, y) ? run + 1 : 0;
              if (run > 90 * ratio) box ??= {x: x - run, y};
            }
            if (box) break;
          }
          // Nothing is drawn yet.
          if (!box) return null;
          let [x1, y1] = [box.x + 4, box.y];
          while (white(x1, box.y + 8)) x1++;
          while (white(box.x + 4, y1)) y1++;
          return {
            x: left + box.x / ratio, y: top + box.y / ratio,
            width: (x1 - box.x) / ratio, height: (y1 - box.y) / ratio,
          };
        }"""
    ).json_value()
    assert abs(found["width"] - found["height"]) < 20
    return found


def draw(
    chapter_page: ChapterPage, strokes: list[list[tuple[float, float]]], sheet: dict[str, float]
) -> None:
    mouse = chapter_page.page.mouse
    for stroke in strokes:
        places = [
            (sheet["x"] + x * sheet["width"], sheet["y"] + y * sheet["height"]) for x, y in stroke
        ]
        mouse.move(*places[0])
        mouse.down()
        for place in places[1:]:
            mouse.move(*place)
        mouse.up()


def sentence(chapter_page: ChapterPage) -> Locator:
    return chapter_page.page.locator(".narration .sentence")


def strokes(chapter_page: ChapterPage) -> int:
    """How many strokes the address tells of."""
    drawing = chapter_page.page.evaluate(
        "new URLSearchParams(location.hash.slice(1)).get('drawing')"
    )
    return drawing.count(".") if drawing else 0
