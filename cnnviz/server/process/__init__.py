"""The process around the app: listening, workers, limits, what the terminal is told."""
