// What a site would have sent to people and to others' counters: e-mails, text messages, events. Simulators and the local
// sink of SMTP put in; the page at `/sandbox` looks.

import { createRing, type Ring } from "./ring.ts";

export interface Mail {
  /** Name of the source that sent it. */
  readonly source: string;
  readonly at: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly cc?: readonly string[];
  readonly bcc?: readonly string[];
  readonly replyTo?: readonly string[];
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
  readonly attachments: readonly { readonly name: string; readonly type: string; readonly bytes: number }[];
}

export interface TextMessage {
  readonly source: string;
  readonly at: number;
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

export interface SiteEvent {
  readonly source: string;
  readonly at: number;
  readonly name: string;
  readonly parameters: unknown;
}

/** Characters of a text that is kept. */
const longest = 100_000;

export interface Inbox {
  mail(mail: Mail): void;
  message(message: TextMessage): void;
  event(event: SiteEvent): void;
}

export interface Letterbox extends Inbox {
  readonly mails: Ring<Mail>;
  readonly messages: Ring<TextMessage>;
  readonly events: Ring<SiteEvent>;
  clear(): void;
}

export function createLetterbox(): Letterbox {
  const mails = createRing<Mail>(100);
  const messages = createRing<TextMessage>(200);
  const events = createRing<SiteEvent>(500);
  return {
    mails,
    messages,
    events,
    mail: (mail) =>
      void mails.add({
        ...mail,
        subject: mail.subject.slice(0, 1_000),
        ...(mail.text === undefined ? {} : { text: mail.text.slice(0, longest) }),
        ...(mail.html === undefined ? {} : { html: mail.html.slice(0, longest) }),
      }),
    message: (message) => void messages.add({ ...message, text: message.text.slice(0, longest) }),
    event: (event) => void events.add(event),
    clear() {
      for (const ring of [mails, messages, events]) ring.clear();
    },
  };
}
