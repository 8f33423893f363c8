// The documentation page and its script, as pages of the HTTP server.

import { loadReferenceScript, referencePage } from "../interfaces/rest/index.ts";
import { referencePolicy } from "../interfaces/rest/reference-page.ts";
import type { Page } from "./http/options.ts";

/** @param nonce Unguessable; allows the script's own styles under the page's policy. */
export function documentationPages(title: string, restPath: string, nonce: string): { readonly path: string; readonly pages: readonly Page[] } {
  // Beside the API where there is room; under a name no table has where the API takes the whole address.
  const path = restPath === "" ? "/-/docs" : "/docs";
  const scriptUrl = `${path}/reference.js`;
  const page = referencePage({ title, documentUrl: `${restPath}/`, scriptUrl, nonce });
  return {
    path,
    pages: [
      { path, type: "text/html; charset=utf-8", body: page, headers: { "content-security-policy": referencePolicy(nonce), "referrer-policy": "no-referrer" } },
      {
        path: scriptUrl,
        type: "application/javascript; charset=utf-8",
        body: loadReferenceScript,
        headers: { "cache-control": "public, max-age=3600" },
      },
    ],
  };
}
