"""``/control/`` of the loopback server: other processes switch faults on and read the log.

====== ==================== ==================================================================================
GET    /control/faults      ``{"faults": [{"service", "path_kind", "fault": {...}}]}``
PUT    /control/faults      body ``{"service", "path_kind"?, "fault": {"failure", "latency_s", ...}}``
DELETE /control/faults      all off; ``?service=tmdb`` only that one's
GET    /control/log         ``{"requests": [...]}``; ``?service=`` and ``?kind=api|image`` narrow it
DELETE /control/log         forget them
====== ==================== ==================================================================================
"""

from __future__ import annotations

import json
import re
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from metarr_desktop.demo.faults import ActiveFault, DemoService, Fault, PathKind
from metarr_desktop.demo.service import DemoServices

_LOOPBACK_HOST = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?")


def build_control(services: DemoServices) -> Starlette:
    """Return the application behind ``/control/`` for *services*."""
    control = _Control(services)
    return Starlette(
        routes=[
            Route("/control/faults", control.faults, methods=["GET"]),
            Route("/control/faults", control.switch_on, methods=["PUT"]),
            Route("/control/faults", control.switch_off, methods=["DELETE"]),
            Route("/control/log", control.log, methods=["GET"]),
            Route("/control/log", control.clear_log, methods=["DELETE"]),
        ],
        exception_handlers={ValueError: _bad_request, PermissionError: _forbidden},
    )


class _Control:
    def __init__(self, services: DemoServices) -> None:
        self._services = services

    async def faults(self, request: Request) -> Response:
        _only_from_here(request)
        return JSONResponse({"faults": [_as_json(active) for active in self._services.faults.active()]})

    async def switch_on(self, request: Request) -> Response:
        _only_from_here(request)
        body: Any = json.loads(await request.body())
        if not isinstance(body, dict) or not isinstance(body.get("fault"), dict):
            raise ValueError('send {"service": ..., "fault": {"failure": ...}}')
        kind = body.get("path_kind")
        self._services.faults.switch_on(
            DemoService(str(body.get("service"))),
            Fault.from_json(body["fault"]),
            None if kind is None else PathKind(kind),
        )
        return await self.faults(request)

    async def switch_off(self, request: Request) -> Response:
        _only_from_here(request)
        self._services.faults.switch_off(_service(request))
        return await self.faults(request)

    async def log(self, request: Request) -> Response:
        _only_from_here(request)
        kind = request.query_params.get("kind")
        entries = self._services.log.entries(_service(request), None if kind is None else PathKind(kind))
        return JSONResponse({"requests": [entry.to_json() for entry in entries]})

    async def clear_log(self, request: Request) -> Response:
        _only_from_here(request)
        self._services.log.clear()
        return Response(status_code=204)


def _service(request: Request) -> DemoService | None:
    name = request.query_params.get("service")
    return None if name is None else DemoService(name)


def _as_json(active: ActiveFault) -> dict[str, Any]:
    return {"service": active.service, "path_kind": active.path_kind, "fault": active.fault.to_json()}


def _only_from_here(request: Request) -> None:
    """Refuse pages in a browser: they send an origin, or a host name that was made to point here."""
    is_local = _LOOPBACK_HOST.fullmatch(request.headers.get("host", ""))
    if not is_local or "origin" in request.headers:
        raise PermissionError("the demo server is controlled by programs on this computer only")


async def _bad_request(request: Request, error: Exception) -> Response:
    return JSONResponse({"error": {"kind": "invalid_input", "message": str(error)}}, 400)


async def _forbidden(request: Request, error: Exception) -> Response:
    return JSONResponse({"error": {"kind": "refused", "message": str(error)}}, 403)
