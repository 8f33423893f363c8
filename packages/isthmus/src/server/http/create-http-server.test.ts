import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import type { Reply } from "../../core/index.ts";
import { dial, face, mirror, open, raw } from "../../../test/kit/open-http.ts";
import { createHttpServer } from "./create-http-server.ts";
import type { HttpServerOptions } from "./options.ts";

describe("starting", () => {
  const admin = { metrics: async () => "" };
  it.each<[Partial<HttpServerOptions>, RegExp]>([
    [
      { admin: { ...admin, host: "0.0.0.0" } },
      /server\.admin\.host: on 0\.0\.0\.0 others can reach it, so it needs server\.admin\.token/,
    ],
    [{ admin: { ...admin, host: "::" } }, /server\.admin\.token/],
    [{ admin: { ...admin, token: "short" } }, /at least 16/],
    [{ origin: "https://shop.example/api" }, /server\.origin/],
    [{ origin: "shop.example" }, /server\.origin/],
    [{ mounts: [{ path: "api", interface: face }] }, /begins with "\/"/],
    [{ mounts: [{ path: "/api/", interface: face }] }, /does not end with it/],
    [{ cors: { origins: ["https://shop.example/"] } }, /server\.cors\.origins/],
  ])("is refused for %j", async (more, message) => {
    await expect(open(mirror, more)).rejects.toThrow(message);
  });

  it("on a port that is taken says which, and how to choose another", async () => {
    const { port } = await open();
    const second = await createHttpServer({
      port,
      mounts: [],
      serve: mirror,
      record: () => {},
      sources: () => [],
      admin: { ...admin, port: 0 },
    });
    await expect(second.listen()).rejects.toThrow(
      `Port ${port} is taken by another program; choose another with server.port`,
    );
  });

  it("closes the main listener again when the admin port is taken", async () => {
    const { port } = await open();
    const second = await createHttpServer({
      port: 0,
      mounts: [],
      serve: mirror,
      record: () => {},
      sources: () => [],
      admin: { ...admin, port },
    });
    await expect(second.listen()).rejects.toThrow(/server\.admin\.port/);
    expect(second.inFlight).toBe(0);
  });
});

describe("stopping", () => {
  it("lets running requests finish, says that it stops, and takes no more", async () => {
    let release: (reply: Reply) => void = () => {};
    const { address, server } = await open(() => new Promise<Reply>((resolve) => (release = resolve)));
    const asked = fetch(`${address}/api/x`);
    await vi.waitFor(() => expect(server.inFlight).toBe(1));
    const closed = server.close();
    await sleep(300);
    await expect(fetch(`${address}/health/live`)).rejects.toThrow();
    release({ status: 200, headers: {}, body: "done" });
    const response = await asked;
    expect(await response.text()).toBe("done");
    expect(response.headers.get("connection")).toBe("close");
    await closed;
  });

  it("gives up what does not end within the grace, and says so", async () => {
    let reason: unknown;
    const { address, server } = await open(
      ({ signal }) => {
        signal.addEventListener("abort", () => (reason = signal.reason));
        return new Promise<Reply>(() => {});
      },
      { grace: 100 },
    );
    const asked = fetch(`${address}/api/x`);
    await vi.waitFor(() => expect(server.inFlight).toBe(1));
    const began = performance.now();
    await server.close();
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(reason).toMatchObject({ code: "ISTHMUS502" });
    expect((await asked).status).toBe(503);
  });

  it("cuts off callers that never end", async () => {
    const { port, server } = await open(mirror, { grace: 100 });
    const slow = raw(port, "POST /api/x HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nslow");
    const silent = raw(port, "GET /api/x HTT");
    await vi.waitFor(() => expect(server.inFlight).toBe(1));
    await server.close();
    expect(await slow).toMatch(/^HTTP\/1\.1 503 /);
    expect(await silent).toBe("");
  });

  it("under load loses no request that a kept connection has sent", async () => {
    const { port, server } = await open(async () => {
      await sleep(5);
      return { status: 200, headers: {}, body: "ok" };
    });
    let sent = 0;
    let answered = 0;
    /** Sends the next request when the last was answered, until the server says that it closes the connection. */
    const caller = (): Promise<void> =>
      new Promise((resolve) => {
        const socket = dial(port);
        let text = "";
        let told = false;
        const next = (): void => {
          sent += 1;
          socket.write("GET /api/x HTTP/1.1\r\nHost: a\r\n\r\n");
        };
        socket.on("connect", next);
        socket.on("close", () => resolve());
        socket.on("data", (part) => {
          text += part.toString("latin1");
          if (!text.endsWith("\r\n\r\nok")) return;
          answered += 1;
          told ||= /connection: close/i.test(text);
          text = "";
          if (!told) next();
        });
      });
    const callers = Array.from({ length: 30 }, caller);
    await sleep(200);
    await server.close();
    await Promise.all(callers);
    expect(sent).toBeGreaterThan(100);
    expect(answered).toBe(sent);
  });
});
