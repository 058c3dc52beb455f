"""The real office of the services' tests, for screens too."""

from tests.services.conftest import office, template

__all__ = ["office", "template"]
