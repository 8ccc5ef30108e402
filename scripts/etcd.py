"""An etcd of its own, spoken to over its JSON gateway: nothing of Pilothouse's has a hand in what is read here."""
import base64
import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request

from server import free_port


class Etcd:
    def __init__(self, data, program=".tools/bin/etcd"):
        self.data, self.program, self.port, self.peer = data, program, free_port(), free_port()

    @property
    def endpoint(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        peer = f"http://127.0.0.1:{self.peer}"
        self.process = subprocess.Popen(
            [self.program, "--name=one", "--data-dir=" + self.data, "--listen-client-urls=" + self.endpoint,
             "--advertise-client-urls=" + self.endpoint, "--listen-peer-urls=" + peer, "--log-level=error",
             "--initial-advertise-peer-urls=" + peer, "--initial-cluster=one=" + peer, "--unsafe-no-fsync"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(600):
            try:
                self.get("/")
                return self
            except (OSError, urllib.error.URLError):
                time.sleep(0.05)
        raise SystemExit("etcd isn't ready after 30 s")

    def call(self, path, message):
        request = urllib.request.Request(self.endpoint + path, json.dumps(message).encode(), {"Content-Type": "application/json"})
        return json.load(urllib.request.urlopen(request, timeout=10))

    def put(self, key, value):
        self.call("/v3/kv/put", {"key": encoded(key.encode()), "value": encoded(value)})

    def get(self, key):
        """Value and revision, or None."""
        found = self.call("/v3/kv/range", {"key": encoded(key.encode())}).get("kvs", [])
        return (base64.b64decode(found[0].get("value", "")), int(found[0]["mod_revision"])) if found else None

    def keys(self, prefix):
        end = prefix[:-1] + chr(ord(prefix[-1]) + 1)
        found = self.call("/v3/kv/range", {"key": encoded(prefix.encode()), "range_end": encoded(end.encode()), "keys_only": True})
        return [base64.b64decode(kv["key"]).decode() for kv in found.get("kvs", [])]

    def end(self):
        os.kill(self.process.pid, signal.SIGTERM)
        self.process.wait()


def encoded(value):
    return base64.b64encode(value).decode()
