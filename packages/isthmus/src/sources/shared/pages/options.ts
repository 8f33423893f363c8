// How an API hands out long lists page by page, as the configuration says it, or a description tells.

import { z } from "zod";

const name = z.string().min(1);
const size = z.strictObject({ argument: name, most: z.number().int().min(1) });

export const pageShape = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("number"),
    argument: name,
    first: z.number().int().min(0).optional(),
    more: name.optional(),
    size: size.optional(),
  }),
  z.strictObject({ kind: z.literal("offset"), argument: name, more: name.optional(), size: size.optional() }),
  z.strictObject({
    kind: z.literal("cursor"),
    argument: name,
    next: name.optional(),
    more: name.optional(),
    size: size.optional(),
  }),
  z.strictObject({ kind: z.literal("address"), next: name, size: size.optional() }),
  z.strictObject({ kind: z.literal("link"), size: size.optional() }),
]);

/** Places in an answer are names with dots between them: `meta.next_cursor`. */
export type PageOptions = {
  /** The argument that says how many rows a page has, and the most it may say. */
  readonly size?: { readonly argument: string; readonly most: number };
} & (
  | {
      /** By a page's number. */
      readonly kind: "number";
      readonly argument: string;
      /** Number of the first page. Default: 1. */
      readonly first?: number;
      /** Where the answer says, by true or false, whether more rows follow. Default: a page that is not full is the last. */
      readonly more?: string;
    }
  | {
      /** By the number of rows to leave out. */
      readonly kind: "offset";
      readonly argument: string;
      readonly more?: string;
    }
  | {
      /** By a text that the answer before has given. */
      readonly kind: "cursor";
      readonly argument: string;
      /** Where the answer has it. Default: it is the last row's key. */
      readonly next?: string;
      readonly more?: string;
    }
  | {
      /** By an address in the answer. */
      readonly kind: "address";
      readonly next: string;
    }
  | {
      /** By the header `Link` with `rel="next"` (RFC 8288). */
      readonly kind: "link";
    }
);

export type PageSettings = z.output<typeof pageShape>;
