// Who is signed in, which customer he is, and whether he works here.

import { useAnswer, useSession } from "@isthmus/client/react";

export function useWho() {
  const { status, user } = useSession();
  const { data, isPending } = useAnswer(
    "who-am-i",
    {},
    { enabled: status === "signed-in", staleTime: Number.POSITIVE_INFINITY, reads: ["customers"] },
  );
  return {
    status,
    user,
    /** Those who work here may see what is everybody's; pages of what is their own ask for it by this. */
    customer: data?.customer ?? undefined,
    isStaff: status === "signed-in" && data?.roles.includes("staff") === true,
    isKnown: status === "signed-out" || (status === "signed-in" && !isPending),
  };
}
