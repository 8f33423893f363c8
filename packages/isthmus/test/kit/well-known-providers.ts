// The endpoints of Google, GitHub, Microsoft and Apple on one local socket, as far as sign-in needs them. What is fetched
// from their hosts goes there; nothing reaches the hosts themselves.

import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, SignJWT } from "jose";

export interface WellKnownProviders {
  /** Claims of the ID token, or GitHub's profile, that the next codes give. */
  says: { [host: string]: Record<string, unknown> };
  /** GitHub's list of addresses. */
  emails: readonly object[];
  /** What the token endpoints were sent, by host. */
  readonly asked: { readonly host: string; readonly form: URLSearchParams }[];
  /** Signs with a key that no provider has published. */
  forging: boolean;
  /** A good ID token of what a party says. */
  idToken(host: string): Promise<string>;
  close(): Promise<void>;
}

const tokenEndpoints = new Set([
  "oauth2.googleapis.com/token",
  "github.com/login/oauth/access_token",
  "login.microsoftonline.com/common/oauth2/v2.0/token",
  "appleid.apple.com/auth/token",
]);
const keyEndpoints = new Set([
  "www.googleapis.com/oauth2/v3/certs",
  "login.microsoftonline.com/common/discovery/v2.0/keys",
  "appleid.apple.com/auth/keys",
]);

export async function openWellKnownProviders(): Promise<WellKnownProviders> {
  const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const forged = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const keys = [{ ...(await exportJWK(pair.publicKey)), kid: "one", alg: "RS256", use: "sig" }];
  const world: WellKnownProviders = { says: {}, emails: [], asked: [], forging: false, idToken, close };

  /** The times are said by the party, where it says any. */
  function idToken(host: string): Promise<string> {
    const now = Math.floor(Date.now() / 1_000);
    return new SignJWT({ iat: now, exp: now + 300, ...world.says[host] })
      .setProtectedHeader({ alg: "RS256", kid: "one" })
      .sign(world.forging ? forged.privateKey : pair.privateKey);
  }

  async function answer(at: string, body: string): Promise<unknown> {
    const host = at.split("/")[0] ?? "";
    if (keyEndpoints.has(at)) return { keys };
    if (at === "api.github.com/user") return world.says["github.com"];
    if (at === "api.github.com/user/emails") return world.emails;
    if (!tokenEndpoints.has(at)) return undefined;
    world.asked.push({ host, form: new URLSearchParams(body) });
    const given = { access_token: "at", token_type: "bearer", expires_in: 3_600 };
    if (host === "github.com") return given;
    return { ...given, id_token: await idToken(host) };
  }

  const server = createServer((message, response) => {
    let body = "";
    message.on("data", (chunk: Buffer) => (body += chunk.toString()));
    message.on("end", () => {
      void answer((message.url ?? "").slice(1), body).then((told) => {
        response.writeHead(told === undefined ? 404 : 200, { "content-type": "application/json" });
        response.end(JSON.stringify(told ?? {}));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const before = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.protocol !== "https:") return before(input, init);
    const local = `http://127.0.0.1:${port}/${url.host}${url.pathname}`;
    return before(input instanceof Request ? new Request(local, input) : local, init);
  };

  async function close(): Promise<void> {
    globalThis.fetch = before;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  return world;
}
