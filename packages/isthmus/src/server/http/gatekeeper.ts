// What stands at the door: who may come in by his address, and who has come too often.

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Problem, Record } from "../../core/index.ts";
import { toProblem } from "../../core/index.ts";
import type { Credentials } from "../../engine/index.ts";
import { addressRefused, type Gate, type Passage } from "../../gateway/index.ts";
import { createPeers, type Peer, type PeerOf, type PeersOptions } from "./peers.ts";

export interface GatekeeperOptions extends PeersOptions {
  /** Default: nobody is counted. */
  readonly gate?: Gate | undefined;
}

export interface Gatekeeper {
  readonly peerOf: PeerOf;
  /** Whether requests are counted; else nobody needs to be admitted. */
  readonly counts: boolean;
  /** Whether some addresses may not come in. */
  readonly selects: boolean;
  /** Throws a Problem where he has come to the end of a limit. */
  admit(peer: Peer, credentials: Credentials): Passage | undefined;
  /** Of routes that are no interface's: whether they may go on; answered already where not. */
  passes(message: IncomingMessage, response: ServerResponse): boolean;
  /** The same of one that signs somebody in, when it has been counted. Never rejects. */
  signsIn(message: IncomingMessage, response: ServerResponse): Promise<boolean>;
}

export function createGatekeeper(options: GatekeeperOptions, record: Record): Gatekeeper {
  const { gate, addresses } = options;
  const peerOf = createPeers(options);
  const counts = gate?.counts === true;
  const selects = addresses?.allow !== undefined || addresses?.deny !== undefined;

  function refuse(message: IncomingMessage, response: ServerResponse, problem: Problem): void {
    const status = problem.status ?? (problem.category === "limited" ? 429 : 503);
    const { logged } = peerOf(message);
    record({
      kind: "refusal",
      refusal: {
        id: "",
        principal: "",
        address: logged,
        code: problem.code,
        status,
        reason: problem.message,
        target: pathOf(message),
      },
    });
    if (response.headersSent || response.destroyed) return;
    const headers = ["content-type", "application/json; charset=utf-8", "x-content-type-options", "nosniff"];
    for (const [name, value] of Object.entries(problem.headers)) headers.push(name, value);
    if (problem.retryAfter !== undefined) headers.push("retry-after", String(Math.ceil(problem.retryAfter)));
    if (message.httpVersionMajor < 2) headers.push("connection", "close");
    const { code, details, hint, message: text } = problem;
    response.writeHead(status, headers);
    response.end(JSON.stringify({ code, details, hint, message: text }));
  }

  function passes(message: IncomingMessage, response: ServerResponse): boolean {
    if (!selects || peerOf(message).allowed) return true;
    refuse(message, response, addressRefused());
    return false;
  }

  return {
    peerOf,
    counts,
    selects,
    admit: (peer, { authorization, apiKey, request }) =>
      counts
        ? gate.enter(
            peer.counted,
            authorization === undefined && apiKey === undefined && request?.headers["cookie"] === undefined,
          )
        : undefined,
    passes,
    async signsIn(message, response) {
      if (!passes(message, response)) return false;
      if (gate === undefined || !letsIn.test(pathAsRead(message.url ?? "/"))) return true;
      try {
        await gate.signIn(peerOf(message).counted);
        return true;
      } catch (thrown) {
        message.resume();
        refuse(message, response, toProblem(thrown));
        return false;
      }
    },
  };
}

/** What lets somebody in, or sends a mail. Tokens of those who are in are renewed all the time. */
const letsIn =
  /^\/+auth\/+(?:sign-in|sign-up|request-password-reset|reset-password|send-verification-email|verify-email|magic-link|two-factor\/|passkey\/verify|change-password)/;

/** What is behind reads `/auth/./sign-in` and `/auth/x/../sign-in` as the same. */
function pathAsRead(url: string): string {
  return URL.parse(url, "http://localhost")?.pathname ?? url;
}

/** Never its query: what stands there may be somebody's secret. */
function pathOf({ url = "/" }: IncomingMessage): string {
  const mark = url.indexOf("?");
  return (mark < 0 ? url : url.slice(0, mark)).slice(0, 200);
}
