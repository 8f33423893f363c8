// ID tokens of the well-known providers are verified also where they come straight from the provider: what a library takes
// on trust of the connection is looked at here (OpenID Connect Core, 3.1.3.7).

interface Provider {
  readonly id: string;
  readonly idToken?: unknown;
  readonly options?: object | undefined;
  getUserInfo(tokens: { readonly idToken?: string | undefined }): Promise<unknown>;
}

/** @param list What the library has made of the configuration. From now on who is not vouched for by a good token is nobody. */
export async function verifyIdTokens(list: readonly unknown[]): Promise<void> {
  const { verifyProviderIdToken } = await import("better-auth/oauth2");
  for (const provider of list as readonly Provider[]) {
    if (provider.idToken === undefined) continue;
    const ask = provider.getUserInfo.bind(provider);
    // Callers bring no ID tokens of their own, which says the option; the provider's are to be verified all the same.
    const verifying = { ...provider, options: { ...provider.options, disableIdTokenSignIn: false } };
    provider.getUserInfo = async (tokens) => {
      const { idToken } = tokens;
      const good = idToken !== undefined && (await verifyProviderIdToken(verifying as never, idToken, undefined));
      return good ? ask(tokens) : null;
    };
  }
}
