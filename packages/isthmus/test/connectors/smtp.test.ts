// smtp() over a real mail server on this machine, which takes mails, refuses them, wants them later and hangs up; and in the sandbox.

import { afterEach, describe, expect, it } from "vitest";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { smtp } from "../../src/connectors/index.ts";
import { secret } from "../../src/index.ts";
import { type Connected, openConnectors } from "./open-connectors.ts";

const mail = { to: ["ada@example.org"], subject: "Thanks", text: "Your order is on its way" };
const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close();
});

interface Server {
  readonly port: number;
  readonly taken: string[];
}

async function listen(options: SMTPServerOptions = {}): Promise<Server> {
  const taken: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, _session, done) {
      let text = "";
      stream.on("data", (piece: Buffer) => (text += piece.toString()));
      stream.on("end", () => {
        taken.push(text);
        done();
      });
    },
    ...options,
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  opened.push(() => new Promise((resolve) => server.close(() => resolve())));
  const address = server.server.address();
  return { port: typeof address === "object" ? (address?.port ?? 0) : 0, taken };
}

async function open(port: number, more: object = {}): Promise<Connected> {
  const connected = await openConnectors({
    mail: smtp({
      host: "127.0.0.1",
      port,
      tls: "none",
      from: "Shop <mail@shop.example>",
      firstPause: 1,
      timeout: 2_000,
      sandbox: false,
      ...more,
    }),
  });
  opened.push(() => connected.close());
  return connected;
}

const failing = (code: number, times: number): SMTPServerOptions => {
  let left = times;
  return {
    onMailFrom(_address, _session, done) {
      done(left-- > 0 ? Object.assign(new Error("As it was told"), { responseCode: code }) : null);
    },
  };
};

