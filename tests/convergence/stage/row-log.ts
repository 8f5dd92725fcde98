import type { PGlite } from '@electric-sql/pglite'

/** A row as it stood after one write. */
export type Written = { id: string; email: string | null; deleted: boolean; livemode: boolean }

/** Notes every write to the table, by anyone, until `remove`. */
export async function keepRowLog(database: PGlite) {
  await database.exec(`
    create table public.row_log
      (at bigserial primary key, id text, email text, deleted boolean, livemode boolean);
    create function public.note_row() returns trigger language plpgsql security definer as $$
      begin
        insert into public.row_log (id, email, deleted, livemode)
        values (new.stripe_customer_id, new.email, new.deleted, new.livemode);
        return null;
      end $$;
    create trigger note_row after insert or update on public.stripe_customers
      for each row execute function public.note_row();
  `)
  return {
    async read(): Promise<Written[]> {
      const { rows } = await database.query<Written>(
        'select id, email, deleted, livemode from row_log order by at',
      )
      return rows
    },
    async remove(): Promise<void> {
      await database.exec(`
        drop trigger note_row on public.stripe_customers;
        drop function public.note_row();
        drop table public.row_log;
      `)
    },
  }
}
