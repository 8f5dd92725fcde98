# Five credits for something, by your own back end with the secret key. The key names this one piece of work: however
# often it is sent, the credits are taken once. In test mode, "live" is False.
import json
import os
from urllib.request import Request, urlopen

order = {"address": "ada@example.com", "cost": 5, "key": "drawing-17", "live": True}
request = Request(
    os.environ["SUPABASE_URL"] + "/rest/v1/rpc/charge_credits",
    data=json.dumps(order).encode(),
    headers={"apikey": os.environ["SUPABASE_SECRET_KEY"], "Content-Type": "application/json"},
)
with urlopen(request, timeout=10) as answer:
    told = json.load(answer)
print(told["outcome"], told["balance"])
