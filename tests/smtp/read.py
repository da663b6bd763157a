"""Reads messages, one a file, by Python's email package, and prints each as a line of JSON: headers, parts, defects."""

import email
import email.policy
import json
import sys
from pathlib import Path


def read(path: Path) -> dict:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    parts = []
    defects = []
    for part in message.walk():
        defects.extend(repr(defect) for defect in part.defects)
        defects.extend(repr(defect) for value in part.values() for defect in getattr(value, "defects", ()))
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True)
        text = part.get_content() if part.get_content_maintype() == "text" else None
        parts.append({"type": part.get_content_type(), "name": part.get_filename(), "text": text, "hex": content.hex()})
    headers = [[name.lower(), str(value)] for name, value in message.items()]
    return {"type": message.get_content_type(), "headers": headers, "parts": parts, "defects": defects}


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        print(json.dumps(read(Path(argument))))
