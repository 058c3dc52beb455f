"""The real office of the services' tests, and stillness that is read off the app."""

from tests.screens.settling import settling
from tests.services.conftest import office, template

__all__ = ["office", "settling", "template"]
