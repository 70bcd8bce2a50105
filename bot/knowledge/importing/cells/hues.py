"""A colour as a file writes it goes in; its code, and whether it is a green, an amber or a red, come out."""

from __future__ import annotations

_NAMES = {
    "red": "ff0000", "green": "008000", "lime": "00ff00", "lightgreen": "90ee90", "palegreen": "98fb98", "yellow": "ffff00",
    "orange": "ffa500", "gold": "ffd700", "khaki": "f0e68c", "lightyellow": "ffffe0", "salmon": "fa8072", "tomato": "ff6347",
    "crimson": "dc143c", "lightcoral": "f08080", "pink": "ffc0cb", "lightpink": "ffb6c1", "darkgreen": "006400",
    "forestgreen": "228b22", "limegreen": "32cd32", "firebrick": "b22222", "darkred": "8b0000",
}  # fmt: skip
"""Words of CSS that tables are coloured with -> ``rrggbb``."""
_DULL = 0.08
"""What has less of a hue is a grey."""
_HUES = (("red", 0, 18), ("amber", 18, 66), ("green", 66, 172), ("red", 335, 361))
"""Degrees on the circle of colours, from and up to."""


def colour_of(written: str) -> str:
    """``rrggbb`` of a colour as HTML or a workbook writes it; empty for white, transparent and what is no colour."""
    text = written.strip().lower()
    if text.startswith("rgb"):
        parts = text[text.find("(") + 1 :].rstrip(" )").replace("/", " ").replace(",", " ").split()
        if len(parts) < 3 or not all(part.isdigit() for part in parts[:3]) or parts[3:] == ["0"]:
            return ""
        text = "".join(f"{min(255, int(part)):02x}" for part in parts[:3])
    text = _NAMES.get(text, text.removeprefix("#"))
    if len(text) == 3:
        text = "".join(2 * letter for letter in text)
    text = text[2:] if len(text) == 8 and not written.startswith("#") else text[:6]
    is_colour = len(text) == 6 and all(letter in "0123456789abcdef" for letter in text)
    return text if is_colour and text != "ffffff" else ""


def family_of(fill: str) -> str:
    """``green``, ``amber`` or ``red``; empty for any other colour and for grey."""
    if not fill:
        return ""
    red, green, blue = (int(fill[start : start + 2], 16) for start in (0, 2, 4))
    top, low = max(red, green, blue), min(red, green, blue)
    if top == 0 or (top - low) / top < _DULL:
        return ""
    span = top - low
    if top == red:
        hue = 60 * ((green - blue) / span) % 360
    elif top == green:
        hue = 60 * ((blue - red) / span) + 120
    else:
        hue = 60 * ((red - green) / span) + 240
    return next((name for name, start, end in _HUES if start <= hue < end), "")
