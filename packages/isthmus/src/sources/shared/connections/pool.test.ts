import { expect, test, vi } from "vitest";
import { openPool, type Pooled, type PoolOptions } from "./pool.ts";

function connections() {
  const opened: (Pooled & { lose(): void; destroyed: boolean })[] = [];
  const open = () => {
    const listeners: (() => void)[] = [];
    const connection = {
      lost: false,
      destroyed: false,
      onLost: (listener: () => void) => void listeners.push(listener),
      lose: () => {
        connection.lost = true;
        for (const listener of listeners) listener();
      },
      destroy: () => void (connection.destroyed = true),
      end: () => Promise.resolve(),
    };
    opened.push(connection);
    return Promise.resolve<Pooled>(connection);
  };
  return { opened, open };
}

function poolOf(of: Partial<PoolOptions<Pooled>> & Pick<PoolOptions<Pooled>, "open">) {
  return openPool({ size: 1, maxWaiting: 2, acquireTimeout: 10_000, ...of });
}

const patient = new AbortController().signal;

test("an idle connection is given as it is, without a promise", async () => {
  const { open, opened } = connections();
  const pool = poolOf({ open });
  const first = await pool.acquire(patient);
  pool.release(first);
  expect(pool.acquire(patient)).toBe(first);
  expect(opened).toHaveLength(1);
});

test("who waits is served in the order of his coming, over the connections there are", async () => {
  const { open, opened } = connections();
  const pool = poolOf({ open });
  const held = await pool.acquire(patient);
  const served: string[] = [];
  const first = Promise.resolve(pool.acquire(patient)).then((connection) => (served.push("first"), connection));
  const second = Promise.resolve(pool.acquire(patient)).then(() => served.push("second"));
  pool.release(held);
  pool.release(await first);
  await second;
  expect(served).toEqual(["first", "second"]);
  expect(opened).toHaveLength(1);
});

test("more than may wait are refused at once, and nobody waits longer than he is allowed to", async () => {
  const { open } = connections();
  const pool = poolOf({ open, maxWaiting: 1, acquireTimeout: 5 });
  await pool.acquire(patient);
  const waiting = pool.acquire(patient);
  expect(() => pool.acquire(patient)).toThrow(expect.objectContaining({ code: "PGRST003" }));
  await expect(waiting).rejects.toMatchObject({ code: "PGRST003", category: "timeout" });
});

test("who leaves while he waits is not given a connection", async () => {
  const { open } = connections();
  const pool = poolOf({ open });
  const held = await pool.acquire(patient);
  const impatient = new AbortController();
  const waiting = pool.acquire(impatient.signal);
  impatient.abort();
  await expect(waiting).rejects.toMatchObject({ code: "57014" });
  pool.release(held);
  expect(pool.acquire(patient)).toBe(held);
});

test("a lost or discarded connection leaves its place to another", async () => {
  const { open, opened } = connections();
  const pool = poolOf({ open });
  await pool.acquire(patient);
  const waiting = pool.acquire(patient);
  opened[0]?.lose();
  const second = await waiting;
  expect(second).toBe(opened[1]);
  pool.discard(second);
  expect(opened[1]?.destroyed).toBe(true);
  expect(await pool.acquire(patient)).toBe(opened[2]);
});

test("when none can be opened, the one who waits for it is told why", async () => {
  const open = vi.fn(() => Promise.reject<Pooled>(new Error("refused")));
  const pool = poolOf({ open });
  await expect(pool.acquire(patient)).rejects.toThrow("refused");
});

test("closing waits for what is in use, and nothing is given any more", async () => {
  const { open } = connections();
  const pool = poolOf({ open });
  const held = await pool.acquire(patient);
  let closed = false;
  const closing = pool.close().then(() => (closed = true));
  expect(() => pool.acquire(patient)).toThrow(expect.objectContaining({ category: "unavailable" }));
  await Promise.resolve();
  expect(closed).toBe(false);
  pool.release(held);
  await closing;
});
