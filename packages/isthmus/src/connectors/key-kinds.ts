// Which environment a vendor's key is for, where it can be told by looking at it.

/** A connector adds its vendor's line. */
const kinds: readonly { readonly vendor: string; readonly live: RegExp; readonly test: RegExp }[] = [
  { vendor: "Stripe", live: /^(?:sk|rk|pk)_live_/, test: /^(?:sk|rk|pk)_test_/ },
  { vendor: "Shippo", live: /^shippo_live_/, test: /^shippo_test_/ },
  { vendor: "EasyPost", live: /^EZAK/, test: /^EZTK/ },
  { vendor: "Mollie", live: /^live_\w{20,}$/, test: /^test_\w{20,}$/ },
];

/** A sentence for each credential of another environment. The credential itself is not shown. */
export function keyFaults(environment: "live" | "test", credentials: readonly string[]): readonly string[] {
  const other = environment === "live" ? "test" : "live";
  return kinds
    .filter((kind) => credentials.some((credential) => kind[other].test(credential)))
    .map(
      ({ vendor }) =>
        `a key of ${vendor} for its ${other} environment stands where the environment is ${environment}; live and test never mix`,
    );
}
