"""Pictures with few colours: PNG with a palette, a sixth of the size, chosen from the colours that are there."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

COLOURS = 48  # those of a chart and the steps between them at the edges of letters and lines
PACKED = 8  # of 9: a tenth larger than the tightest, in half the time
Colours = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]


def palette_png(dots: npt.NDArray[np.uint8]) -> bytes:
    """Return rows of opaque dots of red, green, blue, alpha as PNG; a plain area keeps its exact colour."""
    height, width = dots.shape[:2]
    packed = np.ascontiguousarray(dots).view(np.uint32).ravel()
    starts = np.concatenate(([0], np.flatnonzero(packed[1:] != packed[:-1]) + 1))  # a chart has long runs of a colour
    lengths = np.diff(starts, append=packed.size)
    there, run_colours = np.unique(packed[starts], return_inverse=True)
    colours = there.view(np.uint8).reshape(-1, 4)[:, :3]
    kept, nearest = _kept(colours.astype(np.float32), np.bincount(run_colours, lengths))
    places = np.repeat(nearest[run_colours].astype(np.uint8), lengths).reshape(height, width)
    picture, target = Image.fromarray(places), io.BytesIO()
    picture.putpalette(colours[kept].tobytes())
    picture.save(target, "PNG", compress_level=PACKED)
    return target.getvalue()


def _kept(colours: Colours, counts: npt.NDArray[Any]) -> tuple[Places, Places]:
    """Return which colours make the palette, and for each colour the place of the nearest in it.

    The first is the most frequent; each next is the one told worst by those before it, weighed by how much it covers.
    """
    weights = np.sqrt(counts)
    kept = [int(np.argmax(counts))]
    nearest = np.zeros(len(colours), np.intp)
    apart = _apart(colours, kept[0])
    while len(kept) < COLOURS and apart.any():
        worst = int(np.argmax(apart * weights))
        other = _apart(colours, worst)
        nearest[other < apart] = len(kept)
        apart = np.minimum(apart, other)
        kept.append(worst)
    return np.array(kept), nearest


def _apart(colours: Colours, place: int) -> Colours:
    squares: Colours = ((colours - colours[place]) ** 2).sum(axis=1)
    return squares
