"""`/api/notes`: the speaker's notes of every scene."""

from __future__ import annotations

from fastapi import FastAPI, Request
from starlette.responses import Response

from cnnviz.chapter import Chapter, to_json
from cnnviz.page.cached_body import CachedBody
from cnnviz.server.http_cache import respond
from cnnviz.server.routes.chapter_schemas import NotesRecord


def add_notes(app: FastAPI, chapter: Chapter) -> None:
    """Gives `app` the route of the speaker's notes."""
    notes = CachedBody(to_json({"notes": chapter.notes()}), "application/json")

    @app.get(
        "/api/notes", response_model=NotesRecord, summary="The speaker's notes", tags=["chapter"]
    )
    async def tell(request: Request) -> Response:
        """What to ask and to answer in each scene, by its path."""
        return respond(request, notes)
