"""What an audit says, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logic.batch.summary import dollars, percent

if TYPE_CHECKING:
    from logic.batch.audit import Estimate


def audit_sentences(found: Estimate) -> list[str]:
    """What an audit says, with how sure that is."""
    looked = "1 claim that was" if found.marked == 1 else f"{found.marked:,} claims that were"
    told = [f"{found.wrong:,} of {looked} looked at {'is' if found.wrong == 1 else 'are'} wrong."]
    if found.census:
        told.append("Every claim was looked at, so this is a count and no estimate.")
    else:
        told.append(
            f"So among all {found.population:,} claims {percent(found.share.estimate)} are wrong, 95% interval "
            f"{percent(found.share.low)} to {percent(found.share.high)} (exact: {percent(found.exact.low)} to "
            f"{percent(found.exact.high)}): {round(found.claims.low):,} to {round(found.claims.high):,} claims."
        )
    if found.cents is None:
        told.append(f"No dollars: {found.why_no_cents[:1].lower()}{found.why_no_cents[1:]}")
    elif found.census:
        told.append(f"Wrong dollars in all: {dollars(round(found.cents.estimate))}.")
    else:
        told.append(
            f"Wrong dollars in all: about {dollars(round(found.cents.estimate))}, 95% interval "
            f"{dollars(round(found.cents.low))} to {dollars(round(found.cents.high))}."
        )
    return told
