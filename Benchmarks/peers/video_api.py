"""The job API of videos, the only one that AIPerf follows, with jobs that all take the same time.

    video_api.py MILLISECONDS TRUTH

Prints its URL. At SIGTERM it writes when each job ended, by the id of the request that pushed it, and
how many requests there were. The instants are by the wall clock, which is what AIPerf writes.
"""

import asyncio
import json
import re
import signal
import sys
import time

SERVICE = float(sys.argv[1]) / 1e3
ends = []  # By the number of the job: when it ends, or ended, in nanoseconds of the wall clock.
names = []  # By the number of the job: the id of the request that pushed it.
requests = 0


def reply(number):
    state = "completed" if time.time_ns() >= ends[number] else "in_progress"
    return {"id": f"video_{number}", "object": "video", "status": state, "progress": 0}


def answer(head):
    global requests
    requests += 1
    if head.startswith(b"POST"):
        found = re.search(rb"(?i)\r\nx-request-id: *([^\r]+)", head)
        names.append(found.group(1).decode() if found else "")
        ends.append(time.time_ns() + int(SERVICE * 1e9))
        return {**reply(len(ends) - 1), "status": "queued"}
    return reply(int(re.match(rb"GET /v1/videos/video_(\d+)", head).group(1)))


class Connection(asyncio.Protocol):
    """Requests of one client, one after another, with or without a body."""

    def connection_made(self, transport):
        self.transport, self.seen = transport, b""

    def data_received(self, data):
        self.seen += data
        while (end := self.seen.find(b"\r\n\r\n")) >= 0:
            head = self.seen[:end]
            length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
            size = end + 4 + (int(length.group(1)) if length else 0)
            if len(self.seen) < size:
                return
            self.seen = self.seen[size:]
            body = json.dumps(answer(head)).encode()
            self.transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                % (len(body), body))


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Connection, "127.0.0.1", 0)
    stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await stop.wait()
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        json.dump({"requests": requests, "ended": dict(zip(names, ends))}, file)


asyncio.run(main())
