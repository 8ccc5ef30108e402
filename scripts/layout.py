"""Proof of layout: what lies in etcd is what a real kube-apiserver would have laid there, and what one laid there is served.

usage: layout.py STORAGE.jsonl [ETCD]   (STORAGE.jsonl: key, valueBase64, path, object of a real control plane, one a line)
"""
import base64
import calendar
import json
import pathlib
import re
import sys
import tempfile
import time

from checks import Checks
from etcd import WITHOUT_FSYNC, Etcd
from server import Server

PROTOBUF = b"k8s\0"
PLAIN = """apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources: [{resources: [secrets], providers: [{identity: {}}]}]
"""
check = Checks(quiet=True)


def recorded(file):
    for line in pathlib.Path(file).read_text().splitlines():
        entry = json.loads(line)
        yield entry["key"], base64.b64decode(entry["valueBase64"]), entry["path"], entry["object"]


# ---- what a client sent, from what became of it

def owned(value, fields):
    """The part of a value that a set of fields (fieldsV1) names."""
    if isinstance(value, list):
        picked = []
        for name, below in fields.items():
            if name.startswith("v:"):
                picked.append(json.loads(name[2:]))
            elif name.startswith("k:"):
                keys = json.loads(name[2:])
                item = next((i for i in value if isinstance(i, dict) and all(i.get(k, v) == v for k, v in keys.items())), None)
                if item is not None:
                    picked.append(owned(item, below) if below else item)
        order = {json.dumps(item, sort_keys=True): n for n, item in enumerate(value)}
        return sorted(picked, key=lambda item: next(
            (n for n, whole in enumerate(value) if isinstance(item, dict) and isinstance(whole, dict)
             and all(whole.get(k) == v for k, v in item.items() if not isinstance(v, (dict, list)))),
            order.get(json.dumps(item, sort_keys=True), 0)))
    if not isinstance(value, dict):
        return value
    picked = {}
    for name, below in fields.items():
        if name.startswith("f:") and name[2:] in value:
            inner = {k: v for k, v in below.items() if k != "."}
            field = value[name[2:]]
            if inner:
                picked[name[2:]] = owned(field, inner)
            elif below and isinstance(field, (dict, list)):
                picked[name[2:]] = type(field)()  # the place alone is owned, not what others put there
            else:
                picked[name[2:]] = [] if field is None else field
    return picked


def sent(thing):
    """The request that made an object; None where the server made it."""
    theirs = [m for m in thing["metadata"].get("managedFields", []) if m["manager"] == "unknown"]
    if not theirs and thing["metadata"].get("managedFields"):
        return None
    body = owned(thing, theirs[0]["fieldsV1"]) if theirs else {}
    # What nobody owns was sent all the same: the server took it over, or knows better.
    body = {**{k: v for k, v in thing.items() if k != "metadata"}, **body}
    body.setdefault("metadata", {})["name"] = thing["metadata"]["name"]
    if thing["kind"] == "Pod":
        # What LimitRanger set nobody owns; it sets no more where it is sent.
        for kind in ("containers", "initContainers"):
            whole = {container["name"]: container for container in thing["spec"].get(kind, [])}
            for container in body["spec"].get(kind, []):
                container["resources"] = whole[container["name"]].get("resources", {})
    if "annotations" in thing["metadata"]:
        body["metadata"]["annotations"] = thing["metadata"]["annotations"]  # plugins add some that nobody owns
    return body


# ---- bytes

def varint(number):
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes(out + bytes([number]))


def seconds(text):
    return calendar.timegm(time.strptime(text, "%Y-%m-%dT%H:%M:%SZ"))


def chosen(thing):
    """What a server chooses, in an order that two servers share: texts and numbers."""
    spec = thing.get("spec") or {}
    own = [thing["metadata"]["uid"]]
    if thing["kind"] == "Service":
        own += [*spec.get("clusterIPs", []), *(port.get("nodePort", 0) for port in spec.get("ports", [])), spec.get("healthCheckNodePort", 0)]
    if thing["kind"] == "Pod":
        own += [volume["name"] for volume in spec.get("volumes", []) if volume["name"].startswith("kube-api-access-")]
    return own + [text for values in (spec.get("extra") or {}).values() for text in values]  # who asked for a certificate


