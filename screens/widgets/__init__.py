"""Widgets used by two or more screens. Import each from its module: sign-in stays light (trap T22)."""
