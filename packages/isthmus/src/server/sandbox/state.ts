// What the page at `/sandbox` shows, as JSON; tests and scripts may read it too.

import type { Sandbox } from "../../sources/shared/sandbox/sandbox.ts";

/** Things of each list that are shown. */
const most = 100;

export function stateOf({ parties, faults, seen, letterbox, outbox }: Sandbox): unknown {
  return {
    sources: parties(),
    faults: faults.list(),
    requests: seen.list().slice(0, most),
    // The content of an e-mail is a document of its own, at /sandbox/mail/{id}.
    mails: letterbox.mails
      .list()
      .slice(0, most)
      .map(({ html, text, ...mail }) => ({
        ...mail,
        has: html === undefined ? "text" : "html",
        text: text?.slice(0, 2_000),
      })),
    messages: letterbox.messages.list().slice(0, most),
    events: letterbox.events.list().slice(0, most),
    webhooks: outbox.list().slice(0, most),
  };
}
