// An analytics sink, in the manner of GA4's Measurement Protocol: it takes whatever comes and never says that anything was wrong;
// only its debug address does. https://developers.google.com/analytics/devguides/collection/protocol/ga4/validating-events

import { defineSimulator } from "../../sources/shared/sandbox/define-simulator.ts";
import type { SimulatedCall } from "../../sources/shared/sandbox/simulator.ts";

type Given = Readonly<Record<string, unknown>>;
type Message = { readonly fieldPath: string; readonly description: string; readonly validationCode: string };

const mostEvents = 25;

export const analytics = defineSimulator({
  title: "Analytics, in the manner of GA4",
  state: () => ({}),
  routes: {
    "POST /mp/collect": (call) => {
      keep(call);
      return { status: 204 };
    },
    "POST /debug/mp/collect": ({ body }) => ({ body: { validationMessages: faultsOf(objectOf(readable(body))) } }),
  },
});

function keep({ body, inbox, source, now }: SimulatedCall<unknown>): void {
  const given = objectOf(readable(body));
  // What is wrong is dropped in silence, as the API does it.
  for (const event of eventsOf(given).slice(0, mostEvents)) {
    const { name, params } = objectOf(event);
    if (isName(name)) inbox.event({ source, at: now(), name, parameters: params ?? {} });
  }
}

function faultsOf(given: Given): readonly Message[] {
  const events = eventsOf(given);
  return [
    ...(typeof given["client_id"] === "string" || typeof given["app_instance_id"] === "string"
      ? []
      : [{ fieldPath: "client_id", description: "A client_id is needed.", validationCode: "VALUE_REQUIRED" }]),
    ...(events.length === 0
      ? [{ fieldPath: "events", description: "There are no events.", validationCode: "VALUE_REQUIRED" }]
      : []),
    ...(events.length > mostEvents
      ? [
          {
            fieldPath: "events",
            description: `There are more than ${mostEvents} events.`,
            validationCode: "EXCEEDED_MAX_ENTITIES",
          },
        ]
      : []),
    ...events.flatMap((event, at) =>
      isName(objectOf(event)["name"])
        ? []
        : [
            {
              fieldPath: "events",
              description: `The event at ${at} has no valid name: a letter, then letters, digits and _, 40 at most.`,
              validationCode: "NAME_INVALID",
            },
          ],
    ),
  ];
}

function eventsOf(given: Given): readonly unknown[] {
  return Array.isArray(given["events"]) ? given["events"] : [];
}

function isName(name: unknown): name is string {
  return typeof name === "string" && /^[A-Za-z]\w{0,39}$/.test(name);
}

/** Browsers' beacons send JSON as plain text. */
function readable(body: unknown): unknown {
  if (typeof body !== "string") return body;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function objectOf(value: unknown): Given {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Given) : {};
}
