"""The app over the stand-in services, as a process of its own: `python -m tests.screens.terminal_app [crash]`."""

from __future__ import annotations

import sys

from screens.today import TodayScreen
from tests.screens import fakes


def main() -> None:
    """Runs until it is closed."""
    from iass_tui.app import OfficeApp

    if "crash" in sys.argv:

        def broken(self: TodayScreen) -> None:
            child = "Olivia Canary"
            raise ValueError(f"no such child: {child}")

        TodayScreen.action_done = broken  # type: ignore[method-assign]
    app = OfficeApp(fakes.FakeDoor, now=lambda: fakes.NOON, sign_in="amina")
    app.run()
    sys.exit(app.return_code)


if __name__ == "__main__":
    main()
