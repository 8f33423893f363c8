// What passes between a caller and a service behind this server, and what does not.

import { describe, expect, it } from "vitest";
import { freePort } from "../kit/free-port.ts";
import { bodyOf, get, raw } from "../kit/open-http.ts";
import { callersSecret, openDoor, service, type Shown, shows, valuesOf } from "../kit/open-routes.ts";

const shown = async (answer: Response): Promise<Shown> => (await answer.json()) as Shown;
/** What the service was asked by a request sent as it stands. */
const askedBy = async (port: number, text: string): Promise<Shown> => bodyOf(await raw(port, text)) as unknown as Shown;

describe("a request", () => {
  it("reaches the service with its method, path, query and body", async () => {
    const { origin } = await service(shows);
    const { address } = await openDoor({ "/legacy/*": { targets: origin } });
    const answer = await fetch(`${address}/legacy/orders?of=me&x=%20`, { method: "POST", body: "hello" });
    expect(answer.status).toBe(200);
    expect(await shown(answer)).toMatchObject({ method: "POST", url: "/legacy/orders?of=me&x=%20", body: "hello" });
  });

  it("goes to the longest route that fits, and to none beside it", async () => {
    const [all, staff] = [await service(shows), await service(shows)];
    const { address } = await openDoor({
      "/legacy/*": { targets: all.origin },
      "/legacy/staff/*": { targets: staff.origin },
    });
    await fetch(`${address}/legacy`);
    await fetch(`${address}/legacy/staff/x`);
    expect((await fetch(`${address}/legacyx`)).status).toBe(404);
    expect([all.seen.length, staff.seen.length]).toEqual([1, 1]);
  });

  it("gives way to interfaces and health where its route takes all there is", async () => {
    const { origin, seen } = await service(shows);
    const { address } = await openDoor({ "/*": { targets: origin } });
    expect(await (await fetch(`${address}/api/x`)).json()).toMatchObject({ path: "/x" });
    expect(await (await fetch(`${address}/health/live`)).json()).toEqual({ status: "ok" });
    expect(seen).toHaveLength(0);
    expect(await shown(await fetch(`${address}/`))).toMatchObject({ url: "/" });
  });

  it("has its prefix taken away and another put before it", async () => {
    const { origin } = await service(shows);
    const { address } = await openDoor({ "/legacy/*": { targets: origin, rewrite: { strip: true, prefix: "/app" } } });
    const asked = await shown(await fetch(`${address}/legacy/a/b?c`));
    expect(asked.url).toBe("/app/a/b?c");
    expect(valuesOf(asked, "x-forwarded-prefix")).toEqual(["/legacy"]);
    expect((await shown(await fetch(`${address}/legacy`))).url).toBe("/app");
  });

  it("asks for the service's own host, the public one, or one that is written down", async () => {
    const { origin, port: behind } = await service(shows);
    const server = { origin: "https://shop.example" };
    const { port } = await openDoor(
      {
        "/own/*": { targets: origin },
        "/public/*": { targets: origin, host: "public" },
        "/named/*": { targets: origin, host: "legacy.internal" },
      },
      { server },
    );
    const hostOn = async (path: string) => valuesOf(await askedBy(port, get(path)), "host");
    expect(await hostOn("/own/x")).toEqual([`127.0.0.1:${behind}`]);
    expect(await hostOn("/public/x")).toEqual(["shop.example"]);
    expect(await hostOn("/named/x")).toEqual(["legacy.internal"]);
  });
});

