"""One step a file; `r0001_first.py` makes the tables, each later one changes them."""
