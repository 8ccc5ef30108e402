#!/usr/bin/env python3
"""trial.py WORK SECONDS: kills one of three masters or three members of etcd every ten seconds while the cluster is used, halts the
leader now and then, and looks whether anything was lost or done twice. Last line: "N passed, M failed"."""
import json
import os
import random
import sys
import time

import load
from cluster import Cluster, kill, wait_for
from halt import halt

from checks import Checks  # found beside the server, as cluster says

EACH = 10  # seconds between two kills
DEAD = 2  # seconds until somebody starts the process again
HALT_EACH = 100  # seconds of kills between two halts
SETTLING = 60  # seconds until all is done that was asked for
WRITE_GAP = float(os.environ.get("WRITE_GAP", "1"))  # seconds
LOOP_GAP = float(os.environ.get("LOOP_GAP", "15"))  # seconds: as long as a lease lasts
# A lease may have been renewed in the very moment of the fault; others learn of that a little later, and write themselves.
LATE = 0.25  # seconds


def faults(cluster, seconds, user, check):
    """Everyone killed once, by chance, then whoever by chance, and halts in between and at the end. What came of each: who, when,
    until when, and after what time it was ready."""
    order, rounds, told = random.sample(cluster.parts, len(cluster.parts)), max(1, round(seconds / HALT_EACH)), []
    for _ in range(rounds):
        told += kills(cluster, order, seconds / rounds)
        told.append(halt(cluster, user, check, LOOP_GAP + LATE))
    return told


def kills(cluster, order, seconds):
    told, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        victim = order.pop() if order else random.choice(cluster.parts)
        at = time.monotonic()
        kill(victim)
        time.sleep(DEAD)
        victim.launch()
        wait_for(victim)
        ready = time.monotonic() - at
        time.sleep(max(0, at + EACH - time.monotonic()))
        told.append((victim.name, at, time.monotonic(), ready))
    return told


def main():
    work, seconds = sys.argv[1], float(sys.argv[2])
    seed = int(os.environ.get("SEED", random.randrange(1_000_000)))
    print(f"seed {seed}")
    random.seed(seed)
    cluster, check = Cluster(work), Checks()
    try:
        cluster.start()
        play(cluster, seconds, check)
    finally:
        cluster.end()
    return check.end()


