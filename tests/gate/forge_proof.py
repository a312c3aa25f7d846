"""Forge envelopes with care: every hash in the file is right again, and only what it proves is not.

forge_proof.py PROGRAM ENVELOPE WORK: makes the forgeries, has each checked, and says which was not seen through.
"""
import hashlib
import re
import struct
import subprocess
import sys
import zlib

program, envelope, work = sys.argv[1:4]
TYPES = {1: "commit", 2: "tree", 3: "blob"}
NUMBERS = {word: number for number, word in TYPES.items()}


def oid(kind, data):
    return hashlib.sha1(b"%s %d\0" % (kind.encode(), len(data)) + data).hexdigest()


def read(path):
    raw = open(path, "rb").read()
    end = raw.index(b"\nPage-SHA-256: ") + 1
    page, pack = raw[:end], raw[raw.index(b"\n", end) + 1:]
    names = re.findall(rb"^(?:commit|tree|blob) [0-9a-f]{40} (.*)$", page, re.M)
    objects, at = [], 12
    for name in names:
        byte = pack[at]
        at += 1
        kind = TYPES[byte >> 4 & 7]
        while byte & 128:
            byte = pack[at]
            at += 1
        inflate = zlib.decompressobj()
        data = inflate.decompress(pack[at:])
        at = len(pack) - len(inflate.unused_data)
        objects.append([kind, data, name.decode()])
    assert at == len(pack) - 20
    return page.decode(), objects


def pack_of(objects):
    out = b"PACK" + struct.pack(">II", 2, len(objects))
    for kind, data, _ in objects:
        size, byte, head = len(data) >> 4, NUMBERS[kind] << 4 | len(data) & 15, b""
        while size:
            head += bytes([byte | 128])
            byte, size = size & 127, size >> 7
        out += head + bytes([byte]) + zlib.compress(data)
    return out + hashlib.sha1(out).digest()


def write(path, page, objects, commit=None, pack=None):
    pack = pack or pack_of(objects)
    page = page[:page.index("\nObjects: ") + 1]
    if commit:
        page = re.sub(r"(?m)^Commit: .*$", "Commit: " + commit, page)
    page += "Objects: %d\n" % len(objects)
    page += "".join("%s %s %s\n" % (kind, oid(kind, data), name) for kind, data, name in objects)
    page += "Pack-Bytes: %d\nPack-SHA-256: %s\n" % (len(pack), hashlib.sha256(pack).hexdigest())
    page = page.encode()
    with open(path, "wb") as f:
        f.write(page + b"Page-SHA-256: %s\n" % hashlib.sha256(page).hexdigest().encode() + pack)


failed = tried = 0


def expect(what, status, words, path=work + "/forged.proof"):
    """status: exit statuses that will do; words: a pattern of what must be said."""
    global failed, tried
    tried += 1
    ran = subprocess.run([program, "check-proof", path], capture_output=True, text=True, errors="replace", check=False)
    said = ran.stdout + ran.stderr
    if ran.returncode not in status or not re.search(words, said):
        failed += 1
        print("%s: exit %d, wanted %s and '%s': %s" % (what, ran.returncode, status, words, said[:600]))


page, objects = read(envelope)
by_id = {oid(kind, data): (kind, data) for kind, data, _ in objects}
commit_id = re.search(r"(?m)^Commit: (.*)$", page).group(1)
commit = by_id[commit_id][1]
parent_id = re.search(rb"(?m)^parent (.*)$", commit).group(1).decode()
forged = work + "/forged.proof"

write(forged, page, objects)
expect("nothing forged", [0], "byte for byte")

# Every document and rule in turn: changed, left out. A list's member that is left out is told of as taken on trust.
for i, (kind, data, name) in enumerate(objects):
    if kind == "commit":
        continue
    changed = objects[:i] + [[kind, data[:-1] + b"\r" if kind == "blob" else data[:-1] + bytes([data[-1] ^ 1]), name]] + objects[i + 1:]
    write(forged, page, changed)
    expect("%s changed" % name, [1], re.escape(name))
    write(forged, page, objects[:i] + objects[i + 1:])
    if kind == "blob":
        expect("%s left out" % name, [0, 1], re.escape(name) + "|whose texts are not enclosed|is missing|not enclosed")
    else:
        expect("%s left out" % name, [1], "neither that commit|is missing|not at hand|does not prove")