describe("smtp()", () => {
  it("hands a mail over with its attachments, under a Message-ID of its own", async () => {
    const server = await listen();
    const { call } = await open(server.port);
    const attachments = [
      { filename: "invoice.txt", content: Buffer.from("12.50").toString("base64"), content_type: "text/plain" },
    ];
    const sent = await call("send", {
      ...mail,
      cc: "Bob <bob@example.org>",
      bcc: "eve@example.org",
      html: "<p>…</p>",
      attachments,
    });
    expect([sent.status, sent.body["accepted"]]).toEqual([
      200,
      ["ada@example.org", "bob@example.org", "eve@example.org"],
    ]);
    expect(sent.body["message_id"]).toMatch(/^<[\w-]+@shop\.example>$/);
    expect(server.taken[0]).toContain(`Message-ID: ${String(sent.body["message_id"])}`);
    expect(server.taken[0]).toContain("invoice.txt");
    expect(server.taken[0]).not.toContain("eve@");
  });

  it("has the same Message-ID under the same key", async () => {
    const server = await listen({
      onData: (stream, _session, done) =>
        void stream.resume().on("end", () => done(Object.assign(new Error("full"), { responseCode: 552 }))),
    });
    const { call } = await open(server.port);
    const other = await listen();
    const second = await open(other.port);
    const key = { "idempotency-key": "order-7" };
    await call("send", mail, key);
    const one = await second.call("send", mail, key);
    const third = await open(other.port);
    const again = await third.call("send", mail, key);
    expect(again.body["message_id"]).toBe(one.body["message_id"]);
  });

  it("comes back later where it is told to, and stops where it is refused", async () => {
    const later = await listen(failing(451, 2));
    expect((await (await open(later.port)).call("send", mail)).status).toBe(200);
    const busy = await (await open((await listen(failing(421, 99))).port)).call("send", mail);
    expect([busy.status, busy.headers.get("retry-after")]).toEqual([503, "60"]);
    const never = await listen(failing(550, 99));
    const refused = await (await open(never.port)).call("send", mail);
    expect([refused.status, refused.body["code"], never.taken.length]).toEqual([422, "ISTHMUS611", 0]);
    expect(refused.text).toContain("As it was told");
  });

  it("does not send again what the server may have, and says so", async () => {
    let tries = 0;
    const server = await listen({
      onData(stream) {
        tries++;
        // Hangs up within the mail.
        setImmediate(() => stream.destroy());
      },
    });
    const lost = await (await open(server.port, { timeout: 300 })).call("send", mail);
    expect([lost.status, lost.body["code"], tries]).toEqual([502, "ISTHMUS601", 1]);
  });

  it("tells a server that is away from one that does not take its password", async () => {
    const away = await (await open(9)).call("send", mail);
    expect([away.status, away.body["code"]]).toEqual([502, "ISTHMUS600"]);
    const strict = await listen({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(new Error("wrong password canary")),
    });
    const refused = await (await open(strict.port, { username: "shop", password: "canary-2" })).call("send", mail);
    expect([refused.status, refused.body["code"]]).toEqual([502, "ISTHMUS609"]);
    expect(refused.text).not.toContain("canary");
    const plain = await (await open((await listen()).port, { tls: "starttls" })).call("send", mail);
    expect([plain.status, plain.body["code"]]).toEqual([502, "ISTHMUS600"]);
  });

  it.each([
    ["another header by its subject", { subject: "Hello\r\nBcc: all@example.org" }, "subject"],
    ["several recipients in one", { to: "ada@example.org, eve@example.org" }, "to"],
    ["a recipient within a name", { to: '"a" <eve@example.org> <ada@example.org>' }, "to"],
    ["a header that is not its", { headers: { Bcc: "eve@example.org" } }, "headers"],
    ["a header in a header", { headers: { "X-A": "1\nBcc: eve@example.org" } }, "headers.X-A"],
    ["a file of the server's", { attachments: [{ filename: "a", path: "/etc/passwd" }] }, "attachments[0]"],
    [
      "an address to fetch from",
      { attachments: [{ filename: "a", content: { href: "http://127.0.0.1/" } }] },
      "attachments[0]",
    ],
    ["another sender", { from: "boss@other.example" }, "from"],
    ["nobody", { to: [] }, "to"],
    ["everybody", { to: Array.from({ length: 101 }, (_, at) => `a${at}@example.org`) }, "to"],
    ["an object for a text", { text: { path: "/etc/passwd" } }, "text"],
    ["more than it may be", { text: "a".repeat(30_000) }, "attachments"],
  ])("lets no caller write %s", async (_, given, named) => {
    const server = await listen();
    const { call } = await open(server.port, { senders: ["@shop.example"], maxMessage: 20_000 });
    const refused = await call("send", { ...mail, ...given });
    expect([refused.status, refused.text, server.taken.length]).toEqual([400, expect.stringContaining(named), 0]);
  });
});

describe("smtp() in the sandbox", () => {
  it("puts mails into the inbox, opens no socket, and is struck by faults as it would be there", async () => {
    const open = await openConnectors({
      mail: smtp({
        host: "mail.shop.invalid",
        username: "shop",
        password: secret("P"),
        from: "mail@shop.example",
        firstPause: 1,
      }),
    });
    opened.push(() => open.close());
    const sent = await open.call("send", mail);
    expect([sent.status, sent.headers.get("isthmus-sandbox")]).toEqual([200, "mail"]);
    expect(open.sandbox.letterbox.mails.list()[0]).toMatchObject({ subject: "Thanks", from: "mail@shop.example" });
    const codes: unknown[] = [];
    for (const kind of ["throttle", "refuse", "cut", "malformed"] as const) {
      open.sandbox.faults.add({ source: "mail", kind });
      codes.push((await open.call("send", mail)).body["code"]);
      open.sandbox.faults.clear();
    }
    expect(codes).toEqual(["ISTHMUS604", "ISTHMUS600", "ISTHMUS601", "ISTHMUS601"]);
    expect((await open.call("send", { ...mail, to: "bounced@example.org" })).status).toBe(422);
    expect((await open.call("send", { ...mail, to: "later@example.org" })).status).toBe(503);
  });
});
