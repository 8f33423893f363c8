import { describe, expect, test } from "vitest";
import { type Chained, createChain } from "./chain.ts";

interface Item extends Chained<Item> {
  readonly name: string;
}

const item = (name: string): Item => ({ name, previous: undefined, next: undefined, chained: false });
const names = (chain: Iterable<Item>): string => [...chain].map(({ name }) => name).join("");

describe("a chain", () => {
  test("holds items in the order in which they were added, each once", () => {
    const chain = createChain<Item>();
    const [a, b] = [item("a"), item("b")];
    for (const one of [a, b, a]) chain.add(one);
    expect(names(chain)).toBe("ab");
    expect(chain.size).toBe(2);
    expect(chain.first).toBe(a);
  });

  test("lets go of an item at the start, in the middle and at the end, and knows nothing of it afterwards", () => {
    const chain = createChain<Item>();
    const [a, b, c] = [item("a"), item("b"), item("c")];
    for (const one of [a, b, c]) chain.add(one);
    chain.delete(b);
    expect(names(chain)).toBe("ac");
    chain.delete(a);
    chain.delete(c);
    chain.delete(c);
    expect([names(chain), chain.size, chain.first]).toEqual(["", 0, undefined]);
    for (const one of [a, b, c]) expect([one.previous, one.next]).toEqual([undefined, undefined]);
    chain.add(c);
    expect(names(chain)).toBe("c");
  });

  test("may lose the item one stands at while it is walked", () => {
    const chain = createChain<Item>();
    for (const name of "abc") chain.add(item(name));
    const seen: string[] = [];
    for (const one of chain) {
      seen.push(one.name);
      chain.delete(one);
    }
    expect(seen.join("")).toBe("abc");
    expect(chain.size).toBe(0);
  });
});
