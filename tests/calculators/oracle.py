"""The Medicare rule by brute force, in other words than the calculator's: for small visits only."""

from __future__ import annotations

from itertools import product

FIRST_MINUTE = (8, 23, 38, 53, 68, 83, 98, 113)


def due(total: int) -> int:
    """Walk the printed bands, and on by 15 minutes beyond them."""
    units, begins = 0, FIRST_MINUTE[0]
    while total >= begins:
        units += 1
        begins = FIRST_MINUTE[units] if units < len(FIRST_MINUTE) else begins + 15
    return units


def splits(minutes: dict[str, int]) -> list[dict[str, int]]:
    """Give every unit vector of the right total that has each full 15 and credits most of what is left over."""
    codes = list(minutes)
    vectors = [
        units
        for units in product(*(range(minutes[code] // 15, minutes[code] // 15 + 2) for code in codes))
        if sum(units) == due(sum(minutes.values()))
    ]

    def credited(units: tuple[int, ...]) -> int:
        return sum(min(minutes[code], 15 * count) for code, count in zip(codes, units, strict=True))

    most = max(map(credited, vectors))
    return [
        {code: count for code, count in zip(codes, units, strict=True) if count}
        for units in vectors
        if credited(units) == most
    ]
