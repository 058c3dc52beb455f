"""The offices of the services' tests, to be attacked."""

from tests.services.conftest import office, template

__all__ = ["office", "template"]
