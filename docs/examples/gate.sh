# "May this person?", asked by your own back end with the secret key. The address must be one that you have proven: whoever
# names it gets its answer. In test mode, "live" is false.
curl -s "$SUPABASE_URL/rest/v1/rpc/account_of" \
  -H "apikey: $SUPABASE_SECRET_KEY" \
  -H 'Content-Type: application/json' \
  -d '{ "address": "ada@example.com", "live": true }'
