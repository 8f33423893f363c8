import { afterEach, describe, expect, it } from "vitest";
import { CallFailure } from "../call-failure.ts";
import type { Client, Surroundings } from "../client.ts";
import type { HttpCall } from "../exchange.ts";
import type { HttpOptions } from "../options.ts";
import { get, openClient, post } from "../testing/open-client.ts";
import { json, openUpstream, type Upstream } from "../testing/upstream.ts";
import { memoryTokens } from "./oauth2.ts";
import { sigV4 } from "./sigv4.ts";

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

async function upstream(...given: Parameters<typeof openUpstream>): Promise<Upstream> {
  const server = await openUpstream(...given);
  opened.push(server);
  return server;
}

async function client(origin: string, options: HttpOptions, around?: Surroundings): Promise<Client> {
  const one = await openClient(origin, options, around);
  opened.push(one);
  return one;
}

describe("credentials that stay the same", () => {
  it.each([
    ["a header", { apiKey: { in: "header", name: "X-Api-Key", value: "k" } }, { "x-api-key": "k" }, "/a?b=c"],
    ["the query", { apiKey: { in: "query", name: "key", value: "k&=ü" } }, {}, "/a?b=c&key=k%26%3D%C3%BC"],
    ["a cookie", { apiKey: { in: "cookie", name: "sid", value: "k;x" } }, { cookie: "sid=k%3Bx" }, "/a?b=c"],
    [
      "a name and a password",
      { basic: { username: "ann", password: "pä:ss" } },
      { authorization: `Basic ${Buffer.from("ann:pä:ss").toString("base64")}` },
      "/a?b=c",
    ],
    ["a bearer token", { bearer: "t" }, { authorization: "Bearer t" }, "/a?b=c"],
    ["a word of the API's own", { bearer: "t", scheme: "ShippoToken" }, { authorization: "ShippoToken t" }, "/a?b=c"],
  ] as const)("are sent as %s", async (_, auth, headers, path) => {
    const server = await upstream((__, response) => json(response, 1));
    await (await client(server.origin, { auth })).send(get(server.origin, "/a?b=c"));
    expect(server.asked[0]?.path).toBe(path);
    expect(server.asked[0]?.headers).toMatchObject(headers);
  });

  it("are not tried again when they are refused", async () => {
    const server = await upstream((_, response) => json(response, {}, 401));
    const answer = await (await client(server.origin, { auth: { bearer: "old" } })).send(get(server.origin));
    expect(answer.status).toBe(401);
    expect(server.asked).toHaveLength(1);
  });
});

