"""A master that is halted for longer than its leases last: others act in its place, and it stands back when it goes on."""
import os
import pathlib
import signal
import time

from load import LEASES, LOOPS

HALTED = 20  # seconds: a lease lasts 15
AFTERWARDS = 5  # seconds: two renewals
POLL = 0.1  # seconds


def holders(user):
    """By loop, who holds its lease and when that was renewed."""
    specs = {}
    for loop in LOOPS:
        status, lease = user.until_answered("GET", f"{LEASES}/{loop}")
        specs[loop] = (lease["spec"]["holderIdentity"], lease["spec"]["renewTime"]) if status == 200 else ("", "")
    return specs


def words(master):
    return pathlib.Path(master.log.name).read_text()


def leader(cluster, user):
    """The master whose controllers act, and the leases that it holds. A lease that nobody renews is a dead one's."""
    while True:
        before = holders(user)
        time.sleep(3)
        now = holders(user)
        for master in cluster.masters:
            alive = {loop: who for loop, (who, when) in now.items() if when != before[loop][1] and f"{who} leads" in words(master)}
            if LOOPS[0] in alive:
                return master, alive


def halt(cluster, user, check, longest):
    """Halts the leader. Answers who it was, when, until when, and how long after it went on it was ready."""
    victim, held = leader(cluster, user)
    at = time.monotonic()
    os.kill(victim.process.pid, signal.SIGSTOP)
    taken = {}
    while time.monotonic() < at + HALTED:
        for loop, (who, _) in holders(user).items():
            if loop in held and who not in ("", held[loop]):
                taken.setdefault(loop, (time.monotonic() - at, who))
        time.sleep(POLL)
    os.kill(victim.process.pid, signal.SIGCONT)
    goes_on = time.monotonic()
    check.unless(f"others led in place of {victim.name}, halted for {HALTED} s, within {longest} s",
          {loop: taken.get(loop, "nobody") for loop in held if loop not in taken or taken[loop][0] > longest})
    time.sleep(AFTERWARDS)
    left = {loop: who for loop, (who, _) in holders(user).items() if loop in held and who != taken.get(loop, ("", ""))[1]}
    check.unless("it took nothing from them when it went on", left)
    check.unless("its loops stood back", [who for who in held.values() if f"{who} couldn't renew its lease and leads no more" not in words(victim)])
    while not victim.is_ready():
        time.sleep(POLL)
    return f"{victim.name} halted", at, time.monotonic(), time.monotonic() - goes_on
