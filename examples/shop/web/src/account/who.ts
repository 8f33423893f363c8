// Who is signed in, and whether he works here.

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
    isStaff: status === "signed-in" && data?.roles.includes("staff") === true,
    isKnown: status === "signed-out" || (status === "signed-in" && !isPending),
  };
}
