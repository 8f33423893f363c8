// The documentation page: Scalar's API reference over our own document, with our own copy of its script. The page has no
// script in it and asks no other server for anything.

export interface ReferencePage {
  readonly title: string;
  /** Address of the OpenAPI document. */
  readonly documentUrl: string;
  /** Address at which the text of `loadReferenceScript` is served. */
  readonly scriptUrl: string;
}

/** HTML text, to be served as `text/html; charset=utf-8` under `referencePolicy`. */
export function referencePage(page: ReferencePage): string {
  const { title, documentUrl, scriptUrl } = page;
  const configuration = {
    proxyUrl: "",
    telemetry: false,
    withDefaultFonts: false,
    hideClientButton: true,
    showDeveloperTools: "never",
    agent: { disabled: true },
    mcp: { disabled: true },
    defaultOpenFirstTag: true,
    metaData: { title },
  };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
</head>
<body>
<noscript>This page needs JavaScript. The document it shows is <a href="${escaped(documentUrl)}">here</a>.</noscript>
<script id="api-reference" type="application/json" data-url="${escaped(documentUrl)}" data-configuration="${escaped(JSON.stringify(configuration))}"></script>
<script src="${escaped(scriptUrl)}"></script>
</body>
</html>
`;
}

/** The `Content-Security-Policy` of the page: no script but the one file, and nothing from or to anywhere else. */
export const referencePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  // The editor that shows bodies writes styles as it goes, without a nonce; with nowhere to load from they reach nobody.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
