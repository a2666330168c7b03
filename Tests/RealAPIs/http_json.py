"""HTTP with JSON over loopback, past any proxy."""

import decimal
import json
import urllib.error
import urllib.request

OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def call(url, method="GET", body=None):
    """The status and the parsed body, or its text where it is no JSON; fractions stay exact."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        url, data, {"Content-Type": "application/json"} if data else {}, method=method)
    try:
        with OPENER.open(request, timeout=20) as reply:
            status, text = reply.status, reply.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            status, text = error.code, error.read().decode()
    try:
        return status, json.loads(text, parse_float=decimal.Decimal)
    except ValueError:
        return status, text
