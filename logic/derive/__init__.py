"""Service lines in, the same lines out, with every column that a rule needs."""
