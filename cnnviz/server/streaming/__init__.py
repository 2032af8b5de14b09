"""Scenes as streams: made once, kept, prefetched."""
