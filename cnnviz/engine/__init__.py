"""The engine: arrays in, arrays out, numpy alone, ignorant of all that is drawn."""
