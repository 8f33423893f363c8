// Which addresses may be called: public ones, and those the configuration names.

import ipaddr from "ipaddr.js";

export interface AllowedAddresses {
  /** Whether a connection to the address may be opened; `host` is the name it was found by, or the address itself. */
  permits(host: string, address: string): boolean;
}

type Parsed = ipaddr.IPv4 | ipaddr.IPv6;
type Range = readonly [Parsed, number];

/**
 * @param named Host names (`erp.internal`), addresses (`10.0.0.5`) and ranges (`10.0.0.0/8`) that may be called although
 * they are not public. Of a name: whatever private address it resolves to.
 * @throws Error that names the entry which is none of these.
 */
export function allowedAddresses(named: readonly string[]): AllowedAddresses {
  const names = new Set<string>();
  const ranges: Range[] = [];
  for (const entry of named) {
    const range = rangeOf(entry);
    if (range !== undefined) ranges.push(range);
    else if (isHostName(entry)) names.add(entry.toLowerCase());
    else throw new Error(`"${entry}" is no host name, address or range such as 10.0.0.0/8`);
  }
  return {
    permits: (host, address) => {
      const parsed = parse(address);
      if (parsed === undefined) return false;
      if (isPublic(parsed)) return true;
      return names.has(host.toLowerCase()) || ranges.some((range) => holds(range, parsed));
    },
  };
}

/** Of IPv6 only what is given out for use on the Internet; old forms that hold an IPv4 address lie beside it (`::7f00:1`). */
function isPublic(address: Parsed): boolean {
  if (address.range() !== "unicast") return false;
  return address.kind() === "ipv4" || holds(globalUnicast, address);
}

/** https://www.iana.org/assignments/ipv6-address-space */
const globalUnicast: Range = ipaddr.parseCIDR("2000::/3");

/** Without the brackets that an IPv6 address has in a URL. */
export function bareHost(host: string): string {
  return host.startsWith("[") && host.endsWith("]") ? host.slice(1, -1) : host;
}

export function isAddress(host: string): boolean {
  return parse(host) !== undefined;
}

/** An IPv4 address that is written as an IPv6 one is the IPv4 address. */
function parse(text: string): Parsed | undefined {
  try {
    return ipaddr.process(text);
  } catch {
    return undefined;
  }
}

function rangeOf(entry: string): Range | undefined {
  try {
    if (entry.includes("/")) return ipaddr.parseCIDR(entry);
    const address = ipaddr.process(entry);
    return [address, address.kind() === "ipv4" ? 32 : 128];
  } catch {
    return undefined;
  }
}

function holds([base, bits]: Range, address: Parsed): boolean {
  return base.kind() === address.kind() && address.match([base, bits] as [ipaddr.IPv4 & ipaddr.IPv6, number]);
}

function isHostName(entry: string): boolean {
  return (
    /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/i.test(entry) && !/^[\d.]+$/.test(entry)
  );
}
