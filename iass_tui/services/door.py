"""The office from outside: what may be done before anyone is signed in. See `ports.Door`."""

from __future__ import annotations

from iass_tui.rules.training import Beginning
from iass_tui.services import key_register, office, phrases, sign_in as entry, training_gate, upkeep
from iass_tui.services.problems import in_words
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotAllowed, OfficeState, SetUpAnswers


class OfficeDoor:
    """One office folder, nothing opened yet."""

    def __init__(self, places: office.Places) -> None:
        self._places = places

    @in_words()
    def state(self) -> OfficeState:
        """The condition of the folder and what to do about it."""
        return office.inspect(self._places)

    def suggest_passphrase(self) -> str:
        """Six random words."""
        return phrases.offer_passphrase()

    def judge_passphrase(self, passphrase: str, name: str) -> str:
        """ "" where it is good enough, else the sentence that says what to do."""
        return phrases.judge_passphrase(passphrase, name)

    @in_words()
    def set_up(self, answers: SetUpAnswers) -> OfficeSession:
        """Makes the office and signs its founder in."""
        weak = phrases.judge_passphrase(answers.passphrase, answers.sign_in, answers.name)
        if weak:
            raise NotAllowed(weak)
        office.set_up(self._places, answers)
        return self.sign_in(answers.sign_in, answers.passphrase)

    @in_words()
    def sign_in(self, name: str, passphrase: str) -> OfficeSession:
        """Signs in and finishes what was cut off or has lapsed.

        Raises `WrongPassphrase`, `NotOpen`, or `TrainingEnded` where they may not work (P25): nothing is given then.
        """
        return self._enter(name, passphrase, None)

    @in_words()
    def enter_own_training(self, name: str, passphrase: str, wanted: Beginning) -> OfficeSession:
        """For a manager whose training ended while no other manager may work: enters their own, then signs in.

        Raises as `sign_in`, and `NotAllowed` where the rule says that another manager has to.
        """
        return self._enter(name, passphrase, wanted)

    def _enter(self, name: str, passphrase: str, own: Beginning | None) -> OfficeSession:
        files = office.open_files(self._places)
        try:
            session = OfficeSession(files, entry.sign_in(files, name, passphrase))
            if own is not None:
                session.training.enter_own(own)
            training_gate.insist(session)
            session.undone = upkeep.after_sign_in(session)
            return session
        except BaseException:
            files.close()
            raise

    @in_words()
    def join(self, name: str, code: str, passphrase: str) -> None:
        """The newcomer's own process makes their keys; a manager then admits them."""
        weak = phrases.judge_passphrase(passphrase, name)
        if weak:
            raise NotAllowed(weak)
        files = office.open_files(self._places)
        try:
            key_register.join(files, name, code, passphrase)
        finally:
            files.close()
