#!/usr/bin/env python3
"""moves.py WORK ETCD: a cluster goes from its folder into etcd and back again, while informers stay. On the way the key of its
Secrets is rotated. Last line: "N passed, M failed"."""
import http.client
import json
import os
import pathlib
import re
import subprocess
import sys
import threading
import time

from checks import Checks
from etcd import Etcd
from server import Server

OBJECTS = 200
IN_STEP_WITHIN = 30  # seconds
RESOURCES = ("/api/v1/namespaces/default/configmaps", "/api/v1/namespaces/default/secrets", "/api/v1/services")
check = Checks()


def command(*words):
    done = subprocess.run(["./pilothouse", *words], capture_output=True, text=True)
    print("\n".join("        " + line for line in (done.stdout + done.stderr).splitlines()), flush=True)
    return done


class Informer(threading.Thread):
    """Lists once and watches from there; lists again only when it is told that its version is too old."""

    def __init__(self, server, path):
        super().__init__(daemon=True)
        self.server, self.path, self.lists, self.objects, self.version, self.stop = server, path, 0, {}, 0, False
        self.backwards, self.told = [], []

    def run(self):
        while not self.stop:
            try:
                self.follow()
            except (OSError, http.client.HTTPException, ValueError, AttributeError):
                time.sleep(0.2)

    def follow(self):
        if self.version == 0:
            status, body = self.server.answer("GET", self.path)
            if status != 200:
                raise OSError(status)
            listed = json.loads(body)
            fresh = {i["metadata"]["uid"]: int(i["metadata"]["resourceVersion"]) for i in listed["items"]}
            self.backwards += [uid for uid, version in fresh.items() if version < self.objects.get(uid, 0)]
            self.objects, self.version, self.lists = fresh, int(listed["metadata"]["resourceVersion"]), self.lists + 1
        connection = self.server.connect()
        connection.request("GET", f"{self.path}?watch=1&resourceVersion={self.version}&timeoutSeconds=60")
        response = connection.getresponse()
        if response.status == 410:
            self.begin_again(response.read())
        for line in response:
            event = json.loads(line)
            if event["type"] == "ERROR":
                if event["object"].get("code") == 410:
                    self.begin_again(event["object"].get("message"))
                return
            metadata = event["object"]["metadata"]
            version = int(metadata["resourceVersion"])
            if version <= self.version:
                self.backwards.append(metadata.get("uid"))
            self.version = version
            if event["type"] == "DELETED":
                self.objects.pop(metadata["uid"], None)
            else:
                self.objects[metadata["uid"]] = version

    def begin_again(self, why):
        self.told.append(f"{time.strftime('%T')} {self.path}: {why}")
        self.version = 0


class Store(Server):
    """A server whose port stays, wherever its objects are. All that it says goes to one file."""

    def __init__(self, data, log):
        super().__init__(data)
        self.log = log

    def run(self, *flags):
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                ["./pilothouse", "up", "--only", "apiserver", "--data", str(self.data), "--port", str(self.port), *flags],
                stdout=subprocess.DEVNULL, stderr=log)
        deadline = time.monotonic() + 60
        while self.answer("GET", "/readyz")[0] != 200:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit("the server isn't ready: " + self.log.read_text())
            time.sleep(0.05)

    def end(self):
        self.process.terminate()
        self.process.wait()


def write(server, number):
    for kind, path, rest in (("ConfigMap", RESOURCES[0], {"data": {"n": str(number)}}),
                             ("Secret", RESOURCES[1], {"stringData": {"n": f"hidden-{number}"}})):
        create(server, kind, path, number, rest)


def create(server, kind, path, number, rest):
    body = {"apiVersion": "v1", "kind": kind, "metadata": {"name": f"o-{number}"}, **rest}
    status, answer = server.answer("POST", path, json.dumps(body))
    if status != 201:
        raise SystemExit(f"{kind} {number}: {status} {answer}")


def hear(informers, server, number):
    """Writes one object more of each resource and waits for it. Who holds it follows this server: to hold what was there before
    doesn't tell that, and who hasn't come back yet may have to list again later."""
    write(server, number)
    create(server, "Service", "/api/v1/namespaces/default/services", number,
           {"spec": {"type": "ExternalName", "externalName": f"n-{number}.example.com"}})
    return in_step(informers, everything(server))


def why(informers, server):
    """What informers were told, and what the server says of itself."""
    return [informer.told for informer in informers], server.log.read_text().splitlines()[-20:]


def everything(server):
    found = {}
    for path in RESOURCES:
        for item in json.loads(server.answer("GET", path)[1])["items"]:
            item["metadata"].pop("managedFields", None)
            found[item["metadata"]["uid"]] = item
    return found


