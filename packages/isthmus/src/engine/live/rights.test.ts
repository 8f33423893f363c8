// Who may go on listening: credentials that end or lose roles, and a catalog that is replaced.

import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { Problem } from "../../core/index.ts";
import { smallShop, user } from "../../../test/kit/small-shop.ts";
import { all, answered, everything, rowsOf, stage } from "./testing/stage.ts";

describe("credentials", () => {
  it("end the subscription when they expire, and nothing is told from then on", async () => {
    const { world, listen } = stage();
    world.principals.set("brief", user(["clerk"], { exp: 2 }));
    const brief = listen(rowsOf("orders"), "brief");
    await answered(brief, "[1]");
    world.now = 2_000;
    world.answer = "[2]";
    world.told?.("everything");
    await vi.waitFor(() => expect(brief.ends[0]?.code).toBe("PGRST303"));
    expect(brief.heard).toEqual(["[1]"]);
  });

  it("are looked at again: a key that was withdrawn ends it, a role that was taken away shows at once", async () => {
    const { world, listen } = stage(
      { ...everything, guest: { orders: { read: { where: { id: 1 } } } } },
      { recheck: 1 },
    );
    world.principals.set("key", user(["clerk"]));
    world.principals.set("other", user(["clerk"]));
    const withdrawn = listen(rowsOf("orders"), "key");
    const demoted = listen(rowsOf("orders"), "other");
    await Promise.all([answered(withdrawn, "[1]"), answered(demoted, "[1]")]);
    world.now += 10;
    world.principals.set("key", new Problem({ code: "ISTHMUS401", category: "unauthenticated", message: "gone" }));
    world.principals.set("other", user(["guest"]));
    world.answer = "[7]";
    await vi.waitFor(() => expect(withdrawn.ends[0]?.code).toBe("ISTHMUS401"), 3_000);
    await answered(demoted, "[1]", "[7]");
    expect(JSON.stringify(world.executed.at(-1))).toContain('"literal"');
  });

  it("of which one holds too many subscriptions are refused more, and get more when some have ended", async () => {
    const { engine, listen } = stage(everything, { subscriptionsPerPrincipal: 2, subscriptions: 4 });
    const [first, second] = [listen(rowsOf("orders")), listen(rowsOf("tags"))];
    await Promise.all([answered(first, "[1]"), answered(second, "[1]")]);
    const third = listen(rowsOf("tags"));
    await vi.waitFor(() => expect(third.ends[0]?.code).toBe("ISTHMUS230"));
    first.close();
    await answered(listen(rowsOf("tags")), "[1]");
    expect(engine.live.size).toBe(2);
  });
});

describe("a new catalog", () => {
  it("ends what it does not allow any more, and goes on with the rest without a word", async () => {
    const { world, listen, replace, source } = stage();
    const orders = listen(rowsOf("orders"));
    const tags = listen(rowsOf("tags"));
    await Promise.all([answered(orders, "[1]"), answered(tags, "[1]")]);
    const { catalog, policies } = smallShop({ clerk: { orders: all } });
    replace({ catalog, policies, sources: new Map([["shop", source]]) });
    await vi.waitFor(() => expect(tags.ends[0]?.code).toBe("PGRST205"));
    await sleep(30);
    expect(orders.heard).toEqual(["[1]"]);
    world.answer = "[2]";
    world.told?.("everything");
    await answered(orders, "[1]", "[2]");
  });

  it("that comes with new keys ends those whose key is not among them, before anything more is told", async () => {
    const { world, listen, replace, source, catalog, policies } = stage();
    world.principals.set("key", user(["clerk"]));
    const orders = listen(rowsOf("orders"), "key");
    await answered(orders, "[1]");
    world.principals.set("key", new Problem({ code: "ISTHMUS401", category: "unauthenticated", message: "gone" }));
    world.answer = "[2]";
    replace({ catalog, policies, sources: new Map([["shop", source]]) });
    world.told?.("everything");
    await vi.waitFor(() => expect(orders.ends[0]?.code).toBe("ISTHMUS401"));
    await sleep(30);
    expect([orders.heard, world.told]).toEqual([["[1]"], undefined]);
  });
});
