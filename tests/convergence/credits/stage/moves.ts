import type { Sessions } from './sessions.ts'

/**
 * Notes, in the order in which it became true, what decides whose something is: accounts that the owner moved, and what was
 * there by then. Each is written when all that its transaction changes is locked: who comes to be where waits for others
 * after it is written down.
 */
export const notes = `
  create table public.moves_log (at bigserial, told jsonb);
  create function public.note_move() returns trigger language plpgsql security definer as $$
    declare
      now jsonb := to_jsonb(new);
    begin
      insert into public.moves_log (told) select jsonb_strip_nulls(jsonb_build_object(
        'what', tg_argv[0],
        'id', now -> 'id', 'customer', coalesce(now -> 'customer', now -> 'stripe_customer_id'), 'chain', now -> 'chain',
        'address', lower(now ->> 'email'), 'charge', (now ->> 'account_id') || ' ' || (now ->> 'key'), 'owed', now -> 'owed',
        'account', (select address from private.accounts where id = (now ->> 'account_id')::uuid),
        'giver', (select address from private.accounts where id = (now ->> 'giver')::uuid),
        'receiver', (select address from private.accounts where id = (now ->> 'receiver')::uuid)));
      return null;
    end $$;
  create constraint trigger note_born after insert on private.purchases
    deferrable initially deferred for each row execute function public.note_move('born');
  create constraint trigger note_place after insert or update on public.stripe_customers
    deferrable initially deferred for each row execute function public.note_move('place');
  create constraint trigger note_charge after insert or update on private.charges
    deferrable initially deferred for each row execute function public.note_move('charge');
  create constraint trigger note_move after insert on private.account_moves
    deferrable initially deferred for each row execute function public.note_move('moved');`

type Note =
  | { what: 'born'; id: number; customer?: string; chain?: string; account: string }
  | { what: 'place'; customer: string; address: string }
  | { what: 'charge'; charge: string; owed: number; account: string }
  | { what: 'moved'; giver: string; receiver: string }

/** Whose the owner made what, by the row or the charge; whatever isn't there is as if nobody had moved anything. */
export type Moved = { rows: Map<number, string>; debts: Map<string, string> }

type Sold = { owner: string; isKept: boolean; isMoved: boolean; customer?: string; chain?: string }
type Books = { sold: Map<number, Sold>; places: Map<string, string>; debtors: Map<string, string> }

/**
 * Moves again what was moved, by docs/decisions/0048: all that is there goes along, and stays unless its customer has the
 * receiver's address; what a moved subscription renews follows it; debts go along, and charges don't.
 */
export async function moveAgain(owner: Sessions): Promise<Moved> {
  const { rows } = await owner.query<{ told: Note }>('select told from moves_log order by at')
  const books: Books = { sold: new Map(), places: new Map(), debtors: new Map() }
  for (const { told } of rows) write(books, told)
  // What follows its customer is where Stripe says that the customer is.
  const kept = [...books.sold].filter(
    ([, { isMoved, isKept, customer }]) => isMoved && (isKept || customer === undefined),
  )
  return { rows: new Map(kept.map(([id, each]) => [id, each.owner])), debts: books.debtors }
}

function write({ sold, places, debtors }: Books, told: Note): void {
  if (told.what === 'place') {
    places.set(told.customer, told.address)
    for (const each of sold.values())
      if (each.customer === told.customer && !each.isKept) each.owner = told.address
  } else if (told.what === 'born') {
    const { id, customer, chain, account } = told
    const isRenewed = (each: Sold) => each.isKept && chain !== undefined && each.chain === chain
    const before = [...sold.values()].find(isRenewed)
    const own = customer === undefined ? account : places.get(customer)!
    const isMoved = before !== undefined
    const line = { owner: before?.owner ?? own, isKept: isMoved, isMoved }
    sold.set(id, { ...line, ...(customer && { customer }), ...(chain && { chain }) })
  } else if (told.what === 'charge') {
    if (told.owed === 0) debtors.delete(told.charge)
    else if (!debtors.has(told.charge)) debtors.set(told.charge, told.account)
  } else {
    for (const each of sold.values())
      if (each.owner === told.giver) {
        const isKept = each.customer !== undefined && places.get(each.customer) !== told.receiver
        Object.assign(each, { owner: told.receiver, isKept, isMoved: true })
      }
    for (const [charge, debtor] of debtors)
      if (debtor === told.giver) debtors.set(charge, told.receiver)
  }
}
