"""Makes the calls of the unmodified cullis-sdk whose requests are on record, as an agent with a Connector's identity, and prints the requests
of each as one JSON object a call. A call may fail: what counts is what it asked for."""
import base64
import json
import pathlib
import sys
import warnings

warnings.simplefilter("ignore")
import httpx  # noqa: E402
from cullis_sdk import CullisClient  # noqa: E402

folder = pathlib.Path(sys.argv[1])
SESSION = "11111111-1111-4111-8111-111111111111"
CHAT = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}
requests = []
send = httpx.HTTPTransport.handle_request


def claims(proof):
    part = proof.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def noted(transport, request):
    answer = send(transport, request)
    proof = claims(request.headers["dpop"]) if "dpop" in request.headers else None
    requests.append("%s %s -> %d auth=%s dpop=%s nonce=%s" % (
        request.method,
        request.url.raw_path.decode(),
        answer.status_code,
        "DPoP-token" if request.headers.get("authorization", "").startswith("DPoP ") else "-",
        "-" if proof is None else "ath" if "ath" in proof else "plain",
        "y" if proof and "nonce" in proof else "n"))
    return answer


httpx.HTTPTransport.handle_request = noted
alice = CullisClient.from_connector(folder)
# Who remembers neither a nonce nor a certificate.
fresh = CullisClient.from_connector(folder)
# As an inbox gives it: whose sender's certificate is looked up before anything else of it counts.
message = {
    "msg_id": "m1", "correlation_id": "22222222-2222-4222-8222-222222222222", "reply_to": None, "sender_agent_id": "acme::alice",
    "payload_ciphertext": json.dumps({
        "correlation_id": "22222222-2222-4222-8222-222222222222", "mode": "mtls-only", "nonce": "n", "payload": {}, "reply_to": None,
        "signature": "c2ln", "timestamp": 1, "v": 2})}
calls = {
    "login_via_proxy_with_local_key": alice.login_via_proxy_with_local_key,
    "list_mcp_tools": alice.list_mcp_tools,
    "call_mcp_tool": lambda: alice.call_mcp_tool("echo", {"a": 1}),
    "chat_completion (first egress call)": lambda: alice.chat_completion(CHAT),
    "chat_completion_stream": lambda: list(alice.chat_completion_stream(CHAT)),
    "list_models": alice.list_models,
    "list_peers": alice.list_peers,
    "evaluate_tool_call_policy": lambda: alice.evaluate_tool_call_policy(
        principal_id="acme::user::m", tool_name="echo"),
    "send_oneshot": lambda: alice.send_oneshot("acme::bob", {"hello": "w\u00f6rld"}),
    "receive_oneshot": alice.receive_oneshot,
    "decrypt_oneshot (pinned anchor file = Root only)": lambda: alice.decrypt_oneshot(message),
    "decrypt_oneshot (anchor file = Root + Intermediate)": lambda: fresh.decrypt_oneshot(message),
    "open_session": lambda: alice.open_session("acme::bob", "acme", ["x"]),
    "list_sessions": alice.list_sessions,
    "send_via_proxy": lambda: alice.send_via_proxy(SESSION, {"a": 1}, "acme::bob"),
    "receive_via_proxy": lambda: alice.receive_via_proxy(SESSION),
    "discover": alice.discover,
}
for name, call in calls.items():
    requests.clear()
    try:
        call()
    except Exception:  # noqa: BLE001
        pass
    print(json.dumps({"call": name, "requests": requests}), flush=True)
