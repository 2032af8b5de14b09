"""Scenes in a notebook: the player with its controls, and a still picture in its place."""
