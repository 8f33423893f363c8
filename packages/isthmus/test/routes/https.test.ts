// Services that are spoken to by TLS: believed with a certificate of the authority that is named, and never in plain.

import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { createAuthority } from "../kit/certificates.ts";
import { openDoor } from "../kit/open-routes.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function secured(names: readonly string[], days = 30) {
  const authority = createAuthority();
  const { cert, key } = authority.issue("service", names, days);
  let asked = 0;
  const server = createServer({ cert: readFileSync(cert), key: readFileSync(key) }, (_, response) => {
    asked++;
    response.end("secure");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
    authority.remove();
  });
  const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, ca: readFileSync(authority.ca, "utf8"), asked: () => asked };
}

it("the certificate's authority and name must be right", async () => {
  const [right, other] = [await secured(["IP:127.0.0.1"]), await secured(["DNS:legacy.internal"])];
  const { address } = await openDoor({
    "/right/*": { targets: right.origin, tls: { ca: right.ca } },
    "/unknown/*": { targets: right.origin },
    "/other/*": { targets: other.origin, tls: { ca: other.ca } },
    "/named/*": { targets: other.origin, tls: { ca: other.ca, name: "legacy.internal" } },
  });
  const statuses: number[] = [];
  for (const path of ["right", "unknown", "other", "named"])
    statuses.push((await fetch(`${address}/${path}/x`)).status);
  expect(statuses).toEqual([200, 502, 502, 200]);
  expect([right.asked(), other.asked()]).toEqual([1, 1]);
});

it("a certificate that has run out is refused", async () => {
  const old = await secured(["IP:127.0.0.1"], -1);
  const { address } = await openDoor({ "/old/*": { targets: old.origin, tls: { ca: old.ca } } });
  expect((await fetch(`${address}/old/x`)).status).toBe(502);
  expect(old.asked()).toBe(0);
});
