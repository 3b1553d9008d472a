"""What every bench has in common: whole processes, what they took, and the rows of the table that run.py prints.

A row stands on standard output as a line that people read, and, where BENCH_ROWS names a file, in it as JSON.
"""
import dataclasses
import json
import os
import signal
import statistics
import subprocess
import sys
import threading
import time


@dataclasses.dataclass
class Took:
    """Wall time and processor time in seconds, highest resident memory in bytes, and what was said."""

    seconds: float
    processors: float
    memory: int
    said: str


def run(command, stdin=None, accept=(0,), watch=None, every=10.0):
    """Runs a process to its end; any exit code but an accepted one ends the bench.

    A fork of this small process is what is measured: its own 10 MB or so are the least that can be seen. `watch` is
    called with seconds and resident bytes while it runs.
    """
    command = [str(part) for part in command]
    read, write = os.pipe()
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        try:
            os.dup2(write, 1)
            os.close(read)
            source = os.open(stdin or os.devnull, os.O_RDONLY)
            os.dup2(source, 0)
            signal.signal(signal.SIGPIPE, signal.SIG_DFL)
            os.execvp(command[0], command)
        finally:
            os._exit(127)
    os.close(write)
    over = threading.Event()
    watcher = None
    if watch:
        def look():
            while not over.wait(every):
                watch(time.monotonic() - began, resident(child))

        watcher = threading.Thread(target=look)
        watcher.start()
    with os.fdopen(read, errors="replace") as pipe:
        said = pipe.read()
    _, status, usage = os.wait4(child, 0)
    seconds = time.monotonic() - began
    over.set()
    if watcher:
        watcher.join()
    code = os.waitstatus_to_exitcode(status)
    if code not in accept:
        sys.exit(f"{' '.join(command)}: exit {code}\n{said[-2000:]}")
    return Took(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, said)


def resident(process):
    """Resident memory in bytes; 0 once it is gone."""
    try:
        with open(f"/proc/{process}/statm") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def found(program):
    """The version that a program tells, or None where it is not there."""
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.split()
    except (OSError, subprocess.CalledProcessError):
        return None
    return next((word.strip(",") for word in said if word[:1].isdigit()), "?")


def middle(sides, key="seconds"):
    """The median of what several runs took."""
    return statistics.median(getattr(took, key) for took in sides)


def size(count):
    """Bytes for people."""
    return f"{count / 1e6:,.0f} MB" if count >= 1e7 else f"{count / 1e6:.1f} MB"


def row(bench, what, ours, peer="", theirs=(), bytes_ours=None, bytes_theirs=None, note=""):
    """One row: medians over turns, the highest memory of all, and how many times as fast as the peer."""
    def side(runs, count):
        if not runs:
            return None
        return {
            "seconds": middle(runs), "processors": middle(runs, "processors"),
            "memory": max(took.memory for took in runs), "bytes": count,
        }

    made = {
        "bench": bench, "what": what, "turns": len(ours), "ours": side(ours, bytes_ours), "peer": peer,
        "theirs": side(theirs, bytes_theirs), "note": note,
    }
    put(made)
    print(line(made), flush=True)


def put(made):
    """Keeps a row for the table."""
    if rows := os.environ.get("BENCH_ROWS"):
        with open(rows, "a") as file:
            file.write(json.dumps(made) + "\n")


def ratios(made):
    """How many times as fast as the peer, by wall time and by processor time; empty where there is no peer."""
    def of(key):
        ours, theirs = (made[side][key] if made[side] else 0 for side in ("ours", "theirs"))
        return f"{theirs / ours:.2f}" if ours and theirs else ""

    return of("seconds"), of("processors")


def line(made):
    """A row for people."""
    def side(name, took):
        text = f"{name} {took['seconds']:.3f} s wall, {took['processors']:.3f} s of processors, {size(took['memory'])}"
        return text + (f", file {size(took['bytes'])}" if took["bytes"] else "")

    text = f"{made['what']}: {side('aplomb', made['ours'])}"
    if made["theirs"]:
        wall, processors = ratios(made)
        text += f"; {side(made['peer'], made['theirs'])}; {wall} times as fast (wall), {processors} (processors)"
    return text + (f" ({made['note']})" if made["note"] else "")
