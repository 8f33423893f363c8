// Why somebody was not let in, in words for him.

import type { IsthmusError } from "@isthmus/client";

const known: Readonly<Record<string, string>> = {
  INVALID_EMAIL_OR_PASSWORD: "The address or the password is not right. Please try again.",
  EMAIL_NOT_VERIFIED: "Your address is not confirmed yet. Please follow the link in the mail that we sent you.",
  PASSWORD_TOO_SHORT: "The password is too short. Please take at least ten characters.",
  PASSWORD_TOO_LONG: "The password is too long.",
  INVALID_EMAIL: "This is no e-mail address.",
};

export function signInTrouble({ code, status, message, retryAfter }: IsthmusError): { readonly message: string } {
  if (status === 429)
    return { message: `There were too many tries. Please wait ${Math.ceil(retryAfter ?? 60)} seconds, and try again.` };
  return { message: (Object.hasOwn(known, code) ? known[code] : undefined) ?? message };
}
