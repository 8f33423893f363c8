import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { attendTo } from "./attend.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watched() {
  return { cancel: vi.fn(() => Promise.resolve()), destroy: vi.fn(() => {}) };
}

test("work that ends in time is answered, and nothing is stopped", async () => {
  const connection = watched();
  const spoiled = vi.fn();
  const { signal } = new AbortController();
  expect(await attendTo(connection, Promise.resolve(7), signal, false, spoiled)).toBe(7);
  await vi.advanceTimersByTimeAsync(5_000);
  expect([connection.cancel, connection.destroy, spoiled].map(({ mock }) => mock.calls.length)).toEqual([0, 0, 0]);
});

test("who leaves a read is answered at once; the connection is spoiled, and let go of when it does not stop", async () => {
  const connection = watched();
  const spoiled = vi.fn();
  const leaving = new AbortController();
  const answer = attendTo(connection, new Promise(() => {}), leaving.signal, false, spoiled);
  leaving.abort();
  await expect(answer).rejects.toMatchObject({ code: "57014" });
  expect(connection.cancel).toHaveBeenCalledOnce();
  expect(spoiled).toHaveBeenCalledOnce();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(connection.destroy).toHaveBeenCalledOnce();
});

test("a change that was told to stop may still say that it was made", async () => {
  const connection = watched();
  const leaving = new AbortController();
  const work = Promise.withResolvers<string>();
  const answer = attendTo(connection, work.promise, leaving.signal, true, () => {});
  leaving.abort();
  work.resolve("made");
  expect(await answer).toBe("made");
});

test("a change that says nothing for a second has an unknown outcome", async () => {
  const connection = watched();
  const leaving = new AbortController();
  const answer = attendTo(connection, new Promise(() => {}), leaving.signal, true, () => {});
  leaving.abort();
  const told = expect(answer).rejects.toMatchObject({ code: "ISTHMUS503U" });
  await vi.advanceTimersByTimeAsync(1_000);
  await told;
});
