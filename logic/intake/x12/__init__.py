"""X12 claims (837P) and remittances (835): a streaming reader that lets in only what it names.

Tolerant of 004010 and 005010, of any separators, of missing envelopes and of truncation. Segments that hold names,
addresses, birth dates, telephone numbers or free text are never split, so nothing of them can go further.
"""
