// The commands for users, tenants, service accounts and their rights, with what each takes.

import type { Command } from "commander";
import type { Administration } from "../../identity/index.ts";

interface Given {
  readonly config?: string;
}

/** @param ended Takes a command's exit code. */
export function addPeopleCommands(program: Command, ended: (code: number) => void): void {
  const load = () => import("./people.ts");
  const configured = (command: Command): Command =>
    command.option("-c, --config <file>", "the configuration (default: isthmus.config.ts in this folder)");
  const act = async (given: Given, work: (admin: Administration) => Promise<unknown>): Promise<void> =>
    ended(await (await load()).administer(given.config, async (admin) => void (await work(admin))));

  const user = program.command("user").description("users and their roles");
  configured(user.command("list").description("list users, their roles and tenants")).action(async (given: Given) =>
    ended(await (await load()).listUsers(given.config)),
  );
  configured(
    user
      .command("add")
      .description("make a user whose address counts as verified; his password is taken from ISTHMUS_PASSWORD")
      .argument("<email>")
      .argument("[roles...]", "roles that he is given by name")
      .requiredOption("--name <name>", "what he is called"),
  ).action((email: string, roles: readonly string[], given: Given & { readonly name: string }) =>
    act(given, async (admin) => {
      // Not as an argument: everybody on this machine sees those.
      await admin.addUser({ email, name: given.name, password: process.env["ISTHMUS_PASSWORD"] ?? "" });
      for (const named of roles) await admin.addRole(email, named);
    }),
  );
  const role = user.command("role").description("roles that users are given by name");
  for (const [name, description] of [
    ["add", "give a user a role"],
    ["remove", "take a role from a user"],
  ] as const) {
    configured(
      role.command(name).description(description).argument("<user>", "e-mail or id").argument("<role>"),
    ).action((email: string, named: string, given: Given) =>
      act(given, (admin) => (name === "add" ? admin.addRole(email, named) : admin.removeRole(email, named))),
    );
  }
  for (const [name, description] of [
    ["suspend", "put a user out, and keep him out"],
    ["restore", "let a suspended user in again"],
    ["sign-out", "end all sessions of a user"],
  ] as const) {
    configured(user.command(name).description(description).argument("<user>", "e-mail or id")).action(
      (email: string, given: Given) =>
        act(given, (admin) => (name === "sign-out" ? admin.signOut(email) : admin[name](email))),
    );
  }

  configured(
    user
      .command("rotate-keys")
      .description("have another key sign JWTs; what the old one has signed holds until it expires")
      .option("--withdraw", "nothing that an old key has signed holds any more"),
  ).action((given: Given & { readonly withdraw?: boolean }) =>
    act(given, (admin) => admin.rotateKeys(given.withdraw === true)),
  );

  const tenant = program.command("tenant").description("tenants and their members");
  configured(tenant.command("list").description("list tenants")).action(async (given: Given) =>
    ended(await (await load()).listTenants(given.config)),
  );
  configured(tenant.command("add").description("make a tenant").argument("<slug>").argument("<name>")).action(
    (slug: string, name: string, given: Given) => act(given, (admin) => admin.addTenant(slug, name)),
  );
  const member = tenant.command("member").description("members, with the roles they have in the tenant");
  configured(
    member
      .command("set")
      .description("make a user a member, or give a member other roles")
      .argument("<slug>")
      .argument("<user>")
      .argument("[roles...]"),
  ).action((slug: string, email: string, roles: readonly string[], given: Given) =>
    act(given, (admin) => admin.setMember(slug, email, roles)),
  );
  configured(member.command("remove").description("end a membership").argument("<slug>").argument("<user>")).action(
    (slug: string, email: string, given: Given) => act(given, (admin) => admin.removeMember(slug, email)),
  );

  const account = program.command("account").description("service accounts and their API keys");
  configured(account.command("list").description("list accounts and keys")).action(async (given: Given) =>
    ended(await (await load()).listAccounts(given.config)),
  );
  configured(
    account
      .command("add")
      .description("make a service account")
      .argument("<name>")
      .argument("<roles...>")
      .option("--tenant <slug>", "the tenant it acts in"),
  ).action((name: string, roles: readonly string[], given: Given & { readonly tenant?: string }) =>
    act(given, (admin) =>
      admin.addAccount({ name, roles, ...(given.tenant === undefined ? {} : { tenant: given.tenant }) }),
    ),
  );
  configured(account.command("remove").description("remove an account and its keys").argument("<name>")).action(
    (name: string, given: Given) => act(given, (admin) => admin.removeAccount(name)),
  );
  const key = account.command("key").description("API keys of service accounts");
  configured(
    key
      .command("add")
      .description("make a key; it is shown once")
      .argument("<account>")
      .argument("<name>")
      .option("--expires <time>", "such as 2030-01-31T00:00:00Z"),
  ).action(async (name: string, called: string, given: Given & { readonly expires?: string }) =>
    ended(await (await load()).addKey(given.config, name, called, given.expires)),
  );
  configured(key.command("revoke").description("end a key").argument("<id>")).action((id: string, given: Given) =>
    act(given, (admin) => admin.revokeKey(id)),
  );
}
