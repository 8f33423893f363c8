// Mailchimp: who is on a marketing list. A member is known by the MD5 of his address, so that writing one twice makes one. The key
// says in which data centre the account is. Facts: https://mailchimp.com/developer/marketing/api/list-members/.

import { createHash } from "node:crypto";
import { z } from "zod";
import { defineConnector } from "../define-connector.ts";

const text = { type: "string" } as const;
const address = { ...text, format: "email", required: true } as const;
/** Its hash takes its place, which is no address. */
const inPath = { ...text, required: true } as const;
const list = { ...text, required: true, description: "Its id." } as const;
const status = { type: "string", enum: ["subscribed", "unsubscribed", "cleaned", "pending", "transactional"] } as const;
const member = {
  type: "object",
  properties: {
    id: text,
    email_address: text,
    status: text,
    merge_fields: { type: "object" },
    tags: { type: "array", items: { type: "object", properties: { id: { type: "integer" }, name: text } } },
    list_id: text,
    timestamp_signup: text,
    last_changed: text,
  },
} as const;

/** Fills `{subscriber_hash}`. */
function byAddress(given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { email_address: of } = given;
  return typeof of === "string" ? { ...given, subscriber_hash: subscriberHash(of) } : given;
}

function subscriberHash(of: string): string {
  return createHash("md5").update(of.trim().toLowerCase()).digest("hex");
}

function dataCentreOf(key: string): string {
  const found = /-([a-z]+\d+)$/.exec(key)?.[1];
  if (found === undefined)
    throw new Error("key: expected a key that ends in its data centre, as `…-us21`; or name `dataCentre`");
  return found;
}

/** @example mailchimp({ key: secret("MAILCHIMP_KEY") }) */
export const mailchimp = defineConnector({
  kind: "http",
  options: {
    /** `…-us21`; or an OAuth 2 token together with `dataCentre`. */
    key: z.string().min(1),
    /** Default: as the key ends. */
    dataCentre: z
      .string()
      .regex(/^[a-z]+\d+$/, "expected letters and digits, as `us21`")
      .optional(),
  },
  sandbox: { simulator: "marketing", options: { key: "sandbox-us0" } },
  describe: ({ key, dataCentre = dataCentreOf(key) }) => ({
    server: `https://${dataCentre}.api.mailchimp.com/3.0`,
    auth: { basic: { username: "isthmus", password: key } },
    // No header tells how much may still be asked: ten calls at a time, and a 403 that is no JSON when they were too many.
    concurrency: 10,
    throttled: [403],
    calls: {
      put_member: {
        request: "PUT /lists/{list_id}/members/{subscriber_hash}",
        description: "Adds the address to the list, or changes what the list knows of it.",
        input: {
          list_id: list,
          email_address: address,
          status_if_new: {
            ...status,
            description: "Of an address that is not on the list. `pending`: its owner is asked.",
          },
          status,
          merge_fields: { type: "object", description: "`FNAME`, `LNAME` …" },
          tags: { type: "array", items: text },
          language: text,
        },
        output: member,
      },
      get_member: {
        request: "GET /lists/{list_id}/members/{email_address}",
        input: { list_id: list, email_address: inPath },
        output: member,
      },
      list_members: {
        request: "GET /lists/{list_id}/members",
        input: {
          list_id: list,
          status,
          count: { type: "integer", minimum: 1, maximum: 1_000 },
          offset: { type: "integer", minimum: 0 },
        },
        output: {
          type: "object",
          properties: { members: { type: "array", items: member }, total_items: { type: "integer" } },
        },
      },
      tag_member: {
        request: "POST /lists/{list_id}/members/{email_address}/tags",
        input: {
          list_id: list,
          email_address: inPath,
          tags: {
            type: "array",
            required: true,
            items: {
              type: "object",
              required: ["name", "status"],
              properties: { name: text, status: { type: "string", enum: ["active", "inactive"] } },
            },
          },
        },
        output: "nothing",
      },
      remove_member: {
        request: "DELETE /lists/{list_id}/members/{email_address}",
        description: "Archives it: it can be added again.",
        input: { list_id: list, email_address: inPath },
        output: "nothing",
      },
    },
    operations: {
      put_member: { prepare: byAddress },
      get_member: { prepare: hashed },
      tag_member: { prepare: hashed },
      remove_member: { prepare: hashed },
    },
    resources: false,
  }),
});

/** Where the address itself is in the path. */
function hashed(given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { email_address: of } = given;
  return typeof of === "string" ? { ...given, email_address: subscriberHash(of) } : given;
}
