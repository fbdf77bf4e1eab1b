"""How to read a series: pure functions on arrays, without screen and without SQL."""
