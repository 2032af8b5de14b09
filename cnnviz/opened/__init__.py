"""A network of one's own as a chapter: scenes made of its layers, for the same player."""

from __future__ import annotations

from cnnviz.opened.chapter import chapter_of, walk_step
from cnnviz.opened.pictures import own_picture
from cnnviz.opened.subject import Subject, Unread

__all__ = ["Subject", "Unread", "chapter_of", "own_picture", "walk_step"]
