#!/usr/bin/env python3
"""masters.py WORK ETCD KUBECTL: one master as kubeadm sets it up, an etcd with TLS and three processes with the command lines of
kubeadm's static pods; pods get scheduled, a restart of each loses nothing, and what is wrong with flags and certificates is
named. Last line: "N passed, M failed"."""
import json
import os
import pathlib
import signal
import subprocess
import sys

from checks import Checks, until
from server import free_port

PROGRAM = ["./pilothouse"]
PATIENCE = 90  # seconds, on a busy machine

ETCD = """--advertise-client-urls=https://IP:ETCD --cert-file=PKI/etcd/server.crt --client-cert-auth=true --data-dir=WORK/etcd
--initial-advertise-peer-urls=https://IP:PEER --initial-cluster=one=https://IP:PEER --key-file=PKI/etcd/server.key
--listen-client-urls=https://127.0.0.1:ETCD --listen-peer-urls=https://IP:PEER --name=one
--peer-cert-file=PKI/etcd/peer.crt --peer-client-cert-auth=true --peer-key-file=PKI/etcd/peer.key
--peer-trusted-ca-file=PKI/etcd/ca.crt --snapshot-count=10000 --trusted-ca-file=PKI/etcd/ca.crt
--log-level=error --unsafe-no-fsync"""

APISERVER = """--advertise-address=192.0.2.10 --allow-privileged=true --authorization-mode=Node,RBAC
--client-ca-file=PKI/ca.crt --enable-admission-plugins=NodeRestriction --enable-bootstrap-token-auth=true
--etcd-cafile=PKI/etcd/ca.crt --etcd-certfile=PKI/apiserver-etcd-client.crt --etcd-keyfile=PKI/apiserver-etcd-client.key
--etcd-servers=https://127.0.0.1:ETCD --kubelet-client-certificate=PKI/apiserver-kubelet-client.crt
--kubelet-client-key=PKI/apiserver-kubelet-client.key --kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname
--proxy-client-cert-file=PKI/front-proxy-client.crt --proxy-client-key-file=PKI/front-proxy-client.key
--requestheader-allowed-names=front-proxy-client --requestheader-client-ca-file=PKI/front-proxy-ca.crt
--requestheader-extra-headers-prefix=X-Remote-Extra- --requestheader-group-headers=X-Remote-Group
--requestheader-username-headers=X-Remote-User --secure-port=PORT
--service-account-issuer=https://kubernetes.default.svc.cluster.local --service-account-key-file=PKI/sa.pub
--service-account-signing-key-file=PKI/sa.key --service-cluster-ip-range=10.96.0.0/12
--tls-cert-file=PKI/apiserver.crt --tls-private-key-file=PKI/apiserver.key"""

CONTROLLERS = """--allocate-node-cidrs=true --authentication-kubeconfig=CONF/controller-manager.conf
--authorization-kubeconfig=CONF/controller-manager.conf --bind-address=127.0.0.1 --client-ca-file=PKI/ca.crt
--cluster-cidr=10.244.0.0/16 --cluster-name=kubernetes --cluster-signing-cert-file=PKI/ca.crt
--cluster-signing-key-file=PKI/ca.key --controllers=*,bootstrapsigner,tokencleaner
--kubeconfig=CONF/controller-manager.conf --leader-elect=true --requestheader-client-ca-file=PKI/front-proxy-ca.crt
--root-ca-file=PKI/ca.crt --service-account-private-key-file=PKI/sa.key --service-cluster-ip-range=10.96.0.0/12
--use-service-account-credentials=true"""

SCHEDULER = """--authentication-kubeconfig=CONF/scheduler.conf --authorization-kubeconfig=CONF/scheduler.conf
--bind-address=127.0.0.1 --kubeconfig=CONF/scheduler.conf --leader-elect=true"""

# Upstream's own defaults are fixed ports, which another cluster on this machine may have.
LOOP_PORT = " --secure-port=LOOP"

NODE = {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "worker"},
        "status": {"capacity": {"cpu": "8", "memory": "16Gi", "pods": "110"},
                   "allocatable": {"cpu": "8", "memory": "16Gi", "pods": "110"},
                   "conditions": [{"type": "Ready", "status": "True"}]}}

DEPLOYMENT = ["create", "deployment", "web", "--image=web", "--replicas=3"]


