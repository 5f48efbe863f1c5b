"""Unitwise's logic: therapy units, pair edits, modifiers and claims, without any screen."""
