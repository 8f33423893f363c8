import { expect, test } from "vitest";
import type { SqlCommand } from "../shared/sql/command.ts";
import { keepLanes } from "./lanes.ts";

const command = (): SqlCommand => ({ kind: "read", statement: { text: "", parameters: [] }, columns: [], name: "x" });

function run(lanes: ReturnType<typeof keepLanes>, given: SqlCommand, cost: number, times: number): void {
  for (let time = 0; time < times; time++) lanes.note(given, cost);
}

test("a command starts on a connection of its own and shares one after it has been cheap a few times", () => {
  const lanes = keepLanes();
  const given = command();
  expect(lanes.shares(given)).toBe(false);
  run(lanes, given, 0.2, 3);
  expect(lanes.shares(given)).toBe(false);
  run(lanes, given, 0.2, 3);
  expect(lanes.shares(given)).toBe(true);
  expect(lanes.shares(command())).toBe(false);
});

test("a command leaves when it was dear twice running, and soon when it is no longer cheap on average", () => {
  const lanes = keepLanes();
  const sudden = command();
  run(lanes, sudden, 0.2, 10);
  lanes.note(sudden, 20);
  expect(lanes.shares(sudden)).toBe(true);
  lanes.note(sudden, 20);
  expect(lanes.shares(sudden)).toBe(false);
  const slowly = command();
  run(lanes, slowly, 0.2, 10);
  run(lanes, slowly, 2, 60);
  expect(lanes.shares(slowly)).toBe(false);
});

test("a command that had to leave must prove itself longer each time", () => {
  const lanes = keepLanes();
  const given = command();
  const proof = () => {
    let runs = 0;
    while (!lanes.shares(given) && runs < 100_000) {
      lanes.note(given, 0.2);
      runs++;
    }
    return runs;
  };
  const first = proof();
  lanes.expel(given);
  const second = proof();
  lanes.expel(given);
  expect(second).toBeGreaterThan(first);
  expect(proof()).toBeGreaterThan(second);
});

test("a command that is dear now and then never shares", () => {
  const lanes = keepLanes();
  const given = command();
  for (let time = 0; time < 100; time++) lanes.note(given, time % 4 === 0 ? 30 : 0.2);
  expect(lanes.shares(given)).toBe(false);
});