def moments(thing):
    """When the server did something to the object. What the client said of older days stays."""
    made = seconds(thing["metadata"]["creationTimestamp"])
    return {text for text in re.findall(r'"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"', json.dumps(thing)) if 0 <= seconds(text) - made < 60}


def renamed(value, old, new):
    """The recorded bytes with what one server chose replaced by what the other chose, where that has the same length."""
    for text in moments(old):
        now = new["metadata"]["creationTimestamp"]
        value = value.replace(b"\x08" + varint(seconds(text)), b"\x08" + varint(seconds(now))).replace(text.encode(), now.encode())
    for before, now in zip(chosen(old), chosen(new)):
        if isinstance(before, str):
            value = value.replace(before.encode(), now.encode())
        elif before:
            value = value.replace(varint(before), varint(now))
    return value


def tokens(thing):
    """The same for values one by one: what the server chose, whatever its length, by what stands for it."""
    names = {value: f"<{n}>" for n, value in enumerate(chosen(thing)) if value}
    for text in moments(thing):
        names[text] = names[seconds(text)] = "<moment>"
    return names


def same(one, other):
    if one.startswith(PROTOBUF) or other.startswith(PROTOBUF):
        return one == other
    return json.loads(one) == json.loads(other) and one.endswith(b"\n")


