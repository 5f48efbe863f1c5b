"""Every kind of error that can be put into a valid visit."""

from __future__ import annotations

from logic.bench.claim_errors import CLAIM_ERRORS
from logic.bench.modifier_errors import MODIFIER_ERRORS
from logic.bench.unit_errors import UNIT_ERRORS

ERROR_KINDS = (*UNIT_ERRORS, *MODIFIER_ERRORS, *CLAIM_ERRORS)
