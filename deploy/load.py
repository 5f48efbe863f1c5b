"""Many people at the unit calculator at once: real websocket clients that type minutes and wait for the answer.

The app runs as `streamlit run` runs it. Each client speaks Streamlit's own messages: it opens the calculator with
two services in the address, then changes the minutes again and again, and takes the time from sending a change until
the last part of the page that answers it has come. A change carries what Chromium was seen to send: the values of all
fields of the page, the part of the page that the field belongs to, the address and what a browser tells of itself.
Between an answer and the next change lies a second on average (`--pause`), now less and now more; who reads the answer
takes longer.

    python -m deploy.load --sessions 50 --seconds 60
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from logic.bench.measured import ROOT
from logic.bench.speed import percentile
from logic.bench.true_units import units_due

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from websockets.asyncio.client import ClientConnection

PAGE = "units"
ADDRESS = "minutes=97110-33_97140-7"
PAUSE = 1.0  # seconds between an answer and the next change, on average
START_WITHIN, ANSWER_WITHIN = 60.0, 30.0
MOST_BYTES = 64 * 2**20
UNITS = re.compile(r'class="uw-value">(\d+)')
TICKS = os.sysconf("SC_CLK_TCK")


class SessionsError(RuntimeError):
    """The app did not start, or did not answer as a browser expects."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Seconds from a change to its answer: the middle one, and the one that 95 in 100 stay under.

    ``computed``: seconds that the server worked for one change.
    """

    sessions: int
    count: int
    p50: float
    p95: float
    computed: float


def main(
    sessions: int = 50, seconds: float = 60.0, say: Callable[[str], None] = print, pause: float = PAUSE
) -> Answers:
    """Start the app, drive that many sessions for that long, and print what a change took."""
    # A loop of its own in a thread of its own: the caller may be inside another one.
    with app() as server, ThreadPoolExecutor(max_workers=1) as thread:
        answers = thread.submit(lambda: asyncio.run(drive(server, sessions, seconds, pause))).result()
    say(
        f"{answers.sessions} sessions on the unit calculator for {seconds:.0f} s, {answers.count:,} changes, "
        f"{pause:g} s after each answer: "
        f"p50 {answers.p50 * 1e3:.1f} ms, p95 {answers.p95 * 1e3:.1f} ms; "
        f"computed by the server: {answers.computed * 1e3:.1f} ms each",
    )
    return answers


@dataclass(frozen=True, slots=True)
class Server:
    """Where the app answers, and the number of its process."""

    port: int
    process: int


@contextmanager
def app(settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """The app on a free port of this machine alone, stopped afterwards. settings: more of its environment."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    options = [f"--server.port={port}", "--server.headless=true", "--server.address=127.0.0.1"]
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(  # noqa: S603 - our own app
            [sys.executable, "-m", "streamlit", "run", "app.py", *options],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), **(settings or {})},
            stdout=log,
            stderr=log,
        )
        try:
            _wait_for(port, server)
            yield Server(port, server.pid)
        except SessionsError as error:
            log.seek(0)
            said = log.read().decode(errors="replace")[-2000:]
            raise SessionsError(f"{error} {said}") from None
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_WITHIN
    while time.monotonic() < until:
        if server.poll() is not None:
            raise SessionsError("The app ended before it answered.")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
                pass
            # As a readiness probe does; a first visitor of a fresh server would be asked to load the page again.
            with urllib.request.urlopen(
                f"http://127.0.0.1:{port}/_stcore/script-health-check", timeout=START_WITHIN
            ):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise SessionsError("The app did not start in time.")


def computed(process: int) -> float:
    """Seconds of computing that a process of this machine has used so far."""
    with open(f"/proc/{process}/stat", encoding="ascii") as told:  # noqa: PTH123 - no file of ours
        fields = told.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


async def drive(server: Server, sessions: int, seconds: float, pause: float = PAUSE) -> Answers:
    """Drive the sessions at once; the first change of each, which warms it up, is left out of the times."""
    opened = asyncio.Barrier(sessions + 1)  # the sessions, and who reads the clock
    people = [Person(server.port, pause, Random(1 + number)) for number in range(sessions)]
    async with asyncio.TaskGroup() as group:
        for person in people:
            group.create_task(person.work(opened, seconds))
        await opened.wait()
        before = computed(server.process)
    spent = computed(server.process) - before
    taken = sorted(each for person in people for each in person.taken[1:])
    if not taken:
        raise SessionsError("No change was answered.")
    runs = sum(len(person.taken) for person in people)
    return Answers(sessions, len(taken), percentile(taken, 0.5), percentile(taken, 0.95), spent / runs)


