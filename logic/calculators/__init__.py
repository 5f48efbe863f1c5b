"""The calculators: units, assistant units, payment estimate and threshold. Pure functions, no frames."""
