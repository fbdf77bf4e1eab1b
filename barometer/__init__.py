"""晴雨表 Barometer: counted pictures of petitions and supervision, aggregates only."""

__version__ = "0.1.0"
