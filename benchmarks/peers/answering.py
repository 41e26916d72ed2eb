"""The loop of a peer: one line answered for each line asked. `Worker.java` has the table of lines."""

import os
import sys
import time
import traceback


def processor_time():
    return time.clock_gettime(time.CLOCK_PROCESS_CPUTIME_ID)


def serve(peer):
    """`peer` has a method for each word that is asked; it gives a dictionary of what it found out."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever else is printed must not look like an answer
    print("ready", file=answers, flush=True)
    for line in sys.stdin:
        word, *rest = line.split()
        began, used = time.perf_counter(), processor_time()
        try:
            found = getattr(peer, word)(*rest) or {}
        except Exception as error:
            traceback.print_exc()
            print("error", " ".join(str(error).split())[:500], file=answers, flush=True)
            continue
        found = {"seconds": time.perf_counter() - began, "cpu": processor_time() - used, **found}
        print("ok", *(f"{name}={value}" for name, value in found.items()), file=answers, flush=True)
