"""What works behind the newsroom's requests: press, search index, scheduler, tasks, counting, telling, channels and notices, a thread each."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable

from masthead.config.options import load_options

from .notes import forget_notes, note_failure, note_running

__all__ = ["BackgroundThread", "start_background_work"]

logger = logging.getLogger(__name__)

_FIRST_PAUSE_S = 1.0
_LONGEST_PAUSE_S = 60.0
_STABLE_AFTER_S = 60.0
_TASKS_LOOKS_S = 5


class BackgroundThread(threading.Thread):
    """Do one kind of work until told to stop; log and note a failure, wait, and begin again."""

    def __init__(self, name: str, work: Callable[[threading.Event], None], stop: threading.Event) -> None:
        super().__init__(name=name)
        self._work = work
        self._stop_event = stop
        self._failures = 0

    def run(self) -> None:
        """Work until the event to stop is set."""
        while not self._stop_event.is_set():
            started = time.monotonic()
            note_running(self.name)
            try:
                self._work(self._stop_event)
            except Exception as error:  # noqa: BLE001 - whatever it was, the thread must go on
                self._failures = 1 if time.monotonic() - started > _STABLE_AFTER_S else self._failures + 1
                self._stop_event.wait(self._report(error))
            finally:
                _close_connections()

    def _report(self, error: Exception) -> float:
        """Log and note a failure; return how long to wait."""
        pause_s = min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2.0 ** (self._failures - 1))
        if _is_locked_database(error):
            logger.info("The %s waits for the database, which is locked.", self.name)
            return _FIRST_PAUSE_S
        logger.error("The %s failed and starts again in %g s.", self.name, pause_s, exc_info=error)
        note_failure(self.name, error)
        return pause_s


def start_background_work() -> None:
    """Start the threads in this process; they end when its main thread does."""
    from masthead.delivery.channels.worker import run_channels
    from masthead.delivery.mail.worker import run_mail
    from masthead.delivery.push.worker import run_push
    from masthead.delivery.worker import run_telling
    from masthead.press.related.worker import RelatedWorker
    from masthead.press.search.worker import SearchWorker
    from masthead.press.worker import PressWorker
    from masthead.reader.worker import run_counting

    forget_notes()
    stop = threading.Event()
    threads = [
        BackgroundThread("press", PressWorker().run, stop),
        BackgroundThread("search", SearchWorker().run, stop),
        BackgroundThread("related", RelatedWorker().run, stop),
        BackgroundThread("scheduler", run_scheduler, stop),
        BackgroundThread("tasks", run_tasks, stop),
        BackgroundThread("counting", run_counting, stop),
        BackgroundThread("telling", run_telling, stop),
        BackgroundThread("mail", run_mail, stop),
        BackgroundThread("channels", run_channels, stop),
        BackgroundThread("push", run_push, stop),
    ]
    for thread in threads:
        thread.start()
    grace_s = float(load_options().stop_timeout_s)
    threading.Thread(
        target=_end_with_main_thread, args=(stop, threads, grace_s), name="end", daemon=True
    ).start()


def run_scheduler(stop: threading.Event) -> None:
    """Publish and withdraw what is due, at every interval."""
    from masthead.newsroom.actions import run_schedule

    interval_s = load_options().schedule_interval_s
    while not stop.is_set():
        run_schedule(interval_s=interval_s)
        _close_stale_connections()
        stop.wait(interval_s)


def run_tasks(stop: threading.Event) -> None:
    """Run the tasks that wait, soon after each was put in the queue."""
    from django_tasks.signals import task_enqueued

    wake = threading.Event()

    def on_enqueued(**_: object) -> None:
        wake.set()

    task_enqueued.connect(on_enqueued, dispatch_uid="masthead.tasks", weak=False)
    while not stop.is_set():
        wake.clear()
        _run_waiting_tasks(stop)
        _close_stale_connections()
        for _ in range(_TASKS_LOOKS_S):
            if stop.is_set():
                break
            if wake.wait(1.0):
                # A task is put in the queue before the transaction that did so ends: look a little later.
                stop.wait(0.2)
                break


def _run_waiting_tasks(stop: threading.Event) -> None:
    from django_tasks_db.management.commands.db_worker import Worker
    from django_tasks_db.models import DBTaskResult

    # A look that takes no lock comes first: most of the time nothing waits. One task at a time, so
    # that a long queue does not outlive the process.
    while not stop.is_set() and threading.main_thread().is_alive() and DBTaskResult.objects.ready().exists():
        Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=1,
            worker_id=f"newsroom-{os.getpid()}",
            excluded_queue_names=[],
        ).run()


def _end_with_main_thread(stop: threading.Event, threads: list[BackgroundThread], grace_s: float) -> None:
    """Stop the threads once the server has ended; end the process where one does not stop in time."""
    threading.main_thread().join()
    stop.set()
    deadline = time.monotonic() + grace_s
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    if any(thread.is_alive() for thread in threads):
        os._exit(1)


def _is_locked_database(error: Exception) -> bool:
    from django.db import OperationalError

    return isinstance(error, OperationalError) and "locked" in str(error).lower()


def _close_stale_connections() -> None:
    from django.db import close_old_connections

    close_old_connections()


def _close_connections() -> None:
    from django.db import connections

    connections.close_all()
