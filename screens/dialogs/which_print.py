"""Which print a paper is made in."""

from __future__ import annotations

from screens.widgets.choice_field import Choice

STANDARD, LARGE = "STANDARD", "LARGE"
PRINTS = (Choice(STANDARD, "Standard, 12 point"), Choice(LARGE, "Large print, 18 point"))
