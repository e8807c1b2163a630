"""The papermill engine `nb2pkg`: runs a notebook in a private kernel and looks at values between its cells.

papermill and nbclient leave traps that are dealt with here: a kernel environment of our own, no network ports, no
endless output, a cell that is expected to fail does not end the run, and `sys.exit(0)` is not a success.
"""

from __future__ import annotations

import math
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty
from typing import Any, NoReturn

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbclient.util import run_sync
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines

from nb2pkg.verify.inside.protocol import CellFailure, Request
from nb2pkg.verify.names import KERNEL
from nb2pkg.verify.running.bundle import request_code

# a socket's path must fit into 108 bytes, its number included
_LONGEST_SOCKET_PATH = 90
_PATIENCE = 60  # seconds for output that is still on its way when a cell has ended
_LOOK = 1.0  # seconds between two looks for a reply


class RunStoppedError(Exception):
    """The run cannot go on; the session knows why."""


@dataclass
class Session:
    """What a run is told, and what it leaves: papermill hands this one object through to the client."""

    kernels: Path  # the folder with our kernelspec
    runtime: Path  # for connection files and sockets
    folder: Path
    environment: dict[str, str]
    prepare: Request  # the request before the first cell
    before: dict[int, Request]  # requests before a cell, by index
    after: dict[int, Request]  # requests after a cell, by index
    at_end: Request
    flood: int
    progress: Path
    failure: CellFailure | None = None
    probe_errors: list[str] = field(default_factory=list)
    received: int = 0
    current: int = 0  # the index of the cell that runs
    is_finished: bool = False
    cells: list[Any] = field(default_factory=list)  # as executed, also when the run was stopped


class SessionClient(PapermillNotebookClient):  # type: ignore[misc]  # papermill is untyped
    """Executes the cells of one notebook for a session."""

    def __init__(self, nb_man: Any, session: Session, **options: Any) -> None:
        """Keep the session."""
        super().__init__(nb_man, **options)
        self.session = session
        self.is_loaded = False  # whether the kernel has the probe

    def create_kernel_manager(self) -> Any:
        """Return a manager that knows our kernelspec only, and talks through files where it can."""
        session = self.session
        specs = KernelSpecManager(kernel_dirs=[str(session.kernels)], ensure_native_kernel=False)
        connection = session.runtime / "kernel.json"
        transport = "ipc" if len(str(connection)) < _LONGEST_SOCKET_PATH else "tcp"
        self.km = AsyncKernelManager(
            kernel_name=KERNEL,
            kernel_spec_manager=specs,
            connection_file=str(connection),
            transport=transport,
        )
        return self.km

    def papermill_execute_cells(self) -> None:
        """Run the cells in order, with a look at the values where the session wants one."""
        session = self.session
        self._look_again_for_replies()
        session.cells = list(self.nb.cells)  # papermill inserts its own when one has failed
        self.ask(session.prepare)
        for index, cell in enumerate(self.nb.cells):
            session.current = index
            session.progress.write_text(str(index + 1))
            if index in session.before:
                self.ask(session.before[index])
            self._execute(cell, index)
            if index in session.after:
                self.ask(session.after[index])
        self.ask(session.at_end)
        session.is_finished = True

    def _look_again_for_replies(self) -> None:
        """Ask the shell channel every second instead of waiting for a sign that may never come.

        A message sent while a reply is awaited, as nbclient does for widgets, can use up the one sign that the
        reply has arrived; the reply then lies there and nobody looks.
        """
        channel = self.kc.shell_channel
        receive = channel.get_msg

        async def get_msg(
            timeout: float | None = None,  # noqa: ASYNC109  its callers know it so
        ) -> Any:
            deadline = math.inf if timeout is None else time.monotonic() + timeout
            while True:
                left = deadline - time.monotonic()
                try:
                    return await receive(timeout=max(0.0, min(_LOOK, left)))
                except Empty:
                    if left <= _LOOK:
                        raise

        channel.get_msg = get_msg

    def _execute(self, cell: Any, index: int) -> None:
        self.nb_man.cell_start(cell, index)
        try:
            self.execute_cell(cell, index)
        except CellExecutionError as error:
            self.nb_man.cell_exception(cell, cell_index=index, exception=error)
            self._stop(index, error.ename, error.evalue)
        except DeadKernelError:
            self._stop(index, "DeadKernelError", "the kernel died")
        except CellTimeoutError:
            self._stop(index, "LostOutput", f"its output did not arrive within {_PATIENCE} seconds")
        finally:
            self.nb_man.cell_complete(cell, cell_index=index)

    def _stop(self, index: int, name: str, value: str) -> NoReturn:
        self.session.failure = {"index": index, "name": name, "value": value}
        raise RunStoppedError(name)

    def process_message(self, msg: Any, cell: Any, cell_index: int) -> Any:
        """Count what arrives: a notebook that floods its output is stopped."""
        self.session.received += _size(msg["content"])
        if self.session.received > self.session.flood:
            self._stop(cell_index, "OutputFlood", f"more than {self.session.flood} bytes of output")
        return super().process_message(msg, cell, cell_index)

    async def async_ask(self, request: Request) -> None:
        """Send the probe with a request, silently: no count, no history, no output."""
        identity = self.kc.execute(
            request_code(request, loaded=self.is_loaded),
            silent=True,
            store_history=False,
            allow_stdin=False,
            stop_on_error=False,
        )
        try:
            reply = await self.async_wait_for_reply(identity)
        except DeadKernelError:  # `exit()` in a cell asks the kernel to end once the cell has
            self._stop(self.session.current, "DeadKernelError", "the kernel ended")
        content = reply["content"] if reply else {"status": "no reply"}
        self.is_loaded |= content["status"] == "ok"
        if content["status"] != "ok":
            error = f"{content.get('ename', content['status'])}: {content.get('evalue', '')}"
            self.session.probe_errors.append(error)

    ask = run_sync(async_ask)


class Nb2pkgEngine(NBClientEngine):  # type: ignore[misc]  # papermill is untyped
    """papermill's own engine, unless a session is handed over."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, session: Session | None = None, **options: Any
    ) -> Any:
        """Run the notebook for the session."""
        if session is None:
            return super().execute_managed_notebook(nb_man, kernel_name, **options)
        client = SessionClient(
            nb_man,
            session,
            kernel_name=KERNEL,
            timeout=None,  # the run as a whole has a limit, kept from outside
            startup_timeout=120,
            iopub_timeout=_PATIENCE,
            coalesce_streams=True,
            raise_on_iopub_timeout=True,
            shutdown_kernel="immediate",
        )
        return client.execute(
            env=session.environment,
            cwd=str(session.folder),
            # what is written past the kernel's streams is nobody's output
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def register() -> None:
    """Make the engine known to papermill also where nb2pkg is not installed but only importable."""
    papermill_engines.register("nb2pkg", Nb2pkgEngine)


def _size(content: Any) -> int:
    """Return about how much text a message brought."""
    if isinstance(content, str):
        return len(content)
    if isinstance(content, dict):
        return sum(_size(part) for part in content.values())
    return sum(_size(part) for part in content) if isinstance(content, list) else 0
