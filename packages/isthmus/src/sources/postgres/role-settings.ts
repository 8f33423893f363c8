// With `authority: "database"`: the settings that the database's owner has given to roles (ALTER ROLE … SET), which hold
// for a session that logs in as such a role, and would not for one that takes it on. Made to hold, as PostgREST does.

import type { Connection } from "./connect.ts";
import type { Prepared, Step } from "./exchange.ts";

export interface RoleSettings {
  /** Ahead of everything else in the transaction: its isolation. */
  readonly first: readonly Step[];
  /** Behind the role. */
  readonly then: readonly Step[];
}

export interface RoleSettingsBook {
  of(role: string): RoleSettings;
  readonly loaded: boolean;
  load(connection: Connection): Promise<void>;
}

const none: RoleSettings = { first: [], then: [] };

/**
 * Settings any user may make, and those with a name of the user's own; later rows win. What Isthmus itself depends on is
 * left as it is.
 */
const read: Prepared = {
  name: "",
  text: `select r.rolname, split_part(c.setting, '=', 1), substr(c.setting, position('=' in c.setting) + 1)
    from pg_catalog.pg_db_role_setting s
    join pg_catalog.pg_roles r on r.oid = s.setrole
    cross join lateral unnest(s.setconfig) as c (setting)
    left join pg_catalog.pg_settings p on p.name = split_part(c.setting, '=', 1)
    where s.setdatabase in (0, (select oid from pg_catalog.pg_database where datname = current_database()))
      and (p.context = 'user' or p.name is null)
      and split_part(c.setting, '=', 1) not in ('search_path', 'role', 'session_authorization', 'client_encoding')
    order by s.setdatabase`,
};

const levels: ReadonlySet<string> = new Set(["serializable", "repeatable read", "read committed", "read uncommitted"]);
const isolation = "default_transaction_isolation";

export function keepRoleSettings(): RoleSettingsBook {
  let book: ReadonlyMap<string, RoleSettings> | undefined;
  return {
    of: (role) => book?.get(role) ?? none,
    get loaded() {
      return book !== undefined;
    },
    async load(connection) {
      const { rows } = await connection.run([{ prepared: read, values: [] }]);
      const found = new Map<string, Map<string, string>>();
      for (const [role, name, value] of rows) {
        if (typeof role !== "string" || typeof name !== "string" || typeof value !== "string") continue;
        const own = found.get(role) ?? new Map<string, string>();
        found.set(role, own.set(name, value));
      }
      book = new Map([...found].map(([role, settings]) => [role, stepsOf(settings)]));
    },
  };
}

function stepsOf(settings: ReadonlyMap<string, string>): RoleSettings {
  const level = settings.get(isolation)?.toLowerCase() ?? "";
  const others = [...settings].filter(([name]) => name !== isolation);
  const calls = others.map((_, index) => `set_config($${2 * index + 1}, $${2 * index + 2}, true)`);
  return {
    first: levels.has(level)
      ? [fixed(`isthmus_${level.replace(" ", "_")}`, `set transaction isolation level ${level}`)]
      : [],
    then:
      others.length === 0
        ? []
        : [{ ...fixed(`isthmus_settings_${others.length}`, `select ${calls.join(", ")}`), values: others.flat() }],
  };
}

function fixed(name: string, text: string): Step {
  return { prepared: { name, text }, values: [] };
}
