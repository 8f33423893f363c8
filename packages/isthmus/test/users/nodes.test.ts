// Two nodes over one PostgreSQL, and mails by a real SMTP server.

import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Caller, openPeopleServer, password, type PeopleServer } from "../kit/open-people.ts";
import { createTestDatabase } from "../kit/servers.ts";

const mails: string[] = [];
const smtp = new SMTPServer({
  disabledCommands: ["STARTTLS"],
  authOptional: true,
  onData(stream, _session, done) {
    let text = "";
    stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
    stream.on("end", () => {
      // Quoted-printable: soft line breaks and encoded equals signs.
      mails.push(text.replaceAll("=\r\n", "").replaceAll("=3D", "="));
      done();
    });
  },
});
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let first: PeopleServer;
let second: PeopleServer;

beforeAll(async () => {
  await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
  const { port } = smtp.server.address() as AddressInfo;
  database = await createTestDatabase();
  const options = {
    users: {
      secret: "a secret that both of the nodes have",
      mail: { smtp: `smtp://127.0.0.1:${port}`, from: "Shop <hello@shop.example>" },
      sessions: { remembered: 60 },
    },
    server: { store: database.url },
  };
  // At once: both find no tables.
  [first, second] = await Promise.all([openPeopleServer(options), openPeopleServer(options)]);
});
afterAll(async () => {
  await first.stop();
  await second.stop();
  await database.drop();
  await new Promise<void>((resolve) => smtp.close(() => resolve()));
});

async function mailTo(address: string): Promise<string> {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = mails.find((mail) => mail.includes(`To: ${address}`));
    if (found !== undefined) return found;
    await pause(20);
  }
  throw new Error("no mail came");
}

function at(node: PeopleServer, other: Caller): Caller {
  const same = node.caller();
  for (const [name, value] of other.cookies) same.cookies.set(name, value);
  return same;
}

describe("two nodes over one database", () => {
  it("know the same people, and each forgets at once whom the other has put out, however long it would have remembered", async () => {
    const ann = first.caller();
    await ann.post("/auth/sign-up/email", { name: "Ann", email: "ann@shop.example", password });
    const mail = await mailTo("ann@shop.example");
    expect(mail).toContain("From: Shop <hello@shop.example>");
    await ann.get(/http:\S+verify-email\S+/.exec(mail)?.[0] ?? "");
    expect((await ann.post("/auth/sign-in/email", { email: "ann@shop.example", password })).status).toBe(200);

    const there = at(second, ann);
    expect((await there.get("/api/orders")).status).toBe(200);
    await ann.post("/auth/sign-out");
    await expect.poll(async () => (await there.get("/api/orders")).status, { timeout: 2_000 }).toBe(404);
  });

  it("let one of fifty refresh with one token, twenty-five of them on each", async () => {
    const ben = second.caller();
    await ben.post("/auth/sign-up/email", { name: "Ben", email: "ben@shop.example", password });
    await ben.get(/http:\S+verify-email\S+/.exec(await mailTo("ben@shop.example"))?.[0] ?? "");
    await ben.post("/auth/sign-in/email", { email: "ben@shop.example", password });
    const { refresh_token } = (await ben.post("/auth/tokens")).body as { refresh_token: string };
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, turn) =>
        (turn % 2 === 0 ? first : second).caller().post("/auth/tokens/refresh", { refresh_token }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    expect(answers.every(({ status }) => status === 200 || status === 401 || status === 429)).toBe(true);
    await expect.poll(async () => (await at(first, ben).get("/api/orders")).status, { timeout: 2_000 }).toBe(404);
  });
});
