"""A server in a process of its own, and how to talk to it."""
import base64
import http.client
import os
import pathlib
import re
import signal
import socket
import ssl
import subprocess
import tempfile
import time


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    program = ["./pilothouse"]
    patience = 10  # seconds for an answer
    only = ["--only", "apiserver"]

    def __init__(self, data, *flags):
        self.data, self.port, self.flags, self.process = data, free_port(), flags, None

    def start(self, until="/readyz"):
        """Waits until the server answers well there."""
        began = time.monotonic()
        self.process = subprocess.Popen(
            [*self.program, "up", *self.only, "--data", self.data, "--port", str(self.port), *self.flags],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        while self.answer("GET", until)[0] != 200:
            if self.process.poll() is not None:
                raise SystemExit("the server ended: " + self.process.stderr.read())
            if time.monotonic() - began > 60:
                raise SystemExit("the server isn't ready after 60 s")
            time.sleep(0.01)
        return time.monotonic() - began

    def kill(self):
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def end(self):
        self.process.terminate()
        self.process.wait()

    def stop(self):
        """However it is, it isn't there afterwards."""
        if self.process and self.process.poll() is None:
            self.kill()

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
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=self.patience, context=self.context())

    def answer(self, method, path, body=None, connection=None):
        try:
            connection = connection or self.connect()
            connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
            response = connection.getresponse()
            return response.status, response.read()
        except (OSError, http.client.HTTPException, TypeError):
            return 0, b""
