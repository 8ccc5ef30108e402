#!/usr/bin/env python3
"""kill.py DATA ROUNDS: writes config maps through eight connections, kills the server at a random moment, starts it again and
looks for every write that was acknowledged. Last line: "N passed, M failed"."""
import base64
import http.client
import json
import os
import pathlib
import random
import re
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
import time

WRITERS = 8
LONGEST_LIFE = 3  # seconds of writing before the kill
LONGEST_START = 2.0  # seconds until the server answers again


def free_port():
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    def __init__(self, data):
        self.data, self.port = data, free_port()

    def start(self):
        began = time.monotonic()
        self.process = subprocess.Popen(
            ["./pilothouse", "up", "--only", "apiserver", "--data", self.data, "--port", str(self.port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        while self.answer("GET", "/readyz")[0] != 200:
            if self.process.poll() is not None:
                raise SystemExit("the server ended: " + self.process.stderr.read())
            if time.monotonic() - began > 60:
                raise SystemExit("the server isn't ready after 60 s")
            time.sleep(0.01)
        return time.monotonic() - began

    def kill(self):
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def context(self):
        text = pathlib.Path(self.data, "kubeconfig").read_text()
        parts = [base64.b64decode(re.search(name + r": (\S+)", text)[1]) for name in
                 ("certificate-authority-data", "client-certificate-data", "client-key-data")]
        context = ssl.create_default_context(cadata=parts[0].decode())
        with tempfile.NamedTemporaryFile() as pair:
            pair.write(parts[1] + parts[2])
            pair.flush()
            context.load_cert_chain(pair.name)
        return context

    def connect(self):
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=10, context=self.context())

    def answer(self, method, path, body=None, connection=None):
        try:
            connection = connection or self.connect()
            connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
            response = connection.getresponse()
            return response.status, response.read()
        except (OSError, http.client.HTTPException, TypeError):
            return 0, b""


def write(server, worker, life, acknowledged, stop):
    connection = server.connect()
    number = 0
    while not stop.is_set():
        name = f"w-{life}-{worker}-{number}"
        body = json.dumps({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": {"a": "b" * 500}})
        status, _ = server.answer("POST", "/api/v1/namespaces/default/configmaps", body, connection)
        if status == 201:
            acknowledged.append(name)
        elif status == 0:
            return
        number += 1


def main():
    data, rounds = sys.argv[1], int(sys.argv[2])
    server, acknowledged, passed, failed = Server(data), [], 0, 0
    server.start()
    for life in range(rounds):
        stop = threading.Event()
        writers = [threading.Thread(target=write, args=(server, w, life, acknowledged, stop)) for w in range(WRITERS)]
        [w.start() for w in writers]
        time.sleep(random.uniform(0.2, LONGEST_LIFE))
        server.kill()
        stop.set()
        [w.join() for w in writers]
        took = server.start()
        items = json.loads(server.answer("GET", "/api/v1/namespaces/default/configmaps")[1])["items"]
        lost = set(acknowledged) - {item["metadata"]["name"] for item in items}
        good = not lost and took < LONGEST_START
        passed, failed = passed + good, failed + (not good)
        print(f"life {life}: {len(acknowledged)} acknowledged so far, {len(lost)} lost, up again after {took:.2f} s", flush=True)
    server.kill()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
