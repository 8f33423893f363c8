// `/sandbox`, in development alone: the page that shows what was asked and sent, the switches of its faults, and the pages on which
// a person acts for a simulator. For this machine alone, and no page of another origin changes anything.

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Sandbox } from "../../sources/shared/sandbox/sandbox.ts";
import { faultShape } from "../../sources/shared/sandbox/faults.ts";
import type { Beside } from "../http/options.ts";
import { isLoopback, isLoopbackAuthority } from "../http/loopback.ts";
import { actPage, actPolicy, resultPage } from "./page/act.ts";
import { mailDocument, mailPolicy } from "./page/mail.ts";
import { sandboxPage, sandboxPolicy } from "./page/page.ts";
import { sandboxScript } from "./page/script.ts";
import { sandboxStyle } from "./page/style.ts";
import { stateOf } from "./state.ts";

interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Bytes of a body. */
const most = 16_384;
/** Milliseconds for it to arrive. */
const patience = 5_000;
const root = "/sandbox";

export function sandboxRoutes(sandbox: Sandbox): Beside {
  return {
    wants: (url) => url === root || url.startsWith(`${root}/`) || url.startsWith(`${root}?`),
    handle(message, response) {
      answerOf(sandbox, message)
        .catch((): Answer => refusal(500, "The sandbox's page met something unexpected"))
        .then((answer) => send(response, message.method === "HEAD", answer))
        .catch(() => response.destroy());
    },
  };
}

async function answerOf(sandbox: Sandbox, message: IncomingMessage): Promise<Answer> {
  const { method = "GET", headers } = message;
  const [path = ""] = (message.url ?? "").split("?");
  if (!isLocal(message))
    return refusal(403, "The sandbox's page is for this machine alone: open it at http://127.0.0.1");
  if (method === "GET" || method === "HEAD") return look(sandbox, path);
  if (method !== "POST" && method !== "DELETE") return refusal(405, "Expected GET, POST or DELETE");
  if (!isOwnPage(headers)) return refusal(403, "Another site's page may not change the sandbox");
  const body = await read(message);
  if (body === undefined) return refusal(413, `The body is larger than ${most} bytes, or came too slowly`);
  const [, source, below] = /^\/sandbox\/at\/(\w+)(\/.*)$/.exec(path) ?? [];
  // A form is what a browser sends from such a page; it says which choice was made, and no more.
  if (source !== undefined && below !== undefined)
    return act(sandbox, source, below, new URLSearchParams(body).get("choice") ?? "");
  // No form can send it, so a browser asks first, and is not allowed.
  if (headers["isthmus-sandbox"] === undefined)
    return refusal(403, "Send the header `isthmus-sandbox: change`, which no other site's page can");
  return change(sandbox, method, path, body);
}

function look(sandbox: Sandbox, path: string): Answer {
  switch (path) {
    case root:
      return page(sandboxPage, sandboxPolicy);
    case `${root}/sandbox.js`:
      return { status: 200, type: "application/javascript; charset=utf-8", body: sandboxScript };
    case `${root}/sandbox.css`:
      return { status: 200, type: "text/css; charset=utf-8", body: sandboxStyle };
    case `${root}/state`:
      return json(200, stateOf(sandbox));
    default:
  }
  const [, mail] = /^\/sandbox\/mail\/(\d{1,15})$/.exec(path) ?? [];
  if (mail !== undefined) {
    const found = sandbox.letterbox.mails.find(Number(mail));
    if (found === undefined) return refusal(404, "There is no such e-mail any more");
    return page(mailDocument(found), mailPolicy, { "x-frame-options": "SAMEORIGIN" });
  }
  const [, source, below] = /^\/sandbox\/at\/(\w+)(\/.*)$/.exec(path) ?? [];
  const shown = source === undefined || below === undefined ? undefined : sandbox.page(source, below, undefined);
  if (shown === undefined || "goTo" in shown) return refusal(404, "There is nothing at this path of the sandbox");
  return page(actPage(shown), actPolicy(shown.leadsTo));
}

