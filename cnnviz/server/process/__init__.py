"""The process around the app: listening, workers, limits, logging."""
