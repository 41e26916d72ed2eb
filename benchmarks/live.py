"""What watching a fit costs: the same fit shown and quiet, alternating, in one installed kernel.

Kiln has to be installed (`./install.sh`). By itself: `python benchmarks/live.py`, with a Python that has jupyter_client.
"""

import re
import time

from jupyter_client.manager import KernelManager

LONG_ROUNDS, SHORT_ROUNDS = 4, 8
LONG_SECONDS = 11
MOST_SLOWER, MOST_MILLISECONDS, MOST_A_SECOND = 0.01, 100, 4
LESSON = [
    "%data digits",
    "%%model\nflatten\ndense 128 relu\ndense 10 softmax",
    "%compile adam sparse_categorical_crossentropy accuracy",
]


class Kernel:
    def __init__(self, name):
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel()
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=120)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def run(self, code):
        """Seconds until the reply, and the frames that were shown until then."""
        frames = []

        def shown(message):
            if message["msg_type"] in ("display_data", "update_display_data"):
                frames.append(message["content"]["data"].get("text/html", ""))

        began = time.perf_counter()
        reply = self.client.execute_interactive(code, timeout=600, output_hook=shown)
        took = time.perf_counter() - began
        if reply["content"]["status"] != "ok":
            raise RuntimeError(f"this cell failed: {code}: {reply['content']}")
        return took, frames


def live(kernel_name="kiln"):
    """One row, its text, and what is missed."""
    with Kernel(kernel_name) as kernel:
        for cell in LESSON:
            kernel.run(cell)
        kernel.run("%fit epochs=2000 quiet")
        epoch = kernel.run("%fit fresh epochs=1000 quiet")[0] / 1000
        epochs = round(LONG_SECONDS / epoch)
        long, long_frames, heights = both(kernel, epochs, LONG_ROUNDS)
        short, _, _ = both(kernel, max(1, round(0.5 / epoch)), SHORT_ROUNDS)
    row = {
        "case": "live",
        "epochs": epochs,
        "quiet_s": round(long["quiet"], 2),
        "shown_s": round(long["shown"], 2),
        "slower": round(long["shown"] / long["quiet"] - 1, 4),
        "short_adds_ms": round(1000 * (short["shown"] - short["quiet"])),
        "frames_a_second": round(len(long_frames) / long["shown"], 2),
        "largest_frame": max(map(len, long_frames[:-1])),
        "finished_card": len(long_frames[-1]),
        "layouts": len(heights),
    }
    missed = []
    if row["slower"] > MOST_SLOWER:
        missed.append(f"live: a fit that is watched is {100 * row['slower']:.1f} % slower, the bar is 1 %")
    if row["short_adds_ms"] > MOST_MILLISECONDS:
        missed.append(f"live: a short fit takes {row['short_adds_ms']} ms longer, the bar is {MOST_MILLISECONDS}")
    if row["frames_a_second"] > MOST_A_SECOND:
        missed.append(f"live: {row['frames_a_second']} frames a second, the bar is {MOST_A_SECOND}")
    if row["largest_frame"] > 15_000 or row["finished_card"] > 40_000:
        missed.append("live: a frame is over 15 KB, or a finished card over 40 KB")
    if row["layouts"] != 1:
        missed.append(f"live: frames have {row['layouts']} layouts, so the height changes")
    return row, "live     " + ", ".join(f"{key} {value}" for key, value in row.items() if key != "case"), missed


def both(kernel, epochs, rounds):
    """The shortest of so many fits, shown and quiet, the frames of one, and how many layouts frames had."""
    times, frames, layouts = {"quiet": [], "shown": []}, [], set()
    for turn in range(rounds):
        for way in ("quiet", "shown") if turn % 2 else ("shown", "quiet"):
            took, seen = kernel.run(f"%fit fresh epochs={epochs}" + (" quiet" if way == "quiet" else ""))
            times[way].append(took)
            if way == "shown":
                frames = seen
                layouts |= {layout(frame) for frame in seen[:-1]}
    return {way: min(each) for way, each in times.items()}, frames, layouts


def layout(frame):
    """What makes a frame's height: its lines, the rows of its table, the height of its picture."""
    return frame.count("<div"), frame.count("<tr"), tuple(re.findall(r'height="(\d+)"', frame))


if __name__ == "__main__":
    _, text, missed = live()
    print(text)
    for line in missed:
        print("MISSED  ", line)
