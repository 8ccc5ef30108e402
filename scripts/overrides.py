#!/usr/bin/env python3
"""overrides.py WORK ETCD: some resources are kept in an etcd of their own (--etcd-servers-overrides), which counts revisions for
itself. Then the cluster moves with them: into other etcds, into a folder and out of it again. Last line: "N passed, M failed"."""
import json
import shutil
import subprocess
import sys
import threading
import time

from checks import Checks
from etcd import WITHOUT_FSYNC, Etcd
from server import Server

EVENTS = "/api/v1/namespaces/default/events"
EVENT = {"involvedObject": {"kind": "Pod", "namespace": "default", "name": "p"}, "reason": "Tested", "type": "Normal"}
check = Checks()


def parsed(answer):
    return json.loads(answer[1]) if answer[0] in (200, 201) else {}


def make(server, path, name, **fields):
    return server.answer("POST", path, json.dumps({"metadata": {"name": name}, **fields}))


class Follower(threading.Thread):
    """Events of a watch from a revision on."""

    def __init__(self, server, version):
        super().__init__(daemon=True)
        self.seen, self.bookmarks = [], []
        self.connection = server.connect()
        self.connection.request("GET", f"{EVENTS}?watch=1&allowWatchBookmarks=true&timeoutSeconds=8&resourceVersion={version}")
        self.response = self.connection.getresponse()
        self.status = self.response.status

    def run(self):
        for line in self.response:
            event = json.loads(line)
            place = self.bookmarks if event["type"] == "BOOKMARK" else self.seen
            place.append((event["object"]["metadata"].get("name"), int(event["object"]["metadata"]["resourceVersion"])))


def works(server, first, second):
    """The rules, whichever command runs the server."""
    for number in range(30):
        make(server, "/api/v1/namespaces/default/configmaps", f"c-{number}")
    made = parsed(make(server, EVENTS, "one", **EVENT))
    revision = int(made.get("metadata", {}).get("resourceVersion", 0))
    stored = second.get("/registry/events/default/one")
    check("an event lies in the second etcd", stored and stored[1] == revision, (made, stored))
    check("it isn't in the first one", first.get("/registry/events/default/one") is None)
    check("nothing else is in the second one",
          all(key.startswith("/registry/events/") for key in second.keys("/registry/")), second.keys("/registry/"))
    check("the rest is in the first one", first.get("/registry/configmaps/default/c-0") is not None)
    lease = second.call("/v3/lease/leases", {}).get("leases", [])
    check("its lease is the second etcd's", lease and not first_has_lease(first, lease), lease)

    follower = Follower(server, revision)
    check("a watch begins at a revision of the second etcd", follower.status == 200, follower.status)
    follower.start()
    make(server, "/api/v1/namespaces/default/configmaps", "between")
    for name in ("two", "three", "four"):
        make(server, EVENTS, name, **EVENT)
    page = parsed(server.answer("GET", EVENTS + "?limit=2"))
    listed = int(page["metadata"]["resourceVersion"])
    check("a list has the second etcd's revision", listed == second.get("/registry/events/default/four")[1], listed)
    server.answer("DELETE", EVENTS + "/two")
    rest = parsed(server.answer("GET", EVENTS + "?limit=5&continue=" + page["metadata"]["continue"]))
    names = [item["metadata"]["name"] for item in page["items"] + rest.get("items", [])]
    check("pages are of one revision", sorted(names) == ["four", "one", "three", "two"], names)
    also = parsed(server.answer("GET", EVENTS.replace("/api/v1", "/apis/events.k8s.io/v1")))
    check("the other group serves the same events", len(also.get("items", [])) == 3, also)
    follower.join(20)
    check("the watch tells each change in order", [name for name, _ in follower.seen] == ["two", "three", "four", "two"], follower.seen)
    check("bookmarks are of the second etcd", all(mark <= listed + 1 for _, mark in follower.bookmarks), follower.bookmarks)


def first_has_lease(first, leases):
    known = {one["ID"] for one in first.call("/v3/lease/leases", {}).get("leases", [])}
    return any(one["ID"] in known for one in leases)


def health(server, second):
    report = server.answer("GET", "/readyz?verbose")[1].decode()
    for name in ("etcd", "etcd-readiness", "etcd-override-0", "etcd-override-readiness-0"):
        check(f"/readyz names {name}", f"[+]{name} ok" in report, report)
    check("/livez/etcd-override-0", server.answer("GET", "/livez/etcd-override-0") == (200, b"ok"))
    second.end()
    status, body = server.answer("GET", "/readyz/etcd-override-0")
    check("it fails when that etcd is away", status == 500, (status, body))
    check("the first etcd's check passes", server.answer("GET", "/readyz/etcd") == (200, b"ok"))
    excluded = server.answer("GET", "/readyz?verbose&exclude=etcd&exclude=etcd-readiness")
    check("both are excluded with their group", excluded[0] == 200
          and b"[+]etcd-override-0 excluded with etcd: ok" in excluded[1]
          and b"[+]etcd-override-readiness-0 excluded with etcd-readiness: ok" in excluded[1], excluded)
    made = make(server, "/api/v1/namespaces/default/configmaps", "meanwhile")
    check("what the first etcd keeps goes on", made[0] == 201, made)
    made = make(server, EVENTS, "refused", **EVENT)
    check("an event is refused", made[0] in (500, 503, 504), made)
    second.start()
    deadline = time.monotonic() + 60
    while make(server, EVENTS, "again", **EVENT)[0] not in (201, 409) and time.monotonic() < deadline:
        time.sleep(0.2)
    listed = parsed(server.answer("GET", EVENTS))
    check("events go on when it is back", "again" in [item["metadata"]["name"] for item in listed.get("items", [])], listed)
    while server.answer("GET", "/readyz")[0] != 200 and time.monotonic() < deadline:
        time.sleep(0.2)
    check("the server is ready again", server.answer("GET", "/readyz")[0] == 200)


