"""What a server says of a past that its store has forgotten, and of an etcd that isn't the one that it was: both by name, and
nothing is lost."""
import json
import os
import pathlib
import shutil
import signal
import threading
import urllib.parse

from checks import until
from etcd import WITHOUT_FSYNC, Etcd
from moves import Informer
from server import Server

MAPS = "/api/v1/namespaces/default/configmaps"
OBJECTS = 10
COMPACTED_WITHIN = 60  # seconds; an interval is five
IN_STEP_WITHIN = 60
BACK_WITHIN = 90


class Told(Server):
    """A server whose log can be looked at while it runs."""

    def start(self, until="/readyz"):
        took = super().start(until)
        self.log = []
        threading.Thread(target=self.listen, args=(self.process.stderr, self.log), daemon=True).start()
        return took

    @staticmethod
    def listen(pipe, log):
        for line in pipe:
            log.append(line)

    def get(self, path):
        """Status and parsed answer."""
        status, body = self.answer("GET", path)
        try:
            return status, json.loads(body)
        except ValueError:
            return status, {"message": body.decode(errors="replace")}

    def make(self, name):
        body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}}
        status, answer = self.answer("POST", MAPS, json.dumps(body))
        return status, json.loads(answer) if answer.startswith(b"{") else answer

    def versions(self):
        """Of each object after every write."""
        status, listed = self.get(MAPS)
        return {i["metadata"]["uid"]: int(i["metadata"]["resourceVersion"]) for i in listed.get("items", [])} if status == 200 else {}


def in_step(informer, server):
    return until(IN_STEP_WITHIN, lambda: informer.objects == server.versions() != {})


def is_expired(status, answer, message):
    return status == 410 and answer.get("reason") == "Expired" and answer.get("message", "").startswith(message)


def compacted(check, server, compact, where, remembers=False):
    """A compaction disturbs nobody who is in step, and whoever asks for what it took away is told so.

    `remembers`: what was compacted is in the journal up to the next snapshot, and a new server reads it."""
    made = [server.make(f"c-{number}") for number in range(OBJECTS)]
    check(f"objects are written ({where})", all(status == 201 for status, _ in made), made)
    old = int(made[0][1]["metadata"]["resourceVersion"])
    informer = Informer(server, MAPS)
    informer.start()
    check(f"an informer is in step ({where})", in_step(informer, server))
    _, page = server.get(MAPS + "?limit=3")
    # Behind the page, so that it is forgotten only when the page is.
    between = int(server.make("between")[1]["metadata"]["resourceVersion"])
    server.make("and-on")
    exactly = f"{MAPS}?resourceVersion={between}&resourceVersionMatch=Exact"
    check(f"the past is told before ({where})", len(server.get(exactly)[1].get("items", [])) >= 1, server.get(exactly))

    compact(lambda: server.get(exactly)[0] == 410)
    check(f"a list of a forgotten revision says that it is too old ({where})",
          is_expired(*server.get(exactly), "The resourceVersion for the provided list is too old."), server.get(exactly))
    check(f"writes go on ({where})", server.make("behind")[0] == 201)
    check(f"the informer hears of them, and lists nothing anew ({where})",
          in_step(informer, server) and informer.lists == 1 and not informer.backwards, (informer.lists, informer.backwards))
    before = server.versions()

    # The pages under way and the recent changes are gone with the server.
    server.end()
    server.start()
    check(f"a new server has every object as it was ({where})", server.versions() == before, (server.versions(), before))
    status, answer = server.get(f"{MAPS}?limit=100&continue={urllib.parse.quote(page['metadata']['continue'])}")
    named = {f"c-{number}" for number in range(OBJECTS)}
    if remembers:
        names = [i["metadata"]["name"] for i in page["items"] + answer.get("items", [])]
        check(f"a page goes on as it was, which the journal still tells ({where})", status == 200 and sorted(names) == sorted(named), names)
    else:
        page_is_forgotten(check, server, page, status, answer, named, where)
    status, answer = server.get(f"{MAPS}?watch=1&resourceVersion={old}&timeoutSeconds=5")
    told = answer.get("object", answer)
    check(f"a watch from there says that it is too old ({where})",
          is_expired(told.get("code"), told, f"too old resource version: {old} ("), (status, answer))
    check(f"the informer goes on ({where})", in_step(informer, server) and not informer.backwards, informer.backwards)
    return informer


def page_is_forgotten(check, server, page, status, answer, named, where):
    check(f"a page of a forgotten revision says so ({where})",
          is_expired(status, answer, "The provided continue parameter is too old to display a consistent list result."), (status, answer))
    fresh = answer.get("metadata", {}).get("continue", "")
    status, rest = server.get(f"{MAPS}?limit=100&continue={urllib.parse.quote(fresh)}")
    names = {i["metadata"]["name"] for i in page["items"] + rest.get("items", [])}
    check(f"and how to go on to the rest ({where})", status == 200 and names >= named, (status, sorted(names)))


