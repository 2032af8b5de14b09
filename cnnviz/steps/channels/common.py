"""What the scenes of this step share: its name, its words, its parameters."""

from __future__ import annotations
