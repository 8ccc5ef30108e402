"""Those who use the cluster meanwhile, each through the balancer and with patience: writers, informers, and one who scales."""
import copy
import datetime
import http.client
import json
import threading
import time

NAMESPACE = "load"
CONFIG_MAPS = f"/api/v1/namespaces/{NAMESPACE}/configmaps"
PODS = f"/api/v1/namespaces/{NAMESPACE}/pods"
DEPLOYMENT = f"/apis/apps/v1/namespaces/{NAMESPACE}/deployments"
REPLICA_SETS = f"/apis/apps/v1/namespaces/{NAMESPACE}/replicasets"
LEASES = "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases"
LOOPS = ("kube-controller-manager", "kube-scheduler", "pilothouse-nodes")

SLOW = 0.5  # seconds: requests that took longer are told
TIMEOUT = 3  # seconds: the patience of who asks
PACE = 0.02  # seconds between two writes, and before a try again


class Connection:
    """Asks once; 0 is no answer. The next question has a connection of its own then."""

    def __init__(self, port, context, timeout=TIMEOUT):
        self.port, self.context, self.timeout, self.open, self.slow = port, context, timeout, None, []

    def ask(self, method, path, body=None, kind="application/json"):
        began = time.monotonic()
        status, answer = self.asked(method, path, body, kind)
        took = time.monotonic() - began
        if took > SLOW:
            self.slow.append((began, took, method, status, answer.get("message", "")))
        return status, answer

    def asked(self, method, path, body, kind):
        try:
            self.open = self.open or http.client.HTTPSConnection("127.0.0.1", self.port, timeout=self.timeout, context=self.context)
            self.open.request(method, path, json.dumps(body) if body else None, {"Content-Type": kind} if body else {})
            response = self.open.getresponse()
            text = response.read()
            return response.status, json.loads(text) if text[:1] == b"{" else {}
        except (OSError, http.client.HTTPException, ValueError):
            self.leave()
            return 0, {}

    def leave(self):
        if self.open:
            self.open.close()
        self.open = None


class User(threading.Thread):
    def __init__(self, connection):
        super().__init__(daemon=True)
        self.connection, self.over, self.defect = connection, threading.Event(), None

    def run(self):
        try:
            self.act()
        except Exception as defect:  # told by the checks: a thread that ends early has seen nothing
            self.defect = repr(defect)

    def until_answered(self, method, path, body=None, kind="application/json"):
        while True:
            status, answer = self.connection.ask(method, path, body, kind)
            if 200 <= status < 500 and status != 429:
                return status, answer
            time.sleep(PACE)


class Writer(User):
    """Creates one object after the other, and counts in one of its own by compare and set."""

    def __init__(self, connection, number):
        super().__init__(connection)
        self.number, self.acknowledged, self.times, self.counted, self.perhaps = number, [], [], 0, 0
        self.failures = {}

    def act(self):
        self.create(f"counter-{self.number}", "0")
        number = 0
        while not self.over.is_set():
            self.create(f"w-{self.number}-{number}", "x" * 200)
            self.count()
            number += 1
            time.sleep(PACE)

    def create(self, name, text):
        body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": {"text": text}}
        tries = 0
        while True:
            status, answer = self.connection.ask("POST", CONFIG_MAPS, body)
            # Whoever got no answer before finds that it had been done.
            if status == 201 or status == 409 and tries and answer.get("reason") == "AlreadyExists":
                self.acknowledged.append(name)
                self.times.append(time.monotonic())
                return
            self.failed(status)
            tries += 1
            time.sleep(PACE)

    def count(self):
        status, found = self.connection.ask("GET", f"{CONFIG_MAPS}/counter-{self.number}")
        if status != 200:
            self.failed(status)
            return
        found["data"]["text"] = str(int(found["data"]["text"]) + 1)
        status, _ = self.connection.ask("PUT", f"{CONFIG_MAPS}/counter-{self.number}", found)
        if status == 200:
            self.counted += 1
            self.times.append(time.monotonic())
        else:
            self.failed(status)
            self.perhaps += status == 0 or status >= 500

    def failed(self, status):
        self.failures[status] = self.failures.get(status, 0) + 1

    def gap(self, begin, end):
        """The longest time without an acknowledged write that touches this stretch."""
        times = [t for t in self.times if begin - 5 <= t <= end + 30]
        return max((b - a for a, b in zip(times, times[1:]) if b >= begin and a <= end), default=float("inf"))


