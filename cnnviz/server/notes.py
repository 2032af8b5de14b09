"""What the speaker's window asks for beside the frames: the notes of every scene."""

from __future__ import annotations

from fastapi import FastAPI, Request
from starlette.responses import Response

from cnnviz.server.blob import Blob
from cnnviz.server.chapter import Chapter, dumped
from cnnviz.server.records import NotesRecord


def add_notes(app: FastAPI, chapter: Chapter) -> None:
    """Gives `app` the route of the speaker's notes."""
    notes = Blob(dumped({"notes": collected(chapter)}), "application/json")

    @app.get(
        "/api/notes", response_model=NotesRecord, summary="The speaker's notes", tags=["chapter"]
    )
    async def tell(request: Request) -> Response:
        """What to ask and to answer in each scene, by its path."""
        return notes.response(request)


def collected(chapter: Chapter) -> dict[str, list[str]]:
    """The notes of all scenes by path, such as convolution/edge."""
    return {
        f"{step.name}/{name}": list(words.notes)
        for step in chapter.steps
        for name, words in chapter.text(step.name).scenes.items()
    }
