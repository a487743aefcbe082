"""``masthead demo``: the demonstration magazine."""

from __future__ import annotations

import os
from pathlib import Path

import click

from masthead.config.failures import ExitCode, explain, is_debugging

__all__ = ["command"]

_LOGIN = "editor"


@click.command("demo")
@click.argument(
    "folder", metavar="[DIR]", required=False, default="demo-site", type=click.Path(path_type=Path)
)
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Port to listen on, instead of the setting `port`."
)
@click.option("--load-only", is_flag=True, help="Make and print the magazine, and do not run it.")
def command(folder: Path, port: int | None, load_only: bool) -> int:
    """Make the demonstration magazine in DIR, if it is not there, and run it.

    Everything in the folder can be thrown away. The login is printed at each start.
    """
    from masthead.config.founding import make_folder
    from masthead.config.options import TOML_NAME, load_options

    folder = folder.resolve()
    if not (folder / TOML_NAME).exists():
        make_folder(folder, **({"port": port} if port else {}))
    os.environ["MASTHEAD_SITE"] = str(folder)
    if port:
        os.environ["MASTHEAD_PORT"] = str(port)
    options = load_options()
    if not load_only:
        # Whoever cannot run it should not wait for it to be made.
        from masthead.config.server.lock import SiteLock
        from masthead.config.server.probe import refuse_taken_port

        refuse_taken_port(options.host, options.port)
        lock = SiteLock(options.run_path)
        lock.take()
        lock.release()
    code = _make_in_child()
    if code or load_only:
        return code
    from masthead.config.server.site import run_site

    return run_site(
        options,
        is_prepared=True,
        notes=[f"Login     {_LOGIN}", f"Password  {password_of(options.data_path)}"],
    )


def password_of(data_path: Path) -> str:
    """Return the administrator's password, which is made on the first run and kept for this user alone."""
    from masthead.config.founding import new_password

    path = data_path / "demo_password"
    if not path.exists():
        data_path.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(new_password())
    return path.read_text(encoding="ascii").strip()


def _make_in_child() -> int:
    """Make the magazine in a process of its own, so that the supervisor stays small."""
    child = os.fork()
    if child == 0:
        code = ExitCode.FAILED
        try:
            _make()
            code = ExitCode.DONE
        except KeyboardInterrupt:
            code = ExitCode.INTERRUPTED
        except Exception as error:  # noqa: BLE001 - the end of a process: every failure becomes a sentence and a code
            if is_debugging():
                import traceback

                traceback.print_exc()
            explained = explain(error)
            click.echo(f"Error: {explained}", err=True)
            code = explained.exit_code
        finally:
            os._exit(code)
    try:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    except KeyboardInterrupt:
        os.waitpid(child, 0)
        raise


def _make() -> None:
    from masthead.config.founding import make_administrator
    from masthead.config.options import load_options
    from masthead.config.server.preparing import migrate_if_needed, refuse_unsafe_settings

    from .screen import progress_bars
    from .site import prepare_django

    prepare_django()
    refuse_unsafe_settings()
    migrate_if_needed()
    from masthead.config.demo.loader import load_demo
    from masthead.press.actions import print_all, print_waiting
    from masthead.press.related.worker import choose_before_printing

    make_administrator(
        username=_LOGIN, password=password_of(load_options().data_path), email="editor@example.org"
    )
    with progress_bars() as bars:
        if load_demo(progress=bars):
            click.echo("The demonstration magazine is loaded; printing it ...", err=True)
            print_all(progress=bars.of("Sheets"), before_all=choose_before_printing)
        else:
            print_waiting()
