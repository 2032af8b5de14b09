"""The engine: arrays in, arrays out, numpy and nothing else, ignorant of everything that is drawn."""
