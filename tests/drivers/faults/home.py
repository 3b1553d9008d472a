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

    def content(self, but=()):
        """All rows of all tables, by table; the index of words, which is made anew, and those settings left out."""
        tables = self.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
                           "AND name NOT LIKE 'word%'")
        rows = {name: set(map(repr, self.rows(f"SELECT * FROM {name}"))) for (name,) in tables if name != "meta"}
        rows["meta"] = {repr(row) for row in self.rows("SELECT * FROM meta") if row[0] not in but}
        return rows

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


def versions(places):
    """The versions that a store may have; the last is the program's."""
    said = subprocess.run([places.saves, "versions", "-"], check=True, capture_output=True, text=True)
    return [int(line) for line in said.stdout.split()]


def earlier(places):
    """Stores of every earlier version: one as the first program left it, and others taken back from this one's."""
    first = places.home("old")
    os.makedirs(first.data, mode=0o700)
    subprocess.run([places.saves, "old", first.data], check=True)
    homes = [first]
    for now in everything(places):
        for version in versions(places)[:-1]:
            homes.append(now.copy())
            subprocess.run([places.saves, f"back:{version}", homes[-1].data], check=True)
    return homes


def pair(places):
    """Two homes that know each other, the second once more after it read, and a request and its answer on the way."""
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
    return ada, ben, reader, request, reading


COMMENTS = 4


def desk_folder(folder, tickets, commented):
    """A help desk's export of ten days ago: tickets, people, and comments in files that only their path places; those
    without their ticket have to wait for it."""
    day = (datetime.date.today() - datetime.timedelta(days=10)).isoformat()

    def write(name, content):
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            json.dump(content, file)

    if tickets:
        write("tickets.json", {"count": len(tickets), "next_page": None, "tickets": [{
            "id": id, "url": f"https://shop.zendesk.com/api/v2/tickets/{id}.json", "subject": f"Kettle {id}",
            "description": f"Kettle {id} leaks", "status": "open", "via": {"channel": "web"}, "requester_id": 50,
            "submitter_id": 50, "assignee_id": 9, "tags": ["kettle"], "created_at": f"{day}T09:00:00Z",
            "updated_at": f"{day}T10:00:00Z"} for id in tickets]})
    write("users.json", {"next_page": None, "users": [
        {"id": 50, "name": "Tom", "email": "tom@home.example", "role": "end-user", "ticket_restriction": None},
        {"id": 9, "name": "Ada", "email": "ada@shop.example", "role": "agent", "ticket_restriction": None}]})
    for id in commented:
        write(f"tickets/{id}/comments.json", {"comments": [{
            "id": id * 100 + k, "audit_id": id * 1000 + k, "author_id": 9 if k % 2 else 50, "public": k != 2,
            "body": f"Kettle {id} leaks" if k == 0 else f"words {k} about kettle {id}",
            "created_at": f"{day}T09:{k:02}:00Z"} for k in range(COMMENTS)]})
    return folder


def everything(places):
    """Two homes in which, taken together, next to every table holds something: an agent's and her lead's."""
    ada, _, ben, _, reading = pair(places)
    shared = os.path.join(ada.folder, "shared")
    os.makedirs(shared)
    ada.well("open", reading)
    ada.well("compare", "c1", "--item", "accurate", "--agree", "yes", "--because", "the link was there")
    ada.well("exchange", shared)
    ben.well("exchange", shared)
    ben.well("compare", "c1", "--item", "accurate", "--agree", "yes")
    ben.well("exchange", shared)
    ada.well("exchange", shared)
    ada.well("card", "lead", "Ben")
    submission = os.path.join(shared, "submission.aplomb")
    ada.well("submit", "-o", submission)
    ben.well("open", submission)
    ada.well("draw", "-n", "2")
    ada.well("score", "c2", "--answers", "-", input='{"answers":{"resolved":"yes"}}')
    for home in (ada, ben):
        home.well("import", "-", "--everyone", input="".join(conversation(n, "old", day="2020-03-02") for n in range(8)))
        home.well("score", "old/old-1", "--answers", "-", input=home.answers())
        home.well("seal", "old/old-1")
        home.well("purge")
        home.well("import", desk_folder(os.path.join(home.folder, "desk"), range(1, 4), range(1, 7)), "--everyone")
        home.well("metrics", "enter", "occupancy", "81%", "--period", "2026-W06", "--note", "switchboard")
        today = datetime.date.today()
        monday = today - datetime.timedelta(days=today.weekday() + 14)
        home.well("goal", "new", "--from", "-", "--start", str(monday), "--by", str(monday + datetime.timedelta(days=91)),
                  input=home.well("goal", "new", "--template").out)
        home.well("goal", "record", "csat", "--week", str(monday), "--hits", "40", "-n", "60")
        home.well("goal", "change", "csat", "--set", 'promise="one call"', "--why", "to get there")
        home.well("goal", "promise", "csat", "--week", str(monday), "--done")
    return ada, ben
