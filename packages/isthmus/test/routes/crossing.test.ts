// Many at once: nobody gets what is another's, whatever is cut off beside him.

import { connect as connectHttp2 } from "node:http2";
import { decodeJwt, SignJWT } from "jose";
import { expect, it } from "vitest";
import { createAuthority } from "../kit/certificates.ts";
import { raw } from "../kit/open-http.ts";
import { callersSecret, openDoor, service, type Shown, shows, valuesOf } from "../kit/open-routes.ts";

const identity = { secret: "shared-with-the-service-at-least-32-characters", audience: "legacy" };

it("200 callers with tokens of their own are each told of as themselves, while others break off", async () => {
  const { origin } = await service((request, response) => {
    // Answers come in another order than questions.
    setTimeout(() => shows(request, response), Math.random() * 30);
  });
  const { address } = await openDoor(
    { "/legacy/*": { targets: origin, identity, connections: 16 } },
    { auth: { jwt: { secret: callersSecret } }, roles: { anonymous: {}, customer: {} } },
  );
  const asking = async (at: number): Promise<void> => {
    const token = await new SignJWT({ role: "customer" })
      .setProtectedHeader({ alg: "HS256" })
      .setSubject(`user ${at}`)
      .setExpirationTime("5m")
      .sign(new TextEncoder().encode(callersSecret));
    const body = `of ${at}`;
    const signal = at % 4 === 0 ? AbortSignal.timeout(5 + (at % 20)) : null;
    const options = { method: "POST", body, headers: { authorization: `Bearer ${token}` }, signal };
    const answer = await fetch(`${address}/legacy/${at}`, options).catch(() => undefined);
    const shown = (await answer?.json().catch(() => undefined)) as Shown | undefined;
    if (shown === undefined) return expect(signal).not.toBeNull();
    expect(shown).toMatchObject({ url: `/legacy/${at}`, body });
    expect(decodeJwt(valuesOf(shown, "isthmus-identity")[0] ?? "").sub).toBe(`user ${at}`);
  };
  await Promise.all(Array.from({ length: 200 }, (_, at) => asking(at)));
});

it("requests that follow each other on one connection are answered in their order", async () => {
  const { origin } = await service((request, response) => {
    setTimeout(() => response.end(`<${request.url}>`), request.url?.endsWith("1") === true ? 100 : 0);
  });
  const { port } = await openDoor({ "/legacy/*": { targets: origin } });
  const one = (path: string, more = "") => `GET ${path} HTTP/1.1\r\nHost: x\r\n${more}\r\n`;
  const answer = await raw(port, one("/legacy/1") + one("/legacy/2") + one("/legacy/3", "Connection: close\r\n"));
  expect([...answer.matchAll(/<(.*?)>/g)].map(([, path]) => path)).toEqual(["/legacy/1", "/legacy/2", "/legacy/3"]);
});

it("cookies that come one by one are one header for the service", async () => {
  const authority = createAuthority();
  try {
    const { cert, key } = authority.issue("localhost", ["DNS:localhost", "IP:127.0.0.1"]);
    const { origin } = await service(shows);
    const { address } = await openDoor({ "/legacy/*": { targets: origin } }, {}, { tls: { cert, key } });
    const session = connectHttp2(address, { rejectUnauthorized: false });
    const stream = session.request({ ":path": "/legacy/x", cookie: ["a=1", "isthmus.session_token=s", "b=2"] });
    let body = "";
    for await (const part of stream) body += String(part);
    session.destroy();
    expect(valuesOf(JSON.parse(body) as Shown, "cookie")).toEqual(["a=1; b=2"]);
    expect(valuesOf(JSON.parse(body) as Shown, "x-forwarded-proto")).toEqual(["https"]);
  } finally {
    authority.remove();
  }
});
