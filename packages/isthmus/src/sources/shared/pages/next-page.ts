// Which page follows an answer. What an API says of it is untrusted: an address must stay at the API's own origin, and
// whoever walks stops at a page that was there before.

import { isLongDecimal } from "../../../core/index.ts";
import type { Row } from "../rows/path.ts";
import { nextLink } from "./link.ts";
import type { PageSettings } from "./options.ts";

/** What asks for a page: the value of the scheme's argument, or an address. Equal texts are the same page. */
export interface PageMark {
  readonly kind: "argument" | "address";
  readonly text: string;
}

export interface AnsweredPage {
  readonly body: unknown;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly rows: readonly Row[];
  /** Where it was asked for. */
  readonly address: string;
  /** Rows that were asked for; absent where the API chose. */
  readonly size?: number;
  readonly mark: PageMark | undefined;
  /** Of the last row. */
  readonly lastKey?: string;
}

/** The page cannot be followed by another, although the API says that one follows. */
export class PageFault extends Error {}

/** @throws PageFault */
export function nextPage(scheme: PageSettings, answer: AnsweredPage): PageMark | undefined {
  switch (scheme.kind) {
    case "number":
      return follows(scheme.more, answer) ? argument(String(numberOf(answer.mark, scheme.first ?? 1) + 1)) : undefined;
    case "offset":
      return follows(scheme.more, answer) ? argument(String(numberOf(answer.mark, 0) + answer.rows.length)) : undefined;
    case "cursor":
      return cursor(scheme, answer);
    case "address": {
      const given = textOf(placeOf(answer.body, scheme.next));
      return given === undefined ? undefined : address(given, answer.address);
    }
    case "link": {
      const given = nextLink(answer.headers["link"]);
      return given === undefined ? undefined : address(given, answer.address);
    }
    default:
      return scheme satisfies never;
  }
}

/** The first page needs no mark, but where numbers begin elsewhere than the API may think. */
export function firstPage(scheme: PageSettings | undefined): PageMark | undefined {
  return scheme?.kind === "number" && scheme.first !== undefined ? argument(String(scheme.first)) : undefined;
}

function argument(text: string): PageMark {
  return { kind: "argument", text };
}

function numberOf(mark: PageMark | undefined, first: number): number {
  return mark === undefined ? first : Number(mark.text);
}

function follows(more: string | undefined, { body, rows, size }: AnsweredPage): boolean {
  if (more !== undefined) return placeOf(body, more) === true && rows.length > 0;
  return rows.length > 0 && (size === undefined || rows.length >= size);
}

function cursor(
  { next, more }: Extract<PageSettings, { kind: "cursor" }>,
  { body, rows, size, lastKey }: AnsweredPage,
): PageMark | undefined {
  const said = more === undefined ? undefined : placeOf(body, more) === true;
  if (said === false || (next === undefined && rows.length === 0)) return undefined;
  if (next === undefined && said === undefined && size !== undefined && rows.length < size) return undefined;
  const given = next === undefined ? lastKey : textOf(placeOf(body, next));
  if (given !== undefined) return argument(given);
  if (said === true || next === undefined) throw new PageFault("it says that more rows follow, and not where");
  return undefined;
}

function address(given: string, base: string): PageMark {
  let url: URL;
  try {
    url = new URL(given, base);
  } catch {
    throw new PageFault("the address of the next page is none");
  }
  if (url.origin !== new URL(base).origin || url.username !== "" || url.password !== "")
    throw new PageFault("the next page is said to be at another host");
  url.hash = "";
  return { kind: "address", text: url.href };
}

/** A place in an answer: names with dots between them. */
export function placeOf(value: unknown, path: string): unknown {
  let found = value;
  for (const name of path === "" ? [] : path.split("."))
    found =
      typeof found === "object" && found !== null && Object.hasOwn(found, name)
        ? (found as Readonly<Record<string, unknown>>)[name]
        : undefined;
  return found;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  return isLongDecimal(value) ? value.rawJSON : undefined;
}
