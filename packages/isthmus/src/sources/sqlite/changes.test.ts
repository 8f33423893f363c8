import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { watchFile, type Changes } from "./changes.ts";

let changes: Changes | undefined;
afterEach(() => changes?.close());

/** A file of which `commit` is told as SQLite would tell. */
function file() {
  const state = { reader: 1, writer: 1, process: 1, asked: 0, broken: false };
  changes = watchFile({
    reader: () => {
      if (state.broken) throw new Error("away");
      return state.reader;
    },
    writer: async () => {
      state.asked += 1;
      return `${state.process}:${state.writer}`;
    },
  });
  const told: unknown[] = [];
  const { stop } = changes.watch((changed) => told.push(changed));
  return {
    state,
    told,
    stop,
    ours: () => void state.reader++,
    theirs: () => {
      state.reader++;
      state.writer++;
    },
  };
}

describe("changes of a file", () => {
  it("by others are told of; our own are not, once they can be told apart", async () => {
    const { told, ours, theirs } = file();
    theirs();
    await vi.waitFor(() => expect(told).toEqual(["everything"]));
    ours();
    await sleep(400);
    expect(told).toHaveLength(1);
    theirs();
    await vi.waitFor(() => expect(told).toHaveLength(2));
  });

  it("cost the writer no question while there are none", async () => {
    const { state, told } = file();
    await sleep(700);
    expect([state.asked, told]).toEqual([0, []]);
  });

  it("count as made by others when the writer is another process than before, and when the file was away", async () => {
    const { state, told, ours } = file();
    ours();
    await vi.waitFor(() => expect(told).toHaveLength(1));
    state.process = 2;
    ours();
    await vi.waitFor(() => expect(told).toHaveLength(2));
    state.broken = true;
    await sleep(300);
    state.broken = false;
    state.writer++;
    await vi.waitFor(() => expect(told).toHaveLength(3));
  });

  it("are not looked for when nobody watches any more", async () => {
    const { told, theirs, stop } = file();
    stop();
    theirs();
    await sleep(400);
    expect(told).toEqual([]);
  });
});