describe("what a caller says of himself", () => {
  const spoofed = [
    ...["Forwarded: for=6.6.6.6;host=evil.example", "X-Forwarded-For: 6.6.6.6", "X-Forwarded-Host: evil.example"],
    ...["X-Forwarded-Proto: https", "X-Forwarded-Prefix: /evil", "X-Forwarded-Server: evil", "X-Real-IP: 6.6.6.6"],
    ...["X-Original-URL: /admin", "X-Rewrite-URL: /admin", "Isthmus-Identity: forged", "X_Forwarded_For: 6.6.6.6"],
    ...["isthmus_identity: forged", "X-Forwarded: for=6.6.6.6", "Proxy: http://evil.example", "X-Request-Id: e v i l"],
  ];

  it("about where he comes from reaches no service; the truth does, once", async () => {
    const { origin } = await service(shows);
    const { port } = await openDoor(
      { "/legacy/*": { targets: origin } },
      { server: { origin: "http://shop.example" } },
    );
    const asked = await askedBy(port, get("/legacy/x", spoofed.map((line) => `${line}\r\n`).join("")));
    expect(JSON.stringify(asked)).not.toMatch(/6\.6\.6\.6|evil|forged|admin/);
    expect(valuesOf(asked, "x-forwarded-for")).toEqual(["127.0.0.1"]);
    expect(valuesOf(asked, "x-forwarded-host")).toEqual(["shop.example"]);
    expect(valuesOf(asked, "x-forwarded-proto")).toEqual(["http"]);
    expect(valuesOf(asked, "forwarded")).toEqual(["for=127.0.0.1;proto=http;host=shop.example"]);
    expect(valuesOf(asked, "x-request-id")).toHaveLength(1);
    expect(valuesOf(asked, "via")).toEqual([expect.stringMatching(/^1\.1 isthmus-[0-9a-f]{12}$/)]);
  });

  it("about the host is passed on where no origin is configured, as far as it is a host", async () => {
    const { origin } = await service(shows);
    const { port } = await openDoor({ "/legacy/*": { targets: origin } });
    const hostFor = async (host: string) =>
      valuesOf(await askedBy(port, get("/legacy/x").replace("localhost", host)), "x-forwarded-host");
    expect(await hostFor("shop.example:8080")).toEqual(["shop.example:8080"]);
    expect(await hostFor("[::1]:80")).toEqual(["[::1]:80"]);
    expect(await hostFor('evil", for=6.6.6.6')).toEqual([]);
  });

  it("takes none of our words away by naming them in Connection", async () => {
    const { origin } = await service(shows);
    const { port } = await openDoor({ "/legacy/*": { targets: origin } });
    const asked = await askedBy(
      port,
      "POST /legacy/x HTTP/1.1\r\nHost: here\r\nConnection: close, X-Forwarded-For, Host, Content-Length, X-Own, Forwarded\r\n" +
        "X-Own: 1\r\nX-Other: 2\r\nTE: trailers\r\nKeep-Alive: 5\r\nProxy-Authorization: Basic eDp5\r\nContent-Length: 2\r\n\r\nhi",
    );
    expect(asked.body).toBe("hi");
    expect(valuesOf(asked, "x-forwarded-for")).toEqual(["127.0.0.1"]);
    expect(valuesOf(asked, "host")).toHaveLength(1);
    expect(valuesOf(asked, "x-other")).toEqual(["2"]);
    for (const name of ["x-own", "te", "proxy-authorization"]) expect(valuesOf(asked, name)).toEqual([]);
  });

  it("to us is not told to the service where we know callers; all is, where the service does", async () => {
    const { origin } = await service(shows);
    const { port } = await openDoor(
      { "/ours/*": { targets: origin }, "/theirs/*": { targets: origin, authenticate: false } },
      { auth: { jwt: { secret: callersSecret } }, roles: { anonymous: {} } },
    );
    const cookies = "Cookie: isthmus.session_token=s3; sessionid=theirs; __Secure-isthmus.session_data=d\r\n";
    const basic = "Authorization: Basic eDp5\r\n";
    const ours = await askedBy(port, get("/ours/x", cookies + basic));
    expect(valuesOf(ours, "cookie")).toEqual(["sessionid=theirs"]);
    expect(valuesOf(ours, "authorization")).toEqual(["Basic eDp5"]);
    expect((await raw(port, get("/ours/x", "Authorization: Bearer theirs\r\n"))).slice(0, 12)).toBe("HTTP/1.1 401");
    const theirs = await askedBy(port, get("/theirs/x", "Authorization: Bearer theirs\r\n"));
    expect(valuesOf(theirs, "authorization")).toEqual(["Bearer theirs"]);
    expect(valuesOf(await askedBy(port, get("/theirs/x", cookies)), "cookie")).toEqual(["sessionid=theirs"]);
  });
});

