// A page to ask GraphQL by: our own, small, without a script in it, and asking no other server for anything.

export interface ExplorerPage {
  readonly title: string;
  /** Where GraphQL is served. */
  readonly endpoint: string;
  /** Where the texts of `explorerScript` and `explorerStyle` are served. */
  readonly scriptUrl: string;
  readonly styleUrl: string;
}

/** For the page's `Content-Security-Policy`. */
export const explorerPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/** HTML text, to be served as `text/html; charset=utf-8` under `explorerPolicy`. */
export function explorerPage({ title, endpoint, scriptUrl, styleUrl }: ExplorerPage): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)} · GraphQL</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${escaped(styleUrl)}">
<script src="${escaped(scriptUrl)}" defer></script>
</head>
<body data-endpoint="${escaped(endpoint)}">
<a class="skip" href="#query">Skip to the query</a>
<header>
<h1>${escaped(title)} <small>GraphQL</small></h1>
<label class="operation" hidden>Operation <select id="operation"></select></label>
<button id="run" type="button" title="Ctrl+Enter">Run <kbd>Ctrl ⏎</kbd></button>
</header>
<main>
<section class="ask" aria-label="Question">
<label for="query">Query</label>
<textarea id="query" spellcheck="false" autocapitalize="off" autocomplete="off" autofocus></textarea>
<label for="variables">Variables <span>(JSON)</span></label>
<textarea id="variables" rows="5" spellcheck="false" autocapitalize="off" autocomplete="off" placeholder="{}"></textarea>
<label for="token">Token <span>(sent as Authorization: Bearer …, and kept nowhere)</span></label>
<input id="token" type="password" autocomplete="off">
</section>
<section class="answer" aria-label="Answer">
<p id="status" role="status">Ask with Run or Ctrl+Enter.</p>
<pre id="answer" tabindex="0" aria-label="Answer's JSON"></pre>
</section>
<nav aria-label="Schema">
<label for="search">Schema</label>
<input id="search" type="search" placeholder="Search types and fields" autocomplete="off">
<p id="trail"></p>
<div id="schema" aria-live="polite"></div>
</nav>
</main>
<noscript>This page needs JavaScript. GraphQL itself is at ${escaped(endpoint)}.</noscript>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
