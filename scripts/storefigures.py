#!/usr/bin/env python3
"""storefigures.py WORK JAVA CLASSES PODS CONFIGMAPS: fills data folders, starts servers on them, and prints what that costs."""
import json
import os
import pathlib
import subprocess
import sys
import time

from server import Server

PAGE = 500  # kubectl's
CONTAINER = {"name": "app", "image": "registry.example/app:1.4.2", "ports": [{"containerPort": 8080}],
             "env": [{"name": "A", "value": "value of a setting"}, {"name": "B", "value": "value of a setting"}],
             "resources": {"requests": {"cpu": "100m", "memory": "128Mi"}},
             "livenessProbe": {"httpGet": {"path": "/live", "port": 8080}}}
SAMPLES = {
    "pods": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "sample", "labels": {"app": "bench", "tier": "backend"}},
             "spec": {"schedulerName": "none", "automountServiceAccountToken": False, "containers": [CONTAINER]}},
    "configmaps": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "sample"},
                   "data": {"a": "some words", "b": "some more words"}},
}


def megabytes(server, field):
    status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
    return next(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith(field))


def cpu(server):
    fields = pathlib.Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def create(server, resource, body):
    answer = server.answer("POST", f"/api/v1/namespaces/default/{resource}", json.dumps(body))
    assert answer[0] == 201, answer


def filled(work, fill, resource, count):
    """A server that was stopped when it held so many, and what the filling said."""
    server = Server(os.path.join(work, resource))
    server.start()
    create(server, "serviceaccounts", {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "default"}})
    create(server, resource, SAMPLES[resource])
    server.end()
    said = subprocess.run([*fill, os.path.join(server.data, "store"), f"/registry/{resource}/default/sample", str(count)],
                          check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout.strip()
    return server, said


def started(server, what):
    took = server.start()
    print(f"{what}: ready after {took:.2f} s, cpu {cpu(server):.2f} s, resident {megabytes(server, 'VmRSS')} MB", flush=True)


def tell(server, what, began, used):
    print(f"{what}: {time.monotonic() - began:.2f} s, cpu {cpu(server) - used:.2f} s, "
          f"resident {megabytes(server, 'VmRSS')} MB, at most {megabytes(server, 'VmHWM')} MB", flush=True)


def whole(server, path):
    connection = server.connect()
    connection.timeout = 300
    connection.request("GET", path)
    answer, size = connection.getresponse(), 0
    assert answer.status == 200, answer.read()
    while piece := answer.read(1 << 20):
        size += len(piece)
    return size


def pages(server, path):
    connection, token, count, revision = server.connect(), "", 0, ""
    while True:
        status, body = server.answer("GET", f"{path}?limit={PAGE}" + (f"&continue={token}" if token else ""), None, connection)
        assert status == 200, body
        page = json.loads(body)
        count, revision = count + len(page["items"]), page["metadata"]["resourceVersion"]
        token = page["metadata"].get("continue", "")
        if not token:
            return count, revision


def watched(server, revision):
    connection = server.connect()
    connection.timeout = 60
    connection.request("GET", f"/api/v1/configmaps?watch=true&resourceVersion={revision}")
    answer = connection.getresponse()
    began = time.monotonic()
    create(server, "configmaps", {**SAMPLES["configmaps"], "metadata": {"name": "seen"}})
    event = json.loads(answer.readline())
    assert (event["type"], event["object"]["metadata"]["name"]) == ("ADDED", "seen"), event
    print(f"a watch saw a new one {(time.monotonic() - began) * 1000:.0f} ms after it was sent")


def main():
    work, java, classes, pods, config_maps = sys.argv[1:]
    fill = [java, "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xmx6g", "-cp", classes, "dev.pilothouse.bench.StoreFill"]

    server, said = filled(work, fill, "pods", int(pods))
    print(f"pods: {said}")
    started(server, "API server alone, with all pods")
    server.end()
    server.only = []
    started(server, "all components, with all pods")
    server.end()

    server, said = filled(work, fill, "configmaps", int(config_maps))
    print(f"config maps: {said}")
    started(server, "API server alone, with all config maps")
    try:
        began, used = time.monotonic(), cpu(server)
        size = whole(server, "/api/v1/configmaps")
        tell(server, f"listed whole, {size >> 20} MB", began, used)
        began, used = time.monotonic(), cpu(server)
        count, revision = pages(server, "/api/v1/configmaps")
        tell(server, f"listed in pages of {PAGE}, {count} objects", began, used)
        watched(server, revision)
    finally:
        server.end()


if __name__ == "__main__":
    main()
