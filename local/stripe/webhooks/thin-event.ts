import type Stripe from 'stripe'

/**
 * The notification in place of a snapshot event: which object, and at most which fields changed.
 * https://docs.stripe.com/changelog/endive/2026-09-30/thin-events-for-api-v1-resources-generally-available
 */
export function thinEventOf(event: Stripe.Event, { withChanges }: { withChanges: boolean }) {
  const { id, data, created, livemode, request, type } = event
  const { id: objectId, object } = data.object as { id: string; object: string }
  const changes = withChanges && data.previous_attributes && changesOf(event)
  return {
    id: id.replace('evt_', 'evt_thin_'),
    object: 'v2.core.event',
    created: new Date(created * 1000).toISOString(),
    livemode,
    reason: request?.id
      ? {
          type: 'request',
          request: { id: request.id, idempotency_key: request.idempotency_key ?? '' },
        }
      : { type: 'system' },
    snapshot_event: id,
    type: `v1.${type}`,
    related_object: { id: objectId, type: object, url: `/v1/${pathOf(object)}/${objectId}` },
    ...(changes && { changes }),
  } satisfies Stripe.V2.Core.EventBase & { related_object: Stripe.V2.Core.Events.RelatedObject }
}

/** `checkout.session` is at `checkout/sessions`. */
function pathOf(object: string): string {
  return `${object.replaceAll('.', '/')}s`
}

function changesOf({ data }: Stripe.Event) {
  const before = { ...data.previous_attributes } as Record<string, unknown>
  const object = data.object as object as Record<string, unknown>
  const after = Object.fromEntries(Object.keys(before).map((name) => [name, object[name]]))
  return { before, after }
}
