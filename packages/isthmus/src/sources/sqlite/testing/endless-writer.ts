// A program that writes for ever and tells its parent of each write that was acknowledged; killed by durability.test.ts.

import { call, input, open, write } from "./kit.ts";

const source = await open(process.argv[2] ?? "");
const insert = write("INSERT INTO items (name) VALUES (?1) RETURNING id AS key", [input(0)]);
let last = 0;

async function writeOn(): Promise<never> {
  for (;;) {
    const id = ++last;
    await source.execute(insert, call([String(id)]));
    process.send?.(id);
  }
}

await Promise.all(Array.from({ length: 20 }, writeOn));
