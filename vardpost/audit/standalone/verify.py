#!/usr/bin/env python3
"""Check an export of Vårdpost's ledger: python3 verify.py [FOLDER] [--key ID] [--heads FILE] [--json]

Needs Python 3.9 or newer and the package `cryptography`, and nothing else: no database, no network,
nothing of the product. Exit code 0: whole. 1: broken, with the place named. 2: it cannot be told.

How it works. Each line of leaves.jsonl is one entry of the ledger. Its leaf is SHA-256 of a zero
byte and the line. Leaves are joined in pairs, SHA-256 of a one byte and both hashes, until one hash
is left: the root (RFC 6962). A head says which root a log had at which size and moment, and is signed
with Ed25519. So no line can be altered, removed, inserted or moved without giving another root than
the one that was signed. Heads were also told elsewhere when they were made: hold them against those
with --heads, and the first key against the one you know with --key.

An export of chosen entries (about one person or unit) holds a proof for each line. Whether a line
was left out when they were chosen no proof can tell: whoever exported signed what was asked for,
how many lines that gave and their hash (chosen.jsonl). What is missing there was missing then.
"""

import argparse
import base64
import binascii
import json
import sys
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    sys.exit("verify.py needs the package cryptography: python3 -m pip install cryptography")

#: What is signed of each kind, one line a field, in this order.
KINDS = {
    "head": ("log", "number", "size", "root", "at", "previous", "seen", "key"),
    "key": ("key", "public", "at", "by"),
    "chosen": ("at", "what", "since", "until", "rows", "digest", "key"),
    "incident": ("at", "id", "what", "since", "until", "digest", "key"),
}


class Broken(Exception):
    """Something is not as it was sealed; the text names the place."""


class CannotTell(Exception):
    """Something that is needed is missing or unreadable."""


# Statements


def text_of(data):
    """Return what is signed of a head or a key."""
    lines = ["vardpost audit %s 1" % data["kind"]]
    lines += ["%s %s" % (name, data[name]) for name in KINDS[data["kind"]]]
    return "".join(line + "\n" for line in lines).encode()


def statements(file):
    """Yield the heads and keys of a file."""
    with open(file, "rb") as source:
        for number, line in enumerate(source, 1):
            try:
                data = json.loads(line)
                if data["kind"] in KINDS:
                    text_of(data)
                    yield data
            except (ValueError, KeyError, TypeError) as error:
                raise CannotTell(
                    "%s, line %d is no statement: %s" % (file, number, error)
                ) from error


def is_signed(data, key):
    """Tell whether a key signed a statement."""
    try:
        key.verify(base64.b64decode(data["signature"]), text_of(data))
    except (InvalidSignature, binascii.Error, KeyError):
        return False
    return True


def read_keys(file, wanted=""):
    """Return the public keys of a list, each signed by the one before it."""
    keys = {}
    first = ""
    for data in statements(file):
        public = base64.b64decode(data["public"])
        name = sha256(public).hexdigest()[:16]
        key = Ed25519PublicKey.from_public_bytes(public)
        signer = key if not keys and data["by"] == name else keys.get(data["by"])
        if name != data["key"] or signer is None or not is_signed(data, signer):
            raise Broken("key %s is not signed by one before it" % data["key"])
        first = first or name
        keys[name] = key
    if not keys:
        raise CannotTell("%s holds no keys" % file)
    if wanted and wanted not in keys:
        raise Broken("the key that you know, %s, is not in the list" % wanted)
    return keys, first


# Trees


def node(left, right):
    """Return the hash above two subtrees."""
    return sha256(b"\x01" + left + right).digest()


def add(peaks, size, leaf):
    """Add a leaf to a tree of `size` leaves."""
    peaks.append(leaf)
    size += 1
    while not size & 1:
        right = peaks.pop()
        peaks[-1] = node(peaks[-1], right)
        size >>= 1


def root_of(peaks):
    """Return the root above whole subtrees, the largest first."""
    if not peaks:
        return sha256(b"").digest()
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node(peak, root)
    return root


