// Whether an account exists is not told by how long an answer takes: pairs of tries, at a known address and at an unknown
// one, in turns, with hashes of the usual cost.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPeopleServer, password, type PeopleServer } from "../kit/open-people.ts";

let world: PeopleServer;
const known = "known@shop.example";
beforeAll(async () => {
  world = await openPeopleServer({
    users: { magicLinks: true, password: {}, tries: { address: 1_000_000, account: 1_000_000 } },
  });
  await world.member(known);
});
afterAll(() => world.stop());

const pairs = 30;
/** Of 30 fair coins fewer than 5 or more than 25 show one side in one run of 16,000. */
const fewest = 5;

async function timeOf(at: string, body: object): Promise<number> {
  const own = world.caller();
  const began = performance.now();
  await own.post(at, body);
  return performance.now() - began;
}

/** Of how many pairs the known address took longer. */
async function slower(at: string, body: (email: string) => object): Promise<number> {
  let count = 0;
  for (let turn = -3; turn < pairs; turn += 1) {
    const stranger = () => timeOf(at, body(`stranger${at.length}-${turn + 3}@shop.example`));
    const member = () => timeOf(at, body(known));
    const first = await (turn % 2 === 0 ? member() : stranger());
    const second = await (turn % 2 === 0 ? stranger() : member());
    // The first few find nothing warm.
    if (turn >= 0 && first > second === (turn % 2 === 0)) count += 1;
  }
  return count;
}

describe("the time an answer takes tells nothing of who is known here", () => {
  it.each([
    ["sign-in", "/auth/sign-in/email", (email: string) => ({ email, password: "not the password" })],
    ["sign-up", "/auth/sign-up/email", (email: string) => ({ name: "N", email, password })],
    ["a new password", "/auth/request-password-reset", (email: string) => ({ email, redirectTo: "/new" })],
    ["a link", "/auth/sign-in/magic-link", (email: string) => ({ email })],
  ])("when somebody asks for %s", { timeout: 60_000 }, async (_, at, body) => {
    const count = await slower(at, body);
    expect(count).toBeGreaterThanOrEqual(fewest);
    expect(count).toBeLessThanOrEqual(pairs - fewest);
  });
});
