// Around pages that are for people who are signed in; others are asked to sign in, and led back.

import type { ReactNode } from "react";
import { Navigate, useLocation } from "react-router";
import { signInPath } from "./return-to.ts";
import { useWho } from "./who.ts";

export function Members({ children }: { readonly children: ReactNode }) {
  const { status } = useWho();
  const { pathname, search } = useLocation();
  if (status === "unknown") return <main className="page" id="content" aria-busy="true" />;
  if (status === "signed-out") return <Navigate to={signInPath(pathname + search)} replace />;
  return children;
}
