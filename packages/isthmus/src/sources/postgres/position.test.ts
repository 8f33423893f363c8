import { expect, test } from "vitest";
import { parsePosition, printPosition, readPrimary, readReplica } from "./position.ts";

const primary = (at: string) => printPosition(readPrimary({ rows: [[at, "8192", "16777216"]], tag: "" }));

test("a log position is a number, and prints as PostgreSQL has it", () => {
  for (const text of ["0/0", "0/3000148", "16/B374D848", "FFFFF/FFFFFFFF"])
    expect(printPosition(parsePosition(text) ?? -1)).toBe(text);
  for (const text of ["", "*", "0", "0/", "/1", "0/123456789", "0/x", "0/1;", null, undefined])
    expect(parsePosition(text)).toBeUndefined();
});

test("behind the header of a page or segment that was just begun, the last record ended ahead of it", () => {
  expect(primary("0/3000148")).toBe("0/3000148");
  expect(primary("0/3002018")).toBe("0/3002000");
  expect(primary("0/3000028")).toBe("0/3000000");
  // In the middle of a segment a page's header is shorter, and this is a place behind a record.
  expect(primary("0/3002028")).toBe("0/3002028");
});

test("a server that replays nothing is no replica", () => {
  expect(() => readReplica({ rows: [[null]], tag: "" })).toThrow("no standby");
});
