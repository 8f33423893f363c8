// The texts of mails. Links are made by who calls, from the configured origin.

import type { Mail } from "./send-mail.ts";

export type MailKind = "verify" | "reset" | "magic" | "known" | "change";

interface Wording {
  readonly subject: string;
  readonly lines: readonly string[];
}

const wordings: Readonly<Record<MailKind, Wording>> = {
  verify: {
    subject: "Confirm your e-mail address",
    lines: ["Please confirm that this address is yours:", "If you have not asked for this, do nothing."],
  },
  reset: {
    subject: "Choose a new password",
    lines: [
      "Somebody has asked for a new password for your account. To choose one:",
      "If it was not you, do nothing; your password stays as it is.",
    ],
  },
  magic: {
    subject: "Your sign-in link",
    lines: ["Sign in by this link. It works once, and for a few minutes:", "If you have not asked for it, do nothing."],
  },
  known: {
    subject: "You have an account already",
    lines: [
      "Somebody has tried to make an account with this address, which has one. To sign in, or to choose a new password:",
      "If it was not you, do nothing.",
    ],
  },
  change: {
    subject: "Confirm the change of your e-mail address",
    lines: [
      "Please confirm that your account is to have another e-mail address:",
      "If you have not asked for this, change your password.",
    ],
  },
};

export function mailOf(kind: MailKind, to: string, link: string): Mail {
  const { subject, lines } = wordings[kind];
  const [before = "", after = ""] = lines;
  return {
    to,
    subject,
    text: `${before}\n\n${link}\n\n${after}\n`,
    html: `<p>${escaped(before)}</p><p><a href="${escaped(link)}">${escaped(link)}</a></p><p>${escaped(after)}</p>`,
  };
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
