"""The real office of the services' tests, for screens too; and stillness that is read off the app, not guessed."""

from tests.screens.settling import settling
from tests.services.conftest import office, signatures, template

__all__ = ["office", "settling", "signatures", "template"]