def moved(*words):
    done = subprocess.run([*Server.program, "store", *words], capture_output=True, text=True, timeout=120)
    check(f"store {words[0]} {' '.join(words[2:])}", done.returncode == 0, done.stdout + done.stderr)


def revisions(etcd, of=lambda key: True):
    """Of each key of the cluster; heartbeats of servers that have ended don't move."""
    keys = [key for key in etcd.keys("/registry/") if of(key) and not key.startswith(("/registry/masterleases/", "/registry/leases/"))]
    return {key: etcd.get(key)[1] for key in keys}


def events_of(data, pki, *flags):
    """What a server tells that is started there, and whether it takes an event."""
    shutil.copytree(pki, f"{data}/pki")
    server = Server(data, *flags)
    try:
        server.start()
        names = {item["metadata"]["name"] for item in parsed(server.answer("GET", EVENTS)).get("items", [])}
        return names, make(server, EVENTS, "moved", **EVENT)[0]
    finally:
        server.stop()


def moves(work, program, first, second):
    """Each resource is exported from where it lives and written where it is to live."""
    def pair(name):
        return [Etcd(f"{work}/{name}-{number}", WITHOUT_FSYNC, program=program).start() for number in (1, 2)]

    def places(main, other, resource):
        return "--etcd-servers", main.endpoint, "--etcd-servers-overrides", f"/{resource}#{other.endpoint}"

    def is_event(key):
        return key.startswith("/registry/events/")

    names = {key.rsplit("/", 1)[1] for key in revisions(second)}
    # Left behind from before events were moved out: it must not come back.
    first.put("/registry/events/default/stale", b"{}")
    pki = f"{work}/data/pki"
    file, folder, back = f"{work}/export", f"{work}/folder", f"{work}/back"
    etcds = []
    try:
        moved("export", file, *places(first, second, "events"))
        etcds += pair("moved")
        third, fourth = etcds[-2:]
        moved("import", file, *places(third, fourth, "events"))
        check("the first etcd's objects have their revisions", revisions(third) == revisions(first, lambda key: not is_event(key)),
              (revisions(third), revisions(first)))
        check("the second one's as well", revisions(fourth) == revisions(second), (revisions(fourth), revisions(second)))
        told = events_of(f"{work}/moved", pki, *places(third, fourth, "events"))
        check("a server reads them there and goes on", told == (names, 201), told)
        check("and writes where they are now", fourth.get("/registry/events/default/moved") is not None
              and third.get("/registry/events/default/moved") is None)

        moved("import", file, "--data", folder)
        told = events_of(folder, pki)
        check("a folder takes both", told == (names, 201), told)
        moved("export", back, "--data", folder)
        etcds += pair("back")
        fifth, sixth = etcds[-2:]
        moved("import", back, *places(fifth, sixth, "configmaps"))
        check("what goes into an etcd of its own isn't in the other one", revisions(sixth)
              and all(key.startswith("/registry/configmaps/") for key in revisions(sixth))
              and not any(key.startswith("/registry/configmaps/") for key in revisions(fifth)), revisions(sixth))
        check("and events are back in the first one", {key.rsplit("/", 1)[1] for key in revisions(fifth, is_event)} == names | {"moved"},
              revisions(fifth, is_event))
    finally:
        for etcd in etcds:
            etcd.end()


def refused(command, *flags):
    done = subprocess.run([*Server.program, *command, *flags], capture_output=True, text=True, timeout=60)
    return done.returncode != 0 and "--etcd-servers-overrides invalid, must be of format: group/resource#servers" in done.stderr


def main():
    work, program = sys.argv[1], sys.argv[2]
    first, second = (Etcd(f"{work}/{name}", WITHOUT_FSYNC, program=program).start() for name in ("first", "second"))
    server = Server(f"{work}/data", "--etcd-servers", first.endpoint, "--etcd-servers-overrides", "/events#" + second.endpoint)
    server.patience = 30  # an etcd that is away is waited for
    try:
        server.start()
        works(server, first, second)
        health(server, second)
        server.end()
        server.start()
        listed = parsed(server.answer("GET", EVENTS))
        check("a new server reads both", len(listed.get("items", [])) == 4, listed)
        server.end()
        moves(work, program, first, second)
        check("a malformed value is refused by up",
              refused(["up", "--data", f"{work}/none", "--port", "0"], "--etcd-servers", first.endpoint, "--etcd-servers-overrides", "events"))
        check("and by apiserver", refused(["apiserver"], "--etcd-servers=" + first.endpoint, "--etcd-servers-overrides=/events#"))
    finally:
        server.stop()
        for etcd in (first, second):
            if etcd.process.poll() is None:
                etcd.end()
    return check.end()


if __name__ == "__main__":
    raise SystemExit(main())
