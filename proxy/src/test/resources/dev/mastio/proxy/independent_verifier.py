"""A second reader of exports, which knows what was noted of the format that the original reads, and nothing of how this project does.

independent_verifier.py [--without-asn1] --bundle FILE [--bundle FILE]

Stops at what it finds first. Exit code 0: all is well, 1: no export, 2: a chain, 3: an anchor, 4: two organisations' files contradict each other,
5: a time stamp that it was told not to read.
"""

import argparse
import base64
import binascii
import hashlib
import json
import re
import sys
from collections import defaultdict

TEXT, NUMBER, NONE = str, int, type(None)
ENTRY = {
    "id": (NUMBER,), "timestamp": (TEXT,), "event_type": (TEXT,), "agent_id": (TEXT, NONE), "session_id": (TEXT, NONE),
    "org_id": (TEXT, NONE), "result": (TEXT,), "details": (TEXT, NONE), "entry_hash": (TEXT,), "previous_hash": (TEXT, NONE),
    "chain_seq": (NUMBER, NONE), "peer_org_id": (TEXT, NONE), "peer_row_hash": (TEXT, NONE), "hash_format": (TEXT, NONE),
    "principal_type": (TEXT, NONE),
}
ANCHOR = {"org_id": (TEXT,), "chain_seq": (NUMBER,), "row_hash": (TEXT,), "tsa_token_b64": (TEXT,)}
TOLD_BY_BOTH = ("event_type", "result", "session_id", "details")
SIGNED_DATA, TIME_STAMP = "2a864886f70d010702", "2a864886f70d0109100104"


class Found(Exception):
    def __init__(self, code, text):
        super().__init__(text)
        self.code = code


def read(path):
    """The entries and the anchors of a file, as noted to the type; lines of other kinds are for others."""
    lines = {"entry": [], "anchor": []}
    with open(path, encoding="utf-8", newline="\n") as file:
        for number, text in enumerate(file, 1):
            if not text.strip():
                continue
            line = json.loads(text)
            kind = line.get("kind", "entry")
            for key, types in {"entry": ENTRY, "anchor": ANCHOR}.get(kind, {}).items():
                if key not in line or type(line[key]) not in types:
                    raise Found(1, f"{path}, line {number}: {key} is absent or of another type")
            lines.get(kind, []).append(line)
    return lines["entry"], lines["anchor"]


def canonical(row, previous):
    """What is hashed of a row, if it follows that one. None: there is no such form."""
    seq = row["chain_seq"]
    numbered = [] if seq is None else [f"seq={seq}", f"peer={row['peer_org_id'] or ''}"]
    if row["hash_format"] == "v2":
        if seq is None:
            return None
        first = "v2"
    else:
        first = str(row["id"])
    fields = [row[name] or "" for name in ("timestamp", "event_type", "agent_id", "session_id", "org_id", "result", "details")]
    kind = [f"pt={row['principal_type']}"] if row["principal_type"] not in (None, "", "agent") else []
    return "|".join([first, *fields, previous or "genesis", *numbered, *kind])


def follow(rows, previous):
    """Ends with the hash of the last row. A hash counts from what the chain had so far, whatever the row says of its predecessor."""
    for row in rows:
        where = f"org={row['org_id']} seq={row['chain_seq']} id={row['id']}"
        form = canonical(row, previous)
        if form is None or hashlib.sha256(form.encode()).hexdigest() != row["entry_hash"]:
            raise Found(2, f"CHAIN MISMATCH {where}")
        if row["previous_hash"] != previous:
            raise Found(2, f"CHAIN BREAK {where}")
        previous = row["entry_hash"]
    return previous


def parts(der):
    """What the elements hold that stand there one after another."""
    held = []
    while der:
        length, start = der[1], 2
        if length > 0x80:
            start += length & 0x7F
            length = int.from_bytes(der[2:start], "big")
        elif length == 0x80:
            raise ValueError("not DER: of unsaid length")
        if start + length > len(der):
            raise ValueError("not DER: cut off")
        held.append(der[start:start + length])
        der = der[start + length:]
    return held