describe("OAuth 2", () => {
  /** An API, and the token endpoint at another origin, with one token that is valid. */
  async function world(life = 3600) {
    let valid = 0;
    const tokens = await upstream((_, response) => {
      valid++;
      setTimeout(() => json(response, { access_token: `token-${valid}`, expires_in: life, token_type: "bearer" }), 20);
    });
    const api = await upstream((asked, response) =>
      asked.headers["authorization"] === `Bearer token-${valid}` ? json(response, 1) : json(response, {}, 401),
    );
    const auth = {
      oauth2: { tokenUrl: `${tokens.origin}/token`, clientId: "me", clientSecret: "s3cret:ü", scope: "read write" },
    };
    return { tokens, api, auth, expire: () => valid++ };
  }

  it("asks for one token, however many calls need it at the same time", async () => {
    const { tokens, api, auth } = await world();
    const one = await client(api.origin, { auth });
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => one.send(get(api.origin, `/${i}`))));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(tokens.asked).toHaveLength(1);
    expect(tokens.asked[0]?.headers["authorization"]).toBe(
      `Basic ${Buffer.from("me:s3cret%3A%C3%BC").toString("base64")}`,
    );
    expect(tokens.asked[0]?.body).toBe("grant_type=client_credentials&scope=read+write");
    expect(JSON.stringify(api.asked)).not.toContain("s3cret");
  });

  it("fetches one new token when the API no longer takes the old one, for changes too", async () => {
    const { tokens, api, auth, expire } = await world();
    const one = await client(api.origin, { auth });
    await one.send(get(api.origin));
    expire();
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => one.send(post(api.origin, `/${i}`))));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(tokens.asked).toHaveLength(2);
  });

  it("fetches a new token ahead of the old one's end", async () => {
    const { tokens, api, auth } = await world(1);
    const one = await client(api.origin, { auth });
    await one.send(get(api.origin));
    await new Promise((resolve) => setTimeout(resolve, 600));
    await one.send(get(api.origin));
    expect(tokens.asked).toHaveLength(2);
    expect(api.asked).toHaveLength(2);
  });

  it("fails without a loop where no token is given", async () => {
    const { tokens, api, auth } = await world();
    tokens.answer = (_, response) => json(response, { error: "invalid_client" }, 401);
    const one = await client(api.origin, { auth });
    const settled = await Promise.allSettled(Array.from({ length: 50 }, () => one.send(get(api.origin))));
    for (const result of settled) {
      expect(result).toMatchObject({ status: "rejected", reason: { constructor: CallFailure, kind: "credentials" } });
      expect(JSON.stringify(result)).not.toContain("s3cret");
    }
    await one.send(get(api.origin)).catch(() => undefined);
    expect(tokens.asked).toHaveLength(1);
    expect(api.asked).toEqual([]);
  });

  it.each(["no JSON", '{"access_token":""}', '{"access_token":"a\\r\\nx: y"}', "null", "[]"])(
    "takes no token from %s",
    async (body) => {
      const { tokens, api, auth } = await world();
      tokens.answer = (_, response) => response.writeHead(200).end(body);
      await expect((await client(api.origin, { auth })).send(get(api.origin))).rejects.toMatchObject({
        kind: "credentials",
      });
      expect(api.asked).toEqual([]);
    },
  );

  it("does not hold a call beyond its deadline while a token is waited for", async () => {
    const { tokens, api, auth } = await world();
    tokens.answer = () => {};
    const one = await client(api.origin, { auth, retry: false });
    const begun = performance.now();
    await expect(one.send(get(api.origin, "/", { deadline: begun + 100 }))).rejects.toMatchObject({ kind: "timeout" });
    expect(performance.now() - begun).toBeLessThan(500);
    expect(api.asked).toEqual([]);
  });

  it("gives up after one new token that is refused too", async () => {
    const { tokens, api, auth } = await world();
    api.answer = (_, response) => json(response, {}, 401);
    expect((await (await client(api.origin, { auth })).send(get(api.origin))).status).toBe(401);
    expect(tokens.asked).toHaveLength(2);
    expect(api.asked).toHaveLength(2);
  });

  it("uses a refresh token, keeps the one that follows it, and shares the store", async () => {
    const { tokens, api, auth } = await world();
    const store = memoryTokens();
    const issued: string[] = [];
    tokens.answer = (asked, response, count) => {
      issued.push(new URLSearchParams(asked.body).get("refresh_token") ?? "");
      json(response, { access_token: `token-${count}`, refresh_token: `refresh-${count}`, expires_in: 3600 });
    };
    api.answer = (asked, response) =>
      json(
        response,
        1,
        asked.headers["authorization"] === "Bearer token-1" && tokens.asked.length > 0 && refused ? 401 : 200,
      );
    let refused = false;
    const options = { auth: { oauth2: { ...auth.oauth2, refreshToken: "refresh-0" } } };
    const [one, other] = [
      await client(api.origin, options, { tokens: store }),
      await client(api.origin, options, { tokens: store }),
    ];
    await one.send(get(api.origin));
    await other.send(get(api.origin));
    expect(issued).toEqual(["refresh-0"]);
    refused = true;
    await one.send(get(api.origin));
    await other.send(get(api.origin));
    expect(issued).toEqual(["refresh-0", "refresh-1"]);
  });

  it("asks no private address for a token unless it is allowed", async () => {
    const { tokens, auth } = await world();
    const one = await client("https://api.example", { auth, allowPrivate: [] });
    await expect(one.send(get("https://api.example"))).rejects.toMatchObject({ kind: "credentials" });
    expect(tokens.asked).toEqual([]);
  });
});

describe("AWS Signature Version 4", () => {
  const clock = { wall: () => Date.parse("2015-08-30T12:36:00Z") };
  const options = {
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    region: "us-east-1",
    service: "service",
  };
  const signed = async (call: Partial<HttpCall>): Promise<string> => {
    const applied = await sigV4(options, clock).apply(get("https://example.amazonaws.com", "/", call));
    return applied.headers["authorization"]?.split("Signature=")[1] ?? "";
  };

  it("signs as AWS's own test cases say", async () => {
    expect(await signed({})).toBe("5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
    expect(await signed({ path: "/?Param2=value2&Param1=value1" })).toBe(
      "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    );
    expect(await signed({ method: "POST" })).toBe("5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
  });

  it("signs the body, the time and the session, and sends no host of its own", async () => {
    const applied = await sigV4({ ...options, service: "s3", sessionToken: "sess" }, clock).apply(
      post("https://bucket.s3.amazonaws.com", "/a%20b?x", { body: "hi" }),
    );
    expect(applied.headers).toMatchObject({
      "x-amz-date": "20150830T123600Z",
      "x-amz-security-token": "sess",
      "x-amz-content-sha256": "8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4",
    });
    expect(applied.headers["host"]).toBeUndefined();
    expect(applied.headers["authorization"]).toContain(
      "SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token",
    );
  });
});
