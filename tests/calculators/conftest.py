from __future__ import annotations

from hypothesis import settings

# A shared machine may pause any test; what is slow is measured elsewhere.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")
