"""The order of the Norwegian alphabet."""

from __future__ import annotations

import unicodedata

_LAST = str.maketrans("æäøöå", "{{||}")  # æ, ø and å become what follows z


def place(text: str) -> str:
    """What a text sorts by: capitals, and accents on other letters, do not count."""
    letters = unicodedata.normalize("NFC", text).casefold().translate(_LAST)
    return "".join(letter for letter in unicodedata.normalize("NFD", letters) if not unicodedata.combining(letter))
