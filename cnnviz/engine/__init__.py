"""The engine: arrays in, arrays out, with numpy alone. It knows nothing about drawing."""
