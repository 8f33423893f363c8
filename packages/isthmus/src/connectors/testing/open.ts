// A simulator by itself, without a server around it: what it answers, and what it has sent.

import { createLetterbox, type Letterbox } from "../../sources/shared/sandbox/inbox.ts";
import type { SimulatedAnswer, Simulator, Webhook } from "../../sources/shared/sandbox/simulator.ts";

export interface Opened {
  /** @param request `POST /v1/things?a=b`. */
  ask(
    request: string,
    text?: string,
    headers?: Readonly<Record<string, string>>,
    body?: unknown,
  ): Promise<SimulatedAnswer | undefined>;
  readonly webhooks: readonly Webhook[];
  readonly letterbox: Letterbox;
  /** Milliseconds since 1970. */
  now: number;
}

export function openSimulator(simulator: Simulator): Opened {
  const webhooks: Webhook[] = [];
  const letterbox = createLetterbox();
  let count = 0;
  const opened: Opened = {
    webhooks,
    letterbox,
    now: Date.UTC(2026, 0, 15, 12),
    ask: (request, text = "", headers = {}, body) => {
      const [method = "", url = ""] = request.split(" ");
      const { pathname, searchParams } = new URL(url, "https://api.example");
      return open.answer({
        origin: "https://api.example",
        method,
        path: pathname,
        query: Object.fromEntries(searchParams),
        headers: { authorization: "Bearer any", ...headers },
        text,
        body,
      });
    },
  };
  const open = simulator.open({
    source: "one",
    now: () => opened.now,
    next: () => ++count,
    link: (path) => `http://127.0.0.1:4000/sandbox/at/one${path}`,
    deliver: (webhook) => void webhooks.push(webhook),
    webhooks: { secret: "whsec_sandbox" },
    inbox: letterbox,
  });
  return opened;
}
