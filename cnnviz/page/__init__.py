"""The page: its template, its article, its static files."""
