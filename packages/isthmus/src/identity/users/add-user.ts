// A user who is made by an administrator rather than by himself.

import type { PasswordConfiguration } from "../../core/index.ts";
import { badAdministration } from "../problems.ts";
import { hashPassword } from "./password-hash.ts";
import { type Rows, type UserRow, where } from "./rows.ts";

export interface NewUser {
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

const emailForm = /^[^\s@]{1,64}@[^\s@]{1,255}$/;

/** @throws Problem that says what of it cannot be. */
export async function addUser(
  rows: Rows,
  passwords: PasswordConfiguration | false,
  { email: given, name, password }: NewUser,
): Promise<void> {
  const email = given.toLowerCase();
  if (!emailForm.test(email)) throw badAdministration(`${JSON.stringify(given)} is no e-mail address`);
  if (name.trim() === "") throw badAdministration("expected a name");
  if (passwords === false) throw badAdministration("auth.users.password: nobody has a password here");
  const { minimum = 10, cost } = passwords;
  if (password.length < minimum || password.length > 256)
    throw badAdministration(`expected a password of ${minimum} to 256 characters`);
  if ((await rows.count({ model: "user", where: where({ email }) })) > 0)
    throw badAdministration(`there is a user ${email} already`);
  const hash = await hashPassword(password, cost);
  const now = new Date();
  const times = { createdAt: now, updatedAt: now };
  const user = await rows.create<Record<string, unknown>, UserRow>({
    model: "user",
    data: { email, name, emailVerified: true, ...times },
  });
  await rows.create({
    model: "account",
    data: { userId: user.id, providerId: "credential", accountId: user.id, password: hash, ...times },
  });
}
