"""Puts the workbench together: one router a page, and the guard around all."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from dateline.ledger import Ledger
from dateline.ledger.survey import Survey
from dateline.team.roles import Act
from dateline.web import (
    activity_page,
    assets,
    blind_page,
    decide,
    decide_second,
    errors,
    explore,
    feeds_page,
    incident_page,
    queue,
    report_page,
    samples_page,
    settle_page,
)
from dateline.web.api import routes
from dateline.web.guard import Guard
from dateline.web.pages import Labels
from dateline.web.person import may
from dateline.web.sessions import sessions_for
from dateline.web.settings import Settings

PAGES = (
    queue,
    report_page,
    incident_page,
    explore,
    samples_page,
    blind_page,
    settle_page,
    activity_page,
    feeds_page,
    decide,
    decide_second,
)


def make_app(ledger: Ledger, settings: Settings) -> FastAPI:
    """Return the workbench on an open ledger; closing the ledger is the caller's."""
    app = FastAPI(title="Dateline", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_surveyed)
    app.state.ledger = ledger
    app.state.settings = settings
    app.state.labels = Labels(ledger.book)
    app.state.survey = Survey(ledger.reading, ledger.book)
    app.state.sessions = sessions_for(settings)
    errors.install(app)
    for room in PAGES:
        app.include_router(room.router, include_in_schema=False, dependencies=[may(Act.LOOK)])
    app.include_router(routes.router, dependencies=[may(Act.LOOK)])
    if settings.team is not None:
        _let_in(app)
    app.mount(assets.root(), StaticFiles(directory=assets.FOLDER), name="static")
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    app.add_middleware(Guard, settings=settings)
    return app


def _let_in(app: FastAPI) -> None:
    """Add the pages of a team, whose libraries (the extra `team`) local mode does without."""
    from dateline.web import account_page, accounts_page, login_page

    app.include_router(login_page.router, include_in_schema=False)
    app.include_router(account_page.router, include_in_schema=False, dependencies=[may(Act.LOOK)])
    app.include_router(accounts_page.router, include_in_schema=False, dependencies=[may(Act.ADMINISTER)])


@asynccontextmanager
async def _surveyed(app: FastAPI) -> AsyncIterator[None]:
    """Read all incidents beside the first requests, and stop when the server does.

    What is there then lives as long as the server: looking through it for garbage again and again took one page in
    twenty 30 to 50 ms more, at a million incidents (``eval/pages.py``, 2026-11-24).
    """
    app.state.survey.begin(then=_settled)
    yield
    app.state.survey.close()
    gc.unfreeze()


def _settled() -> None:
    gc.collect()
    gc.freeze()
