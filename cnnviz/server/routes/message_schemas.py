"""The records of the socket's messages."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cnnviz.server.routes.schemas import SentRecord


class SceneQuestion(SentRecord):
    """A message to the socket, as text: it asks for a scene."""

    type: Literal["scene"] = Field(description="What is asked for.")
    id: int = Field(description="A number that the answer names.")
    path: str = Field(description="What follows api/scenes/ in the address of a request.")


class SceneAnswer(SentRecord):
    """The head of an answer, a message of bytes: a line of JSON, then a stream in gzip."""

    type: Literal["scene"] = Field(description="What is answered.")
    id: int = Field(description="The number of the question.")


class ErrorAnswer(SentRecord):
    """The other answer, a message of text: why there is no scene."""

    type: Literal["error"] = Field(description="Tells it from other messages.")
    id: int | None = Field(description="The number of the question; null where it has none.")
    status: int = Field(description="The HTTP status that a request would be answered with.")
    detail: str = Field(description="One sentence for people.")
    parameter: str | None = Field(None, description="The parameter at fault, where there is one.")


MESSAGES = (SceneQuestion, SceneAnswer, ErrorAnswer)
