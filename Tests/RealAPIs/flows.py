"""The Prefect flows of script/test-real-apis, and the process that serves them."""

import os
import time

import prefect


@prefect.flow
def work(seconds: float):
    time.sleep(seconds)


@prefect.flow
def fail():
    raise ValueError("failed on purpose")


@prefect.flow
def crash():
    os._exit(3)


if __name__ == "__main__":
    prefect.serve(*(flow.to_deployment(flow.name) for flow in (work, fail, crash)), limit=3)
