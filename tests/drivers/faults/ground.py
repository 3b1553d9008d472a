"""Where the store lies: folders and disks that may not be written, that are copied behind our back, or that lie on
another machine."""
import os
import shutil
import subprocess

from home import Home, conversation, worked

NOBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
READS = (("conversations",), ("show", "shop/shop-2"), ("export", "conversations"), ("review", "shop/shop-2"),
         ("export", "reviews"), ("doctor",))
WRITES = (("me", "--name", "X"), ("import", "-"), ("seal", "shop/shop-1"), ("draw", "-n", "2", "--since", "30d"),
          ("purge",), ("void", "shop/shop-2", "--why", "x"), ("score", "shop/shop-3", "--answers", "-"))


def run(places, table, _):
    protected(places, table)
    another(places, table)
    mounted(places, table)
    synced(places, table)
    networked(places, table)


def everything(folder):
    found = []
    for where, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(where, name), "rb") as file:
                found.append((os.path.join(where, name), file.read()))
    return sorted(found)


def viewed(row, home, before=()):
    """Everything that reads works, everything that writes is refused with a sentence, nothing is touched."""
    files = everything(home.data)
    for lang in ("en", "fr"):
        for arguments in READS:
            said = home.run(*arguments, lang=lang, before=before)
            row.trials += 1
            row.word(said)
            if said.code:
                row.lost(f"not readable: {said.what}: {said.code} {said.err} {said.out}")
        for arguments in WRITES:
            said = home.run(*arguments, lang=lang, before=before, input=conversation(1, "new") if "import" in arguments
                            else '{"answers":{"accurate":"no"}}')
            row.trials += 1
            if not row.said(said) or said.code != 1:
                row.lost(f"written: {said.what}")
    if everything(home.data) != files:
        row.lost("files were changed or made")


def protected(places, table):
    row = table.row("store 0400 in a folder 0500, as its owner")
    home = worked(places)
    os.chmod(home.store, 0o400)
    os.chmod(home.data, 0o500)
    if os.geteuid() == 0 and shutil.which("setpriv"):
        # Modes bind no root.
        subprocess.run(["chown", "-R", "65534:65534", home.folder], check=True)
        binary = os.path.join(places.top, "aplomb")
        shutil.copy(places.aplomb, binary)
        os.chmod(binary, 0o755)
        home.places.aplomb, kept = binary, places.aplomb
        viewed(row, home, NOBODY)
        home.places.aplomb = kept
        row.note = "as user nobody"
    else:
        viewed(row, home)
    os.chmod(home.data, 0o700)


def another(places, table):
    if os.geteuid():
        table.skipped("store of another person", "only root can make one")
        return
    row = table.row("store of another person")
    home = worked(places)
    subprocess.run(["chown", "-R", "65534:65534", home.data], check=True)
    viewed(row, home)


def mounted(places, table):
    row = table.row("disk mounted for reading only")
    home = worked(places)
    disk = os.path.join(places.top, "disk")
    os.makedirs(disk)
    if subprocess.run(["mount", "--bind", home.data, disk], capture_output=True).returncode:
        row.note = "not run: this user may not mount"
        return
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", disk], check=True)
        home.data, home.store = disk, os.path.join(disk, "aplomb.db")
        viewed(row, home)
        # A store that is not there yet cannot be made.
        empty = Home(places, os.path.join(places.top, "elsewhere"))
        empty.data = os.path.join(disk, "new")
        said = empty.run("me", "--name", "X")
        row.trials += 1
        if not row.said(said) or said.code != 1:
            row.lost("a store was made on it")
    finally:
        subprocess.run(["umount", disk], check=False)


def synced(places, table):
    row = table.row("folder that is copied by another program")
    for name, marker in (("Dropbox", ""), ("OneDrive - Example", ""), ("Nextcloud", ""), ("iCloud Drive", ""),
                         ("Mobile Documents", ""), ("GoogleDrive-ada", ""), ("Sync", ".stfolder/"),
                         ("work", ".dropbox.cache/"), ("cloud", ".nextcloudsync.log")):
        for lang in ("en", "fr"):
            home = places.home()
            above = os.path.join(home.folder, name)
            os.makedirs(above)
            if marker.endswith("/"):
                os.makedirs(os.path.join(above, marker))
            elif marker:
                open(os.path.join(above, marker), "w", encoding="utf-8").close()
            home.data = os.path.join(above, "aplomb")
            home.store = os.path.join(home.data, "aplomb.db")
            said = home.run("me", "--name", "Ada", lang=lang)
            row.trials += 1
            row.word(said)
            if said.code or not any(word in said.err for word in ("synchronised", "synchronisé")):
                row.lost(f"{name} {marker}: not a word: {said.code} {said.err}")
            if home.run("doctor", lang=lang).code:
                row.lost(f"{name}: {home.sound()}")


def networked(places, table):
    row = table.row("disk of another machine, as the kernel calls it")
    # The kernel's list of mounts, laid over its own for one process.
    shell = 'mount --bind "$1" /proc/$$/mountinfo && shift && exec "$@"'
    home = worked(places)
    listed = os.path.join(places.top, "mounts")
    for kind in ("nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "fuse.rclone", "afs"):
        with open(listed, "w", encoding="utf-8") as mounts:
            mounts.write(f"1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 0:5 / {home.folder} rw - {kind} host:/home rw\n")
        for lang in ("en", "fr"):
            before = ("unshare", "-m", "sh", "-c", shell, "sh", listed)
            said = home.run("score", "shop/shop-3", "--answers", "-", lang=lang, before=before,
                            input='{"answers":{"accurate":"no"}}')
            if "mount:" in said.err or "unshare:" in said.err:
                row.note = "not run: this user may not mount"
                return
            row.trials += 1
            row.word(said)
            if said.code or kind not in said.err:
                row.lost(f"{kind}: not a word: {said.code} {said.err}")
    if home.sound():
        row.lost(home.sound())
