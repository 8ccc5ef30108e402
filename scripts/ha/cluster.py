"""Three members of etcd and three masters, each a process that may be killed, and a balancer before the masters."""
import os
import pathlib
import random
import signal
import socket
import ssl
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
import etcd  # noqa: E402
from server import Server  # noqa: E402

THREE = range(3)
LONGEST_START = 60  # seconds
PROGRAM = os.environ.get("PILOTHOUSE_PROGRAM", "./pilothouse").split()


def ports(count):
    """Free ports below those that the kernel gives to connections: who leaves one for a while finds it again."""
    found = set()
    while len(found) < count:
        port = random.randrange(12000, 30000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                found.add(port)
            except OSError:
                pass
    return list(found)


class Member(etcd.Member):
    """A member of etcd. Its election timeout is short: for so long nobody writes when the leader dies."""

    def __init__(self, work, number, clients, peers):
        super().__init__(f"{work}/etcd-{number}", peers, number, clients[number], "--heartbeat-interval=50", "--election-timeout=300")
        self.log = open(f"{work}/{self.name}.log", "ab")

    def launch(self):
        super().launch(self.log)


class Master(Server):
    """A whole master. Its log says which of its loops lead."""

    program = PROGRAM

    def __init__(self, work, number, port, endpoints):
        super().__init__(f"{work}/master-{number}")
        self.name, self.port, self.log = f"master-{number}", port, open(f"{work}/master-{number}.log", "ab")
        self.command = [
            *PROGRAM, "up", "--data", self.data, "--pki", f"{work}/pki", "--port", str(port), "--nodes", "3",
            "--advertise-address", f"192.0.2.{number + 1}", "--etcd-servers", ",".join(endpoints),
            "-v", "2"]

    def launch(self):
        self.process = subprocess.Popen(self.command, stdout=self.log, stderr=self.log)

    def is_ready(self):
        try:
            return self.answer("GET", "/readyz")[0] == 200
        except (OSError, ssl.SSLError):
            return False


class Cluster:
    def __init__(self, work):
        free = ports(10)
        clients, peers, doors, self.port = free[:3], free[3:6], free[6:9], free[9]
        self.members = [Member(work, i, clients, peers) for i in THREE]
        self.masters = [Master(work, i, doors[i], [f"http://127.0.0.1:{port}" for port in clients]) for i in THREE]
        self.parts = self.members + self.masters
        self.balancer = subprocess.Popen(
            [sys.executable, str(pathlib.Path(__file__).parent / "balancer.py"), str(self.port), *map(str, doors)])

    def start(self):
        for part in self.parts:
            part.launch()
        for part in self.parts:
            wait_for(part)

    def end(self):
        for process in [part.process for part in self.parts if hasattr(part, "process")] + [self.balancer]:
            process.kill()
            process.wait()


def kill(part):
    os.kill(part.process.pid, signal.SIGKILL)
    part.process.wait()


def wait_for(part):
    deadline = time.monotonic() + LONGEST_START
    while not part.is_ready():
        if part.process.poll() is not None:
            raise SystemExit(f"{part.name} ended: see its log")
        if time.monotonic() > deadline:
            raise SystemExit(f"{part.name} isn't ready after {LONGEST_START} s")
        time.sleep(0.05)