describe("a path with several readings", () => {
  it.each([
    "/legacy/../staff/x",
    "/legacy/%2e%2e/staff/x",
    "/legacy/x%2f..%2f..%2fstaff",
    "/legacy/..;/staff/x",
    "/legacy/.%00/x",
    "/legacy/..%5cstaff",
    "/legacy/%c0%ae%c0%ae/staff",
    "/legacy/%zz",
    "/legacy/a\\b",
  ])("is refused: %s", async (path) => {
    const { origin, seen } = await service(shows);
    const { port } = await openDoor({ "/legacy/*": { targets: origin } });
    const answer = await raw(port, get(path));
    expect(answer).toMatch(/^HTTP\/1\.1 400/);
    expect(seen).toHaveLength(0);
  });

  it.each([
    "/legacy/staff/x",
    "/legacy//staff/x",
    "/legacy/%73taff/x",
    "/legacy%2Fstaff/x",
    "//legacy/staff;a=b/x",
    "http://other.example/legacy/staff/x",
  ])("gets past no route for few: %s", async (path) => {
    const { origin, seen } = await service(shows);
    const { port } = await openDoor(
      { "/legacy/*": { targets: origin }, "/legacy/staff/*": { targets: origin, access: ["staff"] } },
      { auth: { jwt: { secret: callersSecret } }, roles: { anonymous: {}, staff: {} } },
    );
    expect(await raw(port, get(path))).toMatch(/^HTTP\/1\.1 401/);
    expect(seen).toHaveLength(0);
  });
});

