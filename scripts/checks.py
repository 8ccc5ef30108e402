"""Claims that hold or don't. The last line that a program of claims prints is "N passed, M failed"."""
import time


def until(seconds, true):
    """Whether it becomes true in that time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.2)
    return False


class Checks:
    """`quiet` says only what doesn't hold."""

    def __init__(self, quiet=False):
        self.quiet, self.passed, self.failed = quiet, 0, 0

    def __call__(self, name, good, detail=""):
        self.passed, self.failed = self.passed + bool(good), self.failed + (not good)
        if not good:
            print(f"FAILED  {name}: {detail}"[:4000], flush=True)
        elif not self.quiet:
            print(f"ok      {name}", flush=True)

    def unless(self, name, wrong):
        """Holds when nothing is wrong; what is wrong is the detail."""
        self(name, not wrong, wrong)

    def end(self):
        """Says how many; the status that the program ends with."""
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        return 1 if self.failed else 0
