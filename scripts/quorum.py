#!/usr/bin/env python3
"""quorum.py WORK ETCD: an API server on three members of etcd, two of which stop and come back. Without a quorum nothing is
invented and every answer comes in time; with it everything goes on, without a restart. Then servers whose past was compacted, and
one whose etcd becomes another one (`past.py`). Last line: "N passed, M failed"."""
import http.client
import json
import sys
import threading
import time

import past
from checks import Checks, until
from etcd import WITHOUT_FSYNC, Member
from server import Server, free_port

# A server asks etcd for 10 s at most; the rest is for a slow machine.
ANSWERED_WITHIN = 45
BACK_WITHIN = 90
MAPS = "/api/v1/namespaces/default/configmaps"
check = Checks()


class Follower(threading.Thread):
    """A watch that is opened again where it ended, as informers do."""

    def __init__(self, server, version):
        super().__init__(daemon=True)
        self.server, self.version, self.seen, self.wrong, self.stop = server, version, [], [], False

    def run(self):
        while not self.stop:
            try:
                self.follow()
            except (OSError, http.client.HTTPException, ValueError, AttributeError):
                time.sleep(0.2)

    def follow(self):
        connection = self.server.connect()
        connection.timeout = 300
        connection.request("GET", f"{MAPS}?watch=1&resourceVersion={self.version}&timeoutSeconds=240")
        response = connection.getresponse()
        if response.status != 200:
            time.sleep(0.2)
            return
        for line in response:
            event = json.loads(line)
            if event["type"] == "ERROR":
                if event["object"].get("code") not in (410, 500, 503, 504):
                    self.wrong.append(line)
                return
            self.version = event["object"]["metadata"]["resourceVersion"]
            self.seen.append(event["object"]["metadata"]["name"])


def timed(server, method, path, body=None):
    began = time.monotonic()
    connection = server.connect()
    connection.timeout = 120
    status, answer = server.answer(method, path, json.dumps(body) if body else None, connection)
    return status, answer, time.monotonic() - began


def config_map(name):
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}}


def refused(name, status, answer, took):
    try:
        said = json.loads(answer)
    except ValueError:
        said = {}
    good = status in (503, 504) and said.get("kind") == "Status" and said.get("code") == status and took < ANSWERED_WITHIN
    check(f"{name} is answered with 503 or 504 in time", good, f"{status} after {took:.1f} s: {answer[:300]!r}")


def trial(members, server):
    status, answer, _ = timed(server, "POST", MAPS, config_map("before"))
    check("with all members objects are written", status == 201, (status, answer[:300]))
    version = json.loads(server.answer("GET", MAPS)[1])["metadata"]["resourceVersion"]
    follower = Follower(server, version)
    follower.start()
    process = server.process.pid

    # A halted member keeps its connections open and says nothing; of a killed one the machine says that nobody is there.
    acknowledged = ["before"]
    for stop, go, how in ((Member.halt, Member.go_on, "halted"), (Member.kill, Member.launch, "killed")):
        lost = members[:2]
        for member in lost:
            stop(member)
        print(f"        two of three members {how}", flush=True)
        refused(f"a write without a quorum ({how})", *timed(server, "POST", MAPS, config_map("doubtful-" + how)))
        refused(f"a consistent read without a quorum ({how})", *timed(server, "GET", MAPS + "/before"))
        refused(f"a consistent list without a quorum ({how})", *timed(server, "GET", MAPS))
        status, answer, took = timed(server, "GET", MAPS + "?resourceVersion=0")
        names = [i["metadata"]["name"] for i in json.loads(answer).get("items", [])] if status == 200 else []
        check(f"a list that may be old is answered, with what was true ({how})",
              status == 200 and set(acknowledged) <= set(names) and took < ANSWERED_WITHIN, (status, names, took))
        status, answer, took = timed(server, "GET", "/readyz/etcd")
        check(f"/readyz/etcd says so ({how})", status == 500 and took < ANSWERED_WITHIN, (status, answer[:200], took))
        status, answer, took = timed(server, "GET", "/readyz?verbose")
        check(f"/readyz names the check that fails ({how})", status == 500 and b"[-]etcd failed" in answer, (status, answer[:400]))
        status, answer, took = timed(server, "GET", "/livez/ping")
        check(f"the server itself lives ({how})", status == 200, (status, answer[:200]))

        for member in lost:
            go(member)
        back = until(BACK_WITHIN, lambda: server.answer("GET", "/readyz")[0] == 200)
        check(f"when the quorum is back the server is ready again ({how})", back)
        after = "after-" + how
        written = until(BACK_WITHIN, lambda: server.answer("POST", MAPS, json.dumps(config_map(after)))[0] in (201, 409))
        check(f"and writes again ({how})", written)
        acknowledged.append(after)
        status, answer, _ = timed(server, "GET", MAPS)
        names = [i["metadata"]["name"] for i in json.loads(answer)["items"]] if status == 200 else []
        check(f"what was acknowledged is there ({how})", status == 200 and set(acknowledged) <= set(names), (status, names))
        check(f"the watch tells what came after, and never anything wrong ({how})",
              until(BACK_WITHIN, lambda: after in follower.seen) and not follower.wrong and "before" not in follower.seen,
              (follower.seen, follower.wrong))
        doubtful = "doubtful-" + how
        check(f"an object whose write wasn't answered is there for all or for nobody ({how})",
              (doubtful in names) == (server.answer("GET", f"{MAPS}/{doubtful}")[0] == 200), names)
    check("the server wasn't restarted", server.process.poll() is None and server.process.pid == process)
    follower.stop = True


def main():
    work, program = sys.argv[1:]
    peers = [free_port() for _ in range(3)]
    members = [Member(f"{work}/etcd-{i}", peers, i, free_port(), WITHOUT_FSYNC, program=program) for i in range(3)]
    server = Server(f"{work}/data", "--etcd-servers", ",".join(member.endpoint for member in members))
    for member in members:
        member.launch()
    try:
        server.start()
        try:
            trial(members, server)
        finally:
            server.end()
    finally:
        for member in members:
            member.kill()
    past.trials(check, work, program)
    raise SystemExit(check.end())


main()