describe("what could become two requests", () => {
  it.each([
    ["two lengths", "Content-Length: 3\r\nContent-Length: 5\r\n\r\nabc"],
    ["a length and chunks", "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
    ["an encoding in disguise", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"],
    ["a folded line", "X-A: b\r\n c: d\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"],
    ["a bare line feed", "X-A: b\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
    ["a space before the colon", "Content-Length : 3\r\n\r\nabc"],
  ])("is refused, and reaches no service: %s", async (_, rest) => {
    const { origin, seen } = await service(shows);
    const { port } = await openDoor({ "/legacy/*": { targets: origin } });
    const answer = await raw(
      port,
      `POST /legacy/x HTTP/1.1\r\nHost: here\r\n${rest}GET /legacy/stolen HTTP/1.1\r\n\r\n`,
      1_000,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400/);
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(seen).toHaveLength(0);
  });

  it("is one where an upgrade to another protocol is asked for, a body follows a GET, or chunks come with a GET's path", async () => {
    const { origin, seen } = await service(shows);
    const { port } = await openDoor({ "/legacy/*": { targets: origin } });
    const upgrade = await askedBy(
      port,
      "GET /legacy/x HTTP/1.1\r\nHost: here\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n",
    );
    expect(valuesOf(upgrade, "upgrade")).toEqual([]);
    const body = await askedBy(
      port,
      "GET /legacy/x HTTP/1.1\r\nHost: here\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    );
    expect(body.body).toBe("hello");
    expect(seen).toHaveLength(2);
  });

  it("is refused where it asks to be shown what we say to the service", async () => {
    const { origin, seen } = await service(shows);
    const { port } = await openDoor({ "/legacy/*": { targets: origin } });
    expect(await raw(port, "TRACE /legacy/x HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")).toMatch(
      /^HTTP\/1\.1 405/,
    );
    expect(seen).toHaveLength(0);
  });
});

describe("an answer", () => {
  it("comes back with its status, its headers (of one name several) and its body; what is about our connection does not", async () => {
    const { origin } = await service((_, response) => {
      response.writeHead(418, [
        ...[
          "Set-Cookie",
          "a=1",
          "Set-Cookie",
          "b=2; HttpOnly",
          "Set-Cookie",
          "isthmus.session_token=fixed",
          "Link",
          "</x>",
        ],
        ...["Connection", "X-Hop", "X-Hop", "1", "Proxy-Authenticate", "Basic", "Alt-Svc", 'h3=":1"', "X-Kept", "ÿ"],
      ]);
      // As bytes: Node would write the headers as UTF-8 together with a text.
      response.end(Buffer.from("tea"));
    });
    const { address } = await openDoor({ "/legacy/*": { targets: origin } });
    const answer = await fetch(`${address}/legacy/x`);
    expect([answer.status, await answer.text()]).toEqual([418, "tea"]);
    expect(answer.headers.getSetCookie()).toEqual(["a=1", "b=2; HttpOnly"]);
    for (const name of ["x-hop", "proxy-authenticate", "alt-svc"]) expect(answer.headers.has(name)).toBe(false);
    expect(answer.headers.get("x-kept")).toBe("ÿ");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("via")).toMatch(/^1\.1 isthmus-/);
  });

  it("that leads elsewhere is passed on; the service's own address becomes the public path", async () => {
    const { origin } = await service((request, response) => {
      const to = request.url === "/own" ? `${origin}/next?a=b` : "http://elsewhere.example/x";
      response.writeHead(302, { location: to }).end();
    });
    const { address } = await openDoor({ "/legacy/*": { targets: origin, rewrite: { strip: true } } });
    const locationOf = async (path: string) =>
      (await fetch(address + path, { redirect: "manual" })).headers.get("location");
    expect(await locationOf("/legacy/own")).toBe("/legacy/next?a=b");
    expect(await locationOf("/legacy/other")).toBe("http://elsewhere.example/x");
  });

  it("without a body stays without one", async () => {
    const { origin } = await service((request, response) => {
      if (request.url?.endsWith("304")) response.writeHead(304, { etag: '"a"' }).end();
      else if (request.url?.endsWith("204")) response.writeHead(204).end();
      else response.writeHead(200, { "content-length": "5" }).end(request.method === "HEAD" ? undefined : "hello");
    });
    const { address, port } = await openDoor({ "/legacy/*": { targets: origin } });
    expect((await fetch(`${address}/legacy/304`)).status).toBe(304);
    expect((await fetch(`${address}/legacy/204`)).status).toBe(204);
    const head = await raw(port, get("/legacy/x").replace("GET", "HEAD"));
    expect(head).toMatch(/content-length: 5/i);
    expect(head).toMatch(/\r\n\r\n$/);
  });

  it("has the headers that the route sets, and those of all answers that the service leaves open", async () => {
    const { origin } = await service((_, response) => {
      response.setHeader("x-frame-options", "SAMEORIGIN").setHeader("server", "old").end("x");
    });
    const headers = { answer: { server: false, "x-set": "1" } } as const;
    const { address } = await openDoor(
      { "/legacy/*": { targets: origin, headers } },
      { server: { headers: { "x-frame-options": "DENY", "x-common": "2" } } },
    );
    const answer = await fetch(`${address}/legacy/x`);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "x-frame-options": "SAMEORIGIN",
      "x-common": "2",
      "x-set": "1",
    });
    expect(answer.headers.has("server")).toBe(false);
  });
});

describe("a caller who asks before he sends", () => {
  const asking = (path: string) =>
    `POST ${path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n`;

  it("is told to go on when the service is ready", async () => {
    const { origin } = await service(shows);
    const { port } = await openDoor({ "/legacy/*": { targets: origin } });
    const answer = await raw(port, `${asking("/legacy/x")}hello`);
    expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200/);
    expect(answer).toContain('"body":"hello"');
  });

  it("is refused without it where he may not pass, or nobody is there", async () => {
    const { port } = await openDoor(
      {
        "/legacy/*": { targets: "http://127.0.0.1:9", access: ["staff"] },
        "/gone/*": { targets: "http://127.0.0.1:9" },
      },
      { auth: { jwt: { secret: callersSecret } }, roles: { anonymous: {}, staff: {} } },
    );
    expect(await raw(port, asking("/legacy/x"))).toMatch(/^HTTP\/1\.1 401/);
    expect(await raw(port, asking("/gone/x"))).toMatch(/^HTTP\/1\.1 502/);
  });
});

it("a route that leads back here is noticed when the request comes a second time", async () => {
  const port = await freePort();
  const { address } = await openDoor({ "/legacy/*": { targets: `http://127.0.0.1:${port}` } }, {}, { port });
  const answer = await fetch(`${address}/legacy/x`);
  expect(answer.status).toBe(508);
  expect(await answer.json()).toMatchObject({ code: "ISTHMUS766" });
});