function act(sandbox: Sandbox, source: string, path: string, choice: string): Answer {
  const next = sandbox.page(source, path, choice.slice(0, 100));
  if (next === undefined) return refusal(404, "There is nothing at this path of the sandbox");
  if (!("goTo" in next)) return page(actPage(next), actPolicy(next.leadsTo));
  const url = URL.canParse(next.goTo) ? new URL(next.goTo) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) return page(resultPage, actPolicy(undefined));
  return { status: 303, headers: { location: url.href } };
}

function change(sandbox: Sandbox, method: string, path: string, body: string): Answer {
  if (method === "POST" && path === `${root}/faults`) {
    const given = faultShape.safeParse(parsed(body));
    if (!given.success)
      return refusal(400, given.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "));
    return json(201, sandbox.faults.add(given.data));
  }
  const [, id] = /^\/sandbox\/faults\/(\d{1,15})$/.exec(path) ?? [];
  if (method === "DELETE" && id !== undefined)
    return sandbox.faults.remove(Number(id)) ? { status: 204 } : refusal(404, "There is no such fault any more");
  if (method === "DELETE" && path === `${root}/faults`) {
    sandbox.faults.clear();
    return { status: 204 };
  }
  if (method === "POST" && path === `${root}/reset`) {
    sandbox.reset();
    return { status: 204 };
  }
  return refusal(404, "There is nothing to change at this path");
}

/**
 * By the connection, and by the name it was asked under: another site can give its name this machine's address. A proxy or a
 * tunnel on this machine is as near as that, and speaks for somebody far away.
 */
function isLocal({ socket, headers }: IncomingMessage): boolean {
  if (Object.keys(headers).some((name) => proxied.test(name))) return false;
  const address = (socket.remoteAddress ?? "").replace(/^::ffff:/, "");
  return isLoopback(address) && isLoopbackAuthority(headers.host ?? "");
}

/** What proxies and tunnels add. */
const proxied = /^(?:forwarded|via|x-forwarded-.*|x-real-ip|cf-connecting-ip|true-client-ip)$/;

function isOwnPage({ origin, host, "sec-fetch-site": site }: IncomingMessage["headers"]): boolean {
  // Where a browser says it in so many words, it is believed: no page can set this header.
  if (site !== undefined) return site === "same-origin" || site === "none";
  return origin === undefined || origin === `http://${host}` || origin === `https://${host}`;
}

function read(message: IncomingMessage): Promise<string | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const end = (text: string | undefined): void => {
      clearTimeout(timer);
      resolve(text);
    };
    const timer = setTimeout(() => end(undefined), patience);
    message.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > most) end(undefined);
      else chunks.push(chunk);
    });
    message.on("end", () => end(Buffer.concat(chunks).toString()));
    message.on("error", () => end(undefined));
    message.on("close", () => end(undefined));
  });
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function page(body: string, policy: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status: 200,
    type: "text/html; charset=utf-8",
    body,
    headers: { "content-security-policy": policy, ...headers },
  };
}

function json(status: number, value: unknown): Answer {
  return { status, type: "application/json; charset=utf-8", body: JSON.stringify(value) };
}

function refusal(status: number, message: string): Answer {
  return json(status, { code: `ISTHMUS${status === 404 ? 404 : 400}`, message, details: null, hint: null });
}

function send(response: ServerResponse, head: boolean, { status, type, body = "", headers }: Answer): void {
  response.writeHead(status, {
    ...(type === undefined ? {} : { "content-type": type }),
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    // Towards other origins as if there were none; a form's own origin would not be told either without it.
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-resource-policy": "same-origin",
    ...headers,
    ...(status === 413 ? { connection: "close" } : {}),
  });
  response.end(head ? undefined : body);
}
