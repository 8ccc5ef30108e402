#!/usr/bin/env python3
"""atrest.py WORK ETCD JAVA CLASSES: whole servers and what lies in etcd: sealed with keys of a KMS plugin that goes away and comes
back, with a key that masters share, garbled; with a configuration that changes under way. CLASSES has the plugin. Last line: "N passed, M failed"."""
import base64
import json
import pathlib
import shutil
import subprocess
import sys
import time

from checks import Checks, until
from etcd import WITHOUT_FSYNC, Etcd
from server import Server

SECRETS = "/api/v1/namespaces/default/secrets"
STORED = "/registry/secrets/default/"
KMS = b"k8s:enc:kms:v2:plugin:"
PATIENCE = 100  # seconds: a changed file is looked for once a minute
check = Checks()


class Plugin:
    """A KMS plugin in a process of its own."""

    def __init__(self, socket, java, classes):
        self.command = [java, "-cp", classes, "dev.pilothouse.store.kms.PluginProcess", str(socket)]
        self.process = None

    def start(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        if self.process.stdout.readline().strip() != "ready":
            raise SystemExit("the plugin doesn't start")

    def tell(self, line):
        """Answers how many seeds it has encrypted and decrypted."""
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return tuple(int(n) for n in self.process.stdout.readline().split())

    def end(self):
        if self.process:
            self.process.kill()
            self.process.wait()
        self.process = None


def put(server, name, text, method="POST"):
    body = {"metadata": {"name": name}, "data": {"v": base64.b64encode(text.encode()).decode()}}
    path = SECRETS if method == "POST" else f"{SECRETS}/{name}"
    return server.answer(method, path, json.dumps(body))[0]


def value(server, name):
    status, body = server.answer("GET", f"{SECRETS}/{name}")
    return base64.b64decode(json.loads(body)["data"]["v"]).decode() if status == 200 else status


def raw(etcd, name):
    return (etcd.get(STORED + name) or (b"", 0))[0]


def configuration(file, *providers):
    file.write_text(json.dumps({
        "apiVersion": "apiserver.config.k8s.io/v1", "kind": "EncryptionConfiguration",
        "resources": [{"resources": ["secrets"], "providers": list(providers)}]}))


def kms(socket):
    return {"kms": {"apiVersion": "v2", "name": "plugin", "endpoint": f"unix://{socket}", "timeout": "2s"}}


def aesgcm(name):
    key = base64.b64encode(name.encode().ljust(32, b"-")).decode()
    return {"aesgcm": {"keys": [{"name": name, "secret": key}]}}


def is_well(server):
    return server.answer("GET", "/readyz/kms-providers")[0] == 200


def plugin_of_a_server(server, plugin, etcd):
    server.start()
    check("a Secret is written", put(server, "one", "hidden-1") == 201)
    check("it is sealed by the plugin", raw(etcd, "one").startswith(KMS) and b"hidden" not in raw(etcd, "one"), raw(etcd, "one")[:60])
    check("and is read", value(server, "one") == "hidden-1")
    for path, status in (("/readyz/kms-providers", 200), ("/healthz/kms-providers", 200), ("/livez/kms-providers", 404),
                         ("/readyz/kms-provider-0", 404)):
        check(f"{path} answers {status}", server.answer("GET", path)[0] == status, server.answer("GET", path))
    report = server.answer("GET", "/readyz?verbose")[1].decode().splitlines()
    check("it stands behind etcd's checks", report[2:5] == ["[+]etcd ok", "[+]etcd-readiness ok", "[+]kms-providers ok"], report[:6])

    plugin.tell("healthz the vault is sealed")
    check("a plugin that is unwell is told of", until(PATIENCE, lambda: not is_well(server)))
    check("the server isn't ready then", server.answer("GET", "/readyz")[0] == 500)
    check("but alive", server.answer("GET", "/livez")[0] == 200)
    check("who excludes the check finds it ready", server.answer("GET", "/readyz?exclude=kms-providers")[0] == 200)
    plugin.end()
    check("without the plugin a Secret is read", value(server, "one") == "hidden-1")
    check("and written with the seed of before", put(server, "two", "hidden-2") == 201 and raw(etcd, "two").startswith(KMS))
    plugin.start()
    plugin.tell("key key-2")
    check("the plugin is back", until(PATIENCE, lambda: is_well(server)))
    check("with another key", put(server, "three", "hidden-3") == 201 and b"key-2" in raw(etcd, "three"), raw(etcd, "three")[:60])
    check("what the old key sealed is read", [value(server, n) for n in ("one", "two", "three")] == ["hidden-1", "hidden-2", "hidden-3"])
    check("as it was it is written anew", put(server, "one", "hidden-1", "PUT") == 200 and b"key-2" in raw(etcd, "one"))
    check("none of them was in the clear", not any(b"hidden" in raw(etcd, n) for n in ("one", "two", "three")))
    server.end()


def server_without_plugin(server, plugin):
    plugin.end()
    server.start(until="/livez")
    check("a server without its plugin is alive and not ready", server.answer("GET", "/readyz")[0] == 500)
    status, body = server.answer("GET", f"{SECRETS}/one")
    message = json.loads(body).get("message", "")
    check("what it can't open is named", status == 500 and STORED in message, (status, body))
    check("a Secret can't be written", put(server, "four", "hidden-4") == 500)
    made = server.answer("POST", "/api/v1/namespaces/default/configmaps", json.dumps({"metadata": {"name": "open"}}))
    check("everything else goes on", made[0] == 201, made)
    plugin.start()
    plugin.tell("key key-2")
    check("with the plugin Secrets are read", until(PATIENCE, lambda: value(server, "one") == "hidden-1"))
    check("and written", until(PATIENCE, lambda: put(server, "four", "hidden-4") in (201, 409)) and value(server, "four") == "hidden-4")
    server.end()


def changed_configuration(server, plugin, etcd, file, socket):
    server.start()
    hook = "poststarthook/start-encryption-provider-config-automatic-reload"
    check(f"/readyz/{hook}", server.answer("GET", f"/readyz/{hook}")[0] == 200)
    file.write_text("nonsense: [")
    configuration(file, aesgcm("fresh"), kms(socket))
    def taken():
        put(server, f"new-{time.monotonic()}".replace(".", "-"), "hidden")
        return any(raw(etcd, key.rsplit("/", 1)[1]).startswith(b"k8s:enc:aesgcm:v1:fresh:") for key in etcd.keys(STORED + "new-"))
    check("a changed configuration is taken over", until(PATIENCE, taken))
    check("what was sealed before is read", value(server, "three") == "hidden-3")
    check("the check is there still", is_well(server))
    check("as it was it is sealed anew", put(server, "three", "hidden-3", "PUT") == 200
          and raw(etcd, "three").startswith(b"k8s:enc:aesgcm:v1:fresh:"))
    server.end()


def masters_share_a_key(work, etcd):
    """Nobody says anything of encryption."""
    one, two, stranger = (Server(work / name, "--etcd-servers", etcd.endpoint, "--etcd-prefix", "/usual", "--pki", str(work / pki))
                          for name, pki in (("one", "pki"), ("two", "pki"), ("three", "copied")))
    try:
        one.start()
        check("the first master makes a key", (work / "pki" / "encryption.yaml").stat().st_mode & 0o777 == 0o600)
        check("it writes a Secret", put(one, "usual", "hidden-usual") == 201)
        stored = (etcd.get("/usual/secrets/default/usual") or (b"", 0))[0]
        check("which is encrypted in etcd", stored.startswith(b"k8s:enc:aesgcm:v1:first:") and b"hidden" not in stored, stored[:60])
        two.start()
        check("the second master reads it", value(two, "usual") == "hidden-usual")
        put(two, "of-two", "hidden-two")
        check("and the first one what the second writes", until(PATIENCE, lambda: value(one, "of-two") == "hidden-two"))
        shutil.copytree(work / "pki", work / "copied", ignore=shutil.ignore_patterns("encryption.yaml"))
        done = subprocess.run([*Server.program, "up", "--only", "apiserver", "--data", work / "three", "--port", "0", *stranger.flags],
                              capture_output=True, text=True, timeout=PATIENCE)
        check("a master without the key is refused", done.returncode == 1
              and f"there is no {work / 'copied' / 'encryption.yaml'}: copy encryption.yaml from a master" in done.stderr, done.stderr)
        shutil.copy(work / "pki" / "encryption.yaml", work / "copied")
        stranger.start()
        check("and welcome with it", value(stranger, "usual") == "hidden-usual")
    finally:
        for master in (one, two, stranger):
            master.stop()


def garbled(server, etcd):
    """Somebody else's bytes lie where an object belongs."""
    maps, bad = "/api/v1/namespaces/default/configmaps", "/registry/configmaps/default/bad"
    server.start()
    def make(name):
        return server.answer("POST", maps, json.dumps({"metadata": {"name": name}}))[0]
    make("good")
    etcd.put(bad, b"k8s\0garbage")
    check("a garbled object is noticed", until(PATIENCE, lambda: server.answer("GET", maps)[0] == 500))
    for restarted in (False, True):
        again = " after a restart" if restarted else ""
        if restarted:
            server.end()
            server.start()
        for name, method, path in (("a list", "GET", maps), ("a watch", "GET", maps + "?watch=1&timeoutSeconds=2"),
                                   ("a read of it", "GET", maps + "/bad"), ("its deletion", "DELETE", maps + "/bad")):
            status, body = server.answer(method, path)
            check(f"{name} names it{again}", status == 500 and bad in json.loads(body)["message"], (status, body))
        check(f"others of its kind are read{again}", server.answer("GET", maps + "/good")[0] == 200)
        check(f"made{again}", make(f"new-{restarted}".lower()) == 201)
        changed = server.answer("PUT", maps + "/good", json.dumps({"metadata": {"name": "good"}, "data": {"a": str(restarted)}}))
        check(f"written{again}", changed[0] == 200, changed)
        check(f"and deleted{again}", server.answer("DELETE", f"{maps}/new-{restarted}".lower())[0] == 200)
        check(f"other kinds go on{again}", server.answer("GET", "/api/v1/services")[0] == 200)
        check(f"nothing was done to it{again}", etcd.get(bad)[0] == b"k8s\0garbage")
    etcd.delete(bad)
    check("without it the kind is served again", until(PATIENCE, lambda: server.answer("GET", maps)[0] == 200))
    server.end()


def main():
    work, program, java, classes = pathlib.Path(sys.argv[1]), *sys.argv[2:]
    socket, file = work / "kms.sock", work / "keys.yaml"
    plugin = Plugin(socket, java, classes)
    etcd = Etcd(work / "etcd", WITHOUT_FSYNC, program=program).start()
    flags = ("--etcd-servers", etcd.endpoint, "--encryption-provider-config", str(file))
    server = Server(work / "data", *flags)
    reloading = Server(work / "data", *flags, "--encryption-provider-config-automatic-reload")
    server.patience = reloading.patience = 30
    try:
        plugin.start()
        configuration(file, kms(socket))
        plugin_of_a_server(server, plugin, etcd)
        server_without_plugin(server, plugin)
        masters_share_a_key(work, etcd)
        garbled(server, etcd)
        changed_configuration(reloading, plugin, etcd, file, socket)
    finally:
        for one in (server, reloading):
            one.stop()
        plugin.end()
        etcd.end()
    return check.end()


if __name__ == "__main__":
    sys.exit(main())
