// A program that makes keyed writes for ever, and writes each token down before its COMMIT; killed by pledge.test.ts.

import { appendFileSync } from "node:fs";
import { anonymous } from "../../../core/index.ts";
import { call, input, open, write } from "./kit.ts";

const [file = "", ledger = ""] = process.argv.slice(2);
const source = await open(file, { synchronous: "normal" });
const insert = write("INSERT INTO items (name) VALUES (?1) RETURNING id AS key", [input(0)]);
const { signal } = new AbortController();

for (let name = 1; ; name++) {
  const pledge = (token: string) => appendFileSync(ledger, `${token} ${name}\n`);
  await source.transaction(
    { readOnly: false, end: "commit", principal: anonymous, signal, deadline: 0, pledge },
    (run) => run(insert, call([String(name)])),
  );
  if (name === 20) process.send?.("warm");
}
