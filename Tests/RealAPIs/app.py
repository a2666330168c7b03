"""The Celery tasks of script/test-real-apis."""

import os
import time

import celery

app = celery.Celery("app", broker=os.environ["SOJOURN_REDIS"], backend=os.environ["SOJOURN_REDIS"])
app.conf.task_send_sent_event = True  # Without it Flower has no instant of the push.
app.conf.broker_connection_retry_on_startup = True


@app.task
def work(seconds):
    time.sleep(seconds)


@app.task
def fail():
    raise ValueError("failed on purpose")


@app.task(bind=True, max_retries=1)
def retry(self):
    """Fails once, and finishes half a second later."""
    if self.request.retries == 0:
        raise self.retry(exc=ValueError("again"), countdown=0.5)