def play(cluster, seconds, check):
    context = cluster.masters[0].context()

    def connect():
        return load.Connection(cluster.port, context)

    load.User(connect()).until_answered(
        "POST", "/api/v1/namespaces", {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": load.NAMESPACE}})
    writers = [load.Writer(connect(), i) for i in range(2)]
    maps, pods, sets = load.Informer(connect(), load.CONFIG_MAPS), load.Pods(connect()), load.ReplicaSets(connect())
    leases, scaler = load.Leases(connect()), load.Scaler(connect())
    users = [*writers, maps, pods, sets, leases, scaler]
    for user in users:
        user.start()
    time.sleep(EACH)
    began = time.monotonic()
    told = faults(cluster, seconds, load.User(connect()), check)
    ended = time.monotonic()
    for user in [*writers, scaler]:
        user.over.set()
    for user in [*writers, scaler]:
        user.join(SETTLING)
    check.unless("everybody came to an end", [f"{u.name}" for u in [*writers, scaler] if u.is_alive()])

    # What is there in the end, by each master.
    asking = [load.Connection(master.port, context, timeout=10) for master in cluster.masters]
    lists = [c.ask("GET", load.CONFIG_MAPS)[1].get("items", []) for c in asking]
    names = [{item["metadata"]["name"] for item in items} for items in lists]
    for i, found in enumerate(names):
        lost = [name for writer in writers for name in writer.acknowledged if name not in found]
        check.unless(f"no acknowledged write is lost to master-{i}", lost)
    last = {item["metadata"]["name"]: item for item in lists[0]}
    for writer in writers:
        value = int(last[f"counter-{writer.number}"]["data"]["text"])
        good = writer.counted <= value <= writer.counted + writer.perhaps
        check.unless("every acknowledged count was counted once",
                     "" if good else f"{value}, acknowledged {writer.counted}, perhaps {writer.perhaps} more")
    current = max(int(item["metadata"]["resourceVersion"]) for item in lists[0])
    deadline = time.monotonic() + SETTLING
    while maps.version < current and time.monotonic() < deadline:
        time.sleep(0.1)
    seen = {name: item["metadata"]["resourceVersion"] for name, item in maps.state.items()}
    right = {name: item["metadata"]["resourceVersion"] for name, item in last.items()}
    check.unless("the informer knows what is there", sorted(set(seen.items()) ^ set(right.items())))
    for informer in (maps, pods, sets, leases):
        informer.over.set()
        check.unless(f"the watches of {informer.path.rsplit('/', 1)[1]} went on in order ({informer.events} events,"
                     f" {informer.lists} lists)", informer.wrong)
    check.unless("nobody broke off", [u.defect for u in users if u.defect])
    check.unless(f"no pod was ever on two nodes (of {len(pods.nodes)})", {u: n for u, n in pods.nodes.items() if len(n) > 1})
    bound = next(pod for pod in asking[0].ask("GET", load.PODS)[1]["items"] if pod["spec"].get("nodeName"))
    status = asking[1].ask("POST", f"{load.PODS}/{bound['metadata']['name']}/binding", {
        "apiVersion": "v1", "kind": "Binding", "metadata": {"name": bound["metadata"]["name"]},
        "target": {"kind": "Node", "name": "node-2"}})[0]
    check.unless("a pod that has a node can't be given another", "" if status == 409 else status)
    check.unless(f"no template has two ReplicaSets ({len(sets.templates)} templates)",
                 [uids for uids in sets.templates.values() if len(uids) > 1]
                 or ("" if len(sets.templates) == scaler.templates else f"of {scaler.templates} templates"))
    deployment = asking[0].ask("GET", f"{load.DEPLOYMENT}/web")[1]
    running = [p for p in asking[0].ask("GET", load.PODS)[1]["items"] if not p["metadata"].get("deletionTimestamp")]
    check.unless("there are as many pods as asked for",
                 "" if len(running) == deployment["spec"]["replicas"] else f"{len(running)}")

    print("killed             at   ready after   writers' gap   loops' gap   longest scaling that touches it")
    for name, at, until, ready in told:
        # Who asks a halted server has waited in vain, and asks again.
        patience = load.TIMEOUT if name.endswith("halted") else 0
        gap, (leaderless, loop), scaling = max(w.gap(at, until) for w in writers), leases.gap(at), scaler.longest(at, until)
        print(f"{name:17} {at - began:4.0f} {ready:10.2f} s {gap:12.2f} s {leaderless:10.2f} s {scaling:12.2f} s", flush=True)
        # A scaling needs each of the loops, whose leaders may be killed one after the other.
        for what, took, longest in (("writers", gap, WRITE_GAP + patience), (f"{loop}, the last of the loops,", leaderless, LOOP_GAP + LATE),
                                    ("scalings", scaling, 2 * LOOP_GAP + patience)):
            check.unless(f"{what} went on within {longest:g} s", "" if took <= longest else f"{took:.2f} s")
    for user in [*writers, scaler]:
        for at, took, method, status, message in user.connection.slow:
            print(f"slow: at {at - began:6.2f} {method} took {took:.2f} s: {status} {message}")
    for what, times in (("writers' gap", [max(w.gap(at, until) for w in writers) for name, at, until, _ in told
                                           if not name.endswith("halted")]),
                        ("loops' gap, masters", [leases.gap(at)[0] for name, at, _, _ in told if name.startswith("master")]),
                        ("longest scaling, masters", [scaler.longest(at, until) for name, at, until, _ in told if name.startswith("master")]),
                        ("ready after, masters", [r for name, _, _, r in told if name.startswith("master") and not name.endswith("halted")]),
                        ("ready after, members", [r for name, _, _, r in told if name.startswith("etcd")])):
        times = sorted(times) or [float("nan")]
        print(f"{what}: p50 {times[len(times) // 2]:.2f} s, p99 {times[-1 - len(times) // 100]:.2f} s")
    print(f"load of the machine {os.getloadavg()}, {os.cpu_count()} cores")
    writes = sum(len(w.times) for w in writers)
    print(f"{writes} writes acknowledged in {ended - began + EACH:.0f} s, {len(scaler.scales)} scalings, failures by status "
          + json.dumps([w.failures for w in writers]))


if __name__ == "__main__":
    sys.exit(main())
