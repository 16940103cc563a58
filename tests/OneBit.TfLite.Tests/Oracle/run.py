"""Runs models on stock Larq Compute Engine in its default mode.

    run.py FOLDER_OF_THE_INTERPRETER < lines of "MODEL <tab> INPUT <tab> OUTPUT", files of raw float32

Prints per line: ran | refused | crashed, tab, MODEL. The outputs of a model are written one behind the other.
Each model has a process of its own, because the interpreter may crash on files that it does not expect.
"""
import os
import signal
import sys

sys.path.insert(0, sys.argv[1])
import numpy as np
import interpreter_wrapper_lite as lite


def run(path, given, result):
    with open(path, "rb") as file:
        model = lite.LiteInterpreter(file.read(), 1, False, False, False)
    x = np.fromfile(given, np.float32).reshape(model.input_shapes[0])
    with open(result, "wb") as file:
        for output in model.predict([x]):
            file.write(np.array(output).astype(np.float32).tobytes())


for line in sys.stdin.read().splitlines():
    paths = line.split("\t")
    child = os.fork()
    if child == 0:
        signal.alarm(60)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        try:
            run(*paths)
        except Exception:
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    word = ["ran", "refused"][os.WEXITSTATUS(status)] if os.WIFEXITED(status) else "crashed"
    print(f"{word}\t{paths[0]}", flush=True)
