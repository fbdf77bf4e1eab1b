"""The open contracting data standard as a source: compiled releases, one a line."""
