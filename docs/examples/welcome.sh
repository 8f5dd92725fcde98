# Ten credits to start with, for an address that you have proven: once, because the key is the user's id. Put no address into it.
curl -s "$SUPABASE_URL/rest/v1/rpc/give_credits" \
  -H "apikey: $SUPABASE_SECRET_KEY" \
  -H 'Content-Type: application/json' \
  -d '{ "address": "ada@example.com", "credits": 10, "note": "welcome", "key": "welcome 1b4e28ba-2fa1-41d2-883f-0016d3cca427", "live": true }'
