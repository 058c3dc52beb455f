"""First contact: one question a page, or the same questions as one form; nothing is written before Yes."""

from screens.intake.screen import IntakeScreen

__all__ = ["IntakeScreen"]
