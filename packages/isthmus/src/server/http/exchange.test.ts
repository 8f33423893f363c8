import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import type { Problem, Reply } from "../../core/index.ts";
import { dial, get, open, raw } from "../../../test/kit/open-http.ts";
import type { Serve } from "./serve.ts";

describe("the work for a request", () => {
  /** Answers never by itself, but when it is told to end. */
  const patient: Serve = ({ signal }) =>
    new Promise((_, reject) =>
      signal.addEventListener("abort", () => reject(signal.reason as Problem), { once: true }),
    );

  it("is told to end when the caller leaves", async () => {
    const reasons: unknown[] = [];
    const { address, server } = await open((incoming) => {
      incoming.signal.addEventListener("abort", () => reasons.push(incoming.signal.reason));
      return patient(incoming);
    });
    const leaving = new AbortController();
    const asked = fetch(`${address}/api/x`, { signal: leaving.signal });
    await vi.waitFor(() => expect(server.inFlight).toBe(1));
    leaving.abort();
    await expect(asked).rejects.toThrow();
    await vi.waitFor(() => expect(reasons).toMatchObject([{ code: "ISTHMUS499" }]));
    expect(server.inFlight).toBe(0);
  });

  it("is told to end at the deadline, and its caller is answered", async () => {
    const { address } = await open(patient, { limits: { requestTimeout: 200 } });
    const began = performance.now();
    const response = await fetch(`${address}/api/x`);
    expect(response.status).toBe(504);
    expect(await response.json()).toMatchObject({
      code: "ISTHMUS504",
      message: "The request was given up after 200 ms",
    });
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it("is given up when it does not listen", async () => {
    const { address, server } = await open(() => new Promise<Reply>(() => {}), { limits: { requestTimeout: 100 } });
    expect((await fetch(`${address}/api/x`)).status).toBe(504);
    expect(server.inFlight).toBe(0);
  });

  it("leaves nothing behind after 1,000 callers that left", async () => {
    let aborted = 0;
    const { port, address, server } = await open((incoming) => {
      incoming.signal.addEventListener("abort", () => (aborted += 1));
      return patient(incoming);
    });
    for (let round = 0; round < 10; round++) {
      const batch = Array.from({ length: 100 }, () => {
        const socket = dial(port);
        socket.write("GET /api/x HTTP/1.1\r\nHost: a\r\n\r\n");
        return socket;
      });
      await vi.waitFor(() => expect(server.inFlight).toBe(100));
      for (const socket of batch) socket.destroy();
      await vi.waitFor(() => expect(server.inFlight).toBe(0));
    }
    expect(aborted).toBe(1_000);
    expect((await fetch(`${address}/health/live`)).status).toBe(200);
  });
});

describe("pipelined requests", () => {
  it("are answered in their order, though the first takes longest", async () => {
    const { port } = await open(async ({ request }) => {
      await sleep(request.path === "/a" ? 100 : 0);
      return { status: 200, headers: {}, body: `<${request.path}>` };
    });
    const keep = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;
    const answer = await raw(port, keep("/api/a") + keep("/api/b") + get("/api/c"));
    expect(answer.match(/<\/.>/g)).toEqual(["</a>", "</b>", "</c>"]);
  });

  it("are all told to end when their caller leaves", async () => {
    let aborted = 0;
    const { port, server } = await open(({ signal }) => {
      signal.addEventListener("abort", () => (aborted += 1));
      return new Promise<Reply>(() => {});
    });
    const socket = dial(port);
    socket.write("GET /api/a HTTP/1.1\r\nHost: a\r\n\r\n".repeat(3));
    await vi.waitFor(() => expect(server.inFlight).toBe(3));
    socket.destroy();
    await vi.waitFor(() => expect(aborted).toBe(3));
  });
});
