"""Drives the unmodified cullis-sdk at a proxy that it trusts by /pki/ca.crt: enrolment with a certificate of its own, login by a challenge,
then calls: by its token, by its certificate with a proof, and as anybody. Prints one JSON object a step."""
import json
import pathlib
import sys
import warnings

warnings.simplefilter("ignore")
from cullis_sdk import CullisClient  # noqa: E402

base, admin_secret, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
identity = folder / "identity"


def tell(step, **facts):
    print(json.dumps({"step": step, **facts}), flush=True)


CullisClient.enroll_via_byoca(
    base,
    admin_secret=admin_secret,
    agent_name="alice",
    cert_pem=(folder / "agent.crt").read_text(),
    private_key_pem=(folder / "agent.key").read_text(),
    persist_to=identity,
    ca_chain_path=folder / "ca.pem")
tell("enrol", agent=json.loads((identity / "agent.json").read_text())["agent_id"])

client = CullisClient.from_identity_dir(
    base, cert_path=identity / "cert.pem", key_path=identity / "key.pem", ca_chain_path=folder / "ca.pem")
client.login_via_proxy_with_local_key()
tell("login", token=client.token)

for request_id in ("sdk-1", "sdk-2"):
    answer = client._authed_request(
        "POST", "/v1/ingress/execute", json={"tool": "cullis_stress_probe", "parameters": {}, "request_id": request_id})
    tell("call", status=answer.status_code, body=answer.json())

name = json.loads((identity / "agent.json").read_text())["agent_id"]
tell("certificate", pem=client.get_agent_public_key_via_egress(name))
tell("key", pem=client.get_agent_public_key(name, force_refresh=True))
