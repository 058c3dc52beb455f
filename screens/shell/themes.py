"""How the app may look. No theme carries a meaning: every colour repeats a word."""

from __future__ import annotations

from textual.theme import Theme

HIGH_CONTRAST = Theme(
    name="high-contrast",
    primary="#ffff00",
    secondary="#00ffff",
    accent="#ffff00",
    warning="#ffff00",
    error="#ff8080",
    success="#80ff80",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#202020",
    boost="#303030",
    dark=True,
    variables={"text-muted": "#ffffff", "block-cursor-text-style": "reverse", "input-cursor-text-style": "reverse"},
)

LOOKS: dict[str, str] = {
    "textual-dark": "Dark",
    "textual-light": "Light",
    "high-contrast": "High contrast",
    "ansi-dark": "The terminal's own colours, dark (fewest bytes over a slow line)",
    "ansi-light": "The terminal's own colours, light",
}
