// Boot time: source schemas + configuration → Catalog and Policies.

export { type KeyKind, keyKindOf } from "./key-kind.ts";
export { buildCatalog, type IntrospectedSource } from "./build.ts";
export { resolvePolicies, type Fault, type Policies } from "./policies.ts";
export { limitsOfRoles } from "./role-limits.ts";
export { nearest, toCondition, type Report } from "./where.ts";
