// The page at `/sandbox`: our own, without a script in it, and asking no other server for anything.

export const sandboxPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

const tabs = [
  ["requests", "Requests"],
  ["mails", "E-mail"],
  ["messages", "SMS"],
  ["webhooks", "Webhooks"],
  ["events", "Events"],
  ["faults", "Faults"],
] as const;

const kinds = [
  ["latency", "Latency: answers later"],
  ["throttle", "429 with Retry-After"],
  ["error", "5xx"],
  ["refuse", "No connection"],
  ["cut", "Connection ends ahead of the answer"],
  ["cut-body", "Connection ends within the answer"],
  ["malformed", "Malformed body"],
  ["timeout", "No answer at all"],
] as const;

/** HTML text, to be served under `sandboxPolicy`. */
export const sandboxPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Sandbox</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/sandbox/sandbox.css">
<script src="/sandbox/sandbox.js" defer></script>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header>
<h1>Sandbox <small>other people's APIs, answered by this machine</small></h1>
<span id="striking" class="flag wrong" hidden></span>
<button id="reset" type="button">Reset</button>
</header>
<main>
<section class="sources" id="sources" aria-label="Sources"></section>
<div role="tablist" aria-label="What the sandbox knows" class="tabs">
${tabs
  .map(
    ([id, label], at) =>
      `<button role="tab" type="button" id="tab-${id}" aria-controls="${id}" aria-selected="${at === 0}" tabindex="${at === 0 ? 0 : -1}">${label} <span class="count" data-count="${id}"></span></button>`,
  )
  .join("\n")}
</div>
<div id="content" tabindex="-1">
${tabs
  .map(
    ([id], at) =>
      `<section role="tabpanel" id="${id}" aria-labelledby="tab-${id}"${at === 0 ? "" : " hidden"}>${
        id === "faults" ? faultForm() : ""
      }<div class="list" data-list="${id}"></div></section>`,
  )
  .join("\n")}
</div>
<p id="status" role="status" class="status"></p>
</main>
<noscript>This page needs JavaScript. What it shows is at /sandbox/state.</noscript>
</body>
</html>
`;

function faultForm(): string {
  const options = kinds.map(([kind, label]) => `<option value="${kind}">${label}</option>`).join("");
  return `<form id="fault" class="fault">
<label>Source <select name="source"><option value="*">every source</option></select></label>
<label>Operation <input name="operation" value="*" autocomplete="off" spellcheck="false"></label>
<label>Fault <select name="kind">${options}</select></label>
<label>Of 100 calls <input name="percentage" type="number" min="0" max="100" step="1" value="100" required></label>
<label data-of="latency">Milliseconds <input name="ms" type="number" min="0" max="600000" value="1000"></label>
<label data-of="throttle" hidden>Retry-After, seconds <input name="retryAfter" value="1"></label>
<label data-of="error" hidden>Status <input name="status" type="number" min="500" max="599" value="503"></label>
<label>Calls until it is over <input name="times" type="number" min="1" placeholder="never"></label>
<button type="submit">Switch on</button>
</form>`;
}
