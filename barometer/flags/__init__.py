"""Procurement flags: what is looked for, by which limits, and what was found."""
