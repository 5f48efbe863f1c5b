"""A batch of claims as its lead reads it: how much was checked, what was found, which money hangs on it, an audit."""
