"""The fault switches as the Developer menu sees them: one named fault a service, or none."""

from __future__ import annotations

from collections.abc import Sequence

from metarr_desktop.demo.faults import FAULT_WORDS, DemoService, Failure, Fault
from metarr_desktop.demo.service import DemoServices

SLOW = "slow"
SLOW_LATENCY_S = 3.0

_MENU = (
    Failure.UNREACHABLE,
    Failure.TOO_MANY_REQUESTS,
    Failure.STATUS,
    Failure.HANG,
    Failure.DROP,
    Failure.HTML,
    Failure.TRUNCATED_JSON,
    Failure.WRONG_TYPES,
    Failure.IMAGE_IS_HTML,
    Failure.IMAGE_TRUNCATED,
    Failure.IMAGE_BOMB,
)


class DeveloperSwitches:
    """Implements ``domain.ports.DemoControl`` over the switches of *services*."""

    def __init__(self, services: DemoServices) -> None:
        self._services = services

    def services(self) -> Sequence[str]:
        return [service.value for service in self._services.fronts]

    def faults(self) -> Sequence[tuple[str, str]]:
        """Return (name, words) of every fault of the menu, the frequent ones first."""
        slow = (SLOW, f"Slow (every answer takes {SLOW_LATENCY_S:.0f} seconds)")
        return [slow, *((failure.value, FAULT_WORDS[failure]) for failure in _MENU)]

    def current_fault(self, service: str) -> str | None:
        """Return the name of the fault *service* has now, ``None`` if it is well."""
        for active in self._services.faults.active():
            if active.service.value == service and active.path_kind is None:
                return active.fault.failure.value if active.fault.failure else SLOW
        return None

    def set_fault(self, service: str, fault: str | None) -> None:
        """Switch one fault on in the place of every other of *service*, or with ``None`` all off.

        Raises:
            ValueError: no such service or fault.
        """
        name = DemoService(service)
        self._services.faults.switch_off(name)
        if fault == SLOW:
            self._services.faults.switch_on(name, Fault(latency_s=SLOW_LATENCY_S))
        elif fault is not None:
            self._services.faults.switch_on(name, Fault(Failure(fault)))
