"""Runs pairs of models on stock Larq Compute Engine and says for each whether both give the same bits on the same inputs.

    compare.py FOLDER_OF_THE_INTERPRETER < lines of "ORIGINAL <tab> REWRITTEN"

Prints per pair: same | differs | refused (the rewritten one alone) | skipped (the original one already), tab, ORIGINAL.
Each pair has a process of its own, because the interpreter may crash on files that it does not expect.
"""
import os
import signal
import sys

sys.path.insert(0, sys.argv[1])
import numpy as np
import interpreter_wrapper_lite as lite

SAME, DIFFERS, REFUSED, SKIPPED = range(4)
WORDS = ["same", "differs", "refused", "skipped"]


def run(path, mode):
    with open(path, "rb") as file:
        model = lite.LiteInterpreter(file.read(), 1, mode == "reference", False, False)
    random = np.random.default_rng(1)
    inputs = []
    for shape, kind in zip(model.input_shapes, map(np.dtype, model.input_types)):
        if kind.kind == "f":
            inputs.append(random.standard_normal(shape).astype(kind))
        else:
            inputs.append(random.integers(0, 2 if kind.kind == "b" else 100, shape).astype(kind))
    return [np.array(output) for output in model.predict(inputs)]


def compare(original, rewritten):
    for mode in ("default", "reference"):
        try:
            expected = run(original, mode)
        except Exception:
            continue
        try:
            actual = run(rewritten, mode)
        except Exception:
            return REFUSED
        equal = [(a.dtype, a.shape, a.tobytes()) for a in expected] == [(a.dtype, a.shape, a.tobytes()) for a in actual]
        return SAME if equal else DIFFERS
    return SKIPPED


for line in sys.stdin.read().splitlines():
    pair = line.split("\t")
    child = os.fork()
    if child == 0:
        signal.alarm(60)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os._exit(compare(*pair))
    _, status = os.waitpid(child, 0)
    word = WORDS[os.WEXITSTATUS(status)] if os.WIFEXITED(status) else "crashed"
    print(f"{word}\t{pair[0]}", flush=True)
