// Which statements a connection holds to be prepared.

import pg from "pg";
import { expect, test } from "vitest";
import type { DriverQueryClass, Wire } from "./driver.ts";
import { exchangeOver, type PreparedNames } from "./exchange.ts";

test("a statement that is used again stays known, however many there are", () => {
  const Exchange = exchangeOver(pg.Query as unknown as DriverQueryClass);
  const wire = { stream: { writable: false } } as Wire;
  const names: PreparedNames = new Map();
  const ask = (name: string) => {
    const exchange = new Exchange([{ prepared: { name, text: "select 1" }, values: [] }], names, () => undefined);
    (exchange as { submit(wire: Wire): unknown }).submit(wire);
  };
  for (let count = 0; count < 600; count++) {
    ask(`statement ${count}`);
    // One that was forgotten here, and not by the server, would be prepared under a name that is taken (42P05).
    ask(`statement ${count}`);
    expect(names.get(`statement ${count}`)).toBe("sent");
  }
  expect(names.size).toBe(500);
});