@dataclass
class Person:
    """One session: what its browser would know."""

    port: int
    pause: float
    random: Random
    query: str = ADDRESS
    page_hash: str = ""
    answer: str = ""
    fragment: str = ""  # the part of the page that the fields for minutes belong to
    minutes: dict[str, int | None] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    taken: list[float] = field(default_factory=list)

    async def work(self, opened: asyncio.Barrier, seconds: float) -> None:
        """Open the page, wait for the others, then change minutes until the time is over."""
        address = f"ws://127.0.0.1:{self.port}/_stcore/stream"
        origin = f"http://127.0.0.1:{self.port}"
        async with connect(address, subprotocols=["streamlit"], origin=origin, max_size=MOST_BYTES) as line:  # type: ignore[arg-type, list-item]
            await self._ask(line)
            if len(self.minutes) < 2:
                raise SessionsError(f"The calculator shows {len(self.minutes)} fields for minutes.")
            await opened.wait()
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                await asyncio.sleep(self.random.expovariate(1 / self.pause))
                field = self.random.choice(sorted(self.minutes))
                # A browser sends nothing for a number that is typed once more.
                minutes = self.random.choice([each for each in range(1, 61) if each != self.minutes[field]])
                self.minutes[field] = minutes
                begun = time.perf_counter()
                await self._ask(line)
                self.taken.append(time.perf_counter() - begun)
                self._compare(minutes)

    def _compare(self, minutes: int) -> None:
        """An answer to somebody else's minutes, or a wrong one, is no answer."""
        shown = [int(each) for each in re.findall(r"-(\d+)", self.query)]
        if minutes not in shown or self.answer != str(units_due(sum(shown))):
            raise SessionsError(f"Typed {minutes}, the address says {self.query}, the page {self.answer}.")

    async def _ask(self, line: ClientConnection) -> None:
        """Send the state of the page as a browser does, and read until the script has finished."""
        message = BackMsg()
        state = message.rerun_script
        state.query_string = self.query
        if self.page_hash:
            state.page_script_hash = self.page_hash
        else:
            state.page_name = PAGE
        state.fragment_id = self.fragment
        for name, minutes in self.minutes.items():
            widget = state.widget_states.widgets.add()
            widget.id = name
            if minutes is not None:
                widget.int_value = minutes
        for name, text in self.texts.items():
            widget = state.widget_states.widgets.add()
            widget.id, widget.string_value = name, text
        about = state.context_info
        about.timezone, about.locale, about.color_scheme = "UTC", "en-US", "light"
        about.url = f"http://127.0.0.1:{self.port}/{PAGE}"
        await line.send(message.SerializeToString())
        async with asyncio.timeout(ANSWER_WITHIN):
            while True:
                answer = ForwardMsg()
                answer.ParseFromString(await line.recv(decode=False))
                if self._understood(answer):
                    return

    def _understood(self, answer: ForwardMsg) -> bool:
        """Take in one message; whether it is the last of the script's run."""
        kind = answer.WhichOneof("type")
        element = answer.delta.new_element if kind == "delta" else None
        shows = element.WhichOneof("type") if element is not None else None
        if kind == "navigation":
            self.page_hash = answer.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = answer.page_info_changed.query_string
        elif element is not None and shows == "number_input":
            told = element.number_input
            self.minutes.setdefault(told.id, int(told.value) if told.set_value else None)
            self.fragment = answer.delta.fragment_id
        elif element is not None and shows == "text_input":
            self.texts.setdefault(element.text_input.id, element.text_input.value)
        elif element is not None and shows == "selectbox":
            chosen = element.selectbox
            shown = chosen.raw_value if chosen.set_value else chosen.options[chosen.default]
            self.texts.setdefault(chosen.id, shown)
        elif element is not None and shows == "html":
            told_units = UNITS.search(element.html.body)  # the first: the total-time rule
            self.answer = told_units[1] if told_units else self.answer
        elif element is not None and shows == "exception":
            raise SessionsError(f"The page raised: {element.exception.message}")
        # A field asks for the answer by its name, in a run of its own that begins after this one.
        return kind == "script_finished" and answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN


if __name__ == "__main__":
    options = argparse.ArgumentParser(prog="python -m deploy.load", description=__doc__.splitlines()[0])
    options.add_argument("--sessions", type=int, default=50, help="so many people at once")
    options.add_argument("--seconds", type=float, default=60, help="for how long")
    options.add_argument(
        "--pause", type=float, default=PAUSE, help="seconds from an answer to the next change"
    )
    asked = options.parse_args()
    main(asked.sessions, asked.seconds, pause=asked.pause)
