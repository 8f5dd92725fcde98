import type { PGlite } from '@electric-sql/pglite'

/** A row of what was sold; times in Unix seconds. */
export type SoldRow = {
  source: string
  line: string
  price: string | null
  product: string | null
  quantity: number
  status: string
  startsAt: number
  endsAt: number | null
  /** `null`: it opens nothing. */
  until: number | 'forever' | null
  chain: string | null
}

/** With whom it belongs to. */
export type OwnedRow = SoldRow & {
  customer: string | null
  account: string | null
  /** The account's address. */
  address: string | null
  isReferenced: boolean
}

const columns = `
  kept.source, kept.line, kept.price, kept.product, kept.quantity::int as quantity, kept.status,
  extract(epoch from kept.starts_at)::int as "startsAt", extract(epoch from kept.ends_at)::int as "endsAt",
  case when kept.access_until = 'infinity' then '"forever"'::jsonb
    else to_jsonb(extract(epoch from kept.access_until)::int) end as until,
  kept.chain, kept.customer, kept.account_id as account, owner.address, kept.is_referenced as "isReferenced"`
const tables =
  'private.purchases as kept left join private.accounts as owner on owner.id = kept.account_id'

/** Notes every write to `private.purchases`, by anyone, until `remove`. */
export async function keepPurchaseLog(database: PGlite) {
  await database.exec(`
    create table public.purchase_log (at bigserial primary key, written jsonb);
    create function public.note_purchase() returns trigger language plpgsql security definer as $$
      begin
        insert into public.purchase_log (written)
        select to_jsonb(noted) from (select ${columns} from ${tables} where kept.id = new.id) as noted;
        return null;
      end $$;
    create trigger note_purchase after insert or update on private.purchases
      for each row execute function public.note_purchase();
  `)
  return {
    /** What was written since it was taken last. */
    async take(): Promise<OwnedRow[]> {
      const { rows } = await database.query<{ written: OwnedRow }>(
        'with taken as (delete from purchase_log returning at, written) select written from taken order by at',
      )
      return rows.map(({ written }) => written)
    },
    async rows(): Promise<OwnedRow[]> {
      const { rows } = await database.query<OwnedRow>(
        `select ${columns} from ${tables} order by kept.source collate "C", kept.line collate "C"`,
      )
      return rows
    },
    async remove(): Promise<void> {
      await database.exec(`
        drop trigger note_purchase on private.purchases;
        drop function public.note_purchase();
        drop table public.purchase_log;
      `)
    },
  }
}
