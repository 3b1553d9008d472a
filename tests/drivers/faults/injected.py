"""Calls of the system that fail: strace makes the k-th one (or every one from the k-th on) return an error, command by
command. Whatever the program said was done is there, whatever was there before still is, and it says what went wrong."""
import json
import os
import re
import shutil
import subprocess

from home import Said, conversation, desk_folder, earlier, everything, pair, versions, worked

ERRORS = {
    "pwrite64": ("EIO", "ENOSPC", "EDQUOT"),
    "fdatasync": ("EIO", "ENOSPC", "EDQUOT"),
    "fsync": ("EIO", "ENOSPC", "EDQUOT"),
    "ftruncate": ("EIO", "ENOSPC", "EDQUOT"),
    "openat": ("EIO", "ENOSPC", "EDQUOT", "EACCES"),
    "rename": ("EIO", "ENOSPC", "EDQUOT", "EACCES"),
    "unlink": ("EIO", "ENOSPC", "EDQUOT", "EACCES"),
    "fcntl": ("ENOLCK",),
}
# The C library may call either.
TWINS = {"rename": "rename,renameat,renameat2", "unlink": "unlink,unlinkat"}
STRACE = ("strace", "-f", "-qq", "--seccomp-bpf")


def run(places, table, rng):
    if not shutil.which("strace"):
        table.skipped("errors of the system (strace)", "strace is not installed")
        return
    commands(places, table, rng)
    stubborn(places, table, rng)


def inside(home, name):
    return os.path.join(home.folder, name)


def steps(places):
    """What is run, on a copy of which home, and how to see in a home that it was done."""
    work = worked(places)
    ada, ben, _, request, reading = pair(places)
    work.well("backup", inside(work, "earlier.db"))
    new = "".join(conversation(n, "new") for n in range(30))

    def count(sql, wanted):
        return lambda home: home.rows(sql)[0][0] == wanted

    def file(name, holds):
        return lambda home: os.path.exists(inside(home, name)) and holds(inside(home, name))

    def lines(path):
        with open(path, encoding="utf-8") as export:
            return len([json.loads(line) for line in export]) == 20

    def whole(path):
        db = subprocess.run([places.saves, "count", os.path.dirname(path)], capture_output=True)
        return db.returncode == 0

    yield work, ("me", "--name", "Zoé"), "", count("SELECT count(*) FROM meta WHERE value LIKE '%Zoé%'", 1)
    yield work, ("import", "-"), new, count("SELECT count(*) FROM conversation WHERE source = 'new' AND messages = 5", 30)
    yield work, ("score", "shop/shop-3", "--answers", "-"), '{"answers":{"accurate":"no"}}', count(
        "SELECT count(*) FROM entry WHERE act LIKE '%accurate%no%' AND review = 3", 1)
    yield work, ("seal", "shop/shop-1"), "", count("SELECT count(*) FROM sealed", 2)
    yield work, ("void", "shop/shop-2", "--why", "a test"), "", count("SELECT voided FROM sealed", 1)
    yield work, ("draw", "-n", "3", "--since", "30d"), "", count("SELECT count(*) FROM drawn", 3)
    yield work, ("purge",), "", count("SELECT count(*) FROM conversation WHERE source = 'old'", 0)
    yield work, ("export", "conversations", "-o", "{}/out.jsonl"), "", file("out.jsonl", lines)
    yield work, ("backup", "{}/kept/aplomb.db"), "", file("kept/aplomb.db", whole)
    yield work, ("restore", "earlier.db"), "", count("SELECT count(*) FROM conversation", 20)
    yield ben, ("open", request), "", count("SELECT count(*) FROM exchange", 1)
    yield ada, ("open", reading), "", count("SELECT count(*) FROM bundle WHERE outgoing = 1", 2)
    agent, _ = everything(places)
    # The tickets whose comments wait in it.
    tickets = desk_folder(inside(agent, "tickets"), range(4, 7), ())
    yield agent, ("import", "--everyone", tickets), "", count(
        "SELECT count(*) FROM conversation WHERE source = 'zendesk' AND messages = 4 "
        "AND NOT EXISTS(SELECT 1 FROM waiting)", 6)
    yield agent, ("erase", "--customer", "c2@mail.example"), "", count(
        "SELECT count(*) FROM conversation WHERE customer = 'c2@mail.example'", 0)
    yield agent, ("restore", "--rescue"), "", count("SELECT count(*) FROM waiting", 12)
    for old in earlier(places)[:5]:
        yield old, ("me", "--name", "Zoé"), "", count("PRAGMA user_version", versions(places)[-1])


def copied(home):
    """A copy with the files beside the store, too."""
    other = home.copy()
    for name in os.listdir(home.folder):
        if name.endswith(".db"):
            shutil.copy(inside(home, name), inside(other, name))
    return other


