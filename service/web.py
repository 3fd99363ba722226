"""The web process: gunicorn on a socket that is open already, an office for each worker."""

from __future__ import annotations

import gc
from typing import Any

import click
from gunicorn.app.base import BaseApplication

from service.apps import create_app
from service.config import Settings, read_settings
from service.logs import ACCESS_FORMAT, LOGGING
from service.readiness import stay_ready
from service.supervisor import end_with
from service.wiring import Knowhow, load_knowhow, open_office


class WebServer(BaseApplication):
    """Gunicorn with threads; each worker opens its office after the fork."""

    def __init__(self, settings: Settings, descriptor: int, knowhow: Knowhow) -> None:
        self.settings = settings
        self.descriptor = descriptor
        self.knowhow = knowhow
        super().__init__()

    def load_config(self) -> None:
        """Gunicorn's settings; nothing is read from files or from gunicorn's own variables."""
        options: dict[str, Any] = {
            "bind": f"fd://{self.descriptor}",
            "worker_class": "gthread",
            "workers": self.settings.workers,
            "threads": self.settings.threads,
            "graceful_timeout": 8,
            "access_log_format": ACCESS_FORMAT,
            "logconfig_dict": dict(LOGGING),
            "control_socket_disable": True,
            "proc_name": "yihaoda",
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:  # the stubs ask for a parameter wider than Flask's
        """The application of one worker, called in the worker."""
        office = open_office(self.settings, knowhow=self.knowhow)
        application = create_app(office)
        stay_ready(office)
        # All of this stays: to look through it for garbage takes as long as two pages.
        gc.freeze()
        return application


@click.command()
@click.option("--descriptor", type=int, required=True)
@click.option("--parent", type=int, required=True)
def main(descriptor: int, parent: int) -> None:
    """Serve until told to stop."""
    end_with(parent)
    # Read once, before the workers are forked: all of them share it, and none writes in it.
    knowhow = load_knowhow()
    gc.freeze()
    WebServer(read_settings(), descriptor, knowhow).run()


if __name__ == "__main__":
    main()
