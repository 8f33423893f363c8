// The two media types of GraphQL over HTTP (https://graphql.github.io/graphql-over-http/draft/).

export type Media = "application/graphql-response+json" | "application/json";

/**
 * The type to answer in; `undefined` where the caller takes neither. Without a wish it is `application/json`, which old
 * clients expect and in which refused documents are answered 200.
 */
export function mediaFor(accept: string | undefined): Media | undefined {
  if (accept === undefined || accept === "*/*" || accept === "application/json") return "application/json";
  if (accept === "application/graphql-response+json") return accept;
  let best: { readonly media: Media; readonly quality: number } | undefined;
  for (const part of accept.split(",")) {
    const [name = "", ...parameters] = part.trim().toLowerCase().split(";");
    const media = mediaNamed(name.trim());
    if (media === undefined) continue;
    const quality = qualityOf(parameters);
    if (quality > 0 && (best === undefined || quality > best.quality)) best = { media, quality };
  }
  return best?.media;
}

function mediaNamed(name: string): Media | undefined {
  if (name === "application/graphql-response+json" || name === "application/json") return name;
  return name === "*/*" || name === "application/*" ? "application/json" : undefined;
}

function qualityOf(parameters: readonly string[]): number {
  for (const parameter of parameters) {
    const match = /^\s*q\s*=\s*([\d.]+)\s*$/.exec(parameter);
    if (match !== null) return Number(match[1]);
  }
  return 1;
}