class Master:
    def __init__(self, work, etcd, kubectl):
        self.work, self.program, self.tool = work, etcd, kubectl
        self.port, self.etcd_port, self.peer = free_port(), free_port(), free_port()
        self.conf = work / "keys" / "one"
        self.started = {}

    def words(self, line):
        for name, value in (("WORK", self.work), ("PKI", self.conf / "pki"), ("CONF", self.conf), ("ETCD", self.etcd_port),
                            ("PEER", self.peer), ("PORT", self.port), ("LOOP", free_port()), ("IP", "127.0.0.1")):
            line = line.replace(name, str(value))
        return line.split()

    def keys(self):
        subprocess.run([*PROGRAM, "pki", self.work / "keys", "--master=one=127.0.0.1", f"--port={self.port}"],
                       check=True, stdout=subprocess.DEVNULL)

    def start(self, name, command):
        log = open(self.work / f"{name}.log", "a")
        self.started[name] = subprocess.Popen(command, stdout=log, stderr=log)

    def start_etcd(self):
        self.start("etcd", [self.program, *self.words(ETCD)])

    def start_component(self, name, line):
        self.start(name, [*PROGRAM, name, *self.words(line)])

    def end(self, name):
        process = self.started.pop(name)
        process.send_signal(signal.SIGTERM)
        return process.wait(PATIENCE)

    def kubectl(self, *words, body=None):
        return subprocess.run([self.tool, "--kubeconfig", self.conf / "admin.conf", *words], capture_output=True, text=True,
                              timeout=PATIENCE, input=body)

    def refused(self, name, line):
        """What a component says that can't start; None when it doesn't end."""
        try:
            done = subprocess.run([*PROGRAM, name, *self.words(line)], capture_output=True, text=True, timeout=PATIENCE)
            return done.stderr if done.returncode else None
        except subprocess.TimeoutExpired:
            return None


def scheduled(master, count):
    pods = master.kubectl("get", "pods", "-o", "json")
    items = json.loads(pods.stdout)["items"] if pods.returncode == 0 else []
    return len(items) == count and all(pod["spec"].get("nodeName") == "worker" for pod in items)


def main():
    master = Master(pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3])
    check = Checks()

    def names(name, component, line, *parts):
        said = master.refused(component, line)
        check(name, said and all(part.replace("PKI", str(master.conf / "pki")) in said for part in parts)
              and "\tat " not in said, said)

    try:
        master.keys()
        master.start_etcd()
        master.start_component("apiserver", APISERVER)
        master.start_component("controller-manager", CONTROLLERS + LOOP_PORT)
        master.start_component("scheduler", SCHEDULER + LOOP_PORT)
        check("the API server is ready", until(PATIENCE, lambda: master.kubectl("get", "--raw", "/readyz").stdout == "ok"))
        check("a node", master.kubectl("create", "-f", "-", body=json.dumps(NODE)).returncode == 0)
        made = master.kubectl(*DEPLOYMENT)
        check("a Deployment", made.returncode == 0, made.stderr)
        check("its pods are scheduled", until(PATIENCE, lambda: scheduled(master, 3)), master.kubectl("get", "all").stdout)
        token = master.kubectl("create", "token", "default").stdout.strip()
        who = subprocess.run([master.tool, "--server", f"https://127.0.0.1:{master.port}", "--token", token,
                              "--certificate-authority", master.conf / "pki/ca.crt", "auth", "whoami", "-o", "name"],
                             capture_output=True, text=True)
        check("a token of a service account is known", who.returncode == 0, who.stderr)
        for name, line in (("apiserver", APISERVER), ("scheduler", SCHEDULER + LOOP_PORT),
                           ("controller-manager", CONTROLLERS + LOOP_PORT)):
            status = master.end(name)
            check(f"{name} ends with status 0 when it is told to", status == 0, status)
            master.start_component(name, line)
        check("the API server is ready again", until(PATIENCE, lambda: master.kubectl("get", "--raw", "/readyz").stdout == "ok"))
        check("it scales", master.kubectl("scale", "deployment", "web", "--replicas=5").returncode == 0)
        check("more pods are scheduled", until(PATIENCE, lambda: scheduled(master, 5)), master.kubectl("get", "all").stdout)

        line = " ".join(APISERVER.split())
        names("an unknown flag", "apiserver", "--frob", "unknown flag: --frob")
        names("a value that is none", "scheduler", "--leader-elect=perhaps", '"perhaps"', "--leader-elect")
        names("a certificate that isn't there", "apiserver", line.replace("PKI/apiserver.crt", "PKI/absent.crt"),
              "--tls-cert-file PKI/absent.crt: there is no such file")
        names("a key of another certificate", "apiserver", line.replace("PKI/apiserver.key", "PKI/front-proxy-client.key"),
              "--tls-private-key-file PKI/front-proxy-client.key", "doesn't match", "PKI/apiserver.crt")
        names("an etcd of another authority", "apiserver", line.replace("etcd-cafile=PKI/etcd/ca.crt", "etcd-cafile=PKI/ca.crt"),
              f"https://127.0.0.1:{master.etcd_port}", "ertificate")
        names("a kubeconfig that isn't there", "scheduler", SCHEDULER.replace("scheduler.conf", "absent.conf"), "absent.conf",
              "there is no such file")
        names("a signing key that isn't there", "controller-manager", CONTROLLERS.replace("PKI/sa.key", "PKI/absent.key"),
              "PKI/absent.key", "there is no such file")
    finally:
        for name in reversed(list(master.started)):  # etcd is the last
            process = master.started[name]
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                os.kill(process.pid, signal.SIGKILL)
        if check.failed:
            for log in sorted(master.work.glob("*.log")):
                print(f"--- {log.name}", *log.read_text().splitlines()[-30:], sep="\n")
    return check.end()


if __name__ == "__main__":
    sys.exit(main())
