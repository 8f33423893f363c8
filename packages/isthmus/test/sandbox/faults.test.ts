// Faults on demand, switched while the server runs: what a caller sees of each is what the real fault would make him see.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Served } from "../kit/command-line.ts";
import { caller, config, createShop, type Shop } from "./shop.ts";

let shop: Shop;
let served: Served;
let call: ReturnType<typeof caller>;

const patient = `shop: sqlite({ file: "shop.db" }), sky: http({ server: "https://api.open-meteo.com", timeout: 600, longestHold: 1, retry: false, breaker: false, cache: false,
    calls: { forecast: { request: "GET /v1/forecast", input: { latitude: { type: "number" }, longitude: { type: "number" } } } } }),
  retried: http({ server: "https://api.open-meteo.com", retry: { firstPause: 5, longestPause: 10 }, breaker: false, cache: false,
    calls: { weather: { request: "GET /v1/forecast", input: { latitude: { type: "number" }, longitude: { type: "number" } } } } }),
  fragile: http({ server: "https://api.stripe.com", auth: { bearer: secret("NONE") }, retry: false, breaker: { window: 4, least: 4, share: 0.5, pause: 300 },
    calls: { intents: { request: "GET /v1/payment_intents" }, pay: { request: "POST /v1/payment_intents", body: "form", input: { amount: { type: "integer" }, currency: { type: "string" } } } } }),`;

beforeAll(async () => {
  shop = createShop(config("", patient));
  served = await shop.serve("dev", "--sandbox");
  call = caller(served.api);
});
afterAll(() => shop?.remove());

const change = (method: string, path: string, body?: object) =>
  fetch(new URL(`/sandbox${path}`, served.api), {
    method,
    headers: { "isthmus-sandbox": "change", "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const place = { latitude: 1, longitude: 2 };

beforeEach(async () => {
  await change("DELETE", "/faults");
});

describe("a fault that is switched on", () => {
  it.each([
    [{ kind: "throttle", retryAfter: 7 }, 503, "ISTHMUS604"],
    [{ kind: "error", status: 502 }, 502, "ISTHMUS600"],
    [{ kind: "refuse" }, 502, "ISTHMUS600"],
    [{ kind: "cut" }, 502, "ISTHMUS600"],
    [{ kind: "cut-body" }, 502, "ISTHMUS600"],
    [{ kind: "malformed" }, 502, "ISTHMUS602"],
    [{ kind: "timeout" }, 504, "ISTHMUS603"],
    [{ kind: "latency", ms: 5_000 }, 504, "ISTHMUS603"],
  ])("%j is what the caller is told of, by the code of the real one", async (fault, status, code) => {
    expect((await change("POST", "/faults", { source: "sky", ...fault })).status).toBe(201);
    const struck = await call("sky.forecast", place);
    expect([struck.status, struck.body?.["code"]]).toEqual([status, code]);
    if (fault.kind === "throttle") expect(struck.headers.get("retry-after")).toBe("7");
    // Others are spared, and so is this one when it is over.
    expect((await call("retried.weather", place)).status).toBe(200);
    await change("DELETE", "/faults");
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await call("sky.forecast", place)).status).toBe(200);
  });

  it("makes an answer late by as much as it says, where there is time", async () => {
    await change("POST", "/faults", { source: "sky", kind: "latency", ms: 200 });
    const begun = performance.now();
    expect((await call("sky.forecast", place)).status).toBe(200);
    expect(performance.now() - begun).toBeGreaterThan(190);
  });

  it("strikes as many of a hundred as it says, evenly", async () => {
    await change("POST", "/faults", { source: "sky", operation: "forecast", kind: "error", percentage: 25 });
    const statuses: number[] = [];
    for (let at = 0; at < 20; at++) statuses.push((await call("sky.forecast", place)).status);
    expect(statuses.filter((status) => status === 502)).toHaveLength(5);
    expect(statuses.slice(0, 4)).toEqual([200, 200, 200, 502]);
  });

  it("that is a burst is over by itself, and repeats get past it unseen", async () => {
    await change("POST", "/faults", { source: "retried", kind: "error", times: 2 });
    expect((await call("retried.weather", place)).status).toBe(200);
    const state = (await (await fetch(new URL("/sandbox/state", served.api))).json()) as {
      faults: { struck: number }[];
      requests: { faults: string[] }[];
    };
    expect(state.faults).toMatchObject([{ struck: 2 }]);
    expect(state.requests.slice(0, 3).map(({ faults }) => faults)).toEqual([[], ["error"], ["error"]]);
  });

  it("that cuts a payment off leaves open whether it was made, as it would be", async () => {
    await change("POST", "/faults", { source: "fragile", operation: "pay", kind: "cut", times: 1 });
    const cut = await call("fragile.pay", { amount: 5, currency: "eur" });
    expect(cut.body).toMatchObject({ code: "ISTHMUS601" });
    expect((await call("fragile.intents")).body).toMatchObject({ data: [{ amount: 5 }] });
  });

  it("opens the breaker, which closes again when it is over", async () => {
    await change("POST", "/faults", { source: "fragile", kind: "error" });
    const codes: unknown[] = [];
    for (let at = 0; at < 6; at++) codes.push((await call("fragile.intents")).body?.["code"]);
    expect(codes.at(0)).toBe("ISTHMUS600");
    expect(codes.at(-1)).toBe("ISTHMUS605");
    await change("DELETE", "/faults");
    expect((await call("fragile.intents")).body?.["code"]).toBe("ISTHMUS605");
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect((await call("fragile.intents")).status).toBe(200);
  });

  it.each([
    { kind: "odd" },
    { kind: "error", percentage: 101 },
    { kind: "error", status: 200 },
    { kind: "error", more: 1 },
  ])("is refused where it is none: %j", async (fault) => {
    expect((await change("POST", "/faults", fault)).status).toBe(400);
    expect((await change("DELETE", "/faults/999999")).status).toBe(404);
  });

  it("is not switched by a body that has no end", async () => {
    const body = JSON.stringify({ kind: "error", operation: "x".repeat(100_000) });
    const answer = await fetch(new URL("/sandbox/faults", served.api), {
      method: "POST",
      headers: { "isthmus-sandbox": "change" },
      body,
    }).then(
      ({ status }) => status,
      () => 413,
    );
    expect(answer).toBe(413);
  });
});
