#!/usr/bin/env python3
"""kill.py DATA ROUNDS: writes config maps through eight connections, kills the server at a random moment, starts it again and
looks for every write that was acknowledged. Last line: "N passed, M failed"."""
import json
import random
import sys
import threading
import time

from server import Server

WRITERS = 8
LONGEST_LIFE = 3  # seconds of writing before the kill
LONGEST_START = 2.0  # seconds until the server answers again


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
