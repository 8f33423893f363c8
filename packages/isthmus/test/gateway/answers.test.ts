// How answers leave: compressed or not, with which tags and headers, and no larger than they may be.

import { connect } from "node:net";
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import type { Configuration } from "../../src/core/index.ts";
import { openServer, type OpenServer } from "../kit/open-server.ts";

const rows = Array.from({ length: 300 }, (_, n) => `(${n + 1}, 'Teapot number ${n + 1}')`).join(", ");
const schema = `create table products (id integer primary key, name text not null); insert into products values ${rows};`;

let shop: OpenServer | undefined;
afterEach(async () => {
  await shop?.close();
  shop = undefined;
});

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
}

/** Unlike fetch, it shows bodies as they came. */
function ask(path: string, headers: Readonly<Record<string, string>> = {}, method = "GET", body = ""): Promise<Answer> {
  const { port } = new URL(shop?.api ?? "");
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), "127.0.0.1");
    const parts: Buffer[] = [];
    socket.on("data", (part) => parts.push(part)).on("error", reject);
    socket.on("close", () => {
      const all = Buffer.concat(parts);
      const end = all.indexOf("\r\n\r\n");
      const [line = "", ...lines] = all.subarray(0, end).toString().split("\r\n");
      const found = new Headers(
        lines.map((one) => [one.slice(0, one.indexOf(":")), one.slice(one.indexOf(":") + 1).trim()]),
      );
      resolve({ status: Number(line.split(" ")[1]), headers: found, bytes: all.subarray(end + 4) });
    });
    const sent = {
      host: "localhost",
      connection: "close",
      ...(body === "" ? {} : { "content-length": String(body.length) }),
      ...headers,
    };
    socket.write(
      `${method} ${path} HTTP/1.1\r\n${Object.entries(sent)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join("")}\r\n${body}`,
    );
  });
}

async function open(more: Omit<Configuration, "sources" | "roles"> = {}): Promise<void> {
  const roles = { anonymous: { products: { read: true, update: true } } };
  shop = await openServer("sqlite", schema, { roles, ...more });
}

describe("an answer", () => {
  it.each([
    ["gzip", gunzipSync],
    ["br", brotliDecompressSync],
    ["zstd", zstdDecompressSync],
  ] as const)("is compressed by %s for who asks for it", async (encoding, undo) => {
    await open();
    const plain = await ask("/api/products");
    expect(plain.headers.get("content-encoding")).toBeNull();
    expect(plain.headers.get("vary")).toContain("Accept-Encoding");
    const small = await ask("/api/products", { "accept-encoding": encoding });
    expect(small.headers.get("content-encoding")).toBe(encoding);
    expect(small.headers.get("content-length")).toBe(String(small.bytes.length));
    expect(small.bytes.length).toBeLessThan(plain.bytes.length / 3);
    expect(undo(small.bytes).toString()).toBe(plain.bytes.toString());
  });

  it("has a tag of its own when compressed, by which it is known again, and written against", async () => {
    await open();
    // Long answers are tagged for those who have sent a tag.
    const tagged = { "if-none-match": '"none"' };
    const plain = await ask("/api/products", tagged);
    const small = await ask("/api/products", { "accept-encoding": "gzip", ...tagged });
    const tag = small.headers.get("etag") ?? "";
    expect(tag).toBe(`${(plain.headers.get("etag") ?? "").slice(0, -1)}-gzip"`);
    const again = await ask("/api/products", { "accept-encoding": "gzip", "if-none-match": tag });
    expect([again.status, again.headers.get("etag"), again.bytes.length]).toEqual([304, tag, 0]);
    expect((await ask("/api/products", { "accept-encoding": "br", "if-none-match": tag })).status).toBe(200);
    expect((await ask("/api/products", { "if-none-match": plain.headers.get("etag") ?? "" })).status).toBe(304);

    const one = await ask("/api/products?id=eq.1", { "accept-encoding": "gzip, identity;q=0" });
    expect(one.headers.get("content-encoding")).toBe("gzip");
    const change = (match: string) =>
      ask(
        "/api/products?id=eq.1",
        { "if-match": match, "content-type": "application/json" },
        "PATCH",
        '{"name":"New"}',
      );
    expect((await change('"0000000000000000-gzip"')).status).toBe(412);
    expect((await change(one.headers.get("etag") ?? "")).status).toBe(204);
  });

  it("stays as it is when it is short, empty, a stream, or not wanted otherwise", async () => {
    await open();
    for (const [path, headers, method] of [
      ["/api/products?limit=1", { "accept-encoding": "gzip" }, "GET"],
      ["/api/products", { "accept-encoding": "gzip" }, "HEAD"],
      ["/api/products", { "accept-encoding": "identity, gzip;q=0.1" }, "GET"],
      ["/api/products", { "accept-encoding": "gzip;q=0" }, "GET"],
      ["/api/products", { "accept-encoding": "gzip", "sec-fetch-site": "cross-site", cookie: "a=b" }, "GET"],
    ] as const) {
      expect((await ask(path, headers, method)).headers.get("content-encoding")).toBeNull();
    }
    await shop?.close();
    await open({ server: { compression: false } });
    const plain = await ask("/api/products", { "accept-encoding": "gzip" });
    expect([plain.headers.get("content-encoding"), plain.headers.get("vary")]).toEqual([
      null,
      expect.not.stringContaining("Accept-Encoding"),
    ]);
  });

  it("has the headers that the configuration names, and not those that it takes away", async () => {
    await open({
      server: { headers: { "Cross-Origin-Resource-Policy": "same-site", "X-Content-Type-Options": false } },
    });
    for (const path of ["/api/products", "/health/live", "/nothing"]) {
      const { headers } = await ask(path);
      expect([headers.get("cross-origin-resource-policy"), headers.get("x-content-type-options")]).toEqual([
        "same-site",
        null,
      ]);
    }
  });

  it("is refused when it is larger than the server gives", async () => {
    await open({ limits: { answer: 2_000 } });
    const refused = await ask("/api/products");
    expect([refused.status, JSON.parse(refused.bytes.toString()).code]).toEqual([500, "ISTHMUS755"]);
    expect((await ask("/api/products?limit=10")).status).toBe(200);
  });
});

describe("pages of other origins", () => {
  const preflight = { origin: "https://shop.example", "access-control-request-method": "POST" };

  it("may not send cookies, where nobody signs in", async () => {
    await open({ server: { cors: { origins: ["https://shop.example"] } } });
    const allowed = await ask("/api/products", preflight, "OPTIONS");
    expect(allowed.headers.get("access-control-allow-origin")).toBe("https://shop.example");
    expect(allowed.headers.get("access-control-allow-credentials")).toBeNull();
  });
});
