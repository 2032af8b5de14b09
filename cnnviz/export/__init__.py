"""The chapter as one file that plays without a server."""
