// The document as it is sent, made once for every view of the catalog and forgotten with it.

import type { Catalog } from "../../../core/index.ts";
import { describe } from "../describe.ts";
import type { RestSettings } from "../options.ts";

const made = new WeakMap<Catalog, Map<string, string>>();

export function documentText(catalog: Catalog, base: string, settings: RestSettings, namespace: string): string {
  let texts = made.get(catalog);
  if (texts === undefined) {
    texts = new Map();
    made.set(catalog, texts);
  }
  // Bases and titles come from the configuration and namespaces from the catalog, so that there are few of them.
  const key = JSON.stringify([base, namespace, settings.title, settings.version, settings.description]);
  let text = texts.get(key);
  if (text === undefined) {
    text = JSON.stringify(describe(catalog, base, settings, namespace));
    texts.set(key, text);
  }
  return text;
}
