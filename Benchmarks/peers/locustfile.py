"""Follows jobs with Locust: one user for each job in flight, as a Locust file is commonly written.

A user pushes a job, asks for its status every POLL seconds until it has ended, and takes the next, as
often as JOBS_PER_USER_SECOND says, or at once. What each job cost is in nobody's way: instants go into
a list, which is written when all is over.
"""

import json
import os
import time

import gevent
from locust import FastHttpUser, constant, constant_throughput, events, task

POLL = float(os.environ["PEERS_POLL"])
JOBS_PER_USER_SECOND = float(os.environ["PEERS_JOBS_PER_USER_SECOND"])
PUSH = {"function": "sojourn/echo", "inputs": {}}
TERMINAL = {"finished", "error", "cancelled"}

pushed = []  # When each push was begun, time.monotonic_ns().
learned = []  # The id of each job that has ended, and when this process knew.
polls = []  # How many status requests that job took.


class Follower(FastHttpUser):
    wait_time = constant_throughput(JOBS_PER_USER_SECOND) if JOBS_PER_USER_SECOND else constant(0)

    @task
    def follow(self):
        pushed.append(time.monotonic_ns())
        job = self.client.post("/v2/push", json=PUSH).json()["id"]
        count = 0
        while True:
            gevent.sleep(POLL)
            count += 1
            reply = self.client.get(f"/v2/jobs/{job}", name="/v2/jobs/[id]")
            if reply.json()["status"] in TERMINAL:
                break
        learned.append((job, time.monotonic_ns()))
        polls.append(count)


@events.quit.add_listener
def write(**_):
    with open(os.environ["PEERS_OUT"], "w", encoding="utf-8") as file:
        json.dump({"pushed": pushed, "learned": learned, "polls": polls}, file)
