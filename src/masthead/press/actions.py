"""The verbs of the press: take events, print what waits, print everything."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from masthead.newsroom.events import mark_taken, note_followers, waiting_events
from masthead.newsroom.models import Event

from .conf import press_conf
from .engine.errors import PressError
from .engine.lock import press_lock
from .engine.queue import enqueue_printed_from, retry_failed
from .engine.runs import RunCount, print_due, print_generation
from .engine.sheet import Turn
from .engine.writer import Edition
from .look import dress
from .models import Clock, Pending, Plate, Uncomposed
from .plates.frame import compose_frame
from .plates.pictures import Shelf
from .plates.reconcile import Reconciler, Subject, stale_subjects
from .plates.related import note_pieces
from .plates.site import SiteTree
from .plates.uncomposed import uncomposed_subjects
from .plates.unused import collect_released, collect_unused, release
from .print_report import PrintReport
from .printed import note_fresh, note_printed
from .rankings import set_ranking
from .search.waiting import note_changed
from .sheets.desk import Desk
from .sheets.places import note_left
from .sheets.plan import all_specs, make_works
from .state import drop_state, keep_state, read_state
from .status import PressStatus, press_status
from .styleguide import write_styleguide
from .theme import Theme, load_theme
from .turns import let_wait

__all__ = [
    "PressStatus",
    "PrintReport",
    "press_status",
    "print_all",
    "print_following",
    "print_waiting",
    "set_clock",
    "set_ranking",
    "sweep",
    "take_events",
    "write_guide",
]

logger = logging.getLogger(__name__)

Progress = Callable[[int, int], None]

_EVENT_BATCH = 400
_ALL_EVENTS = 100_000
# What is published meanwhile waits as long as so many sheets take, a tenth of a second or so.
_FOLLOWING = 100
# Of what takes long, as many as a publish may wait for.
_LAST = 8
_UNFINISHED = "unfinished_generation"
_PROBLEM = "problem"
_GENERATION = "generation"
# The theme and the settings with which the frame was composed last, and code and settings of all other plates.
_FRAMED_BY, _COMPOSED_BY = "framed_by", "composed_by"


def _edition() -> Edition:
    return Edition(press_conf().edition_path)


def _theme() -> Theme:
    return load_theme(press_conf().theme_paths)


def take_events(theme: Theme | None = None) -> int:
    """Take a batch of event rows: compose what they speak of, and let the stale sheets wait.

    They are marked as taken in the last transaction: a kill before it leaves them waiting, and what
    was composed by then is composed again, which changes nothing.

    Args:
        theme: the theme as it is now, where the caller has just looked.
    """
    # Looking takes no lock.
    events = waiting_events(_EVENT_BATCH)
    if events:
        _reconcile(events=events, theme=theme)
    return len(events)


def _reconcile(
    subjects: Iterable[Subject] = (),
    *,
    events: Sequence[Event] = (),
    theme: Theme | None = None,
    is_all_printed: bool = False,
) -> None:
    """Compose subjects, what events speak of, and all that follows, in steps that are a transaction each.

    Args:
        is_all_printed: all sheets are printed next, also after a kill, so none has to wait.
    """
    reconciler = Reconciler((theme or _theme()).digest, are_keys_wanted=not is_all_printed)
    reconciler.add(subjects)
    known = {(str(event.subject), event.subject_id) for event in events}
    if is_all_printed:
        # Whoever prints everything finds the subjects again after a kill.
        known |= reconciler.waiting
    followers: list[Event] = []
    steps = 0
    while not steps or reconciler.is_waiting:
        with transaction.atomic():
            if not steps:
                reconciler.take(events)
            steps += 1
            changes = reconciler.step()
            for change in changes:
                note_left(change)
            release(thing for change in changes for thing in change.released)
            note_changed(changes)
            note_pieces(changes)
            if not is_all_printed:
                let_wait(changes, is_first=steps == 1)
            if reconciler.is_waiting:
                # What follows from this step is known to this process alone: a kill must not lose it.
                fresh = reconciler.waiting - known
                followers += note_followers(fresh)
                known |= fresh
            else:
                mark_taken([*events, *followers])


def set_clock(*, is_all_printed: bool = False) -> None:
    """Bring the press's clock to the hour; what shows the hour, month or year then waits to be printed.

    Args:
        is_all_printed: all is composed and printed next, also after a kill, and the year with it.
    """
    now = timezone.now().astimezone(ZoneInfo(press_conf().time_zone))
    hour = now.replace(minute=0, second=0, microsecond=0).isoformat()
    # Looking takes no lock.
    known = Clock.objects.filter(unit="hour").values_list("value", flat=True).first() or ""
    if known == hour:
        return
    keys = ["clock:hour"] if known[:7] == hour[:7] else ["clock:hour", "clock:month"]
    with transaction.atomic():
        Clock.objects.update_or_create(unit="hour", defaults={"value": hour})
        enqueue_printed_from(keys, make_works().phases())
        if not Clock.objects.filter(unit="year", value=str(now.year)).exists():
            Clock.objects.update_or_create(unit="year", defaults={"value": str(now.year)})
            if not is_all_printed:
                _note_first_plates()
                _reconcile([("frame", 0)])


def _note_first_plates() -> None:
    """Where no plate is yet, note that all will be composed by code and settings as they are: none has to be again."""
    if not Plate.objects.exists():
        keep_state(_COMPOSED_BY, press_conf().composed_by)


def sweep() -> int:
    """Find what changed without an event: plates behind their live page, a new theme, other code that composes.

    Returns:
        How many pages had a plate that was missing, out of date or left over.

    Raises:
        PressBusyError: another process prints.
    """
    with press_lock(press_conf().run_path):
        return _sweep()


def _sweep(events: Sequence[Event] = (), *, is_all_printed: bool = False) -> int:
    theme, conf = _theme(), press_conf()
    stale = stale_subjects(is_all=read_state().get(_COMPOSED_BY) != conf.composed_by)
    again = uncomposed_subjects().difference(stale)
    subjects = [("frame", 0), *stale, *sorted(again)]
    _reconcile(subjects, events=events, theme=theme, is_all_printed=is_all_printed)
    retry_failed()
    keep_state(_COMPOSED_BY, conf.composed_by)
    keep_state(_FRAMED_BY, f"{theme.digest} {conf.printed_by}")
    return len(stale)


def print_waiting(
    progress: Progress | None = None,
    *,
    before_all: Callable[[], None] | None = None,
    last_turn: Turn = Turn.LAST,
) -> PrintReport:
    """Take all events and print all that waits, in the edition that readers see.

    Args:
        progress: called with the number of sheets done and of all.
        before_all: called where everything has to be printed, when all is composed.
        last_turn: what follows later is left to :func:`print_following`.

    Raises:
        PressBusyError: another process prints.
        EditionFullError: nothing more can be written; what waits goes on waiting.
    """
    started = time.perf_counter()
    report = PrintReport()
    with press_lock(press_conf().run_path):
        edition, state = _edition(), read_state()
        if edition.generation() == 0 or _UNFINISHED in state:
            report = _print_all(progress, before_all)
            return _with_following(report) if last_turn == Turn.LAST else report
        edition.tidy()
        set_clock()
        count = RunCount()
        with _problem_noted(state):
            theme = _mind_frame(state)
            works = make_works()
            desk = Desk(theme)
            while True:
                report.events += _take_all(theme)
                look = None
                if progress is not None:
                    look = partial(_look, progress, count, count.printed + Pending.objects.due().count())
                if not print_due(works, desk, edition, count, note_printed, look, last_turn=last_turn):
                    break
        report.failed = Pending.objects.failed().count()
        if not Pending.objects.exists():
            # What still waits or failed may show in its last form what was released.
            collect_released()
        report.failed += Uncomposed.objects.count()
    return _reported(report, count, started)


def print_following() -> PrintReport:
    """Print a few of the sheets that follow what was printed at once; in the end the edition is whole.

    Raises:
        PressBusyError: another process prints.
        EditionFullError: nothing more can be written; what waits goes on waiting.
    """
    with press_lock(press_conf().run_path):
        return _print_following()


def _print_following() -> PrintReport:
    started = time.perf_counter()
    count = RunCount()
    turn = Pending.objects.due().values_list("turn", flat=True).first()
    last, limit = (Turn.LAST, _LAST) if turn == Turn.LAST else (Turn.LATER, _FOLLOWING)
    with _problem_noted(read_state()):
        print_due(make_works(), Desk(_theme()), _edition(), count, note_printed, limit=limit, last_turn=last)
    return _reported(PrintReport(failed=count.failed), count, started)


def _with_following(report: PrintReport) -> PrintReport:
    while Pending.objects.due().exists():
        report.add(_print_following())
    return report


def _look(progress: Progress, count: RunCount, total: int) -> None:
    progress(count.printed, total)


def _mind_frame(state: Mapping[str, str]) -> Theme:
    """Let everything be composed and printed with theme and settings as they are now, also what could not be before."""
    theme, conf = _theme(), press_conf()
    if state.get(_COMPOSED_BY) != conf.composed_by:
        _sweep()
    elif state.get(_FRAMED_BY) != f"{theme.digest} {conf.printed_by}":
        _reconcile([("frame", 0)], theme=theme)
        retry_failed()
        keep_state(_FRAMED_BY, f"{theme.digest} {conf.printed_by}")
    return theme


def _take_all(theme: Theme) -> int:
    total = taken = take_events(theme)
    while taken == _EVENT_BATCH:
        taken = take_events(theme)
        total += taken
    return total


def print_all(
    progress: Progress | None = None,
    *,
    before_all: Callable[[], None] | None = None,
    last_turn: Turn = Turn.LAST,
) -> PrintReport:
    """Take all events, then print everything into a new edition and show it in one step; then what follows.

    Args:
        progress: called with the number of sheets done and of all.
        before_all: called when all is composed.
        last_turn: what follows is left to :func:`print_following` unless this is the last.

    Raises:
        PressBusyError: another process prints.
        EditionFullError: there is no room; readers go on seeing the edition before.
    """
    with press_lock(press_conf().run_path):
        report = _print_all(progress, before_all)
        return _with_following(report) if last_turn == Turn.LAST else report


def _print_all(progress: Progress | None, before_all: Callable[[], None] | None) -> PrintReport:
    started = time.perf_counter()
    edition = _edition()
    state = read_state()
    is_ledger_trusted = _UNFINISHED not in state
    # A number that no generation had before: a helper of a killed press may write to its own for a moment.
    generation = max(edition.generation(), int(state.get(_GENERATION, "0"))) + 1
    keep_state(_GENERATION, str(generation))
    # From here on a kill leaves everything to be printed: what is composed need not say which sheets follow.
    keep_state(_UNFINISHED, str(generation))
    set_clock(is_all_printed=True)
    report = PrintReport()
    with _problem_noted(state):
        report.events = _compose_all()
        if before_all is not None:
            before_all()
        edition.begin(generation)
        specs = list(all_specs())
        done = 0

        def count_done(number: int) -> None:
            nonlocal done
            done += number
            if progress is not None:
                progress(done, len(specs))

        count = print_generation(
            make_works, edition, specs,
            generation=generation, processes=press_conf().workers, is_ledger_trusted=is_ledger_trusted,
            progress=count_done,
        )  # fmt: skip
        note_fresh()
        drop_state(_UNFINISHED)
    if not count.failed:
        collect_unused()
    report.failed = Pending.objects.failed().count() + Uncomposed.objects.count()
    return _reported(report, count, started)


def _compose_all() -> int:
    """Bring all plates up to date before everything is printed; returns how many events were taken."""
    _note_first_plates()
    total, events = 0, waiting_events(_ALL_EVENTS)
    # What an event speaks of is mostly stale too: together each is composed once.
    _sweep(events, is_all_printed=True)
    while events:
        total += len(events)
        if events := waiting_events(_ALL_EVENTS):
            _reconcile(events=events, is_all_printed=True)
    return total


def _reported(report: PrintReport, count: RunCount, started: float) -> PrintReport:
    report.printed, report.written, report.removed = count.printed, count.written, count.removed
    report.seconds = time.perf_counter() - started
    if report.printed or report.removed or report.events:
        keep_state("printed_at", timezone.now().isoformat())
    return report


class _problem_noted:
    """Keep what stops the press where status and newsroom show it, until a run succeeds."""

    def __init__(self, state: Mapping[str, str]) -> None:
        self._is_problem_known = _PROBLEM in state

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, PressError):
            keep_state(_PROBLEM, str(error))
        elif error is None and self._is_problem_known:
            drop_state(_PROBLEM)


def write_guide(folder: Path) -> Path:
    """Write the style guide of the site's theme into a folder, looking as an editor chose; returns its page."""
    frame = compose_frame(SiteTree(), Shelf(SiteTree(), is_printing=False), _theme().digest).card
    return write_styleguide(dress(_theme(), frame["look"]), frame, folder)
