"""Error and denial trends: measures with their formulas, control charts that say what they can and no more."""
