"""Pictures and films of scenes, drawn by the page's own views in an engine of JavaScript."""
