import { describe, expect, it } from "vitest";
import { Problem, type Observation, type RequestObservation } from "../../core/index.ts";
import { createObserver, type Observer } from "./index.ts";

const request: RequestObservation = {
  id: "r.1",
  trace: "a".repeat(32),
  interface: "rest",
  method: "GET",
  targets: ["products"],
  principal: "17",
  roles: ["customer"],
  status: 200,
  code: undefined,
  cause: undefined,
  stages: [
    ["parse", 0.1234],
    ["execute", 2],
  ],
  ms: 2.3456,
};
const observed = (more: Partial<RequestObservation> = {}): Observation => ({
  kind: "request",
  request: { ...request, ...more },
});

function open(
  level: "info" | "error" | "silent" = "info",
): Observer & { lines: () => Record<string, unknown>[]; text: () => string } {
  let text = "";
  const observer = createObserver({ level, destination: { write: (line) => void (text += line) } });
  const lines = (): Record<string, unknown>[] =>
    text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { ...observer, lines, text: () => text };
}

describe("the log", () => {
  it("has one line for a request: who asked for what, how it went and how long each stage took", () => {
    const { record, lines } = open();
    record(observed());
    const { time, ...line } = lines()[0] ?? {};
    expect(typeof time).toBe("number");
    expect(line).toEqual({
      level: "info",
      id: "r.1",
      trace: "a".repeat(32),
      interface: "rest",
      principal: "17",
      roles: ["customer"],
      method: "GET",
      targets: ["products"],
      status: 200,
      ms: 2.35,
      stages: { parse: 0.12, execute: 2 },
    });
    expect(lines()).toHaveLength(1);
  });

  it("shows a server's failure with its place, and without the values in its message", () => {
    const { record, lines, text } = open("error");
    const inner = Object.assign(
      new Error('duplicate key "canary-a" Key (email)=(canary-b@example.com) `canary-c` {"x":"canary-d"}'),
      { code: "23505" },
    );
    const cause = new Error("connecting to postgres://user:canary-e@host/db failed near 'canary-f", { cause: inner });
    record(observed({ status: 500, code: "ISTHMUS500", cause }));
    expect(lines()[0]).toMatchObject({
      level: "error",
      status: 500,
      cause: {
        type: "Error",
        at: expect.arrayContaining([expect.stringContaining("observe.test.ts")]),
        cause: { code: "23505" },
      },
    });
    expect(text()).not.toContain("canary");
  });

  it("does not show the cause of what a caller did wrong", () => {
    const { record, text } = open();
    record(observed({ status: 400, code: "22P02", cause: new Error("invalid input canary") }));
    expect(text()).toContain("22P02");
    expect(text()).not.toContain("canary");
  });

  it.each<[unknown]>([["canary"], [{ toString: () => "canary" }]])("takes any thrown thing as a cause: %#", (cause) => {
    const { record, text } = open();
    record(observed({ status: 500, cause }));
    expect(text()).not.toContain("canary");
  });

  it("survives a cause that is its own cause", () => {
    const { record, lines } = open();
    const cause = new Error("x");
    cause.cause = cause;
    record(observed({ status: 500, cause }));
    expect(lines()).toHaveLength(1);
  });

  it("tells of the server's own events", () => {
    const { record, lines } = open();
    const problem = new Problem({
      code: "ISTHMUS211",
      category: "unavailable",
      message: "x",
      cause: new Error("connect ECONNREFUSED"),
    });
    record({ kind: "source-down", source: "shop", problem, retryInMs: 500 });
    record({ kind: "source-up", source: "shop" });
    record({ kind: "catalog-loaded", resources: 3, operations: 1, ms: 12.345, from: "lock" });
    record({ kind: "configuration-reloaded" });
    record({ kind: "warning", message: "mind the gap" });
    expect(lines().map(({ level, msg }) => `${level} ${msg}`)).toEqual([
      "error source is down",
      "info source is up",
      "info catalog loaded",
      "info configuration reloaded",
      "warn mind the gap",
    ]);
    expect(lines()[0]).toMatchObject({
      source: "shop",
      code: "ISTHMUS211",
      retryInMs: 500,
      cause: { message: "connect ECONNREFUSED" },
    });
  });

  it("is as quiet as it is told to be", () => {
    const quiet = open("error");
    quiet.record(observed());
    quiet.record(observed({ status: 503 }));
    expect(quiet.lines().map(({ status }) => status)).toEqual([503]);
    const silent = open("silent");
    silent.record(observed({ status: 503 }));
    expect(silent.lines()).toEqual([]);
  });
});

describe("the metrics", () => {
  it("count requests by interface, method, class of status and resource", async () => {
    const { record, metrics } = open("silent");
    record(observed());
    record(observed({ ms: 30 }));
    record(observed({ status: 404, targets: [] }));
    record(observed({ targets: ["orders", "items"], method: "POST" }));
    const text = await metrics();
    const labels = (method: string, status: string, resource: string): string =>
      `{interface="rest",method="${method}",status="${status}",resource="${resource}"}`;
    expect(text).toContain(`isthmus_request_duration_seconds_count${labels("GET", "2xx", "products")} 2`);
    expect(text).toContain(`isthmus_request_duration_seconds_count${labels("GET", "4xx", "none")} 1`);
    expect(text).toContain(`isthmus_request_duration_seconds_count${labels("POST", "2xx", "several")} 1`);
    expect(text).toContain(
      'isthmus_request_duration_seconds_bucket{le="0.0025",interface="rest",method="GET",status="2xx",resource="products"} 1',
    );
  });

  it("tell which sources are up, how late the event loop is, and what else is measured", async () => {
    const { record, metrics, measure } = open("silent");
    record({ kind: "source-up", source: "shop" });
    record({
      kind: "source-down",
      source: "tax",
      problem: new Problem({ code: "X", category: "unavailable", message: "x" }),
      retryInMs: 1,
    });
    let inFlight = 3;
    measure("isthmus_requests_in_flight", "Requests under way", () => inFlight);
    expect(await metrics()).toContain("isthmus_requests_in_flight 3");
    inFlight = 4;
    const text = await metrics();
    expect(text).toContain("isthmus_requests_in_flight 4");
    expect(text).toContain('isthmus_source_up{source="shop"} 1');
    expect(text).toContain('isthmus_source_up{source="tax"} 0');
    expect(text).toContain("nodejs_eventloop_lag_p99_seconds");
  });

  it("have no more series than the server has resources, whatever callers send", async () => {
    const { record, metrics } = open("silent");
    for (let n = 0; n < 700; n++) record(observed({ targets: [`table_${n}`], method: `M${n}` }));
    const text = await metrics();
    expect(new Set(text.match(/resource="[^"]*"/g)).size).toBe(501);
    expect(new Set(text.match(/method="[^"]*"/g))).toEqual(new Set(['method="other"']));
  });
});
