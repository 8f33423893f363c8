import { expect, test } from "vitest";
import { z } from "zod";
import { defineFunction } from "./define-function.ts";

interface Catalog {
  resources: {
    customers: {
      fields: { id: number; email: string };
      insert: { email: string; id?: number };
      update: { email?: string };
      relations: { orders: { to: "orders"; many: true } };
    };
    orders: {
      fields: { id: number; customer_id: number; total: number; status: "open" | "paid"; note: string | null };
      insert: { customer_id: number; note?: string | null };
      update: { status?: "open" | "paid"; note?: string | null };
      relations: { customer: { to: "customers"; many: false } };
    };
  };
  operations: {
    "payments.create": { parameters: { amount: number; note?: string }; result: { id: string } };
    ping: { parameters: {}; result: null };
  };
}

const isText = (value: string): string => value;
const isNumber = (value: number): number => value;

// The assertions of this file are its @ts-expect-error lines: `tsc` refuses one under which nothing is wrong.
test("what functions ask is checked by the compiler", () => {
  const checked = defineFunction<Catalog>()({
    input: z.object({ id: z.int(), note: z.string().default("") }),
    output: z.object({ id: z.number(), customer: z.string().nullable() }),
    async run({ input, caller, asSystem, transaction }) {
      isNumber(input.id);
      isText(input.note);
      // @ts-expect-error the input has no such field
      isText(input.nothing);

      const order = await caller.one("orders", { select: ["id", { customer: ["email"] }], where: { id: input.id } });
      isText(order?.customer?.email ?? "");
      // @ts-expect-error the field was not selected
      isNumber(order?.total ?? 0);
      const customers = await caller.read("customers", { select: ["*", "orders"], order: [{ email: "desc" }] });
      isNumber(customers[0]?.orders[0]?.total ?? 0);
      // @ts-expect-error there is no such resource
      await caller.read("ordrs");
      // @ts-expect-error there is no such field
      await caller.read("orders", { select: ["totl"] });
      // @ts-expect-error there is no such field of the related resource
      await caller.read("orders", { select: [{ customer: ["name"] }] });
      // @ts-expect-error a text is no number
      await caller.read("orders", { where: { customer_id: { gt: true } } });
      // @ts-expect-error there is no such status
      await caller.update("orders", { where: { id: 1 }, set: { status: "lost" } });
      // @ts-expect-error a text cannot be incremented
      await caller.update("orders", { where: { id: 1 }, increment: { note: 1 } });
      // @ts-expect-error a change says of which rows
      await caller.update("orders", { set: { note: null } });
      // @ts-expect-error a field is missing
      await caller.insert("orders", { note: "x" });

      isNumber(await caller.update("orders", { where: { id: 1 }, set: { note: null } }));
      const [changed] = await asSystem("to try").update("orders", {
        where: "all",
        increment: { total: -1 },
        returning: ["total"],
      });
      isNumber(changed?.total ?? 0);
      const made = await transaction((tx) => tx.insert("orders", { customer_id: 1 }, { returning: ["id"] }));
      isNumber(made.id);
      isText((await caller.call("payments.create", { amount: 1 }, { idempotencyKey: "k" })).id);
      await caller.call("ping");
      // @ts-expect-error an argument is missing
      await caller.call("payments.create", {});
      // @ts-expect-error there is no such operation
      await caller.call("payments.crate", { amount: 1 });
      return { id: made.id, customer: order?.customer?.email ?? null };
    },
  });
  // @ts-expect-error the answer is not what the output says
  defineFunction<Catalog>()({ output: z.object({ id: z.number() }), run: () => ({ id: "1" }) });
  // @ts-expect-error there is no such effect
  defineFunction({ effect: "maybe", run: () => undefined });
  expect(checked.run).toBeTypeOf("function");
});
