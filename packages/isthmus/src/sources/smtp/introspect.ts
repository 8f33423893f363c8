// What the source offers: one operation, `send`.

import type { DataType, FieldSchema, ParameterSchema, SourceSchema } from "../../core/index.ts";

const text: DataType = { name: "text", native: "string" };
const json: DataType = { name: "json", native: "json" };

/** An address, or a list of them. */
const addresses: DataType = {
  ...json,
  schema: { anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }] },
};
const attachments: DataType = {
  ...json,
  schema: {
    type: "array",
    items: {
      type: "object",
      required: ["filename", "content"],
      properties: {
        filename: { type: "string" },
        content: { type: "string", description: "Base64." },
        content_type: { type: "string" },
      },
    },
  },
};

const parameter = (name: string, type: DataType, required = false): ParameterSchema => ({
  name,
  type,
  required,
  variadic: false,
});
const field = (name: string, type: DataType, description: string): FieldSchema => ({
  name,
  type,
  description,
  nullable: false,
  hasDefault: false,
  generated: "never",
});

export const parameters: readonly ParameterSchema[] = [
  parameter("from", text),
  parameter("to", addresses, true),
  parameter("cc", addresses),
  parameter("bcc", addresses),
  parameter("reply_to", addresses),
  parameter("subject", text, true),
  parameter("text", text),
  parameter("html", text),
  parameter("headers", json),
  parameter("attachments", attachments),
];

export function introspect(): SourceSchema {
  return {
    namespaces: ["main"],
    resources: [],
    operations: [
      {
        namespace: "main",
        name: "send",
        description:
          "Hands an e-mail over to the mail server. Under the same Idempotency-Key it has the same Message-ID.",
        parameters,
        effect: "write",
        returns: {
          many: false,
          shape: "row",
          fields: [
            field("message_id", text, "Of the header Message-ID."),
            field("accepted", json, "Recipients the mail server has taken it for."),
            field("rejected", json, "Recipients it has refused."),
            field("response", text, "The mail server's words."),
          ],
        },
      },
    ],
    castable: [],
    textSearchConfigurations: [],
  };
}
