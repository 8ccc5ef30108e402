"""Members of etcd, each a process that may be halted or killed, and one that is spoken to over its JSON gateway: nothing of
Pilothouse's has a hand in what is read there."""
import base64
import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request

from server import free_port

PROGRAM = ".tools/bin/etcd"
WITHOUT_FSYNC = "--unsafe-no-fsync"  # where no test is about what a machine forgets
LONGEST_START = 60  # seconds


class Member:
    """`peers` are the ports at which all members speak to each other, this one's at `number`."""

    def __init__(self, data, peers, number, port, *flags, program=PROGRAM):
        self.name, self.port, self.endpoint = f"etcd-{number}", port, url(port)
        self.command = [
            program, "--name=" + self.name, f"--data-dir={data}", "--listen-client-urls=" + self.endpoint,
            "--advertise-client-urls=" + self.endpoint, "--listen-peer-urls=" + url(peers[number]),
            "--initial-advertise-peer-urls=" + url(peers[number]),
            "--initial-cluster=" + ",".join(f"etcd-{i}={url(peer)}" for i, peer in enumerate(peers)), "--log-level=error", *flags]

    def launch(self, log=subprocess.DEVNULL):
        self.process = subprocess.Popen(self.command, stdout=log, stderr=log)

    def start(self):
        """Launches it and waits until it answers: a member alone, or one of a cluster that has a quorum."""
        self.launch()
        deadline = time.monotonic() + LONGEST_START
        while not self.is_ready():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise SystemExit(f"{self.name} isn't ready after {LONGEST_START} s, or ended")
            time.sleep(0.05)
        return self

    def is_ready(self):
        try:
            return urllib.request.urlopen(self.endpoint + "/health", timeout=2).status == 200
        except (OSError, urllib.error.URLError):
            return False

    def kill(self):
        self.process.kill()
        self.process.wait()

    def halt(self):
        os.kill(self.process.pid, signal.SIGSTOP)

    def go_on(self):
        os.kill(self.process.pid, signal.SIGCONT)

    def end(self):
        self.process.terminate()
        self.process.wait()


class Etcd(Member):
    """One member alone."""

    def __init__(self, data, *flags, program=PROGRAM, port=None):
        super().__init__(data, [free_port()], 0, port or free_port(), *flags, program=program)

    def call(self, path, message):
        request = urllib.request.Request(self.endpoint + path, json.dumps(message).encode(), {"Content-Type": "application/json"})
        return json.load(urllib.request.urlopen(request, timeout=10))

    def put(self, key, value):
        self.call("/v3/kv/put", {"key": encoded(key.encode()), "value": encoded(value)})

    def delete(self, key):
        self.call("/v3/kv/deleterange", {"key": encoded(key.encode())})

    def get(self, key):
        """Value and revision, or None."""
        found = self.call("/v3/kv/range", {"key": encoded(key.encode())}).get("kvs", [])
        return (base64.b64decode(found[0].get("value", "")), int(found[0]["mod_revision"])) if found else None

    def keys(self, prefix):
        end = prefix[:-1] + chr(ord(prefix[-1]) + 1)
        found = self.call("/v3/kv/range", {"key": encoded(prefix.encode()), "range_end": encoded(end.encode()), "keys_only": True})
        return [base64.b64decode(kv["key"]).decode() for kv in found.get("kvs", [])]


def url(port):
    return f"http://127.0.0.1:{port}"


def encoded(value):
    return base64.b64encode(value).decode()
