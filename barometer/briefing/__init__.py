"""Meeting material: what a pack says, and the files it is written to, from the same chart specs as the screen."""
