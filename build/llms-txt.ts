/**
 * The text of `/llms.txt`: what a program reads first about what this site sells, and how that is paid for. It names the
 * offers and doesn't list them: they change without a deploy. https://llmstxt.org
 * @param about.frontendUrl the page's address; where it isn't known, links begin at the site's root
 */
export function llmsTxt({ name, frontendUrl }: { name: string; frontendUrl: string }): string {
  const at = (path: string) => `${frontendUrl.replace(/\/+$/, '')}/${path}`
  // A line break would end the heading.
  const shop = name.replaceAll(/\s+/g, ' ').trim()
  return `# ${shop}

> What ${shop} sells, and how a person or a program pays for it. People pay on Stripe's page, and what they bought works
> at once. Programs spend credits, with a token.

## Offers

- [Offers](${at('offers.md')}): each with its price, what it opens, and how many credits it gives
- [The same in JSON](${at('api/offers')}): with the ids of the prices

## How to pay

- [Plans](${at('plans')}): a person chooses and pays here. With \`?for=<account>\`, what is paid for once is that account's
- An order: \`POST ${at('api/checkout')}\` with \`{"items":[{"price":"price_..."}],"for":"<account>","key":"<16 to 64 random
  letters and digits>"}\` answers \`{"url"}\`, Stripe's page of this order, for a person to pay on. Leave \`for\` out if there
  is no account yet
- Without an account: Stripe's page leads back to an address that ends with \`#bought=cs_...\`. \`POST ${at('api/purchase')}\`
  with \`{"session":"cs_..."}\` answers, once, a token that spends for a day what was just bought

## How to spend

- Send \`Authorization: Bearer pg_...\`. Whoever has an account makes such a token after signing in at ${at('')}, with a
  limit of its own
- 401: there is no good token. 402: there are not enough credits, or the token may not spend as many. Both say where to
  pay: \`buy\` in the body, and \`Link: <...>; rel="payment"\`. Let a person open it, then send the request again
- \`X-Price\` of an answer is what it cost, \`X-Balance\` what is left
- [What a token has](${at('api/me')}): the balance, and the names of what was bought
`
}
