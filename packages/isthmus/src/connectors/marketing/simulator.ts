// A marketing list, in the manner of Mailchimp: members are known by the MD5 of their address, so that writing one twice makes one.
// Facts of the API: https://mailchimp.com/developer/marketing/api/list-members/.

import { createHash } from "node:crypto";
import { defineSimulator } from "../../sources/shared/sandbox/define-simulator.ts";
import type { Shelf } from "../../sources/shared/sandbox/shelf.ts";
import type { SimulatedAnswer, SimulatedCall } from "../../sources/shared/sandbox/simulator.ts";

interface Member {
  readonly id: string;
  readonly email_address: string;
  readonly status: string;
  readonly merge_fields: Readonly<Record<string, unknown>>;
  readonly tags: readonly { readonly id: number; readonly name: string }[];
  readonly list_id: string;
  readonly last_changed: string;
  readonly timestamp_signup: string;
}
interface State {
  readonly members: Shelf<Member>;
}
type Call = SimulatedCall<State>;
type Given = Readonly<Record<string, unknown>>;

const statuses: ReadonlySet<unknown> = new Set(["subscribed", "unsubscribed", "cleaned", "pending", "transactional"]);
const known = "/3.0/lists/{list}/members/{hash}";

export const marketing = defineSimulator<State>({
  title: "A marketing list, in the manner of Mailchimp",
  state: ({ shelf }) => ({ members: shelf(10_000) }),
  routes: {
    "GET /3.0/ping": () => ({ body: { health_status: "OK" } }),
    "GET /3.0/lists/{list}/members": ({ state, parameters }) => {
      const members = [...state.members].filter((member) => member.list_id === parameters["list"]);
      return { body: { members: members.slice(0, 1_000), list_id: parameters["list"], total_items: members.length } };
    },
    "POST /3.0/lists/{list}/members": (call) => add(call),
    [`GET ${known}`]: (call) => {
      const member = memberOf(call);
      return member === undefined ? nobody(call) : { body: member };
    },
    [`PUT ${known}`]: (call) => write(call, true),
    [`PATCH ${known}`]: (call) => write(call, false),
    [`DELETE ${known}`]: (call) => (call.state.members.delete(keyOf(call)) ? { status: 204 } : nobody(call)),
    [`POST ${known}/tags`]: (call) => tag(call),
  },
});

function write(call: Call, mayAdd: boolean): SimulatedAnswer {
  const given = objectOf(call.body);
  const before = memberOf(call);
  if (before === undefined && !mayAdd) return nobody(call);
  const address = typeof given["email_address"] === "string" ? given["email_address"] : before?.email_address;
  if (address === undefined || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address))
    return refusal(call, 400, "Invalid Resource", "Please provide a valid email address.");
  if (before === undefined && hashOf(address) !== call.parameters["hash"])
    return refusal(call, 400, "Invalid Resource", "The id in the path is not the MD5 of the address in lower case.");
  const status = given["status"] ?? before?.status ?? given["status_if_new"];
  if (!statuses.has(status))
    return refusal(call, 400, "Invalid Resource", "`status_if_new` or `status` has none of the values there are.");
  const time = new Date(call.now()).toISOString().replace(/\.\d+Z$/, "+00:00");
  const member: Member = {
    id: hashOf(address),
    email_address: address,
    status: String(status),
    merge_fields: { ...before?.merge_fields, ...objectOf(given["merge_fields"]) },
    tags: before?.tags ?? tagsOf(given["tags"]),
    list_id: call.parameters["list"] ?? "",
    last_changed: time,
    timestamp_signup: before?.timestamp_signup ?? time,
  };
  return { body: call.state.members.put(`${member.list_id}/${member.id}`, member) };
}

function add(call: Call): SimulatedAnswer {
  const address = objectOf(call.body)["email_address"];
  const hash = hashOf(typeof address === "string" ? address : "");
  const named = { ...call, parameters: { ...call.parameters, hash } };
  if (memberOf(named) !== undefined)
    return refusal(call, 400, "Member Exists", "The address is a list member already. Use PUT to write it.");
  return write(named, true);
}

function tag(call: Call): SimulatedAnswer {
  const member = memberOf(call);
  if (member === undefined) return nobody(call);
  const list = objectOf(call.body)["tags"];
  const given = (Array.isArray(list) ? list : []).slice(0, 100).map(objectOf);
  const named = given.map(({ name, status }) => ({ name: String(name), active: status !== "inactive" }));
  const names = new Set(member.tags.map(({ name }) => name));
  for (const { name, active } of named)
    if (active) names.add(name);
    else names.delete(name);
  call.state.members.put(keyOf(call), { ...member, tags: tagsOf([...names]) });
  return { status: 204 };
}

function tagsOf(given: unknown): Member["tags"] {
  return (Array.isArray(given) ? given : []).slice(0, 100).map((name, at) => ({ id: at + 1, name: String(name) }));
}

function memberOf(call: Pick<Call, "state" | "parameters">): Member | undefined {
  return call.state.members.get(keyOf(call));
}

function keyOf({ parameters }: Pick<Call, "parameters">): string {
  return `${parameters["list"]}/${(parameters["hash"] ?? "").toLowerCase()}`;
}

function hashOf(address: string): string {
  return createHash("md5").update(address.trim().toLowerCase()).digest("hex");
}

function objectOf(value: unknown): Given {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Given) : {};
}

function nobody(call: Call): SimulatedAnswer {
  return refusal(call, 404, "Resource Not Found", "The requested resource could not be found.");
}

function refusal({ next }: Call, status: number, title: string, detail: string): SimulatedAnswer {
  return {
    status,
    headers: { "content-type": "application/problem+json; charset=utf-8" },
    body: {
      type: "https://mailchimp.com/developer/marketing/docs/errors/",
      title,
      status,
      detail,
      instance: `sandbox-${next()}`,
    },
  };
}
