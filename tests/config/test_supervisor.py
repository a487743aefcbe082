"""Starting again what ends, more slowly each time, and refusing what cannot be started."""

from __future__ import annotations

from pathlib import Path

from masthead.config.failures import ExitCode
from masthead.config.server.supervisor import Service, Supervisor


def test_each_failure_doubles_the_pause_up_to_a_limit() -> None:
    service = Service("readers", lambda: 0, stage="running")
    pauses = []
    for _ in range(9):
        service.stage = "running"
        service.started_at = float("inf")
        service.note_end(1)
        pauses.append(service.pause_s)
    assert pauses[:4] == [0.5, 1.0, 2.0, 4.0]
    assert pauses[-1] == 30.0
    assert service.restarts == 9


def test_a_service_that_ran_long_starts_again_quickly() -> None:
    service = Service("readers", lambda: 0, stage="running", failures=7, started_at=-1e9)
    service.note_end(1)
    assert service.pause_s == 0.5


def test_a_preparation_that_succeeds_is_done_once() -> None:
    service = Service("newsroom", lambda: 0, prepare=lambda: 0, stage="preparing")
    service.note_end(ExitCode.DONE)
    assert service.prepare is None
    assert service.due_at == 0.0


def run(tmp_path: Path, service: Service) -> int:
    return Supervisor(services=[service], run_path=tmp_path, stop_timeout_s=5).run(lambda: None)


def test_a_preparation_that_refuses_ends_everything_with_its_code(tmp_path: Path) -> None:
    assert (
        run(tmp_path, Service("newsroom", lambda: 0, prepare=lambda: int(ExitCode.REFUSED)))
        == ExitCode.REFUSED
    )


def test_what_ends_is_started_again(tmp_path: Path) -> None:
    """A service that ends at once is started a second time; the second time its preparation refuses."""
    marks = tmp_path / "starts"

    def work() -> int:
        with marks.open("a") as file:
            file.write("x")
        return 1

    service = Service("readers", work)

    def stop_after_two() -> None:
        if marks.exists() and len(marks.read_text()) >= 2 and not service.pid:
            service.prepare = lambda: int(ExitCode.REFUSED)

    code = Supervisor(services=[service], run_path=tmp_path, stop_timeout_s=5).run(stop_after_two)
    assert code == ExitCode.REFUSED
    assert service.restarts >= 2