def imprint(token):
    """What an RFC 3161 token is about: ContentInfo, SignedData, EncapsulatedContentInfo, TSTInfo, MessageImprint."""
    kind, content = parts(parts(token)[0])
    signed = parts(parts(content)[0])
    inner, wrapped = parts(signed[2])
    if (kind.hex(), inner.hex()) != (SIGNED_DATA, TIME_STAMP):
        raise ValueError("no time stamp")
    about = parts(parts(parts(wrapped)[0])[0])[2]
    return parts(about)[1].hex()


def check(anchor, heads, with_asn1):
    org, seq, said = anchor["org_id"], anchor["chain_seq"], anchor["row_hash"]
    where = f"org={org} seq={seq}"
    if (org, seq) not in heads:
        raise Found(3, f"ANCHOR ORPHAN {where}")
    if said != heads[org, seq]:
        raise Found(3, f"ANCHOR MISMATCH {where}: anchor row_hash={said} but chain head={heads[org, seq]}")
    try:
        token = base64.b64decode(anchor["tsa_token_b64"], validate=True)
        if token.startswith(b"T1|") and not with_asn1:
            raise Found(5, f"ANCHOR UNVERIFIABLE {where}")
        mock = re.fullmatch(rb"MK\|([0-9a-f]{64})\|[^|]+", token)
        if mock is None and not token.startswith(b"T1|"):
            raise ValueError("of no known kind")
        stamped = mock[1].decode() if mock else imprint(token[3:])
    except (ValueError, IndexError, binascii.Error) as e:
        raise Found(3, f"ANCHOR INVALID {where}: {e}") from e
    if stamped != said:
        raise Found(3, f"ANCHOR INVALID {where}: stamped {stamped}")


def verify(path, with_asn1):
    """All rows of a file in which all is well."""
    rows, anchors = read(path)
    legacy, chains, last = [], defaultdict(list), {}
    for row in rows:
        (legacy if row["chain_seq"] is None else chains[row["org_id"]]).append(row)
    follow(legacy, None)
    last.update((row["org_id"], row["entry_hash"]) for row in legacy)
    for org, chain in chains.items():
        follow(sorted(chain, key=lambda row: row["chain_seq"]), last.get(org))
    heads = {(row["org_id"], row["chain_seq"]): row["entry_hash"] for row in rows if row["chain_seq"] is not None}
    for anchor in anchors:
        check(anchor, heads, with_asn1)
    counts = (len(legacy), len(rows) - len(legacy), len(anchors))
    print("OK %s: legacy=%d per_org=%d anchors=%d" % (path, *counts))
    return rows, counts


def reconcile(rows):
    """How many rows name a counterpart, each of which is there and tells the same."""
    known = {(row["org_id"], row["entry_hash"]): row for row in rows}
    linked = [row for row in rows if row["peer_org_id"] and row["peer_row_hash"]]
    for row in linked:
        where, org, wanted = f"id={row['id']} org={row['org_id']}", row["peer_org_id"], row["peer_row_hash"]
        peer = known.get((org, wanted))
        if peer is None:
            raise Found(4, f"CROSS-REF MISSING {where}: peer_row {wanted} on org {org} not in bundles")
        differ = [name for name in TOLD_BY_BOTH if row[name] != peer[name]]
        if differ:
            raise Found(4, f"CROSS-REF DISAGREE {where}: {', '.join(differ)}")
    print(f"OK cross-reconcile: {len(linked)} linked row(s) consistent across bundles")
    return len(linked)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--bundle", action="append", required=True)
    arguments.add_argument("--without-asn1", action="store_true")
    given = arguments.parse_args()
    try:
        read_ones = [verify(path, not given.without_asn1) for path in given.bundle]
        cross = reconcile([row for rows, _ in read_ones for row in rows]) if len(read_ones) == 2 else 0
    except Found as found:
        print(found)
        return found.code
    except (OSError, ValueError) as e:
        print(e)
        return 1
    legacy, per_org, anchors = (sum(counts[i] for _, counts in read_ones) for i in range(3))
    print(f"VERIFY PASS — legacy={legacy} per_org={per_org} anchors={anchors} cross={cross}")
    return 0


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    sys.exit(main())
