"""What can be chosen of meeting material: templates, subjects, formats, how charts are drawn."""

from __future__ import annotations

TEMPLATES = ("monthly", "quarterly", "topic")
OWN = "own"  # charts put together on the pages; no template of the command line
TOPICS = ("repeat", "collective", "handling", "procurement")
FORMATS = ("pptx", "docx", "xlsx", "pdf", "html", "png", "svg", "zip")
USUAL = ("pptx", "docx", "xlsx", "pdf", "html", "png", "zip")
CHARTS = ("native", "picture")