def fields(message):
    """A message as numbers and values; None if the bytes are none."""
    at, found = 0, []
    def number():
        nonlocal at
        value = shift = 0
        while True:
            byte = message[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value
    try:
        while at < len(message):
            tag = number()
            if tag & 7 == 0:
                found.append((tag >> 3, number()))
            elif tag & 7 == 2:
                length = number()
                if at + length > len(message):
                    return None
                found.append((tag >> 3, message[at:at + length]))
                at += length
            else:
                return None
        return found if all(n for n, _ in found) else None
    except IndexError:
        return None


def decoded(value, names):
    """A stored value to compare by what it says: no lengths, no order within JSON, no owners of fields."""
    if not value.startswith(PROTOBUF):
        thing = json.loads(value)
        thing["metadata"].pop("managedFields", None)
        for text, name in names.items():
            if isinstance(text, str):
                thing = json.loads(json.dumps(thing).replace(text, name))
        return thing
    def read(part, path):
        if not isinstance(part, bytes):
            return names.get(part, part)
        text = part.decode("utf-8", "replace")
        if text in names:
            return names[text]
        if part[:1] in (b"{", b"["):
            try:
                return json.loads(part)
            except ValueError:
                pass
        inner = fields(part)
        if inner is None or not part:
            return part
        # Unknown.raw (2) holds the object, its metadata (1) the owners of fields (17).
        return [(n, read(v, path + (n,))) for n, v in inner if path + (n,) != (2, 1, 17)]
    return read(value[4:], ())


# ---- the two ways

def make(server, path, body):
    for _ in range(100):
        status, answer = server.answer("POST", path.rsplit("/", 1)[0], json.dumps(body))
        if status not in (404, 0):
            return status, answer
        time.sleep(0.05)  # a definition of a moment ago
    return status, answer


def written(entries, etcd, server):
    """Objects made through the API lie in etcd as they were recorded."""
    alike = equal = 0
    server.answer("POST", "/api/v1/namespaces", json.dumps({"metadata": {"name": "demo"}}))
    server.answer("POST", "/api/v1/namespaces/demo/serviceaccounts", json.dumps({"metadata": {"name": "default"}}))
    for key, value, path, thing in entries:
        body = sent(thing)
        status, answer = make(server, path, body) if body else (201, b"")
        found = etcd.get(key)
        if status != 201 or not found:
            check(f"written {key}", False, f"{status} {answer[:400]!r}; in etcd: {found is not None}\n  sent: {json.dumps(body)}")
            continue
        if thing["kind"] == "CustomResourceDefinition":
            time.sleep(1)  # the server writes its status
            found = etcd.get(key)
        mine = json.loads(server.answer("GET", path)[1])
        expected = renamed(value, thing, mine)
        exact = same(found[0], expected)
        good = exact or decoded(found[0], tokens(mine)) == decoded(value, tokens(thing))
        alike += exact
        equal += good
        check(f"written {key}", good,
              f"\n  lies:     {found[0]!r}\n  recorded: {expected!r}\n  sent: {json.dumps(body)}")
        if not exact:
            print(f"not byte for byte: {key}")
    print(f"written: {equal} of {len(entries)} entries lie in etcd as recorded, {alike} of them byte for byte")


def served(entries, etcd, server):
    """What was recorded is read, listed, and written over."""
    good = 0
    for key, value, path, thing in entries:
        status, answer = server.answer("GET", path)
        got = json.loads(answer) if status == 200 else {}
        rest = got.get("metadata", {}).pop("resourceVersion", "")
        expected = json.loads(json.dumps(thing))
        expected["metadata"].pop("resourceVersion")
        revision = str(etcd.get(key)[1])
        listed_status, listed = server.answer("GET", path.rsplit("/", 1)[0])
        names = [item["metadata"]["name"] for item in json.loads(listed).get("items", [])] if listed_status == 200 else []
        read = status == 200 and got == expected and rest == revision and thing["metadata"]["name"] in names
        good += read
        check(f"served {key}", read, f"{status} revision {rest}/{revision}\n  served:   {json.dumps(got)}\n  recorded: {json.dumps(expected)}")
    print(f"served: {good} of {len(entries)} recorded entries are read and listed as recorded")


def rewritten(entries, etcd, server, media_type):
    """A write over what was recorded has the form that the flag says, and is read again."""
    good = 0
    for key, value, path, thing in entries:
        connection = server.connect()
        mark = {"metadata": {"annotations": {"proof.test/form": media_type}}}
        connection.request("PATCH", path, json.dumps(mark), {"Content-Type": "application/merge-patch+json"})
        response = connection.getresponse()
        answer = response.read()
        stored = etcd.get(key)[0]
        always_json = not value.startswith(PROTOBUF)
        form = "application/json" if always_json else media_type
        fits = {"application/json": stored.startswith(b"{"), "application/yaml": stored[:1].isalpha() and not stored.startswith(PROTOBUF),
                "application/vnd.kubernetes.protobuf": stored.startswith(PROTOBUF)}[form]
        status, again = server.answer("GET", path)
        same_again = status == 200 and json.loads(again) == json.loads(answer)
        ok = response.status == 200 and fits and media_type.encode() in stored and same_again
        good += ok
        check(f"rewritten as {media_type} {key}", ok, f"{response.status} {answer[:300]!r} {stored[:60]!r}")
    print(f"rewritten: {good} of {len(entries)} entries are written as {media_type} and read again")


def with_server(work, etcd, name, flags, act):
    with open(f"{work}/plain.yaml", "w") as plain:
        plain.write(PLAIN)  # as they were recorded
    server = Server(f"{work}/{name}", "--etcd-servers", etcd.endpoint, "--encryption-provider-config", plain.name, *flags)
    server.start()
    try:
        act(server)
    finally:
        server.end()


def main():
    entries = list(recorded(sys.argv[1]))
    program = sys.argv[2] if len(sys.argv) > 2 else ".tools/bin/etcd"
    with tempfile.TemporaryDirectory() as work:
        etcd = Etcd(f"{work}/written", WITHOUT_FSYNC, program=program).start()
        try:
            with_server(work, etcd, "one", [], lambda server: written(entries, etcd, server))
        finally:
            etcd.end()
        etcd = Etcd(f"{work}/served", WITHOUT_FSYNC, program=program).start()
        try:
            for key, value, _, _ in entries:
                etcd.put(key, value)
            def first(server):
                served(entries, etcd, server)
                rewritten(entries, etcd, server, "application/vnd.kubernetes.protobuf")
            etcd.put("/registry/namespaces/demo", json.dumps(
                {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "demo", "uid": "0"}}).encode())
            with_server(work, etcd, "two", [], first)
            for form in ("application/json", "application/yaml"):
                with_server(work, etcd, "two", ["--storage-media-type", form], lambda server: rewritten(entries, etcd, server, form))
            with_server(work, etcd, "two", [], lambda server: rewritten(entries, etcd, server, "application/vnd.kubernetes.protobuf"))
        finally:
            etcd.end()
    raise SystemExit(check.end())


main()
