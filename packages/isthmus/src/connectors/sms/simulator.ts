// Text messages, in the manner of Twilio, with the magic numbers of its test credentials:
// https://www.twilio.com/docs/messaging/api/message-resource, https://www.twilio.com/docs/iam/test-credentials.

import { defineSimulator } from "../../sources/shared/sandbox/define-simulator.ts";
import type { Shelf } from "../../sources/shared/sandbox/shelf.ts";
import type { SimulatedAnswer, SimulatedCall } from "../../sources/shared/sandbox/simulator.ts";

interface State {
  readonly messages: Shelf<Readonly<Record<string, unknown>>>;
}
type Call = SimulatedCall<State>;

const longest = 1_600;

const wrongTo: Readonly<Record<string, readonly [number, string]>> = {
  "+15005550001": [21211, "is not a valid phone number"],
  "+15005550002": [21612, "cannot be reached from the 'From' number"],
  "+15005550003": [21408, "lies in a region for which permission to send is not enabled"],
  "+15005550004": [21610, "has unsubscribed"],
  "+15005550009": [21614, "is not a mobile number"],
};
const wrongFrom: Readonly<Record<string, readonly [number, string]>> = {
  "+15005550001": [21212, "is not a valid phone number"],
  "+15005550007": [21606, "is not a number of this account that can send text messages"],
  "+15005550008": [21611, "has a full queue of messages"],
};

export const sms = defineSimulator<State>({
  title: "Text messages, in the manner of Twilio",
  state: ({ shelf }) => ({ messages: shelf() }),
  routes: {
    "POST /2010-04-01/Accounts/{account}/Messages.json": send,
    "GET /2010-04-01/Accounts/{account}/Messages.json": ({ state }) => ({
      body: { messages: [...state.messages].toReversed().slice(0, 50), page: 0, page_size: 50 },
    }),
    "GET /2010-04-01/Accounts/{account}/Messages/{file}": ({ state, parameters, path }) => {
      const found = state.messages.get((parameters["file"] ?? "").replace(/\.json$/, ""));
      return found === undefined
        ? refusal(404, 20404, `The requested resource ${path} was not found`)
        : { body: found };
    },
  },
});

function send(call: Call): SimulatedAnswer {
  if (call.headers["authorization"] === undefined) return refusal(401, 20003, "Authenticate");
  const given = (typeof call.body === "object" && call.body !== null ? call.body : {}) as Record<string, unknown>;
  const [to, from, body] = ["To", "From", "Body"].map((name) => (typeof given[name] === "string" ? given[name] : ""));
  const service = typeof given["MessagingServiceSid"] === "string" ? given["MessagingServiceSid"] : null;
  const wrong = faultOf(to ?? "", from ?? "", body ?? "", service !== null);
  if (wrong !== undefined) return wrong;
  const sid = `SM${String(call.next()).padStart(32, "0")}`;
  const account = call.parameters["account"] ?? "";
  const message = {
    account_sid: account,
    api_version: "2010-04-01",
    body,
    date_created: new Date(call.now()).toUTCString().replace("GMT", "+0000"),
    date_sent: null,
    date_updated: new Date(call.now()).toUTCString().replace("GMT", "+0000"),
    direction: "outbound-api",
    error_code: null,
    error_message: null,
    from: from === "" ? null : from,
    messaging_service_sid: service,
    num_media: "0",
    num_segments: service === null ? String(segments(body ?? "")) : "0",
    price: null,
    price_unit: "USD",
    sid,
    status: service === null ? "queued" : "accepted",
    to,
    uri: `/2010-04-01/Accounts/${account}/Messages/${sid}.json`,
  };
  // Whoever asks later finds it delivered.
  call.state.messages.put(sid, { ...message, status: "delivered", date_sent: message.date_created });
  call.inbox.message({
    source: call.source,
    at: call.now(),
    from: from || (service ?? ""),
    to: to ?? "",
    text: body ?? "",
  });
  return { status: 201, body: message };
}

function faultOf(to: string, from: string, body: string, service: boolean): SimulatedAnswer | undefined {
  if (to === "") return refusal(400, 21604, "A 'To' phone number is required.");
  if (from === "" && !service) return refusal(400, 21603, "A 'From' phone number is required.");
  if (body === "") return refusal(400, 21602, "Message body is required.");
  if (body.length > longest) return refusal(400, 21617, `The message body exceeds ${longest} characters.`);
  const magicTo = Object.hasOwn(wrongTo, to) ? wrongTo[to] : undefined;
  if (magicTo !== undefined) return refusal(400, magicTo[0], `The 'To' number ${to} ${magicTo[1]}.`);
  const magicFrom = Object.hasOwn(wrongFrom, from) ? wrongFrom[from] : undefined;
  if (magicFrom !== undefined) return refusal(400, magicFrom[0], `The 'From' number ${from} ${magicFrom[1]}.`);
  if (!/^(?:whatsapp:)?\+[1-9]\d{6,14}$/.test(to))
    return refusal(400, 21211, `The 'To' number ${to.slice(0, 50)} is not a valid phone number.`);
  return undefined;
}

/** 160 characters of GSM's alphabet or 70 of any; in several segments 153 and 67. */
function segments(text: string): number {
  const gsm = /^[\x20-\x7e\n\r£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà€]*$/.test(text);
  const [one, each] = gsm ? [160, 153] : [70, 67];
  return text.length <= one ? 1 : Math.ceil(text.length / each);
}

function refusal(status: number, code: number, message: string): SimulatedAnswer {
  return { status, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } };
}
