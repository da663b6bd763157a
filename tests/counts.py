"""Sums up what cargo test printed: counts.py LOG EXIT_CODE.

The tests are counted by their names, `...::sqlite::...`, `...::postgres::...` and the rest, and the sums are held against the runner's own
`test result:` lines. Exits non-zero when a test failed, was ignored or filtered out, when the two counts differ, when cargo failed, or when
the two engines did not run the same tests.
"""

import re
import sys

ENGINES = ("sqlite", "postgres")


def main(log: str, exit_code: int) -> int:
    lines = open(log, encoding="utf-8", errors="replace").read().splitlines()
    tests = [(m[1], m[2]) for line in lines if (m := re.search(r"^test (\S+)(?: - should panic)? \.\.\. (ok|FAILED|ignored)\b", line))]
    results = [tuple(map(int, m.groups())) for line in lines
               if (m := re.match(r"test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored; \d+ measured; (\d+) filtered out", line))]
    passed, failed, ignored, filtered = (sum(result[i] for result in results) for i in range(4))
    faults = []

    kinds = {engine: [] for engine in ENGINES}
    kinds["no engine"] = []
    for name, verdict in tests:
        engine = next((engine for engine in ENGINES if engine in name.split("::")), "no engine")
        kinds[engine].append((name, verdict))
    for kind, members in kinds.items():
        verdicts = [verdict for _, verdict in members]
        print(f"{kind}: {verdicts.count('ok')} passed, {verdicts.count('FAILED')} failed")

    cases = [{name.replace(f"::{engine}::", "::ENGINE::") for name, _ in kinds[engine]} for engine in ENGINES]
    if not cases[0] or not cases[1]:
        faults.append("an engine ran no test")
    if lone := sorted(cases[0] ^ cases[1]):
        faults.append(f"run on one engine only: {', '.join(lone)}")
    if (listed := len(tests)) != passed + failed + ignored:
        faults.append(f"{listed} tests were named, the runner counted {passed + failed + ignored}")
    if ignored or filtered:
        faults.append(f"{ignored} ignored, {filtered} filtered out: every test must run")
    if not passed:
        faults.append("no test ran")
    if exit_code and not failed:
        faults.append(f"cargo test ended with {exit_code}")
    for name, verdict in tests:
        if verdict == "FAILED":
            print(f"failed: {name}")
    for fault in faults:
        print(f"fault: {fault}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