def in_step(informers, objects):
    wanted = {uid: int(item["metadata"]["resourceVersion"]) for uid, item in objects.items()}
    deadline = time.monotonic() + IN_STEP_WITHIN
    while time.monotonic() < deadline:
        held = {uid: version for informer in informers for uid, version in dict(informer.objects).items()}
        if held == wanted:
            return True
        time.sleep(0.1)
    return False


def rotated(file, old):
    keys = [("second", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="), *old]
    lines = "".join(f"      - name: {name}\n        secret: {secret}\n" for name, secret in keys)
    file.write_text("apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources:\n- resources: [secrets]\n"
                    "  providers:\n  - aesgcm:\n      keys:\n" + lines)


def main():
    work, program = pathlib.Path(sys.argv[1]), sys.argv[2]
    server, one, two = Store(work / "data", work / "server.log"), work / "one", work / "two"
    server.run()
    for number in range(OBJECTS):
        write(server, number)
    informers = [Informer(server, path) for path in RESOURCES]
    [informer.start() for informer in informers]
    check("informers are in step with the folder", in_step(informers, everything(server)))

    # A new key first, everything written again, the old key away.
    before = everything(server)
    own = re.search(r'"secret": "([^"]+)"', (work / "data" / "encryption.yaml").read_text())
    first = [("first", own.group(1))]
    both, new = work / "both.yaml", work / "new.yaml"
    rotated(both, first)
    rotated(new, [])
    server.end()
    server.run("--encryption-provider-config", str(both))
    for item in json.loads(server.answer("GET", RESOURCES[1])[1])["items"]:
        name = item["metadata"]["name"]
        body = json.dumps({"apiVersion": "v1", "kind": "Secret", **item})
        status, answer = server.answer("PUT", f"{RESOURCES[1]}/{name}", body)
        if status != 200:
            raise SystemExit(f"{name}: {status} {answer}")
    server.end()
    server.run("--encryption-provider-config", str(new))
    after = everything(server)
    check("with the old key away every Secret is read", {u: i.get("data") for u, i in after.items()} ==
          {u: i.get("data") for u, i in before.items()})
    moved = [u for u in after if after[u]["metadata"]["resourceVersion"] != before[u]["metadata"]["resourceVersion"]]
    check("writing a Secret as it was has written it", len(moved) == OBJECTS, f"{len(moved)} of {OBJECTS}")
    check("informers are in step after the rotation", in_step(informers, after))
    check("and follow the server that has the new key", hear(informers, server, OBJECTS))
    after = everything(server)

    lists = [informer.lists for informer in informers]
    server.end()
    check("export from the folder", command("store", "export", str(one), "--data", str(work / "data")).returncode == 0)
    check("an export tells no Secret", b"hidden" not in one.read_bytes())
    etcd = Etcd(work / "etcd", program=program).start()
    url = etcd.endpoint
    try:
        check("import into etcd", command("store", "import", str(one), "--etcd-servers", url).returncode == 0)
        check("not a second time", command("store", "import", str(one), "--etcd-servers", url).returncode == 1)
        server.run("--etcd-servers", url, "--encryption-provider-config", str(new))
        there = everything(server)
        check("etcd holds every object as it was", {u: there.get(u) for u in after} == after)
        check("informers go on at etcd", in_step(informers, there))
        check("and hear what is new", hear(informers, server, OBJECTS + 1))
        again = [informer.lists - count for informer, count in zip(informers, lists)]
        check("each listed once more at most", max(again) <= 1, (again, why(informers, server)))
        last = everything(server)
        server.end()
        check("export from etcd", command("store", "export", str(two), "--etcd-servers", url).returncode == 0)
    finally:
        etcd.end()
    back = work / "back"
    back.mkdir()
    done = command("store", "import", str(two), "--data", str(back), "--encryption-provider-config", str(new))
    check("import into a folder", done.returncode == 0)
    (work / "data" / "pki").rename(back / "pki")
    (work / "data" / "kubeconfig").rename(back / "kubeconfig")
    server.data = back
    lists = [informer.lists for informer in informers]
    server.run("--encryption-provider-config", str(new))
    here = everything(server)
    check("the folder holds every object as it was", {u: here.get(u) for u in last} == last)
    check("informers go on at the folder", in_step(informers, here))
    check("and hear what is new there", hear(informers, server, OBJECTS + 2))
    again = [informer.lists - count for informer, count in zip(informers, lists)]
    check("each listed once more at most", max(again) <= 1, (again, why(informers, server)))
    check("no version went backwards", not any(i.backwards for i in informers), [i.backwards for i in informers])
    [setattr(informer, "stop", True) for informer in informers]
    server.end()
    return check.end()


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)
