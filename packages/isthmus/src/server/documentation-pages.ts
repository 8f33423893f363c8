// The documentation page and its script, as pages of the HTTP server.

import { loadReferenceScript, referencePage, referencePolicy } from "../interfaces/rest/index.ts";
import type { Page } from "./http/options.ts";

export interface Documentation {
  readonly path: string;
  readonly pages: readonly Page[];
}

export function documentationPages(title: string, restPath: string): Documentation {
  // Beside the API where there is room; under a name no table has where the API takes the whole address.
  const path = restPath === "" ? "/-/docs" : "/docs";
  const scriptUrl = `${path}/reference.js`;
  const page: Page = {
    path,
    type: "text/html; charset=utf-8",
    body: referencePage({ title, documentUrl: `${restPath}/`, scriptUrl }),
    headers: { "content-security-policy": referencePolicy, "referrer-policy": "no-referrer" },
  };
  const script: Page = {
    path: scriptUrl,
    type: "application/javascript; charset=utf-8",
    body: loadReferenceScript,
    headers: { "cache-control": "public, max-age=3600" },
  };
  return { path, pages: [page, script] };
}
