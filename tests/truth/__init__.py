"""What every sentence says, computed a second time from a scene's values, in plain fractions."""
