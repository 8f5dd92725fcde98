# Five credits for something, by your own back end with the secret key. The key names this one piece of work: however
# often it is sent, the credits are taken once. In test mode, "live" is false.
curl -s "$SUPABASE_URL/rest/v1/rpc/charge_credits" \
  -H "apikey: $SUPABASE_SECRET_KEY" \
  -H 'Content-Type: application/json' \
  -d '{ "address": "ada@example.com", "cost": 5, "key": "drawing-17", "live": true }'