def is_included(leaf, number, size, path, root):
    """Tell whether a proof shows that a leaf stands at `number` under a root (RFC 9162 2.1.3.2)."""
    if not 0 <= number < size:
        return False
    at, last, found = number, size - 1, leaf
    for hashed in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node(hashed, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node(found, hashed)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


# One folder


def read_heads(file, keys):
    """Return the heads of a folder, each signed or bound to one that is."""
    heads = list(statements(file))
    for one, after in zip(heads, [*heads[1:], None]):
        bound = (
            after is not None
            and after["log"] == one["log"]
            and int(after["number"]) == int(one["number"]) + 1
            and after["previous"] == sha256(text_of(one)).hexdigest()
            and after["key"] == one["key"]
        )
        key = keys.get(one["key"])
        if not bound and (key is None or not is_signed(one, key)):
            raise Broken("head %s of log %s is not what was signed" % (one["number"], one["log"]))
    return heads


def check_range(folder, manifest, keys):
    """Check a stretch of one log: its lines, one after another, under every head on the way."""
    heads = read_heads(folder / "heads.jsonl", keys)
    first, end = manifest["first"], manifest["end"]
    if not heads or int(heads[-1]["size"]) != end:
        raise Broken("the last head does not end where the export ends, at %d" % end)
    if any(one["log"] != manifest["log"] for one in heads):
        raise Broken("a head is of another log than %s" % manifest["log"])
    check_chain(heads)
    peaks = [bytes.fromhex(one) for one in manifest["left"]]
    if len(peaks) != bin(first).count("1"):
        raise Broken("what stands before leaf %d is not whole" % first)
    stops = {}
    for one in heads:
        stops.setdefault(int(one["size"]), []).append(bytes.fromhex(one["root"]))
    reached = first
    for start, stop in manifest["others"]:  # in order and none twice: nobody has us count for ever
        if not reached <= start <= stop <= end:
            raise Broken("the manifest names leaves outside %d to %d, or twice" % (first, end - 1))
        reached = stop
    others = [number for start, stop in manifest["others"] for number in range(start, stop)]
    lines, _sure = walk(folder, peaks, first, end, stops, others)
    if lines != manifest["rows"]:
        raise Broken("%d lines, and the export had %d" % (lines, manifest["rows"]))
    return lines, heads[-1], about_range(manifest)


def check_chain(heads):
    """Hold each head against the one before it: none may be left out, doubled or moved."""
    for one, after in zip(heads, heads[1:]):
        if (
            int(after["number"]) != int(one["number"]) + 1
            or after["previous"] != sha256(text_of(one)).hexdigest()
        ):
            raise Broken("head %s does not follow head %s" % (after["number"], one["number"]))


def walk(folder, peaks, first, end, stops, others):
    """Hash every line; return how many there are, and the last size that was right."""
    size, lines, sure = first, 0, first
    waiting = iter(others)
    other = next(waiting, -1)
    next_stop = min((stop for stop in stops if stop > first), default=-1)
    order = iter(sorted(stop for stop in stops if stop > first))
    next(order, None)
    hashed, joined = sha256, node
    with open(folder / "leaves.jsonl", "rb") as source, open(folder / "hashes.bin", "rb") as hashes:
        while size < end:
            if size == other:
                hashes.seek(32 * (size - first))
                leaf = hashes.read(32)
                other = next(waiting, -1)
            else:
                line = source.readline()
                if not line.endswith(b"\n"):
                    raise explained(folder, first, end, others, sure, size)
                leaf = hashed(b"\x00" + line[:-1]).digest()
                lines += 1
            # As in `add`, without the calls: this is where the time goes.
            peaks.append(leaf)
            size += 1
            rest = size
            while not rest & 1:
                right = peaks.pop()
                peaks[-1] = joined(peaks[-1], right)
                rest >>= 1
            if size == next_stop:
                if any(root_of(peaks) != root for root in stops[size]):
                    raise explained(folder, first, end, others, sure, size)
                sure = size
                next_stop = next(order, -1)
        if source.readline():
            raise explained(folder, first, end, others, sure, size)
    return lines, sure


def explained(folder, first, end, others, sure, size):
    """Say what is wrong between two heads, by the hashes that the export had."""
    where = "between leaf %d and leaf %d" % (sure, size - 1)
    data = (folder / "hashes.bin").read_bytes()
    sealed = {data[at : at + 32]: first + at // 32 for at in range(0, len(data), 32)}
    missing = set(range(first, end)) - set(others)
    expected = iter(sorted(missing))
    said = []
    with open(folder / "leaves.jsonl", "rb") as source:
        for row, line in enumerate(source, 1):
            number = sealed.get(sha256(b"\x00" + line.rstrip(b"\n")).digest())
            wanted = next(expected, -1)
            if number is None:
                said.append("line %d is not what was sealed as leaf %d" % (row, wanted))
            else:
                missing.discard(number)
                if number != wanted and not said:
                    said.append(
                        "line %d is leaf %d, and leaf %d should stand there" % (row, number, wanted)
                    )
            if len(said) >= 5:
                break
    gone = sorted(missing)[:5] if len(said) < 5 else []
    said += ["leaf %d is missing" % number for number in gone]
    return Broken("%s: %s" % (where, "; ".join(said) or "the hashes do not give the signed root"))


def check_chosen(folder, manifest, keys):
    """Check entries that were chosen, each by a proof that leads to a signed head."""
    heads = {one["log"]: one for one in read_heads(folder / "heads.jsonl", keys)}
    lines, digest = 0, sha256()
    with (
        open(folder / "leaves.jsonl", "rb") as source,
        open(folder / "proofs.jsonl", "rb") as proofs,
    ):
        for line in source:
            lines += 1
            digest.update(line)
            try:
                proof = json.loads(proofs.readline())
                head = heads.get(proof["log"])
                if head is None:
                    raise Broken("the head of log %s, that line %d stands under, is missing"
                                 % (proof["log"], lines))  # fmt: skip
                path = [bytes.fromhex(one) for one in proof["path"]]
                size, root = int(head["size"]), bytes.fromhex(head["root"])
                number = int(proof["number"])
            except (ValueError, KeyError, TypeError) as error:
                raise Broken("line %d has no proof" % lines) from error
            leaf = sha256(b"\x00" + line.rstrip(b"\n")).digest()
            if not is_included(leaf, number, size, path, root):
                raise Broken(
                    "line %d is not what was sealed as leaf %d of log %s"
                    % (lines, number, proof["log"])
                )
    if lines != manifest["rows"]:
        raise Broken("%d lines, and the export had %d" % (lines, manifest["rows"]))
    said = check_signed(folder, keys, lines, digest.hexdigest())
    about = about_chosen(folder, said)
    last = max(heads.values(), key=lambda one: one["at"], default=None)
    return lines, last, about


#: How the words of chosen.jsonl are said, and where their id stands in a line.
WHOM = {
    "resident": ("resident", ("resident_ids", "person_id"), ""),
    "staff": ("staff member", ("person_id",), "person_name"),
    "unit": ("care unit", ("unit_id",), "unit_name"),
}


def about_chosen(folder, said):
    """Return in words whom and which period chosen entries are about; hold each line against it."""
    kind, _, wanted = said["what"].partition(" ")
    word, fields, shown = WHOM.get(kind, ("", (), ""))
    name = ""
    with open(folder / "leaves.jsonl", "rb") as source:
        for number, line in enumerate(source if word else (), 1):
            data = json.loads(line)
            if not any(data[one] == wanted or wanted in as_list(data[one]) for one in fields):
                raise Broken("line %d is not about %s %s" % (number, word, wanted))
            if not said["since"][:26] <= utc(data["at"]) < said["until"][:26]:
                raise Broken("line %d is not of that time, but of %s" % (number, data["at"]))
            name = data[shown] if shown and data[shown] else name
    whom = "%s %s" % (word, wanted) if word else said["what"]
    return [
        "about %s%s" % (whom, ", %s" % name if name else ""),
        "entries from %s until %s" % (spoken(said["since"]), spoken(said["until"])),
        "all that there were, says key %s on %s" % (said["key"], spoken(said["at"])),
    ]


def as_list(value):
    """Return a value when it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def utc(moment):
    """Return the moment of a line as statements write it: all of them are in UTC."""
    at = moment.split("+")[0]
    return (at if "." in at else at + ".").ljust(26, "0")


def spoken(moment):
    """Return a moment for people to read, in UTC; the first of all times is no bound."""
    return "the beginning" if moment < "1970-01-02" else moment[:16].replace("T", " ") + " UTC"


def about_range(manifest):
    """Return in words which log and which stretch of it an export holds."""
    log = manifest["log"]
    of = "region %s" % log if log != "00" else "what belongs to no region"
    held = "leaves %d to %d in a row" % (manifest["first"], manifest["end"] - 1)
    left = manifest["end"] - manifest["first"] - manifest["rows"]
    if left:
        held += ", %d of them of other times and as hashes alone" % left
    told = ["about log %s: %s" % (log, of), held]
    if manifest.get("since") or manifest.get("until"):
        since, until = (str(manifest.get(one) or "") for one in ("since", "until"))
        told.append(
            "asked for: from %s until %s (as its manifest says, which nobody signed)"
            % (spoken(since), spoken(until) if until else "the end")
        )
    return told


def check_signed(folder, keys, lines, digest):
    """Check what whoever exported signed: what was asked for, and which lines that gave."""
    said = [one for one in statements(folder / "chosen.jsonl") if one["kind"] == "chosen"]
    if len(said) != 1 or said[0]["key"] not in keys or not is_signed(said[0], keys[said[0]["key"]]):
        raise Broken("what was chosen is not signed by a key of the list")
    if (said[0]["rows"], said[0]["digest"]) != (str(lines), digest):
        raise Broken(
            "%d lines, which are not the %s that were signed as chosen: lines were removed, added "
            "or moved" % (lines, said[0]["rows"])
        )
    return said[0]


def check(folder: Path, key: str = "", heads: "str | None" = None) -> "dict[str, Any]":
    """Check one folder; return what is to be said of it. Raises `Broken` and `CannotTell`."""
    started = time.monotonic()
    try:
        lines, head, first_key, about = inside(folder, key)
        if heads is not None:
            compare(folder, heads)
    except OSError as error:
        raise CannotTell("%s: %s" % (error.filename, error.strerror)) from error
    except (KeyError, TypeError, ValueError) as error:
        raise CannotTell("%s: the manifest cannot be read: %r" % (folder, error)) from error
    return {
        "whole": True,
        "folder": str(folder),
        "rows": lines,
        "about": about,
        "first_key": first_key,
        "head": head,
        "seconds": time.monotonic() - started,
    }


def inside(folder, key):
    """Check the files of a folder. The manifest was written last: what is not there was taken."""
    manifest = read_manifest(folder / "manifest.json")
    checker = {"range": check_range, "chosen": check_chosen}[manifest["kind"]]
    try:
        keys, first_key = read_keys(folder / "keys.jsonl", key)
        lines, head, about = checker(folder, manifest, keys)
    except FileNotFoundError as error:
        raise Broken("%s is missing" % Path(error.filename).name) from error
    except CannotTell as error:
        raise Broken(str(error)) from error
    return lines, head, first_key, about


def read_manifest(file):
    """Return what a manifest says."""
    try:
        data = json.loads(file.read_text("utf-8"))
    except ValueError as error:
        raise CannotTell("%s: the manifest cannot be read: %s" % (file, error)) from error
    if not isinstance(data, dict):
        raise CannotTell("%s: the manifest cannot be read" % file)
    return data


def check_part(folder, manifest):
    """Check that a folder of several logs holds each of them, as it was when it was written."""
    named = manifest.get("manifests")
    if not isinstance(named, dict):
        raise CannotTell("%s: the manifest cannot be read" % folder)
    for log, digest in sorted(named.items()):
        file = folder / ("log-%s" % log) / "manifest.json"
        if not file.exists():
            raise Broken("log-%s is missing" % log)
        if sha256(file.read_bytes()).hexdigest() != digest:
            raise Broken("log-%s: its manifest is not the one that was written" % log)


def check_incident(folder: Path, key: str = "") -> "dict[str, Any]":
    """Check the files of an incident's folder: as they were when their list was signed."""
    for name in ("incident.jsonl", "SHA256SUMS", "entries"):
        if not (folder / name).exists():
            raise Broken("%s is missing" % name)
    keys, _first = read_keys(folder / "entries" / "keys.jsonl", key)
    said = [one for one in statements(folder / "incident.jsonl") if one["kind"] == "incident"]
    if len(said) != 1 or said[0]["key"] not in keys or not is_signed(said[0], keys[said[0]["key"]]):
        raise Broken("what the incident is about is not signed by a key of the list")
    sums = (folder / "SHA256SUMS").read_bytes()
    if sha256(sums).hexdigest() != said[0]["digest"]:
        raise Broken("SHA256SUMS is not signed: it is not the list that was written")
    for line in sums.decode().splitlines():
        digest, _, name = line.partition("  ")
        if not (folder / name).exists():
            raise Broken("%s is missing" % name)
        if sha256((folder / name).read_bytes()).hexdigest() != digest:
            raise Broken("%s is not what was written" % name)
    return {
        "whole": True,
        "folder": str(folder),
        "about": [
            "about %s (its id is %s)" % (said[0]["what"], said[0]["id"]),
            "from %s until %s" % (spoken(said[0]["since"]), spoken(said[0]["until"])),
            "its lists and numbers are those that key %s signed on %s"
            % (said[0]["key"], spoken(said[0]["at"])),
        ],
    }


def compare(folder, other):
    """Hold the heads of a folder against heads that were told elsewhere."""
    known = {(one["log"], one["number"]): one for one in statements(other) if one["kind"] == "head"}
    shared = 0
    for one in statements(folder / "heads.jsonl"):
        told = known.get((one["log"], one["number"]))
        if told is not None and text_of(told) != text_of(one):
            raise Broken("head %s of log %s is another one elsewhere" % (one["number"], one["log"]))
        shared += told is not None
    if not shared:
        raise CannotTell("%s holds none of the heads here: nothing to compare" % other)


def folders(place):
    """Return every folder that holds a manifest: the one named, and those under it."""
    if (Path(place) / "unfinished.json").exists():
        raise CannotTell("%s: an export that was not finished" % place)
    found = []
    for file in sorted(Path(place).rglob("manifest.json")):
        manifest = read_manifest(file)
        if manifest.get("kind") in ("range", "chosen", "part", "incident"):
            found.append((file.parent, manifest))
    if not found:
        raise CannotTell(
            "%s: no manifest.json, so this is no export, or one that was not finished" % place
        )
    return found


def main(arguments=None):
    """Check what is named, say it, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", nargs="?", default=str(Path(__file__).parent), help="the export")
    parser.add_argument("--key", default="", metavar="ID", help="a key that you know from before")
    parser.add_argument("--heads", metavar="FILE", help="heads that were told elsewhere")
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    asked = parser.parse_args(arguments)
    told, code = [], 0
    try:
        for folder, manifest in folders(asked.folder):
            try:
                if manifest["kind"] == "part":
                    check_part(folder, manifest)
                elif manifest["kind"] == "incident":
                    told.append(check_incident(folder, asked.key))
                else:
                    told.append(check(folder, asked.key, asked.heads))
            except Broken as error:
                told.append({"whole": False, "folder": str(folder), "text": str(error)})
                code = 1
    except (CannotTell, OSError, ValueError) as error:
        print("cannot be told: %s" % error, file=sys.stderr)
        return 2
    if asked.json:
        print(json.dumps({"whole": not code, "folders": told}, ensure_ascii=False))
        return code
    for one in told:
        say(one)
    return code


def say(one):
    """Print what is to be said of a folder."""
    if not one["whole"]:
        print("BROKEN %s: %s" % (one["folder"], one["text"]))
        return
    rows, seconds = one.get("rows"), one.get("seconds")
    held = "" if rows is None else ": %d entries, %d a second" % (rows, rows / (seconds or 1))
    print("whole: %s%s" % (one["folder"], held))
    for line in one.get("about", ()):
        print("  " + line)
    if one.get("head"):
        head = one["head"]
        print("  under head %(number)s of log %(log)s: size %(size)s, %(at)s" % head)
        print("  root %s, signed by key %s" % (head["root"], head["key"]))
    if "first_key" in one:
        print("  first key of the list: %s (is it the one you know?)" % one["first_key"])


if __name__ == "__main__":
    sys.exit(main())
