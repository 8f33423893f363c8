import { describe, expect, it } from "vitest";
import { bodyOf, get, mirror, open, raw } from "../../../test/kit/open-http.ts";
import type { Incoming } from "./serve.ts";

describe("what is not HTTP, or not quite", () => {
  const smuggled = "GET /api/smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
  it.each([
    [
      "length and chunks at once",
      `POST /api/x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
    ],
    ["two lengths", `POST /api/x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\n${smuggled}`],
    ["a list as length", `POST /api/x HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\nhello${smuggled}`],
    ["a length with a sign", `POST /api/x HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello${smuggled}`],
    [
      "chunked, spelled oddly",
      `POST /api/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${smuggled}`,
    ],
    ["a blank before the colon", `POST /api/x HTTP/1.1\r\nHost: a\r\nContent-Length : 5\r\n\r\nhello${smuggled}`],
    ["a folded header", `GET /api/x HTTP/1.1\r\nHost: a\r\nX-A: b\r\n c\r\n\r\n${smuggled}`],
    ["a bare line feed", `GET /api/x HTTP/1.1\nHost: a\n\n${smuggled}`],
    ["no host", "GET /api/x HTTP/1.1\r\n\r\n"],
    ["noise", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"],
    ["a control character in the path", `GET /api/\x01 HTTP/1.1\r\nHost: a\r\n\r\n${smuggled}`],
  ])("is refused and its connection closed: %s", async (_, bytes) => {
    const paths: string[] = [];
    const { port } = await open(({ request }: Incoming) => {
      paths.push(request.path);
      return { status: 200, headers: {}, body: "x" };
    });
    const answer = await raw(port, Buffer.from(bytes, "latin1"));
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(paths).not.toContain("/smuggled");
  });

  it("with more header bytes than are taken is answered 431", async () => {
    const { port } = await open();
    const answer = await raw(port, get(`/api/x?${"a".repeat(70_000)}`));
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(bodyOf(answer)).toMatchObject({ code: "ISTHMUS431" });
  });

  it("takes a long query that fits", async () => {
    const { port } = await open();
    expect(bodyOf(await raw(port, get(`/api/x?${"a".repeat(60_000)}`)))["query"]).toHaveLength(60_000);
  });

  it("that sends its headers too slowly is answered 408, while others are served", async () => {
    const { port, address } = await open(mirror, { limits: { headersTimeout: 300 } });
    const slow = raw(port, "GET /api/x HTTP/1.1\r\nHost: a\r\nX-Slow: ", 5_000);
    const silent = raw(port, "", 5_000);
    expect((await fetch(`${address}/api/x`)).status).toBe(200);
    expect(await slow).toMatch(/^HTTP\/1\.1 408 /);
    await silent;
  });
});
