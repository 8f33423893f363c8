// Services that fail: killed, refusing, slow, cut off, speaking nonsense. Callers see an answer of another instance, or one
// of ours that says what happened; never half of one as if it were whole.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Agent, request } from "undici";
import { afterEach, describe, expect, it, vi } from "vitest";
import { freePort } from "../kit/free-port.ts";
import { get, raw } from "../kit/open-http.ts";
import { openDoor, service, shows } from "../kit/open-routes.ts";

const program = path.join(import.meta.dirname, "../kit/plain-service.mjs");
const children: ChildProcess[] = [];
const rawServers: { close(): void }[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const server of rawServers.splice(0)) server.close();
});

async function spawned(
  name: string,
  delay = 0,
  port = 0,
): Promise<{ origin: string; port: number; child: ChildProcess }> {
  const child = spawn(process.execPath, [program, name, String(delay), String(port)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const [said] = (await once(child.stdout as NodeJS.ReadableStream, "data")) as [Buffer];
  const bound = Number(String(said));
  return { origin: `http://127.0.0.1:${bound}`, port: bound, child };
}

/** Answers every connection's first bytes with these, as they are. */
async function answering(reply: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).once("data", () => reply(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  rawServers.push({
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  });
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}

const codeOf = async (answer: Response): Promise<unknown> => ((await answer.json()) as { code: unknown }).code;

describe("an instance that is killed under load", () => {
  it("costs no request that may be repeated", async () => {
    const [first, second, third] = [await spawned("a", 3), await spawned("b", 3), await spawned("c", 3)];
    const { address, observed } = await openDoor({
      "/legacy/*": { targets: [first.origin, second.origin, third.origin], health: { pause: 300 } },
    });
    const agent = new Agent({ connections: 40 });
    const seen = new Map<string, number>();
    let stop = false;
    const ask = async (): Promise<void> => {
      while (!stop) {
        const { statusCode, body } = await request(`${address}/legacy/x`, { dispatcher: agent });
        const text = await body.text();
        const key = statusCode === 200 ? (JSON.parse(text) as { name: string }).name : `${statusCode} ${text}`;
        seen.set(key, (seen.get(key) ?? 0) + 1);
      }
    };
    const load = Promise.all(Array.from({ length: 40 }, ask));
    await sleep(500);
    second.child.kill("SIGKILL");
    await sleep(700);
    // It comes back, and another goes.
    await spawned("b", 3, second.port);
    await vi.waitFor(
      () =>
        expect(observed).toContainEqual(
          expect.objectContaining({ message: expect.stringContaining("answers again") as string }),
        ),
      5_000,
    );
    first.child.kill("SIGKILL");
    await sleep(700);
    stop = true;
    await load;
    await agent.close();
    expect([...seen.keys()].toSorted()).toEqual(["a", "b", "c"]);
    expect([...seen.values()].reduce((sum, one) => sum + one, 0)).toBeGreaterThan(100);
    expect(observed).toContainEqual(
      expect.objectContaining({ message: expect.stringContaining("sent no requests for now") as string }),
    );
  });

  it("is known by probes where no requests come, and comes back by them", async () => {
    const one = await spawned("a");
    const { observed } = await openDoor({
      "/legacy/*": { targets: one.origin, health: { path: "/", interval: 50, unhealthy: 2, healthy: 2 } },
    });
    const said = () => observed.flatMap((each) => (each.kind === "warning" ? [each.message] : []));
    await sleep(150);
    one.child.kill("SIGKILL");
    await vi.waitFor(() => expect(said()).toHaveLength(1), 3_000);
    await spawned("a", 0, one.port);
    await vi.waitFor(() => expect(said()).toHaveLength(2), 3_000);
    expect(said()).toEqual([
      expect.stringContaining("does not answer probes"),
      expect.stringContaining("answers probes again"),
    ]);
  });
});

describe("an instance that refuses connections", () => {
  it("costs no request at all, whatever its method and body", async () => {
    const port = await freePort();
    const { origin, seen } = await service(shows);
    const { address } = await openDoor({ "/legacy/*": { targets: [`http://127.0.0.1:${port}`, origin] } });
    for (let at = 0; at < 10; at++) {
      const answer = await fetch(`${address}/legacy/x`, { method: "POST", body: "pay" });
      expect(await answer.json()).toMatchObject({ method: "POST", body: "pay" });
    }
    expect(seen).toHaveLength(10);
  });

  it("is told as that where there is no other", async () => {
    const { address, observed } = await openDoor({ "/legacy/*": { targets: `http://127.0.0.1:${await freePort()}` } });
    const answer = await fetch(`${address}/legacy/x`);
    expect([answer.status, await codeOf(answer)]).toEqual([502, "ISTHMUS760"]);
    expect(observed.find((one) => one.kind === "request")).toMatchObject({
      request: { interface: "route", targets: ["/legacy/*"], status: 502, code: "ISTHMUS760" },
    });
  });
});

describe("an instance that breaks off", () => {
  it("ahead of its answer: a read is asked for elsewhere, a change is not", async () => {
    const broken = await answering((socket) => socket.destroy());
    const { origin, seen } = await service(shows);
    const both = { targets: [broken, origin], balance: "round-robin" } as const;
    const { address } = await openDoor({ "/legacy/*": both });
    const statuses: number[] = [];
    for (let at = 0; at < 4; at++) statuses.push((await fetch(`${address}/legacy/x`)).status);
    expect(statuses).toEqual([200, 200, 200, 200]);
    const changes: unknown[] = [];
    for (let at = 0; at < 4; at++) {
      const answer = await fetch(`${address}/legacy/x`, { method: "POST", body: "pay" });
      changes.push(answer.status === 200 ? 200 : await codeOf(answer));
    }
    expect(changes.filter((one) => one === "ISTHMUS761").length).toBeGreaterThan(0);
    expect(seen.filter(({ method }) => method === "POST")).toHaveLength(changes.filter((one) => one === 200).length);
  });

  it("in a small answer of known length: it is asked for elsewhere", async () => {
    const broken = await answering((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhal");
      setTimeout(() => socket.destroy(), 20);
    });
    const { origin } = await service((_, response) => response.end("whole"));
    const { address } = await openDoor({ "/legacy/*": { targets: [broken, origin], balance: "round-robin" } });
    for (let at = 0; at < 3; at++) expect(await (await fetch(`${address}/legacy/x`)).text()).toBe("whole");
  });

  it("in a long answer: the caller's breaks off as well", async () => {
    const origin = await answering((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhal\r\n");
      setTimeout(() => socket.destroy(), 50);
    });
    const { address } = await openDoor({ "/legacy/*": { targets: origin } });
    const answer = await fetch(`${address}/legacy/x`);
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
  });
});

it("a small body is sent again to another instance where the method may be repeated, and where it may not, is not", async () => {
  const broken = await answering((socket) => socket.destroy());
  const { origin, seen } = await service(shows);
  const { address } = await openDoor({ "/legacy/*": { targets: [broken, origin], balance: "round-robin" } });
  for (let at = 0; at < 3; at++) {
    const answer = await fetch(`${address}/legacy/x`, { method: "PUT", body: "whole" });
    expect(await answer.json()).toMatchObject({ method: "PUT", body: "whole" });
  }
  expect(seen).toHaveLength(3);
});

describe("an answer that is no HTTP", () => {
  it.each([
    ["words", "hello\r\n\r\n"],
    ["two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"],
    ["a length and chunks", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
    ["a bad length", "HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\nabc"],
    ["a line break in a header", "HTTP/1.1 200 OK\r\nX-A: b\u0000c\r\nContent-Length: 0\r\n\r\n"],
    ["a status of no number", "HTTP/1.1 abc OK\r\n\r\n"],
    [
      "an upgrade that nobody asked for",
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n",
    ],
    ["headers without end", `HTTP/1.1 200 OK\r\n${`X-A: ${"b".repeat(8_000)}\r\n`.repeat(10)}\r\n`],
    ["nothing", ""],
  ])("is answered by ours: %s", async (_, text) => {
    const origin = await answering((socket) => void socket.end(text));
    const { port } = await openDoor({ "/legacy/*": { targets: origin, retries: false } });
    expect(await raw(port, get("/legacy/x"))).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n[^]*"code":"ISTHMUS76[12]"/);
  });

  it("behind a good one on the same connection is nobody's", async () => {
    const origin = await answering((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nstolen");
    });
    const { address } = await openDoor({ "/legacy/*": { targets: origin, timeout: { headers: 800 } } });
    expect(await (await fetch(`${address}/legacy/x`)).text()).toBe("ok");
    const second = await fetch(`${address}/legacy/y`);
    expect(await second.text()).not.toContain("stolen");
  });
});

describe("a slow service", () => {
  it("is given up after its time, and the caller is told", async () => {
    const { origin } = await service(() => {});
    const { address } = await openDoor({ "/legacy/*": { targets: origin, timeout: { headers: 300 } } });
    const begun = performance.now();
    const answer = await fetch(`${address}/legacy/x`);
    expect([answer.status, await codeOf(answer)]).toEqual([504, "ISTHMUS763"]);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  it("that stops in the middle of an answer is cut", async () => {
    const { origin } = await service((_, response) => void response.write("half"));
    const { address } = await openDoor({ "/legacy/*": { targets: origin, timeout: { idle: 300 } } });
    await expect((await fetch(`${address}/legacy/x`)).text()).rejects.toThrow();
  });

  it("is let go when the caller leaves", async () => {
    let left = 0;
    const { origin, seen } = await service((_, response) => void response.on("close", () => left++));
    const { address, observed, server } = await openDoor({ "/legacy/*": { targets: origin } });
    const leaving = new AbortController();
    const asked = fetch(`${address}/legacy/x`, { signal: leaving.signal }).catch(() => {});
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    expect(server.inFlight).toBe(1);
    leaving.abort();
    await asked;
    await vi.waitFor(() => expect(left).toBe(1));
    expect(server.inFlight).toBe(0);
    expect(observed.at(-1)).toMatchObject({ request: { status: 499 } });
  });

  it("takes no more than it may at once; the rest is told to come again", async () => {
    const { origin } = await service((_, response) => void setTimeout(() => response.end("x"), 200));
    const { address } = await openDoor({ "/legacy/*": { targets: origin, concurrency: 2 } });
    const answers = await Promise.all(Array.from({ length: 4 }, () => fetch(`${address}/legacy/x`)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 503, 503]);
    expect(answers.find(({ status }) => status === 503)?.headers.get("retry-after")).toBe("1");
  });
});

it("answers of 503 are asked for elsewhere, as often as the budget allows", async () => {
  const bad = await service((_, response) => void response.writeHead(503).end("bad"));
  const good = await service((_, response) => void response.end("good"));
  const { address } = await openDoor({
    "/legacy/*": { targets: [bad.origin, good.origin], balance: "round-robin", health: { failures: 3, pause: 60_000 } },
  });
  for (let at = 0; at < 12; at++) expect(await (await fetch(`${address}/legacy/x`)).text()).toBe("good");
  // After three in a row it is left out.
  expect(bad.seen).toHaveLength(3);
});

it("a stop lets what is under way be finished", async () => {
  const { origin } = await service((_, response) => void setTimeout(() => response.end("done"), 400));
  const { address, server } = await openDoor({ "/legacy/*": { targets: origin } });
  const asked = fetch(`${address}/legacy/x`);
  await vi.waitFor(() => expect(server.inFlight).toBe(1));
  const closed = server.close();
  expect(await (await asked).text()).toBe("done");
  await closed;
});