# A document more, that no tree names; the commit under another event.
write(forged, page, objects + [["blob", b"a stranger\n", "stranger.md"]])
expect("a stranger enclosed", [1], "stranger.md.*neither that commit")
write(forged, re.sub(r"(?m)^Event: .*$", "Event: 4", page), objects)
expect("another event claimed", [1], "speaks of event 4")
write(forged, re.sub(r"(?m)^Path: .*$", "Path: partnership.yaml", page), objects)
expect("another path claimed", [0, 1], "partnership.yaml")
write(forged, page, objects, commit=parent_id)
expect("the state before it passed off as the change", [1], "neither that commit|does not prove|not enclosed|speaks of")
write(forged, page, objects, commit="0" * 40)
expect("a commit that is not enclosed", [1], "not enclosed")


def rewritten(old, new, count=0):
    data = re.sub(old, new, commit, count=count, flags=re.M)
    assert data != commit, old
    return [[kind, data if d == commit else d, name] for kind, d, name in objects], oid("commit", data)


# Another ruling, another person, another day, other rules, another number: the commit made anew with a right id.
for what, old, new, words in [
    ("a finding turned", rb"\| satisfied \|", b"| waived |", "the ruling says"),
    ("a finding dropped", rb"^ accepted\n.*\n", b" accepted\n", "the ruling says|not what the rules make"),
    ("another verdict", rb"^ accepted$", b" refused", "the ruling says"),
    ("a stranger acts", rb"^By: .*$", b"By: nobody-known", "nobody-known"),
    ("a person without the post enters", rb"^Entered-By: .*$", b"Entered-By: lucy-tran", "lucy-tran|may not|the ruling says"),
    ("another number", rb"^Event: .*$", b"Event: 999", "999"),
    ("rules that are not enclosed", rb"^Rules: .*$", b"Rules: " + b"1" * 40, "1111"),
    ("no ruling at all", rb"\n\nEvent: (?s:.*)\Z", b"\n", "passed no gate"),
]:
    altered, new_id = rewritten(old, new)
    write(forged, page, altered, commit=new_id)
    expect(what, [1], words)

# The pack itself: too long an object, one that unpacks for ever, deltas, a count that lies.
good = pack_of(objects)
for what, bad in [
    ("a count too high", good[:8] + struct.pack(">I", len(objects) + 1) + good[12:]),
    ("a count beyond all bounds", good[:8] + b"\xff\xff\xff\xff" + good[12:]),
    ("another version", good[:4] + struct.pack(">I", 3) + good[8:]),
    ("no objects at all", b"PACK" + struct.pack(">II", 2, 0)),
    ("an object of 2 GB", good[:12] + b"\xbf\xff\xff\xff\x7f" + zlib.compress(b"x") + b"\0" * 20),
    ("an object that unpacks beyond its length", good[:12] + b"\x31" + zlib.compress(b"\0" * 50000000, 9) + b"\0" * 20),
    ("a delta", good[:12] + b"\x65" + b"\x05" + zlib.compress(b"delta") + b"\0" * 20),
    ("a closing hash of another pack", good[:-20] + b"\0" * 20),
    ("bytes behind the last object", good[:-20] + b"more" + hashlib.sha1(good[:-20] + b"more").digest()),
]:
    write(forged, page, objects, pack=bad)
    expect(what, [6], "pack")

for what, text in [("an empty file", b""), ("only its first line", b"Minutebook proof 1\n"), ("a page for ever", b"Minutebook proof 1\n" + b"x\n" * 5000000),
                   ("another file", b"%PDF-1.4\n" + b"\0" * 1000)]:
    open(forged, "wb").write(text)
    expect(what, [6], "proof")
print("%d of %d forged envelopes seen through" % (tried - failed, tried))
sys.exit(1 if failed else 0)
