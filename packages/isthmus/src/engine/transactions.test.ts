import { describe, expect, it } from "vitest";
import { type Execute, Problem, type Result, type Source, type TransactionOptions } from "../core/index.ts";
import { allCapabilities } from "../../test/kit/small-shop.ts";
import { type ExecuteOn, transact } from "./transactions.ts";

const nothing: Result = { body: null, rows: 0 };
const conflict = new Problem({ code: "40001", category: "conflict", message: "lost" });

interface Faults {
  /** Attempts whose work is done again after it was done. */
  readonly again?: number;
  readonly commit?: Problem;
}

/** A source that writes down what happens to it; after a failure with 40001 it does the work again, as PostgreSQL does. */
function source(name: string, log: string[], { again = 0, commit }: Faults = {}): Source {
  const execute: Execute<unknown> = (command) => {
    log.push(`${name}: ${String(command)}`);
    return Promise.resolve(nothing);
  };
  const transaction = async <T>(options: TransactionOptions, work: (run: Execute<unknown>) => Promise<T>) => {
    for (let attempt = 0; ; attempt++) {
      log.push(`${name}: begin${options.readOnly ? " read only" : ""}`);
      try {
        const value = await work(execute);
        options.pledge?.(`token of ${name}`);
        if (attempt < again) throw conflict;
        if (commit !== undefined) throw commit;
        log.push(`${name}: ${options.end}`);
        return value;
      } catch (thrown) {
        log.push(`${name}: undo`);
        if (thrown !== conflict || attempt >= again) throw thrown;
      }
    }
  };
  return {
    name,
    kind: "test",
    capabilities: allCapabilities,
    introspect: () => Promise.reject(new Error("not asked")),
    compile: () => undefined,
    execute: () => Promise.resolve(nothing),
    transaction,
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

function setting(faults: Readonly<Record<string, Faults>> = {}) {
  const log: string[] = [];
  const [shop, mail, stock] = ["shop", "mail", "stock"].map((name) => source(name, log, faults[name])) as [
    Source,
    Source,
    Source,
  ];
  const options = {
    end: "commit" as const,
    principal: { kind: "system", id: "", roles: [], claims: {} } as const,
    signal: AbortSignal.timeout(5_000),
    deadline: 1,
  };
  const call = { ...options, inputs: [], results: [] };
  const ask = (on: ExecuteOn, of: Source, what: string) => on(of)(what, call);
  return { log, shop, mail, stock, options, ask };
}

const writes = (of: Source) => ({ source: of, readOnly: false });
const reads = (of: Source) => ({ source: of, readOnly: true });

describe("a transaction over several sources", () => {
  it("opens them in the order of their names, asks in the order of the work, and commits all at the end", async () => {
    const { log, shop, mail, options, ask } = setting();
    const value = await transact([writes(shop), writes(mail)], options, async (on) => {
      await ask(on, shop, "one");
      await ask(on, mail, "two");
      await ask(on, shop, "three");
      return "done";
    });
    expect(value).toBe("done");
    expect(log).toEqual([
      "mail: begin",
      "shop: begin",
      "shop: one",
      "mail: two",
      "shop: three",
      "shop: commit",
      "mail: commit",
    ]);
  });

  it("undoes all of them when the work fails, with the work's own problem", async () => {
    const { log, shop, mail, options } = setting();
    const failing = transact([writes(shop), writes(mail)], options, () => Promise.reject(conflict));
    await expect(failing).rejects.toBe(conflict);
    expect(log).toEqual(["mail: begin", "shop: begin", "shop: undo", "mail: undo"]);
  });

  it("undoes all of them when that was asked for", async () => {
    const { log, shop, mail, options } = setting();
    await transact([writes(shop), writes(mail)], { ...options, end: "rollback" }, () => Promise.resolve());
    expect(log.slice(2)).toEqual(["shop: rollback", "mail: rollback"]);
  });

  it("commits the only source that writes behind those that are read, and makes its pledge then", async () => {
    const { log, shop, mail, stock, options } = setting();
    const pledged: string[] = [];
    const pledge = (name: string, token: string): void => void pledged.push(name, token, log.at(-1) ?? "");
    await transact([reads(mail), writes(shop), reads(stock)], options, () => Promise.resolve(), pledge);
    expect(log.filter((line) => line.includes("begin"))).toEqual([
      "shop: begin",
      "mail: begin read only",
      "stock: begin read only",
    ]);
    expect(log.at(-1)).toBe("shop: commit");
    expect(pledged).toEqual(["shop", "token of shop", "mail: commit"]);
  });

  it("makes no pledge for several sources that write, since none could be kept", async () => {
    const { shop, mail, options } = setting();
    const pledged: string[] = [];
    await transact(
      [writes(mail), writes(shop)],
      options,
      () => Promise.resolve(),
      (name) => void pledged.push(name),
    );
    expect(pledged).toEqual([]);
  });

  it("says that the outcome is unknown when one of them has committed and the next cannot", async () => {
    const broken = new Problem({ code: "57P01", category: "unavailable", message: "gone" });
    const { log, shop, mail, options } = setting({ mail: { commit: broken } });
    await expect(transact([writes(mail), writes(shop)], options, () => Promise.resolve())).rejects.toMatchObject({
      code: "ISTHMUS503U",
      cause: broken,
    });
    expect(log.slice(2)).toEqual(["shop: commit", "mail: undo"]);
  });

  it("keeps the problem as it is when nothing had been committed", async () => {
    const broken = new Problem({ code: "57P01", category: "unavailable", message: "gone" });
    const { shop, mail, options } = setting({ shop: { commit: broken } });
    await expect(transact([writes(mail), writes(shop)], options, () => Promise.resolve())).rejects.toBe(broken);
  });

  it("never does the work twice within one transaction of another source", async () => {
    const { log, shop, mail, options, ask } = setting({ shop: { again: 1 } });
    const work = (on: ExecuteOn) => ask(on, mail, "once");
    await expect(transact([writes(mail), writes(shop)], options, work)).rejects.toMatchObject({ code: "40001" });
    expect(log.filter((line) => line === "mail: once")).toHaveLength(1);
    expect(log.at(-1)).toBe("mail: undo");
  });

  it("never does the work again once something of it was committed", async () => {
    const { log, shop, mail, options, ask } = setting({ mail: { again: 1 } });
    const work = (on: ExecuteOn) => ask(on, shop, "once");
    await expect(transact([writes(mail), writes(shop)], options, work)).rejects.toMatchObject({ code: "ISTHMUS503U" });
    expect(log.filter((line) => line === "shop: once")).toHaveLength(1);
  });

  it("does the work again when the only source that writes lost a race", async () => {
    const { log, shop, mail, options, ask } = setting({ shop: { again: 1 } });
    await transact([reads(mail), writes(shop)], options, (on) => ask(on, shop, "work"));
    expect(log.filter((line) => line === "shop: work")).toHaveLength(2);
    expect(log.at(-1)).toBe("shop: commit");
  });
});
