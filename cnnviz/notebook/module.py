"""The widget as one module of JavaScript that asks nothing of any network: the player within."""

from __future__ import annotations

import base64
import json
import zlib
from functools import cache

from cnnviz.content import seeds
from cnnviz.page.assets import EMBED_SHEET, LATE_SHEET, PICTURE, page_texts, read_assets
from cnnviz.page.bundling import bundle_module

_PLAYER = "js/notebook.js"
"""The script with which the player in the output's frame begins."""
_WIDGET = "js/widget.js"
"""The script that makes that frame, and stands between it and the kernel."""
_FRAME = """<!doctype html>
<html lang="en" data-embed>
<head><meta charset="utf-8"><title>Player</title><style>{style}</style></head>
<body><main><section class="player" id="player" aria-label="Player"></section></main>
<script type="module">{program}</script></body>
</html>
"""


@cache
def widget_module() -> str:
    """An ES module whose default export is a widget, as anywidget takes it."""
    shelf = read_assets(seeds.folder("static"), bundled=False)
    style, program, texts = page_texts(shelf, _PLAYER, EMBED_SHEET, LATE_SHEET)
    # The pictures are those of the start screen, which it does not have.
    frame = _FRAME.format(style=PICTURE.sub("none", style), program=program)
    packed = base64.b64encode(zlib.compress(frame.encode(), 9)).decode()
    return bundle_module(texts, _WIDGET, f"createWidget({json.dumps(packed)})")