class Informer(User):
    """Follows a resource from where it was, and keeps everything that it was told."""

    def __init__(self, connection, path):
        super().__init__(connection)
        self.path, self.state, self.version, self.lists, self.wrong, self.events = path, {}, 0, 0, [], 0

    def act(self):
        while not self.over.is_set():
            status, found = self.until_answered("GET", self.path)
            self.lists += 1
            self.version = int(found["metadata"]["resourceVersion"])
            self.state = {item["metadata"]["name"]: item for item in found["items"]}
            for item in found["items"]:
                self.see(item)
            while not self.over.is_set() and self.follow():
                time.sleep(PACE)

    def follow(self):
        """Whether to go on from here, rather than from a new list."""
        path = f"{self.path}?watch=1&allowWatchBookmarks=true&resourceVersion={self.version}&timeoutSeconds=60"
        try:
            stream = http.client.HTTPSConnection("127.0.0.1", self.connection.port, timeout=70, context=self.connection.context)
            stream.request("GET", path)
            response = stream.getresponse()
            if response.status != 200:
                return response.status != 410
            while line := response.readline():
                event = json.loads(line)
                if event["type"] == "ERROR":
                    return event["object"].get("code") != 410
                self.take(event)
                if self.over.is_set():
                    return True
        except (OSError, http.client.HTTPException, ValueError):
            return True
        finally:
            stream.close()
        return True

    def take(self, event):
        item, version = event["object"], int(event["object"]["metadata"]["resourceVersion"])
        if event["type"] == "BOOKMARK":
            self.version = max(self.version, version)
            return
        self.events += 1
        name = item["metadata"]["name"]
        if version <= self.version:
            self.wrong.append(f"{event['type']} of {name} at {version} came behind {self.version}")
        if (event["type"] == "ADDED") == (name in self.state):
            self.wrong.append(f"{event['type']} of {name} at {version}, which was{'' if name in self.state else ' not'} there")
        self.version = version
        self.see(item)
        if event["type"] == "DELETED":
            self.state.pop(name, None)
        else:
            self.state[name] = item

    def see(self, item):
        pass


class Pods(Informer):
    """@field nodes: by uid, all nodes that a pod was ever on"""

    def __init__(self, connection):
        super().__init__(connection, PODS)
        self.nodes = {}

    def see(self, item):
        nodes = self.nodes.setdefault(item["metadata"]["uid"], set())
        if item["spec"].get("nodeName"):
            nodes.add(item["spec"]["nodeName"])


class Leases(Informer):
    """@field renewals: by loop, when its lease was renewed, by the clock of who did"""

    def __init__(self, connection):
        super().__init__(connection, LEASES)
        self.renewals = {}

    def see(self, item):
        if item["metadata"]["name"] in LOOPS:
            renewed = datetime.datetime.fromisoformat(item["spec"]["renewTime"].replace("Z", "+00:00")).timestamp()
            self.renewals.setdefault(item["metadata"]["name"], []).append(renewed)

    def gap(self, at):
        """How long after this time the last of the loops had a leader that was alive, and which it was."""
        at += time.time() - time.monotonic()
        return max((min((t - at for t in times if t >= at), default=float("inf")), loop) for loop, times in self.renewals.items())


class ReplicaSets(Informer):
    """@field templates: by template, the uids of all ReplicaSets that ever had it"""

    def __init__(self, connection):
        super().__init__(connection, REPLICA_SETS)
        self.templates = {}

    def see(self, item):
        template = copy.deepcopy(item["spec"]["template"])
        template["metadata"]["labels"].pop("pod-template-hash", None)
        self.templates.setdefault(json.dumps(template, sort_keys=True), set()).add(item["metadata"]["uid"])


class Scaler(User):
    """Scales a Deployment up and down, waits each time until all its pods run, and gives it a new template now and then."""

    SIZES = [6, 2, 9, 3]
    TEMPLATE_EACH = 7

    def __init__(self, connection):
        super().__init__(connection)
        self.scales, self.templates = [], 1

    def act(self):
        labels = {"app": "web"}
        container = {"name": "web", "image": "web:1", "env": [{"name": "TURN", "value": "0"}]}
        self.until_answered("POST", DEPLOYMENT, {
            "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
            "spec": {"replicas": 2, "selector": {"matchLabels": labels}, "revisionHistoryLimit": 100,
                     "template": {"metadata": {"labels": labels}, "spec": {"containers": [container]}}}})
        turn = 0
        while not self.over.is_set():
            turn += 1
            spec = {"replicas": self.SIZES[turn % len(self.SIZES)]}
            if turn % self.TEMPLATE_EACH == 0:
                self.templates += 1
                spec["template"] = {"spec": {"containers": [{"name": "web", "env": [{"name": "TURN", "value": str(turn)}]}]}}
            began = time.monotonic()
            self.until_answered("PATCH", f"{DEPLOYMENT}/web", {"spec": spec}, "application/strategic-merge-patch+json")
            while not self.is_settled():
                time.sleep(0.1)
            self.scales.append((began, time.monotonic()))
            time.sleep(0.3)

    def is_settled(self):
        _, found = self.until_answered("GET", f"{DEPLOYMENT}/web")
        wanted, status = found["spec"]["replicas"], found.get("status", {})
        return (status.get("observedGeneration") == found["metadata"]["generation"]
                and all(status.get(field, 0) == wanted for field in ("replicas", "updatedReplicas", "readyReplicas")))

    def longest(self, begin, end):
        """The longest scaling that touches this stretch."""
        return max((b - a for a, b in self.scales if b >= begin and a <= end), default=float("inf"))
