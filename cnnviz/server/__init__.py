"""The chapter over HTTP: page, streams of frames, static files, documentation."""

from cnnviz.server.app import create_app

__all__ = ["create_app"]
