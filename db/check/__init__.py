"""`iass check`: what is wrong with an office's files. Needs no passphrase and changes nothing."""

from db.check.deep import deep_check
from db.check.files import check, check_folder
from db.check.findings import NOTES, Finding, Kind, Report

__all__ = ["NOTES", "Finding", "Kind", "Report", "check", "check_folder", "deep_check"]
