"""Homes to break: the program with folders of its own, and what is in its store."""
import datetime
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time

PATIENCE = 120


class Said:
    def __init__(self, what, code, out, err):
        self.what, self.code, self.out, self.err = what, code, out, err


class Places:
    """The programs, and a folder to work in."""

    def __init__(self, aplomb, saves, top, scale):
        self.aplomb, self.saves, self.top, self.scale = aplomb, saves, top, scale
        self.made = 0

    def home(self, name="home"):
        self.made += 1
        return Home(self, os.path.join(self.top, f"{name}-{self.made}"))

    def times(self, n):
        return max(1, round(n * self.scale))


class Home:
    def __init__(self, places, folder):
        self.places, self.folder = places, folder
        self.data = os.path.join(folder, "data")
        self.store = os.path.join(self.data, "aplomb.db")
        os.makedirs(folder, mode=0o700, exist_ok=True)

    def copy(self):
        """The same home once more."""
        other = self.places.home("copy")
        if os.path.isdir(self.data):
            shutil.copytree(self.data, other.data)
        return other

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def argv(self, arguments, lang="en"):
        return [self.places.aplomb, "--data-dir", self.data, "--lang", lang, *arguments]

    def environment(self):
        return {"HOME": self.folder, "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC"}

    def begin(self, arguments, lang="en", before=(), **options):
        return subprocess.Popen(
            [*before, *self.argv(arguments, lang)], env=self.environment(), cwd=self.folder, text=True,
            errors="replace", stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)

    def run(self, *arguments, input="", lang="en", before=(), **options):
        child = self.begin(arguments, lang, before, **options)
        out, err = child.communicate(input, timeout=PATIENCE)
        return Said(" ".join(arguments), child.returncode, out, err)

    def well(self, *arguments, **options):
        said = self.run(*arguments, **options)
        assert said.code == 0, f"{said.what}: {said.code}\n{said.out}\n{said.err}"
        return said

    def killed(self, after, *arguments, input=""):
        """Runs until it ends or `after` seconds have passed. Returns whether it ended by itself, having said so."""
        child = self.begin(arguments, start_new_session=True)
        try:
            child.communicate(input, timeout=after)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.communicate()
        return child.returncode == 0

    def lasts(self, *arguments, input="", copies=3):
        """Seconds that a run takes, on copies of this home; the longest of a few."""
        longest = 0
        for _ in range(copies):
            home = self.copy()
            began = time.monotonic()
            said = home.run(*arguments, input=input)
            longest = max(longest, time.monotonic() - began)
            assert said.code == 0, f"{said.what}: {said.code}\n{said.err}"
            home.remove()
        return longest

    def sound(self):
        """What the doctor finds wrong with the store; empty when nothing."""
        said = self.run("doctor", "--json")
        try:
            checks = json.loads(said.out)["checks"]
        except ValueError:
            return f"doctor: {said.code} {said.err}"
        return "; ".join(f"{c['name']}: {c['found']}" for c in checks if c["verdict"] == "wrong")

    def rows(self, sql):
        """What is in the store now, read without the program."""
        db = sqlite3.connect(f"file:{self.store}?mode=ro", uri=True)
        try:
            return db.execute(sql).fetchall()
        finally:
            db.close()

    def answers(self, accurate="yes"):
        items = json.loads(self.well("checklist", "show", "four-pillars", "--json").out)["items"]
        return json.dumps({"answers": {
            item["id"]: accurate if item["id"] == "accurate" else "yes" for item in items if item.get("when") is None}})


def conversation(number, source, messages=5, day=None, words="message"):
    """A line of conversation JSON Lines, of ten days ago unless a day is named."""
    day = day or (datetime.date.today() - datetime.timedelta(days=10)).isoformat()
    return json.dumps({
        "id": f"{source}-{number}", "source": source, "channel": "chat", "agent": "ada@shop.example",
        "customer": f"c{number}@mail.example", "subject": f"Question {number}",
        "messages": [{
            "id": f"{number}-{k}", "at": f"{day}T10:{k % 60:02}:00Z",
            "role": "agent" if k % 2 else "customer",
            "author": "ada@shop.example" if k % 2 else f"c{number}@mail.example",
            "text": f"{words} {k} of conversation {number}, with some words to fill a line of a page or two",
        } for k in range(messages)],
    }) + "\n"


def worked(places):
    """A home with something of everything: conversations old and new, reviews begun, done and sealed."""
    home = places.home("worked")
    home.well("me", "--name", "Ada", "--alias", "ada@shop.example")
    lines = "".join(conversation(n, "shop") for n in range(1, 9))
    old = "".join(conversation(n, "old", day="2020-03-02") for n in range(1, 13))
    home.well("import", "-", input=lines + old)
    answers = home.answers()
    for reference in ("shop/shop-1", "shop/shop-2"):
        home.well("score", reference, "--answers", "-", input=answers)
    home.well("seal", "shop/shop-2")
    home.well("score", "shop/shop-3", "--answers", "-", input='{"answers":{"resolved":"yes"}}')
    return home


def pair(places):
    """Two homes that know each other, and a request and its answer on the way between them."""
    ada, ben = places.home("ada"), places.home("ben")
    between = os.path.join(places.top, f"between-{places.made}")
    os.makedirs(between)
    cards = {}
    for home, name in ((ada, "Ada"), (ben, "Ben")):
        cards[name] = os.path.join(between, name)
        home.well("me", "--name", name)
        home.well("card", "show", "-o", cards[name])
    ada.well("me", "--alias", "ada@shop.example")
    ada.well("card", "add", cards["Ben"])
    ben.well("card", "add", cards["Ada"])
    ada.well("import", "-", input="".join(conversation(n, "shop") for n in range(1, 4)))
    ada.well("score", "c1", "--answers", "-", input=ada.answers())
    ada.well("seal", "c1")
    request, reading = os.path.join(between, "request.aplomb"), os.path.join(between, "reading.aplomb")
    ada.well("ask", "c1", "--peer", "Ben", "-o", request)
    reader = ben.copy()
    reader.well("open", request)
    reader.well("score", "c1", "--answers", "-", input=reader.answers("no"))
    reader.well("seal", "c1")
    reader.well("reply", "c1", "-o", reading)
    reader.remove()
    return ada, ben, request, reading
