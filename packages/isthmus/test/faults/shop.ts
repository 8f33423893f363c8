// The database that the faults strike: a ledger of writes, two rows to lock, and functions that take their time.

import pg from "pg";

export const schema = `
  create table ledger (id bigint generated always as identity primary key, mark text not null);
  create table pairs (id int primary key, n int not null);
  insert into pairs values (1, 0), (2, 0);
  create function slow(seconds float8) returns text language plpgsql stable as $$ begin perform pg_sleep(seconds); return 'slept'; end $$;
  create function slow_write(seconds float8, given text) returns text language plpgsql as
    $$ begin insert into ledger (mark) values (given); perform pg_sleep(seconds); return 'written'; end $$;`;

/** One column of one query over a connection of its own. */
export async function column(url: string, sql: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: "array" });
    return rows.map(([value]) => String(value));
  } finally {
    await client.end();
  }
}

export const marksOf = (url: string): Promise<readonly string[]> => column(url, "select mark from ledger");

/** Statements of the server that run in the database at this moment. */
export const running = (url: string): Promise<readonly string[]> =>
  column(
    url,
    "select query from pg_stat_activity where datname = current_database() and application_name = 'isthmus' and state = 'active' and pid <> pg_backend_pid()",
  );
