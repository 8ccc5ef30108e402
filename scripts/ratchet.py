#!/usr/bin/env python3
"""ratchet.py TOOL RESULT.json: compares a tool's result with the floors in .ci/floors.txt, area by area.

TOOL is replay, converge or kubectl; RESULT.json is what that tool wrote with --json. An area below its floor fails; one that
is above by a whole point is shown, so that whoever raised it can raise the floor. Last line: "N passed, M failed".

A scenario of converge that differs only by a line of .ci/races.txt counts as reached: there two parties act at the same moment,
any order is right, and the recording holds the order of one run.
"""
import json
import pathlib
import sys

CI = pathlib.Path(__file__).resolve().parent.parent / ".ci"


def percentages(tool, result):
    """Area -> essential percentage."""
    if tool == "replay":
        counts = {area: (r["essential"], r["steps"]) for area, r in result["areas"].items()}
    elif tool == "converge":
        counts = {}
        for r in result:
            good, all_ = counts.get(r["area"], (0, 0))
            counts[r["area"]] = (good + (r["essential"] or only_a_race(r)), all_ + 1)
    else:
        counts = {"all": (sum(r["passed"] for r in result), sum(r["total"] for r in result))}
    return {area: 100.0 * good / all_ for area, (good, all_) in counts.items() if all_}


def rows(name):
    """The lines of a list in .ci, comments left out, as words."""
    return [words for line in (CI / name).read_text().splitlines() if (words := line.split("#")[0].split())]


def only_a_race(scenario):
    """Whether all that is wrong with a scenario is the absence of an event that depends on who came first."""
    races = {(area, " ".join(event)) for area, *event in rows("races.txt")}
    wrong = [d for d in scenario["diffs"] if d["essential"]]
    return bool(wrong) and all(
        d["path"] == "events" and d["got"] == "(absent)" and (scenario["area"], d["want"]) in races for d in wrong)


def floors(tool):
    """Area -> lowest percentage that passes."""
    return {row[1]: float(row[2]) for row in rows("floors.txt") if row[0] == tool}


def main():
    tool, path = sys.argv[1:]
    got, wanted = percentages(tool, json.load(open(path))), floors(tool)
    failed = 0
    for area in sorted(got.keys() | wanted.keys()):
        have, floor = got.get(area, 0.0), wanted.get(area)
        verdict = "no floor yet" if floor is None else "below its floor" if have < floor else "ok"
        if floor is not None and have >= floor + 1:
            verdict = f"ok, the floor can be raised to {int(have * 10) / 10:g}"
        failed += floor is None or have < floor
        print(f"{tool:<10}{area:<24}{have:>7.1f} %   floor {'-' if floor is None else format(floor, 'g'):>5}   {verdict}")
    print(f"{len(got.keys() | wanted.keys()) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
