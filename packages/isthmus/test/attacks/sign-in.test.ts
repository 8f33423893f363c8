// Those who try passwords, and spell their tries so that nobody counts them.

import { request } from "node:http";
import { afterEach, expect, it } from "vitest";
import { openPeopleServer, type PeopleOptions, type PeopleServer } from "../kit/open-people.ts";

let world: PeopleServer | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});

interface Try {
  readonly method?: string;
  readonly path?: string;
  readonly type?: string;
  readonly body?: string;
  readonly from?: string;
}

const guess = JSON.stringify({ email: "victim@shop.example", password: "a guess at it" });

async function tries(options: PeopleOptions, ...all: readonly Try[]): Promise<readonly (number | undefined)[]> {
  world = await openPeopleServer(options);
  const { origin } = world;
  const statuses: (number | undefined)[] = [];
  for (const { method = "POST", path = "/auth/sign-in/email", type = "application/json", body = guess, from } of all) {
    const headers = { origin, "content-type": type, ...(from === undefined ? {} : { "x-forwarded-for": from }) };
    statuses.push(
      await new Promise((resolve, reject) => {
        // Not by `fetch`, which would tidy the path up.
        const asking = request({ port: new URL(origin).port, method, path, headers }, (answer) => {
          answer.resume();
          answer.once("end", () => resolve(answer.statusCode));
        });
        asking.once("error", reject);
        asking.end(body);
      }),
    );
  }
  return statuses;
}

it("at one account are counted as the library reads them, as a form and behind a byte order mark", async () => {
  const form = "email=VICTIM%40shop.example&password=a+guess+at+it";
  const statuses = await tries(
    { users: { tries: { address: 1_000, account: 3 } } },
    { type: "application/x-www-form-urlencoded", body: form },
    { body: `\uFEFF${guess}` },
    { type: "application/x-www-form-urlencoded; charset=utf-8", body: `email=other%40shop.example&${form}` },
    {},
    { type: "application/x-www-form-urlencoded", body: form },
    { body: `\uFEFF${guess}` },
  );
  expect(statuses).toEqual([401, 401, 401, 429, 429, 429]);
});

it("are counted by the gate by where they lead, not by how the path is spelt", async () => {
  const statuses = await tries(
    { limits: { signIn: [{ per: "address", allow: 1, every: "1m" }] } },
    { path: "/auth/./sign-in/email" },
    { path: "/auth/x/../sign-in/email" },
    { path: "/auth/%2e/sign-in/email" },
    { path: "/auth/../auth/sign-in/email" },
  );
  expect(statuses).toEqual([401, 429, 429, 429]);
});

it("of one address behind a trusted proxy use up nobody else's", async () => {
  const statuses = await tries(
    { users: { tries: { address: 1, account: 100 } }, server: { trustedProxies: 1 } },
    { from: "192.0.2.1" },
    { from: "192.0.2.1" },
    { from: "198.51.100.9, 192.0.2.1" },
    { from: "192.0.2.2" },
  );
  expect(statuses).toEqual([401, 429, 429, 401]);
});

it("by methods that mean nothing here are refused, and are no failures of the server", async () => {
  const statuses = await tries({}, { method: "TRACE", body: "" }, { method: "PROPFIND" }, { method: "M-SEARCH" });
  expect(statuses).toEqual([405, 405, 405]);
  expect(world?.observed.filter((one) => one.kind === "request").map(({ request }) => request.cause)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
