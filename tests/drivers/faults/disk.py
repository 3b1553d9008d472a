"""A disk that fills up: a small file system in memory, filled to another level each time."""
import os
import subprocess

from home import conversation, earlier, versions, worked

LEVELS = 10
BYTES = 4 << 20


def run(places, table, rng):
    row = table.row("disk full while saving")
    small = os.path.join(places.top, "small")
    os.makedirs(small)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={BYTES}", "tmpfs", small], capture_output=True).returncode:
        row.note = "not run: this user may not mount"
        return
    try:
        template = worked(places)
        answers = template.answers("no")
        for trial in range(places.times(LEVELS) * 4):
            level(row, places, template, small, answers, rng, trial)
        row = table.row("disk full during a migration")
        for template in earlier(places):
            for trial in range(places.times(LEVELS)):
                migration(row, template, small, rng, trial, versions(places)[-1])
    finally:
        subprocess.run(["umount", small], check=False)


def fill(small, left):
    room = os.statvfs(small)
    filler = os.path.join(small, "filler")
    with open(filler, "wb") as file:
        file.write(b"\0" * max(0, room.f_bavail * room.f_frsize - left))
    return filler


def migration(row, template, small, rng, trial, newest):
    home = template.copy()
    home.data = os.path.join(small, f"data-{trial}")
    home.store = os.path.join(home.data, "aplomb.db")
    subprocess.run(["cp", "-r", template.data, home.data], check=True)
    before = home.content()
    # From nothing to more than the copy and the journal take.
    filler = fill(small, rng.randrange(0, max(80, os.path.getsize(home.store) // 2048)) * 4096)
    said = home.run("conversations", lang="fr" if trial % 2 else "en")
    row.trials += 1
    row.said(said)
    os.remove(filler)
    home.well("conversations")
    after = home.content()
    if any(after[name] != rows for name, rows in before.items() if name != "meta") or home.sound():
        row.lost(f"records: {home.sound()}")
    if home.rows("PRAGMA user_version")[0][0] != newest:
        row.lost("the migration did not come to its end")
    home.remove()
    subprocess.run(f"rm -rf {small}/*", shell=True, check=True)


def level(row, places, template, small, answers, rng, trial):
    home = template.copy()
    home.data = os.path.join(small, f"data-{trial}")
    home.store = os.path.join(home.data, "aplomb.db")
    subprocess.run(["cp", "-r", template.data, home.data], check=True)
    filler = fill(small, rng.choice([0, 4096, 8192, 16384, 65536, rng.randrange(1 << 20)]))
    lang = "fr" if trial % 2 else "en"
    # As many and as long as to go beyond what is left.
    new = "".join(conversation(n, "new", 6, words="message " * rng.randrange(1, 80)) for n in range(150))
    steps = [(("score", "shop/shop-1", "--answers", "-"), answers),
             (("import", "-"), new),
             (("seal", "shop/shop-1"), ""),
             (("export", "conversations", "-o", os.path.join(small, f"out-{trial}.jsonl")), ""),
             (("backup", os.path.join(small, f"kept-{trial}.db")), "")]
    refused = []
    for arguments, input in steps:
        said = home.run(*arguments, input=input, lang=lang)
        row.trials += 1
        row.said(said)
        if said.code:
            refused.append((arguments, input))
        elif arguments[0] == "score" and home.rows("SELECT count(*) FROM entry WHERE act LIKE '%\"no\"%'")[0][0] == 0:
            row.lost("an acknowledged answer")
    for arguments in (("conversations",), ("show", "shop/shop-2"), ("export", "conversations"), ("review", "shop/shop-2")):
        said = home.run(*arguments, lang=lang)
        row.trials += 1
        if not row.said(said) or said.code:
            row.lost(f"reading while the disk is full: {said.what}: {said.err}")
    found = home.sound()
    if found:
        row.lost(f"the doctor while the disk is full: {found}")
    os.remove(filler)
    for arguments, input in refused:
        said = home.run(*arguments, input=input)
        if said.code:
            row.lost(f"with room again: {said.what}: {said.err}")
    if home.rows("SELECT count(*) FROM conversation WHERE source = 'new' AND messages = 6")[0][0] != 150:
        row.lost("conversations of an acknowledged import")
    if home.rows("SELECT count(*) FROM conversation WHERE messages = 5")[0][0] != 20 or home.sound():
        row.lost("what was there before")
    home.remove()
    subprocess.run(f"rm -rf {small}/*", shell=True, check=True)
