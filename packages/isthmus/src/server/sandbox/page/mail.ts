// An e-mail as a document: its HTML is somebody's, so it runs no script, loads nothing, and has no origin.

import type { Mail } from "../../../sources/shared/sandbox/inbox.ts";
import { escaped } from "./escaped.ts";

export const mailPolicy =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

export function mailDocument({ html, text, subject }: Mail): string {
  if (html !== undefined) return html;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escaped(subject)}</title><style>body{font:14px/1.5 system-ui,sans-serif;white-space:pre-wrap;overflow-wrap:anywhere;margin:1rem;color:#1b2430;background:#fff}</style><body>${escaped(text ?? "")}</body></html>`;
}
