"""What may stand on the command line, and what each exit code means."""

from __future__ import annotations

import argparse
import enum
from collections.abc import Callable, Sequence
from pathlib import Path


class Exit(enum.IntEnum):
    """Exit codes, the same for every command."""

    OK = 0
    FAILED = 1
    """The command could not be carried out; for `check`: damage was found."""
    USAGE = 2
    REFUSED = 3
    NO_OFFICE = 10
    IN_USE = 11
    WRONG_PASSPHRASE = 12


EXIT_TEXT = """\
exit codes:
  0   done; for check: sound
  1   not done, the reason is on standard error; for check: damage was found
  2   the command line was not understood
  3   refused by a rule or for lack of a permission
  10  there is no office here
  11  the office is in use and the command needs it alone
  12  wrong name or passphrase

Without a command the app opens. The passphrase is asked on the terminal or read from --passphrase-file, a file that
others cannot read and that lies outside the office folder; never an argument, never an environment value.
"""


Adder = Callable[..., argparse.ArgumentParser]


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The command line as a namespace; `command` is None for the app. Exits with 2 on a mistake, as argparse does.

    Who signs in may stand before the command or after it. Before a command that asks nobody to sign in, and before
    none, it is a mistake: the app and those commands would not have done what was written.
    """
    top = build()
    wanted = top.parse_args(list(argv))
    if (wanted.sign_in or wanted.passphrase_file) and not wanted.signs_in:
        to = f"`iass {wanted.command}` signs nobody in" if wanted.command else "the app asks who signs in itself"
        top.error(f"{to}: leave out --sign-in and --passphrase-file, or name a command that takes them, for example "
                  "`iass find - --sign-in NAME`")  # fmt: skip
    return wanted


def build() -> argparse.ArgumentParser:
    """The whole parser; the documentation's test reads it too."""
    top = argparse.ArgumentParser(
        prog="iass",
        description="Casework for a confidential SEND information, advice and support service.",
        epilog=EXIT_TEXT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _where(top, is_top=True)
    _who(top, is_top=True)
    top.set_defaults(signs_in=False)
    _plain(top, default=False)
    commands = top.add_subparsers(dest="command", metavar="COMMAND")

    def add(name: str, text: str, signs_in: bool = False) -> argparse.ArgumentParser:
        made = commands.add_parser(
            name, help=text, description=text, epilog=EXIT_TEXT, allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )  # fmt: skip
        _where(made, is_top=False)
        made.set_defaults(signs_in=signs_in)
        if signs_in:
            _who(made, is_top=False)
        return made

    _office_commands(add)
    _record_commands(add)
    _paper_command(add)
    _policy_command(add)
    _import_command(add)
    return top


def _office_commands(add: Adder) -> None:
    init = add("init", "set an office up, asking for what is needed")
    init.add_argument("--answers", type=Path, metavar="FILE.toml", help="set up unattended from a file")
    _plain(init)
    demo = add("demo", "make an invented office in a folder of its own and open it")
    demo.add_argument("--families", type=int, default=60, metavar="N", help="how many families (default 60)")
    demo.add_argument("--seed", type=int, default=1, metavar="S", help="the same people and texts for one seed and day")
    demo.add_argument("--json", action="store_true", help="only make it, and describe it as JSON")
    _plain(demo)
    demo.add_argument("--force", action="store_true", help="make it afresh, in place of an earlier demo")
    check = add("check", "look for changed, put-back, added or missing records; changes nothing", True)
    check.add_argument("--deep", action="store_true", help="open every cell too (asks for a passphrase)")
    check.add_argument("--json", action="store_true", help="findings as JSON")
    backup = add("backup", "copy the office in its safe order, verify the copy, then let old copies go")
    backup.add_argument("to", type=Path, metavar="FOLDER", help="where copies are kept: another disk")
    backup.add_argument("--keep", type=int, default=30, metavar="N", help="how many copies stay (default 30)")
    keys = add(
        "keys", "recover: invite a manager with two recovery sheets; rotate: new keys for every compartment", True
    )
    keys.add_argument("what", choices=["recover", "rotate"])
    keys.add_argument("--drill", action="store_true", help="recover: only prove that two sheets open the office")
    outbox = add("outbox", "list what waits in the outbox, or bring one file")
    outbox.add_argument("what", choices=["list", "get"])
    outbox.add_argument("name", nargs="?", metavar="NAME")


def _record_commands(add: Adder) -> None:
    find = add("find", "what the Find screen would show for one line from standard input", True)
    find.add_argument("from_standard_input", choices=["-"], metavar="-", help="read the line from standard input")
    find.add_argument("--json", action="store_true", help="as JSON: [{id, kind, name, matched}]")
    quarter = add("quarter", "the quarterly workbook, for example 2026-Q3 (October to December 2026)", True)
    quarter.add_argument("quarter", metavar="YYYY-Qn")
    quarter.add_argument("--draft", action="store_true", help="a draft, marked so on every sheet")
    quarter.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.xlsx")
    quarter.add_argument("--force", action="store_true", help="replace FILE.xlsx if it is there")
    terms = add("terms", "the school terms that dates in school days are counted on: load a file, or show them", True)
    terms.add_argument("what", choices=["load", "show", "template"])
    terms.add_argument("file", nargs="?", type=Path, metavar="FILE.csv", help="for load: columns kind,from,to,name")
    pack = add("pack", "a working copy of what is held about a person, encrypted, into the outbox", True)
    pack.add_argument("person", metavar="PERSON", help="a case reference such as C-0417, or a person's id")
    pack.add_argument("--draft", action="store_true", help="an internal working copy, not for release")
    pack.add_argument("--for", dest="requester", metavar="PERSON-ID", help="who asks, where it is not the person")
    pack.add_argument(
        "--include", action="append", default=[], metavar="ITEM", help="an item to include, or `proposed` (repeatable)"
    )
    pack.add_argument("--why", default="", metavar="REASON", help="where colleagues' cases are in it: covering, duty, "
        "family_asked, oversight (managers), or `other: a few words`; kept with the record of who looked")  # fmt: skip
    pack.add_argument("--list", action="store_true", help="list the items and what is proposed; make nothing")


def _paper_command(add: Adder) -> None:
    paper = add(
        "paper",
        "a paper to hand out that says nothing about anyone: form, summary, policy, rights; and the "
        "blank forms of the three recovery sheets",
        True,
    )
    paper.add_argument(
        "what", choices=["list", "form", "summary", "policy", "rights", "sheet1", "sheet2", "sheet3"], metavar="PAPER"
    )
    paper.add_argument("version", nargs="?", metavar="VERSION", help="of the policy (else the one in force)")
    paper.add_argument("-o", "--output", type=Path, metavar="FILE.pdf")
    paper.add_argument("--large", action="store_true", help="large print, 18 point")
    paper.add_argument("--force", action="store_true", help="replace FILE.pdf if it is there")
    paper.add_argument(
        "--answers", type=Path, metavar="FILE.toml", help="take the letterhead from the [office] part of a file as for "
        "`iass init`, and ask for no passphrase",
    )  # fmt: skip


def _policy_command(add: Adder) -> None:
    policy = add(
        "policy", "the policy's versions: list them, show one as text, or bring a new text in as a draft", True
    )
    policy.add_argument("what", choices=["list", "show", "import"])
    policy.add_argument("name", nargs="?", metavar="VERSION|FILE", help="show: a version (else the one in force); "
        "import: a text file in UTF-8, `-` for standard input")  # fmt: skip


def _import_command(add: Adder) -> None:
    bring = add("import", "an office's own spreadsheet: look at every row, then write it or leave it", True)
    bring.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the spreadsheet, .xlsx or .csv")
    bring.add_argument("--template", type=Path, metavar="FILE.xlsx", help="only write the template; needs no office")
    bring.add_argument("--undo", action="store_true", help="only undo an import that was cut off")
    bring.add_argument("--mapping", type=Path, metavar="FILE.toml", help="which heading is which column")
    bring.add_argument("--sheet", default="", metavar="NAME", help="the sheet to read (else the first)")
    bring.add_argument("--dry-run", action="store_true", help="only report what would become of every row")
    bring.add_argument("--with-duplicates", action="store_true", help="take in rows whose child is likely on file too")
    bring.add_argument("--yes", action="store_true", help="write without asking")
    bring.add_argument("--json", action="store_true", help="the report as JSON")


def _plain(parser: argparse.ArgumentParser, default: object = argparse.SUPPRESS) -> None:
    text = "the app line by line, for screen readers: nothing is drawn"
    parser.add_argument("--plain", action="store_true", default=default, help=text)


def _who(parser: argparse.ArgumentParser, *, is_top: bool) -> None:
    default = None if is_top else argparse.SUPPRESS
    parser.add_argument(
        "--sign-in", default=default, metavar="NAME", help="who signs in, for a command (asked where it is left out)"
    )
    parser.add_argument(
        "--passphrase-file", type=Path, default=default, metavar="FILE", help="read the passphrase from FILE"
    )


def _where(parser: argparse.ArgumentParser, *, is_top: bool) -> None:
    default = None if is_top else argparse.SUPPRESS
    parser.add_argument(
        "--office", type=Path, default=default, metavar="DIR", help="the office folder (else $IASS_OFFICE, else the "
        "platform's data folder)",
    )  # fmt: skip
    parser.add_argument(
        "--host", type=Path, default=default, metavar="DIR", help="the host folder, outside the office (else "
        "$IASS_HOST, else the platform's state folder)",
    )  # fmt: skip
