#!/usr/bin/env python3
"""One long session of the app, driven by its keys on a pseudo-terminal.

    app_answers.py APLOMB FOLDER EXPORT.jsonl [ANSWERS]

Takes EXPORT into a new store in FOLDER (its conversations must have one agent), then opens the app there and answers
item after item, with an undo now and then. `ACK n` is printed when the screen says `saved` after the n-th entry of the
log and counts as many items left as it must. Standard library only.
"""
import fcntl
import json
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
import unicodedata

ROWS, COLUMNS = 30, 110
PATIENCE = 60


class Screen:
    """As much of a terminal as the app uses."""

    SEQUENCE = re.compile(r"\x1b(?:\[([?>]?)([\d;]*)([@-~])|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][0B]|[=>78M])")

    def __init__(self):
        self.cells = [[" "] * COLUMNS for _ in range(ROWS)]
        self.row = self.column = 0
        self.rest = ""

    def feed(self, text):
        text, at = self.rest + text, 0
        self.rest = ""
        while at < len(text):
            if text[at] == "\x1b":
                found = self.SEQUENCE.match(text, at)
                if not found:
                    self.rest = text[at:]
                    return
                if found[3] and not found[1]:
                    self.control(found[3], [int(n or 0) for n in found[2].split(";")])
                at = found.end()
                continue
            self.put(text[at])
            at += 1

    def control(self, final, numbers):
        first = numbers[0]
        if final in "Hf":
            self.row = max(first, 1) - 1
            self.column = max(numbers[1] if len(numbers) > 1 else 1, 1) - 1
        elif final == "G":
            self.column = max(first, 1) - 1
        elif final == "J":
            self.cells = [[" "] * COLUMNS for _ in range(ROWS)]
        elif final == "K":
            self.cells[self.row][self.column:] = [" "] * (COLUMNS - self.column)
        elif final in "ABCD":
            step = max(first, 1)
            self.row += {"A": -step, "B": step}.get(final, 0)
            self.column += {"D": -step, "C": step}.get(final, 0)

    def put(self, c):
        if c == "\r":
            self.column = 0
        elif c == "\n":
            self.row = min(self.row + 1, ROWS - 1)
        elif unicodedata.combining(c) == 0 and c >= " ":
            if self.row < ROWS and self.column < COLUMNS:
                self.cells[self.row][self.column] = c
            self.column += 2 if unicodedata.east_asian_width(c) in "WF" else 1

    def line(self, row):
        return "".join(self.cells[row]).rstrip()

    def text(self):
        return "\n".join(self.line(row) for row in range(ROWS))


class App:
    def __init__(self, argv, environment):
        self.screen = Screen()
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            os.execve(argv[0], argv, environment)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    def type(self, keys):
        os.write(self.terminal, keys.encode())

    def until(self, holds, what):
        """Reads on until the screen is as it should be."""
        end = time.monotonic() + PATIENCE
        while not holds(self.screen):
            if time.monotonic() > end:
                sys.exit(f"waited in vain for {what}:\n{self.screen.text()}")
            if select.select([self.terminal], [], [], 0.5)[0]:
                self.screen.feed(os.read(self.terminal, 1 << 16).decode("utf-8", "replace"))


def footer_says(left, saved):
    count = "all answered" if left == 0 else f"{left} left"
    pattern = re.compile(re.escape(count) + (r", saved \d\d:\d\d$" if saved else "$"))
    return lambda screen: pattern.search(screen.line(ROWS - 1)) is not None


def main():
    aplomb, folder, export = sys.argv[1:4]
    wanted = int(sys.argv[4]) if len(sys.argv) > 4 else 45
    home = folder.rstrip("/") + ".home"
    os.makedirs(home, exist_ok=True)
    environment = {"HOME": home, "PATH": os.environ["PATH"], "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    run = [os.path.abspath(aplomb), "--data-dir", folder, "--lang", "en"]
    with open(export, encoding="utf-8") as lines:
        agent = json.loads(lines.readline())["agent"]
    for command in (["me", "--name", "Ada", "--alias", agent], ["import", export]):
        subprocess.run(run + command, env=environment, check=True, stdout=subprocess.DEVNULL)

    app = App(run, environment)
    saves = 0

    def saved(left):
        nonlocal saves
        app.until(footer_says(left, True), f"save {saves + 1}, {left} left")
        saves += 1
        os.write(1, b"ACK %d\n" % saves)

    app.until(lambda screen: "Today" in screen.line(0), "the first screen")
    conversation = 0
    while saves < wanted:
        app.type("\x1bOR")
        app.until(lambda screen: "newest first" in screen.line(1), "the list")
        app.type("g" + "j" * conversation + "\r")
        app.until(footer_says(30, False), "an empty review")
        conversation += 1
        left = 30
        # What is said after the last answer stands where `saved` stood, too.
        while left > 1 and saves < wanted:
            # The first item has one behind it that only a no asks for.
            app.type("y" if left == 30 or saves % 3 else "n")
            left -= 1
            saved(left)
            if left % 7 == 3:
                # Its own word stands where `saved` stood, so the next save acknowledges it.
                app.type("u")
                app.until(lambda screen: "Undone" in screen.line(ROWS - 1), "the undo")
                saves += 1
                app.type("y")
                saved(left)
    app.type("\x11")
    while True:
        try:
            if not os.read(app.terminal, 1 << 16):
                break
        except OSError:
            break
    _, status = os.waitpid(app.child, 0)
    sys.exit(os.waitstatus_to_exitcode(status))


main()
