"""The office's own judged cases, asked of the store and the index in use."""

from __future__ import annotations

import click

from knowledge.errors import KnowledgeError
from service.answering.errors import SearchUnavailable
from service.config import SettingsError, read_settings
from service.evaluation import Progress
from service.reports import SetReport
from service.staff.actors import SYSTEM
from service.staff.errors import StaffError
from service.trials.errors import CaseRefused
from service.trials.run_reading import OWN, find_run, report_of
from service.trials.runs import begin_own, take_step
from service.wiring import open_office


def evaluate_own(progress: Progress) -> SetReport:
    """Run all cases that count, as the console does, where the run is kept; returns its figures.

    Ends the command with one sentence where there is no case, or what is needed cannot be opened.
    """
    try:
        office = open_office(read_settings())
        try:
            with office.store.writing() as session:
                run_id = begin_own(session, SYSTEM, office.clock())
            while True:
                step = take_step(office.answers, run_id)
                progress(f"提问 {OWN}", step.done, step.of)
                if step.finished:
                    break
            with office.store.reading() as session:
                return report_of(session, find_run(session, run_id))
        finally:
            office.close()
    except (CaseRefused, KnowledgeError, SearchUnavailable, SettingsError, StaffError) as error:
        raise click.ClickException(str(error)) from error
