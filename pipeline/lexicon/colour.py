"""How colours look: to everybody (contrast) and to people who see colours differently.

Contrast is that of WCAG 2.2, success criterion 1.4.3. What a person without one kind of cones sees is simulated after
Machado, Oliveira and Fernandes (2009), severity 1, and difference is the distance in Oklab (Ottosson 2020): 0 for the
same colour, 1 between black and white.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from types import MappingProxyType

Triple = tuple[float, float, float]
Matrix = tuple[Triple, Triple, Triple]

_HEX = re.compile(r"#[0-9a-f]{6}")

VISIONS: Mapping[str, Matrix] = MappingProxyType(
    {
        "normal vision": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
        "protanopia": (
            (0.152286, 1.052583, -0.204868),
            (0.114503, 0.786281, 0.099216),
            (-0.003882, -0.048116, 1.051998),
        ),
        "deuteranopia": (
            (0.367322, 0.860646, -0.227968),
            (0.280085, 0.672501, 0.047413),
            (-0.011820, 0.042940, 0.968881),
        ),
        "tritanopia": (
            (1.255528, -0.076749, -0.178779),
            (-0.078411, 0.930809, 0.147602),
            (0.004733, 0.691367, 0.303900),
        ),
    }
)
"""How linear red, green and blue arrive, by the kind of vision."""

_CONES: Matrix = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_OKLAB: Matrix = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


def is_colour(text: object) -> bool:
    """Tell whether ``text`` is a colour as the rows write it: ``#`` and six hexadecimal digits in lower case."""
    return isinstance(text, str) and _HEX.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21.

    Examples
    --------
    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def difference(one: str, other: str, vision: str = "normal vision") -> float:
    """Return how far apart two colours look, 0 to 1, to people with a kind of vision of :data:`VISIONS`.

    Examples
    --------
    >>> round(difference("#000000", "#ffffff"), 2)
    1.0
    """
    return math.dist(_oklab(_seen(one, vision)), _oklab(_seen(other, vision)))


def _linear(colour: str) -> Triple:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _straight(red), _straight(green), _straight(blue)


def _straight(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _seen(colour: str, vision: str) -> Triple:
    red, green, blue = _times(VISIONS[vision], _linear(colour))
    return min(max(red, 0.0), 1.0), min(max(green, 0.0), 1.0), min(max(blue, 0.0), 1.0)


def _oklab(linear: Triple) -> Triple:
    long, medium, short = (math.cbrt(part) for part in _times(_CONES, linear))
    return _times(_OKLAB, (long, medium, short))


def _times(matrix: Matrix, vector: Triple) -> Triple:
    first, second, third = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return first, second, third
