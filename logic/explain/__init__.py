"""A verdict that a person asks about -> sentences, from the rule page's own templates."""