def behind(check, etcd, server, informer):
    """A server that stands still while etcd goes on and forgets: what it would have to tell is no longer to be had."""
    process, known = server.process.pid, len(server.versions())
    key = "/registry/configmaps/default/c-0"
    os.kill(process, signal.SIGSTOP)
    try:
        etcd.kill()
        etcd.start()
        for _ in range(5):
            etcd.put(key, etcd.get(key)[0])
        etcd.delete("/registry/configmaps/default/c-1")
        newest = etcd.get(key)[1] + 1
        etcd.call("/v3/kv/compaction", {"revision": newest, "physical": True})
    finally:
        os.kill(process, signal.SIGCONT)
    check("a server that fell behind a compaction is as etcd is again",
          until(BACK_WITHIN, lambda: newest - 1 in server.versions().values() and len(server.versions()) == known - 1),
          server.versions())
    check("an informer is told to begin anew, and is in step", in_step(informer, server) and not informer.backwards, informer.backwards)
    check("the log says that the caches fell behind", any("fell behind and start anew" in line for line in server.log), server.log[-5:])
    check("writes go on behind it", server.make("much-later")[0] == 201 and in_step(informer, server))
    check("the server wasn't restarted", server.process.poll() is None and server.process.pid == process)


def stranger(check, work, program, etcd, server, informer):
    """Another etcd at the address of the first one, whose objects would be taken for what became of the cluster."""
    before, lists = server.versions(), informer.lists
    etcd.end()
    other = Etcd(f"{work}/stranger", WITHOUT_FSYNC, program=program, port=etcd.port).start()
    try:
        named = "says that it belongs to cluster "
        status, answer = server.make("lost")
        check("a write is refused while another cluster answers", status in (500, 503, 504), (status, answer))
        status, answer = server.get(MAPS)
        check("so is a consistent list", status in (500, 503, 504), (status, answer))
        check("the log names both clusters", until(10, lambda: any(
            named in line and "but this cluster is" in line for line in server.log)), server.log[-5:])
        status, answer = server.get("/readyz/etcd")
        check("/readyz/etcd fails", status == 500, (status, answer))
        status, answer = server.get(MAPS + "?resourceVersion=0")
        check("what may be old is what was true", {i["metadata"]["uid"] for i in answer.get("items", [])} == set(before), (status, answer))
        check("nothing is written there", other.keys("/registry/") == [], other.keys("/registry/"))
    finally:
        other.end()
    etcd.start()
    check("when the first one is back the server is ready again", until(BACK_WITHIN, lambda: server.answer("GET", "/readyz")[0] == 200))
    check("every object is as it was", server.versions() == before, (server.versions(), before))
    check("writes go on there", server.make("afterwards")[0] == 201 and etcd.get("/registry/configmaps/default/afterwards") is not None)
    check("and the informer follows without a new list", in_step(informer, server) and informer.lists == lists and not informer.backwards,
          (informer.lists, lists, informer.backwards))


def beside(check, etcd, server, folder):
    """Another server, where nobody has read the resource: a client that was answered by the first goes on there."""
    folder.mkdir(mode=0o700)
    for part in ("pki", "kubeconfig"):
        source = pathlib.Path(server.data, part)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, pathlib.Path(folder, part))
    other = Told(folder, "--etcd-servers", etcd.endpoint)
    templates = "/api/v1/namespaces/default/podtemplates"
    body = {"template": {"spec": {"containers": [{"name": "c", "image": "i"}]}}}
    try:
        other.start()
        listed = server.get(templates)[1]["metadata"]["resourceVersion"]
        names = [f"t-{number}" for number in range(OBJECTS)]
        made = [server.answer("POST", templates, json.dumps({"metadata": {"name": name}, **body})) for name in names]
        check("objects are written at one of two servers", all(status == 201 for status, _ in made), made)
        last = json.loads(made[-1][1])["metadata"]["resourceVersion"]
        # A read of something else that is as new: what came before it was told to this server.
        check("the other has heard of them", other.get(f"{MAPS}?resourceVersion={last}")[0] == 200)
        etcd.call("/v3/kv/compaction", {"revision": int(last), "physical": True})
        _, told = other.answer("GET", f"{templates}?watch=1&timeoutSeconds=2&resourceVersion={listed}")
        events = [json.loads(line) for line in told.splitlines()]
        check("a watch there tells all of them, though nobody had read them there and etcd has forgotten how it was before",
              [(e["type"], e["object"]["metadata"].get("name")) for e in events] == [("ADDED", name) for name in names], told)
    finally:
        other.stop()


def trials(check, work, program):
    server = Told(f"{work}/past", "--etcd-compaction-interval", "5s")
    try:
        server.start()
        compacted(check, server, lambda happened: until(COMPACTED_WITHIN, happened), "embedded store", remembers=True).stop = True
    finally:
        server.stop()

    etcd = Etcd(f"{work}/past-etcd", WITHOUT_FSYNC, program=program).start()
    server = Told(f"{work}/past-data", "--etcd-servers", etcd.endpoint, "--etcd-compaction-interval", "0")
    server.patience = 30

    def compact(_):
        newest = max(server.versions().values())
        etcd.call("/v3/kv/compaction", {"revision": newest, "physical": True})

    try:
        server.start()
        informer = compacted(check, server, compact, "etcd")
        beside(check, etcd, server, pathlib.Path(f"{work}/beside"))
        behind(check, etcd, server, informer)
        stranger(check, work, program, etcd, server, informer)
        informer.stop = True
    finally:
        server.stop()
        if etcd.process.poll() is None:
            etcd.end()
