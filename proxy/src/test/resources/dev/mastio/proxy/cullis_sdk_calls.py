"""Drives the unmodified cullis-sdk at a proxy: login with certificate and key, then a call. Prints one JSON object a step."""
import json
import pathlib
import sys
import warnings

warnings.simplefilter("ignore")
from cullis_sdk import CullisClient  # noqa: E402

base, agent_id, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
certificate = (folder / "agent.crt").read_text()
key = (folder / "agent.key").read_text()


def tell(step, **facts):
    print(json.dumps({"step": step, **facts}), flush=True)


client = CullisClient(base, verify_tls=False)
client.login_from_pem(agent_id, agent_id.split("::")[0], certificate, key)
tell("login", token=client.token)

for request_id in ("sdk-1", "sdk-2"):
    answer = client._authed_request(
        "POST", "/v1/ingress/execute", json={"tool": "cullis_stress_probe", "parameters": {}, "request_id": request_id})
    tell("call", status=answer.status_code, body=answer.json())
