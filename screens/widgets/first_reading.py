"""Pages that show nothing until they were read once: a first reading that fails leads back."""

from __future__ import annotations

from screens import messages
from screens.base import OfficeScreen
from screens.dialogs.dialog import Notice
from screens.words.reasons import told


class FirstReading(OfficeScreen):
    """Subclasses say whether there is anything to show."""

    def was_read(self) -> bool:
        """Whether something is shown that one may stay with when a later reading or act fails."""
        return True

    def show_problem(self, problem: Exception) -> None:
        """Says what to do; before there is anything to show, goes back once that was read."""
        if self.was_read():
            super().show_problem(problem)
        elif self.is_open:
            self.run_worker(self._say_and_go(told(problem)))

    async def _say_and_go(self, sentences: tuple[str, ...]) -> None:
        await self.ask(Notice("That did not work", *sentences))
        self.post_message(messages.BackWanted())