def traced(home, arguments, input, options, lang):
    log = inside(home, "strace")
    arguments = [part.replace("{}", home.folder) for part in arguments]
    return home.run(*arguments, input=input, lang=lang, before=(*STRACE, "-o", log, *options))


def calls(home, arguments, input, call):
    """How many there are, and how many come before the first that touches the home."""
    trial = copied(home)
    said = traced(trial, arguments, input, ("-e", f"trace={TWINS.get(call, call)}"), "en")
    assert said.code == 0, f"{said.what}: {said.err}"
    with open(inside(trial, "strace"), encoding="utf-8", errors="replace") as log:
        lines = [line for line in log if re.match(r"\d+ +\w+\(", line)]
    first = 0
    if call == "openat":
        first = next((n for n, line in enumerate(lines) if trial.folder in line), len(lines))
    trial.remove()
    return len(lines), first


def commands(places, table, rng):
    rows = {call: table.row(f"{call} fails: {', '.join(errors)}") for call, errors in ERRORS.items()}
    fresh = 0
    counted = dict.fromkeys(ERRORS, 0)
    for home, arguments, input, done in steps(places):
        before = remembered(home)
        for call, errors in ERRORS.items():
            count, first = calls(home, arguments, input, call)
            counted[call] += count - first
            for error in errors:
                wanted = places.times(2)
                for k in sorted(rng.sample(range(first + 1, count + 1), min(wanted, count - first))):
                    fresh += 1
                    once(rows[call], home, arguments, input, done, before, (call, error, k, "+" if fresh % 2 else ""))


    for call, count in counted.items():
        rows[call].note = f"of {count} calls" if count else "never called"


def once(row, template, arguments, input, done, before, fault):
    call, error, k, on = fault
    home = copied(template)
    lang = "fr" if row.trials % 3 == 2 else "en"
    inject = f"inject={TWINS.get(call, call)}:error={error}:when={k}{on}"
    said = traced(home, arguments, input, ("-e", f"trace={TWINS.get(call, call)}", "-e", inject), lang)
    said = Said(f"{said.what} [{call} {error} {k}{on}]", said.code, said.out, said.err)
    row.trials += 1
    row.said(said)
    found = home.sound()
    if not os.path.exists(home.store):
        row.lost(f"{said.what}: there is no store any more")
    elif found:
        row.lost(f"{said.what}: the doctor: {found}\n{said.err}")
    elif said.code == 0 and not done(home):
        row.lost(f"{said.what}: it said that it was done\n{said.out}{said.err}")
    elif arguments[0] not in ("purge", "erase") and not before <= remembered(home):
        row.lost(f"{said.what}: what was there before: {before - remembered(home)}")
    home.remove()


def remembered(home):
    """Records that no step of these takes away, purge aside."""
    found = set(home.rows("SELECT 'c', source, external_id, messages, snapshot FROM conversation"))
    found |= set(home.rows("SELECT 'e', review, place, act, digest FROM entry"))
    found |= set(home.rows("SELECT 's', review, seal, nonce, answers FROM sheet"))
    return found


def stubborn(places, table, rng):
    """One process that goes on saving after an error: nothing is acknowledged until the store was opened again."""
    row = table.row("saves after an I/O error, in the same process")
    acknowledged = 0
    for trial in range(places.times(60)):
        home = places.home()
        os.makedirs(home.data, mode=0o700)
        subprocess.run([places.saves, "prepare", home.data], check=True, capture_output=True)
        call = ("pwrite64", "fdatasync", "ftruncate")[trial % 3]
        error = ("EIO", "EDQUOT")[trial // 3 % 2]
        k = rng.randint(1, 60)
        child = subprocess.run(
            [*STRACE, "-o", os.devnull, "-e", f"inject={call}:error={error}:when={k}", places.saves, "stubborn", home.data],
            capture_output=True, text=True, errors="replace")
        row.trials += 1
        lines = child.stdout.splitlines()
        failed = next((n for n, line in enumerate(lines) if line.startswith("ERR ")), len(lines))
        acks = [int(line.split()[1]) for line in lines[:failed] if line.startswith("ACK ")]
        acknowledged += len(acks)
        late = [line for line in lines[failed:] if line.startswith("ACK ")]
        if late:
            row.lost(f"{call} {error} {k}: acknowledged after the error: {lines[failed:]}")
        row.said(Said(f"stubborn [{call} {error} {k}]", child.returncode and 1, "", "\n".join(line for line in lines if not line.startswith("ACK "))))
        counted = subprocess.run([places.saves, "count", home.data], capture_output=True, text=True)
        if counted.returncode or int(counted.stdout) < max(acks, default=0):
            row.lost(f"{call} {error} {k}: acknowledged {max(acks, default=0)}, found {counted.stdout.strip()}")
        home.remove()
    row.note = f"{acknowledged} acknowledged before, 0 after"
