"""Any source -> one table of service lines: canonical columns, private data left at the door."""
