"""A program that uses the API: every answer it gets is checked against what /api/v1/openapi.json says."""
import copy
import json
import re
import warnings

from lib import Browser

warnings.simplefilter("ignore")
import jsonschema  # noqa: E402


def closed(schema):
    """The same, but nothing may come that is not described: then a key that is sent and not described fails here."""
    if isinstance(schema, dict):
        out = {k: closed(v) for k, v in schema.items()}
        if "properties" in out and out.get("type") == "object" and "additionalProperties" not in out:
            out["additionalProperties"] = False
        return out
    return [closed(x) for x in schema] if isinstance(schema, list) else schema


class Api:
    def __init__(self, server, spec=None):
        self.browser, self.called = Browser(server), {}
        self.spec = spec
        if spec:
            self.strict = closed(copy.deepcopy(spec))

    def operation(self, method, path):
        """The description of the call that this is: (path as described, operation)."""
        found = []
        for pattern, methods in self.spec["paths"].items():
            if method.lower() in methods and re.fullmatch(re.sub(r"\{[^}]*\}", "[^/]+", pattern.replace("{path}", ".+")), path):
                found.append((pattern.count("{"), pattern))
        assert found, f"{method} {path} is not described"
        pattern = min(found)[1]
        return pattern, self.spec["paths"][pattern][method.lower()]

    def check(self, schema, value, what):
        whole = {**self.strict, **schema}
        validator = jsonschema.Draft202012Validator(whole, format_checker=jsonschema.FormatChecker())
        wrong = sorted(validator.iter_errors(value), key=lambda e: len(e.path))
        assert not wrong, f"{what}: {wrong[0].message[:300]} at {list(wrong[0].path)}"

    def ask(self, method, target, token=None, body=None, raw=None, headers=None, described=True):
        sent = {"Authorization": f"Bearer {token}"} if token else {}
        if body is not None or raw is not None:
            sent["Content-Type"] = "application/json"
        sent.update(headers or {})
        data = raw if raw is not None else json.dumps(body).encode() if body is not None else None
        reply = self.browser.ask(method, "/api/v1" + target, data, sent)
        reply.json = json.loads(reply.text) if reply.text and "json" in reply.headers.get("Content-Type", "") else None
        if described and self.spec:
            self.described(method, target, body, reply)
        return reply

    def described(self, method, target, body, reply):
        if method == "HEAD":
            return
        pattern, operation = self.operation(method, target.split("?")[0])
        kind = str(reply.status) if str(reply.status) in operation["responses"] else "default"
        content = operation["responses"][kind].get("content", {})
        if reply.status == 304:
            assert not reply.text
            return
        assert reply.headers["Content-Type"].split(";")[0] in content, (method, target, reply.status, reply.headers["Content-Type"])
        if kind == "default":
            assert reply.status >= 400, (method, target, reply.status)
            assert reply.json["status"] == reply.status and reply.json["type"].startswith("/api/v1#"), reply.json
        schema = content[reply.headers["Content-Type"].split(";")[0]]["schema"]
        self.check(schema, reply.json, f"{method} {target} {reply.status}")
        if reply.status == 200:
            self.called.setdefault((method, pattern), 0)
            self.called[(method, pattern)] += 1
            if body is not None:
                self.check(operation["requestBody"]["content"]["application/json"]["schema"], body, f"{method} {target}: what was sent")
