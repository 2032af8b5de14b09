"""Pictures, slides and films of scenes, drawn by the page's views in an engine of JavaScript."""
