import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { dial, get, mirror, open, raw } from "../../../test/kit/open-http.ts";

describe("a request body", () => {
  it("larger than the limit is refused in the interface's form, and the connection lives on", async () => {
    const { port, recorded } = await open(mirror, { limits: { body: 10 } });
    const post = (text: string): string =>
      `POST /api/x HTTP/1.1\r\nHost: a\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
    const answer = await raw(port, post("x".repeat(11)) + post("0123456789") + get("/api/end"));
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 413", "HTTP/1.1 200", "HTTP/1.1 200"]);
    expect(answer).toContain('"code":"ISTHMUS413"');
    expect(recorded()).toMatchObject([{ status: 413, code: "ISTHMUS413" }]);
  });

  it("without a length is counted as it comes", async () => {
    const { port } = await open(mirror, { limits: { body: 10 } });
    const chunked = "POST /api/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
    expect(await raw(port, `${chunked}6\r\n123456\r\n5\r\n12345\r\n0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 413 /);
    expect(await raw(port, `${chunked}4\r\n1234\r\n5\r\n12345\r\n0\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 200 [^]*"body":"123412345"/,
    );
  });

  it("that goes on and on is refused and cut off", async () => {
    const { address, server, recorded } = await open(mirror, { limits: { body: 1_000 } });
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) });
    const status = await fetch(`${address}/api/x`, {
      method: "POST",
      body: endless,
      duplex: "half",
    } as RequestInit).then(
      (response) => response.status,
      () => "cut off",
    );
    expect([413, "cut off"]).toContain(status);
    await vi.waitFor(() => expect(recorded()).toMatchObject([{ status: 413 }]));
    expect(server.inFlight).toBe(0);
  });

  it("announced too large by a caller that asks first is not even sent", async () => {
    const { port } = await open(mirror, { limits: { body: 10 } });
    const answer = await raw(
      port,
      "POST /api/x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n",
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    const fine = await raw(
      port,
      "POST /api/x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi",
    );
    expect(fine).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 [^]*"body":"hi"/);
  });

  it("that is not UTF-8 is refused", async () => {
    const { address } = await open();
    for (const bytes of [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0xaf]]) {
      const response = await fetch(`${address}/api/x`, { method: "POST", body: Uint8Array.from(bytes) });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code: "ISTHMUS400" });
    }
  });

  it("that is compressed is refused", async () => {
    const { address } = await open();
    const response = await fetch(`${address}/api/x`, {
      method: "POST",
      headers: { "Content-Encoding": "gzip" },
      body: "x",
    });
    expect(response.status).toBe(415);
  });

  it("may come with a character split between two packets", async () => {
    const { port } = await open();
    const socket = dial(port);
    let text = "";
    socket.on("data", (part) => (text += part.toString("utf8")));
    socket.write(
      Buffer.concat([
        Buffer.from("POST /api/x HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nConnection: close\r\n\r\n"),
        Buffer.from([0xf0, 0x9f]),
      ]),
    );
    await sleep(50);
    socket.write(Buffer.from([0xa7, 0x80]));
    await new Promise((resolve) => socket.once("close", resolve));
    expect(text).toContain('"body":"🧀"');
  });

  it("that does not arrive in time is answered 408", async () => {
    const { port } = await open(mirror, { limits: { requestTimeout: 200 } });
    const answer = await raw(port, "POST /api/x HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nslow");
    expect(answer).toMatch(/^HTTP\/1\.1 408 [^]*"ISTHMUS408"/);
    expect(answer).toMatch(/connection: close/i);
  });

  it("finds no place while too many others arrive, and does again when they are gone", async () => {
    const { port, address, server } = await open(mirror, { limits: { concurrency: 2 } });
    const slow = [0, 1].map(() => {
      const socket = dial(port);
      socket.write("POST /api/x HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nslow");
      return socket;
    });
    await vi.waitFor(() => expect(server.inFlight).toBe(2));
    expect((await fetch(`${address}/api/x`, { method: "POST", body: "x" })).status).toBe(503);
    expect((await fetch(`${address}/api/x`)).status).toBe(200);
    for (const socket of slow) socket.destroy();
    await vi.waitFor(() => expect(server.inFlight).toBe(0));
    expect((await fetch(`${address}/api/x`, { method: "POST", body: "x" })).status).toBe(200);
  });
});
