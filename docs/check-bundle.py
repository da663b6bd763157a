#!/usr/bin/env python3
"""Checks the log's part of an audit bundle by the definitions alone: hashlib, zipfile and, for the one signature, the openssl command.

    python3 docs/check-bundle.py BUNDLE.zip [NAME+ID+KEY]

Nothing of the service is used. What each step proves is told in docs/verification.md. Ends with 0 if everything fits, else 1.
"""
import base64
import hashlib
import json
import subprocess
import sys
import tempfile
import zipfile


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def fail(text):
    print("NOT AUTHENTIC:", text)
    sys.exit(1)


def whole_file(path):
    """The last 64 bytes are the SHA-256 of all before them."""
    data = open(path, "rb").read()
    if hashlib.sha256(data[:-64]).hexdigest() != data[-64:].decode("ascii", "replace"):
        fail("the bytes of the bundle are not those that were written")


def files_of(path):
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if len(names) != len(set(names)):
            fail("a file stands twice in the bundle")
        return {name: archive.read(name) for name in names}


def manifest(files):
    listed = json.loads(files["manifest.json"])
    digests = {member["path"]: member["sha256"] for member in listed["files"]}
    if set(digests) | {"manifest.json"} != set(files):
        fail("the list of files names other files than there are")
    for path, digest in digests.items():
        if hashlib.sha256(files[path]).hexdigest() != digest:
            fail(path + " was changed")
    return listed


def open_checkpoint(files, given):
    """C2SP signed-note and tlog-checkpoint: origin, size, root, and an Ed25519 signature over the text."""
    text_of_key = files["log/key"].decode().strip()
    if given and given != text_of_key:
        fail("the log's key is not the one given")
    name, key_id, key = text_of_key.split("+", 2)
    key = base64.b64decode(key)
    if key[0] != 1 or sha(name.encode(), b"\n", key)[:4].hex() != key_id:
        fail("the log's key does not fit its id")
    note = files["log/checkpoint"].decode()
    text, signatures = note.rsplit("\n\n", 1)
    text += "\n"
    line = [line for line in signatures.splitlines() if line.startswith("\u2014 " + name + " ")]
    signature = base64.b64decode(line[0].split(" ")[2])
    if signature[:4].hex() != key_id:
        fail("the checkpoint is signed by another key")
    with tempfile.TemporaryDirectory() as folder:
        # SubjectPublicKeyInfo of an Ed25519 key (RFC 8410).
        parts = {"key.der": bytes.fromhex("302a300506032b6570032100") + key[1:], "text": text.encode(), "sig": signature[4:]}
        for part, data in parts.items():
            open(folder + "/" + part, "wb").write(data)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", folder + "/key.der",
                   "-rawin", "-in", folder + "/text", "-sigfile", folder + "/sig"]
        if subprocess.run(command, capture_output=True).returncode != 0:
            fail("the checkpoint is not signed by the log's key")
    origin, size, root = text.split("\n")[:3]
    return origin, int(size), base64.b64decode(root)


def root_from(index, size, leaf, path):
    """RFC 9162, 2.1.3.2."""
    node, last, value = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            fail("a proof is too long")
        if node & 1 or node == last:
            value = sha(b"\x01", sibling, value)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            value = sha(b"\x01", value, sibling)
        node, last = node >> 1, last >> 1
    if last != 0:
        fail("a proof is too short")
    return value


def events(files, number, size, root):
    folder = "agreements/" + number + "/"
    records = json.loads(files[folder + "events.json"])["events"]
    paths = {proof["leaf"]: [base64.b64decode(part) for part in proof["path"]]
             for proof in json.loads(files[folder + "proofs.json"])["proofs"]}
    proven = 0
    for record in records:
        event, content = record["event"], record["content"]
        if content is not None:
            digest = sha(content["salt"].encode(), b"\n", content["json"].encode()).hex()
            if digest != event["content_digest"]:
                fail("the personal part of event %d was changed" % event["id"])
        if record["leaf"] is None or record["leaf"] >= size:
            print("  event %d is younger than the checkpoint" % event["id"])
            continue
        # RFC 8785 for what an event holds: members in order, no blanks, UTF-8.
        canonical = json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        entry = sha(bytes.fromhex(record["salt"]), canonical)
        if root_from(record["leaf"], size, sha(b"\x00", entry), paths[record["leaf"]]) != root:
            fail("event %d is not in the log" % event["id"])
        proven += 1
    subjects = {record["event"]["subject"] for record in records}
    for path, data in files.items():
        if path.startswith(folder) and path.endswith(".pdf") and hashlib.sha256(data).hexdigest() not in subjects:
            fail("no event names " + path)
    print("%s: %d events, %d proven by the log" % (number, len(records), proven))


def main():
    whole_file(sys.argv[1])
    files = files_of(sys.argv[1])
    listed = manifest(files)
    if "log/checkpoint" not in files:
        fail("the bundle has no checkpoint of the log")
    origin, size, root = open_checkpoint(files, sys.argv[2] if len(sys.argv) > 2 else None)
    print("log %s, %d events, key %s" % (origin, size, files["log/key"].decode().strip()))
    for number in listed["agreements"]:
        events(files, number, size, root)
    print("The log fits. Check the PDF files with a PDF program: this script does not.")


main()
