// Content negotiation: the `Accept` header's types in the caller's order of preference, and the first we can give.

import type { Media } from "../context.ts";
import { noMedia } from "./problems.ts";

const charset = "; charset=utf-8";
export const json: Media = { kind: "json", type: `application/json${charset}`, stripNulls: false };
const csv: Media = { kind: "csv", type: `text/csv${charset}`, stripNulls: false };
const text: Media = { kind: "text", type: `text/plain${charset}`, stripNulls: false };
const xml: Media = { kind: "xml", type: `text/xml${charset}`, stripNulls: false };
const bytes: Media = { kind: "bytes", type: "application/octet-stream", stripNulls: false };
const openapi: Media = { kind: "openapi", type: `application/openapi+json${charset}`, stripNulls: false };

/** What is being answered: rows; one value, which may also be given as it is; or the document of the interface. */
export type Answerable = "rows" | "text" | "bytes" | "xml" | "document" | Document;

/** One value that is a whole document of a media type of its own, or of any type whatever. */
export interface Document {
  readonly media: string;
  readonly bytes: boolean;
}

/** Throws PGRST107 where nothing that is accepted can be given. */
export function negotiate(accept: string | undefined, answerable: Answerable): Media {
  if (accept === undefined && typeof answerable === "string") return answerable === "document" ? openapi : json;
  const wanted = preferred(accept ?? "*/*");
  for (const type of wanted) {
    const media = offer(type, answerable);
    if (media !== undefined) return media;
  }
  throw noMedia(wanted);
}

function offer(wanted: string, answerable: Answerable): Media | undefined {
  const [type = "", ...parameters] = wanted.toLowerCase().split(";");
  if (typeof answerable === "object") return offerDocument(type, answerable);
  const everything = type === "application/json" || type === "*/*";
  if (answerable === "document") return everything || type === "application/openapi+json" ? openapi : undefined;
  if (everything) return json;
  const stripNulls = parameters.some((parameter) => parameter === "nulls=stripped" || parameter === 'nulls="stripped"');
  switch (type) {
    case "application/vnd.pgrst.object+json":
    case "application/vnd.pgrst.object":
      return {
        kind: "object",
        type: `application/vnd.pgrst.object+json${stripNulls ? ";nulls=stripped" : ""}${charset}`,
        stripNulls,
      };
    case "application/vnd.pgrst.array+json":
    case "application/vnd.pgrst.array":
      return stripNulls
        ? { kind: "json", type: `application/vnd.pgrst.array+json;nulls=stripped${charset}`, stripNulls }
        : json;
    case "text/csv":
      return csv;
    case "text/plain":
      return answerable === "text" ? text : undefined;
    case "text/xml":
      return answerable === "xml" ? xml : undefined;
    case "application/octet-stream":
      return answerable === "bytes" ? bytes : undefined;
    default:
      return undefined;
  }
}

/** JSON is always to be had; a document of any type is told as nothing but bytes, unless the function says more. */
function offerDocument(type: string, { media, bytes: isBinary }: Document): Media | undefined {
  if (type === "application/json" && media !== type) return json;
  if (media !== "*/*" && type !== "*/*" && type !== media) return undefined;
  const kind = isBinary ? "bytes" : "text";
  const known = [text, xml, csv, json].find((one) => one.type.startsWith(`${media};`));
  return { kind, type: known?.type ?? (media === "*/*" ? bytes.type : media), stripNulls: false };
}

/** By quality, then by how exact they are; equals stay in the order they came. */
function preferred(accept: string): readonly string[] {
  const ranked = accept.split(",").map((part) => {
    const [type = "", quality] = part.replaceAll(" ", "").split(";q=");
    const asked = Number.parseFloat(quality ?? "1");
    const exactness = type.split(";").length - type.split("*").length;
    return { type, quality: Number.isNaN(asked) ? 1 : asked, exactness };
  });
  ranked.sort((a, b) => b.quality - a.quality || b.exactness - a.exactness);
  return ranked.map(({ type }) => type);
}
