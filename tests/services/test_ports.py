"""What the services offer is what the ports promise, argument by argument."""

import inspect

import pytest

from iass_tui.services import ports
from iass_tui.services.access_basis import AccessBasisService
from iass_tui.services.agencies import AgencyService
from iass_tui.services.audit import AuditService
from iass_tui.services.casework import CaseworkService
from iass_tui.services.concerns import ConcernService
from iass_tui.services.deadlines import DeadlineService
from iass_tui.services.directory import DirectoryService
from iass_tui.services.drafts import DraftService
from iass_tui.services.equality import EqualityService
from iass_tui.services.erasing import ErasureService
from iass_tui.services.handover import HandoverService
from iass_tui.services.importing import ImportService
from iass_tui.services.keeping_in_touch import KeepingInTouchService
from iass_tui.services.lookalikes import LookalikeService
from iass_tui.services.papers import PaperService
from iass_tui.services.people import PeopleService
from iass_tui.services.reviews import ReviewService
from tests.services.offices import Office

MADE: dict[type, type] = {
    ports.AccessBases: AccessBasisService,
    ports.Erasures: ErasureService,
    ports.Reviews: ReviewService,
    ports.People: PeopleService,
    ports.Casework: CaseworkService,
    ports.Deadlines: DeadlineService,
    ports.Concerns: ConcernService,
    ports.Drafts: DraftService,
    ports.Equality: EqualityService,
    ports.Handover: HandoverService,
    ports.Directory: DirectoryService,
    ports.Audit: AuditService,
    ports.Papers: PaperService,
    ports.Agencies: AgencyService,
    ports.KeepingInTouch: KeepingInTouchService,
    ports.Imports: ImportService,
    ports.Lookalikes: LookalikeService,
}


def parameters(function: object) -> list[tuple[str, object, bool]]:
    """Name, kind and whether it may be left out; of a bound or an unbound method alike."""
    assert callable(function)
    found = inspect.signature(function).parameters.values()
    return [(p.name, p.kind, p.default is not p.empty) for p in found if p.name != "self"]


@pytest.mark.parametrize(("port", "made"), MADE.items(), ids=[port.__name__ for port in MADE])
def test_a_service_takes_what_its_port_says(office: Office, port: type, made: type) -> None:
    service = made(office.officer)
    promised = {name: what for name, what in vars(port).items() if not name.startswith("_")}
    for name, what in promised.items():
        if isinstance(what, property):
            assert hasattr(service, name)
        else:
            assert parameters(getattr(service, name)) == parameters(what), name
