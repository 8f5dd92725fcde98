/** Which change a `customer.updated` states. */
export type Touched = 'email' | 'name' | 'nothing stated'

/** The same event in Stripe's two shapes; besides its type and the id, what it carries is out of date. */
export const shapes = {
  snapshot: (type: string, id: string, touched: Touched = 'email', more: object = {}) => ({
    id: 'evt_1',
    object: 'event',
    livemode: false,
    type,
    data: {
      object: { id, object: 'customer', email: 'stale@example.com', livemode: false },
      ...(type === 'customer.updated' && touched !== 'nothing stated'
        ? { previous_attributes: { [touched]: null } }
        : {}),
    },
    ...more,
  }),
  thin: (type: string, id: string, touched: Touched = 'email', more: object = {}) => ({
    id: 'evt_thin_1',
    object: 'v2.core.event',
    livemode: false,
    type: `v1.${type}`,
    related_object: { id, type: 'customer', url: `/v1/customers/${id}` },
    ...(type === 'customer.updated' && touched !== 'nothing stated'
      ? { changes: { before: { [touched]: null }, after: { [touched]: 'stale' } } }
      : {}),
    ...more,
  }),
}
