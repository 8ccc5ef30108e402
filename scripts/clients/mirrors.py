#!/usr/bin/env python3
"""mirrors.py DATA NAME=COMMAND…: informers of independent clients hold a mirror of a namespace while objects are written, the
network gets slow or is cut, and the server dies and comes back. Afterwards each mirror must equal what the server lists.
Last line: "N passed, M failed"."""
import json
import os
import pathlib
import queue
import re
import shlex
import socket
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from server import Server, free_port

MAPS = "/api/v1/namespaces/mirrored/configmaps"
IN_STEP_WITHIN = 60  # seconds: clients back off for up to half a minute while nobody answers
ANSWERS_WITHIN = 10  # seconds


class Network:
    """A relay between the clients and the server that can be slowed down and cut."""

    def __init__(self, target):
        self.target, self.delay, self.up, self.pairs = target, 0.0, True, []
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            near, _ = self.door.accept()
            try:
                far = socket.create_connection(("127.0.0.1", self.target)) if self.up else None
            except OSError:
                far = None
            if far is None:
                near.close()
                continue
            self.pairs.append((near, far))
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self.relay, args=(one, other), daemon=True).start()

    def relay(self, one, other):
        try:
            while received := one.recv(2048):
                time.sleep(self.delay)
                other.sendall(received)
        except OSError:
            pass
        for end in (one, other):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def cut(self):
        pairs, self.pairs = self.pairs, []
        for pair in pairs:
            for end in pair:
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass


class Mirror:
    def __init__(self, name, command, kubeconfig):
        self.name = name
        self.process = subprocess.Popen(
            shlex.split(command), env={**os.environ, "KUBECONFIG": kubeconfig},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.answers = queue.SimpleQueue()
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for line in self.process.stdout:
            self.answers.put(line)

    def held(self):
        try:
            self.process.stdin.write("\n")
            self.process.stdin.flush()
            return json.loads(self.answers.get(timeout=ANSWERS_WITHIN))
        except (OSError, ValueError, queue.Empty):
            return None


class World:
    def __init__(self, data, commands):
        self.server = Server(data)
        self.server.start()
        self.network = Network(self.server.port)
        self.written, self.passed, self.failed = 0, 0, 0
        self.server.answer("POST", "/api/v1/namespaces", json.dumps({"metadata": {"name": "mirrored"}}))
        kubeconfig = data + "/through-the-network"
        text = pathlib.Path(data, "kubeconfig").read_text()
        pathlib.Path(kubeconfig).write_text(re.sub(r"https://\S+", f"https://127.0.0.1:{self.network.port}", text))
        self.mirrors = [Mirror(*each.split("=", 1), kubeconfig) for each in commands]

    def write(self, count):
        """Creates, changes and deletes, so that a third of what was made stays."""
        connection = self.server.connect()
        for _ in range(count):
            name, self.written = f"m-{self.written}", self.written + 1
            body = {"metadata": {"name": name}, "data": {"a": "b" * 500}}
            self.must(201, "POST", MAPS, body, connection)
            if self.written % 3 != 0:
                body["data"]["a"] = "c"
                self.must(200, "PUT", f"{MAPS}/{name}", body, connection)
            if self.written % 3 == 1:
                self.must(200, "DELETE", f"{MAPS}/{name}", None, connection)
        connection.close()

    def must(self, wanted, method, path, body, connection):
        status, answer = self.server.answer(method, path, json.dumps(body) if body else None, connection)
        if status != wanted:
            raise SystemExit(f"{method} {path}: {status} {answer[:300]}")

    def listed(self):
        items = json.loads(self.server.answer("GET", MAPS)[1])["items"]
        return {item["metadata"]["name"]: item["metadata"]["resourceVersion"] for item in items}

    def check(self, what):
        wanted = self.listed()
        for mirror in self.mirrors:
            until, held = time.monotonic() + IN_STEP_WITHIN, mirror.held()
            while held != wanted and mirror.process.poll() is None and time.monotonic() < until:
                time.sleep(0.2)
                held = mirror.held()
            good = held == wanted
            self.passed, self.failed = self.passed + good, self.failed + (not good)
            differing = len(set(wanted.items()) ^ set((held or {}).items()))
            print(f"{'ok     ' if good else 'FAILED '} {mirror.name} {what}" +
                  ("" if good else f": {differing} entries differ of {len(wanted)}"), flush=True)

    def end(self):
        for mirror in self.mirrors:
            mirror.process.kill()
        self.server.kill()
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed else 0


def main():
    world = World(sys.argv[1], sys.argv[2:])
    world.check("starts with an empty list")
    world.write(300)
    world.check("follows writes")
    for _ in range(3):
        world.network.cut()
        world.write(50)
    world.check("follows though its connections are cut")
    world.network.delay = 0.05
    world.write(100)
    world.network.delay = 0.0
    world.check("follows through a slow network")
    world.server.kill()
    world.server.start()
    world.write(100)
    world.check("goes on after a restart of the server")
    # A server that starts anew has no history: who asks for what came before its start is told that it expired.
    world.network.up = False
    world.network.cut()
    world.write(100)
    world.server.kill()
    world.server.start()
    world.network.up = True
    world.write(10)
    world.check("starts over when its place in the history has expired")
    return world.end()


if __name__ == "__main__":
    sys.exit(main())
